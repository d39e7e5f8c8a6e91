"""The catalogue: every program, chapter and article, read from source files and checked against the vocabularies."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import addresses, article_blocks, front_matter, marked_yaml
from .article_blocks import Block, Heading
from .front_matter import SourceFile
from .problems import Point, Problem, ProblemLog
from .schema import ALL, Reader, article_fields, page_fields, read_fields
from .selection import Audience
from .vocabularies import ChapterKind, Vocabularies

_MARKUP = re.compile(r"[<`{\[]|\*\*|__")
_FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Article:
    """A level-2 section of a chapter. ``audience`` holds every facet, inherited values resolved."""

    id: str
    title: str
    audience: Audience
    program: str
    chapter: str
    sources: tuple[str, ...] = ()
    always: bool = False
    themes: tuple[str, ...] = ()
    law_checked: str = ""
    former: tuple[str, ...] = ()
    strengths: Mapping[str, str] = field(default_factory=dict)
    line: int = 1

    @property
    def key(self) -> str:
        """The article's name across the site, ``program/chapter#id``."""
        return f"{self.program}/{self.chapter}#{self.id}"

    @property
    def address(self) -> str:
        return addresses.article(self.program, self.chapter, self.id)


@dataclass(frozen=True)
class Page:
    """What programs and chapters have in common: their front matter, and the source it came from."""

    id: str
    title: str
    description: str
    audience: Audience
    status: str
    version: str
    changed: datetime.date
    review_by: datetime.date
    former: tuple[str, ...]
    source: SourceFile


@dataclass(frozen=True)
class Chapter:
    """One of a program's chapters, with its articles in source order."""

    page: Page
    program: str
    slug: str
    articles: tuple[Article, ...]
    outline: article_blocks.Outline

    @property
    def address(self) -> str:
        return addresses.chapter(self.program, self.slug)

    @property
    def title(self) -> str:
        return self.page.title


@dataclass(frozen=True)
class Program:
    """One program: a folder in ``programs/`` with an index page and its chapters in the vocabulary's order."""

    page: Page
    slug: str
    chapters: tuple[Chapter, ...]

    @property
    def address(self) -> str:
        return f"{self.slug}/"

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def articles(self) -> tuple[Article, ...]:
        return tuple(article for chapter in self.chapters for article in chapter.articles)


@dataclass(frozen=True)
class Catalogue:
    """All programs by title, and the vocabularies they use."""

    vocabularies: Vocabularies
    programs: tuple[Program, ...] = ()

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        return tuple(chapter for program in self.programs for chapter in program.chapters)

    @property
    def articles(self) -> tuple[Article, ...]:
        return tuple(article for chapter in self.chapters for article in chapter.articles)

    def program(self, slug: str) -> Program:
        """Return the program with this slug; ``KeyError`` when there is none."""
        return {program.slug: program for program in self.programs}[slug]

    def chapter(self, program: str, slug: str) -> Chapter:
        """Return a program's chapter; ``KeyError`` when there is none."""
        return {chapter.slug: chapter for chapter in self.program(program).chapters}[slug]


def read(folder: Path, vocabularies: Vocabularies, shown_as: str) -> tuple[Catalogue, list[Problem]]:
    """Read every program below ``folder``, called ``shown_as`` in problems.

    Programs and chapters that cannot be read are left out and noted, so that one mistake hides no other.
    """
    problems: list[Problem] = []
    programs: list[Program] = []
    for place in sorted(folder.iterdir()):
        if place.name.startswith(("_", ".")):
            continue
        if not place.is_dir():
            log = ProblemLog(f"{shown_as}/{place.name}")
            hint = "lägg sidan i ett programs mapp, eller börja namnet med _ om det är en datafil"
            log.error(Point(), "FILNAMN", "filen hör inte hemma här", value=place.name, hint=hint)
            problems += log.problems
            continue
        program, found = _read_program(place, f"{shown_as}/{place.name}", vocabularies)
        problems += found
        if program:
            programs.append(program)
    programs.sort(key=lambda program: program.title.casefold())
    problems += _duplicate_ids(programs)
    return Catalogue(vocabularies, tuple(programs)), problems


def _read_program(folder: Path, path: str, vocabularies: Vocabularies) -> tuple[Program | None, list[Problem]]:
    problems = _check_names(folder, path)
    index = ProblemLog(f"{path}/index.md")
    kinds = {kind.slug: kind for kind in vocabularies.chapters}
    files = {file.stem: file for file in sorted(folder.glob("*.md"))}
    if "index" not in files:
        index.error(
            Point(), "FIL-SAKNAS", "programmets sida finns inte", hint="skapa filen med programmets front matter"
        )
    for slug, kind in kinds.items():
        if slug not in files:
            index.error(
                Point(),
                "KAPITEL-SAKNAS",
                f"kapitlet {kind.title} saknas",
                value=slug,
                hint=f"skapa filen {slug}.md i samma mapp",
            )
    page = None
    if "index" in files:
        page, found = _read_page(files["index"], f"{path}/index.md", vocabularies)
        index.problems += found
        if page:
            outline = article_blocks.outline(page.source.body, page.source.body_line)
            _refuse_blocks(outline, index)
    chapters: list[Chapter] = []
    for slug, file in files.items():
        if slug == "index":
            continue
        log = ProblemLog(f"{path}/{file.name}")
        if slug not in kinds:
            known = ", ".join(kinds)
            log.error(
                Point(),
                "OKANT-KAPITEL",
                f'"{slug}" finns inte i _chapters.yml',
                value=slug,
                hint=f"kapitlen är {known}",
            )
            problems += log.problems
            continue
        chapter, found = _read_chapter(file, log.path, kinds[slug], page, vocabularies)
        problems += found
        if chapter:
            chapters.append(chapter)
    problems += index.problems
    order = list(kinds)
    chapters.sort(key=lambda chapter: order.index(chapter.slug))
    return (Program(page, folder.name, tuple(chapters)) if page else None), problems


def _check_names(folder: Path, path: str) -> list[Problem]:
    problems: list[Problem] = []
    hint = "använd bara a–z, 0–9 och bindestreck"
    log = ProblemLog(f"{path}/index.md")
    if not _FILE_NAME.fullmatch(folder.name):
        log.error(Point(), "FILNAMN", f'mappen heter "{folder.name}"', value=folder.name, hint=hint)
    problems += log.problems
    seen: dict[str, str] = {}
    for file in sorted(folder.iterdir()):
        if file.name.startswith(("_", ".")):
            continue
        log = ProblemLog(f"{path}/{file.name}")
        stem = file.name.removesuffix(".md")
        address = "index" if stem.lower() == "readme" else stem.lower()
        if file.suffix == ".md" and address in seen:
            other = seen[address]
            log.error(
                Point(),
                "ADRESSKROCK",
                f"får samma adress som {other}",
                value=file.name,
                hint="byt namn på eller ta bort den ena",
            )
        elif (file.suffix == ".md" and not _FILE_NAME.fullmatch(stem)) or not file.name.isascii():
            log.error(Point(), "FILNAMN", f'filen heter "{file.name}"', value=file.name, hint=hint)
        seen.setdefault(address, file.name)
        problems += log.problems
    return problems


def _read_page(file: Path, path: str, vocabularies: Vocabularies) -> tuple[Page | None, list[Problem]]:
    source, problems = front_matter.read(file, path)
    if source is None:
        return None, problems
    log = ProblemLog(path)
    values = read_fields(page_fields(vocabularies.facet_keys), source.meta, Reader(log, vocabularies.known()))
    changed, review_by = values.get("andrad"), values.get("granskas")
    if changed and review_by and changed > review_by:
        place = source.meta.get("granskas") or source.meta
        log.error(
            place,
            "DATUMORDNING",
            f"ligger före andrad ({changed})",
            field="granskas",
            value=review_by,
            hint="sätt ett senare datum",
        )
    elif review_by and review_by < datetime.date.today():
        place = source.meta.get("granskas") or source.meta
        log.warning(
            place,
            "GRANSKNING-FORSENAD",
            "dagen har passerat",
            field="granskas",
            value=review_by,
            hint="granska texten och sätt ett nytt datum",
        )
    problems += log.problems
    return _page(values, source, vocabularies), problems


def _page(values: dict[str, Any], source: SourceFile, vocabularies: Vocabularies) -> Page:
    """Return the page; what could not be read is left empty, so that its articles are still read and checked."""
    return Page(
        id=values.get("id") or "",
        title=values.get("title") or "",
        description=values.get("description") or "",
        audience={key: values.get(key) or (ALL,) for key in vocabularies.facet_keys},
        status=values.get("status") or "",
        version=values.get("version") or "",
        changed=values.get("andrad") or datetime.date.min,
        review_by=values.get("granskas") or datetime.date.min,
        former=values.get("tidigare") or (),
        source=source,
    )


def _read_chapter(
    file: Path, path: str, kind: ChapterKind, parent: Page | None, vocabularies: Vocabularies
) -> tuple[Chapter | None, list[Problem]]:
    page, problems = _read_page(file, path, vocabularies)
    if page is None:
        return None, problems
    log = ProblemLog(path)
    meta = page.source.meta
    if page.title and page.title != kind.title:
        log.error(
            meta.get("title") or meta,
            "KAPITELORDNING",
            f'"{page.title}" är inte titeln på kapitlet {kind.slug}',
            field="title",
            value=page.title,
            hint=f'skriv "{kind.title}", eller byt filens namn',
        )
    if parent:
        _check_within(page.audience, parent.audience, meta, "programmet", log)
    outline = article_blocks.outline(page.source.body, page.source.body_line)
    articles = _ArticleReader(page, file.parent.name, kind.slug, vocabularies, log).read(outline)
    if not outline.articles:
        log.warning(
            Point(page.source.body_line),
            "TOMT-KAPITEL",
            "kapitlet har inga artiklar",
            hint="skriv en rubrik ## med ett artikelblock under",
        )
    return Chapter(page, file.parent.name, kind.slug, articles, outline), problems + log.problems


def _check_within(own: Audience, outer: Audience, meta: marked_yaml.Mapping, whose: str, log: ProblemLog) -> None:
    """Note each value of ``own`` that ``outer`` does not hold."""
    for facet, values in own.items():
        allowed = outer.get(facet, (ALL,))
        node = meta.get(facet)
        if ALL in allowed or node is None:
            continue
        items = node.items if isinstance(node, marked_yaml.Sequence) else (node,)
        for item in items:
            if isinstance(item, marked_yaml.Scalar) and item.text in values and item.text not in allowed:
                log.error(
                    item,
                    "UTANFOR-FORALDERN",
                    f'"{item.text}" ingår inte i {whose}',
                    field=facet,
                    value=item.text,
                    hint=f"välj bland {', '.join(allowed)}, eller vidga {whose}",
                )


@dataclass(frozen=True)
class _ArticleReader:
    """Reads the articles of one chapter."""

    page: Page
    program: str
    chapter: str
    vocabularies: Vocabularies
    log: ProblemLog

    def read(self, outline: article_blocks.Outline) -> tuple[Article, ...]:
        """Return the articles whose blocks could be read, in source order."""
        _note_stray_blocks(
            outline.stray,
            "artikelblocket står inte direkt under en rubrik ##",
            "flytta det till raden under rubriken",
            self.log,
        )
        _note_open_fence(outline, self.log)
        found = (self._article(heading, block) for heading, block in outline.articles)
        articles = tuple(article for article in found if article)
        self._check_unique(articles)
        return articles

    def _check_unique(self, articles: tuple[Article, ...]) -> None:
        seen: dict[str, int] = {}
        for article in articles:
            for name in (article.id, *article.former):
                if name in seen:
                    self.log.error(
                        Point(article.line),
                        "DUBBELT-ID",
                        f'"{name}" är redan artikeln på rad {seen[name]}',
                        field="id",
                        value=name,
                        hint="välj ett annat id",
                    )
                seen.setdefault(name, article.line)

    def _article(self, heading: Heading, block: Block | None) -> Article | None:
        if not heading.text or _MARKUP.search(heading.text):
            self.log.error(
                Point(heading.line, 4),
                "RUBRIKTEXT",
                "rubriken ska vara ren text",
                value=heading.text,
                hint="ta bort länkar, kod, HTML och fetstil",
            )
        node = self._block(heading, block)
        if node is None:
            return None
        reader = Reader(self.log, self.vocabularies.known())
        values = read_fields(article_fields(self.vocabularies.facet_keys), node, reader)
        own = {facet: values[facet] for facet in self.vocabularies.facet_keys if values.get(facet)}
        _check_within(own, self.page.audience, node, "kapitlet", self.log)
        self._check_strengths(values, node)
        if not values.get("id"):
            return None
        return Article(
            id=values["id"],
            title=heading.text,
            audience={**self.page.audience, **own},
            program=self.program,
            chapter=self.chapter,
            sources=values.get("kallor") or (),
            always=bool(values.get("alltid")),
            themes=values.get("teman") or (),
            law_checked=values.get("lydelse") or "",
            former=values.get("tidigare") or (),
            strengths=values.get("styrka") or {},
            line=heading.line,
        )

    def _block(self, heading: Heading, block: Block | None) -> marked_yaml.Mapping | None:
        if block is None:
            self.log.error(
                Point(heading.line),
                "ARTIKEL-UTAN-BLOCK",
                f'"{heading.text}" har inget artikelblock',
                value=heading.text,
                hint="skriv ```yaml artikel, id: och ``` direkt under rubriken; underrubriker skrivs med ###",
            )
            return None
        node = marked_yaml.read(block.yaml, self.log, block.line, "artikelblocket")
        if isinstance(node, marked_yaml.Mapping):
            return node
        if node is not None:
            self.log.error(
                node, "FEL-TYP", "artikelblocket är inte fält med värden", hint="skriv fält: värde, ett på varje rad"
            )
        elif not block.yaml.strip():
            self.log.error(
                Point(block.line), "FALT-SAKNAS", "fältet saknas", field="id", hint="lägg till id: ett-kort-namn"
            )
        return None

    def _check_strengths(self, values: dict[str, Any], node: marked_yaml.Mapping) -> None:
        for key in values.get("styrka") or {}:
            if key not in (values.get("kallor") or ()):
                self.log.error(
                    node.get("styrka") or node,
                    "OKAND-KALLA",
                    f'"{key}" står inte i artikelns kallor',
                    field="styrka",
                    value=key,
                    hint="lägg till nyckeln i kallor",
                )


def _note_stray_blocks(lines: Iterable[int], message: str, hint: str, log: ProblemLog) -> None:
    for line in lines:
        log.error(Point(line), "BLOCK-UTAN-ARTIKEL", message, hint=hint)


def _note_open_fence(outline: article_blocks.Outline, log: ProblemLog) -> None:
    if outline.open_fence:
        log.error(
            Point(outline.open_fence),
            "OAVSLUTAT-BLOCK",
            "blocket avslutas aldrig",
            hint="sätt ``` på en egen rad efter blocket",
        )


def _refuse_blocks(outline: article_blocks.Outline, log: ProblemLog) -> None:
    """Note every article block of a page that has no articles."""
    blocks = [block.line - 1 for _, block in outline.articles if block]
    _note_stray_blocks(
        sorted([*outline.stray, *blocks]),
        "artiklar finns bara i kapitel",
        "flytta artikeln till ett av programmets kapitel",
        log,
    )
    _note_open_fence(outline, log)


def _duplicate_ids(programs: Sequence[Program]) -> list[Problem]:
    """Return a problem for each page id that another page has already."""
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for program in programs:
        for page in (program.page, *(chapter.page for chapter in program.chapters)):
            if not page.id:
                continue
            path = page.source.path
            if page.id in first:
                log = ProblemLog(path)
                place = page.source.meta.get("id") or page.source.meta
                log.error(
                    place,
                    "DUBBELT-ID",
                    f"används redan av {first[page.id]}",
                    field="id",
                    value=page.id,
                    hint="välj ett annat id",
                )
                problems += log.problems
            first.setdefault(page.id, path)
    return problems
