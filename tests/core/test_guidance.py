"""The user guide and the course: whole, leading to what is there, and told by line when they do not."""

from __future__ import annotations

import shutil

import pytest

from sample import ROOT, Sample
from vip_core import user_guide
from vip_core.selection import shows
from vip_core.site import Site
from vip_core.training import Training
from vip_core.user_guide import UserGuide

GUIDE = """\
steg:
  - {key: sok, title: Sök, gor: Skriv., mer: Mer., bild: sok.webp, alt: Sökfältet med ett ord.}
malgrupper:
  - key: skolan
    title: Skolan
    description: Kom igång.
    ingang: larare
    text: Text.
    forst:
      - {gor: Läs., till: adhd/niva-och-process}
"""
COURSE = """\
title: Kurs
description: Lär dig.
steg:
  - key: ett
    title: Ett
    minuter: 3
    text: [Stycke.]
    fall:
      - key: fall
        roll: Lärare
        situation: Något hände.
        gor: Öppna kapitlet.
        till: adhd/niva-och-process
        urval: {aldersgrupp: [vuxna]}
        fraga: Vilken visas?
        artiklar: ARTIKLAR
    fragor:
      - {key: fraga, fraga: Vad?, val: [{svar: Ja., varfor: Så är det., ratt: true}, {svar: Nej., varfor: Inte så.}]}
"""
ENTRY = "- {key: larare, title: Lärare, description: För lärare., selection: {yrkesroll: [larare]}}\n"


@pytest.fixture
def guided(sample: Sample) -> Sample:
    """The sample project with a guide."""
    sample.write("programs/_entries.yml", ENTRY)
    sample.write("content/_anvandarguide.yml", GUIDE)
    picture = f"content/{user_guide.PICTURES}/sok.webp"
    (sample.root / picture).parent.mkdir(parents=True)
    shutil.copy(ROOT / picture, sample.root / picture)
    return sample


def subject(site: Site, address: str) -> object:
    return next(page.subject for page in site.pages if page.address == address)


def told(sample: Sample) -> list[str]:
    return [problem.as_text() for problem in sample.prepare().problems]


def webp_size(data: bytes) -> tuple[int, int]:
    """Return the size of a WebP picture in the extended format (RFC 9649, section 2.7)."""
    assert (data[:4], data[8:16]) == (b"RIFF", b"WEBPVP8X")
    return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1


def test_the_guide_has_the_six_steps_of_the_source_in_order(real_site: Site) -> None:
    guide = subject(real_site, "anvandarguide/")
    assert isinstance(guide, UserGuide)
    assert [step.key for step in guide.steps] == [
        "valj-program", "sok", "oppna-artikel", "valj-filter", "rensa", "valj-kapitel",
    ]  # fmt: skip
    assert {one.key for one in guide.audiences} == {"elevhalsa", "socialtjanst", "primarvard", "psykiatri", "chefer"}


def test_every_picture_has_the_size_the_page_makes_room_for_and_all_weigh_little(real_site: Site) -> None:
    guide = subject(real_site, "anvandarguide/")
    assert isinstance(guide, UserGuide)
    pictures = [(ROOT / "content" / user_guide.PICTURES / step.picture).read_bytes() for step in guide.steps]
    assert {webp_size(picture) for picture in pictures} == {guide.picture_size}
    assert sum(map(len, pictures)) <= 300_000
    assert all(len(step.alt) > 40 for step in guide.steps)


def test_an_introduction_never_leads_to_an_article_that_its_own_filters_hide(real_site: Site) -> None:
    articles = {article.key: article for article in real_site.catalogue.articles}
    guide = subject(real_site, "anvandarguide/")
    assert isinstance(guide, UserGuide)
    places = [one.place for audience in guide.audiences for one in audience.first if "#" in one.place.name]
    assert len(places) >= 10
    assert [place.name for place in places if not shows(articles[place.name], place.selection)] == []


def test_a_place_is_called_by_its_article_or_page(guided: Sample) -> None:
    guided.replace("content/_anvandarguide.yml", "till: adhd/niva-och-process", "till: for/larare")
    guide = subject(guided.site(), "anvandarguide/")
    assert isinstance(guide, UserGuide)
    assert guide.audiences[0].first[0].place.title == "Lärare"


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("till: adhd/niva-och-process", "till: adhd/niva-och-proces", "10:27: BRUTEN-LANK: till:"),
        ("ingang: larare", "ingang: larar", '7:13: OKANT-VARDE: ingang: "larar" finns inte – menade du "larare"?'),
        ("bild: sok.webp", "bild: soka.webp", '2:58: BILD-SAKNAS: bild: bilden "soka.webp" finns inte'),
        (", alt: Sökfältet med ett ord.", "", "2:5: FALT-SAKNAS: alt:"),
    ],
)
def test_what_the_guide_names_must_be_there(guided: Sample, old: str, new: str, wanted: str) -> None:
    assert told(guided) == []
    guided.replace("content/_anvandarguide.yml", old, new)
    (problem,) = told(guided)
    assert problem.startswith(f"content/_anvandarguide.yml:{wanted}")


def articles(sample: Sample) -> tuple[str, str]:
    """Give the sample project an article that shows for adults and one that does not; returns their keys."""
    path = "programs/adhd/niva-och-process.md"
    for group in ("vuxna", "barn-unga"):
        head = f"\n## Bara {group}\n\n```yaml artikel\nid: bara-{group}\naldersgrupp: [{group}]\n```\n\nText.\n"
        sample.write(path, sample.text(path) + head)
    return "adhd/niva-och-process#bara-vuxna", "adhd/niva-och-process#bara-barn-unga"


def test_the_right_answer_of_a_case_is_the_article_that_its_filters_show(sample: Sample) -> None:
    shown, hidden = articles(sample)
    sample.write("content/_utbildning.yml", COURSE.replace("ARTIKLAR", f'["{hidden}", "{shown}"]'))
    course = subject(sample.site(), "utbildning/")
    assert isinstance(course, Training)
    wrong, right = course.steps[0].cases[0].question.options
    assert (wrong.right, right.right) == (False, True)
    assert wrong.why == "Artikeln döljs, för den vänder sig till: Barn/Unga."
    assert course.minutes == 3


def test_a_case_with_no_or_several_right_answers_is_told_where_they_stand(sample: Sample) -> None:
    shown, hidden = articles(sample)
    for written, number in ((f'["{hidden}"]', 0), (f'["{shown}", "adhd/niva-och-process#X"]', None)):
        sample.write("content/_utbildning.yml", COURSE.replace("ARTIKLAR", written))
        (problem,) = sample.prepare().problems
        assert (problem.path, problem.line) == ("content/_utbildning.yml", 16)
        if number is not None:
            assert (problem.code, problem.column) == ("FEL-SVAR", 19)
            assert f"urvalet visar {number} av artiklarna" in problem.message
        else:
            assert problem.code == "BRUTEN-LANK"


def test_a_question_has_one_right_answer(sample: Sample) -> None:
    shown, hidden = articles(sample)
    text = COURSE.replace("ARTIKLAR", f'["{shown}", "{hidden}"]')
    sample.write("content/_utbildning.yml", text.replace(", ratt: true", ""))
    (problem,) = sample.prepare().problems
    assert (problem.line, problem.code) == (18, "FEL-SVAR")


def test_the_course_has_five_steps_of_twenty_minutes_with_a_case_for_each_role(real_site: Site) -> None:
    course = subject(real_site, "utbildning/")
    assert isinstance(course, Training)
    assert (len(course.steps), course.minutes) == (5, 20)
    cases = [case for step in course.steps for case in step.cases]
    assert {"Lärare", "Elevhälsan", "Socialtjänsten", "Primärvården", "Psykiatrin", "Chefer"} == {
        case.role for case in cases
    }
    assert all(len(case.question.options) >= 3 for case in cases)
