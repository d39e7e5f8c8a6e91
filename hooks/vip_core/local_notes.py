"""Local notes: what a region or municipality adds after an article, always apart from the national text.

A note is a Markdown file bound to an article. It is shown with its article and filtered with it, and is never part of
the article itself: not of its text, its version or its reference.
"""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import addresses, article_blocks, front_matter
from .catalogue import FILE_NAME, Article, Catalogue
from .front_matter import SourceFile
from .page_html import PageHtml, plain_text
from .problems import Point, Problem, ProblemLog
from .schema import Choice, Date, Field, Known, Reader, Text, read_fields, refuse_stray_field

FOLDER = "lokalt"
FIELDS = (
    Field(
        "artikel",
        Choice("artiklar", "BRUTEN-LANK", "en artikel"),
        "Artikeln som tillägget hör till, som program/kapitel#id.",
        True,
        "adhd/niva-och-process#samordnad-individuell-plan",
    ),
    Field("utgivare", Text(80), "Regionen eller kommunen som ansvarar för tillägget.", True, "Region Exempel"),
    Field("giltig_till", Date(), "Sista dagen tillägget visas.", True, "2027-12-31"),
    Field("title", Text(80), "Vad tillägget handlar om.", True, "Så kallar du till möte hos oss"),
)


@dataclass(frozen=True)
class LocalNote:
    """A note. ``anchor`` is where it stands on its article's page; ``html`` is its rendered text."""

    key: str
    title: str
    publisher: str
    valid_until: datetime.date
    article: Article
    html: str = ""

    @property
    def anchor(self) -> str:
        return f"{self.article.id}--lokalt-{self.key}"  # what follows -- belongs to the article, to the filter as well

    @property
    def address(self) -> str:
        return f"{addresses.chapter(self.article.program, self.article.chapter)}#{self.anchor}"

    @property
    def text(self) -> str:
        """All that it says, for search."""
        return f"Lokalt tillägg från {self.publisher}: {self.title}. {plain_text(self.html)}"


@dataclass(frozen=True)
class LocalNotes:
    """The notes by publisher, and those of each article by its key."""

    notes: tuple[LocalNote, ...] = ()
    by_article: Mapping[str, tuple[LocalNote, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class NoteSource:
    """A note that is read but not rendered: ``mounted`` is its place as seen from ``content/``, where links start from."""

    source: SourceFile
    mounted: str
    note: LocalNote


def read(
    folder: Path, shown_as: str, catalogue: Catalogue, known: Known, today: datetime.date
) -> tuple[tuple[NoteSource, ...], list[Problem]]:
    """Read the notes below ``folder``, called ``shown_as`` in problems; an absent folder has none.

    A note past its last day is told of and left out.
    """
    articles = {article.key: article for article in catalogue.articles}
    sources: list[NoteSource] = []
    problems: list[Problem] = []
    for file in sorted(folder.rglob("*.md")):
        relative = file.relative_to(folder)
        if not file.is_file() or any(part.startswith(("_", ".")) for part in relative.parts):
            continue
        path = f"{shown_as}/{relative.as_posix()}"
        source, noted = front_matter.read(file, path)
        problems += noted
        if source is None:
            continue
        log = ProblemLog(path)
        name = relative.with_suffix("").as_posix()
        if not all(FILE_NAME.fullmatch(part) for part in name.split("/")):
            hint = "använd bara a–z, 0–9 och bindestreck"
            log.error(Point(), "FILNAMN", f'filen heter "{relative.as_posix()}"', value=file.name, hint=hint)
        values = read_fields(FIELDS, source.meta, Reader(log, known))
        refuse_stray_field(FIELDS, source.body, source.body_line, log)
        _check_body(source, log)
        note = _note(name.replace("/", "--"), values, articles)
        if note and note.valid_until < today:
            place = source.meta.get("giltig_till") or source.meta
            hint = "granska tillägget och sätt en ny dag, eller ta bort filen"
            log.warning(
                place,
                "TILLAGG-UTGANGET",
                "dagen har passerat och tillägget visas inte",
                field="giltig_till",
                value=note.valid_until,
                hint=hint,
            )
        elif note:
            sources.append(NoteSource(source, posixpath.relpath(path, "content"), note))
        problems += log.problems
    return tuple(sources), problems


def _note(key: str, values: Mapping[str, Any], articles: Mapping[str, Article]) -> LocalNote | None:
    """Return the note, or ``None`` when something that it needs could not be read."""
    article = articles.get(values.get("artikel") or "")
    title, publisher, valid_until = (values.get(name) for name in ("title", "utgivare", "giltig_till"))
    return (
        LocalNote(key, title, publisher, valid_until, article)
        if article and title and publisher and valid_until
        else None
    )


def _check_body(source: SourceFile, log: ProblemLog) -> None:
    outline = article_blocks.outline(source.body, source.body_line)
    for heading in outline.headings:
        hint = "skriv den i fetstil; tilläggets rubrik kommer från title"
        log.error(
            Point(heading.line), "RUBRIK-I-BLOCK", "ett lokalt tillägg har inga rubriker", value=heading.text, hint=hint
        )
    if not source.body.strip():
        log.error(Point(source.body_line), "TOM-TEXT", "tillägget har ingen text", hint="skriv texten under raden ---")


def check_html(source: SourceFile, html: PageHtml) -> list[Problem]:
    """Return a problem for a note that brings anchors or footnotes, which would clash with those of its article's page."""
    log = ProblemLog(source.path)
    if html.anchors or html.footnotes:
        hint = "skriv förklaringen i texten"
        log.error(
            Point(source.body_line), "OTILLATET-ANKARE", "fotnoter och ankare används inte i lokala tillägg", hint=hint
        )
    return log.problems


def gather(notes: Iterable[LocalNote]) -> LocalNotes:
    """Return the notes in order: by publisher, then by article."""
    ordered = sorted(notes, key=lambda note: (note.publisher.casefold(), note.article.key, note.key))
    by_article: dict[str, tuple[LocalNote, ...]] = {}
    for note in ordered:
        by_article[note.article.key] = (*by_article.get(note.article.key, ()), note)
    return LocalNotes(tuple(ordered), by_article)
