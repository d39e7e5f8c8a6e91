"""Citation styles: reference texts in Vancouver, APA and Harvard, by a citation library and unchanged CSL styles.

The library formats one made-up item for each style; what it gives is a template whose marks are then filled in for every
chapter, so a site of any size costs three calls. A mark is ``⟦title⟧``; ``⟦accessed:d mmmm yyyy⟧`` is the day of reading, and
``⟦i⟧`` and ``⟦/i⟧`` hold what stands in italics. The rest of a template is plain text.
"""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from pathlib import Path
from typing import Any

from .citations import LANGUAGE, Citable
from .memory import FORGETFUL, Memory, digest

_FOLDER = Path(__file__).parent / "csl"
_LOCALE = "sv-SE"
_NUMBER = re.compile(r"^1\.\s*")
_MARK = re.compile(r"⟦(\w+)⟧((?:⟦/i⟧)?)(\.?)")
_NO_MARK = str.maketrans("⟦⟧", "[]")
_ACCESSED = re.compile(r"⟦accessed:[^⟧]*⟧")
_ENDS = (".", "?", "!", "…")
# A year without a 3 or a 7, so that the month and the day can be told from it in every form a style may give them.
_YEAR, _DAY = 8642, datetime.date(2999, 3, 7)
_DATE_PARTS = {"2999": "yyyy", "mars": "mmmm", "03": "mm", "07": "dd", "3": "m", "7": "d"}
_DATE = re.compile(r"(?:2999|mars|0?3|0?7)(?:[ -]+(?:2999|mars|0?3|0?7)){2}")
_DATE_PART = re.compile(r"2999|mars|0?3|0?7")
READING_DAY = "dagens datum"


@dataclass(frozen=True)
class Style:
    """A way to write references, and the CSL style that defines it."""

    key: str
    label: str
    file: str


STYLES = (
    Style("vancouver", "Vancouver", "nlm-citation-sequence.csl"),
    Style("apa", "APA", "apa.csl"),
    Style("harvard", "Harvard", "umea-university-harvard.csl"),
)


def formatted(style: Style, item: Mapping[str, Any]) -> str:
    """Let the library format one CSL item, whose values are HTML; returns HTML without the number of a numbered list."""
    # Not at the top: whoever only checks the texts needs neither the library nor its XML parser.
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter  # noqa: PLC0415
    from citeproc.source.json import CiteProcJSON  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of what it does not know in a style or an item, and leaves it out
        sheet = CitationStylesStyle(str(_FOLDER / style.file), locale=_LOCALE, validate=False)
        bibliography = CitationStylesBibliography(sheet, CiteProcJSON([dict(item)]), formatter.html)
        bibliography.register(Citation([CitationItem(item["id"])]))
        return _NUMBER.sub("", str(bibliography.bibliography()[0]))


def reference_item(values: Mapping[str, str], year: int, accessed: datetime.date) -> dict[str, Any]:
    """Return the CSL item behind a reference text.

    The version stands as the edition, ``Version 1.0``: all three styles show the edition of a chapter's work, two of them
    never a version.
    """
    item = {
        "id": "reference",
        "type": "chapter",
        "title": values["title"],
        "container-title": values["container"],
        "author": [{"literal": values["publisher"]}],
        "edition": f"Version {values['version']}",
        "issued": {"date-parts": [[year]]},
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
        "language": LANGUAGE,
    }
    return item | {"URL": values["url"]} if values["url"] else item


def template(style: Style, with_url: bool) -> str:
    """Return the style's template, for something with or without a known address."""
    marks = {name: f"⟦{name}⟧" for name in ("title", "container", "publisher", "version", "url")}
    made = formatted(style, reference_item(marks if with_url else marks | {"url": ""}, _YEAR, _DAY))
    made = unescape(made.replace("<i>", "⟦i⟧").replace("</i>", "⟦/i⟧"))
    made = _DATE.sub(lambda date: f"⟦accessed:{_DATE_PART.sub(lambda part: _DATE_PARTS[part[0]], date[0])}⟧", made)
    made = made.replace(str(_YEAR), "⟦year⟧").replace("dd mmmm", "d mmmm")  # CSL's Swedish locale writes "07 mars"
    if "⟦accessed:" not in made:
        # The CSL style leaves the day out wherever there is a year. A text that changes is cited with it (APA, 7th edition, 9.16).
        made = made.replace("⟦url⟧", "Hämtad ⟦accessed:d mmmm yyyy⟧, från ⟦url⟧")
    return made


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of their marks; marks without a value stay.

    A full stop that the style sets after a value that ends in a stop of its own is left out, as citation processors do.
    """

    def put(mark: re.Match[str]) -> str:
        name, italics_end, stop = mark.groups()
        if name not in values:
            return mark[0]
        value = values[name].translate(_NO_MARK)
        return value + italics_end + ("" if value.endswith(_ENDS) else stop)

    return _MARK.sub(put, text)


def as_html(text: str) -> str:
    """Return a filled template as HTML, for those without JavaScript: it says which day to write instead of naming one."""
    shown = escape(_ACCESSED.sub(READING_DAY, text), quote=False)
    return shown.replace("⟦i⟧", "<i>").replace("⟦/i⟧", "</i>")


@dataclass(frozen=True)
class StyledReference:
    """A reference text in one style.

    ``html`` is for those without JavaScript, and names no day of reading; ``template`` has marks left for the title, the
    container, the address and that day, so that the browser can fill it in for each article and today.
    """

    label: str
    html: str
    template: str


class References:
    """Makes the reference texts of one build. ``memory`` spares it from asking the library what the last one asked."""

    def __init__(self, memory: Memory = FORGETFUL) -> None:
        self._memory = memory
        self._templates: dict[bool, tuple[tuple[Style, str], ...]] = {}

    def of(self, cited: Citable) -> tuple[StyledReference, ...]:
        """Return the reference to ``cited`` in every style."""
        own = {"publisher": cited.publisher, "version": cited.version, "year": str(cited.issued.year)}
        place = {"title": cited.title, "container": cited.container, "url": cited.url}
        made = []
        for style, text in self.of_kind(bool(cited.url)):
            partly = fill(text, own)
            made.append(StyledReference(style.label, as_html(fill(partly, place)), partly))
        return tuple(made)

    def of_kind(self, with_url: bool) -> tuple[tuple[Style, str], ...]:
        """Return every style with its template, for what has or has no known address."""
        if with_url not in self._templates:
            work = partial(template, with_url=with_url)
            made = self._memory.results("references", work, STYLES, lambda style: digest(repr((style, with_url))))
            self._templates[with_url] = tuple(zip(STYLES, made, strict=True))
        return self._templates[with_url]
