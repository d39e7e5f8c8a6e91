"""The search index: what a reader can find, as Lunr documents. ``search_encoding`` writes it, and Lunr has it in the browser.

Texts are analysed by ``swedish_analysis`` and reach Lunr as finished terms, so its own pipeline is empty.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape

from .catalogue import Article, Catalogue
from .glossary import Glossary
from .memory import digest
from .page_html import Section
from .swedish_analysis import terms

FILE = "assets/search/index.js"
ARTICLE, PAGE, TERM, NEWS = "artikel", "sida", "term", "nyhet"
MOST_OFTEN = 4
"""How often a term stands in a text is told up to this number."""
CountedTerms = tuple[str, ...]
"""The different terms of a document, with spaces between: those of the title and the description, then those of the body alone
that stand there once, twice … and ``MOST_OFTEN`` times or more."""
_TAG = re.compile(r"<[^>]*>")
_SENTENCE_END = re.compile(r"(?<=[.!?:]) (?=[A-ZÅÄÖ0-9])")
_LONG_ENOUGH = 60
_QUICKLY = 1
_PAGE_TEXT = 700  # characters; articles are what readers look for, and the index is for phones


@dataclass(frozen=True)
class SearchDocument:
    """Something a reader can find. ``program`` and ``chapter`` are slugs, empty for what belongs to neither.

    ``facets`` maps a facet to its values; ``description`` is the line that is shown, and ``text`` the whole text, or the section that has it.
    """

    url: str
    title: str
    description: str
    text: str | Section
    kind: str = ARTICLE
    program: str = ""
    chapter: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    always: bool = False

    @property
    def body(self) -> str:
        """The whole text."""
        return self.text if isinstance(self.text, str) else self.text.text

    @property
    def anchor(self) -> str:
        """The part of an article's address after ``#``."""
        return self.url.partition("#")[2]

    @property
    def audience(self) -> Mapping[str, tuple[str, ...]]:
        return self.facets


def article_documents(
    catalogue: Catalogue, sections: Mapping[str, Section], added: Mapping[str, str]
) -> tuple[SearchDocument, ...]:
    """Return a document for each article, in the order of programs and chapters.

    ``sections`` are the rendered articles by key, and ``added`` what is to be found with some of them besides.
    """
    return tuple(
        _document(article, sections[article.key], added.get(article.key, "")) for article in catalogue.articles
    )


def _document(article: Article, section: Section, added: str = "") -> SearchDocument:
    return SearchDocument(
        url=article.address,
        title=article.title,
        description=shortened(section.lead),
        text=f"{section.text} {added}" if added else section,
        program=article.program,
        chapter=article.chapter,
        facets=article.audience,
        always=article.always,
    )


def glossary_documents(glossary: Glossary, address: str) -> tuple[SearchDocument, ...]:
    """Return a document for each term of the glossary, which stands at ``address``."""
    return tuple(
        SearchDocument(
            url=f"{address}#{term.key}",
            title=f"{term.term} – {term.long_form}" if term.long_form else term.term,
            description=term.meaning,
            text=term.meaning,
            kind=TERM,
        )
        for term in glossary.terms
    )


def page_document(address: str, title: str, description: str, html: str = "", text: str = "") -> SearchDocument:
    """Return the document of a page without articles, which says ``html`` and ``text``: it is found by how it begins."""
    kind = NEWS if address.startswith("nyheter/") else PAGE
    return SearchDocument(
        address, title, shortened(description), f"{plain_text(html)} {text}".strip()[:_PAGE_TEXT], kind
    )


def plain_text(html: str) -> str:
    """Return the text of some HTML on one line."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def shortened(text: str) -> str:
    """Return the first sentences of ``text``, just enough of them to say something."""
    shown = ""
    for sentence in _SENTENCE_END.split(text):
        shown = f"{shown} {sentence}".lstrip()
        if len(shown) >= _LONG_ENOUGH:
            break
    return shown


@dataclass(frozen=True)
class TermsOf:
    """The terms of a document, by field; the body holds those of the other fields as well."""

    title: tuple[str, ...]
    description: tuple[str, ...]
    body: tuple[str, ...]


def analysed(document: SearchDocument) -> TermsOf:
    """Return the terms of a document."""
    return TermsOf(tuple(terms(document.title)), tuple(terms(document.description)), tuple(terms(document.body)))


def packed_terms(sections: Iterable[Section]) -> bytes:
    """Return the counted terms of a page's articles as they are kept with it: in one piece, so that few need to be looked at."""
    lines = [
        line
        for section in sections
        for line in (section.article.id, *counted_terms(_document(section.article, section)))
    ]
    return zlib.compress("\n".join(lines).encode("utf-8"), _QUICKLY) if lines else b""


def unpacked_terms(packed: bytes) -> dict[str, CountedTerms]:
    """Return the counted terms of each article of a page, by the article's id."""
    lines = iter(zlib.decompress(packed).decode("utf-8").split("\n") if packed else ())
    return {id_: tuple(terms) for id_, *terms in zip(*[lines] * (2 + MOST_OFTEN), strict=True)}


def key(document: SearchDocument) -> bytes:
    """Return a hash of all that the terms of a document depend on."""
    return digest(document.title, document.description, document.body)


def counted(found: TermsOf) -> CountedTerms:
    """Return the terms of a document, each once."""
    shown = dict.fromkeys((*found.title, *found.description))
    by_number: list[list[str]] = [[] for _ in range(MOST_OFTEN)]
    for term, often in Counter(found.body).items():
        if term not in shown:
            by_number[min(often, MOST_OFTEN) - 1].append(term)
    return tuple(" ".join(terms) for terms in (shown, *by_number))


def counted_terms(document: SearchDocument) -> CountedTerms:
    """Return what the index is to hold of a document."""
    return counted(analysed(document))
