"""Article blocks: the level-2 headings of a chapter's source, each with its ``yaml artikel`` block.

The scanner works on source lines, so that everything it finds has a line number. It knows fences and comments, and
leaves it to the rendered page to say whether Markdown saw the same headings (see ``page_html``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_FENCE = re.compile(r"(`{3,}|~{3,})\s*(.*)$")
_ARTICLE_FENCE = re.compile(r"yaml\s+artikel\s*$")
_LIKE_ARTICLE_FENCE = re.compile(r"\bartik", re.IGNORECASE)
_ATX = re.compile(r"(#{1,6})(?!#)[ \t]*(.*?)[ \t]*#*[ \t]*$")
_SETEXT = re.compile(r"(=+|-+)[ \t]*$")
_INDENTED_BLOCK = re.compile(r"[ \t>*+\-0-9.)]+(?:`{3,}|~{3,})\s*yaml\s+artikel\s*$")
_NOT_A_PARAGRAPH = re.compile(r"(?:[#>|+*-]|\d+[.)]|\s|:{3}|!{3}|\?{3})")


@dataclass(frozen=True)
class Heading:
    """A heading in the source: its level, its text as written, and the line and column of that text in the file."""

    level: int
    text: str
    line: int
    column: int = 1


@dataclass(frozen=True)
class Block:
    """The text inside a ``yaml artikel`` fence and the line of its first row in the file."""

    yaml: str
    line: int


@dataclass(frozen=True)
class Outline:
    """What the scanner found in a body.

    ``articles`` pairs each level-2 heading with its block, if it has one; ``stray`` holds the lines of blocks that
    follow no such heading, are indented or are misspelt; ``open_fence`` is the line of a fence that never ends, or 0; ``text`` is the body with the
    blocks blanked, so that lines keep their numbers.
    """

    headings: tuple[Heading, ...]
    articles: tuple[tuple[Heading, Block | None], ...]
    stray: tuple[int, ...]
    open_fence: int
    text: str


@dataclass
class _Scan:
    lines: list[str]
    first_line: int
    headings: list[Heading] = field(default_factory=list)
    blocks: dict[int, Block] = field(default_factory=dict)
    stray: list[int] = field(default_factory=list)
    open_fence: int = 0
    waiting: int | None = None
    comments_end: int | None = None


def outline(body: str, first_line: int = 1) -> Outline:
    """Scan ``body``, whose first line is ``first_line`` of its file."""
    scan = _Scan(body.split("\n"), first_line)
    position = 0
    while position < len(scan.lines):
        position = _step(scan, position)
    articles = tuple(
        (heading, scan.blocks.get(index)) for index, heading in enumerate(scan.headings) if heading.level == 2
    )
    return Outline(tuple(scan.headings), articles, tuple(scan.stray), scan.open_fence, "\n".join(scan.lines))


def _step(scan: _Scan, position: int) -> int:
    """Look at the line at ``position`` and return the position of the next one to look at."""
    line = scan.lines[position]
    fence = _FENCE.match(line)
    if fence and not (fence[1][0] == "`" and "`" in fence[2]):
        return _fence(scan, position, fence)
    if _INDENTED_BLOCK.match(line):
        scan.stray.append(scan.first_line + position)
    if line.startswith("<!--"):
        return _comment(scan, position)
    if not line.strip():
        return position + 1
    heading = _ATX.match(line)
    if heading:
        _add_heading(scan, len(heading[1]), heading[2], position, heading.start(2) + 1)
        return position + 1
    above = scan.lines[position - 1] if position else ""
    starts_block = not above.strip() or _ATX.match(above) is not None
    following = scan.lines[position + 1] if position + 1 < len(scan.lines) else ""
    underline = _SETEXT.match(following)
    if starts_block and underline and not _NOT_A_PARAGRAPH.match(line):
        _add_heading(scan, 1 if underline[1][0] == "=" else 2, line.strip(), position, 1)
        return position + 2
    scan.waiting = None
    return position + 1


def _add_heading(scan: _Scan, level: int, text: str, position: int, column: int) -> None:
    scan.headings.append(Heading(level, text, scan.first_line + position, column))
    # A block below level 1 is no article's; what is told is that the heading should be of level 2.
    scan.waiting = len(scan.headings) - 1 if level <= 2 else None


def _fence(scan: _Scan, position: int, fence: re.Match[str]) -> int:
    is_block = bool(_ARTICLE_FENCE.match(fence[2]))
    if not is_block and _LIKE_ARTICLE_FENCE.search(fence[2]):
        scan.stray.append(scan.first_line + position)
    end = _closing(scan.lines, position, fence[1])
    closed = end is not None
    if end is None:
        scan.open_fence = scan.open_fence or scan.first_line + position
        if not is_block:
            scan.waiting = None
            return position + 1
        end = _last_before_blank(scan.lines, position)
    if is_block:
        rows = scan.lines[position + 1 : end if closed else end + 1]
        if scan.waiting is None:
            scan.stray.append(scan.first_line + position)
        else:
            scan.blocks[scan.waiting] = Block("\n".join(rows), scan.first_line + position + 1)
        scan.lines[position : end + 1] = [""] * (end + 1 - position)
    scan.waiting = None
    return end + 1


def _closing(lines: list[str], position: int, mark: str) -> int | None:
    """Return where the fence opened at ``position`` closes.

    ``None`` when it does not, and also when an article block begins before: the fence would swallow the article.
    """
    for n in range(position + 1, len(lines)):
        inner = _FENCE.match(lines[n])
        if not inner or not inner[1].startswith(mark):
            continue
        if _ARTICLE_FENCE.match(inner[2]):
            return None
        if inner[1] == mark and not inner[2]:
            return n
    return None


def _last_before_blank(lines: list[str], position: int) -> int:
    return next((n for n in range(position, len(lines)) if not lines[n].strip()), len(lines)) - 1


def _comment(scan: _Scan, position: int) -> int:
    """Return the position after the comment; a comment that never ends is text."""
    if scan.comments_end is None:
        scan.comments_end = next((n for n in reversed(range(len(scan.lines))) if "-->" in scan.lines[n]), -1)
    if position > scan.comments_end:
        return position + 1
    return next(n for n in range(position, len(scan.lines)) if "-->" in scan.lines[n]) + 1
