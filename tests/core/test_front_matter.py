"""Taking Markdown files apart: where the body begins, and where each value stands."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sample import Sample
from vip_core import front_matter, marked_yaml
from vip_core.marked_yaml import Mapping, Scalar, Sequence
from vip_core.problems import ProblemLog


def test_values_know_where_they_stand() -> None:
    source, problems = front_matter.parse(
        "---\nid: a\ntitle:   Äpplen\nlista:\n  - ett\n  - två\n---\n\nText.\n", "x.md"
    )
    assert problems == []
    assert source is not None
    title, items = source.meta.get("title"), source.meta.get("lista")
    assert isinstance(title, Scalar)
    assert (title.text, title.line, title.column) == ("Äpplen", 3, 10)
    assert isinstance(items, Sequence)
    assert [(item.line, item.column) for item in items.items] == [(5, 5), (6, 5)]


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        ("---\nid: a\n---\nText.\n", "Text.\n", 4),
        ("---\nid: a\n---\n\n\nText.\n", "\n\nText.\n", 4),
        ("---\nid: a\n---", "", 3),
        ("---\nid: a\n--- \t\nText.\n", "Text.\n", 4),
        ("---\nid: a\n---\nText\n\n---\n\nMer\n", "Text\n\n---\n\nMer\n", 4),
        ("---\nid: |\n  rad\n  ---\n---\nText.\n", "Text.\n", 6),
    ],
    ids=["rakt under", "tomrader", "ingen text", "blanksteg efter", "linje i texten", "streck i ett värde"],
)
def test_the_body_begins_after_the_second_row_of_dashes(text: str, body: str, line: int) -> None:
    source, problems = front_matter.parse(text, "x.md")
    assert problems == []
    assert source is not None
    assert source.body.rstrip() == body.rstrip()
    assert source.body_line == line


@pytest.mark.parametrize("ending", [b"\r\n", b"\r", b"\n"], ids=["windows", "mac", "unix"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["utan bom", "bom"])
def test_line_ends_and_byte_order_marks_make_no_difference(tmp_path: Path, ending: bytes, mark: bytes) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(mark + "---\nid: å\n---\n\n## Två\n\nText.\n".encode().replace(b"\n", ending))
    source, problems = front_matter.read(file, "x.md")
    assert problems == []
    assert source is not None
    assert source.body == "\n## Två\n\nText."
    assert source.body_line == 4


def test_a_second_front_matter_is_refused_and_never_part_of_the_text() -> None:
    source, problems = front_matter.parse("---\nid: a\n---\n\n---\nid: hemlig\n---\n\nText.\n", "x.md")
    assert [(problem.code, problem.line) for problem in problems] == [("HUVUD-DUBBELT", 5)]
    assert source is not None
    assert "hemlig" not in source.body
    assert source.body_line + source.body[: source.body.index("Text.")].count("\n") == 9


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b: c", (1, 5)),
        ("id: x\ntitle:Foo\nb: c", (2, 1)),
        ("a: b\n c: d", (2, 3)),
        ("\ta: b", (1, 1)),
        ('a: "b\nc: d', (1, 4)),
        ('a: "b\nc: d\ne: "f"', (1, 4)),
        ("a: [b, c\nd: e", (1, 4)),
        ("a: [", (1, 4)),
        ("a: {b: c\nd: e", (1, 4)),
        ("a: @b", (1, 4)),
        ("a: *b", (1, 4)),
        ("a: &b c", (1, 4)),
        ("a: !b c", (1, 4)),
        ("a: - b", (1, 4)),
        ("a: | b", (1, 4)),
        ('a: "\\q"', (1, 4)),
        ("a: 'it's'", (1, 8)),
        ("a: b\n- c", (2, 1)),
        ("a: b\n---\nc: d", (2, 1)),
        ("- a\nb: c", (2, 1)),
        ("a: [b,,c]", (1, 7)),
    ],
    ids=repr,
)
def test_both_of_pyyamls_parsers_lead_to_the_same_place(
    monkeypatch: pytest.MonkeyPatch, text: str, place: tuple[int, int]
) -> None:
    told = []
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        monkeypatch.setattr(marked_yaml, "_Loader", loader)
        log = ProblemLog("x.yml")
        assert marked_yaml.read(text, log) is None
        told.append(log.problems)
    assert [(problem.line, problem.column, problem.code) for problem in told[0]] == [(*place, "YAML-FEL")]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "a: " + "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "? " * 100_000,
        "\n".join(" " * level + "a:" for level in range(2_000)),
    ],
    ids=["klamrar", "klamrar under ett fält", "krullparenteser", "streck", "frågetecken", "indrag"],
)
def test_bottomless_nesting_is_one_problem(text: str) -> None:
    log = ProblemLog("x.yml")
    assert marked_yaml.read(text, log) is None
    assert [problem.code for problem in log.problems] == ["YAML-FEL"]


def test_aliases_are_refused_before_they_multiply() -> None:
    rows = ["a: &a [lol, lol, lol]"] + [
        f"{name}: &{name} [*{above}, *{above}]" for above, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    log = ProblemLog("x.yml")
    assert marked_yaml.read("\n".join(rows), log) is None
    assert {problem.code for problem in log.problems} == {"YAML-FEL"}


def test_of_a_key_written_twice_the_first_counts() -> None:
    log = ProblemLog("x.yml")
    node = marked_yaml.read("a: ett\na: två\n", log)
    assert isinstance(node, Mapping)
    value = node.get("a")
    assert isinstance(value, Scalar)
    assert value.text == "ett"
    assert [problem.code for problem in log.problems] == ["DUBBEL-NYCKEL"]


def test_a_folder_with_the_name_of_a_page_is_no_page(sample: Sample) -> None:
    (sample.root / "content/mapp.md").mkdir()
    (sample.root / "programs/adhd/_mapp.md").mkdir()
    assert sample.prepare().problems == ()
