"""The sitemap: the pages a search engine should know, each with the day its text last changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from .archive import HistoryPage
from .catalogue import Article, Catalogue, Program
from .curated_pages import EntryPage, ThemePage
from .landing_pages import LandingPage

_OF_THE_WHOLE = frozenset(("start.html", "alphabet.html", "landing_index.html"))


class PlannedPage(Protocol):
    """A page as the site plans it; only listed ones are in the sitemap."""

    @property
    def address(self) -> str: ...

    @property
    def template(self) -> str: ...

    @property
    def subject(self) -> object: ...

    @property
    def program(self) -> Program | None: ...

    @property
    def changed(self) -> datetime.date | None: ...

    @property
    def is_listed(self) -> bool: ...


@dataclass(frozen=True)
class SitemapRow:
    """A page's address from the site's root, and the day it changed where that is known."""

    address: str
    changed: datetime.date | None


class LastChanges:
    """Knows when pages last changed: a generated page changes with the chapters it is made of."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._chapters = {(one.program, one.slug): one.page.changed for one in catalogue.chapters}
        self._programs = {program.slug: _latest(self._of_program(program)) for program in catalogue.programs}
        self._whole = _latest(self._programs.values())

    def of(self, page: PlannedPage) -> datetime.date | None:
        """Return the day the page's text changed; ``None`` where nothing says."""
        subject = page.subject
        if isinstance(subject, Program):
            return self._programs[subject.slug]
        if isinstance(subject, LandingPage | EntryPage):
            return self._of_articles((*subject.named, *subject.others))
        if isinstance(subject, ThemePage):
            return self._of_articles(subject.articles)
        if isinstance(subject, HistoryPage):
            versions = subject.versions
            return _latest(one.date for one in (versions.current, *(old.release for old in versions.earlier)) if one)
        if page.changed is None and page.template in _OF_THE_WHOLE:
            return self._programs[page.program.slug] if page.program else self._whole
        return page.changed

    def _of_program(self, program: Program) -> Iterable[datetime.date]:
        yield program.page.changed
        for chapter in program.chapters:
            yield chapter.page.changed

    def _of_articles(self, articles: Iterable[Article]) -> datetime.date | None:
        latest = None
        for article in articles:
            day = self._chapters[article.program, article.chapter]
            if latest is None or day > latest:
                latest = day
            if latest == self._whole:  # nothing is newer, and a page may list thousands
                break
        return latest


def rows(pages: Iterable[PlannedPage], changes: LastChanges) -> tuple[SitemapRow, ...]:
    """Return the rows of the sitemap, in the pages' order."""
    return tuple(SitemapRow(page.address, changes.of(page)) for page in pages if page.is_listed)


def _latest(days: Iterable[datetime.date | None]) -> datetime.date | None:
    return max((day for day in days if day), default=None)
