"""Print pages: a whole program, or all that an entry shows, as one page to be made into a PDF. They are never published.

A chapter's text was rendered for a page of its own. Here several share one, so their headings move down, their ids get
the chapter's name before them, and links lead within the page where it holds what they point at, else to where the site
is published.
"""

from __future__ import annotations

import itertools
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from .catalogue import Article, Catalogue, Chapter, Program
from .curated_pages import EntryPage, entry_pages
from .landing_pages import by_chapter
from .selection import shown

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from .site import Site

FOLDER = "utskrift"
_LOWEST_HEADING = 6


@dataclass(frozen=True)
class PrintPage:
    """What is printed together: a program, or what shows for an entry, with its articles in the catalogue's order."""

    subject: Program | EntryPage
    articles: tuple[Article, ...]

    @property
    def spans_programs(self) -> bool:
        """Whether the articles may be of several programs, so that these are a level of their own."""
        return isinstance(self.subject, EntryPage)

    @property
    def name(self) -> str:
        """The name of the PDF file, and of the page's folder."""
        return self.subject.slug if isinstance(self.subject, Program) else f"for-{self.subject.entry.key}"

    @property
    def address(self) -> str:
        return f"{FOLDER}/{self.name}/"

    @property
    def title(self) -> str:
        return self.subject.title if isinstance(self.subject, Program) else self.subject.entry.title

    @property
    def description(self) -> str:
        return self.subject.page.description if isinstance(self.subject, Program) else self.subject.entry.description


@dataclass(frozen=True)
class PrintedArticle:
    """An article as it is printed: its anchor and its text."""

    article: Article
    anchor: str
    html: str


@dataclass(frozen=True)
class PrintedChapter:
    """A chapter as it is printed: its anchor, its introduction, its articles, and the footnotes of all that."""

    program: Program
    chapter: Chapter
    anchor: str
    intro: str
    articles: tuple[PrintedArticle, ...]
    footnotes: str


@dataclass(frozen=True)
class PrintedProgram:
    """A program as it is printed."""

    program: Program
    anchor: str
    chapters: tuple[PrintedChapter, ...]


def plan(catalogue: Catalogue) -> tuple[PrintPage, ...]:
    """Return a print page for each program, and for each entry that shows something."""
    entries = (
        PrintPage(page, shown(catalogue.articles, page.selection)) for page in entry_pages(catalogue) if page.named
    )
    return (*(PrintPage(program, program.articles) for program in catalogue.programs), *entries)


def printed(site: Site, page: PrintPage) -> tuple[PrintedProgram, ...]:
    """Return the programs of a print page with their texts, ready to be printed."""
    held = {article.address for article in page.articles}
    groups = by_chapter(site.catalogue, page.articles)
    held |= {group.chapter.address for group in groups}
    texts = {one.address: one.html for one in site.pages}
    level = 2 if page.spans_programs else 1
    chapters: list[PrintedChapter] = []
    for group in groups:
        own = _Fitting(site, group.chapter, page.address, frozenset(held), level)
        text = texts[group.chapter.address]
        articles = tuple(
            PrintedArticle(article, own.anchor(article.id), own.fitted(site.section(article).html))
            for article in group.articles
        )
        intro, notes = own.fitted(text.intro), own.fitted(text.footnotes)
        chapters.append(PrintedChapter(group.program, group.chapter, own.anchor(), intro, articles, notes))
    return tuple(
        PrintedProgram(program, f"{program.slug}---", tuple(own))
        for program, own in itertools.groupby(chapters, key=lambda chapter: chapter.program)
    )


@dataclass(frozen=True)
class _Fitting:
    """Fits the texts of one chapter into the page at ``here``, which holds the addresses ``held``."""

    site: Site
    chapter: Chapter
    here: str
    held: frozenset[str]
    level: int

    def anchor(self, own_id: str = "") -> str:
        """Return what an id of the chapter, or the chapter itself, is called on the page."""
        return _anchor(f"{self.chapter.address}#{own_id}" if own_id else self.chapter.address)

    def fitted(self, text: str) -> str:
        """Return a piece of the chapter's HTML as it stands on the page."""
        if not text:
            return ""
        from lxml import html  # noqa: PLC0415 - only printing needs it, and a build does not print

        root = html.fragment_fromstring(text, create_parent="div")
        for element in list(root.iter(html.etree.Element)):
            self._fit(element)
        return (root.text or "") + "".join(html.tostring(child, encoding="unicode") for child in root)

    def _fit(self, element: HtmlElement) -> None:
        if element.get("data-vip-term") is not None:
            element.drop_tag()  # a term is explained by pointing at it, which paper does not do
            return
        if element.tag in ("h2", "h3", "h4", "h5", "h6"):
            element.tag = f"h{min(_LOWEST_HEADING, int(element.tag[1]) + self.level)}"
        for name in ("id", "for"):
            if element.get(name):
                element.set(name, self.anchor(element.get(name)))
        for name in ("aria-labelledby", "aria-describedby"):
            if element.get(name):
                element.set(name, " ".join(self.anchor(one) for one in element.get(name).split()))
        if element.get("href"):
            element.set("href", self._link(element.get("href")))
        if element.get("src"):
            path = posixpath.normpath(posixpath.join(self.chapter.address, element.get("src")))
            element.set("src", self.site.style.asset(self.here, path))

    def _link(self, target: str) -> str:
        if urlsplit(target).scheme:
            return target
        path, own_id = urldefrag(target)
        if not path and all(article.id != own_id for article in self.chapter.articles):
            return "#" + self.anchor(own_id)  # a footnote or a heading, which come along
        folder = (
            posixpath.normpath(posixpath.join(self.chapter.address, path.partition("?")[0]))
            if path
            else self.chapter.address
        )
        address = "" if folder in (".", "index.html") else folder.removesuffix("index.html").rstrip("/") + "/"
        if posixpath.splitext(folder)[1] not in ("", ".html"):
            address = folder
        full = f"{address}#{own_id}" if own_id else address
        return "#" + _anchor(full) if full in self.held else self.site.publication.url(full) or "#"


def _anchor(address: str) -> str:
    return "--".join(part for part in address.replace("#", "/").split("/") if part)
