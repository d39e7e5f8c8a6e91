"""What the search is built from, and that the browser reads back what was written. Relevance is in ``tests/search``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lunr.builder import Builder

from sample import Sample
from searching import ask, key, publish
from vip_core import search_encoding, search_index
from vip_core.compounds import Splitter
from vip_core.search_encoding import MOST_OFTEN
from vip_core.search_index import SearchDocument
from vip_core.site import Site, SitePage


def search(site: Site, to: Path, text: str) -> list[str]:
    """Return the keys of what is found, best first."""
    return [key(hit) for hit in ask(publish(site, to), [text])[0]["hits"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("läkemedel", "adhd/behandling-och-stod#lakemedel"),
        ("LÄKEMEDEL", "adhd/behandling-och-stod#lakemedel"),
        ("lakemedel", "adhd/behandling-och-stod#lakemedel"),
        ("biverkningarna", "adhd/behandling-och-stod#lakemedel"),
        ("vårdnadshavare", "adhd/niva-och-process#forsta-steget"),
        ("112", "sjalvskadebeteende/niva-och-process#akut-fara"),
        ("rektorn", "adhd/lagar-och-regler#ratt-till-stod"),
        ("skolkurator", "sjalvskadebeteende/behandling-och-stod#samtal"),
        ("självskadebeteende oro", "sjalvskadebeteende/lagar-och-regler#oro"),
    ],
)
def test_a_word_finds_its_article(sample: Sample, tmp_path: Path, text: str, found: str) -> None:
    assert found in search(sample.site(), tmp_path / "sok", text)[:2]


@pytest.mark.parametrize("text", ["xyzzy", "och", "", "–", "constructor", "__proto__", "title:[", "🙂", "a" * 10_000])
def test_words_that_say_nothing_find_nothing(sample: Sample, tmp_path: Path, text: str) -> None:
    assert search(sample.site(), tmp_path / "sok", text) == []


def test_a_word_in_the_title_weighs_more_than_one_in_the_text(sample: Sample, tmp_path: Path) -> None:
    sample.write_chapter(
        "\n## Om mat\n\n```yaml artikel\nid: mat\n```\n\nDen som har sömnsvårigheter sover dåligt.\n"
        "\n## Sömnsvårigheter\n\n```yaml artikel\nid: somn\n```\n\nText.\n"
    )
    found = search(sample.site(), tmp_path / "sok", "sömnsvårigheterna")
    assert found == [
        "sjalvskadebeteende/behandling-och-stod#somn",
        "sjalvskadebeteende/behandling-och-stod#mat",
    ]


def test_a_document_is_what_the_reader_is_shown(sample: Sample) -> None:
    document = next(one for one in sample.site().search_documents() if one.anchor == "lakemedel")
    assert document.url == "adhd/behandling-och-stod/#lakemedel"
    assert (document.title, document.program, document.chapter) == ("Läkemedel", "adhd", "behandling-och-stod")
    assert document.description == "Följ effekt och biverkningar."
    assert document.facets["yrkesroll"] == ("lakare",)
    assert document.facets["aldersgrupp"] == ("barn-unga", "vuxna")
    assert document.facets["svarighetsgrad"] == ("alla",)
    assert document.body == "Följ effekt och biverkningar. Steg Vem Start Läkare Uppföljning Läkare"


def test_articles_come_before_pages_news_and_terms(sample: Sample) -> None:
    kinds = [document.kind for document in sample.site().search_documents()]
    assert kinds == sorted(kinds, key=lambda kind: kind != search_index.ARTICLE)
    assert kinds.count(search_index.ARTICLE) == len(sample.site().catalogue.articles)


def test_a_generated_page_is_found_when_it_says_what_the_search_should_know(sample: Sample, tmp_path: Path) -> None:
    made = sample.site()
    silent = SitePage("statistik/", "statistics.html", "Statistik", "Sidvisningar per program.")
    speaking = replace(silent, search_text="Besök per region åren 2022 till 2024.")
    for page, found in ((silent, False), (speaking, True)):
        keys = search(replace(made, pages=(*made.pages, page)), tmp_path / str(found), "besök region")
        assert ("statistik/" in keys) is found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Kort.", "Kort."),
        ("Kort. Och ett till.", "Kort. Och ett till."),
        ("En mening som är lång nog för att säga läsaren vad texten handlar om. Och en till.",
         "En mening som är lång nog för att säga läsaren vad texten handlar om."),
        ("", ""),
    ],
)  # fmt: skip
def test_a_description_is_as_short_as_it_can_be(text: str, shown: str) -> None:
    assert search_index.shortened(text) == shown


def test_terms_counted_with_a_chapter_are_those_of_its_articles(sample: Sample) -> None:
    """Also where a local note adds to one."""
    sample.write(
        "lokalt/exempel/remiss.md",
        "---\nartikel: adhd/niva-och-process#remiss\nutgivare: Region\ngiltig_till: 2999-12-31\ntitle: Vårt\n---\n\nRing växeln.\n",
    )
    made = sample.site()
    documents = made.search_documents()
    assert any("Ring växeln." in document.body for document in documents)
    counted = [search_index.counted_terms(document) for document in documents]
    assert made.search_script() == search_encoding.script(documents, counted, made.catalogue)


def test_the_same_content_gives_the_same_script(sample: Sample) -> None:
    assert sample.site().search_script() == sample.site().search_script()


def test_the_dictionary_is_front_coded_with_capitals_where_compounds_are_put_together() -> None:
    splitter = Splitter(["skol", "psykolog", "plan"])
    dictionary = ["skol", "skolplan", "skolpsykolog", "sn"]
    assert search_encoding.front_coded(dictionary, splitter) == " skol%Plan&sykolog!n"


def test_the_postings_are_those_of_lunrs_own_builder(sample: Sample) -> None:
    documents = [search_index.analysed(document) for document in sample.site().search_documents()]
    builder = Builder()
    builder.pipeline.reset()
    fields = ("title", "description", "body")
    for name in fields:
        builder.field(name)
    for number, one in enumerate(documents):
        builder.add({"id": str(number), **{name: " ".join(getattr(one, name)) for name in fields}})
    theirs = builder.build().inverted_index
    ours = search_encoding.Postings(map(search_index.counted, documents))
    assert ours.frequencies == {
        term: len({ref for name in fields for ref in posting[name]}) for term, posting in theirs.items()
    }
    for term, posting in theirs.items():
        shown = {*posting["title"], *posting["description"]}
        wanted = {int(ref): documents[int(ref)].body.count(term) for ref in posting["body"] if ref not in shown}
        found = {code // MOST_OFTEN: code % MOST_OFTEN + 1 for code in ours.found.get(term, ())}
        assert found == {number: min(often, MOST_OFTEN) for number, often in wanted.items()}


def test_a_text_with_line_breaks_stays_one_document(sample: Sample) -> None:
    document = SearchDocument("om/", "Ett\u2028två", "Tre\nfyra", "fem", search_index.PAGE)
    script = search_encoding.script([document], [search_index.counted_terms(document)], sample.site().catalogue)
    assert "\u2028" not in script
    assert script.count("\n") == 1
