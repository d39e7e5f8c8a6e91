"""Page digests: a hash of everything that goes into a page, so that a page of the last build can stand.

What is known to show on few pages (the text of a chapter, an article's first paragraph) counts where it shows. Everything
else, such as titles, audiences, data files, templates and settings, counts for every page: a new kind of page, or a new
thing that a template shows, is then at worst written once too often, never too seldom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from .archive import HistoryPage
from .catalogue import Article, Program, frame
from .editorial_pages import EditorialPage
from .memory import digest, digest_of_files
from .packed_texts import kept
from .site import CONTENT, PROGRAMS, Site, SitePage

# These show no text but their own and the first paragraphs of the articles they list. Frozen texts are among the files
# that count for every page.
_LOCAL = frozenset(
    (
        "alphabet.html",
        "chapter.html",
        "cheat_sheet.html",
        "contact.html",
        "entry.html",
        "flyer.html",
        "glossary.html",
        "guide_audience.html",
        "history.html",
        "information_pack.html",
        "landing.html",
        "landing_index.html",
        "local_notes.html",
        "main.html",
        "method_support.html",
        "news.html",
        "news_item.html",
        "old_search.html",
        "pathway.html",
        "program.html",
        "search.html",
        "slides.html",
        "start.html",
        "statistics.html",
        "theme.html",
        "tombstone.html",
        "training.html",
        "user_guide.html",
        "version.html",
    )
)


def of_pages(
    site: Site, root: Path, settings: Iterable[str], templates: Path, shown: Callable[[SitePage], Iterable[Article]]
) -> dict[str, bytes]:
    """Return a hash for each page and redirect of ``site``, by address.

    ``settings`` is what configures the build, ``templates`` the folder of templates and assets, and ``shown`` gives the
    articles whose first paragraphs a page shows.
    """
    chapters = {root / chapter.page.source.path for chapter in site.catalogue.chapters}
    files = [
        file for folder in (root / CONTENT, root / PROGRAMS) for file in sorted(folder.rglob("*")) if file.is_file()
    ]
    shared = digest(
        *settings,
        digest_of_files((file for file in files if file not in chapters), root),
        digest_of_files((file for file in sorted(templates.rglob("*")) if file.is_file()), templates),
        *(frame(program.page, program.slug) for program in site.catalogue.programs),
        *(chapter.frame for chapter in site.catalogue.chapters),
        repr(site.local_notes.notes),  # theirs may be a folder anywhere, and what shows of it depends on the day
    )
    texts = {page.address: _text(page) + _living_text(page, site) for page in site.pages}
    leads = {key: digest(section.lead) for key, section in site.sections.items()}
    said = (repr(tuple(site.reviews.values())), repr(site.warnings), site.day.isoformat())
    everything = digest(*texts.values(), *said)

    def beyond(page: SitePage) -> bytes:
        if isinstance(page.subject, EditorialPage) and page.subject.program:
            return _measured(page.subject.program, site)
        if page.template in _LOCAL:
            return b"".join([leads[article.key] for article in shown(page)])
        return everything

    return {
        page.address: digest(shared, page.address, page.template, texts[page.address], beyond(page))
        for page in site.pages
    } | {one.from_address: digest(shared, one.from_address, one.to_address) for one in site.redirects}


def _measured(program: Program, site: Site) -> bytes:
    """Return what the editors' overview of a program shows of its texts: how they read, and how many links lead to them."""
    readability = repr([site.reviews[chapter.page.source.path].readability for chapter in program.chapters])
    return digest(
        readability, repr([site.linked[article.address] for article in program.articles]), site.day.isoformat()
    )


def _living_text(page: SitePage, site: Site) -> bytes:
    """Return the text that a history compares the last frozen version with."""
    versions = page.subject.versions if isinstance(page.subject, HistoryPage) else None
    if versions is None or not (versions.current and versions.earlier and versions.slug):
        return b""
    return kept(site.catalogue.chapter(versions.program, versions.slug).page.source, "body")


def _text(page: SitePage) -> bytes:
    html = page.html
    if not (html.intro or html.footnotes or html.toc or html.sections):
        return b""
    sections = (part for section in html.sections for part in (kept(section, "html"), section.lead))
    return digest(html.intro, html.footnotes, repr(html.toc), *sections)
