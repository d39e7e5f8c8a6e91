"""The editors' report: what is thin, late, old, unused or hard to read on the whole site.

Everything here follows from the prepared site and one date; ``as_record`` is the same as plain data.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .catalogue import Article, Chapter, Page
from .coverage import ProgramCoverage, coverage
from .external_links import LinkState
from .laws import Act, is_old
from .prose import Readability, total
from .schema import STATUSES
from .site import Site
from .text_review import TextReview
from .vocabularies import Source

SOON = datetime.timedelta(days=90)
OLD_SOURCE = 10  # years; guidelines are revised faster than that
LISTED = 10


@dataclass(frozen=True)
class Review:
    """A page and the day its next review is due."""

    title: str
    address: str
    path: str
    status: str
    due: datetime.date


@dataclass(frozen=True)
class ArticleState:
    """What an editor wants to know of one article. ``strengths`` counts the recommendations whose strength it gives."""

    article: Article
    chapter_title: str
    readability: Readability
    sources: int
    strengths: int
    linked: int

    @property
    def words(self) -> int:
        return self.readability.words

    @property
    def lix(self) -> int:
        return round(self.readability.lix)


@dataclass(frozen=True)
class ChapterState:
    """A chapter as a whole: its articles, its place in the work, and how hard it is to read."""

    chapter: Chapter
    program_title: str
    articles: tuple[ArticleState, ...]

    @property
    def readability(self) -> Readability:
        return total(state.readability for state in self.articles)

    @property
    def lix(self) -> int:
        return round(self.readability.lix)


@dataclass(frozen=True)
class SourceUse:
    """A source, its year if known, and how many articles name it."""

    source: Source
    year: int | None
    articles: int


@dataclass(frozen=True)
class WordingAge:
    """A month of wording: how many articles it holds for, whether it is old, and why that may wait."""

    wording: str
    articles: tuple[Article, ...]
    old: bool
    waits_until: datetime.date | None = None
    reason: str = ""


@dataclass(frozen=True)
class ActUse:
    """An act and how many times the texts refer to it."""

    act: Act
    references: int
    repealed: bool


@dataclass(frozen=True)
class EditorialReport:
    """The whole report, as of ``day``."""

    day: datetime.date
    coverage: tuple[ProgramCoverage, ...]
    chapters: tuple[ChapterState, ...]
    reviews: tuple[Review, ...]
    sources: tuple[SourceUse, ...]
    wordings: tuple[WordingAge, ...]
    acts: tuple[ActUse, ...]
    dead_anchors: int
    warnings: int
    link_states: tuple[LinkState, ...] = ()

    @property
    def failing_links(self) -> tuple[LinkState, ...]:
        """Addresses on other sites that did not answer well when they were last tried."""
        return tuple(state for state in self.link_states if not state.is_good)

    @property
    def articles(self) -> tuple[ArticleState, ...]:
        return tuple(state for chapter in self.chapters for state in chapter.articles)

    @property
    def overdue(self) -> tuple[Review, ...]:
        """Pages whose review should have been done, the oldest first."""
        return tuple(review for review in self.reviews if review.due < self.day)

    @property
    def soon(self) -> tuple[Review, ...]:
        """Pages whose review is due within 90 days."""
        return tuple(review for review in self.reviews if self.day <= review.due <= self.day + SOON)

    @property
    def next_review(self) -> Review | None:
        """The review that is due next, on the day or after it."""
        return next((review for review in self.reviews if review.due >= self.day), None)

    @property
    def statuses(self) -> tuple[tuple[str, int], ...]:
        """How many chapters have each status, by the name it is shown with."""
        counted = Counter(state.chapter.page.status for state in self.chapters)
        return tuple((label, counted[key]) for key, label in STATUSES.items())

    @property
    def gaps(self) -> int:
        """How many times a facet value has nothing at all in a chapter."""
        return sum(row.gaps for program in self.coverage for row in program.rows)

    @property
    def without_strength(self) -> tuple[ArticleState, ...]:
        """Articles that give the strength of no recommendation."""
        return tuple(state for state in self.articles if not state.strengths)

    @property
    def unlinked(self) -> tuple[ArticleState, ...]:
        """Articles that no text links to."""
        return tuple(state for state in self.articles if not state.linked)

    @property
    def unused_sources(self) -> tuple[SourceUse, ...]:
        return tuple(use for use in self.sources if not use.articles)

    @property
    def old_sources(self) -> tuple[SourceUse, ...]:
        """Sources older than ten years, acts left out, the oldest first."""
        limit = self.day.year - OLD_SOURCE
        old = [use for use in self.sources if use.year and use.year < limit and use.source.csl["type"] != "legislation"]
        return tuple(sorted(old, key=lambda use: (use.year or 0, use.source.key)))

    @property
    def source_years(self) -> tuple[tuple[str, int, int], ...]:
        """Sources by age: a period, how many there are, and how many times articles name them."""
        groups: dict[str, list[SourceUse]] = {}
        for use in sorted(self.sources, key=lambda use: -(use.year or 0)):
            groups.setdefault(_period(use.year, self.day.year), []).append(use)
        return tuple((name, len(uses), sum(use.articles for use in uses)) for name, uses in groups.items())

    def longest(self) -> tuple[ArticleState, ...]:
        """Return the longest articles."""
        return tuple(sorted(self.articles, key=lambda state: (-state.words, state.article.key))[:LISTED])

    def hardest(self) -> tuple[ArticleState, ...]:
        """Return the articles with the highest LIX."""
        return tuple(sorted(self.articles, key=lambda state: (-state.readability.lix, state.article.key))[:LISTED])

    def of_program(self, slug: str) -> tuple[ProgramCoverage, tuple[ChapterState, ...]]:
        """Return the heat map and the chapters of one program; ``KeyError`` when there is none."""
        found = {program.program: program for program in self.coverage}[slug]
        return found, tuple(state for state in self.chapters if state.chapter.program == slug)


def _period(year: int | None, now: int) -> str:
    """Return the name of a source's age: the last two, five or ten years before ``now``, or earlier."""
    if year is None:
        return "Utan år"
    last = now
    for first in (now - 2, now - 5, now - OLD_SOURCE):
        if year >= first:
            return f"{first}–{last}"
        last = first - 1
    return f"Före {last + 1}"


def report(site: Site, day: datetime.date) -> EditorialReport:
    """Return the report of a site, as of ``day``."""
    catalogue = site.catalogue
    titles = {program.slug: program.title for program in catalogue.programs}
    cited = Counter(number for review in site.reviews.values() for number in review.cited)
    chapters = tuple(
        _chapter(chapter, titles[chapter.program], site.linked, site.reviews[chapter.page.source.path])
        for chapter in catalogue.chapters
    )
    uses = Counter(key for article in catalogue.articles for key in article.sources)
    pages = [(program.page, program.title, program.address) for program in catalogue.programs]
    pages += [
        (chapter.page, f"{titles[chapter.program]}: {chapter.title}", chapter.address) for chapter in catalogue.chapters
    ]
    return EditorialReport(
        day=day,
        coverage=coverage(catalogue),
        chapters=chapters,
        reviews=_reviews(pages),
        sources=tuple(
            SourceUse(source, _year(source), uses[key]) for key, source in catalogue.vocabularies.sources.items()
        ),
        wordings=_wordings(catalogue.articles, site, day),
        acts=tuple(ActUse(act, cited[act.number], act.is_repealed(day)) for act in site.laws.acts),
        dead_anchors=sum(problem.code == "BRUTET-ANKARE" for problem in site.warnings),
        warnings=len(site.warnings),
        link_states=site.link_states,
    )


def _chapter(chapter: Chapter, program: str, linked: Mapping[str, int], review: TextReview) -> ChapterState:
    states = tuple(
        ArticleState(
            article,
            chapter.title,
            review.readability_of(article),
            len(article.sources),
            len(article.strengths),
            linked[article.address],
        )
        for article in chapter.articles
    )
    return ChapterState(chapter, program, states)


def _reviews(pages: Iterable[tuple[Page, str, str]]) -> tuple[Review, ...]:
    found = [Review(title, address, page.source.path, page.status, page.review_by) for page, title, address in pages]
    return tuple(sorted(found, key=lambda review: (review.due, review.address)))


def _year(source: Source) -> int | None:
    return int(source.issued) if source.issued.isdecimal() else None


def _wordings(articles: Iterable[Article], site: Site, day: datetime.date) -> tuple[WordingAge, ...]:
    by_month: dict[str, list[Article]] = {}
    for article in articles:
        if article.law_checked:
            by_month.setdefault(article.law_checked, []).append(article)
    found: list[WordingAge] = []
    for wording, holders in sorted(by_month.items()):
        delay = site.laws.delay(wording, day)
        until, reason = (delay.until, delay.reason) if delay else (None, "")
        found.append(WordingAge(wording, tuple(holders), is_old(wording, day), until, reason))
    return tuple(found)


def as_record(report: EditorialReport) -> dict[str, Any]:
    """Return the report as plain data for JSON."""
    return {
        "day": report.day.isoformat(),
        "articles": len(report.articles),
        "gaps": report.gaps,
        "warnings": report.warnings,
        "dead_anchors": report.dead_anchors,
        "statuses": dict(report.statuses),
        "overdue": [_review_record(review) for review in report.overdue],
        "soon": [_review_record(review) for review in report.soon],
        "coverage": [_coverage_record(program) for program in report.coverage],
        "chapters": [
            {"address": state.chapter.address, "lix": state.lix, "words": state.readability.words}
            for state in report.chapters
        ],
        "article_states": [_article_record(state) for state in report.articles],
        "sources": [
            {"key": use.source.key, "year": use.year, "articles": use.articles, "title": use.source.title}
            for use in report.sources
        ],
        "wordings": [
            {
                "wording": one.wording,
                "old": one.old,
                "waits_until": one.waits_until.isoformat() if one.waits_until else None,
                "articles": [article.key for article in one.articles],
            }
            for one in report.wordings
        ],
        "failing_links": [
            {"url": state.url, "said": state.said, "good": state.good.isoformat() if state.good else None}
            for state in report.failing_links
        ],
        "acts": [
            {"number": use.act.number, "title": use.act.title, "references": use.references, "repealed": use.repealed}
            for use in report.acts
        ],
    }


def _review_record(review: Review) -> dict[str, str]:
    return {"address": review.address, "path": review.path, "status": review.status, "due": review.due.isoformat()}


def _coverage_record(program: ProgramCoverage) -> dict[str, Any]:
    return {
        "program": program.program,
        "rows": [
            {
                "facet": row.facet.key,
                "value": row.value.key,
                "chapters": {
                    chapter.slug: {"named": cell.named, "shown": cell.shown, "state": cell.state}
                    for chapter, cell in zip(program.chapters, row.cells, strict=True)
                },
            }
            for row in program.rows
        ],
    }


def _article_record(state: ArticleState) -> dict[str, Any]:
    return {
        "key": state.article.key,
        "title": state.article.title,
        "words": state.words,
        "lix": state.lix,
        "sources": state.sources,
        "strengths": state.strengths,
        "linked": state.linked,
        "wording": state.article.law_checked or None,
    }
