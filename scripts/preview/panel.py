"""The panel: what is wrong, in the page itself, the page's own mistakes first."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from vip_core.problems import Problem, errors

MOST_SHOWN = 50
_LONGEST_ROW = 160
STYLE = "assets/serve/panel.css"
SCRIPT = "assets/serve/reload.js"
EVENTS = "assets/serve/events"


def head(number: str) -> str:
    """Return what a page's head gets; ``number`` tells the script which state the page shows."""
    return (
        f'<link rel="stylesheet" href="/{STYLE}">'
        f'<script src="/{SCRIPT}" data-build="{escape(number)}" data-events="/{EVENTS}" defer></script>'
    )


def html(problems: Sequence[Problem], source: str, root: Path, shows_old: bool) -> str:
    """Return the panel for the page made of ``source``, or nothing where there is nothing to say.

    Errors are shown open, warnings of the page folded; warnings of other pages are only counted.
    """
    wrong = errors(problems)
    warned = [problem for problem in problems if problem.severity == "warning"]
    here = [problem for problem in warned if problem.path == source]
    parts: list[str] = []
    if wrong:
        wrong.sort(key=lambda problem: problem.path != source)
        number = "1 fel att rätta" if len(wrong) == 1 else f"{len(wrong)} fel att rätta"
        old = "Sidan visar texten som den var före felet. " if shows_old else ""
        parts.append(f"<h2>{number}</h2><p>{old}Rätta och spara, så visas den nya texten av sig själv.</p>")
        parts.append(_list(wrong[:MOST_SHOWN], source, root))
        if len(wrong) > MOST_SHOWN:
            parts.append(f"<p>… och {len(wrong) - MOST_SHOWN} till.</p>")
    if warned and (here or not wrong):
        number = "1 varning" if len(here) == 1 else f"{len(here)} varningar"
        others = len(warned) - len(here)
        elsewhere = f" ({others} på andra sidor)" if others else ""
        if here:
            parts.append(
                f"<details><summary>{number} på sidan{elsewhere}</summary>{_list(here[:MOST_SHOWN], source, root)}</details>"
            )
    if not parts:
        return ""
    kind = " vip-serve--fel" if wrong else ""
    return f'<section class="vip-serve{kind}" aria-label="Att rätta" tabindex="0">{"".join(parts)}</section>'


def page(number: str, problems: Sequence[Problem], root: Path) -> str:
    """Return a page of its own with the panel, for when there is no page to show it on."""
    shown = html(problems, "", root, shows_old=False)
    wait = "" if shown else "<p>Sidan byggs …</p>"
    return (
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Sidan kan inte visas än</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">{head(number)}</head>'
        f'<body class="vip-serve-page"><main><h1>Sidan kan inte visas än</h1>{shown}{wait}</main></body></html>'
    )


def inject(document: bytes, number: str, panel: str) -> bytes:
    """Return a page with the script and style of the preview in its head, and the panel before its header.

    The links that skip to the content stay first: that is where a keyboard and a screen reader look for them.
    """
    text = document.decode("utf-8").replace("</head>", f"{head(number)}</head>", 1)
    start = text.find("<body")
    place = text.find("<header", start) if start >= 0 else -1
    if place < 0:
        place = text.find(">", start) + 1 if start >= 0 else len(text)
    return (text[:place] + panel + text[place:]).encode("utf-8")


def _list(problems: Sequence[Problem], source: str, root: Path) -> str:
    return f"<ol>{''.join(_item(problem, source, root) for problem in problems)}</ol>"


def _item(problem: Problem, source: str, root: Path) -> str:
    place = f"{problem.path}:{problem.line}"
    file = quote((root / problem.path).as_posix().lstrip("/"), safe="/:")
    editor = f"vscode://file/{file}:{problem.line}:{problem.column}"
    field = f"<strong>{escape(problem.field)}</strong>: " if problem.field else ""
    mend = f'<p class="vip-serve__mend">{escape(_mend(problem.hint))}</p>' if problem.hint else ""
    mark = ' class="vip-serve__here"' if problem.path == source else ""
    return (
        f'<li{mark}><p><a href="{escape(editor)}" title="Öppna raden i VS Code">{escape(place)}</a> {field}{escape(problem.message)}</p>'
        f'{_row(problem, root)}{mend}<p class="vip-serve__code">{escape(problem.code)}</p></li>'
    )


def _mend(hint: str) -> str:
    """Return the hint as a sentence of its own: a question stays one, and what is to be done says so."""
    return hint[0].upper() + hint[1:] if hint.endswith("?") else f"Gör så här: {hint}"


def _row(problem: Problem, root: Path) -> str:
    """Return the row of the file that the problem is about, with its value marked."""
    try:
        rows = (root / problem.path).read_text(encoding="utf-8-sig").splitlines()
        row = rows[problem.line - 1]
    except (OSError, UnicodeDecodeError, IndexError):
        return ""
    start = problem.column - 1
    value = problem.value if problem.value and row.startswith(problem.value, start) else ""
    if not row.strip():
        return ""
    begin = max(0, start - _LONGEST_ROW // 2)
    before, after = row[begin:start], row[start + len(value) : begin + _LONGEST_ROW + len(value)]
    marked = f"<mark>{escape(value)}</mark>" if value else ""
    return f"<pre>{escape(before)}{marked}{escape(after)}</pre>"
