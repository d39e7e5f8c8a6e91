"""The search index as the browser loads it: small, and a script, since a page opened from a disk may not fetch a file.

``assets/js/search-index.js`` reads it and builds Lunr's index again. What it can work out itself is not written: the terms
of titles and descriptions (it analyses the texts), of programs, chapters and facets, and those of the parts of compounds.

- ``terms``: the dictionary in order, front coded. For each term the number of letters it shares with the one before, as
  a character of ``SHARED``, then the rest of it. A capital letter begins a part of a compound.
- ``postings``: bits in base64. For each term the number of documents whose body has it (Elias gamma, of one more), then
  for each the gap to the one before (Rice code, with a parameter that follows from the number) and how often it stands
  there (1 to 4, unary). A document whose title or description has the term is left out.
"""

from __future__ import annotations

import base64
import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .catalogue import Catalogue
from .compounds import Splitter
from .search_index import ARTICLE, MOST_OFTEN, CountedTerms, SearchDocument
from .selection import Packing
from .swedish_analysis import terms

SHARED = " !#$%&()*+,-./:;<=>?@[]^_{|}~"
_ONCE_IS_NO_PART = 2
_SHORTEST_PART = 3


def script(documents: Sequence[SearchDocument], counted: Iterable[CountedTerms], catalogue: Catalogue) -> str:
    """Return the index over the documents, articles first, as the script that the browser loads.

    ``counted`` has the terms of each document.
    """
    words = catalogue.vocabularies.search
    lexicon = [
        term for text in (*words.lexicon, *(word for group in words.synonyms for word in group)) for term in terms(text)
    ]
    facets = catalogue.vocabularies.facets
    values = {facet.key: [value.key for value in facet.values] for facet in facets}
    articles = [document for document in documents if document.kind == ARTICLE]
    others = [document for document in documents if document.kind != ARTICLE]
    groups: list[list[object]] = []
    for article in articles:
        if not groups or groups[-1][:2] != [article.program, article.chapter]:
            groups.append([article.program, article.chapter, 0])
        groups[-1][2] = int(str(groups[-1][2])) + 1
    return as_script(
        {
            "anchors": "\n".join(article.anchor for article in articles),
            "audiences": Packing(values).of(articles),
            "chapters": [[chapter.slug, chapter.title] for chapter in catalogue.vocabularies.chapters],
            "descriptions": "\n".join(_line(document.description) for document in documents),
            "facets": values,
            "groups": groups,
            "labels": {facet.key: [value.label for value in facet.values] for facet in facets},
            "lexicon": list(words.lexicon),
            "others": [[document.kind, document.url, document.program] for document in others],
            "programs": [[program.slug, program.title] for program in catalogue.programs],
            "synonyms": [list(group) for group in words.synonyms],
            "titles": "\n".join(_line(document.title) for document in documents),
            **encode(counted, lexicon),
        }
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def as_script(data: Mapping[str, object]) -> str:
    """Return ``data`` as a script that hands it to the search."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"(globalThis.vip=globalThis.vip||{{}}).searchData={text};\n".replace("\u2028", "\\u2028").replace(
        "\u2029", "\\u2029"
    )


def known_parts(frequencies: Mapping[str, int], lexicon: Iterable[str]) -> frozenset[str]:
    """Return the stems that compounds may be made of: those that stand in several documents, and the lexicon's."""
    return frozenset(
        term
        for term, found in frequencies.items()
        if found >= _ONCE_IS_NO_PART and term.isalpha() and len(term) >= _SHORTEST_PART
    ) | frozenset(lexicon)


class Postings:
    """The inverted index of some documents, without weights, which the browser works out.

    ``frequencies`` has the number of documents that hold each term. ``found`` has, for each term, the documents whose body
    holds it and whose title and description do not, in order: the document's number times ``MOST_OFTEN``, plus how often
    the term stands there less one. Numbers in arrays, since a large site has millions of them.
    """

    def __init__(self, documents: Iterable[CountedTerms]) -> None:
        self.documents = 0
        self.frequencies: Counter[str] = Counter()
        self.found: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for document in documents:
            self._add(self.documents, document)
            self.documents += 1
        for term, found in self.found.items():
            self.frequencies[term] += len(found)

    def _add(self, number: int, document: CountedTerms) -> None:
        shown, *body = document
        self.frequencies.update(shown.split())
        found = self.found
        for posting, in_body in enumerate(body, number * MOST_OFTEN):
            for term in in_body.split():
                found[term].append(posting)


def encode(documents: Iterable[CountedTerms], lexicon: Iterable[str]) -> dict[str, str]:
    """Return the dictionary and postings of the documents as text."""
    postings = Postings(documents)
    dictionary = sorted(postings.frequencies)
    splitter = Splitter(known_parts(postings.frequencies, lexicon))
    rice = _RiceCodes(postings.documents)
    bits: list[str] = []
    for term in dictionary:
        found = postings.found.get(term, ())
        bits.append(_gamma(len(found) + 1) + "".join(_postings(found, rice.of(len(found)))))
    return {"terms": front_coded(dictionary, splitter), "postings": _base64("".join(bits))}


def _postings(found: Iterable[int], codes: Mapping[int, str]) -> Iterator[str]:
    """Give the bits of a term's postings, the gap to the one before and how often."""
    nearest = 0
    for posting in found:
        yield codes[posting - nearest]
        nearest = (posting // MOST_OFTEN + 1) * MOST_OFTEN


def front_coded(dictionary: Iterable[str], splitter: Splitter) -> str:
    """Return a sorted dictionary with each term's shared beginning left out and its parts' first letters capital."""
    written: list[str] = []
    before = ""
    for term in dictionary:
        letters = list(term)
        for cut in splitter.cuts(term):
            letters[cut] = letters[cut].upper()
        marked = "".join(letters)
        shared = 0
        most = min(len(marked), len(before), len(SHARED) - 1)
        while shared < most and marked[shared] == before[shared]:
            shared += 1
        written.append(SHARED[shared] + marked[shared:])
        before = marked
    return "".join(written)


_UNARY = ("0", "10", "110", "111")


def _gamma(number: int) -> str:
    digits = f"{number:b}"
    return "0" * (len(digits) - 1) + digits


class _RiceCodes:
    """Rice codes for the gaps between ``found`` of ``documents``, kept for reuse."""

    def __init__(self, documents: int) -> None:
        self._documents = documents
        self._kept: dict[int, _Gaps] = {}

    def of(self, found: int) -> Mapping[int, str]:
        """Return how each gap is written, with how often."""
        parameter = rice_parameter(self._documents, found)
        if parameter not in self._kept:
            self._kept[parameter] = _Gaps(parameter)
        return self._kept[parameter]


class _Gaps(dict[int, str]):
    """How postings are written with one parameter, by the gap times ``MOST_OFTEN`` plus how often; worked out when first asked for."""

    def __init__(self, parameter: int) -> None:
        super().__init__()
        self._parameter = parameter

    def __missing__(self, posting: int) -> str:
        gap, less = divmod(posting, MOST_OFTEN)
        parameter = self._parameter
        low = f"{gap & ((1 << parameter) - 1):0{parameter}b}" if parameter else ""
        written = self[posting] = "1" * (gap >> parameter) + "0" + low + _UNARY[less]
        return written


def rice_parameter(documents: int, found: int) -> int:
    """Return how many low bits of a gap are written as they are."""
    return max(0, (documents * 7 // (max(found, 1) * 10)).bit_length() - 1)


def _base64(bits: str) -> str:
    filled = bits + "0" * (-len(bits) % 8)
    return base64.b64encode(int(filled or "0", 2).to_bytes(len(filled) // 8, "big")).decode("ascii")
