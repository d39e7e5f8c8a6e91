"""Swedish analysis: the terms that stand for a text in the search index.

``assets/js/swedish-analysis.js`` is the same definition for queries in the browser; both pass
``tests/cases/swedish_analysis.yml``. Neither Lunr's own tokeniser nor its pipeline is used, since they cut Swedish words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile("[\u0300-\u036f]")
_TOKEN = re.compile(r"[0-9a-z]+")
_ENDINGS = (
    "heterna", "heten", "heter", "arnas", "ernas", "ornas", "andet", "anden", "arens", "arna", "erna", "orna", "aren",
    "ande", "are", "ens", "ets", "ade", "en", "et", "er", "ar", "or", "na", "as", "a", "e", "n", "t", "s",
)  # fmt: skip
_SHORTEST_STEM = 4
STOP_WORDS = frozenset(
    (
        "och att det som en ett den de i pa av for med till ar om inte har kan man ska eller vid fran sa var hur vad nar "
        "han hon jag du vi ni sig sin sitt sina detta denna dessa dem ut upp in under over efter utan mot bli blir"
    ).split()
)


def tokens(text: str) -> list[str]:
    """Return the words of ``text``, lower-case and without diacritics, in order; digits count as words."""
    folded = _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    return _TOKEN.findall(folded)


@lru_cache(maxsize=65536)
def stem(token: str) -> str:
    """Return ``token`` without its inflectional ending, never shorter than four letters."""
    if token[0].isdigit():
        return token
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= _SHORTEST_STEM:
            return token[: -len(ending)]
    return token


def terms(text: str) -> list[str]:
    """Return the stems of the content words of ``text``, in order."""
    return [stem(token) for token in tokens(text) if token not in STOP_WORDS]
