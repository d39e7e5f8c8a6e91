"""The summary of a change as Markdown, ready to be posted as a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vip_core.change_summary import ArticleChange, ChangeSummary, PageChange, Piece, Shift
from vip_core.problems import Problem

MARK = "<!-- vip-report -->"  # lets a workflow find and replace its earlier comment
_SHOWN = 30
_PIECES = 24
_LISTED = 40
_KINDS = {"new": "ny", "removed": "borttagen", "moved": "flyttad", "changed": "ändrad"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~@&])")


def lines(summary: ChangeSummary, against: str) -> Iterator[str]:
    """Give the comment line by line; ``against`` says what the change is compared with."""
    yield MARK
    yield "## Vad ändringen gör"
    yield ""
    yield f"Jämfört med {_plain(against)}: {_counts(summary)}."
    if summary.suggestion:
        yield ""
        yield f"Föreslagen klass: **{summary.suggestion}**. Förslaget bygger på vilka ord och uppgifter som är ändrade; redaktören avgör."
    yield from _approvals(summary.pages)
    yield from _addresses(summary.lost_addresses)
    yield from _problems("Lagar", summary.law_warnings)
    yield from _problems("Andra nya varningar", summary.other_warnings)
    if summary.undated:
        yield from _list("Innehållet är ändrat men inte datumet i `andrad`", map(_code, summary.undated))
    yield from _articles(summary.articles)
    yield from _pages(summary.pages)


def _counts(summary: ChangeSummary) -> str:
    names = (
        ("new", "ny", "nya"),
        ("changed", "ändrad", "ändrade"),
        ("moved", "flyttad", "flyttade"),
        ("removed", "borttagen", "borttagna"),
    )
    counted = [(len(summary.of_kind(kind)), one, many) for kind, one, many in names]  # type: ignore[arg-type]
    said = [f"{number} {one if number == 1 else many}" for number, one, many in counted if number]
    return f"artiklar: {', '.join(said)}" if said else "ingen artikel är ändrad"


def _approvals(pages: Iterable[PageChange]) -> Iterator[str]:
    raised = [page for page in pages if page.status_raised]
    if raised:
        yield from _list("Höjd status, ska godkännas", map(_approval, raised))


def _approval(page: PageChange) -> str:
    status = next((shift for shift in page.shifts if shift.name == "Status"), None)
    step = f"{status.before} → {status.after}" if status else "ny sida"
    who = ", ".join(_code(owner) for owner in page.approvers) or "ingen ägare står i CODEOWNERS"
    return f"{_code(page.path)}: {_plain(step)}. Godkänns av: {who}"


def _addresses(lost: tuple[str, ...]) -> Iterator[str]:
    if lost:
        yield from _list("Adresser som inte längre leder någonstans – lägg dem i `tidigare`", map(_code, lost))


def _problems(title: str, problems: Iterable[Problem]) -> Iterator[str]:
    found = [f"{_code(f'{one.path}:{one.line}')} {_plain(f'{one.message} – {one.hint}')}" for one in problems]
    if found:
        yield from _list(title, found)


def _list(title: str, rows: Iterable[str]) -> Iterator[str]:
    every = list(rows)
    yield from ("", f"### {title}", "")
    yield from (f"- {row}" for row in every[:_LISTED])
    if len(every) > _LISTED:
        yield f"- … och {len(every) - _LISTED} till"


def _articles(changes: tuple[ArticleChange, ...]) -> Iterator[str]:
    if not changes:
        return
    yield from (
        "",
        "### Artiklar",
        "",
        "| Artikel | Ändring | Ord | Klass (förslag) | Varför |",
        "|---|---|---|---|---|",
    )
    for change in changes[:_SHOWN]:
        words = f"+{change.added} −{change.removed}"
        yield (
            f"| {_plain(change.title)} ({_code(change.key)}) | {_KINDS[change.kind]} | {words} | {change.suggestion} "
            f"| {_plain(change.reason)} |"
        )
    if len(changes) > _SHOWN:
        yield f"| … och {len(changes) - _SHOWN} till | | | | |"
    for change in changes[:_SHOWN]:
        yield from _detail(change)


def _detail(change: ArticleChange) -> Iterator[str]:
    shifts = [*change.audience, *change.settings]
    if not (shifts or change.moved_from or any(piece.change != "same" for piece in change.difference)):
        return
    yield from ("", f"<details><summary>{_plain(change.title)}</summary>", "")
    if change.moved_from:
        yield f"- Flyttad från {_code(change.moved_from)}"
    yield from (f"- Målgrupp, {_shift(shift)}" for shift in change.audience)
    yield from (f"- {_shift(shift)}" for shift in change.settings)
    if any(piece.change != "same" for piece in change.difference):
        yield from ("", _words(change.difference))
    yield from ("", "</details>")


def _shift(shift: Shift) -> str:
    return f"{_plain(shift.name)}: {_plain(shift.before) or 'inget'} → {_plain(shift.after) or 'inget'}"


def _words(pieces: tuple[Piece, ...]) -> str:
    """Return a difference in one paragraph: removed words struck through, added ones in bold, with a word for each."""
    shown = [_word(piece) for piece in pieces[:_PIECES]]
    return " ".join([*shown, "…"] if len(pieces) > _PIECES else shown)


def _word(piece: Piece) -> str:
    if piece.change == "same":
        return _plain(piece.text) or "…"
    text = _plain(piece.text)
    return f"[bort: ~~{text}~~]" if piece.change == "removed" else f"[nytt: **{text}**]"


def _pages(pages: tuple[PageChange, ...]) -> Iterator[str]:
    rows = [f"{_code(page.path)}: {'; '.join(map(_shift, page.shifts)) or 'texten är ändrad'}" for page in pages]
    if rows:
        yield from _list("Sidor", rows)


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is, on one line; nobody is notified by it."""
    return _SPECIAL.sub(
        lambda found: f"&#{ord(found[1])};" if found[1] in "<>&@|" else f"\\{found[1]}", " ".join(text.split())
    )


def _code(text: str) -> str:
    return "`" + text.replace("`", "'").replace("|", "/") + "`"
