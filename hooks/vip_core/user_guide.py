"""The user guide: six steps with pictures, and short introductions for those with little time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from . import addresses, marked_yaml, places
from .places import Place, place, place_fields
from .problems import Problem, ProblemLog
from .schema import WORD, Choice, Field, Known, ListOf, Pattern, Reader, Record, Text
from .vocabularies import check_unique, read_node

FILE = "_anvandarguide.yml"
PICTURES = "anvandarguide/bilder"  # below content/, and on the site
PICTURE_SIZE = (960, 540)  # as `vip.py pictures --guide` takes them


@dataclass(frozen=True)
class GuideStep:
    """One step: what to do, what there is to know about it, and a picture below ``PICTURES``."""

    key: str
    title: str
    does: str
    more: str
    picture: str
    alt: str


@dataclass(frozen=True)
class FirstThing:
    """Something to do in the first minutes, and where."""

    does: str
    place: Place


@dataclass(frozen=True)
class GuideAudience:
    """An introduction for one audience. ``entry`` is the key of the entry it leads to."""

    key: str
    title: str
    description: str
    text: str
    first: tuple[FirstThing, ...]
    entry: str

    @property
    def address(self) -> str:
        return f"{addresses.USER_GUIDE}{self.key}/"


@dataclass(frozen=True)
class UserGuide:
    """The guide; one that could not be read is empty."""

    steps: tuple[GuideStep, ...] = ()
    audiences: tuple[GuideAudience, ...] = ()

    @property
    def picture_size(self) -> tuple[int, int]:
        """Width and height of every picture, so that nothing moves when they come."""
        return PICTURE_SIZE

    @property
    def search_text(self) -> str:
        """What the guide's page says, for the search."""
        return " ".join(f"{step.title} {step.does} {step.more}" for step in self.steps)


_PICTURE = Pattern(
    re.compile(r"[a-z0-9-]+\.webp"),
    "en bild",
    "FELAKTIGT-ID",
    "skriv filens namn med små bokstäver, till exempel sok.webp",
)
_STEP = Record(
    (
        Field("key", WORD, "Stegets ankare på sidan.", True, "valj-program"),
        Field("title", Text(40), "Stegets namn.", True, "Välj program"),
        Field(
            "gor", Text(200), "Vad du gör, i en eller två meningar. Står även i lathunden.", True, "Öppna startsidan."
        ),
        Field("mer", Text(400), "Bra att veta.", True, "Varje program har tio kapitel."),
        Field("bild", _PICTURE, f"Bildens fil i {PICTURES}.", True, "valj-program.webp"),
        Field("alt", Text(250), "Vad bilden visar, för den som inte ser den.", True, "Startsidan med fem program."),
    ),
    lambda values: GuideStep(
        values["key"], values["title"], values["gor"], values["mer"], values["bild"], values["alt"]
    ),
)


def file_kind(facet_keys: tuple[str, ...], titles: Mapping[str, str] = MappingProxyType({})) -> Record:
    """Return the kind of the file, which may name selections in the facets ``facet_keys``; ``titles`` are of places."""
    first = Record(
        (Field("gor", Text(200), "Vad du gör.", True, "Läs om första samtalet."), *place_fields(facet_keys)),
        lambda values: FirstThing(values["gor"], place(values, titles)),
    )
    audience = Record(
        (
            Field("key", WORD, "Permanent namn, blir sidans adress.", True, "elevhalsa"),
            Field("title", Text(60), "Sidans rubrik.", True, "Elevhälsan"),
            Field("description", Text(200), "En mening om vad läsaren får.", True, "Kom igång på fyra minuter."),
            Field("ingang", Choice("ingangar", wanted="en ingång"), "Ingången i _entries.yml.", True, "elevhalsan"),
            Field("text", Text(400), "Några meningar om nyttan.", True, "Du möter elever som …"),
            Field("forst", ListOf(first), "Det första du gör, i ordning.", True, "[{gor: …, till: …}]"),
        ),
        lambda values: GuideAudience(
            values["key"], values["title"], values["description"], values["text"], values["forst"], values["ingang"]
        ),
    )
    return Record(
        (
            Field("steg", ListOf(_STEP), "Stegen, i ordning.", True, "[{key: valj-program, …}]"),
            Field("malgrupper", ListOf(audience), "Introduktionerna, i ordning.", True, "[{key: elevhalsa, …}]"),
        ),
        lambda values: UserGuide(values["steg"], values["malgrupper"]),
    )


def read(
    folder: Path, shown_as: str, known: Known, facet_keys: tuple[str, ...]
) -> tuple[UserGuide | None, list[Problem]]:
    """Read the guide in ``folder``, called ``shown_as`` in problems; ``None`` when there is none.

    ``known`` holds the places and entries there are.
    """
    log = ProblemLog(f"{shown_as}/{FILE}")
    node = read_node(folder / FILE, log)
    if node is None:
        return (UserGuide() if log.problems else None), log.problems
    reader = Reader(log, known)
    guide: UserGuide | None = file_kind(facet_keys, known.labels.get(places.VOCABULARY, {})).read(node, "", reader)
    for name in ("steg", "malgrupper"):
        written = node.get(name) if isinstance(node, marked_yaml.Mapping) else None
        if written is not None:
            check_unique(written, "key", reader)
    _check_pictures(node, folder, log)
    return guide or UserGuide(), log.problems


def _check_pictures(node: marked_yaml.Node, folder: Path, log: ProblemLog) -> None:
    steps = node.get("steg") if isinstance(node, marked_yaml.Mapping) else None
    for step in steps.items if isinstance(steps, marked_yaml.Sequence) else ():
        named = step.get("bild") if isinstance(step, marked_yaml.Mapping) else None
        if not isinstance(named, marked_yaml.Scalar) or not _PICTURE.pattern.fullmatch(named.text):
            continue
        if not (folder / PICTURES / named.text).is_file():
            hint = "ta bilderna med: python3 scripts/vip.py pictures --guide"
            said = f'bilden "{named.text}" finns inte'
            log.error(named, "BILD-SAKNAS", said, field="bild", value=named.text, hint=hint)
