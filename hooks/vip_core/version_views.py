"""Version views: what the pages of frozen versions and histories show, ready to print."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from . import differences
from .archive import FrozenPage, HistoryPage
from .catalogue import Article, Chapter
from .citation_styles import References
from .cite_box import CiteBox, frozen_box
from .differences import Row
from .page_views import AudienceLine, Reference
from .schema import ALL
from .site import Site
from .versions import FrozenVersion, Release
from .vocabularies import Source


@dataclass(frozen=True)
class FrozenArticle:
    """An article as it stood. ``lost_sources`` are keys that the list of sources no longer has."""

    article: Article
    html: str
    audience: tuple[AudienceLine, ...]
    references: tuple[Reference, ...]
    lost_sources: tuple[str, ...]


@dataclass(frozen=True)
class FrozenView:
    """A frozen version, ready to read, with the versions before and after it and the last day it was in force.

    ``cite`` is ``None`` where the program is no more.
    """

    chapter: Chapter
    intro: str
    articles: tuple[FrozenArticle, ...]
    footnotes: str
    before: FrozenVersion | None
    after: FrozenVersion | None
    until: datetime.date | None
    cite: CiteBox | None


@dataclass(frozen=True)
class VersionView:
    """A version in a history. ``rows`` are what it changed, empty for the first and when no word differs."""

    release: Release
    address: str
    is_current: bool
    before: Release | None
    rows: tuple[Row, ...]


class VersionViews:
    """Makes the views, for one build."""

    def __init__(self, site: Site, references: References | None = None) -> None:
        self.site = site
        self.vocabularies = site.catalogue.vocabularies
        self._programs = {program.slug: program for program in site.catalogue.programs}
        self._references = references or References()

    def frozen(self, page: FrozenPage) -> FrozenView:
        """Return the view of a frozen version."""
        assert self.site.frozen_texts is not None
        text = self.site.frozen_texts.render(page.versions, page.frozen)
        place = page.versions.earlier.index(page.frozen)
        sections = text.html.sections
        before = page.versions.earlier[place - 1] if place else None
        after = page.versions.earlier[place + 1] if place + 1 < len(page.versions.earlier) else None
        following = after.release if after else page.versions.current
        program = self._programs.get(page.versions.program)
        publication, chapter = self.site.publication, text.chapter
        return FrozenView(
            chapter,
            text.html.intro,
            tuple(self._article(section.article, section.html) for section in sections),
            text.html.footnotes,
            before,
            after,
            following.date if following else None,
            frozen_box(publication, self._references, program, chapter, page.address) if program else None,
        )

    def _article(self, article: Article, html: str) -> FrozenArticle:
        sources = self.vocabularies.sources
        known: list[Source] = [sources[key] for key in article.sources if key in sources]
        audience = tuple(
            AudienceLine(facet.label, tuple(labels.get(value, value) for value in values))
            for facet in self.vocabularies.facets
            for labels in ({value.key: value.label for value in facet.values},)
            for values in (article.audience.get(facet.key, (ALL,)),)
            if values != (ALL,)
        )
        references = tuple(Reference(source, article.strengths.get(source.key, "")) for source in known)
        lost = tuple(key for key in article.sources if key not in sources)
        return FrozenArticle(article, html, audience, references, lost)

    def history(self, page: HistoryPage) -> tuple[VersionView, ...]:
        """Return every version, the latest first."""
        assert self.site.frozen_texts is not None
        versions = page.versions
        found: list[VersionView] = []
        before: Release | None = None
        earlier: tuple[differences.Passage, ...] = ()
        for frozen in versions.earlier:
            passages = differences.passages(self.site.frozen_texts.read(versions, frozen), self.vocabularies)
            rows = differences.between(earlier, passages) if before else ()
            found.append(VersionView(frozen.release, frozen.address, False, before, rows))
            before, earlier = frozen.release, passages
        if versions.current:
            rows = differences.between(earlier, self._living(page)) if before else ()
            found.append(VersionView(versions.current, versions.address, True, before, rows))
        return tuple(reversed(found))

    def _living(self, page: HistoryPage) -> tuple[differences.Passage, ...]:
        catalogue, versions = self.site.catalogue, page.versions
        if versions.slug:
            return differences.passages(catalogue.chapter(versions.program, versions.slug), self.vocabularies)
        program = catalogue.program(versions.program)
        return differences.passages(Chapter(program.page, program.slug, "", ()), self.vocabularies)
