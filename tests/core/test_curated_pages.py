"""Entries, themes and the glossary: what their pages list and explain."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import configuration
from mkdocs_adapter import site_build
from projects import ROOT
from vip_core import glossary
from vip_core.curated_pages import EntryPage, ThemePage
from vip_core.problems import in_order
from vip_core.selection import shown
from vip_core.site import Site


@pytest.fixture(scope="module")
def site() -> Site:
    return site_build.prepare(configuration.load(ROOT))


def test_an_entry_lists_what_its_selection_shows_those_that_name_it_first(site: Site) -> None:
    pages = [page.subject for page in site.pages if isinstance(page.subject, EntryPage)]
    assert [page.entry.key for page in pages] == [entry.key for entry in site.catalogue.vocabularies.entries]
    for page in pages:
        listed = [article.key for article in (*page.named, *page.others)]
        assert sorted(listed) == sorted(article.key for article in shown(site.catalogue.articles, page.selection))
        for article in page.others:
            assert not any(set(article.audience[facet]) & set(values) for facet, values in page.selection.items())


def test_every_entry_gives_its_reader_something_of_their_own(site: Site) -> None:
    pages = [page.subject for page in site.pages if isinstance(page.subject, EntryPage)]
    assert [page.entry.key for page in pages if len(page.named) < 5] == []


def test_a_theme_gathers_its_articles_from_several_programs(site: Site) -> None:
    for page in (page.subject for page in site.pages if isinstance(page.subject, ThemePage)):
        assert {article.key for article in page.articles} == {
            article.key for article in site.catalogue.articles if page.theme.key in article.themes
        }
        assert len({article.program for article in page.articles}) > 1


def test_a_term_is_explained_once_in_an_article_and_never_in_a_heading_or_link(site: Site) -> None:
    terms = {term.term for term in site.glossary.terms}
    explained = 0
    for section in site.sections.values():
        found = [part.split(">", 1)[1].split("<", 1)[0] for part in section.html.split('class="vip-term"')[1:]]
        assert len(found) == len(set(found)), section.article.key
        assert set(found) <= terms
        explained += len(found)
    assert explained > 100


def test_the_glossary_is_in_swedish_alphabetical_order(tmp_path: Path) -> None:
    file = tmp_path / "_ordlista.yml"
    entries = ["ÖP", "AB", "ÅB", "ZZ", "ÄB"]
    file.write_text(
        "".join(f'- {{key: k{n}, term: {term}, meaning: "m"}}\n' for n, term in enumerate(entries)), encoding="utf-8"
    )
    read, problems = glossary.read(file, "content/_ordlista.yml")
    assert [term.term for term in read.terms] == ["AB", "ZZ", "ÅB", "ÄB", "ÖP"]
    assert problems == []


def test_a_mistake_in_the_glossary_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "_ordlista.yml"
    file.write_text("- key: sip\n  term: SIP\n  betydelse: plan\n", encoding="utf-8")
    _, problems = glossary.read(file, "content/_ordlista.yml")
    assert [problem.as_text() for problem in in_order(problems)] == [
        "content/_ordlista.yml:1:3: FALT-SAKNAS: meaning: fältet saknas – lägg till meaning: följt av ditt eget, till exempel Plan som region och kommun gör ihop.",
        "content/_ordlista.yml:3:3: OKANT-FALT: betydelse: fältet finns inte – välj bland key, term, long_form, meaning",
    ]


def test_a_term_inside_another_word_is_left_alone() -> None:
    pattern = glossary.Glossary((glossary.Term("sip", "SIP", "m"),)).pattern
    assert pattern is not None
    assert [found.start() for found in pattern.finditer("SIP, SIP-möte, SIPkollen (SIP)")] == [0, 26]
