"""The catalogue: every program, chapter and article, read from source files and checked against the vocabularies."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from . import addresses, article_blocks, build_date, front_matter, marked_yaml, shared
from .article_blocks import Block, Heading
from .front_matter import SourceFile
from .memory import FORGETFUL, Memory, digest, digest_of_files
from .problems import Point, Problem, ProblemLog, did_you_mean
from .schema import ALL, Known, Reader, article_fields, page_fields, read_fields, refuse_stray_field
from .selection import Audience
from .vocabularies import ChapterKind, Vocabularies

_MARKUP = re.compile(r"[<`{\[*\\]|&#?\w+;|\b_|_\b|__")
FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


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

    @cached_property
    def key(self) -> str:
        """The article's name across the site, ``program/chapter#id``."""
        return f"{self.program}/{self.chapter}#{self.id}"

    @property
    def address(self) -> str:
        return addresses.article(self.program, self.chapter, self.id)

    @property
    def former_anchors(self) -> tuple[str, ...]:
        """The anchors it had before in this chapter."""
        return tuple(former for former in self.former if "#" not in former)

    @property
    def former_addresses(self) -> tuple[str, ...]:
        """The addresses it had before in other chapters, with their anchors."""
        return tuple(addresses.as_written(former) for former in self.former if "#" in former)


@dataclass(frozen=True)
class Page:
    """What programs and chapters have in common: their front matter, and the source it came from.

    A page that is not ``readable`` stands in for a file without front matter, so that one mistake hides no other.
    """

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
    readable: bool = True


@dataclass(frozen=True)
class Chapter:
    """One of a program's chapters, with its articles in source order.

    ``unread`` is the number of its articles that could not be read, and it is ``doubtful`` when a mistake that is told
    already hides an article's id, so that links to it must not be refused as well. ``frame`` is the hash of what other
    pages may show of it.
    """

    page: Page
    program: str
    slug: str
    articles: tuple[Article, ...]
    unread: int = 0
    doubtful: bool = False
    frame: bytes = field(default=b"", repr=False, compare=False)

    @property
    def outline(self) -> article_blocks.Outline:
        """The source's headings and blocks. They are looked for anew, since few ask and all chapters would keep them."""
        return article_blocks.outline(self.page.source.body, self.page.source.body_line)

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

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        return tuple(article for chapter in self.chapters for article in chapter.articles)

    @property
    def texts(self) -> tuple[Program | Chapter, ...]:
        """Its texts that have versions: its own page, then its chapters."""
        return (self, *self.chapters)


@dataclass(frozen=True)
class Catalogue:
    """All programs by title, and the vocabularies they use."""

    vocabularies: Vocabularies
    programs: tuple[Program, ...] = ()

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        return tuple(chapter for program in self.programs for chapter in program.chapters)

    @cached_property
    def texts(self) -> tuple[Program | Chapter, ...]:
        """Every text that has versions: the programs' own pages, then the chapters."""
        return (*self.programs, *self.chapters)

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        return tuple(article for chapter in self.chapters for article in chapter.articles)

    @cached_property
    def _programs(self) -> dict[str, Program]:
        return {program.slug: program for program in self.programs}

    @cached_property
    def _chapters(self) -> dict[tuple[str, str], Chapter]:
        return {(chapter.program, chapter.slug): chapter for chapter in self.chapters}

    @cached_property
    def order(self) -> dict[tuple[str, str], int]:
        """The place of each chapter in the catalogue, by program and slug."""
        return {place: number for number, place in enumerate(self._chapters)}

    def known(self) -> Known:
        """Return the vocabularies' words, the programs and the articles, for whatever names them.

        Articles are left out, so that any may be named, when some could not be read.
        """
        known = self.vocabularies.known()
        words = {**known.words, "program": [program.slug for program in self.programs]}
        if all(chapter.page.readable and not chapter.unread for chapter in self.chapters):
            words["artiklar"] = dict.fromkeys(article.key for article in self.articles)
        return Known(words, known.labels)

    def program(self, slug: str) -> Program:
        """Return the program with this slug; ``KeyError`` when there is none."""
        return self._programs[slug]

    def chapter(self, program: str, slug: str) -> Chapter:
        """Return a program's chapter; ``KeyError`` when there is none."""
        return self._chapters[program, slug]


def read(
    folder: Path, vocabularies: Vocabularies, shown_as: str, memory: Memory = FORGETFUL
) -> tuple[Catalogue, list[Problem]]:
    """Read every program below ``folder``, called ``shown_as`` in problems.

    Programs and chapters that cannot be read are noted and kept as stand-ins, so that one mistake hides no other.
    """
    problems: list[Problem] = []
    places: list[Path] = []
    for place in sorted(folder.iterdir()):
        if place.name.startswith(("_", ".")):
            continue
        if _holds_versions_only(place):
            continue
        if not place.is_dir():
            log = ProblemLog(f"{shown_as}/{place.name}")
            hint = "lägg sidan i ett programs mapp, eller börja namnet med _ om det är en datafil"
            log.error(Point(), "FILNAMN", "filen hör inte hemma här", value=place.name, hint=hint)
            problems += log.problems
            continue
        places.append(place)
    data = digest_of_files(sorted(folder.glob("_*.yml")), folder)
    today = build_date.today().isoformat()
    opened = memory.results(
        "programs",
        partial(_open_program, shown_as=shown_as, vocabularies=vocabularies),
        places,
        lambda place: digest(data, today, shown_as, *_contents(place)),
    )
    files = [file for program, _ in opened for file in program.chapters]
    work = partial(_read_chapter, vocabularies=vocabularies)
    read_files = iter(memory.results("chapters", work, files, lambda file: digest(data, today, *file.contents())))
    programs: list[Program] = []
    for program, found in opened:
        problems += found
        chapters: list[Chapter] = []
        for _ in program.chapters:
            chapter, noted = next(read_files)
            chapters.append(chapter)
            problems += noted
        programs.append(Program(program.page, program.slug, tuple(chapters)))
    programs.sort(key=lambda program: program.title.casefold())
    problems += _duplicate_ids(programs)
    return Catalogue(vocabularies, tuple(programs)), problems


_NO_SOURCE = SourceFile("", marked_yaml.Mapping(), "")


def _holds_versions_only(place: Path) -> bool:
    """Say whether a folder is what remains of a retired program: its frozen versions."""
    return place.is_dir() and [inside.name for inside in place.iterdir()] == ["_versioner"]


def read_frozen(source: SourceFile, program: str, slug: str, vocabularies: Vocabularies) -> Chapter:
    """Return a frozen text as a chapter. Whatever it names passes, since words may have gone after it was frozen."""
    lenient = replace(vocabularies, unread=frozenset(vocabularies.known().words))
    log = ProblemLog(source.path)
    values = read_fields(page_fields(vocabularies.facet_keys), source.meta, Reader(log, lenient.known()))
    page = _page(values, source, vocabularies)
    outline = article_blocks.outline(source.body, source.body_line)
    return Chapter(page, program, slug, _ArticleReader(page, program, slug, lenient, log).read(outline))


@dataclass(frozen=True)
class _ChapterFile:
    """A chapter that is there to be read, and what it is checked against."""

    file: Path
    path: str
    kind: ChapterKind
    program: Page
    program_digest: bytes

    def contents(self) -> tuple[str | bytes, ...]:
        """Return everything of its own that the chapter is made of."""
        return self.path, self.file.read_bytes(), self.kind.slug, self.program_digest


@dataclass(frozen=True)
class _ProgramFolder:
    """A program's folder, its own page read."""

    page: Page
    slug: str
    chapters: tuple[_ChapterFile, ...]


def _contents(folder: Path) -> Iterator[str | bytes]:
    """Give everything that opening a program's folder depends on: which Markdown files there are, and its own page."""
    yield str(folder)
    for inside, folders, files in os.walk(folder):
        folders.sort()  # and so the order in which they are walked
        yield from (f"{inside}/{name}/" for name in folders if name.lower().endswith(".md"))
        yield from (f"{inside}/{name}" for name in sorted(files) if name.lower().endswith(".md"))
    yield _bytes_of(folder / "index.md")


def _bytes_of(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _open_program(folder: Path, shown_as: str, vocabularies: Vocabularies) -> tuple[_ProgramFolder, list[Problem]]:
    path = f"{shown_as}/{folder.name}"
    problems = _check_names(folder, path)
    refused = {problem.path for problem in problems}
    index = ProblemLog(f"{path}/index.md")
    kinds = {kind.slug: kind for kind in vocabularies.chapters}
    pages = (file for file in sorted(folder.glob("*.md")) if file.is_file() and not file.name.startswith(("_", ".")))
    files = {file.stem: file for file in pages}
    if "index" in files:
        page, index.problems = _read_page(files["index"], index.path, vocabularies)
        refuse_blocks(article_blocks.outline(page.source.body, page.source.body_line), index)
    else:
        page = _unreadable(index.path, vocabularies)
        hint = "skapa filen med programmets front matter"
        index.error(Point(), "FIL-SAKNAS", "programmets sida finns inte", hint=hint)
    for slug, kind in kinds.items():
        if slug not in files:
            message, hint = f"kapitlet {kind.title} saknas", f"skapa filen {slug}.md i samma mapp"
            index.error(Point(), "KAPITEL-SAKNAS", message, value=slug, hint=hint)
    problems += index.problems
    for slug, file in files.items():
        log = ProblemLog(f"{path}/{file.name}")
        if slug != "index" and slug not in kinds and log.path not in refused:
            hint = did_you_mean(slug, kinds) or "flytta texten till ett av kapitlen"
            log.error(Point(), "OKANT-KAPITEL", f'"{slug}" finns inte i _chapters.yml', value=slug, hint=hint)
        problems += log.problems
    own = digest(_bytes_of(folder / "index.md"))
    chapters = tuple(
        _ChapterFile(files[slug], f"{path}/{slug}.md", kind, page, own) for slug, kind in kinds.items() if slug in files
    )
    return _ProgramFolder(page, folder.name, chapters), problems


def _check_names(folder: Path, path: str) -> list[Problem]:
    """Return a problem for each Markdown file whose name is unfit for an address, or that has no place in a program."""
    problems: list[Problem] = []
    hint = "använd bara a–z, 0–9 och bindestreck"
    if not FILE_NAME.fullmatch(folder.name):
        log = ProblemLog(f"{path}/index.md")
        log.error(Point(), "FILNAMN", f'mappen heter "{folder.name}"', value=folder.name, hint=hint)
        problems += log.problems
    seen: dict[str, str] = {}
    files = [file for file in folder.rglob("*.md") if file.is_file()]
    for file in sorted(files, key=lambda file: (not FILE_NAME.fullmatch(file.stem), file)):
        relative = file.relative_to(folder)
        if any(part.startswith(("_", ".")) for part in relative.parts):
            continue
        log = ProblemLog(f"{path}/{relative.as_posix()}")
        address = "index" if file.stem.lower() == "readme" else file.stem.lower()
        if len(relative.parts) > 1:
            where = "lägg kapitlet direkt i programmets mapp"
            log.error(Point(), "FILNAMN", "filen hör inte hemma i en undermapp", value=file.name, hint=where)
        elif address in seen:
            message = f"får samma adress som {seen[address]}"
            log.error(Point(), "ADRESSKROCK", message, value=file.name, hint="byt namn på eller ta bort den ena")
        elif not FILE_NAME.fullmatch(file.stem):
            log.error(Point(), "FILNAMN", f'filen heter "{file.name}"', value=file.name, hint=hint)
        seen.setdefault(address, file.name)
        problems += log.problems
    return problems


def _read_page(file: Path, path: str, vocabularies: Vocabularies) -> tuple[Page, list[Problem]]:
    source, problems = front_matter.read(file, path)
    if source is None:
        return _unreadable(path, vocabularies), problems
    log = ProblemLog(path)
    fields = page_fields(vocabularies.facet_keys)
    values = read_fields(fields, source.meta, Reader(log, vocabularies.known()))
    refuse_stray_field(fields, source.body, source.body_line, log)
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
    elif review_by and review_by < build_date.today():
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
        audience=shared.mapping({key: values.get(key) or (ALL,) for key in vocabularies.facet_keys}),
        status=values.get("status") or "",
        version=values.get("version") or "",
        changed=values.get("andrad") or datetime.date.min,
        review_by=values.get("granskas") or datetime.date.min,
        former=values.get("tidigare") or (),
        source=source,
    )


def _unreadable(path: str, vocabularies: Vocabularies) -> Page:
    return replace(_page({}, SourceFile(path, marked_yaml.Mapping(), ""), vocabularies), readable=False)


def _read_chapter(chapter: _ChapterFile, vocabularies: Vocabularies) -> tuple[Chapter, list[Problem]]:
    file, path, kind, parent = chapter.file, chapter.path, chapter.kind, chapter.program
    page, problems = _read_page(file, path, vocabularies)
    if not page.readable:
        return Chapter(page, file.parent.name, kind.slug, ()), problems
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
    _check_within(page.audience, parent, meta, "programmet", log)
    outline = article_blocks.outline(page.source.body, page.source.body_line)
    articles = _ArticleReader(page, file.parent.name, kind.slug, vocabularies, log).read(outline)
    if not outline.articles:
        log.warning(
            Point(page.source.body_line),
            "TOMT-KAPITEL",
            "kapitlet har inga artiklar",
            hint="skriv en rubrik ## med ett artikelblock under",
        )
    unread = len(outline.articles) - len(articles)
    doubtful = bool(unread or outline.stray or any(heading.level == 1 for heading in outline.headings))
    shown = frame(page, kind.slug, articles)
    return Chapter(page, file.parent.name, kind.slug, articles, unread, doubtful, shown), problems + log.problems


def frame(page: Page, slug: str, articles: tuple[Article, ...] = ()) -> bytes:
    """Return a hash of what other pages may show of a text: all but its words, and where in the file they stand."""
    shown = (replace(page, source=_NO_SOURCE), slug, tuple(replace(article, line=0) for article in articles))
    return digest(repr(shown))


def _check_within(own: Audience, outer: Page, meta: marked_yaml.Mapping, whose: str, log: ProblemLog) -> None:
    """Note each value of ``own`` that the page around it does not hold, so far as that page's values could be read."""
    for facet, values in own.items():
        allowed = outer.audience[facet]
        node, written = meta.get(facet), outer.source.meta.get(facet)
        unsure = isinstance(written, marked_yaml.Sequence) and len(written.items) != len(allowed)
        if ALL in allowed or node is None or unsure:
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
            "flytta det till raden under rubriken, utan indrag, och börja det med ```yaml artikel",
            self.log,
        )
        _note_open_fence(outline, self.log)
        taken: dict[str, int] = {}
        fields = article_fields(self.vocabularies.facet_keys)
        rows = outline.text.split("\n")
        for heading, block in outline.articles:
            if block:  # its own rows are blank in the outline's text
                after = "\n".join(rows[heading.line - self.page.source.body_line + 1 :])
                refuse_stray_field(fields, after, heading.line + 1, self.log)
        found = (self._article(heading, block, taken) for heading, block in outline.articles)
        return tuple(article for article in found if article)

    def _check_unique(self, node: marked_yaml.Mapping, line: int, taken: dict[str, int]) -> None:
        """Note each name of the article at ``line``, present or earlier, that another article has already."""
        former = node.get("tidigare")
        earlier = former.items if isinstance(former, marked_yaml.Sequence) else ()
        for field_name, place in (("id", node.get("id")), *(("tidigare", item) for item in earlier)):
            if not isinstance(place, marked_yaml.Scalar):
                continue
            name = place.text
            if name in taken:
                message, hint = f'"{name}" är redan artikeln på rad {taken[name]}', "välj ett annat id"
                self.log.error(place, "DUBBELT-ID", message, field=field_name, value=name, hint=hint)
            taken.setdefault(name, line)

    def _article(self, heading: Heading, block: Block | None, taken: dict[str, int]) -> Article | None:
        if not heading.text or _MARKUP.search(heading.text):
            self.log.error(
                heading,
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
        _check_within(own, self.page, node, "kapitlet", self.log)
        self._check_strengths(values, node)
        self._check_unique(node, heading.line, taken)
        if not values.get("id"):
            return None
        return Article(
            id=values["id"],
            title=heading.text,
            audience=shared.mapping({**self.page.audience, **own}),
            program=self.program,
            chapter=self.chapter,
            sources=shared.words(values.get("kallor") or ()),
            always=bool(values.get("alltid")),
            themes=shared.words(values.get("teman") or ()),
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
        before = len(self.log.problems)
        node = marked_yaml.read(block.yaml, self.log, block.line, "artikelblocket")
        if isinstance(node, marked_yaml.Mapping):
            return node
        if node is not None:
            self.log.error(
                node, "FEL-TYP", "artikelblocket är inte fält med värden", hint="skriv fält: värde, ett på varje rad"
            )
        elif len(self.log.problems) == before:
            self.log.error(
                Point(block.line), "FALT-SAKNAS", "fältet saknas", field="id", hint="lägg till id: ett-kort-namn"
            )
        return None

    def _check_strengths(self, values: dict[str, Any], node: marked_yaml.Mapping) -> None:
        written = node.get("styrka")
        for key in values.get("styrka") or {}:
            if isinstance(written, marked_yaml.Mapping) and key not in (values.get("kallor") or ()):
                self.log.error(
                    written.index[key].key,
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


def refuse_blocks(outline: article_blocks.Outline, log: ProblemLog) -> None:
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
