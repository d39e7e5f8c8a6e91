"""Method support: the inventory of methods and knowledge support as a catalogue with facets of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import addresses, marked_yaml
from .problems import Problem, ProblemLog
from .schema import (
    ARTICLES_FIELD,
    MONTH,
    PROGRAMS_FIELD,
    WEB_ADDRESS,
    WORD,
    Choice,
    Field,
    Known,
    ListOf,
    Reader,
    Record,
    Text,
    facet_fields,
)
from .selection import Audience
from .vocabularies import FACETS_FILE, Facet, check_unique, read_node

FILE = "_metodstod.yml"
HEADING, STATUS = "rubrik", "lage"
_FACETS = (HEADING, "form", "malgrupp", STATUS)
NOT_IN_USE = "ej-i-bruk"


@dataclass(frozen=True)
class SupportLink:
    """A part of an entry. ``url`` can be followed; ``printed`` is an address to be read as text; both may be empty."""

    name: str
    url: str = ""
    printed: str = ""
    note: str = ""


@dataclass(frozen=True)
class SupportEntry:
    """One entry. ``audience`` holds its values in the catalogue's facets; ``checked`` is the month its links were tried."""

    key: str
    name: str
    subheading: str
    description: str
    concerns: str
    owner: str
    year: str
    note: str
    checked: str
    audience: Audience
    links: tuple[SupportLink, ...] = ()
    programs: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()

    @property
    def always(self) -> bool:
        return False

    @property
    def address(self) -> str:
        return f"{addresses.METHOD_SUPPORT}#{self.key}"

    @property
    def in_use(self) -> bool:
        """Whether the source does not count it among what is no longer used."""
        return NOT_IN_USE not in self.audience[STATUS]


@dataclass(frozen=True)
class SupportGroup:
    """The entries below one heading and subheading of the inventory; ``subheading`` may be empty."""

    heading: str
    subheading: str
    entries: tuple[SupportEntry, ...]


@dataclass(frozen=True)
class MethodSupport:
    """The catalogue. ``source`` is the inventory's key and ``as_of`` the month its facts are from.

    One that is not ``readable`` takes part as something links may lead to, so that they are not refused as well.
    """

    source: str = ""
    as_of: str = ""
    facets: tuple[Facet, ...] = ()
    entries: tuple[SupportEntry, ...] = ()
    by_article: Mapping[str, tuple[SupportEntry, ...]] = field(default_factory=dict)
    by_program: Mapping[str, tuple[SupportEntry, ...]] = field(default_factory=dict)
    readable: bool = True

    @property
    def groups(self) -> tuple[SupportGroup, ...]:
        """The entries by heading and subheading, in the inventory's order."""
        labels = {value.key: value.label for facet in self.facets if facet.key == HEADING for value in facet.values}
        return tuple(
            SupportGroup(labels.get(heading, ""), subheading, tuple(entries))
            for (heading, subheading), entries in itertools.groupby(
                self.entries, key=lambda entry: (entry.audience[HEADING][0], entry.subheading)
            )
        )

    def labels(self, entry: SupportEntry, facet: str) -> tuple[str, ...]:
        """Return an entry's values in one facet as they are shown; empty for all of them, and where there is no such facet."""
        known = {value.key: value.label for one in self.facets if one.key == facet for value in one.values}
        return tuple(known[value] for value in entry.audience.get(facet, ()) if value in known)


_LINK = Record(
    (
        Field("namn", Text(), "Vad länken leder till.", True, "Användarstöd"),
        Field("url", WEB_ADDRESS, "Adressen, exakt som källan skriver den.", False, "https://…"),
        Field("tryckt", Text(), "En adress som inte går att lita på; visas som text.", False, '"https://…"'),
        Field("anm", Text(), "Upplysning till läsaren.", False, "Länken är utelämnad."),
    ),
    lambda values: SupportLink(
        values["namn"], values.get("url") or "", values.get("tryckt") or "", values.get("anm") or ""
    ),
)


def _entry_kind(facet_keys: tuple[str, ...]) -> Record:
    def build(values: dict[str, Any]) -> SupportEntry:
        return SupportEntry(
            values["key"],
            values["namn"],
            values.get("underrubrik") or "",
            values["beskrivning"],
            values.get("avser") or "",
            values.get("agare") or "",
            values.get("ar") or "",
            values.get("anm") or "",
            values.get("kontrollerad") or "",
            {key: values.get(key) or () for key in facet_keys},
            values.get("lankar") or (),
            values.get("program") or (),
            values.get("artiklar") or (),
        )

    return Record(
        (
            Field("key", WORD, "Permanent namn, blir ankaret på sidan.", True, "imr-appen"),
            Field("namn", Text(120), "Stödets namn.", True, "IMR-appen"),
            *facet_fields(facet_keys, required=True),
            Field("underrubrik", Text(80), "Underrubrik i inventeringen.", False, "Samordnad individuell plan"),
            Field("beskrivning", Text(300), "Vad stödet är, i egna ord.", True, "Formulär om …"),
            Field("avser", Text(160), "Vem källan säger att det är till för.", False, "Barn 8–12 år"),
            Field("agare", Text(160), "Vem som gav ut eller förvaltade det.", False, "SKR"),
            Field("ar", Text(60, numbers=True), "Årtal ur källan.", False, '"2014"'),
            Field("lankar", ListOf(_LINK), "Delar och länkar.", False, "[{namn: …, url: …}]"),
            Field("anm", Text(), "Upplysning till läsaren.", False, "Var inte färdigt."),
            Field("kontrollerad", MONTH, "Månaden då länkarna senast prövades.", False, "2026-11"),
            PROGRAMS_FIELD,
            ARTICLES_FIELD,
        ),
        build,
    )


def file_kind(facet_keys: tuple[str, ...] = _FACETS) -> Record:
    """Return the kind of the file, whose entries have these facets."""
    return Record(
        (
            Field("kalla", Choice("kallor", "OKAND-KALLA"), "Inventeringens nyckel i _sources.yml.", True),
            Field("uppgift", MONTH, "Månaden som uppgifterna gäller.", True, "2020-03"),
            Field("facetter", FACETS_FILE, "Sidans egna filter.", True),
            Field("poster", ListOf(_entry_kind(facet_keys)), "Posterna, i inventeringens ordning.", True),
        )
    )


def read(file: Path, shown_as: str, known: Known) -> tuple[MethodSupport, list[Problem]]:
    """Read the catalogue; an absent file is an empty one. ``known`` holds sources, programs and articles."""
    log = ProblemLog(shown_as)
    node = read_node(file, log)
    if node is None:
        return MethodSupport(readable=not log.problems), log.problems
    facets = _facets(node)
    words = {**known.words, **{facet.key: [value.key for value in facet.values] for facet in facets}}
    labels = {facet.key: {value.key: value.label for value in facet.values} for facet in facets}
    for facet in {HEADING, STATUS} - {facet.key for facet in facets}:
        log.error(node, "FALT-SAKNAS", f"facetten {facet} saknas", field="facetter", hint=f"lägg till key: {facet}")
    entries = node.get("poster") if isinstance(node, marked_yaml.Mapping) else None
    if entries is not None:
        check_unique(entries, "key", Reader(log, known))
    found = file_kind(tuple(facet.key for facet in facets)).read(node, "", Reader(log, Known(words, labels)))
    if found is None:
        return MethodSupport(readable=False), log.problems
    posts: tuple[SupportEntry, ...] = found["poster"]
    by_article = _by_name((key, entry) for entry in posts for key in entry.articles)
    by_program = _by_name((slug, entry) for entry in posts for slug in entry.programs)
    return MethodSupport(found["kalla"], found["uppgift"], facets, posts, by_article, by_program), log.problems


def _facets(node: marked_yaml.Node) -> tuple[Facet, ...]:
    """Return the facets ahead of the entries that use them; what is wrong with them is noted when the file is read."""
    written = node.get("facetter") if isinstance(node, marked_yaml.Mapping) else None
    return (FACETS_FILE.read(written, "", Reader(ProblemLog(""), Known())) or ()) if written is not None else ()


def _by_name(pairs: Iterable[tuple[str, SupportEntry]]) -> Mapping[str, tuple[SupportEntry, ...]]:
    found: dict[str, tuple[SupportEntry, ...]] = {}
    for name, entry in pairs:
        found[name] = (*found.get(name, ()), entry)
    return found
