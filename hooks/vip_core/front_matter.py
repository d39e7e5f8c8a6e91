"""Source files: a Markdown file taken apart into front matter and body, with every position kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from . import marked_yaml
from .packed_texts import late_value, packed_text
from .problems import Point, Problem, ProblemLog, point_at

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
HOW_TO_BEGIN = "börja filen med en rad --- , skriv fälten, och avsluta med ännu en rad ---"


@dataclass(frozen=True)
class SourceFile:
    """A Markdown file as its author wrote it.

    ``path`` is relative to the project's root; ``meta`` the front matter with positions; ``body`` the text after it,
    whose first line is line ``body_line`` of the file.
    """

    path: str
    meta: marked_yaml.Mapping = late_value()  # noqa: RUF009 - a descriptor
    body: str = packed_text()
    body_line: int = 1


class MarkedYAMLHandler(YAMLHandler):
    """python-frontmatter's handler for ``---`` blocks, which keeps where each value stands."""

    FM_BOUNDARY = _FENCE

    def __init__(self, log: ProblemLog) -> None:
        super().__init__()
        self.log = log
        self.node: marked_yaml.Node | None = None
        self.body = ""
        self.body_line = 1

    def split(self, text: str) -> tuple[str, str]:
        """Return front matter and body; raises ``ValueError`` when the second ``---`` is missing."""
        _, front, body = self.FM_BOUNDARY.split(text, 2)
        self.body = body.removeprefix("\n")
        self.body_line = text.count("\n", 0, len(text) - len(self.body)) + 1
        return front, self.body

    def drop_second(self) -> None:
        """Take a second front matter out of the body, so that it is not read as text."""
        *_, rest = _FENCE.split(self.body, 2)
        self.body_line += self.body.count("\n", 0, len(self.body) - len(rest))
        self.body = rest

    def load(self, fm: str, **_: object) -> dict[str, marked_yaml.Node]:
        """Return the fields by name; the whole tree stays in ``node``."""
        self.node = marked_yaml.read(fm, self.log, what="front matter")
        return (
            {entry.key.text: entry.value for entry in self.node} if isinstance(self.node, marked_yaml.Mapping) else {}
        )


def read_text(file: Path, log: ProblemLog) -> str | None:
    """Return the text of ``file`` with Unix line ends and no byte-order mark, or ``None`` when it is not UTF-8."""
    data = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _with_newlines(data[: error.start].decode("utf-8"))
        log.error(
            point_at(before, len(before)),
            "EJ-UTF8",
            "filen är inte sparad som UTF-8",
            value=f"0x{data[error.start]:02x}",
            hint="spara om filen som UTF-8",
        )
        return None
    return _with_newlines(text)


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read(file: Path, path: str) -> tuple[SourceFile | None, list[Problem]]:
    """Read the Markdown file ``file``, called ``path`` in problems."""
    log = ProblemLog(path)
    text = read_text(file, log)
    return (None, log.problems) if text is None else parse(text, path)


def parse(text: str, path: str) -> tuple[SourceFile | None, list[Problem]]:
    """Take the text of a Markdown file apart. ``None`` when it has no readable front matter, which is then noted."""
    log = ProblemLog(path)
    if marked_yaml.has_invisible(text, log) or marked_yaml.has_conflict(text, log):
        return None, log.problems
    if not _FENCE.match(text):
        log.error(Point(), "HUVUD-SAKNAS", "filen börjar inte med front matter", hint=HOW_TO_BEGIN)
        return None, log.problems
    if len(_FENCE.findall(text)) < 2:
        log.error(Point(), "HUVUD-OAVSLUTAT", "front matter avslutas aldrig", hint="sätt en rad --- efter sista fältet")
        return None, log.problems
    handler = MarkedYAMLHandler(log)
    frontmatter.parse(text, handler=handler)
    if handler.node is None:
        if not log.problems:
            log.error(Point(), "HUVUD-SAKNAS", "front matter är tom", hint="skriv fälten mellan de två raderna ---")
        return None, log.problems
    if not isinstance(handler.node, marked_yaml.Mapping):
        log.error(
            handler.node, "FEL-TYP", "front matter är inte fält med värden", hint="skriv fält: värde, ett på varje rad"
        )
        return None, log.problems
    blank = len(handler.body) - len(handler.body.lstrip())
    if _FENCE.match(handler.body, blank):
        place = point_at(handler.body, blank, handler.body_line)
        log.error(place, "HUVUD-DUBBELT", "texten börjar med ännu en rad ---", hint="behåll bara ett front matter")
        handler.drop_second()
    return SourceFile(path, handler.node, handler.body, handler.body_line), log.problems
