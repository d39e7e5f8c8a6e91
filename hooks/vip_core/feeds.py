"""Feeds: news and changed chapters as Atom (RFC 4287), for the whole site, for each program and for each entry.

An id is made of what never changes, a page's own id and its version, and not of the site's address: mirrors of the site
have the same entries, and a site that moves sends nothing twice. Without a known address, links lead from the feed's place.
"""

from __future__ import annotations

import datetime
import posixpath
import uuid
import xml.etree.ElementTree as etree  # noqa: N813 - the name everybody knows it by
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from .catalogue import Catalogue, Chapter, Program
from .curated_pages import EntryPage
from .publication import Publication

FEED_TYPE = "application/atom+xml"
FOLDER = "feeds/"
NEWS, CHANGES = FOLDER + "nyheter.xml", FOLDER + "andringar.xml"
LONGEST = 200  # entries in one feed; older ones are on the site
_NAMESPACE = "http://www.w3.org/2005/Atom"
_IDS = uuid.UUID("5b1a1f5e-7f0b-5d53-9d2b-6f4f0f0c2d11")  # drawn once; every id is derived from it
_BEGINNING = datetime.date(2026, 1, 1)  # for a feed that has no entry yet, since it must have a date


@dataclass(frozen=True)
class FeedEntry:
    """One thing that happened: ``name`` says what for ever, ``address`` leads from the site's root to where it is read."""

    name: str
    title: str
    address: str
    updated: datetime.date
    summary: str
    category: str = ""


@dataclass(frozen=True)
class Feed:
    """A feed at ``path``; ``address`` leads to the page it follows."""

    path: str
    title: str
    address: str
    entries: tuple[FeedEntry, ...]


class NewsPage(Protocol):
    """A page of news; one without a date is in no feed."""

    @property
    def address(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def description(self) -> str: ...

    @property
    def changed(self) -> datetime.date | None: ...


def program_feed(program: Program) -> str:
    """Return the path of a program's feed."""
    return f"{FOLDER}{program.slug}.xml"


def entry_feed(key: str) -> str:
    """Return the path of an entry's feed."""
    return f"{FOLDER}for-{key}.xml"


def plan(catalogue: Catalogue, entries: Iterable[EntryPage], news: Iterable[NewsPage]) -> tuple[Feed, ...]:
    """Return every feed of the site; an entry's has the chapters with an article that names one of its values."""
    changed = {
        (program.slug, chapter.slug): changed_chapter(program, chapter)
        for program in catalogue.programs
        for chapter in program.chapters
    }
    feeds = [
        Feed(NEWS, "Nyheter", "", tuple(_news(page, page.changed) for page in news if page.changed)),
        Feed(CHANGES, "Ändrade kapitel", "", tuple(changed.values())),
    ]
    for program in catalogue.programs:
        own = tuple(changed[program.slug, chapter.slug] for chapter in program.chapters)
        feeds.append(Feed(program_feed(program), f"Ändrade kapitel: {program.title}", program.address, own))
    for page in entries:
        keys = dict.fromkeys((article.program, article.chapter) for article in page.named)
        own = tuple(changed[key] for key in keys)
        feeds.append(Feed(entry_feed(page.entry.key), f"Ändrade kapitel: {page.entry.title}", page.address, own))
    return tuple(feeds)


def changed_chapter(program: Program, chapter: Chapter) -> FeedEntry:
    """Return the entry that tells of a chapter's present version."""
    page = chapter.page
    name = f"{page.id}/version/{page.version}"
    title = f"{program.title}: {chapter.title}, version {page.version}"
    return FeedEntry(name, title, chapter.address, page.changed, page.description, program.title)


def write(feed: Feed, publication: Publication) -> str:
    """Return the feed as Atom, the latest entry first."""
    entries = sorted(feed.entries, key=lambda entry: entry.name)
    entries.sort(key=lambda entry: entry.updated, reverse=True)
    root = etree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "sv"})
    _add(root, "id", _id(f"feed/{feed.path}"))
    _add(root, "title", f"{feed.title} – {publication.site_name}")
    _add(root, "updated", _moment(max((entry.updated for entry in entries), default=_BEGINNING)))
    _add(_add(root, "author"), "name", publication.publisher)
    if publication.site_url:
        _add(root, "link", rel="self", type=FEED_TYPE, href=publication.url(feed.path))
    _add(root, "link", rel="alternate", type="text/html", href=_href(publication, feed.address))
    for entry in entries[:LONGEST]:
        node = _add(root, "entry")
        _add(node, "id", _id(entry.name))
        _add(node, "title", entry.title)
        _add(node, "updated", _moment(entry.updated))
        _add(node, "link", rel="alternate", type="text/html", href=_href(publication, entry.address))
        if entry.category:
            _add(node, "category", term=entry.category)
        _add(node, "summary", entry.summary)
    etree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + etree.tostring(root, encoding="unicode") + "\n"


def _news(page: NewsPage, day: datetime.date) -> FeedEntry:
    return FeedEntry(page.address, page.title, page.address, day, page.description)


def _add(parent: etree.Element, name: str, text: str = "", **attributes: str) -> etree.Element:
    element = etree.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def _id(name: str) -> str:
    return uuid.uuid5(_IDS, name).urn


def _moment(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _href(publication: Publication, address: str) -> str:
    return publication.url(address) or posixpath.relpath(address or ".", FOLDER) + "/"
