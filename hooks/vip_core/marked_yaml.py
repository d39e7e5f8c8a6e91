"""YAML whose every value knows its line and column.

PyYAML's own loaders lose positions, let the last of two equal keys win and turn ``no`` into ``False``. Here the node
tree is kept instead, so that a reader can point at the very value and ask for quotes around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from .problems import Point, ProblemLog, point_at

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
# Control characters, and those that turn the direction of writing, so that text reads otherwise than it is.
CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)")
"""What begins the lines that version control puts where two changes meet."""
_OURS = "<<<<<<< "
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_DEEPEST = 12
IS_PLAIN = re.compile(r"[\w.:+-]+")
_COLON_INSIDE = ("ett kolon mitt i ett värde", 'sätt citattecken runt värdet: fält: "text: mer text"')
_COLON_BELOW = ("raden räknas till värdet ovanför", "kontrollera indraget, och att raden ovanför är fält: värde")
_TAB = ("en tabb i stället för mellanslag", "byt tabben mot mellanslag")
_OPEN_QUOTE = ("ett citattecken som aldrig stängs", "sätt ett avslutande citattecken")
_OPEN_LIST = ("en lista som inte stängs", "sätt ] sist i listan och komma mellan värdena")
_OPEN_MAPPING = ("en klammer som inte stängs", "sätt } sist, och komma mellan värdena")
_NO_FIELD = ("en rad som inte är fält: värde", "kontrollera indrag och citattecken på raden")
_QUOTE_IT = ("ett tecken som inte får börja ett värde", "sätt citattecken runt värdet")
# A fragment of what PyYAML says (its two parsers word things differently), the mark that shows an author where to look,
# and the cause and mend in Swedish.
_SWEDISH = (
    ("unexpected end of stream", "context", *_OPEN_QUOTE),
    ("expected ',' or ']'", "context", *_OPEN_LIST),
    ("expected ',' or '}'", "context", *_OPEN_MAPPING),
    (
        "unknown escape character",
        "context",
        "ett omvänt snedstreck i ett värde",
        "använd enkla citattecken runt värdet",
    ),
    ("escape code", "context", "ett omvänt snedstreck i ett värde", "använd enkla citattecken runt värdet"),
    ("while scanning an alias", "context", "en asterisk som börjar ett värde", "sätt citattecken runt värdet"),
    ("while scanning an anchor", "context", "ett &-tecken som börjar ett värde", "sätt citattecken runt värdet"),
    (
        "while scanning a block scalar",
        "context",
        "text efter | eller >",
        "börja texten på nästa rad, eller sätt citattecken",
    ),
    (
        "could not find expected ':'",
        "context",
        "en rad utan kolon",
        "skriv fält: värde på varje rad, med mellanslag efter kolonet",
    ),
    ("while parsing a tag", "context", *_QUOTE_IT),
    ("cannot start any token", "problem", *_QUOTE_IT),
    ("expected a single document", "problem", "ännu en rad ---", "ta bort raden"),
    ("<document start>", "problem", *_NO_FIELD),
    ("entries are not allowed", "problem", "ett bindestreck mitt på raden", "skriv listan som [värde, värde]"),
    ("expected '-' indicator", "problem", *_NO_FIELD),
    ("did not find expected key", "problem", *_NO_FIELD),
    ("expected <block end>", "problem", *_NO_FIELD),
    ("while parsing a flow node", "problem", "ett värde som fattas i en lista", "skriv listan som [värde, värde]"),
    ("while parsing a block node", "problem", *_QUOTE_IT),
)


@dataclass(frozen=True)
class Scalar:
    """One plain value. ``tag`` is YAML's short type name (``str``, ``int``, ``bool``, ``timestamp`` …)."""

    text: str
    tag: str
    quoted: bool
    line: int
    column: int


@dataclass(frozen=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True)
class Entry:
    """A key and its value in a mapping."""

    key: Scalar
    value: Node


@dataclass(frozen=True)
class Mapping:
    """A mapping in the order it was written; of a key written twice, the first counts."""

    entries: tuple[Entry, ...] = ()
    line: int = 1
    column: int = 1
    index: dict[str, Entry] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for entry in self.entries:
            self.index.setdefault(entry.key.text, entry)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def get(self, name: str) -> Node | None:
        """Return the value of ``name``, or ``None``."""
        entry = self.index.get(name)
        return entry.value if entry else None


Node = Scalar | Sequence | Mapping


def read(text: str, log: ProblemLog, first_line: int = 1, what: str = "filen") -> Node | None:
    """Parse ``text``, which begins at ``first_line`` of its file, and note in ``log`` what is wrong with it.

    Returns ``None`` for empty text and for text that is not YAML; the latter is noted, as are keys written twice,
    anchors, tags and keys that are not words.
    """
    if has_invisible(text, log, first_line) or has_conflict(text, log, first_line):
        return None
    try:
        if not _is_plain(text, log, first_line, what):
            return None
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        _note_syntax(error, text, log, first_line, what)
        return None
    return None if root is None else _Converter(log, first_line).convert(root)


def has_invisible(text: str, log: ProblemLog, first_line: int = 1) -> bool:
    """Say whether ``text`` holds a character nobody can see, and note the first; some shift YAML's line numbers."""
    found = _INVISIBLE.search(text)
    if found:
        code = f"U+{ord(found.group()):04X}"
        message = f"ett osynligt styrtecken ({code}) i texten"
        place = point_at(text, found.start(), first_line)
        log.error(place, "OTILLATET-TECKEN", message, value=code, hint="ta bort tecknet")
    return found is not None


def has_conflict(text: str, log: ProblemLog, first_line: int = 1) -> bool:
    """Say whether two changes meet in ``text``, as version control leaves them, and note each line that tells where."""
    if f"\n{_OURS}" not in f"\n{text}":
        return False
    for number, line in enumerate(text.split("\n"), first_line):
        if CONFLICT.match(line):
            hint = "behåll det som gäller och ta bort raderna som börjar med <<<<<<<, ======= och >>>>>>>"
            log.error(Point(number), "KONFLIKT", "två ändringar möts här", value=line[:7], hint=hint)
    return True


def _is_plain(text: str, log: ProblemLog, first_line: int, what: str) -> bool:
    """Say whether ``text`` may be composed; notes what YAML can do and the project has no use for.

    An anchor or a tag would swallow the first word of a value, and PyYAML's composer has no bottom to its recursion.
    """
    plain, depth = True, 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        is_reference = isinstance(event, yaml.AliasEvent) or bool(getattr(event, "anchor", None))
        if depth <= _DEEPEST and not is_reference and not getattr(event, "tag", None):
            continue
        mark: Any = event.start_mark
        place = Point(first_line + mark.line, mark.column + 1)
        if depth > _DEEPEST:
            log.error(
                place, "YAML-FEL", f"{what} går inte att läsa: för många nivåer", hint="ta bort klamrar eller indrag"
            )
            return False
        plain = False
        if is_reference:
            log.error(
                place,
                "YAML-FEL",
                "hänvisningar med & och * används inte här",
                hint="skriv ut värdet, eller sätt citattecken runt det",
            )
        else:
            log.error(
                place,
                "YAML-FEL",
                "märkningar med ! används inte här",
                hint="ta bort utropstecknet, eller sätt citattecken runt värdet",
            )
    return plain


def _note_syntax(error: yaml.MarkedYAMLError, text: str, log: ProblemLog, first_line: int, what: str) -> None:
    problem_mark = error.problem_mark or error.context_mark
    marks = {"problem": problem_mark, "context": error.context_mark or problem_mark}
    english = f"{error.context or ''} {error.problem or ''}"
    found = next((row for row in _SWEDISH if row[0] in english), None)
    mark = marks[found[1]] if found else problem_mark
    if mark is None:
        log.error(Point(first_line), "YAML-FEL", f"{what} går inte att läsa", hint="kontrollera indrag och citattecken")
        return
    lines = text.split("\n")
    row = lines[mark.line] if mark.line < len(lines) else ""
    cause, hint = found[2:] if found else _NO_FIELD
    place = Point(first_line + mark.line, mark.column + 1)
    opened = max(text.rfind("["), text.rfind("{"))
    at_end = not "\n".join(lines[mark.line :])[mark.column :].strip()
    if "while parsing a flow node" in english and at_end and opened >= 0:
        place = point_at(text, opened, first_line)
        cause, hint = _OPEN_LIST if text[opened] == "[" else _OPEN_MAPPING
    elif "values are not allowed" in english:
        cause, hint = _COLON_INSIDE if ": " in row[: mark.column] else _COLON_BELOW
    elif row[mark.column : mark.column + 1] == "\t":
        cause, hint = _TAB
    elif quote := _runaway_quote(text, mark.line):
        place = Point(first_line + quote.line, quote.column + 1)
        cause, hint = _OPEN_QUOTE
    log.error(place, "YAML-FEL", f"{what} går inte att läsa: {cause}", hint=hint)


def _runaway_quote(text: str, line: int) -> Any:
    """Return the mark of a quotation that began on an earlier line and ends on ``line``, at the next one's first quote."""
    found = None
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                start, end = token.start_mark, token.end_mark
                found = start if start.line < end.line == line else found
    except yaml.YAMLError:
        pass  # noted already; what was scanned before it is enough
    return found


class _Converter:
    """Turns PyYAML's nodes into ours and notes keys that are written twice or are not words."""

    def __init__(self, log: ProblemLog, first_line: int) -> None:
        self.log = log
        self.first_line = first_line

    def convert(self, node: Any) -> Node:
        line, column = self.first_line + node.start_mark.line, node.start_mark.column + 1
        if isinstance(node, yaml.ScalarNode):
            return Scalar(node.value, node.tag.removeprefix(_TAG), bool(node.style), line, column)
        if isinstance(node, yaml.SequenceNode):
            return Sequence(tuple(self.convert(item) for item in node.value), line, column)
        return self._mapping(node, line, column)

    def _mapping(self, node: Any, line: int, column: int) -> Mapping:
        entries: list[Entry] = []
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = self.convert(key_node)
            value = self.convert(value_node)
            if not isinstance(key, Scalar):
                self.log.error(key, "YAML-FEL", "en nyckel måste vara ett ord", hint="skriv fält: värde")
                continue
            if key.text in first:
                self.log.error(
                    key,
                    "DUBBEL-NYCKEL",
                    f"står redan på rad {first[key.text]}",
                    field=key.text,
                    value=key.text,
                    hint="ta bort den ena",
                )
                continue
            first[key.text] = key.line
            entries.append(Entry(key, value))
        return Mapping(tuple(entries), line, column)
