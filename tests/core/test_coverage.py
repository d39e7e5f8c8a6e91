"""Coverage: the numbers of the heat map, and what counts as a gap."""

from __future__ import annotations

from sample import Sample
from vip_core.coverage import Cell, ProgramCoverage, coverage
from vip_core.selection import names, shows
from vip_core.site import Site


def cell(found: tuple[ProgramCoverage, ...], program: str, chapter: str, value: str) -> Cell:
    one = next(one for one in found if one.program == program)
    place = [chapter.slug for chapter in one.chapters].index(chapter)
    return next(row for row in one.rows if row.value.key == value).cells[place]


def test_articles_that_name_a_value_are_counted_apart_from_those_for_everybody(sample: Sample) -> None:
    found = coverage(sample.site().catalogue)
    assert cell(found, "adhd", "niva-och-process", "larare") == Cell(named=1, shown=2)
    assert cell(found, "adhd", "niva-och-process", "lakare") == Cell(named=0, shown=1)
    assert cell(found, "adhd", "niva-och-process", "lakare").state == "general"


def test_a_value_that_shows_nothing_is_a_gap(sample: Sample) -> None:
    assert cell(coverage(sample.site().catalogue), "adhd", "lagar-och-regler", "primarvard").state == "gap"


def test_a_value_the_chapter_leaves_out_is_no_gap(sample: Sample) -> None:
    path = "programs/adhd/lagar-och-regler.md"
    sample.replace(path, "utforare: alla", "utforare: [elevhalsa]")
    found = coverage(sample.site().catalogue)
    assert cell(found, "adhd", "lagar-och-regler", "primarvard").state == "outside"
    assert cell(found, "adhd", "lagar-och-regler", "elevhalsa").state == "named"
    assert sum(row.gaps for one in found for row in one.rows if row.value.key == "primarvard") == 0


def test_every_number_agrees_with_the_facet_algebra(real_site: Site) -> None:
    for program in coverage(real_site.catalogue):
        for row in program.rows:
            facet, value = row.facet.key, row.value.key
            for chapter, one in zip(program.chapters, row.cells, strict=True):
                assert one.named == sum(names(article.audience, facet, value) for article in chapter.articles)
                assert one.shown == sum(shows(article, {facet: (value,)}) for article in chapter.articles)


def test_more_articles_are_shown_darker() -> None:
    assert [Cell(named, named).level() for named in (0, 1, 2, 3, 5, 6, 40)] == [0, 1, 2, 3, 3, 4, 4]
    assert [Cell(named, named).level(chapters=5) for named in (0, 1, 9, 10, 15, 30)] == [0, 1, 1, 2, 3, 4]
