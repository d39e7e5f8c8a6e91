"""Versions: what a release writes, how frozen texts are read, and how differences are told."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from sample import Sample
from vip_core import differences, ledger, releases, versions
from vip_core.archive import FrozenPage, HistoryPage
from vip_core.differences import Passage, Row
from vip_core.front_matter_edits import NotEditable, change_list, set_field
from vip_core.page_views import Views
from vip_core.publication import publication
from vip_core.site import Site
from vip_core.version_views import VersionViews
from vip_core.versions import Release

DAY = datetime.date(2026, 11, 25)
CHAPTER = "programs/adhd/behandling-och-stod.md"
ADDRESS = "adhd/behandling-och-stod/"


def release(sample: Sample, change_class: str, note: str = "Därför.") -> Site:
    """Release the sample's chapter, as the command does, and return the site."""
    made = sample.site()
    chapter = made.catalogue.chapter("adhd", "behandling-och-stod")
    number = releases.next_number(chapter.page.version, change_class)
    source = sample.text(CHAPTER)
    records = sample.root / "programs" / versions.folder("adhd", "behandling-och-stod") / versions.RECORDS
    before = records.read_text(encoding="utf-8") if records.is_file() else ""
    plan = releases.plan(chapter, source, source, before, Release(number, DAY, change_class, note))
    for path, text in plan.files.items():
        sample.write(f"programs/{path}", text)
    book = (made.archive.ledger or ledger.Ledger({})).with_new([plan.entry])
    sample.write("content/_ledger.txt", book.text())
    made = sample.site()
    sample.write("content/_ledger.txt", book.with_new(made.ledger_entries(DAY)).text())
    return sample.site()


def frozen_page(site: Site, number: str) -> FrozenPage:
    return next(
        page.subject
        for page in site.pages
        if isinstance(page.subject, FrozenPage) and page.subject.frozen.version == number
    )


def history(site: Site) -> HistoryPage:
    return next(
        page.subject
        for page in site.pages
        if page.address == f"{ADDRESS}historik/" and isinstance(page.subject, HistoryPage)
    )


def shown(rows: tuple[Row, ...]) -> list[str]:
    """Return the rows as text: [-removed-], {+added+}, and how many passages are passed over."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return [
        f"… {row.unchanged}"
        if row.unchanged
        else "".join(marks[piece.change].format(piece.text) for piece in row.pieces)
        for row in rows
    ]


@pytest.mark.parametrize(
    ("number", "change_class", "following"),
    [
        ("1.0", "redaktionell", "1.1"),
        ("1.9", "redaktionell", "1.10"),
        ("1.3", "saklig", "2.0"),
        ("1.3", "andrad-slutsats", "2.0"),
        ("1.2.3", "saklig", "2.0.0"),
    ],
)
def test_versions_that_share_a_first_number_say_the_same_in_substance(
    number: str, change_class: str, following: str
) -> None:
    assert releases.next_number(number, change_class) == following


def test_a_release_keeps_the_text_as_it_stood(sample: Sample) -> None:
    before = sample.text(CHAPTER)
    release(sample, "saklig")
    assert sample.text("programs/adhd/_versioner/behandling-och-stod/1.2.md") == before


def test_a_release_changes_nothing_in_the_living_text_but_version_and_day(sample: Sample) -> None:
    before = sample.text(CHAPTER)
    release(sample, "saklig")
    wanted = before.replace('version: "1.2"', 'version: "2.0"').replace("andrad: 2026-11-21", "andrad: 2026-11-25")
    assert sample.text(CHAPTER) == wanted


def test_an_editorial_release_leaves_the_day_of_the_last_change_of_substance(sample: Sample) -> None:
    release(sample, "redaktionell")
    assert "andrad: 2026-11-21" in sample.text(CHAPTER)


def test_class_and_note_stand_with_the_version_they_made(sample: Sample) -> None:
    site = release(sample, "andrad-slutsats", 'Ny "första insats".')
    found = site.archive.versions[ADDRESS]
    assert found.current == Release("2.0", DAY, "andrad-slutsats", 'Ny "första insats".')
    assert [frozen.release for frozen in found.earlier] == [Release("1.2", datetime.date(2026, 11, 21))]


def test_the_ledger_has_the_digest_that_anyone_can_compute(sample: Sample) -> None:
    release(sample, "saklig")
    line = next(line for line in sample.text("content/_ledger.txt").splitlines() if "/version/" in line)
    frozen = (sample.root / "programs/adhd/_versioner/behandling-och-stod/1.2.md").read_bytes()
    assert line == f"{ADDRESS}version/1.2/\t1.2\t{versions.digest(frozen)}"
    assert versions.digest(frozen.replace(b"\n", b"\r\n")) == versions.digest(frozen)


def test_a_released_site_has_no_problems_and_an_edited_frozen_text_is_one(sample: Sample) -> None:
    assert release(sample, "saklig").warnings == ()
    sample.replace("programs/adhd/_versioner/behandling-och-stod/1.2.md", "Följ effekt", "Följ nytta")
    (problem,) = sample.prepare().problems
    assert problem.code == "FRYST-ANDRAD"


def test_a_text_that_was_never_released_has_a_history_of_one(sample: Sample) -> None:
    site = sample.site()
    found = site.archive.versions[ADDRESS]
    assert (found.current, found.earlier) == (Release("1.2", datetime.date(2026, 11, 21)), ())
    (only,) = VersionViews(site).history(history(site))
    assert (only.is_current, only.rows) == (True, ())


def test_frozen_versions_and_histories_are_pages_that_no_list_or_search_holds(sample: Sample) -> None:
    site = release(sample, "saklig")
    page = next(page for page in site.pages if page.address == f"{ADDRESS}version/1.2/")
    assert not page.is_listed
    assert page.canonical == ADDRESS
    view = Views(site).of(page)
    assert view.listed == ()
    assert not view.has_filter
    assert not [document for document in site.search_documents() if "version" in document.url]


def test_versions_know_those_before_and_after(sample: Sample) -> None:
    release(sample, "saklig")
    sample.replace(CHAPTER, "Följ effekt och biverkningar.", "Följ nytta och biverkningar.")
    site = release(sample, "redaktionell")
    views = VersionViews(site)
    first, second = views.frozen(frozen_page(site, "1.2")), views.frozen(frozen_page(site, "2.0"))
    assert first.before is None
    assert first.after is not None
    assert (first.after.version, first.until) == ("2.0", DAY)
    assert second.before is not None
    assert second.before.version == "1.2"
    assert second.after is None
    assert "Följ effekt" in first.articles[0].html
    assert "Följ nytta" in second.articles[0].html


def test_links_of_a_frozen_text_stay_on_its_page_or_follow_what_has_moved_or_become_words(sample: Sample) -> None:
    sample.write_chapter(
        """
## Samtal

```yaml artikel
id: samtal
kallor: [sos-adhd-2024]
insats: [samordning]
```

Se [rätten](lagar-och-regler.md), [samtalet](#samtal), [nivån](niva-och-process.md) och [bilden](../adhd/lagar-och-regler.md#ratt-till-stod).
"""
    )
    site = sample.site()
    chapter = site.catalogue.chapter("sjalvskadebeteende", "behandling-och-stod")
    source = sample.text("programs/sjalvskadebeteende/behandling-och-stod.md")
    plan = releases.plan(chapter, source, source, "", Release("9.0", DAY, "saklig", "Därför."))
    for path, text in plan.files.items():
        sample.write(
            f"programs/{path}",
            text.replace("lagar-och-regler.md)", "borta.md)").replace("[sos-adhd-2024]", "[borta-2020]"),
        )
    sample.replace("programs/sjalvskadebeteende/behandling-och-stod.md", "borta.md", "lagar-och-regler.md")
    sample.replace("programs/sjalvskadebeteende/behandling-och-stod.md", "borta-2020", "sos-adhd-2024")
    frozen = sample.root / "programs" / "sjalvskadebeteende/_versioner/behandling-och-stod"
    (file,) = frozen.glob("*.md")
    digest = versions.digest(file.read_bytes())
    sample.write("content/_ledger.txt", replace(plan.entry, digest=digest).__str__() + "\n")
    outcome = sample.prepare()
    assert outcome.site is not None, outcome.problems
    page = next(page.subject for page in outcome.site.pages if isinstance(page.subject, FrozenPage))
    (article,) = VersionViews(outcome.site).frozen(page).articles
    assert "<span>rätten</span>" in article.html
    assert 'href="#samtal"' in article.html
    assert 'href="../../../niva-och-process/"' in article.html
    assert article.lost_sources == ("borta-2020",)


def test_nothing_in_a_frozen_text_can_run(sample: Sample) -> None:
    site = release(sample, "saklig")
    hostile = "<script>alert(1)</script>\n\n<p onclick='alert(1)'>Stycke</p>\n\n[länk](javascript:alert(1)) och slut."
    frozen = "programs/adhd/_versioner/behandling-och-stod/1.2.md"
    sample.replace(frozen, "Följ effekt och biverkningar.", hostile)
    (article, _) = VersionViews(site).frozen(frozen_page(site, "1.2")).articles
    assert "och slut." in article.html
    for sign in ("<script", "onclick", "javascript:"):
        assert sign not in article.html


def test_differences_are_told_word_by_word_below_their_heading() -> None:
    before = [
        Passage("Läkemedel", 2),
        Passage("Följ effekt och biverkningar varje månad."),
        Passage("Sluta aldrig tvärt."),
    ]
    after = [
        Passage("Läkemedel", 2),
        Passage("Följ effekt och biverkningar varje vecka."),
        Passage("Sluta aldrig tvärt."),
    ]
    assert shown(differences.between(before, after)) == [
        "Läkemedel",
        "Följ effekt och biverkningar varje [-månad-]{+vecka+}.",
        "… 1",
    ]


def test_new_and_lost_passages_are_told_whole_and_long_unchanged_parts_are_counted() -> None:
    same = [Passage(f"Stycke {number}.") for number in range(40)]
    rows = differences.between([*same, Passage("Gammalt råd om sömn.")], [Passage("Ny inledning här."), *same])
    assert shown(rows) == ["{+Ny inledning här.+}", "… 40", "[-Gammalt råd om sömn.-]"]


def test_words_that_change_together_are_one_change() -> None:
    rows = differences.between(
        [Passage("Ring läkaren i dag vid fara.")], [Passage("Ring genast sjuksköterskan i dag vid fara.")]
    )
    assert shown(rows) == ["Ring [-läkaren-]{+genast sjuksköterskan+} i dag vid fara."]


def test_a_text_that_is_the_same_has_no_differences() -> None:
    assert differences.between([Passage("Samma.")], [Passage("Samma.")]) == ()


def test_a_whole_text_rewritten_is_told_without_comparing_every_pair_of_words() -> None:
    before, after = (" ".join(f"{word}{number}" for number in range(2500)) for word in ("gammalt", "nytt"))
    rows = differences.between([Passage(f"Text: {before}")], [Passage(f"Text: {after}")])
    assert [piece.change for piece in rows[0].pieces] == ["removed", "added"]


def test_a_text_is_compared_as_its_readers_meet_it(sample: Sample) -> None:
    site = sample.site()
    chapter = site.catalogue.chapter("adhd", "behandling-och-stod")
    texts = [passage.text for passage in differences.passages(chapter, site.catalogue.vocabularies)]
    assert "Yrkesroll: Läkare" in texts
    assert "Steg | Vem" in texts
    assert not [text for text in texts if "```" in text or "---" in text]


def test_a_changed_audience_is_a_difference(sample: Sample) -> None:
    release(sample, "saklig")
    sample.replace(CHAPTER, "yrkesroll: [lakare]\n", "")
    site = release(sample, "redaktionell")
    latest = VersionViews(site).history(history(site))[0]
    assert latest.rows == ()
    changed = VersionViews(site).history(history(site))[1]
    assert "[-Yrkesroll: Läkare-]" in shown(changed.rows)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_fields_are_edited_and_everything_else_stays(newline: str) -> None:
    source = newline.join(["---", "version: '1.0'   # höjs av release", "tidigare: []", "---", 'version: "1.0"', ""])
    edited = set_field(source, "version", '"2.0"')
    assert edited == source.replace("'1.0'", '"2.0"')
    assert change_list(edited, "tidigare", lambda listed: [*listed, "adhd/a/"]) == edited.replace("[]", "[adhd/a/]")


@pytest.mark.parametrize(
    ("fields", "edited"),
    [
        ("id: a\n", "id: a\ntidigare: [x]\n"),
        ("tidigare: [a, 'b']\nid: a\n", "tidigare: [a, b, x]\nid: a\n"),
        ("tidigare:\n  - a\n  - b\nid: a\n", "tidigare: [a, b, x]\nid: a\n"),
    ],
)
def test_a_list_is_added_to_however_it_is_written(fields: str, edited: str) -> None:
    assert change_list(fields, "tidigare", lambda listed: [*listed, "x"]) == edited


def test_a_field_that_cannot_be_edited_is_refused() -> None:
    with pytest.raises(NotEditable, match="fältet version går inte att ändra"):
        set_field("---\n{version: x}\n---\n", "version", '"2.0"')


def test_a_frozen_version_is_cited_as_itself_and_each_version_links_to_the_one_before(sample: Sample) -> None:
    release(sample, "saklig")
    made = replace(release(sample, "redaktionell"), publication=publication("https://vip.example/", "VIP", {}))
    site_views, here = Views(made), f"https://vip.example/{ADDRESS}"

    def links(address: str) -> dict[str, str]:
        page = next(page for page in made.pages if page.address == address)
        wanted = ("cite-as", "latest-version", "predecessor-version")
        return {link.rel: link.href for link in site_views.of(page).metadata.links if link.rel in wanted}

    first, second = (frozen_page(made, number) for number in ("1.2", "2.0"))
    box = VersionViews(made).frozen(second).cite
    assert box is not None
    assert (box.cited.version, box.cited.url) == ("2.0", f"{here}version/2.0/")
    assert all("Version 2.0" in reference.html and box.cited.url in reference.html for reference in box.references)
    own = {"cite-as": f"{here}version/1.2/", "latest-version": here}
    assert links(first.address) == own
    assert links(second.address) == own | {"cite-as": box.cited.url, "predecessor-version": f"{here}version/1.2/"}
    assert links(ADDRESS) == {"cite-as": here, "latest-version": here, "predecessor-version": f"{here}version/2.0/"}
