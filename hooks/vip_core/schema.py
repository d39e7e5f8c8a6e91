"""The one schema: every field of front matter, article blocks and vocabulary files, and how each is read.

A ``Field`` says its name, what kind of value it takes and, in Swedish, what it is for. A ``Kind`` reads a marked YAML
node into a plain value, notes what is wrong with it, and describes itself as a JSON Schema. Whatever else needs to know the
fields is made from these tables, so that none can say something else: scaffolds (``scaffolds``), the schemas and
snippets of editors and the authors' reference (``authoring``).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from . import marked_yaml
from .marked_yaml import Node, Scalar
from .problems import ProblemLog, did_you_mean, nearest, point_at, surely_meant

ALL = "alla"
JsonSchema = dict[str, Any]
IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = re.compile(r"[0-9]{1,9}")
_WORDS = re.compile(rf"{IDENTIFIER.pattern}(?:,[ ]*{IDENTIFIER.pattern})*")
_TYPOGRAPHIC_QUOTES = "”“„»«’‘"
_LINE_BREAKS = re.compile(r"[ \t\n]+")
_STRAY_FIELD = re.compile(r"\s*([a-z]+):(?=\s|$)")
_VERSION = re.compile(r"\d+(?:\.\d+)+")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_KIND_NAMES = {
    "bool": "ja eller nej",
    "int": "ett tal",
    "float": "ett tal",
    "timestamp": "ett datum",
    "null": "ingenting",
}


@dataclass(frozen=True)
class Known:
    """The words that values are chosen from, by vocabulary (``utforare``, ``kallor``, ``teman`` …).

    A vocabulary that is not among ``words`` could not be read; what is wrong with it has been noted, and any word passes.
    ``labels`` are what readers see, ``explanations`` what authors are told, and ``schemas`` the files that hold the
    enumeration of a vocabulary for all JSON Schemas.
    """

    words: Mapping[str, Collection[str]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    explanations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    schemas: Mapping[str, str] = field(default_factory=dict)

    def of(self, vocabulary: str) -> Collection[str]:
        return self.words.get(vocabulary, ())

    def has(self, vocabulary: str, word: str) -> bool:
        """Say whether ``word`` may be used."""
        return vocabulary not in self.words or word in self.words[vocabulary]

    def json_schema(self, vocabulary: str) -> JsonSchema:
        """Return the words of a vocabulary as an enumeration that editors complete, each with what it means."""
        if vocabulary in self.schemas:
            return {"$ref": self.schemas[vocabulary]}
        if vocabulary not in self.words:
            return {"type": "string"}
        words = list(self.of(vocabulary))
        meanings = self.explanations.get(vocabulary, {})
        schema: JsonSchema = {"type": "string", "enum": words}
        if meanings:
            schema["markdownEnumDescriptions"] = [meanings.get(word, "") for word in words]
        return schema


@dataclass
class Reader:
    """What a kind needs while it reads: where to note problems, and which words are known."""

    log: ProblemLog
    known: Known

    def wrong_type(self, node: Node, name: str, wanted: str, hint: str, mend: str = "") -> None:
        """Note that ``node`` is of another type than ``wanted``."""
        shown = node.text if isinstance(node, Scalar) else ""
        self.log.error(node, "FEL-TYP", f"ska vara {wanted}", field=name, value=shown, hint=hint, mend=mend)


class Kind(Protocol):
    """How one kind of value is read, described and written in a JSON Schema."""

    @property
    def wanted(self) -> str:
        """What is wanted, in Swedish, as the object of "ska vara"."""

    def read(self, node: Node, name: str, reader: Reader) -> Any:
        """Return the plain value, or ``None`` after noting what is wrong with it."""

    def json_schema(self, known: Known) -> JsonSchema:
        """Return the JSON Schema of the value, with the words it is chosen from and their Swedish explanations."""


@dataclass(frozen=True)
class Field:
    """One field: ``help`` tells an author what it is for; ``example`` is how it is written."""

    name: str
    kind: Kind
    help: str
    required: bool = False
    example: str = ""


def _text(node: Node, name: str, reader: Reader, wanted: str, numbers: bool = False) -> str | None:
    if not isinstance(node, Scalar):
        reader.wrong_type(node, name, wanted, f"skriv {name}: följt av värdet på samma rad")
        return None
    if node.tag == "null" or not node.text.strip():
        reader.log.error(node, "FEL-TYP", "är tomt", field=name, hint=f"ska vara {wanted}")
        return None
    if node.tag != "str" and not (numbers and node.tag == "int" and _DIGITS.fullmatch(node.text)):
        reader.log.error(
            node,
            "YAML-FALLA",
            f"YAML läser {node.text} som {_KIND_NAMES.get(node.tag, 'något annat')}, inte som text",
            field=name,
            value=node.text,
            hint=f'skriv "{node.text}" inom citattecken',
            mend=f'"{node.text}"' if marked_yaml.IS_PLAIN.fullmatch(node.text) else "",
        )
        return None
    return None if marked_yaml.has_invisible(node.text, reader.log, node.line) else node.text


@dataclass(frozen=True)
class Text:
    """A line of text, at most ``longest`` characters (0 for any length). ``numbers`` lets digits go unquoted.

    Text may be folded over several lines; their breaks become spaces.
    """

    longest: int = 0
    numbers: bool = False
    wanted: str = "text"

    def read(self, node: Node, name: str, reader: Reader) -> str | None:
        text = _text(node, name, reader, self.wanted, self.numbers)
        if text is not None and self.longest and len(text) > self.longest:
            reader.log.error(
                node, "FOR-LANGT", f"är {len(text)} tecken", field=name, hint=f"korta till högst {self.longest} tecken"
            )
        return _LINE_BREAKS.sub(" ", text).strip() if text is not None else None

    def json_schema(self, known: Known) -> JsonSchema:  # noqa: ARG002 - text is not chosen from words
        types: JsonSchema = {"type": ["string", "integer"] if self.numbers else "string", "minLength": 1}
        return types | ({"maxLength": self.longest} if self.longest else {})


@dataclass(frozen=True)
class Pattern:
    """A word of a fixed form, such as an id or a version."""

    pattern: re.Pattern[str]
    wanted: str
    code: str
    hint: str

    def read(self, node: Node, name: str, reader: Reader) -> str | None:
        fits = isinstance(node, Scalar) and self.pattern.fullmatch(node.text)
        if isinstance(node, Scalar) and node.tag == "int" and not node.quoted and fits:
            return node.text
        if isinstance(node, Scalar) and node.tag != "null" and node.text.strip() and not fits:
            said = f'"{node.text}" är inte {self.wanted}'
            meant = node.text.strip(_TYPOGRAPHIC_QUOTES)
            typed_in_word = meant != node.text and self.pattern.fullmatch(meant)
            hint = f'byt Words sneda citattecken mot raka: "{meant}"' if typed_in_word else self.hint
            mend = f'"{meant}"' if typed_in_word else ""
            reader.log.error(node, self.code, said, field=name, value=node.text, hint=hint, mend=mend)
            return None
        return _text(node, name, reader, self.wanted)

    def json_schema(self, known: Known) -> JsonSchema:  # noqa: ARG002 - a pattern is not chosen from words
        return {"type": "string", "pattern": f"^(?:{self.pattern.pattern})$", "patternErrorMessage": self.hint}


@dataclass(frozen=True)
class Date:
    """A day, ``2026-11-21``."""

    wanted: str = "ett datum"

    def read(self, node: Node, name: str, reader: Reader) -> datetime.date | None:
        if isinstance(node, Scalar) and _DAY.fullmatch(node.text):
            try:
                return datetime.date.fromisoformat(node.text)
            except ValueError:
                pass
        reader.wrong_type(node, name, self.wanted, "skriv år-månad-dag, till exempel 2026-11-21")
        return None

    def json_schema(self, known: Known) -> JsonSchema:  # noqa: ARG002 - a day is not chosen from words
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class Number:
    """A whole number."""

    wanted: str = "ett heltal"

    def read(self, node: Node, name: str, reader: Reader) -> int | None:
        if isinstance(node, Scalar) and not node.quoted and _DIGITS.fullmatch(node.text):
            return int(node.text)
        unquoted = node.text if isinstance(node, Scalar) and _DIGITS.fullmatch(node.text) else ""
        reader.wrong_type(node, name, self.wanted, "skriv bara siffror, utan citattecken", unquoted)
        return None

    def json_schema(self, known: Known) -> JsonSchema:  # noqa: ARG002 - a number is not chosen from words
        return {"type": "integer", "minimum": 0, "maximum": 999_999_999}


@dataclass(frozen=True)
class Flag:
    """``true`` or nothing at all."""

    wanted: str = "true"

    def read(self, node: Node, name: str, reader: Reader) -> bool | None:
        if isinstance(node, Scalar) and node.tag == "bool" and node.text.lower() == "true":
            return True
        reader.wrong_type(node, name, self.wanted, f"skriv {name}: true, eller ta bort raden")
        return None

    def json_schema(self, known: Known) -> JsonSchema:  # noqa: ARG002 - there is one value
        return {"const": True}


@dataclass(frozen=True)
class Choice:
    """One word out of a vocabulary."""

    vocabulary: str
    code: str = "OKANT-VARDE"
    wanted: str = "ett av de kända värdena"

    def read(self, node: Node, name: str, reader: Reader) -> str | None:
        text = _text(node, name, reader, self.wanted)
        if text is None or reader.known.has(self.vocabulary, text):
            return text
        self._refuse(node, text, name, reader)
        return None

    def _refuse(self, node: Node, text: str, name: str, reader: Reader) -> None:
        known = reader.known.of(self.vocabulary)
        by_label = {label: word for word, label in reader.known.labels.get(self.vocabulary, {}).items()}
        near = nearest(text, known) or by_label.get(nearest(text, by_label) or "")
        hint = f'menade du "{near}"?' if near else did_you_mean(text, known)
        meant = surely_meant(text, known) or by_label.get(surely_meant(text, by_label)) or ""
        reader.log.error(
            node,
            self.code,
            f'"{text}" finns inte',
            field=name,
            value=text,
            hint=hint,
            mend=meant if meant == near else "",
        )

    def json_schema(self, known: Known) -> JsonSchema:
        return known.json_schema(self.vocabulary)


@dataclass(frozen=True)
class ListOf:
    """A list of values of one kind, none of them twice unless they ``may_repeat``."""

    item: Kind
    may_be_empty: bool = False
    may_repeat: bool = False

    @property
    def wanted(self) -> str:
        return "en lista"

    def read(self, node: Node, name: str, reader: Reader) -> tuple[Any, ...] | None:
        if not isinstance(node, marked_yaml.Sequence):
            shown = f"[{node.text}]" if isinstance(node, Scalar) and node.text else "[…]"
            hint = f"skriv {name}: {shown}" if name else "börja varje post med ett bindestreck"
            words = isinstance(node, Scalar) and _WORDS.fullmatch(node.text)
            reader.wrong_type(node, name, self.wanted, hint, shown if words and isinstance(self.item, Choice) else "")
            return None
        if not node.items and not self.may_be_empty:
            reader.log.error(
                node, "TOM-LISTA", "listan är tom", field=name, value="[]", hint="fyll listan eller ta bort raden"
            )
            return None
        values: list[Any] = []
        for item in node.items:
            value = self.item.read(item, name, reader)
            if value is None:
                continue
            if isinstance(value, str) and value in values and not self.may_repeat:
                reader.log.error(
                    item, "DUBBELT-VARDE", f'"{value}" står två gånger', field=name, value=value, hint="ta bort det ena"
                )
                continue
            values.append(value)
        return tuple(values)

    def json_schema(self, known: Known) -> JsonSchema:
        schema: JsonSchema = {"type": "array", "items": self.item.json_schema(known), "uniqueItems": True}
        return schema if self.may_be_empty else schema | {"minItems": 1}


@dataclass(frozen=True)
class FacetValues:
    """``alla``, or a list of one facet's values."""

    facet: str
    wanted: str = "alla eller en lista"

    def read(self, node: Node, name: str, reader: Reader) -> tuple[str, ...] | None:
        if isinstance(node, Scalar) and node.tag == "str" and node.text == ALL:
            return (ALL,)
        if isinstance(node, Scalar):
            self._refuse_scalar(node, name, reader)
            return None
        if isinstance(node, marked_yaml.Mapping):
            reader.wrong_type(node, name, self.wanted, f"skriv {name}: [värde, värde] eller {name}: {ALL}")
            return None
        if not node.items:
            reader.log.error(
                node, "TOM-LISTA", "listan är tom", field=name, value="[]", hint=f"skriv {name}: {ALL} om allt gäller"
            )
            return None
        lone = next((item for item in node.items if isinstance(item, Scalar) and item.text == ALL), None)
        if lone is not None:
            reader.log.error(
                lone, "ALLA-ENSAMT", '"alla" ska stå ensamt', field=name, value=ALL, hint=f"skriv {name}: {ALL}"
            )
            return None
        values: tuple[str, ...] | None = ListOf(Choice(self.facet)).read(node, name, reader)
        return values or None

    def _refuse_scalar(self, node: Scalar, name: str, reader: Reader) -> None:
        """Note words that lack their brackets, or a single word that is unknown as well."""
        if "," in node.text:
            mend = f"[{node.text}]" if _WORDS.fullmatch(node.text) else ""
            reader.wrong_type(node, name, self.wanted, f"skriv {name}: [{node.text}]", mend)
            return
        text = _text(node, name, reader, self.wanted)
        if text is not None and Choice(self.facet).read(node, name, reader):
            reader.wrong_type(node, name, self.wanted, f"skriv {name}: [{text}]", f"[{text}]")

    def json_schema(self, known: Known) -> JsonSchema:
        whole = {"type": "string", "enum": [ALL], "markdownEnumDescriptions": ["Gäller alla värden i filtret."]}
        return {"anyOf": [whole, ListOf(Choice(self.facet)).json_schema(known)]}


@dataclass(frozen=True)
class MappingOf:
    """A mapping from the words of one kind to the values of another."""

    key: Kind
    value: Kind
    wanted: str = "fält med värden"

    def read(self, node: Node, name: str, reader: Reader) -> dict[str, Any] | None:
        if not isinstance(node, marked_yaml.Mapping):
            reader.wrong_type(node, name, self.wanted, "skriv nyckel: värde, ett på varje rad")
            return None
        found: dict[str, Any] = {}
        for entry in node:
            key = self.key.read(entry.key, name, reader)
            value = self.value.read(entry.value, f"{name}.{entry.key.text}" if name else entry.key.text, reader)
            if key is not None and value is not None:
                found[key] = value
        return found

    def json_schema(self, known: Known) -> JsonSchema:
        return {
            "type": "object",
            "propertyNames": self.key.json_schema(known),
            "additionalProperties": self.value.json_schema(known),
        }


@dataclass(frozen=True)
class Record:
    """A mapping with named fields; ``build`` turns the values into something better than a dict.

    A required field that is missing has been noted and is left blank, so that what names the record is not refused too.
    """

    fields: tuple[Field, ...]
    build: Callable[[dict[str, Any]], Any] = dict
    wanted: str = "fält med värden"

    def read(self, node: Node, name: str, reader: Reader) -> Any:
        if not isinstance(node, marked_yaml.Mapping):
            reader.wrong_type(node, name, self.wanted, "skriv fält: värde, ett på varje rad")
            return None
        values = read_fields(self.fields, node, reader)
        for known in self.fields:
            if known.required and values.get(known.name) is None:
                values[known.name] = (
                    () if isinstance(known.kind, ListOf) else {} if isinstance(known.kind, Record) else ""
                )
        return self.build(values)

    def json_schema(self, known: Known) -> JsonSchema:
        return fields_schema(self.fields, known)


def fields_schema(fields: tuple[Field, ...], known: Known) -> JsonSchema:
    """Return the JSON Schema of a mapping with these fields; editors show each field's help and how it is written."""
    properties: JsonSchema = {}
    for one in fields:
        shown = f"{one.help}\n\n`{one.name}: {one.example}`" if one.example else one.help
        properties[one.name] = {"description": one.help, "markdownDescription": shown} | one.kind.json_schema(known)
    required = [one.name for one in fields if one.required]
    schema: JsonSchema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


def read_fields(fields: tuple[Field, ...], node: marked_yaml.Mapping, reader: Reader) -> dict[str, Any]:
    """Read a mapping by a table of fields: unknown and missing fields are noted, readable values returned by name."""
    known = {known.name: known for known in fields}
    values: dict[str, Any] = {}
    for entry in node:
        name = entry.key.text
        if name not in known:
            hint = did_you_mean(name, known)
            meant = surely_meant(name, known)
            reader.log.error(
                entry.key,
                "OKANT-FALT",
                "fältet finns inte",
                field=name,
                value=name,
                hint=hint or "ta bort raden",
                mend="" if meant in node.index else meant,
            )
            continue
        values[name] = known[name].kind.read(entry.value, name, reader)
    for wanted in fields:
        if wanted.required and wanted.name not in node.index:
            reader.log.error(
                node,
                "FALT-SAKNAS",
                "fältet saknas",
                field=wanted.name,
                hint=f"lägg till {wanted.name}: {_own_words(wanted)}{wanted.example}".rstrip(),
            )
    return values


def _own_words(field: Field) -> str:
    """Return what keeps an author from copying an example that is another text's own."""
    return (
        "följt av ditt eget, till exempel "
        if field.example and (field.kind is WORD or isinstance(field.kind, Text))
        else ""
    )


def refuse_stray_field(fields: tuple[Field, ...], text: str, first_line: int, log: ProblemLog) -> None:
    """Note a field at the very beginning of ``text``: the row that ends the fields has come above it."""
    found = _STRAY_FIELD.match(text)
    if found and found[1] in {known.name for known in fields}:
        place = point_at(text, found.start(1), first_line)
        hint = "flytta upp raden till de andra fälten"
        log.error(place, "FALT-I-TEXTEN", "fältet står i texten", field=found[1], value=found[1], hint=hint)


WORD = Pattern(IDENTIFIER, "ett id", "FELAKTIGT-ID", "använd bara a–z, 0–9 och bindestreck, till exempel adhd-vuxna")
VERSION = Pattern(_VERSION, "en version", "FELAKTIG-VERSION", 'skriv två tal med punkt inom citattecken: "1.0"')
MONTH = Pattern(_MONTH, "en månad", "FEL-TYP", "skriv år och månad: 2026-02")
ADDRESS = Pattern(
    re.compile(r"(?!.*\.\.)(?:[\w~(+-][\w.~()+,-]*)(?:/[\w~(+-][\w.~()+,-]*)*/?"),
    "en adress från webbplatsens rot",
    "FELAKTIG-ADRESS",
    "skriv vägen utan / först och utan https, till exempel adhd/om-tillstandet/",
)
FORMER_ANCHOR = Pattern(
    re.compile(rf"(?:(?!/)(?!.*(?:\.\.|//|:))[^\s?#\\]+#)?{IDENTIFIER.pattern}"),
    "ett ankare",
    "FELAKTIGT-ID",
    "skriv artikelns tidigare id, eller hela adressen om den stod i ett annat kapitel: adhd/om-tillstandet/#forekomst",
)

WEB_ADDRESS = Pattern(
    re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#][^\s<>\"\\^`{|}]*)?"),
    "en webbadress",
    "FELAKTIG-ADRESS",
    "skriv hela adressen, till exempel https://www.socialstyrelsen.se/",
)
DOI = Pattern(
    re.compile(r"10\.\d{4,9}/[^\s<>\"\\^`{|}]+"),
    "en DOI",
    "FELAKTIG-ADRESS",
    "skriv den från 10. och utan https, till exempel 10.1038/s41380-018-0070-0",
)

STATUSES = {
    "utkast": "Utkast",
    "remiss": "På remiss",
    "faststalld": "Fastställd",
}
STATUS_MEANINGS = {
    "utkast": "Texten skrivs. Sätts av den som skriver.",
    "remiss": "Texten är färdigskriven och läses av andra. Sätts när programmets granskare har sagt ja.",
    "faststalld": "Texten är beslutad. Sätts bara när de som svarar för programmet i CODEOWNERS har godkänt ändringen.",
}
STRENGTHS = ("bör", "kan", "kan i undantagsfall", "bör inte", "FoU", "icke-göra")


def facet_fields(keys: tuple[str, ...], required: bool) -> tuple[Field, ...]:
    """Return one field for each facet, in the vocabulary's order."""
    return tuple(
        Field(
            key,
            FacetValues(key),
            "Vilka innehållet gäller: alla, eller en lista av värden ur _facets.yml.",
            required,
            ALL,
        )
        for key in keys
    )


SOURCES_FIELD = Field(
    "kallor",
    ListOf(Choice("kallor", "OKAND-KALLA")),
    "Nycklar till källorna i _sources.yml.",
    False,
    "[sol-2025-400]",
)
ARTICLES_FIELD = Field(
    "artiklar",
    ListOf(Choice("artiklar", "BRUTEN-LANK", "en artikel")),
    "Artiklarna där det hör hemma, som program/kapitel#id.",
    False,
    "[adhd/behandling-och-stod#psykoedukation]",
)
PROGRAMS_FIELD = Field(
    "program",
    ListOf(Choice("program", "OKANT-PROGRAM", "ett program")),
    "Programmen vars sida visar det.",
    False,
    "[adhd]",
)


def page_fields(facet_keys: tuple[str, ...]) -> tuple[Field, ...]:
    """Return the front matter of programs and chapters."""
    return (
        Field(
            "id",
            WORD,
            "Permanent namn på sidan. Ändras aldrig och återanvänds aldrig.",
            True,
            "adhd-behandling-och-stod",
        ),
        Field("title", Text(120), "Sidans rubrik.", True, "Behandling och stöd"),
        Field(
            "description",
            Text(300),
            "En mening som syns i listor, sökning och metadata.",
            True,
            "Vad sidan hjälper läsaren med.",
        ),
        *facet_fields(facet_keys, required=True),
        Field(
            "status", Choice("status"), "Hur långt texten har kommit: utkast, remiss eller faststalld.", True, "utkast"
        ),
        Field("version", VERSION, "Textens version, inom citattecken.", True, '"1.0"'),
        Field("andrad", Date(), "Dagen då innehållet senast ändrades i sak.", True, "2026-11-21"),
        Field("granskas", Date(), "Dagen då innehållet senast ska granskas igen.", True, "2027-11-21"),
        Field(
            "tidigare",
            ListOf(ADDRESS, may_be_empty=True),
            "Sidans tidigare adresser, från webbplatsens rot.",
            False,
            "[]",
        ),
    )


def article_fields(facet_keys: tuple[str, ...]) -> tuple[Field, ...]:
    """Return the fields of an ``artikel`` block."""
    return (
        Field(
            "id", WORD, "Permanent namn inom kapitlet. Blir artikelns ankare i adressen.", True, "lakemedel-barn-unga"
        ),
        *facet_fields(facet_keys, required=False),
        Field("alltid", Flag(), "Innehåll om akut fara som inget filter får dölja.", False, "true"),
        Field(
            "teman",
            ListOf(Choice("teman", "OKANT-TEMA")),
            "Teman ur _themes.yml som artikeln hör till.",
            False,
            "[samsjuklighet]",
        ),
        Field("lydelse", MONTH, "Månaden då lagtexten senast kontrollerades.", False, "2026-02"),
        SOURCES_FIELD,
        Field(
            "styrka",
            MappingOf(Choice("kallor", "OKAND-KALLA"), Choice("styrka")),
            "En källas rekommendation, med källans egna ord.",
            False,
            "{sos-nr-adhd-2024: bör}",
        ),
        Field(
            "tidigare",
            ListOf(FORMER_ANCHOR, may_be_empty=True),
            "Artikelns tidigare ankare, med hela adressen om den stod i ett annat kapitel.",
            False,
            "[]",
        ),
    )


GENERAL_PAGE_FIELDS = (
    Field("title", Text(120), "Sidans rubrik.", True, "Om webbplatsen"),
    Field("description", Text(300), "En mening som syns i listor, sökning och metadata.", True, "Vad sidan berättar."),
    Field("andrad", Date(), "Dagen då innehållet senast ändrades i sak.", False, "2026-11-21"),
    Field(
        "tidigare", ListOf(ADDRESS, may_be_empty=True), "Sidans tidigare adresser, från webbplatsens rot.", False, "[]"
    ),
    SOURCES_FIELD,
)
