"""Scaffolds: new pages, articles and sources as text, with their fields in the order of the schema."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import yaml

from . import article_blocks, front_matter, marked_yaml
from .marked_yaml import Scalar
from .problems import Problem, ProblemLog
from .schema import ALL, FacetValues, Field, Flag, Known, ListOf, Reader, Record

_LONGEST_NAME = 60
_QUOTE = '"'
_HEADING = re.compile(r"# \S")
_RECORD = re.compile(r"([a-z0-9-]+):\s*$")
ARTICLE_BODY = """\
[skriv: vad läsaren ska göra, i en eller två meningar]

### Målgrupp eller situation
[skriv: vem det gäller, och när]

### Kunskapsläge
[skriv: vad källorna säger]

### Genomförande
1. [skriv: första steget]

### Uppföljning
[skriv: hur och när ni ser om det hjälper]
"""
PROGRAM_BODY = """\
[skriv: varför programmet finns, i två meningar]

## Vad programmet handlar om

[skriv: vad de tio kapitlen hjälper läsaren med]

## För vem

[skriv: vilka som arbetar med det, och vilka personer de möter]
"""
NEWS_BODY = "[skriv: vad som har hänt, och vad läsaren kan göra]\n"


def name_from(title: str, taken: Collection[str] = (), longest: int = _LONGEST_NAME) -> str:
    """Return an id made of a title, ``Läkemedel för äldre`` → ``lakemedel-for-aldre``, that is not among ``taken``."""
    plain = unicodedata.normalize("NFD", title.lower()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    name = words[0][:longest] if words else "namnlos"
    for word in words[1:]:
        if len(name) + len(word) + 1 > longest:
            break
        name += f"-{word}"
    number = 2
    unique = name
    while unique in taken:
        unique, number = f"{name}-{number}", number + 1
    return unique


def source_key(values: Mapping[str, Any], taken: Collection[str]) -> str:
    """Return a key for a source: ``larsson-2014`` by its first author, else made of its title; with the year."""
    people = values.get("author") or ()
    first = people[0]["family"] if people else name_from(values["title"], longest=40)
    return name_from(f"{first} {values.get('issued') or ''}", taken)


def read_answer(field: Field, answer: str, known: Known) -> tuple[Any, list[Problem]]:
    """Read what a person typed for a field: lists with commas between, without brackets and quotes.

    Returns the value, or ``None`` and what is wrong with the answer.
    """
    log = ProblemLog(field.name)
    value = field.kind.read(_node(field, answer.strip()), field.name, Reader(log, known))
    return (None if log.problems else value), log.problems


def _node(field: Field, answer: str) -> marked_yaml.Node:
    if isinstance(field.kind, Flag):
        return Scalar("true" if answer.lower() in ("ja", "true") else answer, "bool", False, 1, 1)
    if isinstance(field.kind, ListOf) and isinstance(field.kind.item, Record):
        return marked_yaml.Sequence(tuple(_person(part) for part in answer.split(";") if part.strip()), 1, 1)
    if isinstance(field.kind, ListOf) or (isinstance(field.kind, FacetValues) and answer != ALL):
        parts = [part.strip() for part in answer.strip("[]").split(",") if part.strip()]
        return marked_yaml.Sequence(tuple(_word(part) for part in parts), 1, 1)
    return _word(answer)


def _word(text: str) -> Scalar:
    return Scalar(text, "str", False, 1, 1)


def _person(name: str) -> marked_yaml.Mapping:
    """Return ``Larsson, H.`` as a mapping of family and given name."""
    family, _, given = (part.strip() for part in name.partition(","))
    named = [("family", family)] + ([("given", given)] if given else [])
    return marked_yaml.Mapping(tuple(marked_yaml.Entry(_word(key), _word(value)) for key, value in named))


def yaml_value(value: Any, quoted: bool = False, listed: bool = False) -> str:
    """Return a value as YAML on one line, in quotes where YAML would read it as something else, or where ``quoted``.

    Commas and brackets need quotes only when the value is ``listed``, inside a list or mapping.
    """
    if value == (ALL,):
        return ALL
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | datetime.date):
        return str(value)
    if isinstance(value, Mapping):
        named = ((key, item) for key, item in value.items() if item is not None)
        return "{" + ", ".join(f"{key}: {yaml_value(item, listed=True)}" for key, item in named) + "}"
    if not isinstance(value, str):
        return "[" + ", ".join(yaml_value(item, listed=True) for item in value) + "]"
    return value if not quoted and _reads_as_itself(value, listed) else json.dumps(value, ensure_ascii=False)


def _reads_as_itself(text: str, listed: bool) -> bool:
    try:
        return bool(yaml.safe_load(f"[{text}]" if listed else f"a: {text}") == ([text] if listed else {"a": text}))
    except yaml.YAMLError:
        return False


def field_lines(fields: Sequence[Field], values: Mapping[str, Any]) -> list[str]:
    """Return ``name: value`` for each field that has a value, in the order of the table."""
    return [
        f"{field.name}: {yaml_value(values[field.name], quoted=field.example.startswith(_QUOTE))}"
        for field in fields
        if values.get(field.name) is not None
    ]


def page(fields: Sequence[Field], values: Mapping[str, Any], body: str = "") -> str:
    """Return the text of a Markdown file with this front matter."""
    head = "\n".join(["---", *field_lines(fields, values), "---"])
    return f"{head}\n\n{body}" if body else f"{head}\n"


def article(title: str, fields: Sequence[Field], values: Mapping[str, Any]) -> str:
    """Return a new article: its heading, its block, and what is to be written."""
    block = "\n".join(["```yaml artikel", *field_lines(fields, values), "```"])
    return f"## {title}\n\n{block}\n\n{ARTICLE_BODY}"


def with_article(text: str, new: str, after: str = "") -> tuple[str, int]:
    """Return a chapter's text with the article ``new`` after the one whose id is ``after``, or last; and its line.

    The rest keeps its every character. Raises ``KeyError`` when no article has the id ``after``.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    source, _ = front_matter.parse(plain, "")
    starts: list[tuple[str, int]] = []
    if source:
        for heading, block in article_blocks.outline(source.body, source.body_line).articles:
            node = marked_yaml.read(block.yaml, ProblemLog("")) if block else None
            found = node.get("id") if isinstance(node, marked_yaml.Mapping) else None
            starts.append((found.text if isinstance(found, Scalar) else "", heading.line))
    lines = text.splitlines(keepends=True) if "\r" in text.replace("\r\n", "") else re.split(r"(?<=\n)", text)
    place = len(lines)
    if after:
        index = [name for name, _ in starts].index(after) if after in [name for name, _ in starts] else None
        if index is None:
            raise KeyError(after)
        place = starts[index + 1][1] - 1 if index + 1 < len(starts) else len(lines)
    end = "\r\n" if "\r\n" in text else "\n"
    before, rest = "".join(lines[:place]), "".join(lines[place:])
    while not before.endswith(end * 2):
        before += end
    added = new.replace("\n", end)
    return before + added + (end + rest if rest else ""), before.count("\n") + 1


def source_record(key: str, fields: Sequence[Field], values: Mapping[str, Any]) -> str:
    """Return a new record of ``_sources.yml``."""
    return "\n".join([f"{key}:", *(f"  {line}" for line in field_lines(fields, values))]) + "\n"


def with_source(text: str, key: str, record: str) -> tuple[str, int]:
    """Return ``_sources.yml`` with the record among its like, in alphabetical order; and the line where it begins.

    A heading is a comment with an empty line before and after. The record goes under the heading that holds most records
    of its type and publisher, among those whose records are in order; where there is none, last in the file.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    best, most = None, 0
    for section in _sections(lines):
        alike = sum(
            3 * (_marks(lines, line) == _marks(record.split("\n"), 0))
            + (_marks(lines, line)[0] == _marks(record.split("\n"), 0)[0])
            for _, line in section
        )
        names = [name for name, _ in section]
        if names == sorted(names) and alike > most:
            best, most = section, alike
    added = record.rstrip("\n").split("\n")
    following = next((line for name, line in best or () if name > key), None)
    if following is None and best:
        following = _end_of_record(lines, best[-1][1])
        added = ["", *added] if following == len(lines) or not lines[following].strip() else [*added, ""]
        first = following + 1 + (added[0] == "")
    elif following is None:
        while lines and not lines[-1].strip():
            lines.pop()
        following, added = len(lines), ["", *added, ""]
        first = following + 2
    else:
        added = [*added, ""]
        first = following + 1
    carriage = "\r" if end == "\r\n" else ""
    lines[following:following] = [line + carriage for line in added]
    return "\n".join(lines), first


def _sections(lines: list[str]) -> list[list[tuple[str, int]]]:
    """Return the records below each heading, as key and index of the line."""
    sections: list[list[tuple[str, int]]] = [[]]
    for number, line in enumerate(lines):
        around = lines[number - 1 : number] + lines[number + 1 : number + 2]
        if _HEADING.match(line) and not any(row.strip() for row in around):
            sections.append([])
        found = _RECORD.match(line)
        if found:
            sections[-1].append((found[1], number))
    return sections


def _marks(lines: list[str], start: int) -> tuple[str, str]:
    """Return type and publisher of the record that begins at ``start``."""
    marks = {"type": "", "publisher": ""}
    for line in lines[start + 1 : _end_of_record(lines, start)]:
        name, _, value = line.strip().partition(": ")
        if name in marks:
            marks[name] = value.strip().strip("\"'")
    return marks["type"], marks["publisher"]


def _end_of_record(lines: list[str], start: int) -> int:
    end = start + 1
    while end < len(lines) and lines[end].startswith(" "):
        end += 1
    return end
