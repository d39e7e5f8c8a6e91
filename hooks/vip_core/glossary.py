"""The glossary: terms that are explained where an article first uses them, and on a page of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from . import data_files, marked_yaml
from .problems import Problem
from .schema import WORD, Field, ListOf, Reader, Record, Text
from .vocabularies import check_unique


@dataclass(frozen=True)
class Term:
    """A term as it is written in texts, what it stands for, and what it means."""

    key: str
    term: str
    meaning: str
    long_form: str = ""

    @property
    def explanation(self) -> str:
        """The long form and the meaning in one line."""
        return f"{self.long_form}. {self.meaning}" if self.long_form else self.meaning


@dataclass(frozen=True)
class Glossary:
    """All terms, in the order of the alphabet."""

    terms: tuple[Term, ...] = ()
    by_word: dict[str, Term] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self.by_word.update({term.term: term for term in self.terms})

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Matches any term as a word of its own, the longest first; ``None`` for an empty glossary."""
        words = sorted(map(re.escape, self.by_word), key=len, reverse=True)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])") if words else None


FILE = ListOf(
    Record(
        (
            Field("key", WORD, "Permanent namn, blir ankaret på ordlistans sida.", True, "sip"),
            Field("term", Text(40), "Ordet så som det skrivs i texterna.", True, "SIP"),
            Field("long_form", Text(120), "Vad en förkortning står för.", False, "Samordnad individuell plan"),
            Field(
                "meaning", Text(300), "Vad ordet betyder, i en mening.", True, "Plan som region och kommun gör ihop."
            ),
        ),
        lambda values: Term(values["key"], values["term"], values["meaning"], values.get("long_form") or ""),
    )
)


def read(file: Path, shown_as: str) -> tuple[Glossary, list[Problem]]:
    """Read the glossary; an absent file is an empty one."""
    terms, problems = data_files.read(file, shown_as, FILE, _check)
    return Glossary(tuple(sorted(terms or (), key=lambda term: alphabetical(term.term)))), problems


def _check(node: marked_yaml.Node, reader: Reader) -> None:
    check_unique(node, "key", reader)
    check_unique(node, "term", reader)


def alphabetical(word: str) -> tuple[int, ...]:
    """Return a key that sorts Swedish words: å, ä and ö last, whatever their case; other signs first."""
    order = "abcdefghijklmnopqrstuvwxyzåäö"
    return tuple(order.index(letter) + 1 if letter in order else 0 for letter in word.lower())
