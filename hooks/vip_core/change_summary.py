"""The summary of a change: what differs between two prepared sites, as an editor who reviews it wants to know.

Articles are compared as readers see them. The class of change is a suggestion from what was changed; an editor decides.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from .catalogue import Article, Page
from .owners import Owners
from .problems import Problem
from .schema import ALL, STATUSES
from .site import Site

Kind = Literal["new", "removed", "moved", "changed"]
EDITORIAL, SUBSTANTIAL, CONCLUSION = CLASSES = ("redaktionell", "saklig", "ändrad slutsats")
_LAW_CODES = frozenset(
    ("UPPHAVD-LAG", "GAMMAL-PARAGRAF", "OKAND-LAG", "LAG-EJ-I-KRAFT", "LYDELSE-SAKNAS", "LYDELSE-GAMMAL")
)
_WORD = re.compile(r"\S+")
_PUNCTUATION = ".,;:!?()[]”\"'–"
_ALIKE = 0.6  # share of words in common from which a removed and a new article are taken for one that moved
_MUCH = 0.15  # share of words changed from which a change is more than editorial
_CONCLUDING = frozenset(
    "inte ej aldrig alltid ska bör får kan måste avråds rekommenderas kontraindicerat undvik".split()
)
_CONTEXT = 4


@dataclass(frozen=True)
class Piece:
    """Some words of a difference: the same, removed or added; an empty ``same`` stands for words passed over."""

    change: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True)
class Shift:
    """Something beside the text that changed: its name, what it was and what it is."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ArticleChange:
    """One article that is new, removed, moved or changed. ``key`` is where it stands now, or stood if it is gone."""

    kind: Kind
    key: str
    title: str
    path: str
    added: int
    removed: int
    difference: tuple[Piece, ...] = ()
    audience: tuple[Shift, ...] = ()
    settings: tuple[Shift, ...] = ()
    moved_from: str = ""
    suggestion: str = SUBSTANTIAL
    reason: str = ""


@dataclass(frozen=True)
class PageChange:
    """A program, chapter or general page whose own fields or text changed; ``approvers`` when its status was raised."""

    title: str
    path: str
    shifts: tuple[Shift, ...]
    status_raised: bool = False
    approvers: tuple[str, ...] = ()
    text_changed: bool = False


@dataclass(frozen=True)
class ChangeSummary:
    """Everything that differs between two versions of the site."""

    articles: tuple[ArticleChange, ...]
    pages: tuple[PageChange, ...]
    lost_addresses: tuple[str, ...]
    warnings: tuple[Problem, ...]
    undated: tuple[str, ...]

    def of_kind(self, kind: Kind) -> tuple[ArticleChange, ...]:
        return tuple(change for change in self.articles if change.kind == kind)

    @property
    def suggestion(self) -> str:
        """The class of the whole change: the weightiest of its articles'; empty when no article changed."""
        found = [CLASSES.index(change.suggestion) for change in self.articles]
        return CLASSES[max(found)] if found else ""

    @property
    def law_warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.warnings if problem.code in _LAW_CODES)

    @property
    def other_warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.warnings if problem.code not in _LAW_CODES)


def summarise(before: Site, after: Site, owners: Owners) -> ChangeSummary:
    """Return what a change from ``before`` to ``after`` does; ``owners`` says who approves."""
    articles = tuple(_article_changes(before, after))
    return ChangeSummary(
        articles,
        tuple(_page_changes(before, after, owners)),
        _lost_addresses(before, after),
        _new_warnings(before, after),
        _undated(before, after, articles),
    )


@dataclass(frozen=True)
class _Known:
    """An article with its text and the file it stands in."""

    article: Article
    text: str
    path: str

    @property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)


def _known(site: Site) -> dict[str, _Known]:
    return {
        article.key: _Known(article, site.section(article).text, chapter.page.source.path)
        for chapter in site.catalogue.chapters
        for article in chapter.articles
    }


def _article_changes(before: Site, after: Site) -> Iterator[ArticleChange]:
    old, new = _known(before), _known(after)
    moved = _moves(old, new)
    labels = _Labels(before, after)
    for key, one in new.items():
        if key in old or key in moved:
            was = old[moved.get(key, key)]
            if _differs(was.article, one.article) or was.text != one.text or key in moved:
                yield _changed(was, one, labels)
        else:
            reason = "ny artikel"
            yield ArticleChange("new", key, one.article.title, one.path, len(one.words), 0, reason=reason)
    gone = old.keys() - new.keys() - set(moved.values())
    for key in (key for key in old if key in gone):
        was, reason = old[key], "artikeln är borta"
        yield ArticleChange("removed", key, was.article.title, was.path, 0, len(was.words), reason=reason)


def _differs(was: Article, one: Article) -> bool:
    """Say whether two articles differ in more than where they stand in their file."""
    return any(getattr(was, name) != getattr(one, name) for name in vars(one) if name != "line")


def _moves(old: Mapping[str, _Known], new: Mapping[str, _Known]) -> dict[str, str]:
    """Return where each moved article stood: the new key with the old one.

    An article moved when it names its earlier id, when its id stands elsewhere now, or when the words are mostly the same.
    """
    gone = {key: one for key, one in old.items() if key not in new}
    come = {key: one for key, one in new.items() if key not in old}
    found: dict[str, str] = {}
    for key, one in come.items():
        wanted = {*one.article.former, one.article.id}
        likely = [other for other, was in gone.items() if was.article.id in wanted] or list(gone)
        best = max(likely, key=lambda other: _likeness(gone[other], one), default="")
        if best and (gone[best].article.id in one.article.former or _likeness(gone[best], one) >= _ALIKE):
            found[key] = best
            del gone[best]
    return found


def _likeness(was: _Known, one: _Known) -> float:
    """Return the share of words two articles have in common, 0–1."""
    common = Counter(was.words) & Counter(one.words)
    return 2 * common.total() / max(1, len(was.words) + len(one.words))


class _Labels:
    """How facets and their values are shown, as the later site says, else the earlier."""

    def __init__(self, before: Site, after: Site) -> None:
        facets = [*before.catalogue.vocabularies.facets, *after.catalogue.vocabularies.facets]
        self.facets = {facet.key: facet.label for facet in facets}
        self.values = {(facet.key, value.key): value.label for facet in facets for value in facet.values}

    def audience(self, facet: str, values: Iterable[str]) -> str:
        return ", ".join("alla" if value == ALL else self.values.get((facet, value), value) for value in values)


def _changed(was: _Known, one: _Known, labels: _Labels) -> ArticleChange:
    pieces = tuple(_difference(was.words, one.words))
    added = sum(len(piece.text.split()) for piece in pieces if piece.change == "added")
    removed = sum(len(piece.text.split()) for piece in pieces if piece.change == "removed")
    audience = tuple(
        Shift(label, labels.audience(facet, was.article.audience.get(facet, ())), labels.audience(facet, now))
        for facet, label in labels.facets.items()
        for now in (one.article.audience.get(facet, ()),)
        if was.article.audience.get(facet, ()) != now
    )
    settings = tuple(_settings(was.article, one.article))
    kind: Kind = "changed" if was.article.key == one.article.key else "moved"
    suggestion, reason = _suggest(pieces, max(len(was.words), len(one.words)), audience, settings)
    return ArticleChange(
        kind,
        one.article.key,
        one.article.title,
        one.path,
        added,
        removed,
        tuple(_shortened(pieces)),
        audience,
        settings,
        was.article.key if kind == "moved" else "",
        suggestion,
        reason,
    )


def _difference(before: list[str], after: list[str]) -> Iterator[Piece]:
    for what, start, end, first, last in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("same", " ".join(before[start:end]))
            continue
        if start < end:
            yield Piece("removed", " ".join(before[start:end]))
        if first < last:
            yield Piece("added", " ".join(after[first:last]))


def _shortened(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Give the pieces with only a few of the unchanged words around each change."""
    for place, piece in enumerate(pieces):
        words = piece.text.split()
        if piece.change != "same":
            yield piece
            continue
        before = words[:_CONTEXT] if place else []
        after = words[-_CONTEXT:] if place < len(pieces) - 1 else []
        if len(before) + len(after) >= len(words):
            yield piece
            continue
        if before:
            yield Piece("same", " ".join(before))
        yield Piece("same", "")
        if after:
            yield Piece("same", " ".join(after))


def _settings(was: Article, one: Article) -> Iterator[Shift]:
    """Give what changed in the article block, the audience apart."""
    pairs = (
        ("Rubrik", was.title, one.title),
        ("Källor", ", ".join(was.sources), ", ".join(one.sources)),
        ("Styrka", _strengths(was), _strengths(one)),
        ("Lydelse", was.law_checked, one.law_checked),
        ("Teman", ", ".join(was.themes), ", ".join(one.themes)),
        ("Visas alltid", "ja" if was.always else "nej", "ja" if one.always else "nej"),
    )
    return (Shift(name, before, after) for name, before, after in pairs if before != after)


def _strengths(article: Article) -> str:
    return ", ".join(f"{key}: {strength}" for key, strength in sorted(article.strengths.items()))


def _suggest(
    pieces: tuple[Piece, ...], length: int, audience: tuple[Shift, ...], settings: tuple[Shift, ...]
) -> tuple[str, str]:
    """Return the class of change that the differences suggest, and the reason in a few words."""
    changed = [word.strip(_PUNCTUATION) for piece in pieces if piece.change != "same" for word in piece.text.split()]
    names = {shift.name for shift in settings}
    concluding = sorted(_CONCLUDING.intersection(word.lower() for word in changed))
    numbers = [word for word in changed if any(sign.isdigit() for sign in word)]
    signs = (
        ("Styrka" in names, CONCLUSION, "en rekommendations styrka är ändrad"),
        (bool(concluding), CONCLUSION, f"ändrar {_quoted(concluding)}"),
        ("Visas alltid" in names or bool(audience), SUBSTANTIAL, "målgruppen är ändrad"),
        (bool(numbers), SUBSTANTIAL, f"ändrar {_quoted(numbers)}"),
        (bool(names & {"Källor", "Lydelse"}), SUBSTANTIAL, "källor eller lydelse är ändrade"),
        (len(changed) > _MUCH * max(1, length), SUBSTANTIAL, "mycket av texten är ändrad"),
        (True, EDITORIAL, "få ord ändrade" if changed else "texten är densamma"),
    )
    return next((suggestion, reason) for holds, suggestion, reason in signs if holds)


def _quoted(words: list[str]) -> str:
    return ", ".join(f"”{word}”" for word in words[:3])


def _page_changes(before: Site, after: Site, owners: Owners) -> Iterator[PageChange]:
    old = {page.source.path: page for page in _pages(before)}
    labels = _Labels(before, after)
    for page in _pages(after):
        path = page.source.path
        shifts = tuple(_page_shifts(old.get(path), page, labels))
        if shifts:
            raised = _is_raised(old.get(path), page)
            yield PageChange(page.title, path, shifts, raised, owners.of(path) if raised else ())
    kept = {page.source.path for page in _pages(after)}
    for path, gone in old.items():
        if path not in kept:
            yield PageChange(gone.title, path, (Shift("Fil", "fanns", "borttagen"),))
    yield from _general_changes(before, after)


def _general_changes(before: Site, after: Site) -> Iterator[PageChange]:
    """Give the general pages that are new, removed or have another title or text."""
    texts = {page.source: page for page in before.pages if page.source and page.subject is None}
    for page in after.pages:
        if page.source and page.subject is None:
            was = texts.pop(page.source, None)
            if was is None:
                yield PageChange(page.title, page.source, (Shift("Fil", "", "ny"),))
            elif (was.html.intro, was.title) != (page.html.intro, page.title):
                yield PageChange(page.title, page.source, (), text_changed=True)
    for lost in texts.values():
        yield PageChange(lost.title, lost.source, (Shift("Fil", "fanns", "borttagen"),))


def _pages(site: Site) -> Iterator[Page]:
    for program in site.catalogue.programs:
        yield program.page
        yield from (chapter.page for chapter in program.chapters)


def _page_shifts(was: Page | None, page: Page, labels: _Labels) -> Iterator[Shift]:
    if was is None:
        yield Shift("Fil", "", "ny")
        return
    pairs = [
        ("Rubrik", was.title, page.title),
        ("Beskrivning", was.description, page.description),
        ("Status", STATUSES.get(was.status, was.status), STATUSES.get(page.status, page.status)),
        ("Version", was.version, page.version),
        ("Ändrad", str(was.changed), str(page.changed)),
        ("Granskas", str(was.review_by), str(page.review_by)),
        ("Id", was.id, page.id),
    ]
    pairs += [
        (
            label,
            labels.audience(facet, was.audience.get(facet, ())),
            labels.audience(facet, page.audience.get(facet, ())),
        )
        for facet, label in labels.facets.items()
    ]
    yield from (Shift(name, before, after) for name, before, after in pairs if before != after)


def _is_raised(was: Page | None, page: Page) -> bool:
    """Say whether a page's status is higher than it was; a new page begins below a draft."""
    order = list(STATUSES)
    before = order.index(was.status) if was and was.status in order else 0
    return page.status in order and order.index(page.status) > before


def _lost_addresses(before: Site, after: Site) -> tuple[str, ...]:
    """Return the addresses of pages and articles that neither are there any more nor lead on to others."""
    kept = set(_addresses(after))
    for program in after.catalogue.programs:
        kept.update(map(_as_address, program.page.former))
        for chapter in program.chapters:
            names = [name for article in chapter.articles for name in (article.id, *article.former)]
            for address in (chapter.address, *map(_as_address, chapter.page.former)):
                kept.add(address)
                kept.update(f"{address}#{name}" for name in names)
    return tuple(address for address in _addresses(before) if address not in kept)


def _as_address(former: str) -> str:
    return former.removesuffix("index.html").rstrip("/") + "/"


def _addresses(site: Site) -> Iterator[str]:
    yield from (page.address for page in site.pages if page.is_listed)
    yield from (article.address for article in site.catalogue.articles)


def _new_warnings(before: Site, after: Site) -> tuple[Problem, ...]:
    """Return the warnings that were not there before, wherever on the page they stood."""
    told = Counter((problem.path, problem.code, problem.message) for problem in before.warnings)
    found: list[Problem] = []
    for problem in after.warnings:
        name = (problem.path, problem.code, problem.message)
        if told[name]:
            told[name] -= 1
        else:
            found.append(problem)
    return tuple(found)


def _undated(before: Site, after: Site, articles: tuple[ArticleChange, ...]) -> tuple[str, ...]:
    """Return the chapters whose substance seems changed although their ``andrad`` is what it was."""
    dates = {page.source.path: page.changed for page in _pages(before)}
    changed = {change.path for change in articles if change.suggestion != EDITORIAL}
    return tuple(
        page.source.path
        for page in _pages(after)
        if page.source.path in changed and dates.get(page.source.path) == page.changed
    )
