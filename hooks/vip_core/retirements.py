"""Retirements: a program, a chapter of every program, an article or a general page is taken away, and its address still answers.

The text is frozen as its last version where it has versions, its file goes, and ``_utgangna.yml`` gets a record.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from . import addresses, moves, releases
from .catalogue import Article, Catalogue, Chapter, Program
from .front_matter_edits import NotEditable
from .moves import Move, Place, Sources
from .retired import FILE, HEAD
from .versions import FOLDER

_FILE = f"content/{FILE}"
_CHAPTERS = "programs/_chapters.yml"
_LISTED = re.compile(r"[ \t]+- ([a-z0-9-]+/[a-z0-9-]+#[a-z0-9-]+)[ \t]*")
_EMPTIED = re.compile(r"^([ \t]+)artiklar:[ \t]*\n(?!\1[ \t]*- )", re.MULTILINE)
Freeze = Callable[[Program | Chapter], releases.Plan]


@dataclass(frozen=True)
class Notice:
    """What readers are told: the day, the reason, and where to go instead (``*/slug`` for a chapter of every program)."""

    date: datetime.date
    reason: str
    successor: str = ""


@dataclass
class _Retirement:
    """A retirement on its way: the sources' texts, and what becomes of them."""

    catalogue: Catalogue
    texts: dict[str, str]
    notice: Notice
    freeze: Freeze
    removed: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    heirs: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    succeeded: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)

    def tell(
        self, address: str, title: str, successor: str, ids: Iterable[str] = (), former: Iterable[str] = ()
    ) -> None:
        """Add a record for an address."""
        rows = [f"- address: {json.dumps(address)}", f"  title: {json.dumps(title, ensure_ascii=False)}"]
        rows += [f"  date: {self.notice.date}", f"  reason: {json.dumps(self.notice.reason, ensure_ascii=False)}"]
        rows += [f"  successor: {json.dumps(successor)}"] if successor else []
        rows += [f"  ids: [{', '.join(ids)}]"] if ids else []
        rows += [f"  former: [{', '.join(map(json.dumps, former))}]"] if former else []
        self.records.append("\n".join(rows) + "\n")

    def text(self, text: Program | Chapter, successor: str) -> None:
        """Retire a program's own page or a chapter: freeze it, remove its file, and tell of it and of what moved there."""
        page = text.page
        articles = text.articles if isinstance(text, Chapter) else ()
        self.files |= {f"programs/{path}": new for path, new in self.freeze(text).files.items()}
        self.removed.append(page.source.path)
        title = page.title
        if isinstance(text, Chapter):
            title += f" – {self.catalogue.program(text.program).title}"
        self.tell(text.address, title, successor, (page.id,), tuple(map(addresses.as_written, page.former)))
        for article in articles:
            for former in article.former_addresses:
                self.tell(former, article.title, successor)
        self.lead(page.source.path, ("", *(article.id for article in articles)), successor)

    def lead(self, path: str, anchors: tuple[str, ...], successor: str) -> None:
        """Let links to anchors of a file lead to what succeeds it; an empty anchor is the page itself.

        Lists of articles can name nothing but articles, so what no article succeeds is taken out of them.
        """
        keys = {f"{moves.mounted(path).removesuffix('.md')}#{anchor}" for anchor in anchors if anchor}
        self.gone |= keys
        self.succeeded |= keys if addresses.anchor(successor) else set()
        page = addresses.without_anchor(successor).rstrip("/")
        files = (f"{root}/{page}{end}" for root in ("programs", "content") for end in (".md", "/index.md"))
        heir = next((file for file in files if file in self.texts), "")
        if heir:
            to = (moves.mounted(heir), addresses.anchor(successor))
            self.heirs |= {(moves.mounted(path), anchor): to for anchor in anchors}


def plan(
    catalogue: Catalogue, sources: Sources, start: Place, notice: Notice, freeze: Freeze
) -> Mapping[str, bytes | None]:
    """Return the new bytes of every file that the retirement writes, by path, ``None`` for those it removes.

    ``freeze`` says what keeping a text's last version writes. Links to what goes lead to the successor; without one they
    stay, and the check of the changed sources names each. Raises ``MoveRefused`` and ``NotEditable`` as a move does.
    """
    one = _Retirement(catalogue, dict(sources.texts), notice, freeze)
    successor = notice.successor
    if start.anchor:
        _article(one, start, successor)
    elif start.page.startswith("*/"):
        _chapters(one, start.page.removeprefix("*/"), successor)
    elif start.page in {program.slug for program in catalogue.programs}:
        _program(one, catalogue.program(start.page), sources, successor)
    else:
        _page(one, start, successor)
    for path in one.removed:
        one.texts.pop(path, None)
    before = one.texts.get(_FILE, HEAD)
    one.texts[_FILE] = before + ("" if before.endswith("\n") else "\n") + "".join(one.records)
    one.texts = {path: _without_articles(text, one.gone - one.succeeded) for path, text in one.texts.items()}
    moved = Move(articles=one.heirs)
    texts = moves.relinked(one.texts, moved) | one.files
    changed: dict[str, bytes | None] = {
        path: text.encode("utf-8") for path, text in texts.items() if text != sources.texts.get(path)
    }
    return changed | dict.fromkeys(one.removed)


def _without_articles(text: str, gone: set[str]) -> str:
    """Return a source whose lists no longer name the articles that are ``gone``, with no list left empty."""
    rows = [row for row in text.split("\n") if not ((named := _LISTED.fullmatch(row)) and named[1] in gone)]
    return text if len(rows) == text.count("\n") + 1 else _EMPTIED.sub("", "\n".join(rows))


def _article(one: _Retirement, start: Place, successor: str) -> None:
    article, chapter = moves.find_article(one.catalogue, start)
    path = chapter.page.source.path
    before, section, after = moves.section_of(one.texts[path], article)
    moves.refuse_loose_labels(before + after, section, article)
    one.texts[path] = moves.without_section(before, after)
    one.tell(article.address, article.title, successor, former=_former(article))
    one.lead(path, (article.id,), successor)


def _former(article: Article) -> tuple[str, ...]:
    page = addresses.without_anchor(article.address)
    return (*(f"{page}#{anchor}" for anchor in article.former_anchors), *article.former_addresses)


def _chapters(one: _Retirement, slug: str, successor: str) -> None:
    moves.refuse_unknown_kind(one.catalogue, slug)
    listed = re.compile(rf"^- slug:[ \t]*{re.escape(slug)}[ \t]*\r?\n(?:[ \t]+.*(?:\n|$))*", re.MULTILINE)
    one.texts[_CHAPTERS], found = listed.subn("", one.texts[_CHAPTERS])
    if not found:
        raise NotEditable(f"kapitlet {slug} går inte att ta bort ur {_CHAPTERS}; börja posten med raden - slug: {slug}")
    for program in one.catalogue.programs:
        one.text(one.catalogue.chapter(program.slug, slug), successor.replace("*", program.slug, 1))


def _program(one: _Retirement, program: Program, sources: Sources, successor: str) -> None:
    for text in program.texts:
        one.text(text, successor)
    folder = f"programs/{program.slug}/"
    beside = (path for path in (*sources.texts, *sources.others) if path.startswith(folder))
    one.removed += [path for path in beside if f"/{FOLDER}/" not in path and path not in one.removed]


def _page(one: _Retirement, start: Place, successor: str) -> None:
    path = moves.find_page(one.catalogue, one.texts, start)
    title = releases.field_of(one.texts[path], "title")
    one.removed.append(path)
    one.tell(f"{start.page}/", title, successor, former=moves.former_of(one.texts[path]))
    one.lead(path, ("",), successor)
