"""Page heads: which metadata each kind of page of the site has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from . import addresses, feeds, structured_data
from .archive import FrozenPage
from .catalogue import Chapter, Program
from .citations import Citable
from .curated_pages import EntryPage
from .page_metadata import (
    Described,
    HeadLink,
    PageMetadata,
    citation_links,
    feed_link,
    page_metadata,
    version_links,
)
from .site import Site, SitePage
from .sitemap import LastChanges


class PageHeads:
    """Makes the metadata of one site's pages."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._publication = site.publication
        self.changes = LastChanges(site.catalogue)

    def of(
        self, page: SitePage, program: Program | None, steps: Iterable[tuple[str, str]], cited: Citable | None
    ) -> PageMetadata:
        """Return the metadata of a page; ``steps`` lead to it, as titles with addresses, itself last."""
        title = page.title
        if isinstance(page.subject, Chapter) and program:
            title = f"{page.title} – {program.title}"
        url = self._publication.url(page.address)
        described = Described(title, page.description, url, self.changes.of(page), cited)
        return page_metadata(
            self._publication, described, self._nodes(page, program, described, steps), self._links(page, described)
        )

    def _nodes(
        self, page: SitePage, program: Program | None, described: Described, steps: Iterable[tuple[str, str]]
    ) -> Iterable[Mapping[str, Any]]:
        publication = self._publication
        if isinstance(page.subject, Chapter) and program:
            yield structured_data.chapter_node(publication, self._site.catalogue, program, page.subject, described.url)
        else:
            yield structured_data.page_node(
                publication, page.template, described.title, page.description, described.url, described.changed
            )
        if not page.address:
            yield structured_data.site_node(publication, addresses.SEARCH)
        yield structured_data.breadcrumb_node(publication, steps)

    def _links(self, page: SitePage, described: Described) -> Iterable[HeadLink]:
        subject = page.subject
        if described.cited:
            versions = self._site.archive.versions.get(page.address)
            previous = versions.previous if versions else None
            yield from version_links(described.url, self._publication.url(previous.address) if previous else "")
            yield from citation_links(described.cited, page.address)
        if isinstance(subject, FrozenPage) and described.url:
            place = subject.versions.earlier.index(subject.frozen)
            before = subject.versions.earlier[place - 1].address if place else ""
            living = self._publication.url(subject.versions.address) if subject.versions.current else ""
            yield from version_links(living, self._publication.url(before) if before else "")
            yield HeadLink("cite-as", described.url)
        if isinstance(subject, Program):
            yield feed_link(f"Ändrade kapitel: {subject.title}", feeds.program_feed(subject))
        if isinstance(subject, EntryPage):
            yield feed_link(f"Ändrade kapitel: {subject.entry.title}", feeds.entry_feed(subject.entry.key))
        if not page.address:
            yield feed_link("Nyheter", feeds.NEWS)
            yield feed_link("Ändrade kapitel", feeds.CHANGES)
