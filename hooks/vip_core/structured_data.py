"""Structured data: what a page is, in schema.org's words, as a block of JSON-LD that runs nothing."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

from .catalogue import Article, Catalogue, Chapter, Program
from .citations import LANGUAGE
from .publication import Publication
from .schema import ALL
from .vocabularies import Source

CONTEXT = "https://schema.org"
CONTENT_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_FINAL = "faststalld"
_ROLES = "yrkesroll"
# JSON is read by a script's rules, where these characters may end the block or the line.
_IN_A_PAGE = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_SOURCE_KINDS = {
    "article-journal": "ScholarlyArticle",
    "article-newspaper": "NewsArticle",
    "bill": "Legislation",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "report": "Report",
    "software": "SoftwareApplication",
    "webpage": "WebPage",
}
_PAGE_KINDS = {
    "program.html": "CollectionPage",
    "landing.html": "CollectionPage",
    "landing_index.html": "CollectionPage",
    "entry.html": "CollectionPage",
    "theme.html": "CollectionPage",
    "alphabet.html": "CollectionPage",
    "search.html": "SearchResultsPage",
}


def json_ld(nodes: Iterable[Mapping[str, Any]]) -> str:
    """Return the nodes as JSON-LD that may stand inside a page, whatever its values hold."""
    graph = [_without_blanks(node) for node in nodes]
    text = json.dumps(
        {"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"), sort_keys=False
    )
    for character, written in _IN_A_PAGE.items():  # str.translate looks every character up, at many times the cost
        text = text.replace(character, written)
    return text


def page_node(
    publication: Publication, template: str, title: str, description: str, url: str, changed: datetime.date | None
) -> dict[str, Any]:
    """Return the node of a page without a node of a kind of its own."""
    return {
        "@type": _PAGE_KINDS.get(template, "WebPage"),
        "@id": url,
        "url": url,
        "name": title,
        "description": description,
        "inLanguage": LANGUAGE,
        "dateModified": changed.isoformat() if changed else "",
        "publisher": _publisher(publication),
        "isPartOf": _site(publication),
    }


def site_node(publication: Publication, search: str) -> dict[str, Any]:
    """Return the node of the whole site; ``search`` is the address of its search page."""
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": publication.url(search) + "?q={search_term_string}"},
        "query-input": "required name=search_term_string",
    }
    return _site(publication) | {
        "inLanguage": LANGUAGE,
        "publisher": _publisher(publication),
        "potentialAction": action if publication.site_url else None,
    }


def chapter_node(
    publication: Publication, catalogue: Catalogue, program: Program, chapter: Chapter, url: str
) -> dict[str, Any]:
    """Return the node of a chapter, or of a frozen version of one at ``url``."""
    page = chapter.page
    return {
        "@type": "MedicalWebPage",
        "@id": url,
        "url": url,
        "name": f"{chapter.title} – {program.title}",
        "description": page.description,
        "inLanguage": LANGUAGE,
        "version": page.version,
        "creativeWorkStatus": "Published" if page.status == _FINAL else "Draft",
        "dateModified": page.changed.isoformat(),
        "lastReviewed": page.changed.isoformat() if page.status == _FINAL else "",
        "audience": _audience(catalogue, chapter),
        "author": _publisher(publication),
        "publisher": _publisher(publication),
        "license": CONTENT_LICENCE,
        "isPartOf": {
            "@type": "CollectionPage",
            "@id": publication.url(program.address),
            "name": program.title,
            "isPartOf": _site(publication),
        },
        "citation": [_source(source) for source in cited_sources(catalogue, chapter.articles)],
    }


def breadcrumb_node(publication: Publication, steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the way to a page, as titles with their addresses from the site's root."""
    items = [
        {"@type": "ListItem", "position": place, "name": title, "item": publication.url(address)}
        for place, (title, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def cited_sources(catalogue: Catalogue, articles: Iterable[Article]) -> tuple[Source, ...]:
    """Return the sources of some articles, each once, in the order they are first named."""
    keys = dict.fromkeys(key for article in articles for key in article.sources)
    return tuple(catalogue.vocabularies.sources[key] for key in keys)


def _audience(catalogue: Catalogue, chapter: Chapter) -> list[dict[str, str]]:
    """Return the roles a chapter is for; a chapter for all of them says so in one word."""
    roles = {facet.key: facet for facet in catalogue.vocabularies.facets}.get(_ROLES)
    chosen = chapter.page.audience.get(_ROLES, ())
    if roles is None or chosen == (ALL,):
        return [{"@type": "MedicalAudience", "audienceType": "Yrkesverksamma i vård, skola och omsorg"}]
    return [{"@type": "MedicalAudience", "audienceType": roles.value(key).label} for key in chosen]


def _source(source: Source) -> dict[str, Any]:
    return {
        "@type": _SOURCE_KINDS.get(str(source.csl.get("type")), "CreativeWork"),
        "name": source.title,
        "url": source.url,
        "datePublished": source.issued,
    }


def _publisher(publication: Publication) -> dict[str, Any]:
    return {"@type": "Organization", "name": publication.publisher}


def _site(publication: Publication) -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "@id": publication.url("") + "#webbplats" if publication.site_url else "",
        "url": publication.url(""),
        "name": publication.site_name,
    }


def _without_blanks(value: Any) -> Any:
    """Leave out what is not known, at every depth."""
    if isinstance(value, Mapping):
        return {key: _without_blanks(inner) for key, inner in value.items() if inner not in ("", None, [])}
    return [_without_blanks(inner) for inner in value] if isinstance(value, list) else value
