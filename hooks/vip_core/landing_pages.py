"""Landing pages: one for each facet value that some article names, for each program and for the whole site."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

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
    facets, programs = catalogue.vocabularies.facets, catalogue.programs
    by_program = [[_sorted(program.articles, facet.key) for facet in facets] for program in programs]
    whole = [_joined(of_program[place] for of_program in by_program) for place in range(len(facets))]
    scopes: list[tuple[Program | None, list[_Sorted]]] = [(None, whole), *zip(programs, by_program, strict=True)]
    return tuple(
        page
        for program, articles in scopes
        for facet, of_facet in zip(facets, articles, strict=True)
        for page in _of_facet(of_facet, facet, program)
    )


@dataclass(frozen=True)
class _Sorted:
    """Articles by what they say of one facet: those that name each value, those that suit every choice, and which do both."""

    naming: dict[str, list[Article]] = field(default_factory=dict)
    suiting: list[Article] = field(default_factory=list)
    both: dict[str, set[str]] = field(default_factory=dict)  # keys; what always shows may name values too


def _sorted(articles: Iterable[Article], facet: str) -> _Sorted:
    found = _Sorted()
    for article in articles:
        values = article.audience[facet]
        suits = suits_every_choice(article, facet)
        if suits:
            found.suiting.append(article)
        for value in dict.fromkeys(values):
            found.naming.setdefault(value, []).append(article)
            if suits:
                found.both.setdefault(value, set()).add(article.key)
    return found


def _joined(parts: Iterable[_Sorted]) -> _Sorted:
    found = _Sorted()
    for part in parts:
        found.suiting.extend(part.suiting)
        for value, articles in part.naming.items():
            found.naming.setdefault(value, []).extend(articles)
        for value, keys in part.both.items():
            found.both.setdefault(value, set()).update(keys)
    return found


def _of_facet(articles: _Sorted, facet: Facet, program: Program | None) -> Iterator[LandingPage]:
    """Give the landing pages of a facet's values. Those that suit every choice are for everybody."""
    everybody = tuple(articles.suiting)
    for value in facet.values:
        if named := tuple(articles.naming.get(value.key, ())):
            first = articles.both.get(value.key)
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
