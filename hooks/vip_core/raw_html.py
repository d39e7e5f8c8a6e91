"""Raw HTML in Markdown: tags left open, tags that should have been Markdown, and what the site's policy refuses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from .links import Locator
from .problems import Point, ProblemLog

_SOURCE_TAG = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][\w-]*)([^<>]*)>", re.DOTALL)
_OPEN_COMMENT = re.compile(r"<!--(?:(?!-->).)*$", re.MULTILINE)
_CODE_HTML = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_FORBIDDEN = frozenset({"base", "embed", "form", "iframe", "link", "meta", "object", "script", "style"})
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


class _Tags(HTMLParser):
    """Looks through HTML an author wrote: tags left open, and what should have been Markdown."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.instead: list[str] = []
        self.unsafe: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("a", "img") or re.fullmatch("h[1-6]", tag):
            self.instead.append(tag)
        if tag in _FORBIDDEN or any(is_unsafe(name) for name, _ in attrs):
            self.unsafe.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open[-1] != tag:
                self.unbalanced.append(self.open.pop())
            self.open.pop()
        elif tag not in _VOID:
            self.unbalanced.append(tag)


def is_unsafe(attribute: str) -> bool:
    """Say whether the site's Content-Security-Policy refuses the attribute."""
    return attribute == "style" or attribute.startswith("on")


def check(stash: Sequence[Any], built: str, locator: Locator, log: ProblemLog) -> list[str]:
    """Note what is wrong with the HTML of a page, and return the ids it defines.

    ``stash`` holds the pieces Markdown put aside as HTML, ``built`` is the whole page, and ``locator`` its source.
    """
    _note_open_comment(built, locator, log)
    pieces = [piece for piece in stash if isinstance(piece, str) and piece.lstrip().startswith("<")]
    if not pieces:
        return []
    raw = _Tags()
    for piece in pieces:
        if not piece.startswith(("<pre", '<div class="highlight', "<code")):
            raw.feed(piece)
    tags = _SourceTags(locator)
    for tag in raw.instead:
        written = {"a": "[text](fil.md)", "img": "![text](bild.png)"}.get(tag, "##")
        message = f"<{tag}> skrivs inte som HTML"
        log.error(tags.opening(tag), "HTML-TAGG", message, value=f"<{tag}>", hint=f"skriv {written}")
    for tag in raw.unsafe:
        message = f"<{tag}> bär kod, stil eller innehåll som webbplatsen inte tillåter"
        log.error(tags.unsafe(tag), "HTML-TAGG", message, value=f"<{tag}>", hint="ta bort taggen eller attributet")
    whole = _Tags()
    whole.feed(built)
    for tag in [*whole.unbalanced, *whole.open]:
        log.error(
            tags.unbalanced(tag),
            "OSTANGD-HTML",
            f"<{tag}> stängs aldrig eller öppnas aldrig",
            value=f"<{tag}>",
            hint=f"skriv både <{tag}> och </{tag}>",
        )
    return raw.ids


def _note_open_comment(built: str, locator: Locator, log: ProblemLog) -> None:
    if "<!--" not in locator.text or "&lt;!--" not in _CODE_HTML.sub("", built):
        return
    found = _OPEN_COMMENT.search(locator.text)
    place = locator.point(found.start()) if found else Point(locator.first_line)
    hint = "börja kommentaren först på en rad och sluta den med -->"
    log.error(place, "OSTANGD-HTML", "kommentaren syns som text på sidan", value="<!--", hint=hint)


class _SourceTags:
    """Where an author wrote HTML tags: each question about a tag gives the place of the next one."""

    def __init__(self, locator: Locator) -> None:
        self.locator = locator
        self.opened: dict[str, list[Point]] = {}
        self.odd: dict[str, list[Point]] = {}
        self.refused: dict[str, list[Point]] = {}
        unclosed: list[tuple[str, Point]] = []
        for found in _SOURCE_TAG.finditer(locator.text):
            if not found[2]:
                continue
            tag, place = found[2].lower(), locator.point(found.start())
            if not found[1]:
                self.opened.setdefault(tag, []).append(place)
                if tag in _FORBIDDEN or re.search(r"\s(?:style|on\w+)\s*=", found[3], re.IGNORECASE):
                    self.refused.setdefault(tag, []).append(place)
                if tag not in _VOID and not found[3].endswith("/"):
                    unclosed.append((tag, place))
            elif tag in (name for name, _ in unclosed):
                while unclosed[-1][0] != tag:
                    self._add_odd(*unclosed.pop())
                unclosed.pop()
            else:
                self._add_odd(tag, place)
        for tag, place in unclosed:
            self._add_odd(tag, place)

    def _add_odd(self, tag: str, place: Point) -> None:
        self.odd.setdefault(tag, []).append(place)

    def opening(self, tag: str) -> Point:
        return self._next(self.opened.get(tag))

    def unsafe(self, tag: str) -> Point:
        return self._next(self.refused.get(tag))

    def unbalanced(self, tag: str) -> Point:
        return self._next(self.odd.get(tag) or self.opened.get(tag))

    def _next(self, places: list[Point] | None) -> Point:
        return places.pop(0) if places else Point(self.locator.first_line)
