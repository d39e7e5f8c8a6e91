"""Running text: what counts as a sentence, and that everything keeps its place in the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vip_core.running_text import blanked, passages


def prose_of(text: str) -> list[tuple[str, str]]:
    return [(passage.kind, " ".join(passage.text.split())) for passage in passages(text)]


def sentences_of(text: str) -> list[str]:
    return [" ".join(sentence.text.split()) for passage in passages(text) for sentence in passage.sentences]


def test_paragraphs_items_cells_and_headings_are_passages_of_their_own() -> None:
    text = "## Rubrik\n\nEn mening\növer två rader.\n\n- Första\n- Andra\n  fortsätter\n* Tredje\n\n| A | B |\n|---|---|\n| c | d |\n"
    assert prose_of(text) == [
        ("heading", "Rubrik"),
        ("paragraph", "En mening över två rader."),
        ("item", "Första"),
        ("item", "Andra fortsätter"),
        ("item", "Tredje"),
        ("cell", "A"),
        ("cell", "B"),
        ("cell", "c"),
        ("cell", "d"),
    ]


def test_markup_is_not_read() -> None:
    text = "Läs **om** [stöd](fil.md#x) på https://a.example/b, `kod`, <b>fet</b> och ![bild](b.png)[^1].\n\n[^1]: Fotnot.\n"
    assert prose_of(text) == [("paragraph", "Läs om stöd på , , fet och ."), ("paragraph", "Fotnot.")]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kort. Kortare. Kortast.", 3),
        ("Det står i 11 kap. 1 § SoL. Läs den.", 2),
        ("Till exempel t.ex. Anna och m.fl. Andra.", 1),
        ("Vad är i. Nästa börjar här.", 2),
        ("Larsson H. Skriver om det.", 1),
        ("Gör så: Ring först. Vänta sedan.", 3),
        ("Gör så: ring först.", 1),
        ("Är det så? Ja. ”Kanske.” Kom.", 4),
        ("Ingen punkt på slutet", 1),
    ],
)
def test_a_sentence_ends_where_a_reader_stops(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count


@given(st.text(alphabet="aÅ .:!?|#*-_[](){}<>`~\n1§", max_size=200))
def test_everything_stands_where_it_stood(text: str) -> None:
    plain = blanked(text)
    assert len(plain) == len(text)
    assert [position for position, sign in enumerate(plain) if sign == "\n"] == [
        position for position, sign in enumerate(text) if sign == "\n"
    ]
    for passage in passages(text):
        assert passage.text.replace("\n", " ") == plain[passage.start :][: len(passage.text)].replace("\n", " ")
        for sentence in passage.sentences:
            assert plain[sentence.start :].replace("\n", " ").startswith(sentence.text)
