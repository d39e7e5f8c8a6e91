"""Page views: what the templates show, ready to print. Templates choose words and order, never facts."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from . import addresses, editorial_report, offline_reading, print_pages, sitemap
from .archive import Departed, FrozenPage, HistoryPage
from .catalogue import Article, Chapter, Program
from .charts import Chart, charts
from .citation_styles import References
from .cite_box import CiteBox, chapter_box
from .curated_pages import EntryPage, ThemePage
from .editorial_report import EditorialReport
from .glossary import alphabetical
from .information_packs import InformationPack
from .landing_pages import ArticleGroup, LandingPage, by_chapter
from .method_support import MethodSupport, SupportEntry
from .news import NewsItem, NewsList
from .page_heads import PageHeads
from .page_html import Section
from .page_metadata import PageMetadata
from .pathways import Pathway
from .print_pages import PrintedProgram, PrintPage
from .published_statistics import Statistic, TableRow, table
from .retired import Retired
from .schema import ALL, STATUSES
from .selection import Facetted, Packing, Selection, counts
from .site import Site, SitePage
from .versions import Versions
from .vocabularies import Facet, Source

MANY_PROGRAMS = 12  # more than these are not listed on the pages of every program
LONGEST_LIST = (
    1000  # articles; nobody reads more, so the page of a selection that gives more leads to its programs instead
)
_FIRST_FACETS = ("utforare", "aldersgrupp")
COMORBIDITY = "samsjuklighet"  # the theme whose articles every program points at
_KEPT = 512
_COUNTING = frozenset(("landing_index.html", "search.html"))  # templates of pages that only count articles
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


@dataclass(frozen=True)
class Crumb:
    """A step on the way to a page."""

    title: str
    address: str


@dataclass(frozen=True)
class Reference:
    """A source as an article names it, with the strength of its recommendation where the article gives one."""

    source: Source
    strength: str


@dataclass(frozen=True)
class AudienceLine:
    """The values an article names in one facet, by label."""

    facet: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class ArticleView:
    """An article as it is listed and read."""

    article: Article
    section: Section
    audience: tuple[AudienceLine, ...]
    references: tuple[Reference, ...]

    @property
    def lead(self) -> str:
        """The first paragraph as plain text."""
        return self.section.lead

    @property
    def html(self) -> str:
        """The text, without the heading."""
        return self.section.html


@dataclass(frozen=True)
class GroupView:
    """Some articles of one chapter."""

    program: Program
    chapter: Chapter
    articles: tuple[ArticleView, ...]


@dataclass(frozen=True)
class ProgramShare:
    """What a page's selection gives in one program, whose page with that selection is at ``address``.

    ``audiences`` are those of its articles, for the filter in the browser.
    """

    program: Program
    address: str
    total: int
    audiences: str


@dataclass(frozen=True)
class FilterValue:
    """A checkbox of the filter; ``landing`` is the address of its page without JavaScript, or empty."""

    key: str
    label: str
    explanation: str
    landing: str


Choices = tuple[tuple[Facet, tuple[FilterValue, ...]], ...]


@dataclass(frozen=True)
class FilterFacet:
    """A fieldset of the filter, and how many things each of its values would show."""

    facet: Facet
    values: tuple[FilterValue, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class PageView:
    """Everything a template needs to know of its page."""

    page: SitePage
    canonical: str
    edit_url: str
    crumbs: tuple[Crumb, ...]
    program: Program | None
    chapter: Chapter | None
    cite: CiteBox | None
    metadata: PageMetadata
    listed: tuple[Article, ...]
    view_of: Callable[[Article], ArticleView] = field(repr=False, compare=False)
    filters: tuple[FilterFacet, ...]
    selection: Selection
    references: tuple[Reference, ...] = ()
    entries: tuple[SupportEntry, ...] = ()

    @cached_property
    def articles(self) -> tuple[ArticleView, ...]:
        """The articles that the page lists, as they are shown."""
        return tuple(self.view_of(article) for article in self.listed)

    @cached_property
    def by_program(self) -> dict[str, list[Article]]:
        """The articles that the page is about, by the program's slug."""
        found: dict[str, list[Article]] = {}
        for article in self.listed:
            found.setdefault(article.program, []).append(article)
        return found

    @property
    def has_filter(self) -> bool:
        """Whether the page has something to filter, and so the panel to do it with."""
        if isinstance(self.page.subject, InformationPack):
            return False
        return bool(self.listed or self.entries) and self.page.template != "landing_index.html"

    @property
    def total(self) -> int:
        """How many things the page lists."""
        return len(self.listed or self.entries)

    @property
    def noun(self) -> tuple[str, str, str]:
        """What one and several of the things are called, and a certain one at the head of a sentence."""
        return ("post", "poster", "Posten") if self.entries else ("artikel", "artiklar", "Artikeln")

    @property
    def scope(self) -> str:
        """The program's slug where the page belongs to one, else empty."""
        return self.program.slug if self.program else ""

    @property
    def place(self) -> str:
        """The page's address where it is one of those that its program's list of chapters leads to, else empty."""
        return self.page.address if isinstance(self.page.subject, Program | Chapter) else ""


class Views:
    """Makes the views of one site."""

    def __init__(self, site: Site, references: References | None = None) -> None:
        self.site = site
        self.catalogue = site.catalogue
        self.keeps_programs = offline_reading.is_on(site.publication)
        self.addresses = frozenset(page.address for page in site.pages)
        self.facets = site.catalogue.vocabularies.facets
        self._labels = {facet.key: {value.key: value.label for value in facet.values} for facet in self.facets}
        self._values = {facet.key: tuple(value.key for value in facet.values) for facet in self.facets}
        self._packing = Packing(self._values)
        self._choices: dict[str, Choices] = {}
        self._landing = frozenset(page.address for page in site.landing_pages)
        self._redirects = {redirect.from_address: redirect.to_address for redirect in site.redirects}
        self._gone = {record.address: record for record in site.archive.retired}
        self._titles = {page.address: page.title for page in site.pages}
        self._titles |= {section.article.address: section.article.title for section in site.sections.values()}
        self._references = references or References()
        self._heads = PageHeads(site)
        self._view_of = lru_cache(maxsize=_KEPT)(self._article)  # pages beside each other show the same
        self._pathways = tuple(page.subject for page in site.pages if isinstance(page.subject, Pathway))
        lists = (page.subject for page in site.pages if isinstance(page.subject, NewsList) and not page.subject.year)
        self._news = next((found.items for found in lists), ())

    def of(self, page: SitePage) -> PageView:
        """Return the view of a page."""
        subject = page.subject
        program = page.program or self._program_of(subject)
        listed = self.listed(page)
        crumbs = self._crumbs(page, program)
        chapter = subject if isinstance(subject, Chapter) else None
        cite = chapter_box(self.site.publication, self._references, program, chapter) if program and chapter else None
        steps = [(crumb.title, crumb.address) for crumb in crumbs] + [(page.title, page.address)]
        return PageView(
            page=page,
            canonical=self._canonical(page),
            edit_url=self.site.publication.edit_url(page.source),
            crumbs=crumbs,
            program=program,
            chapter=chapter,
            cite=cite,
            metadata=self._heads.of(page, program, steps, cite.cited if cite else None),
            listed=listed,
            view_of=self.article,
            filters=self.support_filters(subject)
            if isinstance(subject, MethodSupport)
            else self.filters(listed, program),
            references=tuple(Reference(self.catalogue.vocabularies.sources[key], "") for key in page.sources),
            entries=subject.entries if isinstance(subject, MethodSupport) else (),
            selection=subject.selection if isinstance(subject, LandingPage | EntryPage) else {},
        )

    def printed(self, page: PrintPage) -> tuple[PrintedProgram, ...]:
        """Return what a print page holds."""
        return print_pages.printed(self.site, page)

    def weight(self, page: SitePage) -> int:
        """Return how much there is on a page, counted in articles."""
        return len(self.listed(page))

    def _canonical(self, page: SitePage) -> str:
        address = page.address if page.canonical is None else page.canonical
        return self.site.publication.url(address) if page.template != "404.html" else ""

    def versions(self, text: Program | Chapter) -> Versions:
        """Return the versions of a program's own page or a chapter."""
        return self.site.archive.versions[text.address]

    def departed(self, page: SitePage) -> tuple[Departed, ...]:
        """Return the articles that have left a page, for another or for good."""
        return self.site.departed.get(page.address, ())

    def successor(self, gone: Retired) -> Crumb | None:
        """Return where readers of what is retired are sent: the last of the chain, past what is itself retired or moved."""
        address, seen = gone.successor, {gone.address, ""}
        while address not in seen:
            seen.add(address)
            page, mark, rest = address.partition("#")
            address = self._redirects.get(page, page) + mark + rest
            further = self._gone[address].successor if address in self._gone else ""
            address = further or address
        return Crumb(self.title_of(address), address) if self.title_of(address) else None

    def title_of(self, address: str) -> str:
        """Return the title of the page or article at an address; empty when there is none."""
        return self._titles.get(address, "")

    def groups(self, articles: Iterable[Article]) -> tuple[GroupView, ...]:
        """Return the articles by program and chapter."""
        return tuple(self._group(group) for group in by_chapter(self.catalogue, articles))

    def filters(self, articles: Iterable[Article], program: Program | None = None) -> tuple[FilterFacet, ...]:
        """Return the filter of a page that lists ``articles``, with its counts while nothing is chosen."""
        return _filters(articles, self._choices_of(program.slug if program else ""))

    def _choices_of(self, scope: str) -> Choices:
        if scope not in self._choices:
            self._choices[scope] = _choices(self.facets, lambda facet, value: self._landing_of(facet, value, scope))
        return self._choices[scope]

    def ready_made(self, scope: str) -> tuple[tuple[Crumb, ...], ...]:
        """Return the landing pages of the facets that most readers begin with, of a program (its slug) or the whole site."""
        found = (
            tuple(Crumb(value.label, value.landing) for value in values if value.landing)
            for facet, values in self._choices_of(scope)
            if facet.key in _FIRST_FACETS
        )
        return tuple(choices for choices in found if choices)

    def support_filters(self, support: MethodSupport) -> tuple[FilterFacet, ...]:
        """Return the filter of the catalogue of method support, which has facets of its own and no landing pages."""
        return _filters(support.entries, _choices(support.facets))

    def article(self, article: Article) -> ArticleView:
        """Return the view of an article."""
        return self.article_named(article.key)

    def charts(self, statistic: Statistic) -> tuple[Chart, ...]:
        """Return the charts of a table."""
        return charts(statistic)

    def table(self, statistic: Statistic) -> tuple[TableRow, ...]:
        """Return the rows of a table."""
        return table(statistic)

    def article_named(self, key: str) -> ArticleView:
        """Return the view of the article ``program/chapter#id``; ``KeyError`` when there is none."""
        return self._view_of(key)

    def alphabet(self) -> tuple[tuple[str, tuple[Crumb, ...]], ...]:
        """Return every article and glossary term by its first letter, each with its address."""
        titles = {program.slug: program.title for program in self.catalogue.programs}
        rows = [
            Crumb(f"{article.title} – {titles[article.program]}", article.address)
            for article in self.catalogue.articles
        ]
        rows += [Crumb(term.term, f"{addresses.GLOSSARY}#{term.key}") for term in self.site.glossary.terms]
        rows.sort(key=lambda row: (alphabetical(row.title), row.address))
        letters: dict[str, list[Crumb]] = {}
        for row in rows:
            letters.setdefault(row.title[0].upper(), []).append(row)
        return tuple((letter, tuple(found)) for letter, found in letters.items())

    def packed_chapter(self, chapter: Chapter) -> str:
        """Return the audiences of a chapter's articles as short text for the filter in the browser."""
        return self._packing.of(chapter.articles)

    def leads_to_programs(self, page: SitePage) -> bool:
        """Say whether a page of the whole site tells how much its selection gives in each program, and lists no articles."""
        subject = page.subject
        is_selection = isinstance(subject, EntryPage) or (isinstance(subject, LandingPage) and subject.program is None)
        return page.template == "start.html" or (is_selection and len(self.listed(page)) > LONGEST_LIST)

    def shares(self, view: PageView) -> tuple[ProgramShare, ...]:
        """Return what a page that leads to programs says of each of them."""
        query = self.query(view.selection)
        return tuple(
            ProgramShare(
                program, self._share_of(view, program) or program.address + query, len(own), self._packing.of(own)
            )
            for program in self.catalogue.programs
            for own in (view.by_program.get(program.slug, []),)
            if own or not view.selection
        )

    def _share_of(self, view: PageView, program: Program) -> str:
        landing = view.page.subject
        if not isinstance(landing, LandingPage):
            return ""
        return self._landing_of(landing.facet.key, landing.value.key, program.slug)

    @property
    def vocabulary(self) -> str:
        """The facets with their values as short text, so that every page can keep a reader's selection."""
        return ";".join(f"{facet}:{','.join(values)}" for facet, values in self._values.items())

    @cached_property
    def editorial(self) -> EditorialReport:
        """The editors' report, as of the build's date."""
        return editorial_report.report(self.site, self.site.day)

    def latest(self, number: int) -> tuple[SitePage, ...]:
        """Return the chapters that changed last, the latest first."""
        return _latest((page for page in self.site.pages if isinstance(page.subject, Chapter)), number)

    def sitemap(self) -> tuple[sitemap.SitemapRow, ...]:
        """Return the rows of the sitemap."""
        return sitemap.rows(self.site.pages, self._heads.changes)

    def news(self, number: int, program: str = "") -> tuple[NewsItem, ...]:
        """Return the latest news, of all or of those that name ``program``."""
        return tuple(item for item in self._news if not program or program in item.programs)[:number]

    def when(self, item: NewsItem) -> str:
        """Return when something happened, as it is shown."""
        return self.day(item.date) if item.date else f"Ur källorna: {item.year}"

    def pathways(self, program: str = "") -> tuple[Pathway, ...]:
        """Return the care pathways, of all programs or one."""
        return tuple(one for one in self._pathways if not program or one.program == program)

    def themes(self) -> tuple[ThemePage, ...]:
        """Return the themes that have articles."""
        subjects = (page.subject for page in self.site.pages)
        return tuple(subject for subject in subjects if isinstance(subject, ThemePage) and subject.articles)

    def acute(self, program: Program) -> tuple[ArticleView, ...]:
        """Return the program's articles on acute danger, those that no filter hides."""
        return tuple(self.article(article) for article in program.articles if article.always)

    def comorbidity(self, program: Program) -> tuple[GroupView, ...]:
        """Return the articles of other programs that are about several conditions at once.

        A site of many programs has too many of them for one page; there the theme's own page lists them.
        """
        if len(self.catalogue.programs) > MANY_PROGRAMS:
            return ()
        return self.groups(article for article in self._comorbid if article.program != program.slug)

    @cached_property
    def _comorbid(self) -> tuple[Article, ...]:
        return tuple(article for article in self.catalogue.articles if COMORBIDITY in article.themes)

    def siblings(self, chapter: Chapter) -> tuple[tuple[Program, Chapter], ...]:
        """Return the same chapter in the other programs, unless there are too many to list in every chapter."""
        if len(self.catalogue.programs) > MANY_PROGRAMS:
            return ()
        return tuple(
            (program, other)
            for program in self.catalogue.programs
            for other in program.chapters
            if other.slug == chapter.slug and program.slug != chapter.program
        )

    def by_program(self, articles: Iterable[Article]) -> tuple[tuple[Program, tuple[GroupView, ...]], ...]:
        """Return the articles by program, and in each by chapter."""
        pairs = itertools.groupby(self.groups(articles), key=lambda group: group.program.slug)
        return tuple((self.catalogue.program(slug), tuple(groups)) for slug, groups in pairs)

    def neighbours(self, chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
        """Return the chapters before and after, in the program."""
        chapters = self.catalogue.program(chapter.program).chapters
        place = chapters.index(chapter)
        before = chapters[place - 1] if place > 0 else None
        after = chapters[place + 1] if place + 1 < len(chapters) else None
        return before, after

    def query(self, selection: Selection) -> str:
        """Return a selection as a query, ``?yrkesroll=larare,rektor``; empty for none."""
        parts = [f"{facet}={','.join(chosen)}" for facet, chosen in selection.items() if chosen]
        return "?" + "&".join(parts) if parts else ""

    def selection_lines(self, selection: Selection) -> tuple[AudienceLine, ...]:
        """Return a selection by label, facet by facet."""
        return tuple(
            AudienceLine(facet.label, tuple(self._labels[facet.key][value] for value in selection[facet.key]))
            for facet in self.facets
            if selection.get(facet.key)
        )

    def status(self, key: str) -> str:
        """Return a status as it is shown."""
        return STATUSES.get(key, key)

    @staticmethod
    def day(date: datetime.date) -> str:
        """Return a date in Swedish, ``22 november 2026``."""
        return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"

    @staticmethod
    def month(text: str) -> str:
        """Return a month ``2026-02`` in Swedish, ``februari 2026``."""
        year, _, number = text.partition("-")
        return f"{_MONTHS[int(number) - 1]} {year}"

    def _landing_of(self, facet: str, value: str, scope: str) -> str:
        address = addresses.landing(facet, value, scope)
        return address if address in self._landing else ""

    def _group(self, group: ArticleGroup) -> GroupView:
        return GroupView(group.program, group.chapter, tuple(map(self.article, group.articles)))

    def _article(self, key: str) -> ArticleView:
        section = self.site.sections[key]
        article = section.article
        sources = self.catalogue.vocabularies.sources
        audience = tuple(
            AudienceLine(facet.label, tuple(self._labels[facet.key][value] for value in values))
            for facet in self.facets
            for values in (article.audience[facet.key],)
            if values != (ALL,)
        )
        references = tuple(Reference(sources[key], article.strengths.get(key, "")) for key in article.sources)
        return ArticleView(article, section, audience, references)

    def shown(self, page: SitePage) -> tuple[Article, ...]:
        """Return the articles of a page whose own words it shows, beyond their titles and audiences."""
        only_counts = page.template in _COUNTING or self.leads_to_programs(page)
        return () if only_counts else self.listed(page)

    def listed(self, page: SitePage) -> tuple[Article, ...]:
        """Return the articles a page lists, or counts."""
        subject = page.subject
        if isinstance(subject, Program | Chapter):
            return subject.articles
        if isinstance(subject, ThemePage):
            return subject.articles
        if isinstance(subject, LandingPage | EntryPage):
            return (*subject.named, *subject.others)
        if isinstance(subject, InformationPack):
            return subject.examples
        if page.template == "landing_index.html":
            return (page.program or self.catalogue).articles
        return self.catalogue.articles if page.template in ("start.html", "search.html") else ()

    def _program_of(self, subject: object) -> Program | None:
        if isinstance(subject, Program):
            return subject
        if isinstance(subject, Chapter):
            return self.catalogue.program(subject.program)
        return subject.program if isinstance(subject, LandingPage) else None

    def _crumbs(self, page: SitePage, program: Program | None) -> tuple[Crumb, ...]:
        crumbs = [Crumb("Start", "")] if page.address else []
        if program and page.subject is not program:
            crumbs.append(Crumb(program.title, program.address))
        if isinstance(page.subject, FrozenPage | HistoryPage) and page.subject.versions.slug:
            living = page.subject.versions.address
            crumbs.append(Crumb(self.title_of(living), living))
        elif not program:
            parts = page.address.rstrip("/").split("/")
            above = ("/".join(parts[:number]) + "/" for number in range(1, len(parts)))
            crumbs += [Crumb(self._titles[address], address) for address in above if address in self._titles]
        return tuple(crumbs)


def _filters(items: Iterable[Facetted], choices: Choices) -> tuple[FilterFacet, ...]:
    """Return the fieldsets of a filter with its counts while nothing is chosen."""
    found = counts(items, {}, {facet.key: tuple(value.key for value in values) for facet, values in choices})
    return tuple(FilterFacet(facet, values, found[facet.key]) for facet, values in choices)


def _choices(facets: Iterable[Facet], landing: Callable[[str, str], str] = lambda *_: "") -> Choices:
    return tuple(
        (
            facet,
            tuple(
                FilterValue(value.key, value.label, value.explanation, landing(facet.key, value.key))
                for value in facet.values
            ),
        )
        for facet in facets
    )


def _latest(pages: Iterable[SitePage], number: int) -> tuple[SitePage, ...]:
    dated = sorted((page for page in pages if page.changed), key=lambda page: page.address)
    dated.sort(key=lambda page: page.changed or datetime.date.min, reverse=True)
    return tuple(dated[:number])
