"""The scanner of article blocks: which headings it sees, which blocks belong to them, and where they stand."""

from __future__ import annotations

import pytest

from vip_core.article_blocks import outline

BLOCK = "```yaml artikel\nid: x\n```"


def headings(body: str, first_line: int = 1) -> list[tuple[int, str, int]]:
    return [(heading.level, heading.text, heading.line) for heading in outline(body, first_line).headings]


def test_a_heading_and_its_block_are_found_at_their_lines() -> None:
    found = outline(
        "Ingress.\n\n## Läkemedel\n\n```yaml artikel\nid: lakemedel\ninsats: [lakemedel]\n```\n\nText.\n", 17
    )
    ((heading, block),) = found.articles
    assert (heading.level, heading.text, heading.line, heading.column) == (2, "Läkemedel", 19, 4)
    assert block is not None
    assert (block.yaml, block.line) == ("id: lakemedel\ninsats: [lakemedel]", 22)
    assert found.text == "Ingress.\n\n## Läkemedel\n\n\n\n\n\n\nText.\n"


@pytest.mark.parametrize(
    "between",
    ["\n", "\n\n", "\n\n\n\n", "\n<!-- en kommentar -->\n", "\n\n<!-- en\nlång\nkommentar -->\n\n"],
    ids=["nästa rad", "en tomrad", "flera tomrader", "kommentar", "lång kommentar"],
)
def test_the_block_may_stand_a_little_below_its_heading(between: str) -> None:
    found = outline(f"## A{between}{BLOCK}\n")
    assert [block.yaml for _, block in found.articles if block] == ["id: x"]
    assert found.stray == ()


@pytest.mark.parametrize(
    "fence", ["```yaml artikel", "``` yaml artikel", "````yaml artikel", "~~~yaml  artikel ", "```yaml\tartikel"]
)
def test_the_fence_may_be_written_in_these_ways(fence: str) -> None:
    mark = fence[: len(fence) - len(fence.lstrip(fence[0]))]
    found = outline(f"## A\n\n{fence}\nid: x\n{mark}\n")
    assert [block.yaml for _, block in found.articles if block] == ["id: x"]


@pytest.mark.parametrize("fence", ["```yaml", "```json", "```"])
def test_other_fences_are_code(fence: str) -> None:
    found = outline(f"## A\n\n{fence}\nid: x\n```\n")
    assert [block for _, block in found.articles] == [None]
    assert found.stray == ()
    assert "id: x" in found.text


@pytest.mark.parametrize(
    "fence", ["```artikel", "```yaml artiklar", "```yml artikel", "```YAML Artikel", "```yaml, artikel"]
)
def test_a_misspelt_article_fence_is_never_taken_for_code(fence: str) -> None:
    assert outline(f"## A\n\n{fence}\nid: x\n```\n").stray == (3,)


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("kodblock", "```\n## inte\n```\n\n## A\n"),
        ("kodblock med språk", "```python\n## inte\n# inte\n```\n\n## A\n"),
        ("kodblock med tilde", "~~~\n## inte\n```\n## inte\n~~~\n\n## A\n"),
        ("fyra runt tre", "````markdown\n## inte\n\n```yaml artikel\nid: y\n```\n````\n\n## A\n"),
        ("indragen kod", "    ## inte\n\n## A\n"),
        ("kommentar", "<!-- ## inte -->\n\n## A\n"),
        ("lång kommentar", "<!--\n## inte\n\n```yaml artikel\nid: y\n```\n-->\n\n## A\n"),
        ("faktaruta", '!!! note "Obs"\n    ## inte\n\n## A\n'),
        ("lista", "- ett\n  - två\n    - ## inte\n\n## A\n"),
        ("citat", "> ## inte\n\n## A\n"),
        ("tabell", "| ## | a |\n|---|---|\n| # | ## inte |\n\n## A\n"),
        ("kod på rad", "```kod``` och `## inte`\n\n## A\n"),
        ("fotnot", "Text.[^1]\n\n[^1]: Fot\n    ## inte\n\n## A\n"),
        ("linje", "Text\n\n---\n\n## A\n"),
        ("nyckelord", "#hashtag-fri text\n\n".replace("#", "") + "## A\n"),
    ],
    ids=lambda value: value if "\n" not in value else "",
)
def test_what_only_looks_like_a_heading_is_none(what: str, body: str) -> None:
    line = body.count("\n")
    assert headings(body) == [(2, "A", line)], what


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("## A ##\n", [(2, "A", 1)]),
        ("##A\n", [(2, "A", 1)]),
        ("##\n", [(2, "", 1)]),
        ("A\n---\n", [(2, "A", 1)]),
        ("A\n===\n\nB\n---\n", [(1, "A", 1), (2, "B", 4)]),
        ("## A\nB\n---\n", [(2, "A", 1), (2, "B", 2)]),
        ("Text\n## A\n", [(2, "A", 2)]),
        ("# A\n### B\n###### C\n", [(1, "A", 1), (3, "B", 2), (6, "C", 3)]),
        ("Två\nrader\n---\n", []),
    ],
    ids=[
        "stängd",
        "utan mellanslag",
        "tom",
        "streckad",
        "två slag",
        "rakt under en annan",
        "rakt under text",
        "nivåer",
        "två rader",
    ],
)
def test_headings_are_seen_as_markdown_sees_them(body: str, found: list[tuple[int, str, int]]) -> None:
    assert headings(body) == found


def test_a_setext_heading_may_be_an_article() -> None:
    found = outline(f"Läkemedel\n---------\n\n{BLOCK}\n")
    assert [(heading.text, block is not None) for heading, block in found.articles] == [("Läkemedel", True)]


def test_lower_headings_take_no_block() -> None:
    found = outline(f"## A\n\n### B\n\n{BLOCK}\n")
    assert [block for _, block in found.articles] == [None]
    assert found.stray == (5,)


def test_blocks_that_stand_elsewhere_are_stray() -> None:
    body = f"{BLOCK}\n\n## A\n\n{BLOCK}\n\n{BLOCK}\n\n- lista\n\n    ```yaml artikel\n    id: y\n    ```\n"
    assert outline(body).stray == (1, 11, 17)


def test_a_fence_that_never_ends_is_told_and_hides_no_heading() -> None:
    found = outline("## A\n\n```\nkod\n\n## B\n")
    assert found.open_fence == 3
    assert [heading.text for heading, _ in found.articles] == ["A", "B"]


def test_an_article_block_that_never_ends_still_gives_its_article_an_id() -> None:
    found = outline("## A\n\n```yaml artikel\nid: a\n\nText.\n\n## B\n\n```yaml artikel\nid: b\n```\n")
    assert found.open_fence == 3
    assert [block.yaml for _, block in found.articles if block] == ["id: a", "id: b"]
    assert "Text." in found.text


def test_a_code_fence_never_swallows_an_article() -> None:
    found = outline("## A\n\n```yaml artikel\nid: a\n```\n\n```\nkod\n\n## B\n\n```yaml artikel\nid: b\n```\n")
    assert found.open_fence == 7
    assert [block.yaml for _, block in found.articles if block] == ["id: a", "id: b"]


def test_the_text_keeps_its_lines() -> None:
    body = f"## A\n\n{BLOCK}\n\nRad sju\n"
    assert outline(body).text.split("\n")[6] == "Rad sju"


@pytest.mark.parametrize("body", ["<!--\n" * 20_000, "```\n" * 20_000, "## A\n" * 20_000, "a\n---\n" * 20_000])
def test_long_bodies_are_scanned_to_their_end(body: str) -> None:
    found = outline(body + f"\n\n## Sist\n\n{BLOCK}\n")
    assert found.articles[-1][0].text == "Sist"
    assert found.articles[-1][1] is not None
