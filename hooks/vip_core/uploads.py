"""Uploads: the files that authors put beside pages, checked for type, size and what an SVG picture may do.

A picture opened by its own address is a page of the site, so an SVG with a script in it would run with the site's rights.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from .problems import Point, Problem, ProblemLog

LEFT_BY_SYSTEMS = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
"""Files that systems leave in folders, mostly hidden from whoever looks there."""
_MEGABYTE = 1_000_000
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
# Shapes, text, paint and structure. What runs code, fetches something or shows HTML is not among them, nor is animation,
# which can change a link after it was checked.
_SVG_ELEMENTS = frozenset(
    """circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feFlood feFuncA feFuncB feFuncG
    feFuncR feGaussianBlur feMerge feMergeNode feOffset filter g line linearGradient marker mask path pattern polygon polyline
    radialGradient rect stop style svg switch symbol text textPath title tspan use view""".split()
)
_OUTSIDE_URL = re.compile(
    r"url\((?>\s*['\"]?\s*)(?!#)|@import|\b(?:image-set|src|expression)\(|\\|//|javascript:", re.IGNORECASE
)
_PLAIN_SVG = "spara bilden som enkel SVG utan kod och länkar"
_PDF_CODE = re.compile(rb"/JavaScript\b|/Launch\b|/EmbeddedFiles?\b")


@dataclass(frozen=True)
class FileType:
    """A type of file that may stand beside pages: how its content begins, and how large it may be."""

    name: str
    begins: Callable[[bytes], bool]
    largest: int


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(marks)


TYPES = {
    ".gif": FileType("GIF", _begins(b"GIF87a", b"GIF89a"), 2 * _MEGABYTE),
    ".jpeg": FileType("JPEG", _begins(b"\xff\xd8\xff"), 2 * _MEGABYTE),
    ".jpg": FileType("JPEG", _begins(b"\xff\xd8\xff"), 2 * _MEGABYTE),
    ".pdf": FileType("PDF", _begins(b"%PDF-"), 10 * _MEGABYTE),
    ".png": FileType("PNG", _begins(b"\x89PNG\r\n\x1a\n"), 2 * _MEGABYTE),
    ".svg": FileType("SVG", lambda head: head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"), _MEGABYTE // 2),
    ".webp": FileType("WebP", lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", 2 * _MEGABYTE),
}


def check(file: Path, log: ProblemLog) -> None:
    """Note what is wrong with a file beside the pages: its type, its content or its size."""
    suffix = file.suffix.lower()
    kind = TYPES.get(suffix)
    if kind is None:
        allowed = ", ".join(known.removeprefix(".") for known in TYPES)
        what = f"filer som slutar på {suffix}" if suffix else "filer utan filändelse"
        log.error(Point(), "FILTYP", f"{what} publiceras inte", value=file.name, hint=f"använd {allowed}")
        return
    size = file.stat().st_size
    if size > kind.largest:
        said = f"filen är {_megabytes(size)}"
        hint = f"förminska den till högst {_megabytes(kind.largest)}"
        log.error(Point(), "FOR-STOR-FIL", said, value=file.name, hint=hint)
        return
    with file.open("rb") as opened:
        head = opened.read(64)
    if not kind.begins(head):
        hint = "spara om filen i rätt format, eller byt filändelse"
        log.error(Point(), "FILTYP", f"innehållet är inte {kind.name}", value=file.name, hint=hint)
    elif suffix == ".svg":
        _check_svg(file.read_bytes(), log)
    elif suffix == ".pdf" and (found := _PDF_CODE.search(file.read_bytes())):
        what = found.group().decode()
        hint = "spara om filen som PDF/A, eller skriv ut den till PDF"
        log.error(Point(), "FILINNEHALL", f"PDF-filen bär kod eller filer ({what})", value=what, hint=hint)


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.1f} MB".replace(".", ",")


class _Svg:
    """Reads an SVG picture as a stream and notes each part that could run code or fetch something."""

    def __init__(self, log: ProblemLog) -> None:
        self.log = log
        self.style: list[str] | None = None
        self.style_place = Point()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction

    def refuse(self, what: str, value: str, hint: str = _PLAIN_SVG, place: Point | None = None) -> None:
        self.log.error(place or self._place(), "FILINNEHALL", what, value=value, hint=hint)

    def _place(self) -> Point:
        return Point(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if space != _SVG or tag not in _SVG_ELEMENTS:
            self.refuse(f"<{tag}> tillåts inte i en SVG-bild", tag)
        if tag == "style":
            self.style, self.style_place = [], self._place()
        for full, value in attributes.items():
            space, _, attribute = full.rpartition(" ")
            link = attribute.lower() in ("href", "src") and not value.strip().startswith("#")
            if attribute.lower().startswith("on") or link or (space == _XML and attribute == "base"):
                self.refuse(f"attributet {attribute} tillåts inte i en SVG-bild", attribute)
            elif space in ("", _XLINK) and _OUTSIDE_URL.search(value):
                self.refuse(f"attributet {attribute} leder ut ur bilden", attribute)

    def _end(self, name: str) -> None:
        if self.style is not None and name.endswith(" style"):
            if found := _OUTSIDE_URL.search("".join(self.style)):
                self.refuse("stilen leder ut ur bilden", found.group(), place=self.style_place)
            self.style = None

    def _text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def _doctype(self, *_: object) -> None:
        self.refuse("<!DOCTYPE> tillåts inte i en SVG-bild", "<!DOCTYPE>", "ta bort raden <!DOCTYPE …>")
        raise _Stop  # before any entity is read

    def _instruction(self, target: str, _: str) -> None:
        self.refuse(f"<?{target}?> tillåts inte i en SVG-bild", target)


class _Stop(Exception):
    """Nothing more of the picture is to be read."""


def _check_svg(data: bytes, log: ProblemLog) -> None:
    svg = _Svg(log)
    try:
        svg.parser.Parse(data, True)
    except _Stop:
        pass
    except expat.ExpatError as error:
        place = Point(error.lineno, error.offset + 1)
        log.error(
            place, "FILTYP", "SVG-bilden går inte att läsa", hint="öppna bilden i ett ritprogram och spara om den"
        )


def symbolic_links(root: Path, folders: Iterable[str]) -> list[Problem]:
    """Return a problem for each symbolic link in ``folders`` of the project at ``root``.

    What one leads to may lie outside the project and would be published; on Windows it is checked out as a text file.
    """
    problems: list[Problem] = []
    for name in folders:
        if (root / name).is_symlink():
            problems += _refused_link(name)
        for folder, inner, files in os.walk(root / name):
            for one in sorted((*inner, *files)):
                path = Path(folder, one)
                if path.is_symlink():
                    problems += _refused_link(path.relative_to(root).as_posix())
    return problems


def _refused_link(path: str) -> list[Problem]:
    log = ProblemLog(path)
    hint = "lägg själva filen här i stället"
    log.error(Point(), "SYMBOLISK-LANK", "filen är en symbolisk länk", value=Path(path).name, hint=hint)
    return log.problems
