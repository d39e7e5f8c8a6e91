"""The search index: articles as Lunr documents, built here and queried by lunr.js in the browser."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from lunr.builder import Builder

from .catalogue import Catalogue
from .page_html import Section
from .schema import ALL
from .swedish_analysis import terms

FIELDS = {"title": 10, "facets": 3, "description": 4, "chapter": 2, "program": 2, "body": 1}
FILE = "assets/search/index.js"


@dataclass(frozen=True)
class SearchDocument:
    """An article as a reader finds it. ``ref`` is ``program/chapter#id``; ``facets`` maps a facet to its values."""

    ref: str
    url: str
    title: str
    description: str
    program: str
    chapter: str
    facets: dict[str, tuple[str, ...]]
    facet_labels: str
    body: str
    always: bool


def documents(catalogue: Catalogue, sections: Iterable[Section]) -> tuple[SearchDocument, ...]:
    """Return a search document for each rendered article."""
    titles = {chapter.address: chapter.title for chapter in catalogue.chapters}
    programs = {program.slug: program.title for program in catalogue.programs}
    labels = {(facet.key, value.key): value.label for facet in catalogue.vocabularies.facets for value in facet.values}
    return tuple(
        SearchDocument(
            ref=article.key,
            url=article.address,
            title=article.title,
            description=section.lead,
            program=programs[article.program],
            chapter=titles[f"{article.program}/{article.chapter}/"],
            facets=dict(article.audience),
            facet_labels=" ".join(
                labels[facet, value] for facet, values in article.audience.items() for value in values if value != ALL
            ),
            body=section.text,
            always=article.always,
        )
        for section in sections
        for article in (section.article,)
    )


def build(found: Iterable[SearchDocument]) -> dict[str, object]:
    """Return the Lunr index over the documents, as plain data for ``lunr.Index.load``.

    Texts are analysed here and given to Lunr as finished terms, so its pipeline is empty on both sides.
    """
    found = tuple(found)
    builder = Builder()
    builder.pipeline.reset()
    builder.search_pipeline.reset()
    builder.ref("ref")
    for name, boost in FIELDS.items() if found else ():  # Lunr divides by the number of documents of each field
        builder.field(name, boost=boost)
    for document in found:
        builder.add(
            {
                "ref": document.ref,
                "title": terms(document.title),
                "facets": terms(document.facet_labels),
                "description": terms(document.description),
                "chapter": terms(document.chapter),
                "program": terms(document.program),
                "body": terms(document.body),
            }
        )
    serialised: dict[str, object] = builder.build().serialize()
    return serialised


def as_script(found: Iterable[SearchDocument]) -> str:
    """Return the index and its documents as a script.

    A script, not JSON: a page opened from a disk may load a script but not fetch a file.
    """
    found = tuple(found)
    shown = [
        {
            "ref": document.ref,
            "url": document.url,
            "title": document.title,
            "description": document.description,
            "program": document.program,
            "chapter": document.chapter,
            "facets": document.facets,
            **({"always": True} if document.always else {}),
        }
        for document in found
    ]
    data = json.dumps(
        {"index": build(found), "documents": shown}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return f"window.vip = window.vip || {{}};\nwindow.vip.searchData = {data};\n"
