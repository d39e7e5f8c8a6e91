"""Differences: what changed from one version of a text to the next, word by word, in the order a reader meets it.

Texts are compared as readers see them, without Markdown's marks: first passage by passage (a heading, a paragraph, a list
item, a table row), then, where passages differ, word by word. Passages that did not change are counted, not repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from .catalogue import Chapter
from .schema import ALL, STATUSES
from .selection import Audience
from .vocabularies import Vocabularies

Change = Literal["same", "removed", "added"]
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_FENCE = re.compile(r"^(`{3,}|~{3,}).*$")
_LINK = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\]]+\]:")
_ATTRIBUTES = re.compile(r"\{[:#.][^}]*\}")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^>]*>", re.DOTALL)
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3}|`+)(?=\S)(.+?)(?<=\S)\1")
_BLOCK_MARK = re.compile(r"^(?:[!?]{3}\+?\s+[\w-]+\s*|>\s?|:\s+)")
_TABLE_RULE = re.compile(r"^\|?[\s:|-]+\|?$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_LONGEST = 4_000_000  # pairs of words to compare; beyond, a passage is shown as replaced


@dataclass(frozen=True)
class Passage:
    """A heading (``level`` 2 and up), or a piece of running text (``level`` 0)."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Piece:
    """Some words that are the same, removed or added."""

    change: Change
    text: str


@dataclass(frozen=True)
class Row:
    """A passage as it is shown: its pieces, or how many ``unchanged`` passages are passed over here."""

    pieces: tuple[Piece, ...] = ()
    level: int = 0
    unchanged: int = 0

    @property
    def is_changed(self) -> bool:
        return any(piece.change != "same" for piece in self.pieces)


def between(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[Row, ...]:
    """Return what changed: each changed passage, under the heading it stands below; empty when nothing did."""
    rows: list[Row] = []
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for what, start, end, first, last in changes:
        if what == "equal":
            rows += [_same(passage) for passage in after[first:last]]
        else:
            rows += _changed(before[start:end], after[first:last])
    return tuple(_folded(rows)) if any(row.is_changed for row in rows) else ()


def _same(passage: Passage) -> Row:
    return Row((Piece("same", passage.text),), passage.level)


def _changed(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[Row]:
    """Give the rows for passages that were replaced: like ones are compared word by word, others removed and added."""
    left = list(before)
    for passage in after:
        near = next((place for place, other in enumerate(left) if _alike(other, passage)), None)
        if near is None:
            yield Row((Piece("added", passage.text),), passage.level)
            continue
        for other in left[:near]:
            yield Row((Piece("removed", other.text),), other.level)
        yield Row(_words(left[near].text, passage.text), passage.level)
        left = left[near + 1 :]
    for other in left:
        yield Row((Piece("removed", other.text),), other.level)


def _alike(one: Passage, other: Passage) -> bool:
    """Say whether two passages share half of their words, so that one can be read as a change of the other."""
    if one.level != other.level:
        return False
    words, others = set(one.text.split()), set(other.text.split())
    return (
        2 * len(words & others) >= min(len(words), len(others)) > 0
        or one.text.split(":")[0] == other.text.split(":")[0]
    )


def _words(before: str, after: str) -> tuple[Piece, ...]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) > _LONGEST:
        return Piece("removed", before), Piece("added", after)
    pieces: list[Piece] = []
    for what, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            _add(pieces, "same", "".join(new[first:last]))
            continue
        _add(pieces, "removed", "".join(old[start:end]))
        _add(pieces, "added", "".join(new[first:last]))
    return tuple(_joined(pieces))


def _add(pieces: list[Piece], change: Change, text: str) -> None:
    if text:
        pieces.append(Piece(change, text))


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Give the pieces with those between that are a lone space or sign taken into the change around them.

    Two words replaced by two others read better as one change than as two with a space between.
    """
    removed, added = "", ""
    for place, piece in enumerate(pieces):
        inside = 0 < place < len(pieces) - 1 and (removed or added)
        if piece.change == "same" and not (inside and not re.search(r"\w", piece.text)):
            yield from _both(removed, added)
            removed, added = "", ""
            yield piece
            continue
        removed += piece.text if piece.change != "added" else ""
        added += piece.text if piece.change != "removed" else ""
    yield from _both(removed, added)


def _both(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)


def _folded(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the changed rows, each below its headings, and the number of rows left out between them."""
    headings: list[Row] = []
    passed = 0
    for row in rows:
        if row.level:
            headings = [heading for heading in headings if heading.level < row.level]
        if row.is_changed:
            if passed > len(headings):
                yield Row(unchanged=passed - len(headings))
            yield from headings
            yield row
            headings, passed = [], 0
        else:
            passed += 1
            if row.level > 1:  # the title stands above the history already
                headings.append(row)
    if passed:
        yield Row(unchanged=passed)


def passages(chapter: Chapter, vocabularies: Vocabularies) -> tuple[Passage, ...]:
    """Return a text as its readers meet it, from its front matter to its last article, each with its audience and sources."""
    page = chapter.page
    found = [Passage(page.title, 1), Passage(page.description)]
    found.append(Passage(f"Status: {STATUSES.get(page.status, page.status)}"))
    found += _audience(page.audience, {}, vocabularies)
    articles = {article.line: article for article in chapter.articles}
    for line, passage in _body(chapter.outline.text, page.source.body_line):
        found.append(passage)
        article = articles.get(line)
        if article:
            found += _audience(article.audience, page.audience, vocabularies)
            titles = (
                vocabularies.sources[key].title if key in vocabularies.sources else key for key in article.sources
            )
            if article.sources:
                found.append(Passage(f"Källor: {'; '.join(titles)}"))
    return tuple(found)


def _audience(own: Audience, around: Mapping[str, tuple[str, ...]], vocabularies: Vocabularies) -> Iterator[Passage]:
    """Give a line for each facet whose values differ from those around."""
    for facet in vocabularies.facets:
        chosen = own.get(facet.key, (ALL,))
        if chosen != around.get(facet.key):
            labels = {value.key: value.label for value in facet.values} | {ALL: "alla"}
            yield Passage(f"{facet.label}: {', '.join(labels.get(key, key) for key in chosen)}")


def _body(text: str, first_line: int) -> Iterator[tuple[int, Passage]]:
    """Give each passage of a body with the line it begins at."""
    begun, level, lines = 0, 0, list[str]()
    code = ""
    for number, line in enumerate([*text.split("\n"), ""], first_line):
        fence = _FENCE.match(line)
        if fence and (not code or line.startswith(code)):
            code = "" if code else fence[1]
            continue
        heading = None if code else re.match(r"(#{1,6})\s", line)
        row = not code and line.lstrip().startswith("|")
        if lines and (not line.strip() or heading or row or _ITEM.match(line)):
            yield begun, Passage(" ".join(lines), level)
            lines = []
        shown = line.strip() if code else _readable(line)
        if not shown:
            continue
        if not lines:
            begun, level = number, len(heading[1]) if heading else 0
        lines.append(shown)
        if heading or row:
            yield begun, Passage(" ".join(lines), level)
            lines = []


def _readable(line: str) -> str:
    """Return a line of Markdown as its readers see it."""
    line = line.strip()
    if _DEFINITION.match(line) or ("-" in line and _TABLE_RULE.match(line)):
        return ""
    line = _BLOCK_MARK.sub("", line.lstrip("#").strip() if line.startswith("#") else line)
    line = _ATTRIBUTES.sub("", _TAG.sub("", _LINK.sub(r"\1", line)))
    for _ in range(2):
        line = _EMPHASIS.sub(r"\2", line)
    if line.startswith("|"):
        line = " | ".join(cell.strip() for cell in line.strip("|").split("|"))
    return re.sub(r"^[-*+]\s+", "– ", line).strip()
