"""Local notes: shown with their article and found with it, and never taken for the national text."""

from __future__ import annotations

import pytest

from sample import ROOT, Sample, markdown_settings
from vip_core import site
from vip_core.problems import ContentRefused
from vip_core.publication import publication
from vip_core.site import Site

PATH = "lokalt/exempel/mote.md"
NOTE = """\
---
artikel: adhd/niva-och-process#ARTIKEL
utgivare: Region Exempel
giltig_till: 2999-12-31
title: Kallelse
---

Ring **växeln**. Läs [kapitlet](../../programs/adhd/behandling-och-stod.md).
"""


@pytest.fixture
def article(sample: Sample) -> str:
    return sample.site().catalogue.chapter("adhd", "niva-och-process").articles[0].id


@pytest.fixture
def noted(sample: Sample, article: str) -> Sample:
    sample.write(PATH, NOTE.replace("ARTIKEL", article))
    return sample


def test_a_note_stands_with_its_article_and_its_links_work_from_there(noted: Sample, article: str) -> None:
    (note,) = noted.site().local_notes.by_article[f"adhd/niva-och-process#{article}"]
    assert (note.publisher, note.title) == ("Region Exempel", "Kallelse")
    assert note.address == f"adhd/niva-och-process/#{article}--lokalt-exempel--mote"
    assert 'href="../behandling-och-stod/"' in note.html


def test_a_note_is_listed_and_searched_with_its_article_but_is_no_part_of_it(noted: Sample, article: str) -> None:
    key = f"adhd/niva-och-process#{article}"
    made = noted.site()
    assert "lokalt/" in {page.address for page in made.pages}
    document = next(one for one in made.search_documents() if one.anchor == article)
    assert "Lokalt tillägg från Region Exempel: Kallelse. Ring växeln ." in document.body
    section = made.sections[key]
    assert "växeln" not in section.html + section.text + section.lead
    assert [page.address for page in made.pages if "växeln" in page.html.intro] == []


def test_without_notes_there_is_no_list_of_them(sample: Sample) -> None:
    assert "lokalt/" not in {page.address for page in sample.site().pages}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("niva-och-process#", "niva-och-process#x", "lokalt/exempel/mote.md:2:10: BRUTEN-LANK: artikel:"),
        ("utgivare: Region Exempel\n", "", "FALT-SAKNAS: utgivare"),
        ("2999-12-31", "tills vidare", "giltig_till: ska vara ett datum"),
        ("Ring", "## Rubrik\n\nRing", "lokalt/exempel/mote.md:8:1: RUBRIK-I-BLOCK"),
        ("växeln**", "växeln**[^1]", "OTILLATET-ANKARE"),
        ("behandling-och-stod.md", "behandlin-och-stod.md", "BRUTEN-LANK"),
        ("stod.md", "stod.md#ingen", "BRUTET-ANKARE"),
    ],
)
def test_a_mistake_in_a_note_is_told_with_its_place(noted: Sample, old: str, new: str, told: str) -> None:
    noted.replace(PATH, old, new)
    if "[^1]" in new:
        noted.write(PATH, noted.text(PATH) + "\n[^1]: Fotnot.\n")
    problems = [problem.as_text() for problem in noted.prepare().problems]
    assert any(told in problem for problem in problems), problems
    assert all(problem.startswith(PATH) for problem in problems)


def test_an_article_that_is_gone_takes_no_note_with_it_unnoticed(noted: Sample, article: str) -> None:
    noted.replace("programs/adhd/niva-och-process.md", f"id: {article}\n", "id: helt-annat-namn\n")
    told = [problem.as_text() for problem in noted.prepare().problems if problem.path == PATH]
    assert len(told) == 1
    assert f'"adhd/niva-och-process#{article}" finns inte' in told[0]


def test_a_note_past_its_last_day_is_told_of_and_not_shown(noted: Sample) -> None:
    noted.replace(PATH, "2999-12-31", "2020-12-31")
    outcome = noted.prepare()
    assert [(problem.code, problem.line, problem.severity) for problem in outcome.problems] == [
        ("TILLAGG-UTGANGET", 4, "warning")
    ]
    assert outcome.site is not None
    assert outcome.site.local_notes.notes == ()


def test_the_day_of_a_repeated_build_decides_what_is_past(noted: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    noted.replace(PATH, "2999-12-31", "2020-12-31")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1609459199")  # the last second of that day
    assert len(noted.site().local_notes.notes) == 1
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1609459200")
    assert noted.site().local_notes.notes == ()


def with_folder(folder: str) -> Site:
    return site.prepare(ROOT, markdown_settings(), publication=publication("", "", {"lokalt": folder}))


def test_the_example_is_off_until_mkdocs_yml_names_it_and_says_that_it_is_made_up(real_site: Site) -> None:
    assert real_site.local_notes.notes == ()
    shown = with_folder("content/_lokalt-exempel")
    assert len(shown.local_notes.notes) == 2
    assert all("påhittad" in note.publisher and "påhittat exempel" in note.html for note in shown.local_notes.notes)


def test_a_folder_that_is_not_there_is_told(sample: Sample) -> None:
    with pytest.raises(ContentRefused, match=r"mkdocs\.yml.*lokalt"):
        site.prepare(sample.root, markdown_settings(), publication=publication("", "", {"lokalt": "saknas"}))


def test_a_name_unfit_for_an_address_is_told(noted: Sample) -> None:
    noted.write("lokalt/exempel/Så här.md", noted.text(PATH))
    assert [(problem.path, problem.code) for problem in noted.prepare().problems] == [
        ("lokalt/exempel/Så här.md", "FILNAMN")
    ]
