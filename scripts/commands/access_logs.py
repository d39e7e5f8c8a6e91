"""Access logs: what web servers write down of each request, read as a stream of page views in time order.

Two formats are known: the combined format of Apache, nginx and most others, and W3C Extended as IIS writes it. They are
told apart line by line, and a compressed log by its first bytes. No more of a log than a small piece is in memory.
"""

from __future__ import annotations

import datetime
import gzip
import heapq
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import IO, NamedTuple, cast
from urllib.parse import unquote, urlsplit

import crawleruseragents

STANDARD_INPUT = "-"
_QUOTED = r'"([^"\\]*(?:\\.[^"\\]*)*)"'
# Apache's "vhost_combined" puts host and port first; what a server adds after the user agent is passed over.
_COMBINED = re.compile(
    r"(?:[\w.-]+:\d+ )?(\S+) \S+ .*?\[(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] "
    + _QUOTED
    + r" (\d{3}) \S+ "
    + _QUOTED
    + " "
    + _QUOTED,
    re.ASCII,
)
_MONTHS = {name: n for n, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_SHOWN = frozenset(("200", "304"))
_CHUNK = 1 << 16
_LONGEST_LINE = 1 << 16
_GZIP = b"\x1f\x8b"
_IIS_FIELDS = ("date", "time", "c-ip", "cs-method", "cs-uri-stem", "sc-status", "cs(User-Agent)")


class View(NamedTuple):
    """A page shown to a reader: when (seconds since 1970, and the month as the log has it), to whom, and which page.

    ``program`` is the program's slug, or empty for a page outside the programs.
    """

    time: int
    month: str
    address: str
    program: str


@dataclass
class Tally:
    """What was met on the way: lines in all, lines that could not be read, page views by robots, and broken files."""

    lines: int = 0
    unreadable: int = 0
    robots: int = 0
    broken: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Pages:
    """Says which requests are for pages, and of which program, on a site that is published below ``root``."""

    programs: frozenset[str]
    root: str = "/"

    def program_of(self, target: str) -> str | None:
        """Return the program whose page ``target`` is, empty for another page, ``None`` for no page at all."""
        if not target.startswith("/"):
            try:
                target = urlsplit(target).path
            except ValueError:
                return None
        path = unquote(target).partition("#")[0]
        if not path.startswith(self.root):
            return None
        inside = path[len(self.root) :]
        if inside and not inside.endswith(("/", ".html", ".htm")):
            return None
        first = inside.partition("/")[0]
        return first if first in self.programs else ""


def views(logs: Sequence[str], pages: Pages, tally: Tally, latest: datetime.datetime) -> Iterator[View]:
    """Give the page views of all ``logs`` (paths, or ``-`` for standard input), the earliest first.

    Each log is taken to be in time order, as servers write them; lines dated after ``latest`` are not believed. What is
    left out is counted in ``tally``. Raises ``OSError`` when a log cannot be opened.
    """
    with ExitStack() as opened:
        streams = [(log, opened.enter_context(_open(log))) for log in logs]
        reader = _Reader(pages, tally, int(latest.timestamp()))
        yield from heapq.merge(*(reader.views(log, stream) for log, stream in streams), key=itemgetter(0))


def _open(log: str) -> IO[bytes]:
    if log == STANDARD_INPUT:
        return sys.stdin.buffer
    file = Path(log).open("rb")  # noqa: SIM115 - the caller's stack closes it
    packed = file.read(2) == _GZIP
    if not packed:
        file.seek(0)
        return file
    file.close()
    return cast(IO[bytes], gzip.open(log, "rb"))


class _Reader:
    """Reads lines of either format. What repeats from line to line is worked out once and remembered, within bounds."""

    def __init__(self, pages: Pages, tally: Tally, latest: int) -> None:
        self.tally = tally
        self.latest = latest
        self.program_of: Callable[[str], str | None] = lru_cache(1 << 14)(pages.program_of)
        self.is_robot: Callable[[str], bool] = lru_cache(1 << 14)(_is_robot)
        self.when: Callable[[str], tuple[int, str]] = lru_cache(1 << 10)(_when)

    def views(self, log: str, stream: IO[bytes]) -> Iterator[View]:
        columns: dict[str, int] = {}
        try:
            for lines in _lines(stream):
                for line in lines:
                    if line.startswith("#"):
                        columns = _columns(line) or columns
                        continue
                    if not line.strip():
                        continue
                    self.tally.lines += 1
                    view = self._iis(line, columns) if columns else self._combined(line)
                    if view is not None:
                        yield view
        except (EOFError, zlib.error, gzip.BadGzipFile):
            self.tally.broken.append(log)

    def _combined(self, line: str) -> View | None:
        found = _COMBINED.match(line)
        if found is None:
            self.tally.unreadable += 1
            return None
        address, written, request, status, _, agent = found.groups()
        if status not in _SHOWN or not request.startswith("GET "):
            return None
        return self._view(written, address, request[4:].partition(" ")[0], agent)

    def _iis(self, line: str, columns: dict[str, int]) -> View | None:
        values = line.rstrip("\r").split(" ")
        try:
            day, clock, address, method, target, status, agent = (values[columns[name]] for name in _IIS_FIELDS)
        except (IndexError, KeyError):
            self.tally.unreadable += 1
            return None
        if status not in _SHOWN or method != "GET":
            return None
        return self._view(f"{day} {clock}", address, target, agent.replace("+", " "))

    def _view(self, written: str, address: str, target: str, agent: str) -> View | None:
        program = self.program_of(target.partition("?")[0])
        if program is None:
            return None
        try:
            time, month = self.when(written)
        except (KeyError, ValueError, OverflowError):
            time = self.latest + 1
        if time > self.latest:
            self.tally.unreadable += 1
            return None
        if self.is_robot(agent):
            self.tally.robots += 1
            return None
        return View(time, month, address, program)


def _lines(stream: IO[bytes]) -> Iterator[list[str]]:
    """Give the lines of a log, some at a time; a line without end is cut, so that it cannot fill the memory."""
    rest = ""
    while chunk := stream.read(_CHUNK):
        *lines, rest = (rest + chunk.decode("latin-1")).split("\n")
        rest = rest[:_LONGEST_LINE]
        yield lines
    if rest:
        yield [rest]


def _columns(directive: str) -> dict[str, int]:
    """Return the place of each column that a ``#Fields:`` line of IIS names; empty for other lines."""
    name, _, fields = directive.partition(":")
    return {column: place for place, column in enumerate(fields.split())} if name == "#Fields" else {}


def _when(written: str) -> tuple[int, str]:
    """Return seconds since 1970 and the month as written; IIS writes universal time."""
    if written[2] == "/":
        day, month, year = int(written[:2]), _MONTHS[written[3:6]], int(written[7:11])
        hour, minute, second = int(written[12:14]), int(written[15:17]), int(written[18:20])
        east = int(written[22:24]) * 60 + int(written[24:26])
        zone = datetime.timezone(datetime.timedelta(minutes=-east if written[21] == "-" else east))
        time = datetime.datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
    else:
        time = datetime.datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=datetime.UTC)
    return int(time.timestamp()), f"{time.year:04}-{time.month:02}"


def _is_robot(agent: str) -> bool:
    """Say whether a user agent is a robot's, by the list that crawler-user-agents keeps; browsers always give a name."""
    return agent in ("", "-") or bool(crawleruseragents.is_crawler(agent))


def found_logs(arguments: Iterable[str]) -> list[str]:
    """Return the logs that arguments name; patterns such as ``logs/*.gz`` are filled in where the shell did not."""
    logs: list[str] = []
    for argument in arguments:
        path = Path(argument)
        is_pattern = any(mark in path.name for mark in "*?[") and not path.exists()
        logs += sorted(str(found) for found in path.parent.glob(path.name)) if is_pattern else [argument]
    return logs
