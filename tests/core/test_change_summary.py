"""The summary of a change: what a reviewer is told of changes made to the sample project."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import change_markdown
from sample import Sample, lay_out
from vip_core.change_summary import ArticleChange, ChangeSummary, Shift, summarise
from vip_core.owners import parse

OWNERS = parse("# Vem som godkänner\n* @alla\n/programs/ @redaktion\n/programs/adhd/ @nag-adhd @npo\n")
CHAPTER = "programs/adhd/niva-och-process.md"
BEHANDLING = "programs/adhd/behandling-och-stod.md"


@pytest.fixture
def before(tmp_path: Path) -> Sample:
    return lay_out(tmp_path / "förut")


def told(before: Sample, after: Sample) -> ChangeSummary:
    return summarise(before.site(), after.site(), OWNERS)


def only(summary: ChangeSummary) -> ArticleChange:
    (change,) = summary.articles
    return change


def test_nothing_changed_is_told_as_nothing(before: Sample, sample: Sample) -> None:
    summary = told(before, sample)
    assert summary == ChangeSummary((), (), (), (), ())
    assert summary.suggestion == ""


def test_changed_words_are_counted_and_shown_in_their_place(before: Sample, sample: Sample) -> None:
    sample.replace(CHAPTER, "Bifoga det ni redan vet.", "Bifoga allt ni vet.")
    change = only(told(before, sample))
    assert (change.kind, change.key, change.added, change.removed) == ("changed", "adhd/niva-och-process#remiss", 1, 2)
    assert [(piece.change, piece.text) for piece in change.difference] == [
        ("same", "Bifoga"),
        ("removed", "det"),
        ("added", "allt"),
        ("same", "ni"),
        ("removed", "redan"),
        ("same", "vet."),
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "suggestion", "reason"),
    [
        (CHAPTER, "Boka ett möte.", "Boka ett samtal.", "redaktionell", "få ord ändrade"),
        (CHAPTER, "Boka ett möte.", "Boka inte ett möte.", "ändrad slutsats", "ändrar ”inte”"),
        (CHAPTER, "sos-adhd-2024: bör", "sos-adhd-2024: kan", "ändrad slutsats", "en rekommendations styrka är ändrad"),
        (CHAPTER, "Boka ett möte.", "Boka 3 möten.", "saklig", "ändrar ”3”"),
        (CHAPTER, "[larare, skolkurator]", "[larare]", "saklig", "målgruppen är ändrad"),
        (CHAPTER, "[sos-adhd-2024, larsson-2014]", "[sos-adhd-2024]", "saklig", "källor eller lydelse är ändrade"),
        (
            CHAPTER,
            "Bifoga det ni redan vet.",
            "Skicka journalens senaste anteckningar.",
            "saklig",
            "mycket av texten är ändrad",
        ),
    ],
)
def test_the_class_of_change_is_suggested_with_a_reason(
    before: Sample, sample: Sample, path: str, old: str, new: str, suggestion: str, reason: str
) -> None:
    sample.replace(path, old, new)
    summary = told(before, sample)
    assert (only(summary).suggestion, only(summary).reason) == (suggestion, reason)
    assert summary.undated == (() if suggestion == "redaktionell" else (path,))


def test_a_new_date_says_that_the_substance_changed(before: Sample, sample: Sample) -> None:
    sample.replace(CHAPTER, "Boka ett möte.", "Boka 3 möten.")
    sample.replace(CHAPTER, "andrad: 2026-11-21", "andrad: 2026-11-22")
    assert told(before, sample).undated == ()


def test_the_audience_is_told_before_and_after_by_its_labels(before: Sample, sample: Sample) -> None:
    sample.replace(CHAPTER, "yrkesroll: [larare, skolkurator]\n", "")
    assert only(told(before, sample)).audience == (Shift("Yrkesroll", "Lärare, Skolkurator", "alla"),)


def test_an_article_that_only_moved_down_is_not_changed(before: Sample, sample: Sample) -> None:
    sample.replace(CHAPTER, "Kapitlet visar vägen genom vården.", "Kapitlet visar vägen.\n\nGenom vården.")
    assert told(before, sample).articles == ()


def test_new_and_removed_articles(before: Sample, sample: Sample) -> None:
    text = sample.text(CHAPTER)
    sample.write(
        CHAPTER,
        text[: text.index("## Remiss")] + "## Väntan\n\n```yaml artikel\nid: vantan\n```\n\nRing varje vecka.\n",
    )
    summary = told(before, sample)
    assert [(change.kind, change.key) for change in summary.articles] == [
        ("new", "adhd/niva-och-process#vantan"),
        ("removed", "adhd/niva-och-process#remiss"),
    ]
    assert summary.lost_addresses[-1] == "adhd/niva-och-process/#remiss"


def test_an_article_with_a_new_id_has_moved_and_keeps_its_address_by_tidigare(before: Sample, sample: Sample) -> None:
    sample.replace(CHAPTER, "id: remiss", "id: remissen")
    lost = told(before, sample)
    assert (only(lost).kind, only(lost).moved_from) == ("moved", "adhd/niva-och-process#remiss")
    assert lost.lost_addresses == ("adhd/niva-och-process/#remiss",)
    sample.replace(CHAPTER, "id: remissen", "id: remissen\ntidigare: [remiss]")
    assert told(before, sample).lost_addresses == ()


def test_an_article_taken_to_another_chapter_has_moved(before: Sample, sample: Sample) -> None:
    text = sample.text(CHAPTER)
    place = text.index("## Remiss")
    sample.write(CHAPTER, text[:place])
    sample.write(BEHANDLING, sample.text(BEHANDLING).rstrip() + "\n\n" + text[place:])
    change = only(told(before, sample))
    assert (change.kind, change.key) == ("moved", "adhd/behandling-och-stod#remiss")
    assert change.moved_from == "adhd/niva-och-process#remiss"


def test_a_raised_status_names_who_approves(before: Sample, sample: Sample) -> None:
    sample.replace(CHAPTER, "status: utkast", "status: faststalld")
    (page,) = told(before, sample).pages
    assert (page.status_raised, page.approvers) == (True, ("@nag-adhd", "@npo"))
    assert page.shifts == (Shift("Status", "Utkast", "Fastställd"),)
    (lowered,) = told(sample, before).pages
    assert (lowered.status_raised, lowered.approvers) == (False, ())


def test_only_warnings_that_were_not_there_before_are_told(before: Sample, sample: Sample) -> None:
    for one in (before, sample):
        one.replace("content/index.md", "Välj", "[todo] Välj")
    sample.replace(CHAPTER, "Prata med eleven", "Läs 3 kap. 7 § skollagen. Prata med [kolla] eleven")
    summary = told(before, sample)
    assert [problem.code for problem in summary.law_warnings] == ["LYDELSE-SAKNAS"]
    assert [problem.code for problem in summary.other_warnings] == ["MARKERING-KVAR"]


def test_general_pages_are_told_by_file(before: Sample, sample: Sample) -> None:
    sample.replace("content/om.md", "## Kontakt", "## Hör av dig")
    sample.write("content/ny.md", "---\ntitle: Ny\ndescription: En ny sida.\n---\n\nText.\n")
    pages = told(before, sample).pages
    assert [(page.path, page.text_changed) for page in pages] == [("content/ny.md", False), ("content/om.md", True)]


def test_the_last_rule_that_matches_a_file_names_its_owners() -> None:
    assert OWNERS.of("programs/adhd/index.md") == ("@nag-adhd", "@npo")
    assert OWNERS.of("programs/_sources.yml") == ("@redaktion",)
    assert OWNERS.of("content/om.md") == ("@alla",)
    assert parse("").of("content/om.md") == ()


def test_the_comment_shows_words_as_written_and_notifies_nobody(before: Sample, sample: Sample) -> None:
    sample.replace(CHAPTER, "Bifoga det ni redan vet.", "Bifoga *allt* ni @vet \\| a\\_b < 3.")
    sample.replace(CHAPTER, "status: utkast", "status: remiss")
    comment = "\n".join(change_markdown.lines(told(before, sample), "main (abc1234)"))
    assert comment.startswith(change_markdown.MARK)
    assert "[nytt: **allt**]" in comment
    assert "&#64;vet &#124; a\\_b &#60; 3." in comment
    assert "@vet" not in comment
    assert "Godkänns av: `@nag-adhd`, `@npo`" in comment
    assert "artiklar: 1 ändrad" in comment
