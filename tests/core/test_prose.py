"""Prose: the readability index as its maker defined it."""

from __future__ import annotations

import pytest

from vip_core.prose import Readability, readability
from vip_core.running_text import passages


def test_readability_is_words_per_sentence_and_the_share_of_long_words() -> None:
    measured = readability(passages("Barnet leker. Skolan hjälper familjen med planen.\n\n- Ring läkaren\n"))
    assert measured == Readability(words=9, sentences=3, long_words=3)
    assert measured.lix == pytest.approx(9 / 3 + 100 * 3 / 9)


def test_readability_of_a_text_with_known_counts() -> None:
    assert round(Readability(words=437, sentences=21, long_words=112).lix) == 46


def test_tables_and_headings_are_not_sentences() -> None:
    assert readability(passages("## Behandlingsrekommendationer\n\n| Läkemedelsbehandling | Uppföljning |\n")).lix == 0
