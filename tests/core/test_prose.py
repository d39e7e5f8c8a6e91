"""Prose: the readability index as its maker defined it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample import ROOT
from vip_core import prose
from vip_core.prose import Readability, Replacement, TermList, readability
from vip_core.running_text import passages


def test_readability_is_words_per_sentence_and_the_share_of_long_words() -> None:
    measured = readability(passages("Barnet leker. Skolan hjälper familjen med planen.\n\n- Ring läkaren\n"))
    assert measured == Readability(words=9, sentences=3, long_words=3)
    assert measured.lix == pytest.approx(9 / 3 + 100 * 3 / 9)


def test_readability_of_a_text_with_known_counts() -> None:
    assert round(Readability(words=437, sentences=21, long_words=112).lix) == 46


def test_tables_and_headings_are_not_sentences() -> None:
    assert readability(passages("## Behandlingsrekommendationer\n\n| Läkemedelsbehandling | Uppföljning |\n")).lix == 0


@given(st.data())
def test_a_text_that_holds_a_term_is_known_by_its_words(data: st.DataObject) -> None:
    terms, _ = prose.read(ROOT / "content/_termer.yml", "_termer.yml")
    made = TermList((*terms.terms, Replacement("co-morbid*", "", ""), Replacement("p g a", "", "")), terms.anglicisms)
    assert made.pattern is not None
    term = data.draw(st.sampled_from(sorted(made.replacements)))
    letters = st.text("abÅö-. *'(\n", max_size=4)
    said = data.draw(letters) + data.draw(st.sampled_from((term, term.upper(), term.title()))) + data.draw(letters)
    if made.pattern.search(said):
        assert made.may_be_among(frozenset(re.findall(r"\w+", said.lower())))


def test_a_text_without_any_term_need_not_be_searched() -> None:
    terms, _ = prose.read(ROOT / "content/_termer.yml", "_termer.yml")
    assert not terms.may_be_among(frozenset(("barnet", "leker")))
