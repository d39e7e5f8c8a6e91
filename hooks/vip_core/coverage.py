"""Coverage: how many articles each facet value has in each chapter, and where a reader who chooses it finds nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from .catalogue import Article, Catalogue, Chapter
from .schema import ALL
from .selection import names, shows
from .vocabularies import Facet, FacetValue

State = Literal["named", "general", "gap", "outside"]


@dataclass(frozen=True)
class Cell:
    """One facet value in one chapter: articles that name it, all that show for it, and whether it belongs there.

    Nothing shows in a ``gap``. A value the chapter leaves out on purpose, in its front matter, is ``outside`` and no gap.
    """

    named: int
    shown: int
    outside: bool = False

    @property
    def state(self) -> State:
        if self.named:
            return "named"
        if self.shown:
            return "general"
        return "outside" if self.outside else "gap"

    def level(self, chapters: int = 1) -> int:
        """How dark a heat map shows it, 0–4, where ``chapters`` are counted together.

        In one chapter: none, one, two, three to five, or more articles that name the value.
        """
        return sum(self.named >= least for least in (1, 2 * chapters, 3 * chapters, 6 * chapters))


@dataclass(frozen=True)
class Row:
    """One facet value, with a cell for each chapter of a program or each program."""

    facet: Facet
    value: FacetValue
    cells: tuple[Cell, ...]

    @property
    def gaps(self) -> int:
        return sum(cell.state == "gap" for cell in self.cells)


@dataclass(frozen=True)
class ProgramCoverage:
    """The heat map of one program: its chapters, and a row for each facet value."""

    program: str
    title: str
    chapters: tuple[Chapter, ...]
    rows: tuple[Row, ...]

    def row(self, like: Row) -> Row:
        """Return this program's row for the value of another program's row."""
        return next(row for row in self.rows if (row.facet, row.value) == (like.facet, like.value))

    def total(self, row: Row) -> Cell:
        """Return the whole program as one cell."""
        outside = all(cell.outside for cell in row.cells)
        return Cell(sum(cell.named for cell in row.cells), sum(cell.shown for cell in row.cells), outside)


def coverage(catalogue: Catalogue) -> tuple[ProgramCoverage, ...]:
    """Return the heat map of each program, in their order."""
    values = [(facet, value) for facet in catalogue.vocabularies.facets for value in facet.values]
    return tuple(
        ProgramCoverage(
            program.slug,
            program.title,
            program.chapters,
            tuple(
                Row(facet, value, tuple(_cell(chapter, facet.key, value.key) for chapter in program.chapters))
                for facet, value in values
            ),
        )
        for program in catalogue.programs
    )


def _cell(chapter: Chapter, facet: str, value: str) -> Cell:
    wanted = chapter.page.audience[facet]
    return Cell(
        _count(chapter.articles, facet, value),
        sum(shows(article, {facet: (value,)}) for article in chapter.articles),
        ALL not in wanted and value not in wanted,
    )


def _count(articles: Iterable[Article], facet: str, value: str) -> int:
    return sum(names(article.audience, facet, value) for article in articles)
