"""Compounds: where a Swedish word is put together, found by the words that stand alone in the same texts.

``assets/js/compounds.js`` is the same definition for the words of a query.
"""

from __future__ import annotations

from collections.abc import Collection

from .swedish_analysis import stem

_SHORTEST_FIRST = 3
_SHORTEST_LAST = 3
_LINKS = "soeua"
# Endings and beginnings that make a word of another: no word is put together with them, whatever stands alone elsewhere.
NO_PARTS = frozenset(
    (
        "ning het lig ing ande ende bar sam dom skap are ism ist tion ion era iv ens ans and end ter ten len sen der den ner "
        "ser sig tig bes bef for fore und under over mot upp ned inf utf avg bid ger get ett till fram ater bort full slut "
        "ut in om an pa av miss jamf hel sma min alla van var ant ang ber ann fors forv gang ange ort"
    ).split()
)


class Splitter:
    """Splits stems into the stems of their parts; ``known`` are the stems that parts may be."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = frozenset(known)
        self._memo: dict[str, tuple[int, ...]] = {}

    def part(self, text: str) -> str:
        """Return the stem that ``text`` is as a part which is not the last: ``läkemedels`` is ``lakemedel``; empty for none."""
        if text in self.known:
            return text
        whole = stem(text)
        if whole in self.known and len(whole) >= _SHORTEST_FIRST:
            return whole
        if text[-1] in _LINKS and len(text) > _SHORTEST_FIRST:
            bare = text[:-1]
            if bare in self.known:
                return bare
        return ""

    def cuts(self, word: str) -> tuple[int, ...]:
        """Return the places where the stem ``word`` is cut; empty when it is no compound."""
        found = self._memo.get(word)
        if found is None:
            found = self._memo[word] = self._cuts(word)
        return found

    def _cuts(self, word: str) -> tuple[int, ...]:
        """Return the cuts with the fewest parts and, of those, the longest last part that is no short word."""
        best: tuple[int, ...] = ()
        best_rank = (99, 0)
        for place in range(_SHORTEST_FIRST, len(word) - _SHORTEST_LAST + 1):
            last = word[place:]
            if last not in self.known or last in NO_PARTS:
                continue
            inner = self._inner(word[:place])
            if inner is None:
                continue
            rank = (len(inner), place if len(last) > _SHORTEST_LAST else 99 - place)
            if rank < best_rank:
                best, best_rank = (*inner, place), rank
        return best

    def _inner(self, first: str) -> tuple[int, ...] | None:
        """Return the cuts inside what stands before the last part; ``None`` when it is no word."""
        part = self.part(first)
        if part and part not in NO_PARTS:
            return ()
        return self.cuts(first) or (self.cuts(first[:-1]) if first[-1] == "s" else ()) or None

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the stems of the parts of the stem ``word``, in order; empty when it is no compound."""
        return self.at(word, self.cuts(word))

    def at(self, word: str, cuts: tuple[int, ...]) -> tuple[str, ...]:
        """Return the stems of the parts of ``word`` when it is cut at ``cuts``."""
        if not cuts:
            return ()
        ends = (*cuts, len(word))
        return tuple(
            word[a:b] if b == len(word) else self.part(word[a:b]) or word[a:b]
            for a, b in zip((0, *cuts), ends, strict=True)
        )
