"""Page metadata: what the head of a page tells reference managers, search engines and other sites.

Tags of Highwire Press (``citation_…``, as Google Scholar and Zotero read them), Dublin Core (DCMI's recommendation for
HTML, DC-HTML), Open Graph, and links of RFC 5829 (versions), RFC 8574 (``cite-as``) and RFC 4287 (feeds).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import structured_data
from .citations import BIBTEX, CSL_JSON, LANGUAGE, RIS, Citable
from .feeds import FEED_TYPE
from .publication import Publication

_SCHEMAS = (
    ("schema.DC", "http://purl.org/dc/elements/1.1/"),
    ("schema.DCTERMS", "http://purl.org/dc/terms/"),
)
_REFERENCE_TYPES = (
    (RIS, "application/x-research-info-systems"),
    (BIBTEX, "application/x-bibtex"),
    (CSL_JSON, "application/vnd.citationstyles.csl+json"),
)


@dataclass(frozen=True)
class HeadLink:
    """A ``link`` element. ``href`` is a full address or, where ``local`` is set, one from the site's root."""

    rel: str
    href: str
    type: str = ""
    title: str = ""
    local: bool = False


@dataclass(frozen=True)
class PageMetadata:
    """The head of one page: ``names`` become ``meta name``, ``properties`` become ``meta property``."""

    names: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...]
    links: tuple[HeadLink, ...]
    data: str


@dataclass(frozen=True)
class Described:
    """What the metadata is about: a page at ``url``, which is empty when the site's place is not known."""

    title: str
    description: str
    url: str
    changed: datetime.date | None = None
    cited: Citable | None = None


def page_metadata(
    publication: Publication,
    page: Described,
    nodes: Iterable[Mapping[str, Any]],
    links: Iterable[HeadLink] = (),
) -> PageMetadata:
    """Return the metadata of a page; ``nodes`` are its structured data, ``links`` those it has besides."""
    return PageMetadata(
        names=_known((*_highwire(publication, page), *_dublin_core(publication, page))),
        properties=_known(_open_graph(publication, page)),
        links=(*(HeadLink(rel, href) for rel, href in _SCHEMAS), *links),
        data=structured_data.json_ld(nodes),
    )


def version_links(living: str, predecessor: str = "") -> tuple[HeadLink, ...]:
    """Return the links of a chapter, or of a frozen version of one, to its versions (RFC 5829).

    ``living`` is the full address of the page whose text is the latest, ``predecessor`` that of the version before.
    """
    found = (("latest-version", living), ("predecessor-version", predecessor))
    return tuple(HeadLink(rel, href) for rel, href in found if href)


def citation_links(cited: Citable, folder: str) -> tuple[HeadLink, ...]:
    """Return the links to the address to cite (RFC 8574) and to the reference files in ``folder``."""
    address = (HeadLink("cite-as", cited.url),) if cited.url else ()
    files = (HeadLink("describedby", folder + name, kind, local=True) for name, kind in _REFERENCE_TYPES)
    return (*address, *files)


def feed_link(title: str, path: str) -> HeadLink:
    """Return the link to an Atom feed at ``path``."""
    return HeadLink("alternate", path, FEED_TYPE, title, local=True)


def _highwire(publication: Publication, page: Described) -> Iterable[tuple[str, str]]:
    cited = page.cited
    yield "citation_title", cited.title if cited else page.title
    # Readers take the last word for a surname unless a comma says that the surname has ended (Zotero's cleanAuthor).
    yield "citation_author", f"{publication.publisher},"
    yield "citation_publisher", publication.publisher
    if cited:
        yield "citation_inbook_title", cited.container
        yield "citation_version", cited.version
    yield "citation_publication_date", f"{page.changed:%Y/%m/%d}" if page.changed else ""
    yield "citation_language", LANGUAGE
    yield "citation_public_url", page.url


def _dublin_core(publication: Publication, page: Described) -> Iterable[tuple[str, str]]:
    cited = page.cited
    yield "DC.title", cited.title if cited else page.title
    yield "DC.creator", publication.publisher
    yield "DC.publisher", publication.publisher
    yield "DC.description", page.description
    yield "DC.language", LANGUAGE
    yield "DC.type", "Text"
    yield "DC.identifier", page.url
    yield "DCTERMS.modified", page.changed.isoformat() if page.changed else ""
    yield "DCTERMS.license", structured_data.CONTENT_LICENCE
    if cited:
        yield "DCTERMS.isPartOf", cited.container


def _open_graph(publication: Publication, page: Described) -> Iterable[tuple[str, str]]:
    yield "og:type", "article" if page.cited else "website"
    yield "og:site_name", publication.site_name
    yield "og:title", page.title
    yield "og:description", page.description
    yield "og:locale", "sv_SE"
    yield "og:url", page.url
    if page.cited and page.changed:
        yield "article:modified_time", page.changed.isoformat()


def _known(tags: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in tags if value)
