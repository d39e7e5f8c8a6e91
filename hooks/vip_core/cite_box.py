"""The cite box: how a chapter, an article or a frozen version is cited, ready to print."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import citations
from .catalogue import Chapter, Program
from .citation_styles import References, StyledReference
from .citations import Citable
from .publication import Publication


@dataclass(frozen=True)
class Download:
    """A file for reference managers: what its format is called, and its address."""

    label: str
    address: str


@dataclass(frozen=True)
class CiteBox:
    """What the box shows.

    ``article_container`` and ``article_record`` are for the articles of a chapter: the work they are parts of, and a RIS
    record with marks for what is each article's own. Both are empty where there are no articles to cite.
    """

    cited: Citable
    references: tuple[StyledReference, ...]
    downloads: tuple[Download, ...]
    article_container: str = ""
    article_record: str = ""


def cite_box(cited: Citable, references: References, folder: str | None, article_container: str = "") -> CiteBox:
    """Return the box of ``cited``, whose reference files stand in ``folder``; ``None`` where it has none."""
    files = citations.FILES if folder is not None else {}
    downloads = tuple(Download(label, f"{folder}{name}") for name, label in files.items())
    record = ""
    if article_container:
        article = replace(cited, title="⟦title⟧", container=article_container, url="⟦url⟧" if cited.url else "")
        record = citations.ris(article).replace(f"ID  - {cited.key}\r\n", "")
    return CiteBox(cited, references.of(cited), downloads, article_container, record)


def frozen_box(
    publication: Publication, references: References, program: Program, chapter: Chapter, address: str
) -> CiteBox:
    """Return the box of an earlier version of a chapter, kept at ``address``."""
    return cite_box(citations.cited_chapter(publication, program, chapter, address), references, folder=address)


def chapter_box(publication: Publication, references: References, program: Program, chapter: Chapter) -> CiteBox:
    """Return the box of a chapter and its articles."""
    cited = citations.cited_chapter(publication, program, chapter)
    container = citations.article_container(publication, program, chapter) if chapter.articles else ""
    return cite_box(cited, references, chapter.address, container)
