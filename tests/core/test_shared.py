"""Shared values are what they were made of, and one object however often they are read again."""

from __future__ import annotations

import pickle
from collections.abc import Mapping

import pytest

from vip_core import shared


@pytest.mark.parametrize("values", [(), ("alla",), ("sol-2025-400", "hsl-2017-30")])
def test_words_come_back_as_they_were_and_as_one(values: tuple[str, ...]) -> None:
    first, second = (pickle.loads(pickle.dumps(shared.words(list(values)))) for _ in range(2))
    assert first == values
    assert first is second


@pytest.mark.parametrize("values", [{}, {"utforare": ("primarvard", "lss"), "yrkesroll": ("alla",)}, {"tomt": ()}])
def test_mappings_come_back_as_they_were_and_as_one(values: Mapping[str, tuple[str, ...]]) -> None:
    first, second = (pickle.loads(pickle.dumps(shared.mapping(dict(values)))) for _ in range(2))
    assert first == values
    assert list(first) == list(values)
    assert first is second
