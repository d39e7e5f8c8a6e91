"""The editors' report as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from vip_core.coverage import ProgramCoverage, Row
from vip_core.editorial_report import ArticleState, EditorialReport

_WIDEST = 48


def lines(report: EditorialReport) -> Iterator[str]:
    """Give the report line by line."""
    yield f"Redaktionens översikt, läget {report.day}"
    yield ""
    yield from _table((), _facts(report))
    yield from _heading("Luckor: filterval utan någon artikel i ett kapitel")
    yield from _gaps(report.coverage) if report.gaps else ("Inga.",)
    yield from _heading("Täckning: artiklar som nämner filtervalet, per program")
    yield from _coverage(report.coverage)
    yield from _heading("Granskning")
    yield from _table(("Försenad", "Sida"), [(str(one.due), one.title) for one in report.overdue])
    yield from _table(("Inom 90 dagar", "Sida"), [(str(one.due), one.title) for one in report.soon])
    if not report.overdue and not report.soon:
        yield "Inget är försenat eller väntar inom 90 dagar."
    yield from _heading("Lagtext")
    yield from _table(("Lydelse", "Artiklar", "Läge"), _wordings(report))
    yield from _heading("Källor")
    yield from _table(("Utgiven", "Källor", "I artiklar"), [(n, str(a), str(b)) for n, a, b in report.source_years])
    yield from _table(("Utan artikel",), [(use.source.key,) for use in report.unused_sources])
    yield from _heading("Läsbarhet (LIX, Björnsson 1968)")
    yield from _table(("LIX", "Kapitel"), _chapters(report))
    yield from _states("Svårast att läsa", report.hardest())
    yield from _states("Längst", report.longest())


def _facts(report: EditorialReport) -> list[tuple[str, str]]:
    facts = [
        ("Artiklar", len(report.articles)),
        ("Luckor", report.gaps),
        ("Försenade granskningar", len(report.overdue)),
        ("Granskas inom 90 dagar", len(report.soon)),
        *((f"Kapitel: {label.lower()}", number) for label, number in report.statuses),
        ("Varningar i granskningen", report.warnings),
        ("Artiklar utan rekommendationsstyrka", len(report.without_strength)),
        ("Artiklar som ingen text länkar till", len(report.unlinked)),
        ("Källor utan artikel", len(report.unused_sources)),
        ("Källor äldre än tio år", len(report.old_sources)),
        ("Döda ankare", report.dead_anchors),
    ]
    return [(name, str(number)) for name, number in facts]


def _gaps(programs: Iterable[ProgramCoverage]) -> Iterator[str]:
    for program in programs:
        for row in program.rows:
            empty = [
                chapter.title for chapter, cell in zip(program.chapters, row.cells, strict=True) if cell.state == "gap"
            ]
            if empty:
                yield f"{program.title}, {row.value.label}: {', '.join(empty)}"


def _coverage(programs: Sequence[ProgramCoverage]) -> Iterator[str]:
    head = ("Filterval", *(program.title[:14] for program in programs))
    rows = programs[0].rows if programs else ()
    yield from _table(head, [(row.value.label, *(_named(program, row) for program in programs)) for row in rows])


def _named(program: ProgramCoverage, row: Row) -> str:
    own = program.row(row)
    total = program.total(own)
    return {"gap": "lucka", "outside": "–"}.get(total.state, str(total.named))


def _wordings(report: EditorialReport) -> list[tuple[str, str, str]]:
    return [
        (
            one.wording,
            str(len(one.articles)),
            f"gammal, får vänta till {one.waits_until}" if one.waits_until else "gammal" if one.old else "aktuell",
        )
        for one in report.wordings
    ]


def _chapters(report: EditorialReport) -> list[tuple[str, str]]:
    ordered = sorted(report.chapters, key=lambda state: (-state.readability.lix, state.chapter.address))
    return [(str(state.lix), f"{state.program_title}: {state.chapter.title}") for state in ordered]


def _states(title: str, states: Iterable[ArticleState]) -> Iterator[str]:
    yield from _table((title, "Ord", "LIX"), [(one.article.key, str(one.words), str(one.lix)) for one in states])


def _heading(title: str) -> tuple[str, ...]:
    return ("", title, "-" * len(title))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Give a table in columns; nothing when it has no rows."""
    if not rows:
        return
    everything = [*([head] if head else []), *rows]
    widths = [min(_WIDEST, max(len(row[column]) for row in everything)) for column in range(len(rows[0]))]
    for row in everything:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
