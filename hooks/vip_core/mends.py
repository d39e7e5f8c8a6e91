"""Mends: what is safe to put right in an author's file without asking. Prose is never touched.

Safe is what has one possible answer: line ends and byte-order mark, space at the end of a field's line, fields out of
order, a value that YAML reads as something else than text, and a misspelling that can only mean one word
(``Problem.mend``). A change to the fields of a page is kept only when they then read as before or better.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from . import article_blocks, marked_yaml
from .marked_yaml import Mapping, Node, Scalar
from .problems import Problem, ProblemLog
from .schema import GENERAL_PAGE_FIELDS, Field, article_fields, page_fields

_BOM = b"\xef\xbb\xbf"
_HEAD = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]|$)")
_COLON_INSIDE = re.compile(r"([A-Za-z_][\w-]*: )([^\s\"'\[{|>&*!%@`#][^\"\n]*?: .*?)[ \t]*$")


@dataclass(frozen=True, order=True)
class Mend:
    """One thing that was put right: where it stands and, in Swedish, what was done."""

    path: str
    line: int
    done: str

    def as_text(self) -> str:
        return f"{self.path}:{self.line}: RÄTTAT: {self.done}"


@dataclass(frozen=True)
class FieldTables:
    """The fields of front matter and of article blocks in one file; data files have neither."""

    head: tuple[Field, ...] = ()
    block: tuple[Field, ...] = ()


def tables_for(path: str, facet_keys: tuple[str, ...]) -> FieldTables:
    """Return the tables of fields that hold in the file at ``path``, relative to the project's root."""
    if not path.endswith(".md"):
        return FieldTables()
    if path.startswith("programs/"):
        return FieldTables(page_fields(facet_keys), article_fields(facet_keys))
    return FieldTables(GENERAL_PAGE_FIELDS)


def mend(data: bytes, path: str, problems: Iterable[Problem], tables: FieldTables) -> tuple[bytes, tuple[Mend, ...]]:
    """Return the content of a file with everything safe put right, and what that was.

    ``problems`` are those told of this very content. A file that is not UTF-8 is returned as it is.
    """
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError:
        return data, ()
    work = _Work(path, text.replace("\r\n", "\n").replace("\r", "\n"))
    if data.startswith(_BOM):
        work.note(1, "osynligt tecken (BOM) först i filen borttaget")
    if work.text != text:
        work.note(1, "radslut är nu de som alla datorer läser (LF)")
    prose = _prose(work.text)
    before = work.text, work.done
    work.replace_values([problem for problem in problems if problem.path == path and problem.mend])
    if tables.head:
        for fields, number in _places(work.text, tables):
            work.mend_place(fields, number)
    if _prose(work.text) != prose:
        work.text, work.done = before
    return work.text.encode("utf-8"), tuple(work.done)


@dataclass(frozen=True)
class _Place:
    """The rows of one front matter or block: index of the first, and of the row after the last."""

    fields: tuple[Field, ...]
    start: int
    end: int


def _find_places(text: str, tables: FieldTables) -> list[_Place]:
    lines = text.split("\n")
    head = _HEAD.match(text)
    places: list[_Place] = []
    body, first = text, 1
    if head:
        rows = head[1].count("\n")
        places.append(_Place(tables.head, 1, 1 + rows))
        body, first = text[head.end() :], text.count("\n", 0, head.end()) + 1
    if tables.block:
        for _, block in article_blocks.outline(body, first).articles:
            if block:
                start = block.line - 1
                end = min(start + block.yaml.count("\n") + 1, len(lines)) if block.yaml else start
                places.append(_Place(tables.block, start, end))
    return places


def _places(text: str, tables: FieldTables) -> list[tuple[tuple[Field, ...], int]]:
    """Return the fields of each place with its number; places keep their number whatever is mended in them."""
    return [(place.fields, number) for number, place in enumerate(_find_places(text, tables))]


def _prose(text: str) -> str:
    """Return everything of a Markdown file that is neither front matter nor a block's rows."""
    lines = text.split("\n")
    for place in reversed(_find_places(text, FieldTables((), GENERAL_PAGE_FIELDS))):
        del lines[place.start : place.end]
    return "\n".join(lines)


class _Work:
    """A text while it is mended."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.done: list[Mend] = []

    def note(self, line: int, done: str) -> None:
        self.done = [*self.done, Mend(self.path, line, done)]

    def replace_values(self, problems: Sequence[Problem]) -> None:
        """Put ``mend`` in place of ``value`` where the text holds that value, the last place first."""
        lines = self.text.split("\n")
        notes: list[Mend] = []
        for problem in sorted(problems, key=lambda problem: (problem.line, problem.column), reverse=True):
            row, start = lines[problem.line - 1], problem.column - 1
            written = next(
                (
                    form
                    for form in (problem.value, f'"{problem.value}"', f"'{problem.value}'")
                    if row.startswith(form, start)
                ),
                "",
            )
            if not written or written == problem.mend:
                continue
            lines[problem.line - 1] = row[:start] + problem.mend + row[start + len(written) :]
            notes.append(Mend(self.path, problem.line, f"{problem.field}: {written} blev {problem.mend}"))
        self.text = "\n".join(lines)
        self.done = [*self.done, *reversed(notes)]

    def mend_place(self, fields: tuple[Field, ...], number: int) -> None:
        """Put the rows of one front matter or block right."""
        tables = FieldTables(fields, fields)
        place = _find_places(self.text, tables)[number]
        rows = self.text.split("\n")[place.start : place.end]
        for change, done in (
            (_without_trailing_space, "mellanslag sist på raden borttaget"),
            (_readable, "citattecken runt ett värde med kolon, eller mellanslag i stället för tabb"),
            (lambda rows: _in_order(rows, fields), "fälten står nu i schemats ordning"),
        ):
            changed = change(rows)
            if changed == rows or not _reads_no_worse(rows, changed):
                continue
            first = next(n for n, (old, new) in enumerate(zip(rows, changed, strict=True)) if old != new)
            self.note(place.start + first + 1, done)
            rows = changed
        lines = self.text.split("\n")
        lines[place.start : place.end] = rows
        self.text = "\n".join(lines)


def _without_trailing_space(rows: list[str]) -> list[str]:
    return [row.rstrip(" \t") for row in rows]


def _readable(rows: list[str]) -> list[str]:
    """Return the rows with quotes around values with a colon and spaces for tabs, when YAML cannot read them as they are."""
    if _parse(rows)[1] == 0:
        return rows
    quoted = [_COLON_INSIDE.sub(lambda found: found[1] + json.dumps(found[2], ensure_ascii=False), row) for row in rows]
    spaced = [re.sub(r"^[ \t]+", lambda found: found[0].replace("\t", "  "), row) for row in quoted]
    spaced = [re.sub(r"^([A-Za-z_][\w-]*:)[ ]*\t[ \t]*", r"\1 ", row) for row in spaced]
    return spaced if _parse(spaced)[1] == 0 else rows


def _in_order(rows: list[str], fields: tuple[Field, ...]) -> list[str]:
    """Return the rows with the fields in the order of the table; a comment stays above its field."""
    order = {field.name: number for number, field in enumerate(fields)}
    chunks: list[tuple[int, list[str]]] = []
    waiting: list[str] = []
    for row in rows:
        key = _KEY.match(row)
        if key:
            if key[1] not in order:
                return rows
            chunks.append((order[key[1]], [*waiting, row]))
            waiting = []
        elif row.startswith("#") or not row.strip():
            waiting.append(row)
        elif chunks and not waiting:
            chunks[-1][1].append(row)
        else:
            return rows
    if len({number for number, _ in chunks}) < len(chunks):
        return rows
    return [row for _, chunk in sorted(chunks, key=lambda chunk: chunk[0]) for row in chunk] + waiting


def _reads_no_worse(before: list[str], after: list[str]) -> bool:
    """Say whether the rows say the same as before, or can be read where they could not."""
    old, wrong = _parse(before)
    new, still_wrong = _parse(after)
    return still_wrong == 0 and (wrong > 0 or _values(old) == _values(new))


def _parse(rows: list[str]) -> tuple[Node | None, int]:
    log = ProblemLog("")
    return marked_yaml.read("\n".join(rows), log), len(log.problems)


def _values(node: Node | None) -> object:
    """Return what a node says, without where: fields as a mapping, so that their order does not count."""
    if isinstance(node, Scalar):
        return replace(node, line=0, column=0)
    if isinstance(node, Mapping):
        return {entry.key.text: _values(entry.value) for entry in node}
    return [_values(item) for item in node.items] if node else None
