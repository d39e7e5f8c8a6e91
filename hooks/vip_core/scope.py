"""Scope: the part of the site that a package for one program or one entry holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from . import landing_pages, local_notes, site
from .addresses import LinkStyle
from .catalogue import Article, Catalogue, Chapter, Program
from .curated_pages import EntryPage, ThemePage, entry_pages, theme_pages
from .editorial_pages import EditorialPage
from .information_packs import InformationPack, information_packs
from .landing_pages import LandingPage
from .memory import FORGETFUL, Memory
from .method_support import MethodSupport
from .news import NewsItem
from .page_html import MarkdownSettings
from .pathways import Pathway
from .problems import Refused, did_you_mean
from .publication import Publication
from .selection import shown
from .site import Site, SitePage

_Around = Pathway | MethodSupport | NewsItem


class ScopeUnknown(Refused):
    """A scope names a program or an entry that is not there."""

    frame = "Bygget stoppades: {}"


@dataclass(frozen=True)
class Scope:
    """The programs and the entries, by key, that are wanted. None of a kind means all; none at all is the whole site."""

    programs: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.programs or self.entries)

    def limit(self, catalogue: Catalogue) -> Catalogue:
        """Return the wanted programs, with the articles that some wanted entry shows.

        Chapters and programs without any are left out. Raises ``ScopeUnknown``.
        """
        _refuse_unknown("programmet", self.programs, [program.slug for program in catalogue.programs])
        _refuse_unknown("ingången", self.entries, [entry.key for entry in catalogue.vocabularies.entries])
        words = catalogue.vocabularies
        if self.entries:
            words = replace(words, entries=tuple(entry for entry in words.entries if entry.key in self.entries))
        programs = tuple(
            limited
            for program in catalogue.programs
            if not self.programs or program.slug in self.programs
            for limited in (replace(program, chapters=tuple(self._chapters(program, catalogue))),)
            if limited.chapters
        )
        return Catalogue(words, programs)

    def _chapters(self, program: Program, catalogue: Catalogue) -> Iterable[Chapter]:
        for chapter in program.chapters:
            articles = self._articles(chapter, catalogue)
            if articles or not self.entries:
                yield replace(chapter, articles=articles)

    def _articles(self, chapter: Chapter, catalogue: Catalogue) -> tuple[Article, ...]:
        if not self.entries:
            return chapter.articles
        entries = [entry for entry in catalogue.vocabularies.entries if entry.key in self.entries]
        kept = {article.id for entry in entries for article in shown(chapter.articles, entry.selection)}
        return tuple(article for article in chapter.articles if article.id in kept)


def prepare(
    root: Path,
    settings: MarkdownSettings,
    style: LinkStyle,
    publication: Publication,
    scope: Scope,
    memory: Memory = FORGETFUL,
) -> Site:
    """Read and check everything below ``root``, and return the wanted part of the site.

    Links to what is left out lead to where the whole site is published. Raises what ``site.prepare`` raises, and
    ``ScopeUnknown``.
    """
    whole = site.prepare(root, settings, style, publication, memory)
    if not scope:
        return whole
    part = scope.limit(whole.catalogue)
    kept = {page.address for page in _pages(whole, part)}
    left_out = {page.address for page in whole.pages if page.address not in kept}
    left_out |= {one.address for one in whole.catalogue.articles} - {one.address for one in part.articles}
    elsewhere = replace(style, left_out=frozenset(left_out), elsewhere=publication.site_url)
    return _limited(site.prepare(root, settings, elsewhere, publication), part, frozenset(left_out))


def _limited(whole: Site, part: Catalogue, left_out: frozenset[str]) -> Site:
    """Return the site with nothing but what ``part`` holds, and what belongs to no program."""
    kept = {article.key for article in part.articles}
    return replace(
        whole,
        catalogue=part,
        pages=_pages(whole, part),
        assets=tuple(one for one in whole.assets if one.path.partition("/")[0] + "/" not in left_out),
        sections={key: section for key, section in whole.sections.items() if key in kept},
        landing_pages=landing_pages.plan(part),
        redirects=tuple(one for one in whole.redirects if one.to_address not in left_out),
        local_notes=local_notes.gather(note for note in whole.local_notes.notes if note.article.key in kept),
    )


def _pages(whole: Site, part: Catalogue) -> tuple[SitePage, ...]:
    """Return the pages of the whole site that are about something in ``part``, or about nothing in particular."""
    subjects: dict[str, Program | Chapter] = {program.address: program for program in part.programs}
    subjects |= {chapter.address: chapter for chapter in part.chapters}
    planned: tuple[LandingPage | EntryPage | ThemePage | InformationPack, ...]
    entries = entry_pages(part)
    packs = information_packs(entries, whole.publication)
    planned = (*landing_pages.plan(part), *entries, *theme_pages(part), *packs)
    lists = {page.address: page for page in planned}
    programs = {program.slug for program in part.programs}
    articles = {article.key for article in part.articles}
    kept: list[SitePage] = []
    for page in whole.pages:
        subject = page.subject
        if isinstance(subject, Pathway | MethodSupport | NewsItem):
            page = replace(page, subject=_fitting(subject, programs, articles))  # noqa: PLW2901
            if not isinstance(subject, Pathway) or subject.program in programs:
                kept.append(page)
            continue
        if isinstance(subject, Program | Chapter):
            if page.address in subjects:
                kept.append(_with_subject(page, subjects[page.address]))
        elif isinstance(subject, LandingPage | EntryPage | ThemePage | InformationPack):
            if page.address in lists:
                listed = lists[page.address]
                kept.append(replace(page, subject=listed, description=getattr(listed, "description", page.description)))
        elif isinstance(subject, EditorialPage):
            continue  # editors look at the whole
        elif not _program_of(page, whole.catalogue) or _program_of(page, whole.catalogue) in programs:
            kept.append(page if page.program is None else replace(page, program=part.program(page.program.slug)))
    return tuple(kept)


def _fitting(subject: _Around, programs: set[str], articles: set[str]) -> _Around:
    """Return what stands around the programs without the programs and articles that are left out."""
    if isinstance(subject, NewsItem):
        return replace(subject, programs=tuple(one for one in subject.programs if one in programs))
    if isinstance(subject, Pathway):
        steps = (
            replace(step, articles=tuple(key for key in step.articles if key in articles)) for step in subject.steps
        )
        return replace(subject, steps=tuple(steps))
    entries = (
        replace(entry, articles=tuple(key for key in entry.articles if key in articles)) for entry in subject.entries
    )
    return replace(subject, entries=tuple(entries))


def _with_subject(page: SitePage, subject: Program | Chapter) -> SitePage:
    if isinstance(subject, Program):
        return replace(page, subject=subject)
    kept = {article.id for article in subject.articles}
    sections = tuple(section for section in page.html.sections if section.article.id in kept)
    return replace(page, subject=subject, html=replace(page.html, sections=sections))


def _program_of(page: SitePage, catalogue: Catalogue) -> str:
    """Return the program whose folder the page stands in, or nothing."""
    first = page.address.partition("/")[0]
    return first if any(first == program.slug for program in catalogue.programs) else ""


def _refuse_unknown(what: str, wanted: Iterable[str], known: list[str]) -> None:
    for key in wanted:
        if key not in known:
            hint = did_you_mean(key, known)
            raise ScopeUnknown(f'{what} "{key}" finns inte' + (f" – {hint}" if hint else ""))
