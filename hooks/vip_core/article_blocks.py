"""Article blocks: the level-2 headings of a chapter's source, each with its ``yaml artikel`` block.

The scanner works on source lines, so that everything it finds has a line number. It knows fences and comments, and
leaves it to the rendered page to say whether Markdown saw the same headings (see ``page_html``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_FENCE = re.compile(r"(`{3,}|~{3,})\s*(.*)$")
_ARTICLE_FENCE = re.compile(r"yaml\s+artikel\s*$")
_ATX = re.compile(r"(#{1,6})(?!#)[ \t]*(.*?)[ \t]*#*[ \t]*$")
_SETEXT = re.compile(r"(=+|-+)[ \t]*$")
_NOT_A_PARAGRAPH = re.compile(r"(?:[#>|+*-]|\d+[.)]|\s|:{3}|!{3}|\?{3})")


@dataclass(frozen=True)
class Heading:
    """A heading in the source: its level, its text as written, and its line in the file."""

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
    follow no such heading; ``open_fence`` is the line of a fence that never ends, or 0; ``text`` is the body with the
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
    if fence:
        return _fence(scan, position, fence)
    if line.startswith("<!--"):
        return _comment(scan, position)
    if not line.strip():
        return position + 1
    heading = _ATX.match(line)
    if heading:
        _add_heading(scan, len(heading[1]), heading[2], position)
        return position + 1
    starts_block = position == 0 or not scan.lines[position - 1].strip()
    following = scan.lines[position + 1] if position + 1 < len(scan.lines) else ""
    underline = _SETEXT.match(following)
    if starts_block and underline and not _NOT_A_PARAGRAPH.match(line):
        _add_heading(scan, 1 if underline[1][0] == "=" else 2, line.strip(), position)
        return position + 2
    scan.waiting = None
    return position + 1


def _add_heading(scan: _Scan, level: int, text: str, position: int) -> None:
    scan.headings.append(Heading(level, text, scan.first_line + position))
    scan.waiting = len(scan.headings) - 1 if level == 2 else None


def _fence(scan: _Scan, position: int, fence: re.Match[str]) -> int:
    mark = fence[1]
    closing = re.compile(re.escape(mark[0]) + "{" + str(len(mark)) + r",}\s*$")
    end = next((n for n in range(position + 1, len(scan.lines)) if closing.match(scan.lines[n])), None)
    is_block = bool(_ARTICLE_FENCE.match(fence[2]))
    if end is None:
        scan.open_fence = scan.open_fence or scan.first_line + position
        end = len(scan.lines) - 1
        if not is_block:
            return end + 1
    if is_block:
        yaml = "\n".join(scan.lines[position + 1 : end])
        if scan.waiting is None:
            scan.stray.append(scan.first_line + position)
        else:
            scan.blocks[scan.waiting] = Block(yaml, scan.first_line + position + 1)
        scan.lines[position : end + 1] = [""] * (end + 1 - position)
    scan.waiting = None
    return end + 1


def _comment(scan: _Scan, position: int) -> int:
    rest = "\n".join(scan.lines[position:])
    end = rest.find("-->")
    return position + 1 if end < 0 else position + rest.count("\n", 0, end) + 1
