"""Facet algebra: what a selection shows.

OR within a facet and AND between facets; ``alla`` matches every choice; no choice restricts nothing; ``alltid`` always
shows. The browser has the same definition in ``assets/js/selection.js``; both pass ``tests/cases/selection.yml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Protocol, TypeVar

from .schema import ALL

Audience = Mapping[str, tuple[str, ...]]
Selection = Mapping[str, tuple[str, ...]]


class Facetted(Protocol):
    """Anything that has an audience, such as an article."""

    @property
    def audience(self) -> Audience: ...

    @property
    def always(self) -> bool: ...


Item = TypeVar("Item", bound=Facetted)


def names(audience: Audience, facet: str, value: str) -> bool:
    """Say whether the audience names the value itself; ``alla`` does not count."""
    return value in audience[facet] and value != ALL


def suits_every_choice(item: Facetted, facet: str) -> bool:
    """Say whether the item shows whatever is chosen in one facet."""
    return item.always or ALL in item.audience[facet]


def matches_facet(audience: Audience, facet: str, chosen: Iterable[str]) -> bool:
    """Say whether the audience fits the choices in one facet."""
    chosen = tuple(chosen)
    own = audience[facet]
    return not chosen or ALL in own or any(value in own for value in chosen)


def shows(item: Facetted, selection: Selection) -> bool:
    """Say whether the item shows under the selection."""
    return bool(shown((item,), selection))


def shown(items: Iterable[Item], selection: Selection) -> tuple[Item, ...]:
    """Return the items that show, in their order."""
    wanted = [(facet, Fits((*chosen, ALL))) for facet, chosen in selection.items() if chosen]
    for facet, fits in wanted:
        items = [item for item in items if item.always or fits[item.audience[facet]]]
    return tuple(items)


class Fits(dict[tuple[str, ...], bool]):
    """Whether what names these values has one of some ``chosen``: worked out once, since many articles name the same."""

    def __init__(self, chosen: Iterable[str]) -> None:
        super().__init__()
        self._chosen = frozenset(chosen)

    def __missing__(self, own: tuple[str, ...]) -> bool:
        fits = self[own] = not self._chosen.isdisjoint(own)
        return fits


def count(items: Iterable[Facetted], selection: Selection, facet: str, value: str) -> int:
    """Return how many items would show if ``value`` were the facet's only choice and the others stayed as chosen."""
    return len(shown(tuple(items), {**selection, facet: (value,)}))


def counts(
    items: Iterable[Facetted], selection: Selection, facets: Mapping[str, Iterable[str]]
) -> dict[str, dict[str, int]]:
    """Return ``count`` for every value of every facet (``facets`` maps a facet to its values), in one pass.

    An item counts in all facets when nothing rejects it, and in one facet when only that one does.
    """
    chosen = {facet: tuple(selection[facet]) for facet in facets if selection.get(facet)}
    everywhere: list[Facetted] = []
    in_one: dict[str, list[Facetted]] = {}
    for item in items:
        rejecting = [
            facet for facet in chosen if not item.always and not matches_facet(item.audience, facet, chosen[facet])
        ]
        if not rejecting:
            everywhere.append(item)
        elif len(rejecting) == 1:
            in_one.setdefault(rejecting[0], []).append(item)
    choosy = [item.audience for item in everywhere if not item.always]
    always = len(everywhere) - len(choosy)
    found: dict[str, dict[str, int]] = {}
    for facet, values in facets.items():
        audiences = chain(choosy, (item.audience for item in in_one.get(facet, ())))
        tally: dict[tuple[str, ...], int] = {}  # many name the same
        for audience in audiences:
            own = audience[facet]
            tally[own] = tally.get(own, 0) + 1
        named: dict[str, int] = {}
        general = always
        for own, number in tally.items():
            if ALL in own:
                general += number
            else:
                for value in dict.fromkeys(own):
                    named[value] = named.get(value, 0) + number
        found[facet] = {value: named.get(value, 0) + general for value in values}
    return found


class Packing:
    """Audiences as short text for the browser, which knows the ``facets`` and their values.

    Items stand apart by spaces and facets by dots; each facet is a hexadecimal mask of its values in their order, 0 for
    all of them. An item that always shows is ``!``.
    """

    def __init__(self, facets: Mapping[str, Iterable[str]]) -> None:
        self._bits = {
            facet: {value: 1 << place for place, value in enumerate(values)} for facet, values in facets.items()
        }
        self._masks: dict[tuple[str, tuple[str, ...]], str] = {}

    def of(self, items: Iterable[Facetted]) -> str:
        """Return the audiences of the items, in their order."""
        return " ".join(map(self._one, items))

    def _one(self, item: Facetted) -> str:
        return "!" if item.always else ".".join(self._mask(facet, item.audience[facet]) for facet in self._bits)

    def _mask(self, facet: str, own: tuple[str, ...]) -> str:
        known = self._masks.get((facet, own))
        if known is None:
            bits = self._bits[facet]
            known = self._masks[facet, own] = f"{sum(bits.get(value, 0) for value in own):x}"
        return known
