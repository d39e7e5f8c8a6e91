"""Stencils: pieces of HTML that many pages share, rendered and read once; only where their links lead differs.

A template asks for them with ``once``, ``groups`` and ``fieldset``. What it renders itself is the sheet's shell, in which
marks stand for the pieces, so that a page is neither put together nor read again for what it shares with others.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from vip_core.addresses import in_site
from vip_core.landing_pages import ArticleGroup, by_chapter
from vip_core.page_readings import FAULT, Reading, Targets, beyond, read_page, read_piece

if TYPE_CHECKING:
    import jinja2

    from vip_core.catalogue import Article
    from vip_core.page_views import FilterFacet, Views
    from vip_core.selection import Selection
    from vip_core.vocabularies import Facet

Link = Callable[[str, str], str]
Way = Callable[[str], str]
_TOKEN = secrets.token_hex(6)  # so that no text holds a mark
_HOLE = re.compile(f"\ue000{_TOKEN}(\\d+)\ue001")
_KEPT = 512


def _mark(number: int) -> str:
    return f"\ue000{_TOKEN}{number}\ue001"


@dataclass(frozen=True)
class Piece:
    """A row of complete elements as it stands on a page, with its anchors and the places it points at."""

    html: str
    ids: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


class _HoleKind(Enum):
    LINK = "link"
    ASSET = "asset"
    SLOT = "slot"


@dataclass(frozen=True)
class _Stencil:
    """Text with holes between: each has an address, the path of a file, or nothing where a page puts something itself."""

    texts: tuple[str, ...]
    holes: tuple[tuple[_HoleKind, str], ...]
    reading: Reading

    @cached_property
    def is_known(self) -> bool:
        """Whether it is faultless, and points at nothing but what goes into its holes."""
        own = self.reading.loads or [lead for lead in self.reading.leads if not _HOLE.fullmatch(lead)]
        return self.reading.faultless and not own

    def inside(self, folder: str) -> bool:
        """Say whether a hole leads into ``folder``, so that pages there do not all reach it the same way."""
        return any(target.startswith(folder) for _, target in self.holes)


class Stencils:
    """The stencils of one site. ``link`` and ``asset`` return the way from one address to another, or to a file."""

    def __init__(self, env: jinja2.Environment, views: Views, link: Link, asset: Link, targets: Targets) -> None:
        self.env = env
        self.views = views
        self.link = link
        self.asset = asset
        self.targets = targets
        self.piece = lru_cache(maxsize=_KEPT)(self._piece)
        self._stencil = lru_cache(maxsize=_KEPT)(self._rendered)
        self._item_of = lru_cache(maxsize=_KEPT)(self._rendered_item)
        self._groups: dict[tuple[str, bool], _Stencil] = {}
        self._fieldsets: dict[int, _Stencil] = {}

    def cut(self, template: str, key: tuple[tuple[str, Any], ...], here: str) -> Piece:
        """Return the piece that ``template`` makes of ``key``, as it stands at the address ``here``.

        Ways from pages of one folder are the same, save those into that folder.
        """
        stencil = self._stencil(template, key)
        folder = here[: here.rstrip("/").rfind("/") + 1]
        if not folder or stencil.inside(folder):
            return self._piece(template, key, here)
        return self.piece(template, key, folder + "-/")

    def _piece(self, template: str, key: tuple[tuple[str, Any], ...], here: str) -> Piece:
        return self.fill(template, key, in_site(here), partial(self.link, here), partial(self.asset, here))

    def fill(self, template: str, key: tuple[tuple[str, Any], ...], file: str, link: Way, asset: Way) -> Piece:
        """Return the piece as it stands in ``file``, whose links ``link`` and ``asset`` write."""
        stencil = self._stencil(template, key)
        ways = [
            str(escape(asset(target) if kind is _HoleKind.ASSET else link(target))) for kind, target in stencil.holes
        ]

        def with_ways(targets: Iterable[str]) -> frozenset[str]:
            return frozenset(_HOLE.sub(lambda hole: ways[int(hole[1])], target) for target in targets)

        read = stencil.reading
        found = Reading(read.ids, with_ways(read.leads), with_ways(read.loads), read.faultless)
        return Piece(filled(stencil.texts, ways), read.ids, frozenset(self.targets.places(file, found)))

    def _rendered(self, template: str, key: tuple[tuple[str, Any], ...]) -> _Stencil:
        holes: list[tuple[_HoleKind, str]] = []

        def hole(kind: _HoleKind, target: str = "") -> str:
            holes.append((kind, target))
            return _mark(len(holes) - 1)

        cut = {kind.value: partial(hole, kind) for kind in _HoleKind}
        text = self.env.get_template(template).render(dict(key) | cut)
        parts = _HOLE.split(text)
        numbered = iter(range(len(holes)))
        read = read_piece(_HOLE.sub(lambda _: _mark(next(numbered)), text))
        return _Stencil(tuple(parts[0::2]), tuple(holes[int(number)] for number in parts[1::2]), read)

    def group(self, group: ArticleGroup, named: bool) -> _Stencil:
        """Return the list of a chapter's articles, with a slot for its items."""
        key = (group.chapter.address, named)
        found = self._groups.get(key)
        if found is None:
            context = (("program", group.program), ("chapter", group.chapter), ("named", named))
            found = self._groups[key] = self._rendered("partials/article_group.html", context)
        return found

    def item(self, article: Article) -> _Stencil:
        """Return the list item of an article, with a slot for where it leads."""
        return self._item_of(article.key)

    def _rendered_item(self, key: str) -> _Stencil:
        return self._rendered("partials/article_item.html", (("item", self.views.article_named(key)),))

    def fieldset(self, facet: Facet) -> _Stencil:
        """Return a facet of the filter, with two slots for each value: whether it is chosen, and its count."""
        found = self._fieldsets.get(id(facet))
        if found is None:
            found = self._fieldsets[id(facet)] = self._rendered("partials/filter_facet.html", (("facet", facet),))
        return found


class Sheet:
    """A page while it is rendered, with the ways from it to other addresses and to files.

    ``shell`` is what its template renders, with marks where pieces go. A sheet that is ``inline`` has none: templates get
    the pieces themselves.
    """

    def __init__(self, stencils: Stencils, here: str, link: Way, asset: Way, inline: bool = False) -> None:
        self.shell = ""
        self.link = link
        self.asset = asset
        self._here = here
        self._file = in_site(here)
        self._stencils = stencils
        self._inline = inline
        self._pieces: list[Piece] = []

    def once(self, template: str, **key: Any) -> Markup:
        """Return what ``template`` makes of ``key``, which must be all it depends on besides the site."""
        wanted = tuple(key.items())
        if self._inline:
            return self._laid(self._stencils.fill(template, wanted, self._file, self.link, self.asset))
        return self._laid(self._stencils.cut(template, wanted, self._here))

    def groups(self, articles: Iterable[Article], query: str = "", named: bool = False) -> Markup:
        """Return lists of articles, one for each chapter; ``named`` where each says which program it is of."""
        texts: list[str] = []
        places: set[str] = set()
        for group in by_chapter(self._stencils.views.catalogue, articles):
            stencil = self._stencils.group(group, named)
            texts.append(stencil.texts[0])
            for (kind, target), after in zip(stencil.holes, stencil.texts[1:], strict=True):
                href = self.link((target or group.chapter.address) + query)
                led = self._stencils.targets.place(self._file, href)
                if kind is _HoleKind.SLOT:
                    self._add_items(group.articles, f"{href}#", led, texts, places)
                else:
                    texts.append(str(escape(href)))
                    places.update((f"{led[0]}#",) if led else ())
                texts.append(after)
            if not stencil.is_known:
                places.add(FAULT)
        return self._laid(Piece("".join(texts), places=frozenset(places)))

    def _add_items(
        self,
        articles: Iterable[Article],
        href: str,
        led: tuple[str, str] | None,
        texts: list[str],
        places: set[str],
    ) -> None:
        written = str(escape(href))
        for article in articles:
            stencil = self._stencils.item(article)
            before, after = stencil.texts
            texts += (before, written, article.id, after, "\n")
            if led:
                places.add(f"{led[0]}#{article.id}")
            if not stencil.is_known:
                places.add(FAULT)

    def fieldset(self, shown: FilterFacet, selection: Selection) -> Markup:
        """Return a facet of the filter; only counts and what is chosen differ between pages."""
        stencil = self._stencils.fieldset(shown.facet)
        chosen = selection.get(shown.facet.key, ())
        slots: list[str] = []
        for value in shown.values:
            slots += (" checked" if value.key in chosen else "", str(shown.counts[value.key]))
        places = () if stencil.is_known else (FAULT,)
        return self._laid(Piece(filled(stencil.texts, slots), stencil.reading.ids, frozenset(places)))

    def _laid(self, piece: Piece) -> Markup:
        if self._inline:
            return Markup(piece.html)  # noqa: S704 - made by a template, which escapes
        self._pieces.append(piece)
        return Markup(_mark(len(self._pieces) - 1))  # noqa: S704 - a mark; pieces are made by templates, which escape

    def html(self) -> str:
        """Return the finished page."""
        parts = _HOLE.split(self.shell)
        return filled(parts[0::2], [self._pieces[int(number)].html for number in parts[1::2]])

    def read(self) -> tuple[list[str], frozenset[str], set[str]]:
        """Return the finished page in parts, its anchors, and the places on other pages that it points at."""
        parts = _HOLE.split(self.shell)
        pieces = [self._pieces[int(number)] for number in parts[1::2]]
        shell = read_page("".join(parts[0::2]))
        ids = shell.ids.union(*(piece.ids for piece in pieces))
        places = set(self._stencils.targets.places(self._file, shell)).union(*(piece.places for piece in pieces))
        parts[1::2] = [piece.html for piece in pieces]
        return parts, ids, beyond(places, ids)


def filled(texts: list[str] | tuple[str, ...], between: list[str]) -> str:
    """Return the texts with what goes between them."""
    joined = [text for pair in zip(texts, between, strict=False) for text in pair]
    return "".join((*joined, texts[-1]))
