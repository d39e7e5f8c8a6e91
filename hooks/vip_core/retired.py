"""Retired pages and articles: what once was on the site and no longer is, as ``content/_utgangna.yml`` tells.

A page's address becomes a page that says what it was, since when it is gone, and where to go; an article's anchor leads to
a line that says the same, on the page where the article was.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import addresses, marked_yaml
from .front_matter import read_text
from .problems import Point, Problem, ProblemLog
from .schema import WORD, Date, Field, Known, ListOf, Pattern, Reader, Record, Text
from .vocabularies import check_unique

FILE = "_utgangna.yml"
HEAD = "# Sidor och artiklar som har utgått. Deras adresser svarar för alltid, och deras id används aldrig igen.\n"
PLACE = Pattern(
    re.compile(r"(?!/)(?!.*(?:\.\.|//|:))[^\s?#\\]+(?:#[a-z0-9-]+)?"),
    "en adress från webbplatsens rot",
    "FELAKTIG-ADRESS",
    "skriv vägen utan / först, och artikelns ankare efter #: adhd/om-tillstandet/#forekomst",
)
RECORD = Record(
    (
        Field("address", PLACE, "Adressen som sidan eller artikeln hade.", True, "adhd/om-tillstandet/#forekomst"),
        Field("title", Text(160), "Rubriken den hade.", True, "Förekomst"),
        Field("date", Date(), "Dagen då den utgick.", True, "2026-11-21"),
        Field("reason", Text(500), "Varför, i en mening till läsaren.", True, "Texten ingår nu i Nivå och process."),
        Field("successor", PLACE, "Adressen som läsaren hänvisas till.", False, "adhd/niva-och-process/"),
        Field("ids", ListOf(WORD), "Sidans id, och id för sidor under den.", False, "[adhd-om-tillstandet]"),
        Field("former", ListOf(PLACE), "Adresser som sidan eller artikeln hade tidigare.", False, "[adhd/om/]"),
    )
)


@dataclass(frozen=True)
class Retired:
    """A retired page, or an article when the address has an anchor. ``line`` is where the file tells of it."""

    address: str
    title: str
    date: datetime.date
    reason: str
    successor: str = ""
    ids: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    line: int = 1

    @property
    def page(self) -> str:
        """The address without its anchor."""
        return addresses.without_anchor(self.address)

    @property
    def anchor(self) -> str:
        return addresses.anchor(self.address)


def read(file: Path, shown_as: str) -> tuple[tuple[Retired, ...], list[Problem]]:
    """Read what is retired, in the file's order; an absent file is an empty one."""
    if not file.is_file():
        return (), []
    log = ProblemLog(shown_as)
    text = read_text(file, log)
    node = marked_yaml.read(text, log) if text is not None else None
    if node is None:
        return (), log.problems
    reader = Reader(log, Known())
    if not isinstance(node, marked_yaml.Sequence):
        reader.wrong_type(node, "", "en lista", "börja varje post med ett bindestreck")
        return (), log.problems
    check_unique(node, "address", reader)
    found = []
    for item in node.items:
        values: dict[str, Any] = RECORD.read(item, "", reader) or {}
        if values.get("address") and values.get("date"):
            found.append(_retired(values, item.line))
    return tuple(found), log.problems


def _retired(values: dict[str, Any], line: int) -> Retired:
    return Retired(
        addresses.as_written(values["address"]),
        values["title"] or "",
        values["date"],
        values["reason"] or "",
        addresses.as_written(values.get("successor") or ""),
        values.get("ids") or (),
        tuple(map(addresses.as_written, values.get("former") or ())),
        line,
    )


def check_successors(retired: tuple[Retired, ...], living: frozenset[str], shown_as: str) -> list[Problem]:
    """Return a problem for each successor that is nowhere, or that leads round in a ring.

    ``living`` are the addresses that answer by themselves, articles included.
    """
    log = ProblemLog(shown_as)
    by_address = {record.address: record for record in retired}
    for record in retired:
        seen = [record.address]
        while (to := by_address[seen[-1]].successor) in by_address and to not in seen:
            seen.append(to)
        if to in seen:
            way = " → ".join(f"/{step}" for step in (*seen, to))
            hint = "låt en av dem hänvisa till en sida som finns"
            log.error(Point(record.line), "KEDJA-I-RING", f"hänvisningen går runt: {way}", field="successor", hint=hint)
        elif record.successor and len(seen) == 1 and to not in living:
            log.error(
                Point(record.line),
                "KEDJA-UTAN-SLUT",
                f'"{to}" är varken en sida eller en artikel',
                field="successor",
                value=to,
                hint="skriv adressen till en sida som finns, eller ta bort raden",
            )
    return log.problems
