"""Curated pages: entries, which are named selections, and themes, which run across the programs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from . import addresses
from .catalogue import Article, Catalogue
from .schema import ALL
from .selection import Fits, Selection, shown
from .vocabularies import Entry, Theme


@dataclass(frozen=True)
class EntryPage:
    """What shows for one entry: articles that name one of its values first, then those for everybody."""

    entry: Entry
    named: tuple[Article, ...]
    others: tuple[Article, ...]

    @property
    def address(self) -> str:
        return addresses.entry(self.entry.key)

    @property
    def selection(self) -> Selection:
        return self.entry.selection


@dataclass(frozen=True)
class ThemePage:
    """The articles of one theme, in the order of programs and chapters."""

    theme: Theme
    articles: tuple[Article, ...]

    @property
    def address(self) -> str:
        return addresses.theme(self.theme.key)


def entry_pages(catalogue: Catalogue) -> tuple[EntryPage, ...]:
    """Return a page for each entry."""
    return tuple(_entry_page(catalogue, entry) for entry in catalogue.vocabularies.entries)


def _entry_page(catalogue: Catalogue, entry: Entry) -> EntryPage:
    wanted = [(facet, Fits(frozenset(values) - {ALL})) for facet, values in entry.selection.items()]
    named: list[Article] = []
    others: list[Article] = []
    for article in shown(catalogue.articles, entry.selection):
        audience = article.audience
        (named if any(fits[audience[facet]] for facet, fits in wanted) else others).append(article)
    return EntryPage(entry, tuple(named), tuple(others))


def theme_pages(catalogue: Catalogue, published: Collection[str] = ()) -> tuple[ThemePage, ...]:
    """Return a page for each theme that some article belongs to, or whose address is ``published`` and must answer."""
    pages = (
        ThemePage(theme, tuple(article for article in catalogue.articles if theme.key in article.themes))
        for theme in catalogue.vocabularies.themes
    )
    return tuple(page for page in pages if page.articles or page.address in published)
