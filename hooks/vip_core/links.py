"""Links: what a target written in Markdown points at, and whether it is there."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from .problems import Point, ProblemLog, did_you_mean, nearest, point_at

OUTSIDE = frozenset({"http", "https", "mailto", "tel"})
_TARGET = re.compile(r"\](?:\(|:)\s*<?([^\n>]+)")
_CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1[`~]*\s*?$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


class Link(NamedTuple):
    """A link or image in a page: where it leads (an address with query and anchor, or a file) and where it was written."""

    target: str
    address: str
    anchor: str
    place: Point
    query: str = ""

    @property
    def rest(self) -> str:
        """What follows the address: ``?q=adhd#x``."""
        return (f"?{self.query}" if self.query else "") + (f"#{self.anchor}" if self.anchor else "")


@dataclass(frozen=True)
class LinkMap:
    """Everything that can be linked to.

    ``pages`` maps a page's source, as mounted (``adhd/om-tillstandet.md``), to its address; ``addresses`` are those of
    generated pages; ``files`` are images and documents by their path on the site.
    """

    pages: Mapping[str, str]
    addresses: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()

    def resolve(self, source: str, target: str, place: Point, log: ProblemLog, image: bool = False) -> Link | None:
        """Return where ``target`` leads from the page mounted at ``source``.

        ``None`` for links to other sites, and for broken ones, which are noted in ``log``.
        """
        parts = _split(target)
        if is_outside(target) and not image:
            return None
        code, message, hint = _refusal(target, parts, image)
        if code or parts is None:
            log.error(place, code, message, value=target, hint=hint)
            return None
        path = unquote(parts.path)
        folder = posixpath.dirname(source)
        mounted = posixpath.normpath(posixpath.join(folder, path)) if path else source
        mounted = mounted.removeprefix("../programs/").removeprefix("../content/")
        if image or mounted in self.files:
            return self._file(mounted, folder, target, unquote(parts.fragment), place, log)
        address = self.pages.get(mounted)
        if address is None:
            as_address = "" if mounted == "." else mounted + "/"
            address = as_address if as_address in self.addresses else None
        if address is None:
            self._note_missing(mounted, target, folder, place, log)
            return None
        return Link(target, address, unquote(parts.fragment), place, parts.query)

    def _file(self, mounted: str, folder: str, target: str, anchor: str, place: Point, log: ProblemLog) -> Link | None:
        if mounted in self.files:
            return Link(target, mounted, anchor, place)
        hint = _did_you_mean(mounted, folder, self.files) or "lägg bilden bredvid sidan"
        log.error(place, "BILD-SAKNAS", f'bilden "{target}" finns inte', value=target, hint=hint)
        return None

    def _note_missing(self, mounted: str, target: str, folder: str, place: Point, log: ProblemLog) -> None:
        hint = _did_you_mean(mounted, folder, self.pages) or "kontrollera filens namn"
        log.error(place, "BRUTEN-LANK", f'"{target}" finns inte', value=target, hint=hint)


def _did_you_mean(mounted: str, folder: str, known: Iterable[str]) -> str:
    """Return ``menade du "om-tillstandet.md"?`` as seen from ``folder``, or nothing.

    In the same folder only the names are compared: whole paths have so much in common that any two are near.
    """
    beside = {_stem(path): path for path in sorted(known) if posixpath.dirname(path) == posixpath.dirname(mounted)}
    near = beside.get(nearest(_stem(mounted), beside) or "")
    near = near or nearest(mounted, [path for path in sorted(known) if path not in beside.values()])
    return f'menade du "{posixpath.relpath(near, folder or ".")}"?' if near else ""


def _stem(path: str) -> str:
    return posixpath.basename(path).partition(".")[0]


def blank_code(text: str) -> str:
    """Return a text with its code blanked out, so that every position stays."""
    return _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def is_outside(target: str) -> bool:
    """Say whether a target is on another site, or a mail address or telephone number."""
    parts = _split(target)
    return parts is not None and parts.scheme in OUTSIDE


def _split(target: str) -> SplitResult | None:
    try:
        return urlsplit(target)
    except ValueError:
        return None


def _refusal(target: str, parts: SplitResult | None, image: bool) -> tuple[str, str, str]:
    """Return code, message and hint for a target whose very form is wrong, else nothing."""
    if not target.strip():
        return "BRUTEN-LANK", "länken är tom", "skriv vägen till en fil mellan parenteserna"
    if parts is None:
        return "BRUTEN-LANK", f'"{target}" är ingen adress', "kontrollera tecknen efter //"
    if parts.scheme or parts.netloc:
        if image:
            return "OTILLATEN-LANK", "bilder hämtas inte från andra platser", "lägg bilden bredvid sidan"
        what = f"länkar med {parts.scheme or '//'} används inte"
        return "OTILLATEN-LANK", what, "använd https:// eller en fil på webbplatsen"
    if parts.path.startswith("/"):
        return "BRUTEN-LANK", f'"{target}" börjar med /', "skriv vägen från den här filen, till exempel ../mapp/fil.md"
    return "", "", ""


@dataclass
class Locator:
    """Finds where in a source text each link was written, first use first."""

    text: str
    first_line: int
    used: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.text = blank_code(self.text)

    def find(self, target: str) -> Point:
        """Return the place of the next link to ``target``; the text's first line when it stands nowhere as such."""
        start = self.used.get(target, 0)
        plain = self.text.find(target, start)
        end = plain + len(target)
        if target and plain >= 2 and self.text[plain - 2 : plain] == "](" and self.text[end : end + 1] == ")":
            self.used[target] = end  # written as most are; a pattern for each target would cost more than its page
            return self.point(plain)
        written = "".join(
            letter if letter.isalnum() else rf"\\?{re.escape(letter)}" + ("(?:amp;)?" if letter == "&" else "")
            for letter in target
        )
        pattern = re.compile(r"(?:\]\(\s*<?|\]:\s*<?|<|[\"'=])" + f"({written})" + r"(?=[\s)>\"']|$)")
        found = pattern.search(self.text, start) or pattern.search(self.text) or self._coded(target)
        if not found:
            return Point(self.first_line)
        self.used[target] = found.end(1)
        return self.point(found.start(1))

    def _coded(self, target: str) -> re.Match[str] | None:
        """Return the link whose target was written with character references: ``java&#115;cript:``."""
        plain = target.strip()
        links = _TARGET.finditer(self.text)
        return next((found for found in links if html.unescape(found[1]).strip().startswith(plain)), None)

    def point(self, position: int) -> Point:
        """Return line and column of a position in the text."""
        return point_at(self.text, position, self.first_line)


def check_anchors(
    path: str, links: Iterable[Link], anchors: Mapping[str, frozenset[str]], log: ProblemLog | None = None
) -> ProblemLog:
    """Note each link of the file ``path`` whose anchor is not among those of the page it leads to."""
    log = log or ProblemLog(path)
    for link in links:
        known = anchors.get(link.address)
        if link.anchor and known is not None and link.anchor not in known:
            hint = did_you_mean(link.anchor, sorted(known)) or "kontrollera artikelns id"
            log.error(
                link.place,
                "BRUTET-ANKARE",
                f'sidan har ingen artikel eller rubrik "{link.anchor}"',
                value=link.target,
                hint=hint,
            )
    return log
