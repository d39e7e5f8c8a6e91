"""What helps authors while they write, all made from the schema and the vocabularies.

These are the JSON Schemas and snippets of an editor, and the reference of fields in ``CONTRIBUTING.md``. They are
committed, so that a new clone has them; ``vip.py check --fix`` writes them again, and a test fails when one lags behind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import (
    glossary,
    laws,
    local_notes,
    method_support,
    news,
    pathways,
    prose,
    training,
    user_guide,
    vocabularies,
)
from .schema import (
    ALL,
    GENERAL_PAGE_FIELDS,
    Choice,
    FacetValues,
    Field,
    JsonSchema,
    Kind,
    Known,
    ListOf,
    Record,
    article_fields,
    page_fields,
)
from .vocabularies import Vocabularies

REFERENCE = "CONTRIBUTING.md"
_EDITOR = ".vscode"
_SCHEMAS = f"{_EDITOR}/schema"
_SOURCE_KEYS = "kallor"
_DIALECT = "http://json-schema.org/draft-07/schema#"
_BEGIN = "<!-- fält: början. Skrivs av vip.py check --fix -->"
_END = "<!-- fält: slut -->"
_BETWEEN = re.compile(re.escape(_BEGIN) + ".*?" + re.escape(_END), re.DOTALL)


@dataclass(frozen=True)
class DataFile:
    """A file of data: its path, what it holds, and the kind that reads it."""

    path: str
    about: str
    kind: Callable[[Vocabularies], Kind]


# Every file whose name begins with _ and that authors write. A new one gets its line here.
DATA_FILES = (
    DataFile("programs/_facets.yml", "De fem filtren och deras värden.", lambda _: vocabularies.FACETS_FILE),
    DataFile("programs/_chapters.yml", "Kapitlen som varje program har.", lambda _: vocabularies.CHAPTERS_FILE),
    DataFile("programs/_sources.yml", "Källförteckningen.", lambda _: vocabularies.SOURCES_FILE),
    DataFile("programs/_themes.yml", "Teman som går genom programmen.", lambda _: vocabularies.THEMES_FILE),
    DataFile(
        "programs/_entries.yml",
        "Ingångar: namngivna urval med egen sida.",
        lambda words: vocabularies.entries_file(words.facet_keys),
    ),
    DataFile("programs/_search.yml", "Sökningens synonymer.", lambda _: vocabularies.SEARCH_FILE),
    DataFile("content/_ordlista.yml", "Ordlistan.", lambda _: glossary.FILE),
    DataFile("content/_metodstod.yml", "Metod- och kunskapsstöden.", lambda _: method_support.file_kind()),
    DataFile(
        "content/_anvandarguide.yml",
        "Användarguiden: stegen med bilder, och en introduktion för varje målgrupp.",
        lambda words: user_guide.file_kind(words.facet_keys),
    ),
    DataFile(
        "content/_utbildning.yml",
        "Självstudiekursen: steg, fall och frågor.",
        lambda words: training.file_kind(words.facet_keys),
    ),
    DataFile("content/_lagar.yml", "Lagarna som texterna hänvisar till.", lambda _: laws.FILE),
    DataFile("content/_termer.yml", "Ord som ersätts, och förkortningar som alla förstår.", lambda _: prose.FILE),
)


@dataclass(frozen=True)
class FrontMatter:
    """A kind of place with fields of its own: what it is called, where it stands, and its fields."""

    name: str
    about: str
    where: str
    fields: tuple[Field, ...]


def front_matters(facet_keys: tuple[str, ...]) -> tuple[FrontMatter, ...]:
    """Return every place in Markdown that has fields."""
    return (
        FrontMatter(
            "kapitel",
            "Program och kapitel",
            "Överst i `index.md` och kapitlens filer i `programs/`, mellan två rader `---`.",
            page_fields(facet_keys),
        ),
        FrontMatter(
            "artikel",
            "Artikel",
            "I blocket ` ```yaml artikel ` direkt under artikelns rubrik. Det som utelämnas ärvs av kapitlet.",
            article_fields(facet_keys),
        ),
        FrontMatter(
            "sida",
            "Allmän sida",
            "Överst i filerna i `content/`, mellan två rader `---`.",
            GENERAL_PAGE_FIELDS,
        ),
        FrontMatter("nyhet", "Nyhet", "Överst i filerna i `content/nyheter/`.", news.FIELDS),
        FrontMatter("vardforlopp", "Vårdförlopp", "Överst i filerna i `content/vardforlopp/`.", pathways.FIELDS),
        FrontMatter("lokalt", "Lokalt tillägg", "Överst i filerna i `lokalt/`.", local_notes.FIELDS),
    )


def files(words: Vocabularies) -> dict[str, str]:
    """Return every generated file of the editor, by its path from the project's root."""
    known = replace(words.explained(), schemas={_SOURCE_KEYS: f"{_SOURCE_KEYS}.schema.json"})
    places = front_matters(words.facet_keys)
    made: dict[str, str] = {}
    for data in DATA_FILES:
        made[f"{_SCHEMAS}/{Path(data.path).stem}.schema.json"] = _schema(
            data.kind(words).json_schema(known), data.about
        )
    for place in places:
        made[f"{_SCHEMAS}/{place.name}.schema.json"] = _schema(Record(place.fields).json_schema(known), place.about)
    made[f"{_EDITOR}/settings.json"] = _json(_settings())
    made[f"{_EDITOR}/vip.code-snippets"] = _json(_snippets(words, places))
    return made | source_files(words)


def source_files(words: Vocabularies) -> dict[str, str]:
    """Return the generated files that change with each new source; they are apart, so that no other does."""
    known = words.explained()
    meanings = known.explanations[_SOURCE_KEYS]
    return {
        f"{_SCHEMAS}/{_SOURCE_KEYS}.schema.json": _schema(known.json_schema(_SOURCE_KEYS), "Källornas nycklar."),
        f"{_EDITOR}/kallor.code-snippets": _json(
            {
                f"Källa {key}": {
                    "scope": "markdown,yaml",
                    "prefix": key,
                    "body": key,
                    "description": meanings[key],
                }
                for key in words.sources
            }
        ),
    }


def with_reference(text: str, words: Vocabularies) -> str:
    """Return the authors' guide with the reference of fields written anew between its marks."""
    return _BETWEEN.sub(lambda _: f"{_BEGIN}\n\n{reference(words)}\n{_END}", text)


def reference(words: Vocabularies) -> str:
    """Return the reference of every field and every facet value as Markdown."""
    parts: list[str] = []
    for place in front_matters(words.facet_keys):
        parts += [f"### {place.about}", "", place.where, "", *_field_table(place.fields), ""]
    for data in DATA_FILES:
        fields = _record_fields(data.kind(words))
        parts += [f"### `{data.path}`", "", data.about, "", *_field_table(fields), ""]
    parts += ["### Filtrens värden", "", "Värdena står i `programs/_facets.yml`.", ""]
    for facet in words.facets:
        parts += [f"**{facet.label}** (`{facet.key}`). {facet.explanation}".rstrip(), ""]
        rows = [(f"`{value.key}`", value.label, value.explanation) for value in facet.values]
        parts += [*_table(("värde", "visas som", "omfattar"), rows), ""]
    return "\n".join(parts)


def _record_fields(kind: Kind) -> tuple[Field, ...]:
    """Return the fields of the records that a data file holds."""
    inner: Any = kind
    while not isinstance(inner, Record):
        inner = inner.item if isinstance(inner, ListOf) else inner.value
    return inner.fields


def _field_table(fields: Iterable[Field]) -> list[str]:
    rows = [
        (f"`{field.name}`", "ja" if field.required else "", field.help, f"`{field.example}`" if field.example else "")
        for field in fields
    ]
    return _table(("fält", "måste finnas", "betyder", "till exempel"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *(tuple(cell.replace("|", r"\|") for cell in row) for row in rows)]
    return [f"| {' | '.join(line)} |" for line in lines]


def _schema(schema: JsonSchema, about: str) -> str:
    return _json({"$schema": _DIALECT, "title": about} | schema)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _settings() -> dict[str, Any]:
    return {
        "files.eol": "\n",
        "files.encoding": "utf8",
        "files.insertFinalNewline": True,
        "yaml.schemas": {f"./{_SCHEMAS}/{Path(data.path).stem}.schema.json": data.path for data in DATA_FILES},
        "yaml.format.enable": False,
        "[markdown]": {
            "editor.wordWrap": "on",
            "editor.quickSuggestions": {"other": "on", "comments": "off", "strings": "off"},
            "editor.snippetSuggestions": "top",
            "editor.wordBasedSuggestions": "off",
            "files.trimTrailingWhitespace": False,
        },
    }


def _snippets(words: Vocabularies, places: Iterable[FrontMatter]) -> dict[str, Any]:
    """Return snippets for VS Code: a whole front matter or block, and each field with the words it takes."""
    known = words.explained()
    snippets: dict[str, Any] = {}
    for place in places:
        lines = [_tab_stop(number, field, known) for number, field in enumerate(_usual(place.fields), 1)]
        fence = ("```yaml artikel", "```") if place.name == "artikel" else ("---", "---")
        title = ["## ${TM_SELECTED_TEXT:Rubrik}", ""] if place.name == "artikel" else []
        snippets[place.about] = _snippet(place.name, [*title, fence[0], *lines, fence[1], "", "$0"], place.where)
    for place in places:
        for field in place.fields:
            body = [_tab_stop(1, field, known)]
            snippets.setdefault(f"Fältet {field.name}", _snippet(field.name, body, field.help))
    for facet in words.facets:
        for value in facet.values:
            meaning = known.explanations[facet.key][value.key]
            snippets[f"{facet.label}: {value.label}"] = _snippet(value.key, [value.key], f"{facet.label}: {meaning}")
    for theme in words.themes:
        snippets[f"Tema: {theme.label}"] = _snippet(theme.key, [theme.key], f"Tema: {theme.description}")
    return snippets


def _usual(fields: tuple[Field, ...]) -> list[Field]:
    """Return the required fields, or for articles, which require one, also those that most articles have."""
    return [field for field in fields if field.required or field.name in (_SOURCE_KEYS,)]


def _snippet(prefix: str, body: list[str], description: str) -> dict[str, Any]:
    return {"scope": "markdown", "prefix": prefix, "body": body, "description": description}


def _tab_stop(number: int, field: Field, known: Known) -> str:
    """Return ``name: value`` where the value is filled in: from a list when it is a word of a small vocabulary."""
    kind: Kind = field.kind
    if isinstance(kind, FacetValues):
        return f"{field.name}: ${{{number}|{_choices([ALL, *(f'[{word}]' for word in known.of(kind.facet))])}|}}"
    if isinstance(kind, ListOf) and isinstance(kind.item, Choice) and kind.item.vocabulary != _SOURCE_KEYS:
        return f"{field.name}: [${{{number}|{_choices(known.of(kind.item.vocabulary))}|}}]"
    if isinstance(kind, Choice):
        return f"{field.name}: ${{{number}|{_choices(known.of(kind.vocabulary))}|}}"
    day = {"andrad": "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "lydelse": "$CURRENT_YEAR-$CURRENT_MONTH"}
    if field.name in day:
        return f"{field.name}: {day[field.name]}"
    written = re.sub(r"([\\$}])", r"\\\1", field.example)
    return f"{field.name}: ${{{number}:{written}}}"


def _choices(words: Iterable[str]) -> str:
    return ",".join(re.sub(r"([\\,|])", r"\\\1", word) for word in words)


def lagging(root: Path, words: Vocabularies) -> Mapping[str, str]:
    """Return what each generated file should hold, for those below ``root`` that hold something else."""
    wanted = files(words)
    guide = root / REFERENCE
    if guide.is_file():
        wanted[REFERENCE] = with_reference(guide.read_text(encoding="utf-8"), words)
    return {
        path: text
        for path, text in wanted.items()
        if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text
    }
