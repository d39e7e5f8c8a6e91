"""The site: everything that will be published, worked out before a single file is written."""

from __future__ import annotations

import datetime
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from . import (
    addresses,
    archive,
    article_blocks,
    build_date,
    catalogue,
    citations,
    data_export,
    editorial_pages,
    external_links,
    feeds,
    front_matter,
    glossary,
    information_packs,
    landing_pages,
    laws,
    local_notes,
    marked_yaml,
    method_support,
    news,
    owners,
    pathways,
    print_pages,
    prose,
    published_statistics,
    redirects,
    search_encoding,
    search_index,
    site_files,
    training,
    uploads,
    user_guide,
    vocabularies,
)
from .addresses import OVER_HTTP, LinkStyle
from .archive import Archive, ArchivePage, Departed, FrozenPage, HistoryPage, Tombstone
from .catalogue import Article, Catalogue, Chapter, Program
from .citations import Citable
from .curated_pages import EntryPage, ThemePage, entry_pages, theme_pages
from .editorial_pages import EditorialPage
from .external_links import LinkState
from .front_matter import SourceFile
from .frozen_texts import FrozenTexts
from .glossary import Glossary
from .information_packs import InformationPack
from .kept_rows import KeptRows
from .landing_pages import LandingPage
from .laws import Laws
from .ledger import Entry
from .links import LinkMap, check_anchors
from .local_notes import LocalNote, LocalNotes
from .memory import FORGETFUL, Memory, Stage, digest_of_files
from .method_support import MethodSupport
from .news import NewsItem, NewsList
from .page_html import NO_TEXT, MarkdownSettings, PageHtml, PageRenderer, Section
from .pathways import Pathway
from .places import known_places
from .print_pages import PrintPage
from .problems import ContentRefused, Point, Problem, ProblemLog, errors, in_order, point_at
from .publication import UNPUBLISHED, Publication
from .published_statistics import Statistic
from .redirects import Moved, Redirect
from .schema import ADDRESS, GENERAL_PAGE_FIELDS, Field, Known, Reader, read_fields, refuse_stray_field
from .search_index import CountedTerms, SearchDocument
from .site_files import SiteFile
from .text_review import Reviewer, TextReview
from .training import Training
from .user_guide import GuideAudience, UserGuide

PROGRAMS = "programs"
REMEMBERED = ("vocabularies", "programs", "chapters", "pages", "reviews")
"""The stages of ``prepare`` whose results a memory keeps."""
CONTENT = "content"
_FOUND_TEMPLATES = frozenset(
    f"{name}.html"
    for name in (
        "main",
        "contact",
        "program",
        "entry",
        "theme",
        "method_support",
        "pathway",
        "news_item",
        "statistics",
        "local_notes",
    )
)
_GENERATED_FOLDERS = (data_export.FOLDER, feeds.FOLDER)
_BY_ADDRESS = {"": "start.html", addresses.STATISTICS: "statistics.html", addresses.CONTACT: "contact.html"}
_ASSET_PATH = re.compile(r"[A-Za-z0-9._/-]+")
_BY_SUBJECT: dict[type, str] = {
    Chapter: "chapter.html",
    Program: "program.html",
    Pathway: "pathway.html",
    NewsItem: "news_item.html",
}
GeneralSubject = Pathway | NewsItem | LocalNote
Guidance = UserGuide | GuideAudience | InformationPack | Training
Subject = (
    Program
    | Chapter
    | LandingPage
    | EntryPage
    | ThemePage
    | ArchivePage
    | EditorialPage
    | PrintPage
    | MethodSupport
    | NewsList
    | GeneralSubject
    | Guidance
    | None
)
_ARCHIVE_TEMPLATES = {FrozenPage: "version.html", HistoryPage: "history.html", Tombstone: "tombstone.html"}
_UNLISTED = frozenset(
    (
        "old_search.html",
        "version.html",
        "tombstone.html",
        "editorial.html",
        "print.html",
        "unsaved.html",
        "flyer.html",
        "slides.html",
    )
)


@dataclass(frozen=True)
class SitePage:
    """One page: where it stands, which template shows it, and what it is about.

    A generated page is found by the search when it has a ``search_text``, the words it says besides title and description.
    ``canonical`` is the address search engines should know instead, where that is another page's.
    """

    address: str
    template: str
    title: str
    description: str
    subject: Subject = None
    html: PageHtml = NO_TEXT
    source: str = ""
    program: Program | None = None
    changed: datetime.date | None = None
    sources: tuple[str, ...] = ()
    search_text: str = ""
    canonical: str | None = None

    @property
    def is_listed(self) -> bool:
        """Whether search engines should know the page."""
        return self.template not in _UNLISTED

    @property
    def crumb(self) -> str:
        """What the page is called below the page it belongs to."""
        return self.subject.crumb if isinstance(self.subject, FrozenPage | HistoryPage) else self.title


@dataclass(frozen=True)
class Asset:
    """A file that stands beside the pages: its path on the site and on disk."""

    path: str
    file: Path


@dataclass(frozen=True)
class Site:
    """The finished plan of the site as of ``day``.

    ``sections`` holds each rendered article by its key, ``reviews`` what was said of each text, by its path; ``redirects`` leads every earlier and short address to its page;
    ``departed`` has the articles that have left a page, by its address.
    """

    catalogue: Catalogue
    pages: tuple[SitePage, ...]
    assets: tuple[Asset, ...]
    sections: Mapping[str, Section]
    landing_pages: tuple[LandingPage, ...]
    glossary: Glossary
    method_support: MethodSupport
    statistics: tuple[Statistic, ...]
    local_notes: LocalNotes
    warnings: tuple[Problem, ...]
    style: LinkStyle = OVER_HTTP
    publication: Publication = UNPUBLISHED
    laws: Laws = field(default_factory=Laws)
    reviews: Mapping[str, TextReview] = field(default_factory=dict)
    link_states: tuple[LinkState, ...] = ()
    day: datetime.date = datetime.date.min
    redirects: tuple[Redirect, ...] = ()
    archive: Archive = field(default_factory=Archive)
    departed: Mapping[str, tuple[Departed, ...]] = field(default_factory=dict)
    frozen_texts: FrozenTexts | None = field(default=None, compare=False)

    @cached_property
    def linked(self) -> Mapping[str, int]:
        """How many links of the site's texts lead to each address with an anchor."""
        links = (link for page in self.pages for link in page.html.links)
        return Counter(f"{link.address}#{link.anchor}" for link in links if link.anchor)

    def ledger_entries(self, day: datetime.date) -> tuple[Entry, ...]:
        """Return every address of the site as the ledger holds it when first published on ``day``."""
        pages = (page.address for page in self.pages if not isinstance(page.subject, EditorialPage))
        return archive.entries(self.archive, self.catalogue, pages, self.redirects, day)

    def section(self, article: Article) -> Section:
        """Return the rendered text of an article."""
        return self.sections[article.key]

    def files(self) -> Iterator[SiteFile]:
        """Give every generated file that is no page."""
        yield self.search_file()
        yield from self.data_files()

    def search_file(self, memory: Memory = FORGETFUL) -> SiteFile:
        """Return the search index; ``memory`` spares texts that were analysed for the last one."""
        return SiteFile(search_index.FILE, partial(self.search_script, memory))

    def data_files(self, kept: KeptRows | None = None) -> Iterator[SiteFile]:
        """Give the generated files that are neither page nor search index; ``kept`` has rows that need not be made again."""
        yield from site_files.of_citations(self.catalogue, self.publication)
        yield from self._frozen_references()
        yield from site_files.of_feeds(self.atom_feeds(), self.publication)
        exported = data_export.files(self.catalogue, self.sections, self.publication, kept)
        yield from itertools.starmap(SiteFile, exported.items())

    def _frozen_references(self) -> Iterator[SiteFile]:
        """Give the reference files beside every frozen version of a chapter whose program is still there."""
        programs = {program.slug: program for program in self.catalogue.programs}
        for page in self.pages:
            frozen = page.subject
            if isinstance(frozen, FrozenPage) and frozen.versions.slug and frozen.versions.program in programs:
                cited = partial(self._cited_version, programs[frozen.versions.program], frozen)
                yield from site_files.references(cited, frozen.address)

    def _cited_version(self, program: Program, page: FrozenPage) -> Citable:
        assert self.frozen_texts is not None
        chapter = self.frozen_texts.read(page.versions, page.frozen)
        return citations.cited_chapter(self.publication, program, chapter, page.address)

    def atom_feeds(self) -> tuple[feeds.Feed, ...]:
        """Return every Atom feed."""
        entries = (page.subject for page in self.pages if isinstance(page.subject, EntryPage))
        return feeds.plan(self.catalogue, entries, self.news())

    def news(self) -> tuple[SitePage, ...]:
        """Return the pages of news, in the order of their addresses."""
        return tuple(page for page in self.pages if page.address.startswith("nyheter/"))

    def search_script(self, memory: Memory = FORGETFUL) -> str:
        """Return the search index as the script that the browser loads."""
        documents = self.search_documents()
        return search_encoding.script(documents, self._counted(documents, memory), self.catalogue)

    def _counted(self, documents: Sequence[SearchDocument], memory: Memory) -> Iterator[CountedTerms]:
        """Give the terms of each document. Those of an article have been counted with its chapter, unless a local note adds to it."""
        chapters = {page.address: page.html for page in self.pages if isinstance(page.subject, Chapter)}
        noted = {self.sections[key].article.address for key in self.local_notes.by_article}
        articles = [document for document in documents if document.kind == search_index.ARTICLE]
        others = [document for document in documents if document.kind != search_index.ARTICLE]
        for address, of_one in itertools.groupby(articles, key=lambda document: document.url.partition("#")[0]):
            known = search_index.unpacked_terms(chapters[address].terms)
            for document in of_one:
                yield search_index.counted_terms(document) if document.url in noted else known[document.anchor]
        yield from memory.results("terms", search_index.counted_terms, others, search_index.key)

    def search_documents(self) -> tuple[SearchDocument, ...]:
        """Return everything a reader can find: the articles first, then pages, news and terms."""
        # What a local note says is found with its article.
        noted = {key: " ".join(note.text for note in notes) for key, notes in self.local_notes.by_article.items()}
        articles = search_index.article_documents(self.catalogue, self.sections, noted)
        pages = tuple(
            search_index.page_document(page.address, page.title, page.description, page.html.intro, page.search_text)
            for page in self.pages
            if page.search_text or page.template in _FOUND_TEMPLATES
        )
        support = tuple(
            search_index.page_document(entry.address, entry.name, entry.description, entry.concerns)
            for entry in self.method_support.entries
        )
        return articles + pages + support + search_index.glossary_documents(self.glossary, addresses.GLOSSARY)


@dataclass(frozen=True)
class _Source:
    """A Markdown file on its way to a page: ``mounted`` is where it stands among the site's sources.

    A file that is not ``readable`` takes part as something links may lead to, so that they are not refused as well.
    """

    source: SourceFile
    mounted: str
    address: str
    subject: Program | Chapter | GeneralSubject | None
    title: str
    description: str
    changed: datetime.date | None = None
    readable: bool = True
    former: tuple[str, ...] = ()
    id: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Around:
    """What stands around the programs, read from data files and from local notes that are yet to be rendered."""

    support: MethodSupport
    statistics: tuple[Statistic, ...]
    notes: tuple[_Source, ...]
    guidance: tuple[SitePage, ...]


def prepare(
    root: Path,
    settings: MarkdownSettings,
    style: LinkStyle = OVER_HTTP,
    publication: Publication = UNPUBLISHED,
    memory: Memory = FORGETFUL,
) -> Site:
    """Read and check everything below ``root`` and return the site; writes nothing.

    ``memory`` gives back what an earlier build made of the same sources, and has what is to be kept for the next one;
    the site is the same without.

    Raises ``ContentRefused`` with every problem when there is an error.
    """
    if linked := uploads.symbolic_links(root, (CONTENT, PROGRAMS)):
        raise ContentRefused(in_order(linked))  # told alone: a problem may quote what it is about
    words, problems = _read_vocabularies(root / PROGRAMS, memory)
    if not words.facets or not words.chapters:
        raise ContentRefused(in_order(problems))
    found, noted = catalogue.read(root / PROGRAMS, words, PROGRAMS, memory)
    problems += noted
    sources = _program_sources(found)
    general, noted = _read_general_pages(root / CONTENT, found.known())
    problems += noted
    sources += general
    terms, noted = glossary.read(root / CONTENT / "_ordlista.yml", f"{CONTENT}/_ordlista.yml")
    problems += noted
    around, noted = _read_around(root, publication, found)
    problems += noted
    link_states, noted = external_links.read(
        root / CONTENT / external_links.FILE_NAME, f"{CONTENT}/{external_links.FILE_NAME}"
    )
    problems += noted
    reviewer, noted = _reviewer(root, terms)
    problems += noted + _check_sources(root, found, reviewer)
    kept, noted = archive.read(root, found, PROGRAMS, CONTENT)
    problems += noted
    landing = landing_pages.plan(found)
    problems += _missing_start(sources) + owners.check_statuses(found, owners.read(root)) + publication.problems()
    published = kept.ledger.pages if kept.ledger else ()
    entries = entry_pages(found)
    generated = (
        _generated_pages(found, landing, terms, published, entries)
        + _archive_pages(kept, found)
        + _pages_around(around, sources)
        + _information_pack_pages(entries, publication)
    )
    problems += _clashes(sources, generated, problems)
    assets = _assets(root)
    taken = {source.address for source in sources} | {page.address for page in generated}
    problems += _check_assets(assets, root, taken) + _check_footer(publication, root, taken)
    link_map = LinkMap(
        {source.mounted: source.address for source in sources},
        frozenset(page.address for page in generated),
        frozenset((*(asset.path for asset in assets), *data_export.paths(), feeds.NEWS, feeds.CHANGES)),
    )
    moved = [Moved(source.address, source.former, (source.id,) if source.id else ()) for source in sources]
    led = redirects.plan((*moved, *kept.moved()), taken, published)
    departed, noted = archive.departed(kept, found, led, CONTENT)
    problems += noted
    renderer = PageRenderer(settings, link_map, style, terms)
    rendered, reviews = _render_and_review([*sources, *around.notes], renderer, reviewer, memory)
    problems += [problem for review in reviews.values() for problem in review.problems]
    pages, noted = _pages_of(rendered, _anchors(generated, terms, around.support))
    problems += noted
    pages, notes = _without_notes(pages)
    if not errors(problems):  # what cannot be read would seem to be lost
        lasting = taken - {page.address for page in generated if isinstance(page.subject, EditorialPage)}
        listed = archive.entries(kept, found, lasting, led, reviewer.today)
        problems += archive.check(kept, archive.present(kept, found, listed, led, departed), CONTENT)
    if errors(problems):
        raise ContentRefused(in_order(problems))
    sections = {section.article.key: section for page in pages for section in page.html.sections}
    frozen = FrozenTexts(settings, link_map, led, style, words)
    return Site(
        found,
        (*pages, *generated),
        assets,
        sections,
        landing,
        terms,
        around.support,
        around.statistics,
        local_notes.gather(notes),
        tuple(in_order(problems)),
        style,
        publication,
        reviewer.acts,
        reviews,
        link_states,
        reviewer.today,
        led,
        kept,
        departed,
        frozen,
    )


def _read_vocabularies(folder: Path, memory: Memory) -> tuple[vocabularies.Vocabularies, list[Problem]]:
    files = [file for file in sorted(folder.glob("_*.yml")) if file.is_file()]
    work = partial(vocabularies.read, shown_as=PROGRAMS)
    words, noted = memory.results("vocabularies", work, [folder], lambda _: digest_of_files(files, folder))[0]
    return words, list(noted)


def with_print_pages(site: Site) -> Site:
    """Return the site with a page to print for each program and entry; these are never published."""
    planned = print_pages.plan(site.catalogue)
    made = (SitePage(page.address, "print.html", page.title, page.description, page) for page in planned)
    return replace(site, pages=(*site.pages, *made))


def with_unsaved_page(site: Site) -> Site:
    """Return the site with the page that a reader without a net meets in place of one that is not kept."""
    title, description = "Sidan är inte sparad", "Du är utan nät, och den här sidan finns inte sparad i webbläsaren."
    return replace(site, pages=(*site.pages, SitePage(addresses.UNSAVED, "unsaved.html", title, description)))


def _program_sources(found: Catalogue) -> list[_Source]:
    sources: list[_Source] = []
    for subject in found.texts:
        page = subject.page
        mounted = page.source.path.removeprefix(f"{PROGRAMS}/")
        title, description = page.title, page.description
        sources.append(
            _Source(
                page.source,
                mounted,
                subject.address,
                subject,
                title,
                description,
                page.changed,
                page.readable,
                page.former,
                page.id,
            )
        )
    return sources


def _read_general_pages(folder: Path, known: Known) -> tuple[list[_Source], list[Problem]]:
    sources: list[_Source] = []
    problems: list[Problem] = []
    for file in sorted(folder.rglob("*.md")):
        relative = file.relative_to(folder)
        if file.is_file() and not any(part.startswith(("_", ".")) for part in relative.parts):
            source, found = _read_general_page(file, relative.as_posix(), known)
            sources.append(source)
            problems += found
    return sources, problems


def _read_general_page(file: Path, mounted: str, known: Known) -> tuple[_Source, list[Problem]]:
    log = ProblemLog(f"{CONTENT}/{mounted}")
    stem = mounted.removesuffix(".md")
    address = "" if stem == "index" else stem.removesuffix("/index") + "/"
    if not all(catalogue.FILE_NAME.fullmatch(part) for part in stem.split("/")):
        hint = "använd bara a–z, 0–9 och bindestreck"
        log.error(Point(), "FILNAMN", f'filen heter "{mounted}"', value=mounted, hint=hint)
    source, problems = front_matter.read(file, log.path)
    if source is None:
        unread = SourceFile(log.path, marked_yaml.Mapping(), "")
        return _Source(unread, mounted, address, None, "", "", readable=False), [*log.problems, *problems]
    fields = _general_fields(address)
    values = read_fields(fields, source.meta, Reader(log, known))
    refuse_stray_field(fields, source.body, source.body_line, log)
    if fields is news.FIELDS:
        news.check_date(source.meta, log)
    catalogue.refuse_blocks(article_blocks.outline(source.body, source.body_line), log)
    title, description = values.get("title") or "", values.get("description") or ""
    changed, former = values.get("andrad"), values.get("tidigare") or ()
    subject, sources = _general_subject(address, values), values.get("kallor") or ()
    read = _Source(source, mounted, address, subject, title, description, changed, sources=sources, former=former)
    return read, [*problems, *log.problems]


def _reviewer(root: Path, terms: Glossary) -> tuple[Reviewer, list[Problem]]:
    """Return what texts are held against, as the data files say."""
    acts, problems = laws.read(root / CONTENT / laws.FILE_NAME, f"{CONTENT}/{laws.FILE_NAME}")
    words, noted = prose.read(root / CONTENT / prose.FILE_NAME, f"{CONTENT}/{prose.FILE_NAME}")
    return Reviewer(acts, words, terms, build_date.today()), problems + noted


def _review(reviewer: Reviewer, source: _Source) -> TextReview:
    return reviewer.review(source.source, _outline(source), _articles(source), impersonal=source.subject is not None)


def _check_sources(root: Path, found: Catalogue, reviewer: Reviewer) -> list[Problem]:
    """Return what is to be said of the bibliography."""
    path = f"{PROGRAMS}/_sources.yml"
    return laws.check_sources(root / path, path, found.vocabularies.sources.values(), reviewer.acts, reviewer.today)


def _outline(source: _Source) -> article_blocks.Outline:
    if isinstance(source.subject, Chapter):
        return source.subject.outline
    return article_blocks.outline(source.source.body, source.source.body_line)


def _general_fields(address: str) -> tuple[Field, ...]:
    """Return the front matter of a page in ``content/``: some folders hold pages of a kind of their own."""
    if address.startswith(addresses.NEWS):
        return news.FIELDS
    if address.startswith(addresses.PATHWAYS) and address != addresses.PATHWAYS:
        return pathways.FIELDS
    return GENERAL_PAGE_FIELDS


def _general_subject(address: str, values: Mapping[str, Any]) -> GeneralSubject | None:
    fields = _general_fields(address)
    if fields is news.FIELDS:
        return news.news_item(address, values)
    return pathways.pathway(address, values) if fields is pathways.FIELDS else None


def _read_local_notes(
    root: Path, publication: Publication, found: Catalogue, known: Known
) -> tuple[list[_Source], list[Problem]]:
    """Read the local notes of the folder that ``mkdocs.yml`` names, or else of ``lokalt/``."""
    named = publication.extra.get("lokalt")
    folder = str(named or local_notes.FOLDER)
    if named and not (root / folder).is_dir():
        log = ProblemLog("mkdocs.yml")
        hint = "rätta vägen eller ta bort raden"
        log.error(Point(), "FIL-SAKNAS", f'mappen "{folder}" finns inte', field="extra.lokalt", value=folder, hint=hint)
        return [], log.problems
    read, problems = local_notes.read(root / folder, folder.rstrip("/"), found, known, build_date.today())
    sources = []
    for one in read:
        article = one.note.article
        address = addresses.chapter(article.program, article.chapter)
        sources.append(_Source(one.source, one.mounted, address, one.note, one.note.title, ""))
    return sources, problems


def _read_around(root: Path, publication: Publication, found: Catalogue) -> tuple[_Around, list[Problem]]:
    known = found.known()
    file, folder = f"{CONTENT}/{method_support.FILE}", f"{CONTENT}/{published_statistics.FOLDER}"
    support, problems = method_support.read(root / file, file, known)
    titles = {program.slug: program.title for program in found.programs}
    statistics, noted = published_statistics.read(root / folder, folder, known, titles)
    notes, refused = _read_local_notes(root, publication, found, known)
    guidance, doubted = _read_guidance(root / CONTENT, found)
    return _Around(support, statistics, tuple(notes), guidance), [*problems, *noted, *refused, *doubted]


def _pages_around(around: _Around, sources: list[_Source]) -> tuple[SitePage, ...]:
    """Return the generated pages around the programs: news lists, method support and local notes, where there are any."""
    lists = news.news_lists(source.subject for source in sources if isinstance(source.subject, NewsItem))
    description = "Vad som är nytt på webbplatsen, och vad källorna berättar."
    pages = [SitePage(one.address, "news.html", one.title, description, one) for one in lists]
    support = around.support
    if support.entries or not support.readable:
        description = "Modeller, verktyg, utbildningar och skrifter ur inventeringen från mars 2020. Sök och filtrera."
        address, title, sources_of = addresses.METHOD_SUPPORT, "Metod- och kunskapsstöd", (support.source,)
        pages.append(SitePage(address, "method_support.html", title, description, support, sources=sources_of))
    if around.notes:
        description = "Upplysningar som regioner och kommuner har lagt till efter artiklar. De ingår inte i programmen."
        pages.append(SitePage(addresses.LOCAL_NOTES, "local_notes.html", "Lokala tillägg", description))
    return (*pages, *around.guidance)


def _without_notes(pages: list[SitePage]) -> tuple[list[SitePage], list[LocalNote]]:
    """Return the pages that are published, and the local notes that were rendered among them."""
    notes = [replace(page.subject, html=page.html.intro) for page in pages if isinstance(page.subject, LocalNote)]
    return [page for page in pages if not isinstance(page.subject, LocalNote)], notes


def _anchors(generated: tuple[SitePage, ...], terms: Glossary, support: MethodSupport) -> Mapping[str, frozenset[str]]:
    """Return what can be pointed at on each generated page; a page that nobody can tell of is left out."""
    anchors: dict[str, frozenset[str]] = dict.fromkeys((page.address for page in generated), frozenset())
    anchors[addresses.GLOSSARY] = frozenset(term.key for term in terms.terms)
    anchors[addresses.METHOD_SUPPORT] = frozenset(entry.key for entry in support.entries)
    if not support.readable:
        del anchors[addresses.METHOD_SUPPORT]
    return anchors


def _read_guidance(folder: Path, found: Catalogue) -> tuple[tuple[SitePage, ...], list[Problem]]:
    """Return the pages of the user guide and of the course, where there are such."""
    facet_keys = found.vocabularies.facet_keys
    guide, problems = user_guide.read(folder, CONTENT, known_places(found), facet_keys)
    course, noted = training.read(folder, CONTENT, found)
    pages: list[SitePage] = []
    if guide is not None:
        title, description = "Användarguide", "Sex steg till det som gäller dig, med bilder."
        text = guide.search_text
        pages.append(SitePage(addresses.USER_GUIDE, "user_guide.html", title, description, guide, search_text=text))
        title, description = "Lathund", "De sex stegen på en sida, att skriva ut och sätta upp."
        pages.append(SitePage(addresses.CHEAT_SHEET, "cheat_sheet.html", title, description, guide, search_text=text))
        pages += [
            SitePage(one.address, "guide_audience.html", one.title, one.description, one, search_text=one.text)
            for one in guide.audiences
        ]
    if course is not None:
        pages.append(
            SitePage(
                addresses.TRAINING,
                "training.html",
                course.title,
                course.description,
                course,
                search_text=f"utbildning {course.search_text}",
            )
        )
    return tuple(pages), problems + noted


def _information_pack_pages(entries: tuple[EntryPage, ...], publication: Publication) -> tuple[SitePage, ...]:
    packs = information_packs.information_packs(entries, publication)
    return tuple(
        SitePage(pack.address, pack.template, pack.title, pack.description, pack, search_text=pack.search_text)
        for pack in packs
    )


def _missing_start(sources: list[_Source]) -> list[Problem]:
    log = ProblemLog(f"{CONTENT}/index.md")
    if not any(source.address == "" for source in sources):
        log.error(Point(), "FIL-SAKNAS", "startsidan finns inte", hint="skapa filen med startsidans front matter")
    return log.problems


def _generated_pages(
    found: Catalogue,
    landing: tuple[LandingPage, ...],
    terms: Glossary,
    published: tuple[str, ...],
    entries: tuple[EntryPage, ...],
) -> tuple[SitePage, ...]:
    index, curated, theme = "landing_index.html", "entry.html", "theme.html"
    pages = [
        SitePage(addresses.SEARCH, "search.html", "Sök", "Sök bland alla artiklar i programmen."),
        SitePage(addresses.OLD_SEARCH, "old_search.html", "Sökresultat", "Sökningen har flyttat."),
        SitePage(
            addresses.ALPHABET, "alphabet.html", "Artiklar A–Ö", "Alla artiklar och ordlistans ord i bokstavsordning."
        ),
        SitePage(
            addresses.landing_index(), index, "Filtersidor", "Färdiga urval ur alla program, ett för varje filterval."
        ),
    ]
    if terms.terms:
        description = "Förkortningar och facktermer som används i programmen."
        pages.append(SitePage(addresses.GLOSSARY, "glossary.html", "Ordlista", description))
    for program in found.programs:
        title = f"Filtersidor – {program.title}"
        description = f"Färdiga urval ur programmet {program.title}, ett för varje filterval."
        pages.append(SitePage(addresses.landing_index(program.slug), index, title, description, program=program))
    pages += [SitePage(page.address, "landing.html", page.title, page.description, page) for page in landing]
    pages += [SitePage(page.address, curated, page.entry.title, page.entry.description, page) for page in entries]
    pages += [
        SitePage(page.address, theme, page.theme.label, page.theme.description, page)
        for page in theme_pages(found, frozenset(published))
    ]
    pages += [
        SitePage(page.address, "editorial.html", page.title, page.description, page)
        for page in editorial_pages.plan(found)
    ]
    return tuple(pages)


def _archive_pages(kept: Archive, found: Catalogue) -> tuple[SitePage, ...]:
    programs = {program.slug: program for program in found.programs}
    pages: list[SitePage] = []
    for page in archive.pages(kept, found):
        template = _ARCHIVE_TEMPLATES[type(page)]
        program = programs.get(page.address.partition("/")[0])
        canonical = page.versions.address if isinstance(page, FrozenPage) else None
        pages.append(
            SitePage(page.address, template, page.title, page.description, page, program=program, canonical=canonical)
        )
    return tuple(pages)


def _clashes(sources: list[_Source], generated: tuple[SitePage, ...], noted: Iterable[Problem]) -> list[Problem]:
    """Return a problem for each source whose address, present or earlier, another page has; ``noted`` is known already."""
    problems: list[Problem] = []
    doubted = {problem.path for problem in noted if problem.field == "tidigare"}
    first = {
        page.address: "en utgången sida" if isinstance(page.subject, Tombstone) else "en genererad sida"
        for page in generated
    }
    for source in sources:
        if source.address in first:
            log = ProblemLog(source.source.path)
            log.error(
                Point(),
                "ADRESSKROCK",
                f"får samma adress (/{source.address}) som {first[source.address]}",
                value=source.address,
                hint="byt namn på eller ta bort den ena",
            )
            problems += log.problems
        first.setdefault(source.address, source.source.path)
    for source in sources:
        if source.former or source.source.path in doubted:
            problems += _former_clashes(source, first)
    return problems


def _former_clashes(source: _Source, taken: dict[str, str]) -> list[Problem]:
    """Return a problem for each earlier address of the page that now leads elsewhere, and note the others as taken."""
    log = ProblemLog(source.source.path)
    node = source.source.meta.get("tidigare")
    for item in node.items if isinstance(node, marked_yaml.Sequence) else ():
        if not isinstance(item, marked_yaml.Scalar):
            continue
        address = addresses.as_written(item.text)
        if address in taken:
            log.error(
                item,
                "ADRESSKROCK",
                f'"{item.text}" är redan adressen till {taken[address]}',
                field="tidigare",
                value=item.text,
                hint="ta bort adressen ur listan",
            )
        taken.setdefault(address, source.source.path)
    return log.problems


def _check_footer(publication: Publication, root: Path, taken: set[str]) -> list[Problem]:
    """Return a problem for each link of the footer, ``sidfot`` in ``mkdocs.yml``, that leads to no page of the site.

    One that leads out of it is an error; a page that is missing, which another project may do without, is a warning.
    """
    log = ProblemLog("mkdocs.yml")
    links = publication.extra.get("sidfot")
    for title, written in links.items() if isinstance(links, Mapping) else ():
        address = str(written)
        page = re.split("[?#]", address)[0]
        if page in taken:
            continue
        text = (root / log.path).read_text(encoding="utf-8")
        found = re.search(rf":[ \t]+[\"']?({re.escape(address)})", text)
        place = point_at(text, found.start(1)) if found else Point()
        note = log.warning if ADDRESS.pattern.fullmatch(page) else log.error
        hint = "skriv adressen till en sida på webbplatsen, till exempel om/"
        note(place, "BRUTEN-LANK", f'"{address}" finns inte', field=f"sidfot.{title}", value=address, hint=hint)
    return log.problems


def _assets(root: Path) -> tuple[Asset, ...]:
    """Return every file beside the pages that is neither Markdown nor data."""
    found = [
        Asset(relative.as_posix(), file)
        for folder in (root / CONTENT, root / PROGRAMS)
        for file in sorted(folder.rglob("*"))
        for relative in (file.relative_to(folder),)
        if file.is_file()
        and file.suffix != ".md"
        and file.name not in uploads.LEFT_BY_SYSTEMS
        and not any(part.startswith(("_", ".")) for part in relative.parts)
    ]
    return tuple(found)


def _check_assets(assets: tuple[Asset, ...], root: Path, taken: set[str]) -> list[Problem]:
    """Return a problem for each file whose name is unfit for an address or that something else would overwrite."""
    problems: list[Problem] = []
    first = {addresses.in_site(address): "en sida" for address in taken}
    for asset in assets:
        log = ProblemLog(asset.file.relative_to(root).as_posix())
        name = asset.file.name
        if asset.file.suffix.lower() in (".md", ".markdown"):
            log.error(Point(), "FILNAMN", f'filen heter "{name}"', value=name, hint="låt namnet sluta på .md")
        elif not _ASSET_PATH.fullmatch(asset.path):
            hint = "använd bara a–z, 0–9, punkt och bindestreck"
            log.error(Point(), "FILNAMN", f'filen heter "{name}"', value=name, hint=hint)
        elif asset.path.lower() in first or _is_generated(asset.path):
            other = first.get(asset.path.lower(), "en genererad fil")
            hint = "byt namn på eller ta bort den ena"
            log.error(Point(), "ADRESSKROCK", f"får samma adress som {other}", value=asset.path, hint=hint)
        else:
            uploads.check(asset.file, log)
        first.setdefault(asset.path.lower(), log.path)
        problems += log.problems
    return problems


def _is_generated(path: str) -> bool:
    """Say whether the site makes a file of its own where this one would stand."""
    folder, _, name = path.lower().rpartition("/")
    return f"{folder}/".startswith(_GENERATED_FOLDERS) or (folder.count("/") == 1 and name in citations.FILES)


def _template(source: _Source) -> str:
    return _BY_SUBJECT.get(type(source.subject)) or _BY_ADDRESS.get(source.address, "main.html")


def _articles(source: _Source) -> tuple[Article, ...]:
    return source.subject.articles if isinstance(source.subject, Chapter) else ()


def _frame(source: _Source) -> bytes:
    """Return a hash of the articles of a source; where they stand in it, its text tells."""
    return source.subject.frame if isinstance(source.subject, Chapter) else b""


def _rendered(renderer: PageRenderer, source: _Source) -> tuple[PageHtml, list[Problem]]:
    made, noted = renderer.render(source.source, source.mounted, source.address, _outline(source), _articles(source))
    return made.with_terms(search_index.packed_terms(made.sections)), noted


def _render_and_review(
    sources: list[_Source], renderer: PageRenderer, reviewer: Reviewer, memory: Memory
) -> tuple[list[tuple[_Source, PageHtml, list[Problem]]], dict[str, TextReview]]:
    """Return each source that can be read with its HTML and what was noted of it, and the texts' reviews by path."""
    readable = [source for source in sources if source.readable]
    reviewed = [source for source in readable if not isinstance(source.subject, LocalNote)]
    key, review_key = renderer.key(), reviewer.key()
    rendered, reviews = memory.together(
        Stage(
            "pages",
            partial(_rendered, renderer),
            readable,
            lambda source: key(source.source, source.mounted, source.address, _frame(source)),
        ),
        Stage("reviews", partial(_review, reviewer), reviewed, lambda one: review_key(one.source, _frame(one))),
    )
    return (
        [(source, html, noted) for source, (html, noted) in zip(readable, rendered, strict=True)],
        {source.source.path: review for source, review in zip(reviewed, reviews, strict=True)},
    )


def _pages_of(
    sources: list[tuple[_Source, PageHtml, list[Problem]]], generated: Mapping[str, frozenset[str]]
) -> tuple[list[SitePage], list[Problem]]:
    """Return the pages of rendered sources, and what is wrong with them and where they lead."""
    pages: list[SitePage] = []
    problems: list[Problem] = []
    unsure: set[str] = set()
    for source, rendered, noted in sources:
        subject = source.subject
        problems += noted
        if isinstance(subject, LocalNote):
            problems += local_notes.check_html(source.source, rendered)
        elif not rendered.complete or (isinstance(subject, Chapter) and subject.doubtful):
            unsure.add(source.address)
        pages.append(
            SitePage(
                source.address,
                _template(source),
                source.title,
                source.description,
                subject,
                rendered.of(_articles(source)),
                source.source.path,
                changed=source.changed,
                sources=source.sources,
            )
        )
    anchors = {
        page.address: page.html.anchors
        for page in pages
        if page.address not in unsure and not isinstance(page.subject, LocalNote)
    }
    anchors |= generated
    for page in pages:
        problems += check_anchors(page.source, page.html.links, anchors).problems
    return pages, problems
