"""Facet algebra: every case of ``cases/selection.yml``, and any articles and choices against the definition itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample import read_cases
from vip_core.selection import count, counts, names, shown

FACETS = {
    "utforare": ("elevhalsa", "lss"),
    "yrkesroll": ("larare", "lakare", "rektor"),
    "aldersgrupp": ("barn-unga", "vuxna"),
}


@dataclass(frozen=True)
class Item:
    id: str
    audience: dict[str, tuple[str, ...]]
    always: bool = False


def _items(case: dict[str, Any]) -> tuple[Item, ...]:
    return tuple(
        Item(one["id"], {facet: tuple(values) for facet, values in one["audience"].items()}, one["always"])
        for one in case["articles"]
    )


def _chosen(case: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {facet: tuple(values) for facet, values in case["selection"].items()}


@pytest.mark.parametrize("case", read_cases("selection.yml"), ids=lambda case: case["name"])
def test_a_selection_shows_these_articles(case: dict[str, Any]) -> None:
    assert [item.id for item in shown(_items(case), _chosen(case))] == case["shown"]


@pytest.mark.parametrize("case", read_cases("selection.yml"), ids=lambda case: case["name"])
def test_the_counts_beside_the_values_are_these(case: dict[str, Any]) -> None:
    facets = {facet: tuple(values) for facet, values in case["facets"].items()}
    assert counts(_items(case), _chosen(case), facets) == case["counts"]


def test_alla_is_no_value_that_an_audience_names() -> None:
    audience = {"yrkesroll": ("alla",)}
    assert not names(audience, "yrkesroll", "alla")
    assert not names(audience, "yrkesroll", "larare")
    assert names({"yrkesroll": ("larare", "rektor")}, "yrkesroll", "rektor")


def _audience() -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    return st.fixed_dictionaries(
        {
            facet: st.just(("alla",)) | st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple)
            for facet, values in FACETS.items()
        }
    )


_ITEMS = st.lists(st.builds(Item, st.uuids().map(str), _audience(), st.booleans()), max_size=6).map(tuple)
_SELECTION = st.fixed_dictionaries(
    {}, optional={facet: st.lists(st.sampled_from(values), unique=True).map(tuple) for facet, values in FACETS.items()}
)


def _shows_by_definition(item: Item, selection: dict[str, tuple[str, ...]]) -> bool:
    """Section 5 of the design, word for word and as slowly as it is written."""
    if item.always:
        return True
    fits_every_facet = True
    for facet, choices in selection.items():
        if len(choices) == 0:
            continue
        fits_some_choice = False
        for choice in choices:
            if item.audience[facet] == ("alla",) or choice in set(item.audience[facet]):
                fits_some_choice = True
        fits_every_facet = fits_every_facet and fits_some_choice
    return fits_every_facet


@given(_ITEMS, _SELECTION)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_any_selection_shows_what_the_definition_says(
    items: tuple[Item, ...], selection: dict[str, tuple[str, ...]]
) -> None:
    assert shown(items, selection) == tuple(item for item in items if _shows_by_definition(item, selection))


@given(_ITEMS, _SELECTION)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_any_count_is_what_that_choice_would_show(
    items: tuple[Item, ...], selection: dict[str, tuple[str, ...]]
) -> None:
    together = counts(items, selection, FACETS)
    for facet, values in FACETS.items():
        for value in values:
            would_show = [item for item in items if _shows_by_definition(item, {**selection, facet: (value,)})]
            assert together[facet][value] == len(would_show)
            assert count(items, selection, facet, value) == len(would_show)
