"""Places: where on the site a guide or a course leads, and with which selection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from . import addresses
from .catalogue import Catalogue
from .schema import ALL, Choice, Field, Known, Record, facet_fields
from .selection import Selection

VOCABULARY = "platser"


@dataclass(frozen=True)
class Place:
    """A program, chapter, article or entry as data names it (``adhd/behandling-och-stod#psykoedukation``)."""

    name: str
    selection: Selection = field(default_factory=dict)
    title: str = ""

    def address(self, query: str = "") -> str:
        """Return its address; ``query`` is what carries the selection."""
        page, _, anchor = self.name.partition("#")
        return f"{page}/{query}" + (f"#{anchor}" if anchor else "")


def known_places(catalogue: Catalogue) -> Known:
    """Return the words of the catalogue and, as vocabularies more, the places and the entries there are.

    Any may be named when the articles could not all be read.
    """
    known = catalogue.known()
    if "artiklar" not in known.words:
        return known
    titles = {program.slug: program.title for program in catalogue.programs}
    titles |= {chapter.address.rstrip("/"): chapter.title for chapter in catalogue.chapters}
    titles |= {addresses.entry(entry.key).rstrip("/"): entry.title for entry in catalogue.vocabularies.entries}
    titles |= {article.key: article.title for article in catalogue.articles}
    entries = [entry.key for entry in catalogue.vocabularies.entries]
    words = {**known.words, VOCABULARY: titles, "ingangar": entries}
    return replace(known, words=words, labels={**known.labels, VOCABULARY: titles})


def place_fields(facet_keys: tuple[str, ...]) -> tuple[Field, ...]:
    """Return the two fields by which data names a place."""
    return (
        Field(
            "till",
            Choice(VOCABULARY, "BRUTEN-LANK", "en sida eller en artikel"),
            "Vart länken leder: program, program/kapitel, program/kapitel#artikel eller for/ingång.",
            True,
            "adhd/behandling-och-stod",
        ),
        Field("urval", Record(facet_fields(facet_keys, required=False)), "Filtren.", False, "{utforare: [elevhalsa]}"),
    )


def place(values: Mapping[str, Any], titles: Mapping[str, str]) -> Place:
    """Return the place that the fields name, with its title; what could not be read is left empty."""
    name = values.get("till") or ""
    chosen = values.get("urval") or {}
    return Place(name, {facet: own for facet, own in chosen.items() if own and own != (ALL,)}, titles.get(name, ""))
