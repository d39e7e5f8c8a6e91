"""The site: everything that will be published, worked out before a single file is written."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import addresses, article_blocks, catalogue, front_matter, glossary, landing_pages, search_index, vocabularies
from .addresses import OVER_HTTP, LinkStyle
from .catalogue import Article, Catalogue, Chapter, Program
from .curated_pages import EntryPage, ThemePage, entry_pages, theme_pages
from .front_matter import SourceFile
from .glossary import Glossary
from .landing_pages import LandingPage
from .links import LinkMap, check_anchors
from .page_html import MarkdownSettings, PageHtml, PageRenderer, Section
from .problems import ContentRefused, Point, Problem, ProblemLog, errors, in_order
from .schema import GENERAL_PAGE_FIELDS, Reader, read_fields

PROGRAMS = "programs"
CONTENT = "content"
Subject = Program | Chapter | LandingPage | EntryPage | ThemePage | None


@dataclass(frozen=True)
class SitePage:
    """One page: where it stands, which template shows it, and what it is about."""

    address: str
    template: str
    title: str
    description: str
    subject: Subject = None
    html: PageHtml = field(default_factory=lambda: PageHtml(""))
    source: str = ""
    program: Program | None = None
    changed: datetime.date | None = None


@dataclass(frozen=True)
class Asset:
    """A file that stands beside the pages: its path on the site and on disk."""

    path: str
    file: Path


@dataclass(frozen=True)
class Site:
    """The finished plan of the site. ``sections`` holds each rendered article by its key."""

    catalogue: Catalogue
    pages: tuple[SitePage, ...]
    assets: tuple[Asset, ...]
    sections: Mapping[str, Section]
    landing_pages: tuple[LandingPage, ...]
    glossary: Glossary
    warnings: tuple[Problem, ...]
    style: LinkStyle = OVER_HTTP

    def section(self, article: Article) -> Section:
        """Return the rendered text of an article."""
        return self.sections[article.key]

    def search_script(self) -> str:
        """Return the search index as the script that the browser loads."""
        ordered = [self.sections[article.key] for article in self.catalogue.articles]
        return search_index.as_script(search_index.documents(self.catalogue, ordered))


@dataclass(frozen=True)
class _Source:
    """A Markdown file on its way to a page: ``mounted`` is where it stands among the site's sources."""

    source: SourceFile
    mounted: str
    address: str
    subject: Program | Chapter | None
    title: str
    description: str
    changed: datetime.date | None = None


def prepare(root: Path, settings: MarkdownSettings, style: LinkStyle = OVER_HTTP) -> Site:
    """Read and check everything below ``root`` and return the site; writes nothing.

    Raises ``ContentRefused`` with every problem when there is an error.
    """
    words, problems = vocabularies.read(root / PROGRAMS, PROGRAMS)
    if not words.facets or not words.chapters:
        raise ContentRefused(in_order(problems))
    found, noted = catalogue.read(root / PROGRAMS, words, PROGRAMS)
    problems += noted
    sources = _program_sources(found)
    general, noted = _read_general_pages(root / CONTENT)
    problems += noted
    sources += general
    terms, noted = glossary.read(root / CONTENT / "_ordlista.yml", f"{CONTENT}/_ordlista.yml")
    problems += noted
    landing = landing_pages.plan(found)
    generated = _generated_pages(found, landing, terms)
    problems += _clashes(sources, generated)
    assets = _assets(root)
    link_map = LinkMap(
        {source.mounted: source.address for source in sources},
        frozenset(page.address for page in generated),
        frozenset(asset.path for asset in assets),
    )
    renderer = PageRenderer(settings, link_map, style, terms)
    pages, noted = _render(sources, renderer)
    problems += noted
    if errors(problems):
        raise ContentRefused(in_order(problems))
    sections = {section.article.key: section for page in pages for section in page.html.sections}
    return Site(found, (*pages, *generated), assets, sections, landing, terms, tuple(in_order(problems)), style)


def _program_sources(found: Catalogue) -> list[_Source]:
    sources: list[_Source] = []
    subjects: tuple[Program | Chapter, ...] = (*found.programs, *found.chapters)
    for subject in subjects:
        page = subject.page
        mounted = page.source.path.removeprefix(f"{PROGRAMS}/")
        sources.append(
            _Source(page.source, mounted, subject.address, subject, page.title, page.description, page.changed)
        )
    return sources


def _read_general_pages(folder: Path) -> tuple[list[_Source], list[Problem]]:
    sources: list[_Source] = []
    problems: list[Problem] = []
    for file in sorted(folder.rglob("*.md")):
        relative = file.relative_to(folder)
        if any(part.startswith(("_", ".")) for part in relative.parts):
            continue
        mounted = relative.as_posix()
        path = f"{CONTENT}/{mounted}"
        log = ProblemLog(path)
        if not mounted.isascii() or " " in mounted or mounted != mounted.lower():
            log.error(
                Point(),
                "FILNAMN",
                f'filen heter "{mounted}"',
                value=mounted,
                hint="använd bara a–z, 0–9 och bindestreck",
            )
        source, found = front_matter.read(file, path)
        problems += [*log.problems, *found]
        if source is None:
            continue
        values = read_fields(
            GENERAL_PAGE_FIELDS, source.meta, Reader(log := ProblemLog(path), vocabularies.Vocabularies().known())
        )
        problems += log.problems
        stem = mounted.removesuffix(".md")
        address = "" if stem == "index" else stem.removesuffix("/index") + "/"
        sources.append(
            _Source(
                source,
                mounted,
                address,
                None,
                values.get("title") or "",
                values.get("description") or "",
                values.get("andrad"),
            )
        )
    return sources, problems


def _generated_pages(found: Catalogue, landing: tuple[LandingPage, ...], terms: Glossary) -> tuple[SitePage, ...]:
    index, curated, theme = "landing_index.html", "entry.html", "theme.html"
    pages = [
        SitePage(addresses.SEARCH, "search.html", "Sök", "Sök bland alla artiklar i programmen."),
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
    pages += [
        SitePage(page.address, curated, page.entry.title, page.entry.description, page) for page in entry_pages(found)
    ]
    pages += [
        SitePage(page.address, theme, page.theme.label, page.theme.description, page) for page in theme_pages(found)
    ]
    return tuple(pages)


def _clashes(sources: list[_Source], generated: tuple[SitePage, ...]) -> list[Problem]:
    """Return a problem for each source whose address another page has."""
    problems: list[Problem] = []
    first = {page.address: "en genererad sida" for page in generated}
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
    return problems


def _assets(root: Path) -> tuple[Asset, ...]:
    """Return every file beside the pages that is neither Markdown nor data."""
    found = [
        Asset(relative.as_posix(), file)
        for folder in (root / CONTENT, root / PROGRAMS)
        for file in sorted(folder.rglob("*"))
        for relative in (file.relative_to(folder),)
        if file.is_file() and file.suffix != ".md" and not any(part.startswith(("_", ".")) for part in relative.parts)
    ]
    return tuple(found)


def _render(sources: list[_Source], renderer: PageRenderer) -> tuple[list[SitePage], list[Problem]]:
    pages: list[SitePage] = []
    problems: list[Problem] = []
    for source in sources:
        subject = source.subject
        if isinstance(subject, Chapter):
            outline, articles, template = subject.outline, subject.articles, "chapter.html"
        else:
            outline, articles = article_blocks.outline(source.source.body, source.source.body_line), ()
            template = (
                "program.html" if isinstance(subject, Program) else "start.html" if not source.address else "main.html"
            )
        rendered, noted = renderer.render(source.source, source.mounted, source.address, outline, articles)
        problems += noted
        pages.append(
            SitePage(
                source.address,
                template,
                source.title,
                source.description,
                subject,
                rendered,
                source.source.path,
                changed=source.changed,
            )
        )
    anchors = {page.address: page.html.anchors for page in pages}
    for page in pages:
        problems += check_anchors(page.source, page.html.links, anchors).problems
    return pages, problems
