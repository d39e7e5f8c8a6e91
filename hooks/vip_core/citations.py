"""Citations: what a reader cites, and the files that a reference manager reads.

A chapter is cited as a part of its program and an article as a part of its chapter. The author is the site's publisher,
the address is always the canonical one.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from typing import Any

from .catalogue import Article, Chapter, Program
from .publication import Publication

LANGUAGE = "sv"
RIS, BIBTEX, CSL_JSON = "referens.ris", "referens.bib", "referens.csl.json"
FILES = {RIS: "RIS", BIBTEX: "BibTeX", CSL_JSON: "CSL JSON"}
"""The files beside every chapter that a reference manager reads, and what their formats are called."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip
_NO_KEY = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True)
class Citable:
    """Something to cite: ``container`` is the work it is a part of, ``url`` its canonical address or empty."""

    id: str
    title: str
    container: str
    publisher: str
    version: str
    issued: datetime.date
    url: str

    @property
    def key(self) -> str:
        """A name for it in a reference list, its own for each version."""
        return _NO_KEY.sub("-", f"{self.id}-v{self.version}")


def cited_chapter(publication: Publication, program: Program, chapter: Chapter, address: str = "") -> Citable:
    """Return a chapter as it is cited; ``address`` is the place of a frozen version, else the living page's is taken."""
    page = chapter.page
    url = publication.url(address or chapter.address)
    container = f"{program.title} – {publication.site_name}"
    return Citable(page.id, chapter.title, container, publication.publisher, page.version, page.changed, url)


def cited_article(publication: Publication, program: Program, chapter: Chapter, article: Article) -> Citable:
    """Return an article as it is cited; its version and date are the chapter's."""
    page = chapter.page
    url = publication.url(article.address)
    container = article_container(publication, program, chapter)
    identifier = f"{page.id}-{article.id}"
    return Citable(identifier, article.title, container, publication.publisher, page.version, page.changed, url)


def article_container(publication: Publication, program: Program, chapter: Chapter) -> str:
    """Return the name of the work that a chapter's articles are parts of."""
    return f"{program.title}: {chapter.title} – {publication.site_name}"


def csl_item(cited: Citable) -> dict[str, Any]:
    """Return the item in CSL's own terms (CSL 1.0.2, appendix IV; JSON as ``csl-data.json`` defines it)."""
    day = cited.issued
    item = {
        "id": cited.key,
        "type": "chapter",
        "title": cited.title,
        "container-title": cited.container,
        "author": [{"literal": cited.publisher}],
        "publisher": cited.publisher,
        "version": cited.version,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "language": LANGUAGE,
    }
    return item | {"URL": cited.url} if cited.url else item


def csl_json(cited: Citable) -> str:
    """Return a CSL-JSON file with the one item."""
    return json.dumps([csl_item(cited)], ensure_ascii=False, indent=2) + "\n"


def ris(cited: Citable) -> str:
    """Return a RIS record (Research Information Systems' format of 2011), its lines ended as the format demands."""
    day = cited.issued
    lines = [
        ("TY", "CHAP"),
        ("ID", cited.key),
        ("AU", cited.publisher),
        ("TI", cited.title),
        ("T2", cited.container),
        ("PB", cited.publisher),
        ("ET", cited.version),
        ("PY", str(day.year)),
        ("DA", f"{day:%Y/%m/%d}"),
        ("LA", LANGUAGE),
        ("UR", cited.url),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value or tag == "ER")


def bibtex(cited: Citable) -> str:
    """Return a BibTeX entry; double braces keep a title's capitals and an organisation's name whole."""
    fields = {
        "author": f"{{{_tex(cited.publisher)}}}",
        "title": f"{{{_tex(cited.title)}}}",
        "booktitle": f"{{{_tex(cited.container)}}}",
        "publisher": _tex(cited.publisher),
        "edition": cited.version,
        "year": str(cited.issued.year),
        "url": cited.url,
        "langid": "swedish",
    }
    rows = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    rows.append(f"  month = {_MONTHS[cited.issued.month - 1]}")
    return f"@incollection{{{cited.key},\n" + ",\n".join(rows) + "\n}\n"


WRITERS = {RIS: ris, BIBTEX: bibtex, CSL_JSON: csl_json}


def _tex(text: str) -> str:
    return text.translate(_TEX)
