"""Vocabularies: the facets, chapters, sources, themes, entries and search words that the data files in ``programs/`` define."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import marked_yaml
from .front_matter import read_text
from .problems import Point, Problem, ProblemLog
from .schema import (
    ALL,
    DOI,
    STATUS_MEANINGS,
    STATUSES,
    STRENGTHS,
    WEB_ADDRESS,
    WORD,
    Choice,
    Date,
    Field,
    Known,
    ListOf,
    MappingOf,
    Number,
    Reader,
    Record,
    Text,
    facet_fields,
)


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet, such as Lärare."""

    key: str
    label: str
    explanation: str = ""


@dataclass(frozen=True)
class Facet:
    """One of the five settings a reader filters by. ``values`` stand in the order they are shown."""

    key: str
    label: str
    values: tuple[FacetValue, ...]
    explanation: str = ""

    def value(self, key: str) -> FacetValue:
        """Return the value with this key; ``KeyError`` when there is none."""
        return {value.key: value for value in self.values}[key]


@dataclass(frozen=True)
class ChapterKind:
    """One of the chapters that every program has: its slug, title and what belongs there."""

    slug: str
    title: str
    description: str


@dataclass(frozen=True)
class Source:
    """A reference. ``csl`` holds the record under CSL's own names, as it was written."""

    key: str
    csl: Mapping[str, Any]

    @property
    def title(self) -> str:
        return str(self.csl["title"])

    @property
    def authors(self) -> str:
        """Authors as "Family G, Family G", or the publisher where no person is named."""
        people = [f"{person['family']} {person.get('given', '')}".strip() for person in self.csl.get("author", ())]
        return ", ".join(people) or str(self.csl.get("publisher", ""))

    @property
    def issued(self) -> str:
        """The year, or empty when it is not known."""
        return str(self.csl.get("issued", ""))

    @property
    def url(self) -> str:
        """The address to follow: the DOI's where there is one, else the page's, else empty."""
        doi = self.csl.get("doi")
        return f"https://doi.org/{doi}" if doi else str(self.csl.get("url", ""))

    @property
    def after_title(self) -> str:
        """What follows the title, ending in one full stop; empty when there is nothing."""
        return f"{self.where.rstrip('.')}." if self.where else ""

    @property
    def before_title(self) -> str:
        """Who wrote or published it, ending in one full stop; empty when that is not known."""
        return f"{self.authors.rstrip('.')}." if self.authors else ""

    @property
    def where(self) -> str:
        """Where it was published: journal with volume, issue and pages, or number and publisher."""
        csl = self.csl
        parts: list[str] = []
        if csl.get("container-title"):
            volume = str(csl.get("volume", "")) + (f"({csl['issue']})" if csl.get("issue") else "")
            place = ";".join(part for part in (self.issued, volume) if part)
            parts.append(f"{csl['container-title']} {place}" + (f":{csl['page']}" if csl.get("page") else ""))
        if csl.get("author") and csl.get("publisher"):
            parts.append(str(csl["publisher"]))
        if csl.get("number"):
            parts.append(str(csl["number"]))
        if not csl.get("container-title") and csl.get("type") != "legislation":
            parts.append(self.issued)
        return ". ".join(part for part in parts if part)


@dataclass(frozen=True)
class Theme:
    """A subject that runs across the programs."""

    key: str
    label: str
    description: str


@dataclass(frozen=True)
class Entry:
    """A curated, named selection with a page of its own."""

    key: str
    title: str
    description: str
    selection: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class SearchWords:
    """What the search knows of words beyond the texts.

    ``synonyms`` are groups of words and phrases that mean the same to a reader; ``lexicon`` are words that compounds are made
    of although they do not stand alone in the texts.
    """

    synonyms: tuple[tuple[str, ...], ...] = ()
    lexicon: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabularies:
    """Everything the data files define, in their order. ``unread`` names the vocabularies whose file is not readable."""

    facets: tuple[Facet, ...] = ()
    chapters: tuple[ChapterKind, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    themes: tuple[Theme, ...] = ()
    entries: tuple[Entry, ...] = ()
    unread: frozenset[str] = frozenset()
    search: SearchWords = SearchWords()

    @property
    def facet_keys(self) -> tuple[str, ...]:
        return tuple(facet.key for facet in self.facets)

    def known(self) -> Known:
        """Return every word a field may take, by vocabulary."""
        words: dict[str, Any] = {facet.key: [value.key for value in facet.values] for facet in self.facets}
        labels = {facet.key: {value.key: value.label for value in facet.values} for facet in self.facets}
        words |= {
            "kallor": self.sources.keys(),
            "teman": [theme.key for theme in self.themes],
            "status": STATUSES,
            "styrka": STRENGTHS,
            "typ": SOURCE_TYPES,
        }
        return Known({name: known for name, known in words.items() if name not in self.unread}, labels)

    def explained(self) -> Known:
        """Return the same words with what each means, for editors and the authors' reference."""
        meanings: dict[str, Mapping[str, str]] = {
            facet.key: {value.key: _sentence(value.label, value.explanation) for value in facet.values}
            for facet in self.facets
        }
        meanings |= {
            "kallor": {
                key: _sentence(source.authors, source.title, source.issued) for key, source in self.sources.items()
            },
            "teman": {theme.key: _sentence(theme.label, theme.description) for theme in self.themes},
            "status": {key: _sentence(STATUSES[key], STATUS_MEANINGS[key]) for key in STATUSES},
            "typ": SOURCE_TYPES,
        }
        return replace(self.known(), explanations=meanings)


SOURCE_TYPES = {
    "article-newspaper": "Artikel i en tidning",
    "article-journal": "Artikel i en vetenskaplig tidskrift",
    "bill": "Proposition eller annat riksdagstryck",
    "book": "Bok",
    "chapter": "Kapitel i en bok",
    "dataset": "Register eller statistik",
    "legislation": "Lag, förordning eller föreskrift",
    "report": "Rapport, riktlinje, utredning eller kunskapsstöd",
    "software": "Program eller app",
    "webpage": "Webbsida",
}


def _sentence(*parts: str) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


_FACET_VALUE = Record(
    (
        Field("key", WORD, "Permanent namn, står i adresser.", True, "larare"),
        Field("label", Text(60), "Det som visas för läsaren.", True, "Lärare"),
        Field("explanation", Text(), "Vad värdet omfattar.", False, "Lärare och förskollärare."),
    ),
    lambda values: FacetValue(values["key"], values["label"], values.get("explanation") or ""),
)
FACETS_FILE = ListOf(
    Record(
        (
            Field("key", WORD, "Permanent namn, står i adresser och front matter.", True, "yrkesroll"),
            Field("label", Text(60), "Det som visas för läsaren.", True, "Yrkesroll"),
            Field("explanation", Text(), "Vad läsaren ställer in.", False, "Det arbete du utför."),
            Field("values", ListOf(_FACET_VALUE), "Värdena i den ordning de visas.", True, "[…]"),
        ),
        lambda values: Facet(values["key"], values["label"], values["values"], values.get("explanation") or ""),
    )
)
CHAPTERS_FILE = ListOf(
    Record(
        (
            Field("slug", WORD, "Filens namn och sidans adress.", True, "om-tillstandet"),
            Field("title", Text(60), "Kapitlets rubrik.", True, "Om tillståndet"),
            Field("description", Text(), "Vad som hör hemma i kapitlet.", True, "Begrepp, koder och förekomst."),
        ),
        lambda values: ChapterKind(**values),
    )
)
THEMES_FILE = ListOf(
    Record(
        (
            Field("key", WORD, "Permanent namn, står i adresser.", True, "samsjuklighet"),
            Field("label", Text(80), "Det som visas för läsaren.", True, "Samsjuklighet"),
            Field("description", Text(), "Vad temat samlar.", True, "När flera tillstånd finns samtidigt."),
        ),
        lambda values: Theme(**values),
    )
)
SEARCH_FILE = Record(
    (
        Field(
            "synonyms",
            ListOf(ListOf(Text(60))),
            "Grupper av ord och uttryck som betyder detsamma för den som söker.",
            False,
            "[[damp, adhd], [kbt, kognitiv beteendeterapi]]",
        ),
        Field(
            "lexicon",
            ListOf(Text(40)),
            "Ord som ingår i sammansättningar men sällan står för sig själva i texterna.",
            False,
            "[prevention, garanti]",
        ),
    ),
    lambda values: SearchWords(values.get("synonyms") or (), values.get("lexicon") or ()),
)
_PERSON = Record(
    (
        Field("family", Text(), "Efternamn.", True, "Larsson"),
        Field("given", Text(), "Förnamn eller initialer.", False, "H."),
    )
)
SOURCE_FIELDS = (
    Field("type", Choice("typ"), "Slag av källa, med CSL:s ord.", True, "report"),
    Field("title", Text(), "Källans titel.", True, "Socialtjänstlag"),
    Field("author", ListOf(_PERSON), "Personer som skrivit.", False, "[{family: Larsson, given: H.}]"),
    Field("publisher", Text(), "Utgivare, när ingen person är författare.", False, "Socialstyrelsen"),
    Field("container-title", Text(), "Tidskriften eller boken den ingår i.", False, "Läkartidningen"),
    Field("volume", Text(numbers=True), "Årgång.", False, '"27"'),
    Field("issue", Text(numbers=True), "Nummer i årgången.", False, '"2"'),
    Field("page", Text(numbers=True), "Sidor.", False, '"13-24"'),
    Field("number", Text(), "Rapport-, artikel- eller SFS-nummer.", False, '"SFS 2025:400"'),
    Field("issued", Number(), "Utgivningsår. Utelämnas när det inte är känt.", False, "2024"),
    Field("isbn", Text(), "ISBN.", False, '"978-91-7555-229-3"'),
    Field("doi", DOI, "DOI utan https.", False, '"10.1038/s41380-018-0070-0"'),
    Field("url", WEB_ADDRESS, "Adress som går att öppna.", False, "https://…"),
    Field("accessed", Date(), "Dagen sidan lästes.", False, '"2026-11-21"'),
    Field("note", Text(), "Upplysning till läsaren.", False, "Uppdaterad 2024."),
)
SOURCES_FILE = MappingOf(WORD, Record(SOURCE_FIELDS))


def entries_file(facet_keys: tuple[str, ...]) -> ListOf:
    """Return the kind of ``_entries.yml``."""
    selection = Record(facet_fields(facet_keys, required=False))
    return ListOf(
        Record(
            (
                Field("key", WORD, "Permanent namn, blir adressen /for/<key>/.", True, "larare"),
                Field("title", Text(60), "Det som visas för läsaren.", True, "Jag är lärare"),
                Field("description", Text(), "Vad läsaren får.", True, "Anpassningar, frånvaro och samverkan."),
                Field("selection", selection, "Urvalet: facetter med värden.", True, "{yrkesroll: [larare]}"),
            ),
            lambda values: Entry(
                values["key"],
                values["title"],
                values["description"],
                {facet: chosen for facet, chosen in values["selection"].items() if chosen and chosen != (ALL,)},
            ),
        )
    )


def read(folder: Path, shown_as: str) -> tuple[Vocabularies, list[Problem]]:
    """Read the data files in ``folder``, called ``shown_as`` in problems. What could not be read is left empty."""
    problems: list[Problem] = []
    known = Known({"typ": SOURCE_TYPES})

    def load(name: str, kind: Any, wanted: bool, known: Known = known, unique: str = "") -> Any:
        log = ProblemLog(f"{shown_as}/{name}")
        value = _load(folder / name, kind, Reader(log, known), wanted, unique)
        problems.extend(log.problems)
        return value

    facets = load("_facets.yml", FACETS_FILE, wanted=True, unique="key") or ()
    chapters = load("_chapters.yml", CHAPTERS_FILE, wanted=True, unique="slug") or ()
    sources = load("_sources.yml", SOURCES_FILE, wanted=True)
    themes = load("_themes.yml", THEMES_FILE, wanted=False, unique="key")
    themes_unread = themes is None and (folder / "_themes.yml").is_file()
    vocabularies = Vocabularies(
        tuple(facet for facet in facets if facet.key),
        tuple(chapter for chapter in chapters if chapter.slug),
        {key: Source(key, _without_none(csl)) for key, csl in (sources or {}).items()},
        themes or (),
        unread=frozenset(name for name, lost in (("kallor", sources is None), ("teman", themes_unread)) if lost),
    )
    kind = entries_file(vocabularies.facet_keys)
    entries = load("_entries.yml", kind, wanted=False, known=vocabularies.known(), unique="key") or ()
    search = load("_search.yml", SEARCH_FILE, wanted=False) or SearchWords()
    return replace(vocabularies, entries=entries, search=search), problems


def _without_none(csl: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in csl.items() if value is not None}


def read_node(file: Path, log: ProblemLog, wanted: bool = False) -> marked_yaml.Node | None:
    """Return what a data file holds, or ``None``; noted when it is empty, unreadable, or ``wanted`` and absent."""
    if not file.is_file():
        if wanted:
            log.error(Point(), "FIL-SAKNAS", "filen finns inte", hint="återställ filen ur versionshistoriken")
        return None
    text = read_text(file, log)
    node = marked_yaml.read(text, log) if text is not None else None
    if node is None and not log.problems:
        log.error(Point(), "FIL-TOM", "filen är tom", hint="återställ filen ur versionshistoriken")
    return node


def _load(file: Path, kind: Any, reader: Reader, wanted: bool, unique: str) -> Any:
    node = read_node(file, reader.log, wanted)
    if node is None:
        return None
    if unique:
        check_unique(node, unique, reader)
    if isinstance(node, marked_yaml.Sequence):
        for item in node.items:
            values = item.get("values") if isinstance(item, marked_yaml.Mapping) else None
            if values is not None:
                check_unique(values, "key", reader)
    return kind.read(node, "", reader)


def check_unique(node: marked_yaml.Node, name: str, reader: Reader) -> None:
    """Note each record of a list whose ``name`` an earlier one has already."""
    seen: dict[str, int] = {}
    for item in node.items if isinstance(node, marked_yaml.Sequence) else ():
        value = item.get(name) if isinstance(item, marked_yaml.Mapping) else None
        if not isinstance(value, marked_yaml.Scalar):
            continue
        if value.text in seen:
            reader.log.error(
                value,
                "DUBBELT-ID",
                f"står redan på rad {seen[value.text]}",
                field=name,
                value=value.text,
                hint="välj ett annat",
            )
        seen.setdefault(value.text, value.line)
