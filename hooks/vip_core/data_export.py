"""Data export: the catalogue as JSON for other systems, version 1, with a JSON Schema beside each file.

Each table below is one file. A property stands there once, with what it means and how it is read, and the schema, the data
and their order all come from it. Within version 1 properties are added but never removed, renamed or given another meaning.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from .catalogue import Article, Catalogue, Chapter, Page
from .kept_rows import KeptRows
from .memory import digest
from .page_html import Section
from .publication import Publication
from .schema import ALL, STATUSES
from .site_files import Content
from .structured_data import cited_sources
from .vocabularies import Source

VERSION = "1"
FOLDER = "api/v1/"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string"}
_WORD = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_WORDS = {"type": "array", "items": _TEXT, "uniqueItems": True}
_DAY = {"type": "string", "format": "date"}
_ADDRESS = {"type": "string", "format": "uri-reference"}
_URL = {"type": "string", "format": "uri"}
_FACETS_HELP = f'Värden per facett, nycklar ur facets.json. ["{ALL}"] gäller alla.'
_FACETS = {"type": "object", "additionalProperties": _WORDS}


@dataclass(frozen=True)
class Context:
    """What an item is read from besides itself."""

    catalogue: Catalogue
    sections: Mapping[str, Section]
    publication: Publication
    chapters: Mapping[tuple[str, str], Chapter]


@dataclass(frozen=True)
class Property:
    """One property of an item: its JSON Schema, what it means, and how it is read; an optional one is left out when blank."""

    name: str
    kind: Mapping[str, Any]
    help: str
    read: Callable[[Any, Context], Any]
    required: bool = True


@dataclass(frozen=True)
class Table:
    """One file: its name, what an item is, its properties, and the items in groups.

    A group is a hash of all that goes into it besides the program, or nothing where that is not known, and its items.
    """

    name: str
    help: str
    properties: tuple[Property, ...]
    groups: Callable[[Context], Iterable[tuple[bytes, Iterable[Any]]]]


def _of_page(of: Callable[[Any], Page]) -> tuple[Property, ...]:
    """Return the properties that programs and chapters have in common."""
    return (
        Property("title", _TEXT, "Rubrik.", lambda item, _: of(item).title),
        Property("description", _TEXT, "En mening om innehållet.", lambda item, _: of(item).description),
        Property(
            "facets",
            _FACETS,
            _FACETS_HELP,
            lambda item, _: _audience(of(item).audience),
        ),
        Property("status", {"enum": list(STATUSES)}, "Hur långt texten har kommit.", lambda item, _: of(item).status),
        Property("version", _TEXT, "Textens version, till exempel 1.0.", lambda item, _: of(item).version),
        Property("changed", _DAY, "Dagen innehållet senast ändrades i sak.", lambda item, _: _day(of(item).changed)),
        Property("review_by", _DAY, "Dagen texten senast ska granskas.", lambda item, _: _day(of(item).review_by)),
    )


def _where(address: Callable[[Any], str]) -> tuple[Property, ...]:
    """Return the properties that say where an item is found."""
    return (
        Property("address", _ADDRESS, "Adress från webbplatsens rot.", lambda item, _: address(item)),
        Property(
            "url",
            _URL,
            "Kanonisk adress. Saknas när webbplatsens adress inte är känd.",
            lambda item, context: context.publication.url(address(item)),
            required=False,
        ),
    )


_PROGRAM = (
    Property("id", _WORD, "Permanent id.", lambda program, _: program.page.id),
    Property("program", _WORD, "Programmets namn i adresser.", lambda program, _: program.slug),
    *_where(lambda program: program.address),
    *_of_page(lambda program: program.page),
    Property(
        "chapters",
        _WORDS,
        "Kapitlens id, i ordning.",
        lambda program, _: [chapter.page.id for chapter in program.chapters],
    ),
)
_CHAPTER = (
    Property("id", _WORD, "Permanent id.", lambda chapter, _: chapter.page.id),
    Property("program", _WORD, "Programmets namn i adresser.", lambda chapter, _: chapter.program),
    Property("chapter", _WORD, "Kapitlets namn i adresser.", lambda chapter, _: chapter.slug),
    *_where(lambda chapter: chapter.address),
    *_of_page(lambda chapter: chapter.page),
    Property(
        "articles",
        _WORDS,
        "Artiklarnas nycklar, i ordning.",
        lambda chapter, _: [article.key for article in chapter.articles],
    ),
    Property(
        "sources",
        _WORDS,
        "Nycklar ur sources.json, i den ordning de nämns.",
        lambda chapter, context: [source.key for source in cited_sources(context.catalogue, chapter.articles)],
    ),
    Property(
        "sha256",
        {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "SHA-256 av artiklarnas sha256, i ordning, ett på varje rad.",
        lambda chapter, context: _digest(
            "".join(f"{context.sections[article.key].sha256}\n" for article in chapter.articles)
        ),
    ),
)
_ARTICLE = (
    Property("key", _TEXT, "Artikelns namn, program/kapitel#id.", lambda article, _: article.key),
    Property("id", _WORD, "Permanent id inom kapitlet, och ankare i adressen.", lambda article, _: article.id),
    Property("program", _WORD, "Programmets namn i adresser.", lambda article, _: article.program),
    Property("chapter", _WORD, "Kapitlets namn i adresser.", lambda article, _: article.chapter),
    *_where(lambda article: article.address),
    Property("title", _TEXT, "Rubrik.", lambda article, _: article.title),
    Property(
        "facets",
        _FACETS,
        _FACETS_HELP,
        lambda article, _: _audience(article.audience),
    ),
    Property(
        "always", {"type": "boolean"}, "Sant för innehåll som inget filter döljer.", lambda article, _: article.always
    ),
    Property("themes", _WORDS, "Teman som artikeln hör till.", lambda article, _: list(article.themes)),
    Property("sources", _WORDS, "Nycklar ur sources.json.", lambda article, _: list(article.sources)),
    Property(
        "strengths",
        {"type": "object", "additionalProperties": _TEXT},
        "Källans rekommendation med källans egna ord, per nyckel ur sources.json.",
        lambda article, _: dict(sorted(article.strengths.items())),
    ),
    Property(
        "law_checked",
        {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
        "Månaden då lagtextens lydelse kontrollerades.",
        lambda article, _: article.law_checked,
        required=False,
    ),
    Property(
        "version",
        _TEXT,
        "Kapitlets version.",
        lambda article, context: _chapter_of(article, context).page.version,
    ),
    Property(
        "changed",
        _DAY,
        "Dagen kapitlet senast ändrades i sak.",
        lambda article, context: _day(_chapter_of(article, context).page.changed),
    ),
    Property(
        "text",
        _TEXT,
        "Artikelns text på en rad, utan rubrik.",
        lambda article, context: context.sections[article.key].text,
    ),
    Property(
        "sha256",
        {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "SHA-256 av title, radbrytning och text i UTF-8.",
        lambda article, context: context.sections[article.key].sha256,
    ),
)
_VALUE = {
    "type": "object",
    "required": ["key", "label"],
    "properties": {
        "key": {**_WORD, "description": "Nyckel, står i adresser."},
        "label": {**_TEXT, "description": "Det som visas för läsaren."},
        "explanation": {**_TEXT, "description": "Vad värdet omfattar."},
    },
}
_FACET = (
    Property("key", _WORD, "Nyckel, står i adresser.", lambda facet, _: facet.key),
    Property("label", _TEXT, "Det som visas för läsaren.", lambda facet, _: facet.label),
    Property("explanation", _TEXT, "Vad läsaren ställer in.", lambda facet, _: facet.explanation, required=False),
    Property(
        "values",
        {"type": "array", "items": _VALUE},
        "Värdena i den ordning de visas.",
        lambda facet, _: [_value(value.key, value.label, value.explanation) for value in facet.values],
    ),
)
_SOURCE = (
    Property("key", _WORD, "Nyckel som artiklar använder.", lambda source, _: source.key),
    Property(
        "csl",
        {
            "type": "object",
            "required": ["id", "type", "title"],
            "properties": {"id": _TEXT, "type": _TEXT, "title": _TEXT},
        },
        "Källan som CSL-JSON.",
        lambda source, _: source_csl(source),
    ),
    Property("url", _URL, "Adress som går att öppna.", lambda source, _: source.url, required=False),
)


def _articles(context: Context) -> Iterator[tuple[bytes, Iterable[Article]]]:
    """Give each chapter's articles, with a hash of what the file shows of them."""
    for chapter in context.catalogue.chapters:
        texts = (part for one in chapter.articles for part in (one.key, context.sections[one.key].sha256))
        yield digest(context.publication.site_url, chapter.frame, *texts), chapter.articles


ARTICLES = Table("articles", "Artiklarna i alla kapitel.", _ARTICLE, _articles)
TABLES = (
    Table("programs", "Programmen.", _PROGRAM, lambda context: [(b"", context.catalogue.programs)]),
    Table("chapters", "Kapitlen i alla program.", _CHAPTER, lambda context: [(b"", context.catalogue.chapters)]),
    ARTICLES,
    Table(
        "facets",
        "Facetterna och deras värden.",
        _FACET,
        lambda context: [(b"", context.catalogue.vocabularies.facets)],
    ),
    Table("sources", "Källorna.", _SOURCE, lambda context: [(b"", context.catalogue.vocabularies.sources.values())]),
)


def files(
    catalogue: Catalogue, sections: Mapping[str, Section], publication: Publication, kept: KeptRows | None = None
) -> dict[str, Callable[[], Content]]:
    """Return what makes each table and its schema, by path; ``sections`` are the rendered articles by key.

    ``kept`` has rows that need not be made again.
    """
    chapters = {(chapter.program, chapter.slug): chapter for chapter in catalogue.chapters}
    context = Context(catalogue, sections, publication, chapters)
    made: dict[str, Callable[[], Content]] = {}
    for table in TABLES:
        made[table_path(table)] = partial(data, table, context, kept or KeptRows())
        made[schema_path(table)] = partial(_schema_text, table, publication)
    return made


def paths() -> tuple[str, ...]:
    """Return the path of every file."""
    return tuple(path for table in TABLES for path in (table_path(table), schema_path(table)))


def data(table: Table, context: Context, kept: KeptRows) -> Iterator[bytes | memoryview]:
    """Give a table's file, one item a line, so that a difference between two builds can be read.

    In UTF-8, group by group, since the articles of a large site are many.
    """
    encode = json.JSONEncoder(ensure_ascii=False).encode

    def rows(items: Iterable[Any]) -> bytes:
        return b",".join([f"\n{encode(_item(table, item, context))}".encode() for item in items])

    head = f'{{"version": "{VERSION}", "items": ['.encode()
    groups = ((key, partial(rows, items)) for key, items in table.groups(context))
    return kept.parts(head, groups, b",", b"\n]}\n")


def table_path(table: Table) -> str:
    """Return the path of a table's file."""
    return f"{FOLDER}{table.name}.json"


def schema_path(table: Table) -> str:
    """Return the path of a table's schema."""
    return f"{FOLDER}schema/{table.name}.json"


def schema(table: Table, publication: Publication) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a table's file. It lets unknown properties pass, since version 1 may get more."""
    item = {
        "type": "object",
        "required": [known.name for known in table.properties if known.required],
        "properties": {known.name: {**known.kind, "description": known.help} for known in table.properties},
    }
    identity = {"$id": publication.url(schema_path(table))} if publication.site_url else {}
    return {
        "$schema": _DIALECT,
        **identity,
        "title": table.name,
        "description": table.help,
        "type": "object",
        "required": ["version", "items"],
        "properties": {"version": {"const": VERSION}, "items": {"type": "array", "items": item}},
    }


def _schema_text(table: Table, publication: Publication) -> str:
    return json.dumps(schema(table, publication), ensure_ascii=False, indent=2) + "\n"


def source_csl(source: Source) -> dict[str, Any]:
    """Return a source as a CSL-JSON item (``csl-data.json``), which writes dates as parts and some names in capitals."""
    item: dict[str, Any] = {"id": source.key, **source.csl}
    if "issued" in item:
        item["issued"] = {"date-parts": [[item["issued"]]]}
    if "accessed" in item:
        day = item["accessed"]
        item["accessed"] = {"date-parts": [[day.year, day.month, day.day]]}
    item["author"] = [{name: part for name, part in person.items() if part} for person in item.get("author", ())]
    renamed = {"doi": "DOI", "isbn": "ISBN", "url": "URL"}
    return {renamed.get(name, name): value for name, value in item.items() if value not in ("", [])}


def _item(table: Table, item: Any, context: Context) -> dict[str, Any]:
    values = ((known, known.read(item, context)) for known in table.properties)
    return {known.name: value for known, value in values if known.required or value not in ("", None)}


def _chapter_of(article: Article, context: Context) -> Chapter:
    return context.chapters[article.program, article.chapter]


def _audience(audience: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {facet: list(values) for facet, values in audience.items()}


def _value(key: str, label: str, explanation: str) -> dict[str, str]:
    value = {"key": key, "label": label}
    return value | {"explanation": explanation} if explanation else value


def _day(day: datetime.date) -> str:
    return day.isoformat()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
