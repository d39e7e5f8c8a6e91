"""Raw HTML in Markdown: tags left open, tags that should have been Markdown, and the allow-list of the rest.

What an author may write is named here, tag by tag. A page is checked twice: first as its author wrote it, so that a
problem tells the place and the mend; then the finished HTML passes a sanitiser that reads it as a browser does, and
whatever that would take away is an error too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Any

import nh3

from .links import OUTSIDE, Locator
from .problems import Place, Point, ProblemLog

_SOURCE_TAG = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][\w:-]*)([^<>]*)>", re.DOTALL)
_SOURCE_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_OPEN_COMMENT = re.compile(r"<!--(?:(?!-->).)*$", re.MULTILINE)
# Comments that a browser ends elsewhere than Markdown does (WHATWG HTML, 13.1.6).
_TRICK_COMMENT = re.compile(r"<!--(?:-?>|(?:(?!-->).)*?(?:--!>|<!--))", re.DOTALL)
_CODE_HTML = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_INSTEAD = {"a": "[text](fil.md)", "img": "![text](bild.png)"} | dict.fromkeys((f"h{n}" for n in range(1, 7)), "##")
_EVERYWHERE = frozenset(("class", "dir", "id", "lang", "title"))
_CELL = frozenset(("align", "colspan", "headers", "rowspan", "scope"))
# What authors may write, and the attributes each tag may have besides those that every tag may have.
AUTHORS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        """abbr b blockquote br caption cite code dd dfn div dl dt em figcaption figure hr i kbd mark p pre q s samp small
        span strong sub summary sup table tbody tfoot thead tr u ul var wbr""".split(),
        frozenset(),
    ),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "del": frozenset(("datetime",)),
    "details": frozenset(("open",)),
    "ins": frozenset(("datetime",)),
    "li": frozenset(("value",)),
    "ol": frozenset(("reversed", "start", "type")),
    "td": _CELL,
    "th": _CELL,
    "time": frozenset(("datetime",)),
}
# What Markdown makes of links, images, headings and footnotes, where attributes can be added in braces.
MARKDOWN: Mapping[str, frozenset[str]] = {
    **{tag: allowed | {"role"} for tag, allowed in AUTHORS.items()},
    **{heading: frozenset[str]() for heading in _INSTEAD},
    "a": frozenset(("href", "role")),
    "img": frozenset(("alt", "height", "src", "width")),
}
# What the site's own processors add: boxes around tables, explained terms, and the marks between articles.
_FINISHED = {
    **MARKDOWN,
    "a": MARKDOWN["a"] | {"data-vip-term"},
    "div": MARKDOWN["div"] | {"aria-label", "tabindex"},
    "vip-cut": frozenset[str](),
}
_OWN_CLASS = re.compile(r"(?:^|\s)vip-", re.IGNORECASE)
_OWN_ID = "vip--"
_SANITISER = nh3.Cleaner(
    tags=set(_FINISHED),
    attributes={tag: set(allowed | _EVERYWHERE) for tag, allowed in _FINISHED.items()},
    url_schemes=set(OUTSIDE),
    strip_comments=False,
    link_rel=None,
)
_MESSAGE = "bär kod, stil eller innehåll som webbplatsen inte tillåter"


def refused_attribute(tag: str, name: str, value: str | None, allowed: Mapping[str, frozenset[str]]) -> bool:
    """Say whether an attribute is outside the allow-list, or takes a name that the site's own pages and scripts use."""
    if name == "class":
        return bool(_OWN_CLASS.search(value or ""))
    if name == "id":
        return (value or "").lower().startswith(_OWN_ID)
    return name not in _EVERYWHERE and name not in allowed.get(tag, ())


class _Tags(HTMLParser):
    """Looks through HTML an author wrote: tags left open, what should have been Markdown, and what is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.instead: list[str] = []
        self.unsafe: list[tuple[str, str]] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _INSTEAD:
            self.instead.append(tag)
        elif tag not in AUTHORS:
            self.unsafe.append((tag, ""))
        if tag in AUTHORS or tag in _INSTEAD:
            refused = [name for name, value in attrs if refused_attribute(tag, name, value, AUTHORS)]
            self.unsafe += [(tag, name) for name in refused if tag in AUTHORS or name not in MARKDOWN[tag]]
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


def check(stash: Sequence[Any], built: str, locator: Locator, log: ProblemLog) -> list[str]:
    """Note what is wrong with the HTML of a page, and return the ids it defines.

    ``stash`` holds the pieces Markdown put aside as HTML, ``built`` is the whole page, and ``locator`` its source.
    """
    _note_comments(built, locator, log)
    pieces = [piece for piece in stash if isinstance(piece, str) and "<" in piece]
    if not pieces:
        return []
    raw = _Tags()
    for piece in pieces:
        raw.feed(piece)
        if piece.startswith(("<!", "<?")) and not piece.startswith("<!--"):
            value = piece[:9].split()[0]
            message, hint = f"{value} används inte på webbplatsen", "ta bort stället, eller sätt det inom `"
            log.error(_near(value, locator), "HTML-TAGG", message, value=value, hint=hint)
    tags = _SourceTags(locator)
    for tag in raw.instead:
        message = f"<{tag}> skrivs inte som HTML"
        log.error(tags.opening(tag), "HTML-TAGG", message, value=f"<{tag}>", hint=f"skriv {_INSTEAD[tag]}")
    for tag, attribute in raw.unsafe:
        value = f"<{tag} {attribute}>" if attribute else f"<{tag}>"
        hint = "ta bort taggen eller attributet"
        log.error(tags.refused(tag, attribute), "HTML-TAGG", f"{value} {_MESSAGE}", value=value, hint=hint)
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


def sanitised(built: str, locator: Locator, log: ProblemLog) -> str:
    """Return the finished HTML of a page as the sanitiser writes it.

    It says the same as ``built``; where it does not, since something had to be taken away, that is noted as an error.
    """
    cleaned = _SANITISER.clean(built)
    if cleaned != built and not log.problems:
        before, after = list(_Events.of(built)), list(_Events.of(cleaned))
        if before != after:
            lost = _first_lost([one for one in before if one[0] == "<"], [one for one in after if one[0] == "<"])
            lost = lost or _first_lost(before, after)
            value = lost[:40].strip()
            place = _near(value, locator)
            hint = "skriv stället med vanlig Markdown"
            log.error(place, "HTML-TAGG", f'"{value}" går inte att visa säkert', value=value, hint=hint)
    return cleaned


def _first_lost(before: Sequence[str], after: Sequence[str]) -> str:
    return next((one for one, other in zip_longest(before, after, fillvalue="") if one != other), "")


class _Events(HTMLParser):
    """Says what a piece of HTML holds, so that two ways to write the same thing are equal."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text: list[str] = []

    @classmethod
    def of(cls, text: str) -> Iterator[str]:
        events = cls()
        events.feed(text)
        events.close()
        events._end_text()
        yield from events.found

    def _end_text(self) -> None:
        if self.text:
            self.found.append("".join(self.text))
            self.text.clear()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_text()
        written = "".join(f' {name}="{value or ""}"' for name, value in sorted(attrs, key=lambda pair: pair[0]))
        self.found.append(f"<{tag}{written}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._end_text()
        if tag not in _VOID:
            self.found.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self._end_text()
        self.found.append(f"<!--{data}-->")


def _near(lost: str, locator: Locator) -> Place:
    """Return where something of the finished page was probably written."""
    tag = re.match(r"</?[\w:-]+|<[!?]\S*", lost)
    words = tag.group() if tag else next(iter(lost.split()), "")
    place = locator.text.lower().find(words.lower()) if words else -1
    return locator.point(place) if place >= 0 else Point(locator.first_line)


def _note_comments(built: str, locator: Locator, log: ProblemLog) -> None:
    if "<!--" not in locator.text:
        return
    for found in _TRICK_COMMENT.finditer(locator.text):
        hint = "skriv kommentaren utan <!-- och --!> inuti"
        place = locator.point(found.start())
        log.error(place, "HTML-TAGG", "kommentaren slutar på fel ställe i webbläsaren", value="<!--", hint=hint)
    if "&lt;!--" not in _CODE_HTML.sub("", built):
        return
    opened = _OPEN_COMMENT.search(locator.text)
    place = locator.point(opened.start()) if opened else Point(locator.first_line)
    hint = "börja kommentaren först på en rad och sluta den med -->"
    log.error(place, "OSTANGD-HTML", "kommentaren syns som text på sidan", value="<!--", hint=hint)


class _SourceTags:
    """Where an author wrote HTML tags: each question about a tag gives the place of the next one."""

    def __init__(self, locator: Locator) -> None:
        self.locator = locator
        self.opened: dict[str, list[Point]] = {}
        self.odd: dict[str, list[Point]] = {}
        self.with_attribute: dict[tuple[str, str], list[Point]] = {}
        unclosed: list[tuple[str, Point]] = []
        for found in _SOURCE_TAG.finditer(locator.text):
            if not found[2]:
                continue
            tag, place = found[2].lower(), locator.point(found.start())
            if not found[1]:
                self.opened.setdefault(tag, []).append(place)
                for name, *values in _SOURCE_ATTRIBUTE.findall(found[3]):
                    if refused_attribute(tag, name.lower(), "".join(values), AUTHORS):
                        self.with_attribute.setdefault((tag, name.lower()), []).append(place)
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

    def opening(self, tag: str) -> Place:
        return self._next(self.opened.get(tag), tag)

    def refused(self, tag: str, attribute: str) -> Place:
        places = self.with_attribute.get((tag, attribute)) if attribute else self.opened.get(tag)
        return self._next(places, tag)

    def unbalanced(self, tag: str) -> Place:
        return self._next(self.odd.get(tag) or self.opened.get(tag), tag)

    def _next(self, places: list[Point] | None, tag: str) -> Place:
        return places.pop(0) if places else _near(f"<{tag}", self.locator)
