"""Coverage: how many articles each facet value has in each chapter, and where a reader who chooses it finds nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from .catalogue import Catalogue, Chapter, Program
from .schema import ALL
from .selection import counts
from .vocabularies import Facet, FacetValue

State = Literal["named", "general", "gap", "outside"]


class Cell(NamedTuple):
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

    @cached_property
    def gaps(self) -> int:
        return sum(cell.state == "gap" for cell in self.cells)


@dataclass(frozen=True)
class ProgramCoverage:
    """The heat map of one program: its chapters, and a row for each facet value."""

    program: str
    title: str
    chapters: tuple[Chapter, ...]
    rows: tuple[Row, ...]

    @cached_property
    def _rows(self) -> dict[tuple[str, str], Row]:
        return {(row.facet.key, row.value.key): row for row in self.rows}

    def row(self, like: Row) -> Row:
        """Return this program's row for the value of another program's row."""
        return self._rows[like.facet.key, like.value.key]

    def total(self, row: Row) -> Cell:
        """Return the whole program as one cell."""
        named, shown, outside = zip(*row.cells, strict=True) if row.cells else ((), (), ())
        return Cell(sum(named), sum(shown), all(outside))


def coverage(catalogue: Catalogue) -> tuple[ProgramCoverage, ...]:
    """Return the heat map of each program, in their order."""
    facets = catalogue.vocabularies.facets
    values = {facet.key: tuple(value.key for value in facet.values) for facet in facets}
    return tuple(_program(program, facets, values) for program in catalogue.programs)


def _program(program: Program, facets: Sequence[Facet], values: Mapping[str, Sequence[str]]) -> ProgramCoverage:
    columns = [_cells(chapter, values) for chapter in program.chapters]
    heads = [(facet, value) for facet in facets for value in facet.values]
    cells = zip(*columns, strict=True) if columns else [()] * len(heads)
    rows = tuple([Row(facet, value, own) for (facet, value), own in zip(heads, cells, strict=True)])
    return ProgramCoverage(program.slug, program.title, program.chapters, rows)


def _cells(chapter: Chapter, values: Mapping[str, Sequence[str]]) -> list[Cell]:
    """Return a chapter's cells, facet by facet and value by value, as in ``values``."""
    articles = chapter.articles
    cells: list[Cell] = []
    for facet, shown in counts(articles, {}, values).items():
        named = dict.fromkeys(shown, 0)
        for article in articles:
            for value in article.audience[facet]:
                if value in named:
                    named[value] += 1
        wanted = chapter.page.audience[facet]
        outside = set() if ALL in wanted else shown.keys() - set(wanted)
        cells += [Cell(named[value], number, value in outside) for value, number in shown.items()]
    return cells
