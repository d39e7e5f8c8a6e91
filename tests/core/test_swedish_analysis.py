"""Every case of ``cases/swedish_analysis.yml``, and what holds for any text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample import read_cases
from vip_core.compounds import Splitter
from vip_core.swedish_analysis import stem, terms, tokens

TERM = re.compile("[a-z0-9]{2,}")


@pytest.mark.parametrize("case", read_cases("swedish_analysis.yml"), ids=lambda case: repr(case["text"]))
def test_a_text_becomes_these_terms(case: dict[str, Any]) -> None:
    assert terms(case["text"]) == case["terms"]


@given(st.text(max_size=60))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_terms_are_plain_words_whatever_the_text(text: str) -> None:
    assert all(TERM.fullmatch(term) for term in terms(text))
    assert len(terms(text)) <= len(tokens(text))


@given(st.text(alphabet="abcdeåäöéÅÄÖ -", max_size=30))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_capital_letters_make_no_difference(text: str) -> None:
    assert terms(text.upper()) == terms(text.lower())


KNOWN = [
    stem(word)
    for word in (
        "lakemedel",
        "behandling",
        "skol",
        "psykolog",
        "ungdom",
        "psykiatri",
        "sjalvskada",
        "plan",
        "halsa",
        "barn",
    )
]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("läkemedelsbehandling", ["läkemedel", "behandling"]),
        ("läkemedelsbehandlingarna", ["läkemedel", "behandling"]),
        ("skolpsykologen", ["skola", "psykolog"]),
        ("barnpsykiatri", ["barn", "psykiatri"]),
        ("ungdomspsykiatrin", ["ungdom", "psykiatri"]),
        ("skolungdomsbehandling", ["skola", "ungdom", "behandling"]),
        ("hälsoplan", ["hälsa", "plan"]),
        ("självskadeplan", ["självskada", "plan"]),
        ("behandling", []),
        ("okäntord", []),
        ("", []),
    ],
)
def test_a_compound_is_split_into_words_that_stand_alone(word: str, parts: list[str]) -> None:
    found = Splitter(KNOWN).parts(next(iter(terms(word)), ""))
    assert list(found) == [terms(part)[0] for part in parts]
