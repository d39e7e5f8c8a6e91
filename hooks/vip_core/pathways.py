"""Care pathways (personcentrerade sammanhållna vårdförlopp): a page for each, with its steps and where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .schema import ARTICLES_FIELD, GENERAL_PAGE_FIELDS, WORD, Choice, Field, ListOf, Record, Text


@dataclass(frozen=True)
class Milestone:
    """What happened with a pathway, and when, as the sources say."""

    when: str
    what: str


@dataclass(frozen=True)
class Step:
    """One step of a pathway: the question it answers, what to do, and the articles that tell how."""

    key: str
    title: str
    question: str
    does: str
    articles: tuple[str, ...]


@dataclass(frozen=True)
class Pathway:
    """A pathway. ``applies_to`` says whom it is for; ``program`` is a slug."""

    title: str
    address: str
    program: str
    applies_to: str
    milestones: tuple[Milestone, ...]
    steps: tuple[Step, ...]


_MILESTONE = Record(
    (
        Field("nar", Text(40, numbers=True), "År eller datum, så som källan anger det.", True, '"2020"'),
        Field("vad", Text(300), "Vad som hände.", True, "Vårdförloppet blev klart."),
    ),
    lambda values: Milestone(values["nar"], values["vad"]),
)
_STEP = Record(
    (
        Field("key", WORD, "Stegets ankare på sidan.", True, "misstanke"),
        Field("title", Text(40), "Stegets namn.", True, "Misstanke"),
        Field("fraga", Text(160), "Frågan som steget besvarar.", True, "Kan det vara psykos?"),
        Field("gor", Text(300), "Vad du gör, i en eller två meningar.", True, "Lämna över personligen."),
        ARTICLES_FIELD,
    ),
    lambda values: Step(values["key"], values["title"], values["fraga"], values["gor"], values.get("artiklar") or ()),
)
FIELDS = (
    *GENERAL_PAGE_FIELDS,
    Field(
        "program", Choice("program", "OKANT-PROGRAM", "ett program"), "Programmet som förloppet hör till.", True, "adhd"
    ),
    Field("galler", Text(300), "Vem vårdförloppet gäller.", True, "Vuxna från 18 år."),
    Field("handelser", ListOf(_MILESTONE), "När förloppet kom till, ur källorna.", True, '[{nar: "2020", vad: …}]'),
    Field("steg", ListOf(_STEP), "Stegen i ordning, med artiklar.", True, "[{key: misstanke, …}]"),
)


def pathway(address: str, values: Mapping[str, Any]) -> Pathway:
    """Return the pathway of a page's front matter; what could not be read is left empty."""
    return Pathway(
        values.get("title") or "",
        address,
        values.get("program") or "",
        values.get("galler") or "",
        values.get("handelser") or (),
        values.get("steg") or (),
    )
