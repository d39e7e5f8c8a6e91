"""Landing pages: one for each facet value that some article names, for each program and for the whole site."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from . import addresses
from .catalogue import Article, Catalogue, Chapter, Program
from .selection import Selection, suits_every_choice
from .vocabularies import Facet, FacetValue


@dataclass(frozen=True)
class ArticleGroup:
    """Some of a chapter's articles, in source order."""

    program: Program
    chapter: Chapter
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class LandingPage:
    """What a reader sees who has chosen one value: articles that name it first, then those for everybody.

    ``program`` is ``None`` for the whole site. Both article lists are in the order of programs and chapters.
    """

    facet: Facet
    value: FacetValue
    program: Program | None
    named: tuple[Article, ...]
    others: tuple[Article, ...]

    @property
    def address(self) -> str:
        return addresses.landing(self.facet.key, self.value.key, self.program.slug if self.program else "")

    @property
    def selection(self) -> Selection:
        return {self.facet.key: (self.value.key,)}

    @property
    def title(self) -> str:
        return f"{self.value.label} – {self.program.title if self.program else 'alla program'}"

    @property
    def description(self) -> str:
        where = f"i programmet {self.program.title}" if self.program else "i alla program"
        total = len(self.named) + len(self.others)
        articles = "artikel" if total == 1 else "artiklar"
        return f"{total} {articles} {where} för {self.facet.label.lower()}: {self.value.label}."


def plan(catalogue: Catalogue) -> tuple[LandingPage, ...]:
    """Return every landing page of the catalogue, in the order of programs, facets and values; the site's come first.

    A page of a value that no article names is not published.
    """
    scopes: list[Program | None] = [None, *catalogue.programs]
    return tuple(
        page
        for program in scopes
        for facet in catalogue.vocabularies.facets
        for page in _of_facet(program.articles if program else catalogue.articles, facet, program)
    )


def _of_facet(articles: Sequence[Article], facet: Facet, program: Program | None) -> Iterator[LandingPage]:
    """Give the landing pages of a facet's values. Those that suit every choice are for everybody."""
    naming: dict[str, list[Article]] = {}
    both: dict[str, set[str]] = {}  # what always shows may name values too
    suiting: list[Article] = []
    for article in articles:
        suits = suits_every_choice(article, facet.key)
        if suits:
            suiting.append(article)
        for key in dict.fromkeys(article.audience[facet.key]):
            naming.setdefault(key, []).append(article)
            if suits:
                both.setdefault(key, set()).add(article.key)
    everybody = tuple(suiting)
    for value in facet.values:
        if named := tuple(naming.get(value.key, ())):
            first = both.get(value.key)
            others = tuple(article for article in everybody if article.key not in first) if first else everybody
            yield LandingPage(facet, value, program, named, others)


def by_chapter(catalogue: Catalogue, articles: Iterable[Article]) -> tuple[ArticleGroup, ...]:
    """Return the articles grouped by program and chapter, in the catalogue's order; groups without any are left out."""
    order = catalogue.order
    ordered = sorted(articles, key=lambda article: order[article.program, article.chapter])
    return tuple(
        ArticleGroup(catalogue.program(place[0]), catalogue.chapter(*place), tuple(kept))
        for place, kept in itertools.groupby(ordered, key=lambda article: (article.program, article.chapter))
    )
