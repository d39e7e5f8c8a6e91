"""What ``check --fix`` mends: only what has one answer, never prose, and never more the second time."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sample import CASES, Sample
from vip_core import article_blocks, front_matter
from vip_core.mends import mend, tables_for
from vip_core.problems import Problem, surely_meant

FACETS = ("utforare", "yrkesroll", "aldersgrupp", "insats", "svarighetsgrad")
CHAPTER = "programs/adhd/niva-och-process.md"


def mended(data: bytes, problems: tuple[Problem, ...] = (), path: str = CHAPTER) -> bytes:
    return mend(data, path, problems, tables_for(path, FACETS))[0]


TEXT = mended((CASES / "projekt" / CHAPTER).read_bytes()).decode("utf-8")


@pytest.fixture(autouse=True)
def in_order(sample: Sample) -> None:
    sample.write(CHAPTER, TEXT)


def fixed(sample: Sample, path: str = CHAPTER) -> str:
    """Mend one file of a project as the command does: until nothing changes."""
    for _ in range(10):
        before = (sample.root / path).read_bytes()
        after = mended(before, sample.prepare().problems, path)
        if after == before:
            return before.decode("utf-8")
        (sample.root / path).write_bytes(after)
    raise AssertionError("mending goes on for ever")


def prose(text: str) -> str:
    """Return the text below the front matter without article blocks, found in another way than the code does."""
    body = text.replace("\r\n", "\n").split("\n---\n", 1)[1]
    return re.sub(r"(?m)^```yaml artikel\n(?:.*\n)*?^```\n", "", body)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('version: "1.0"', "version: 1.0"),
        ('version: "1.0"', "version: 1.0   "),
        ('version: "1.0"', "version: ”1.0”"),
        ("aldersgrupp: [barn-unga, vuxna]", "aldersgrupp: barn-unga, vuxna"),
        ("status: utkast", "status: Utkast"),
        ("status: utkast", "status: utkst"),
        ("aldersgrupp: [barn-unga, vuxna]", "aldersgrupp: [Barn/Unga, Vuxna]"),
        ("aldersgrupp: [barn-unga, vuxna]", "aldersgrup: [barn_unga, vuxna]"),
        ("larsson-2014", "larson-2014"),
        ("teman: [samsjuklighet]", "teman: samsjuklighet"),
        ("teman: [samsjuklighet]", "teman: [Samsjuklighet]  "),
        (
            "id: adhd-niva-och-process\ntitle: Nivå och process\n",
            "title: Nivå och process\nid: adhd-niva-och-process\n",
        ),
    ],
)
def test_a_mistake_with_one_answer_is_mended(sample: Sample, old: str, new: str) -> None:
    sample.replace(CHAPTER, old, new)
    assert fixed(sample) == TEXT


def test_a_colon_in_a_value_gets_quotes(sample: Sample) -> None:
    line = next(line for line in TEXT.split("\n") if line.startswith("description: "))
    sample.replace(CHAPTER, line, "description: Två saker: vem och när")
    assert 'description: "Två saker: vem och när"\n' in fixed(sample)
    assert sample.prepare().site is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: utkast", "status: klar"),
        ("aldersgrupp: [barn-unga, vuxna]", "aldersgrupp: [barn, vuxna]"),
        ("larsson-2014", "larsson-2015"),
        ('version: "1.0"', "version: [1, 0]"),
        ("andrad: 2026-11-21", "andrad: 21/11 2026"),
        ("### Gör så här", "#### Gör så här"),
        ("id: adhd-niva-och-process", "id: adhd-niva-och-process\nid: adhd-niva"),
    ],
)
def test_a_mistake_with_several_answers_is_left(sample: Sample, old: str, new: str) -> None:
    sample.replace(CHAPTER, old, new)
    before = sample.text(CHAPTER)
    assert fixed(sample) == before
    assert sample.prepare().site is None


def test_byte_order_mark_and_line_ends_are_mended_everywhere() -> None:
    assert mended(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()) == TEXT.encode()


def test_a_comment_stays_above_its_field() -> None:
    swapped = TEXT.replace('version: "1.0"\n', "").replace(
        "status: utkast\n", '# se beslutet\nversion: "1.0"\nstatus: utkast\n'
    )
    assert 'status: utkast\n# se beslutet\nversion: "1.0"\n' in mended(swapped.encode()).decode()


def test_a_file_that_is_not_text_is_left() -> None:
    data = TEXT.encode("utf-16")
    assert mended(data) == data


def test_two_spaces_that_break_a_line_of_prose_stay() -> None:
    text = TEXT + "\nEn rad  \noch en till   \n"
    assert mended(text.encode()) == text.encode()


def test_a_block_inside_a_code_example_is_prose() -> None:
    text = TEXT + "\n````\n```yaml artikel\nkallor: [x]   \nid: exempel\n```\n````\n"
    assert mended(text.encode()) == text.encode()


def test_what_was_done_is_told_with_its_line(sample: Sample) -> None:
    sample.replace(CHAPTER, "status: utkast", "status: Utkast")
    told = mend((sample.root / CHAPTER).read_bytes(), CHAPTER, sample.prepare().problems, tables_for(CHAPTER, FACETS))[
        1
    ]
    line = TEXT[: TEXT.index("status: utkast")].count("\n") + 1
    assert [one.as_text() for one in told] == [f"{CHAPTER}:{line}: RÄTTAT: status: Utkast blev utkast"]


LINES = TEXT.split("\n")
DAMAGE = st.lists(
    st.tuples(
        st.integers(0, len(LINES) - 1),
        st.sampled_from(("drop", "swap", "space", "tab", "colon", "indent", "quote", "upper", "double", "fence")),
    ),
    max_size=6,
)


def damaged(damage: list[tuple[int, str]]) -> str:
    lines = list(LINES)
    for place, kind in damage:
        at = place % max(1, len(lines))
        line = lines[at] if lines else ""
        following = lines[at + 1 : at + 2]
        lines[at : at + 2] = {
            "drop": following,
            "swap": [*following, line],
            "space": [line + "  ", *following],
            "tab": ["\t" + line, *following],
            "colon": [line.replace(" ", ": ", 2), *following],
            "indent": ["  " + line, *following],
            "quote": ['"' + line, *following],
            "upper": [line.upper(), *following],
            "double": [line, line, *following],
            "fence": ["```", line, *following],
        }[kind]
    return "\n".join(lines)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(damage=DAMAGE, windows=st.booleans(), mark=st.booleans())
def test_prose_is_never_touched_and_twice_is_once(damage: list[tuple[int, str]], windows: bool, mark: bool) -> None:
    text = damaged(damage)
    data = (b"\xef\xbb\xbf" if mark else b"") + (text.replace("\n", "\r\n") if windows else text).encode()
    once = mended(data)
    assert mended(once) == once
    source, _ = front_matter.parse(text, CHAPTER)
    if source is None:
        assert once.count(b"\n") == text.count("\n")
        return
    after, _ = front_matter.parse(once.decode(), CHAPTER)
    assert after is not None
    before = article_blocks.outline(source.body, source.body_line)
    assert article_blocks.outline(after.body, after.body_line).text == before.text


@pytest.mark.parametrize(
    ("word", "meant"),
    [("Lärare", "larare"), ("larer", ""), ("lerare", "larare"), ("laarre", "larare"), ("larar", "larare"), ("larares", "larare"),
     ("lakar", "lakare"), ("lararelakare", ""), ("chf", ""), ("skol kurator", "skolkurator"), ("Skol_Kurator", "skolkurator")],
)  # fmt: skip
def test_a_word_is_surely_meant_only_when_one_is_near(word: str, meant: str) -> None:
    assert surely_meant(word, ["larare", "lakare", "chef", "skolkurator"]) == meant


def test_a_word_between_two_is_not_surely_meant() -> None:
    assert surely_meant("lagare", ["larare", "lakare"]) == ""


def test_numbers_tell_sources_apart() -> None:
    assert surely_meant("sou-2025-45", ["sou-2025-44"]) == ""
