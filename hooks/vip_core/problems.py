"""Problems: what an author must or should mend, and where."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple, Protocol

Severity = Literal["error", "warning"]
_DIGITS = re.compile(r"[0-9]+")
_PART_MARKS = re.compile(r"[ _-]+")


class Place(Protocol):
    """Anything that knows where it stands in its file (line and column from 1)."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class Point(NamedTuple):
    """A bare place in a file, line and column from 1."""

    line: int = 1
    column: int = 1


def point_at(text: str, position: int, first_line: int = 1) -> Point:
    """Return line and column of ``position`` in ``text``, which begins at ``first_line`` of its file."""
    before = text[:position]
    return Point(first_line + before.count("\n"), len(before) - before.rfind("\n"))


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend.

    ``path`` is relative to the project's root with forward slashes; ``message`` and ``hint`` are Swedish sentences for
    the author, the hint being the mend. Where there is only one way to mend it, ``mend`` is what must stand in place of
    ``value``.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    field: str = ""
    value: str = ""
    severity: Severity = "error"
    mend: str = ""

    def as_text(self) -> str:
        """Return ``path:line:column: CODE: field: message – hint``, on one line."""
        said = f"{self.field}: {self.message}" if self.field else self.message
        if self.hint:
            said = f"{said} – {self.hint}"
        return " ".join(f"{self.path}:{self.line}:{self.column}: {self.code}: {said}".split())

    def as_record(self) -> dict[str, str | int]:
        """Return the problem as plain data for JSON, in the order the contract names its fields."""
        record = asdict(self)
        order = ("path", "line", "column", "code", "field", "value", "message", "hint", "severity")
        return {name: record[name] for name in order}


class ProblemLog:
    """Collects the problems of one file, so that a reader of it can go on after the first."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def error(
        self,
        place: Place,
        code: str,
        message: str,
        *,
        hint: str = "",
        field: str = "",
        value: object = "",
        mend: str = "",
    ) -> None:
        """Note something that stops the build."""
        self.problems.append(
            Problem(self.path, place.line, place.column, code, message, hint, field, str(value), "error", mend)
        )

    def warning(
        self, place: Place, code: str, message: str, *, hint: str = "", field: str = "", value: object = ""
    ) -> None:
        """Note something the author should know, which never stops the build."""
        self.problems.append(
            Problem(self.path, place.line, place.column, code, message, hint, field, str(value), "warning")
        )


class Refused(Exception):
    """What was asked for cannot be done; says why, in Swedish. ``frame`` has what is told around that."""

    frame = "{}"

    @property
    def told(self) -> str:
        """What whoever asked is told."""
        return self.frame.format(self)


class ContentRefused(Refused):
    """The content has errors, so nothing was built. ``problems`` holds all of them, warnings included."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(report(problems))
        self.problems = tuple(problems)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return those that stop a build."""
    return [problem for problem in problems if problem.severity == "error"]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return each distinct problem once, by file, line and column."""
    return sorted(set(problems))


def summary(problems: Sequence[Problem]) -> str:
    """Return the closing line, ``1 fel, 0 varningar``."""
    wrong = len(errors(problems))
    warned = len(problems) - wrong
    return f"{wrong} fel, {warned} {'varning' if warned == 1 else 'varningar'}"


def report(problems: Iterable[Problem]) -> str:
    """Return every problem, one a line, and the closing line."""
    ordered = in_order(problems)
    return "\n".join([problem.as_text() for problem in ordered] + [summary(ordered)])


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word an author most likely meant by ``word``, or ``None`` when none is near.

    Letters are compared without case and diacritics, so that "Lärare" leads to "larare".
    """
    candidates = {_plain(candidate): candidate for candidate in known}
    found = difflib.get_close_matches(_plain(word), candidates, n=1, cutoff=0.6)
    return candidates[found[0]] if found else None


def surely_meant(word: str, known: Iterable[str]) -> str:
    """Return the known word that ``word`` can only be a misspelling of, or nothing.

    That is the one that differs in nothing but case, diacritics and spaces, or else in one letter (added, left out, changed
    or swapped with its neighbour) when no other is as near. Words under five letters are too alike for the latter.
    """
    known = list(known)
    spelt = _PART_MARKS.sub("-", _plain(word.strip()))
    same = [candidate for candidate in known if _PART_MARKS.sub("-", _plain(candidate)) == spelt]
    near = same or [
        candidate for candidate in known if min(len(spelt), len(candidate)) >= 5 and _one_off(spelt, candidate)
    ]
    return near[0] if len(near) == 1 else ""


def _one_off(word: str, other: str) -> bool:
    """Say whether one letter added, left out, changed or swapped with the next makes ``word`` into ``other``.

    Digits tell sources and laws apart, so words that differ in them are different words.
    """
    if _DIGITS.findall(word) != _DIGITS.findall(other):
        return False
    start = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    rest, others = word[start:], other[start:]
    swapped = len(rest) > 1 and rest[1::-1] == others[:2] and rest[2:] == others[2:]
    return rest[1:] == others or rest == others[1:] or rest[1:] == others[1:] or swapped


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``menade du "larare"?`` for a near known word; else the known words, when they are few; else nothing."""
    known = list(known)
    near = nearest(word, known)
    if near is not None:
        return f'menade du "{near}"?'
    return f"välj bland {', '.join(known)}" if 0 < len(known) <= 12 else ""


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
