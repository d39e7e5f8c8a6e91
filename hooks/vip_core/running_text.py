"""Running text: what a reader reads of a Markdown source, passage by passage, each word where it stands in the source.

Markup is blanked and never removed, so that a position in a passage is a position in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .article_blocks import Outline
from .problems import Point, point_at

LEFTOVER = re.compile(r"\[(?:kontrollera|kolla|skriv(?=:)|todo|fixme|xxx|källa saknas)\b[^\]]*\](?!\()", re.IGNORECASE)
Kind = Literal["paragraph", "item", "cell", "heading"]

# First what begins a line, then the rest, whose every kind begins with a character of its own and is found much faster so.
_BLOCK_MARKUP = re.compile(
    r"""(?P<fence>^[ \t]*(`{3,}|~{3,}).*?^[ \t]*\2[`~]*[ \t]*$)
    |(?P<definition>^\ {0,3}\[(?!\^)[^\]\n]+\]:.*$)
    |(?P<admonition>^[ \t]*(?:!{3}|\?{3}\+?)[ \t]+[\w-]+)""",
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
_MARKUP = re.compile(
    r"""`[^`\n]+`                                          # code
    |<!--.*?-->
    |</?[a-zA-Z][^<>\n]*>
    |!\[[^\]\n]*\](?:\([^)\n]*\))?                      # an image
    |\]\([^)\n]*\)|\]\[[^\]\n]*\]                     # where a link leads
    |\[\^[^\]\n]+\]:?                                  # a footnote
    |\{[:.\#][^}\n]*\}                                 # attributes
    |https?://[^\s)>|]*[^\s)>|.,;:!?]
    |[*\[\]]|_(?:\b|_|(?<=\b_))""",
    re.DOTALL | re.VERBOSE,
)
_HEADING = re.compile(r"#{1,6}[ \t]+")
_ITEM = re.compile(r"[ \t]*(?:[-+]|\d+[.)])[ \t]+|[ \t]*:[ \t]{2,}")
_STARRED_ITEM = re.compile(r"^([ \t]*)\*(?=[ \t])", re.MULTILINE)
_RULE = re.compile(r"[ \t]*(?:[-=_:| \t]+)$")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_CELL = re.compile(r"[^|]+")
_END = re.compile(r"[.!?:][\"”’)»]*\s+(?=[\"”(»–]?\s*[A-ZÅÄÖ\d])")
_LAST_WORD = re.compile(r"([\w.]+)$")
_ABBREVIATIONS = frozenset(
    "t.ex bl.a m.m m.fl d.v.s dvs s.k o.s.v osv kap prop dir bet rskr nr s p f.d t.o.m fr.o.m jfr ca resp st vol tel".split()
)
WORD = re.compile(r"[^\W_](?:[\w:’'./-]*[^\W_])?")


@dataclass(frozen=True)
class Sentence:
    """A sentence, and where it begins in the source text."""

    text: str
    start: int

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(WORD.findall(self.text))


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, table cell or heading as plain text; ``start`` is its position in the source text."""

    kind: Kind
    text: str
    start: int

    @property
    def is_prose(self) -> bool:
        """Whether it is made of sentences; cells and headings are not."""
        return self.kind in ("paragraph", "item")

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences: each ends at a full stop, colon, question or exclamation mark, or with the passage."""
        ends = [end.end() for end in _END.finditer(self.text) if self._ends_sentence(end)]
        cuts = zip([0, *ends], [*ends, len(self.text)], strict=True)
        return tuple(
            Sentence(self.text[begin:end].rstrip(), self.start + begin)
            for begin, end in cuts
            if self.text[begin:end].strip()
        )

    def _ends_sentence(self, end: re.Match[str]) -> bool:
        if end.group()[0] != ".":
            return True
        last = _LAST_WORD.search(self.text, max(0, end.start() - 20), end.start())
        word = last[1] if last else ""
        return word.lower() not in _ABBREVIATIONS and not (len(word) == 1 and word.isupper())


@dataclass(frozen=True)
class PageText:
    """The running text of a page: its file, the line the text begins at, its outline and its passages."""

    path: str
    first_line: int
    outline: Outline
    passages: tuple[Passage, ...]

    def place(self, position: int) -> Point:
        """Return the line and column of a position in the text."""
        return point_at(self.outline.text, position, self.first_line)


def blanked(text: str) -> str:
    """Return ``text`` with its markup as spaces; every other character and every line keeps its place."""
    text = _STARRED_ITEM.sub(r"\1-", text)
    for pattern in (LEFTOVER, _BLOCK_MARKUP, _MARKUP):
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    return text


def passages(text: str) -> Iterator[Passage]:
    """Give the passages of a Markdown text in their order."""
    kind: Kind = "paragraph"
    begin = end = 0
    plain = blanked(text)
    position = 0
    for line in plain.split("\n"):
        start, position = position, position + len(line) + 1
        own = _own_kind(line)
        if (own or not line.strip()) and begin < end:
            yield _passage(kind, plain, begin, end)
            begin = end = start
        if own == "cell":
            if not _RULE.match(line):
                yield from _cells(line, start)
        elif own == "heading":
            yield Passage("heading", line.lstrip("# ").rstrip("# "), start + len(line) - len(line.lstrip("# ")))
        elif own == "item":
            marker = _ITEM.match(line)
            kind, begin, end = "item", start + (marker.end() if marker else 0), start + len(line)
        elif line.strip() and not _RULE.match(line):
            if begin >= end:
                quote = _QUOTE.match(line)
                kind, begin = "paragraph", start + (quote.end() if quote else 0)
            end = start + len(line)
    if begin < end:
        yield _passage(kind, plain, begin, end)


def _own_kind(line: str) -> Kind | None:
    """Return the kind of a line that begins a passage by its first marks, else ``None``."""
    if line.lstrip().startswith("|"):
        return "cell"
    if _HEADING.match(line):
        return "heading"
    return "item" if _ITEM.match(line) else None


def _passage(kind: Kind, plain: str, begin: int, end: int) -> Passage:
    return Passage(kind, plain[begin:end].replace("\n", " "), begin)


def _cells(line: str, start: int) -> Iterator[Passage]:
    for cell in _CELL.finditer(line):
        if cell.group().strip():
            yield Passage("cell", cell.group(), start + cell.start())
