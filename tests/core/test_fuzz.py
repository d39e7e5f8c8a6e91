"""Whatever an author saves: no traceback, a problem or a page, and never a header published as text.

Examples are drawn the same way each time (``derandomize``), so that a passing suite passes again.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sample import markdown_settings
from vip_core import article_blocks, front_matter, site
from vip_core.front_matter import SourceFile
from vip_core.links import LinkMap
from vip_core.marked_yaml import Mapping
from vip_core.page_html import PageHtml, PageRenderer
from vip_core.problems import ContentRefused, Problem, errors
from vip_core.site import Site

SECRET = "zxqvhemlig"
STEADY = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
FACETS = "- key: yrkesroll\n  label: Yrkesroll\n  values:\n    - {key: larare, label: Lärare}\n    - {key: lakare, label: Läkare}\n"
CHAPTERS = "- {slug: om-tillstandet, title: Om tillståndet, description: Begrepp.}\n"
SOURCES = "sol-2025-400: {type: legislation, title: Socialtjänstlag}\n"
HEAD = f"""---
id: adhd-om-tillstandet
title: Om tillståndet
yrkesroll: alla
status: utkast
version: "1.0"
andrad: 2026-11-21
granskas: 2099-11-21
description: En mening om {SECRET}.
# {SECRET} i en kommentar
tidigare: [{SECRET}]
---
"""
BODY = f"""
Ingress.

## Läkemedel

```yaml artikel
id: lakemedel
# {SECRET} i en kommentar
yrkesroll: [lakare]
tidigare: [{SECRET}]
```

Första stycket.

### Steg

| a | b |
|---|---|
| c | d |

## Stöd i skolan

```yaml artikel
id: stod
tidigare: [{SECRET}-2]
```

- punkt

    fortsättning
"""
INDEX = HEAD.replace("adhd-om-tillstandet", "adhd").replace("Om tillståndet", "ADHD").replace(SECRET, "forr")
ROWS = (HEAD + BODY).split("\n")

# fmt: off
YAML_BITS = st.sampled_from([
    "---", "---\n", "...", "id: x", "title: ", ": ", "- ", "[", "]", "{", "}", '"', "'", "#", "&a ", "*a", "!t ", "|", ">",
    "\t", "  ", "\n", "\r\n", "\ufeff", "\x00", "\x85", "\u2028", "å", "%", "@", "`", "?", "~", "null", "1.0", "2026-11-21",
    "<<: ", "\\", ",",
])
MARKDOWN_BITS = st.sampled_from([
    "# ", "## ", "### ", "## A\n", "\n", "\n\n", "```", "````", "~~~", "```yaml artikel\nid: x\n```\n", "```yaml artikel\n",
    "    ", "- ", "1. ", "> ", "!!! note\n", '??? "x"\n', "| a | b |\n|---|---|\n| c |\n", "---\n", "===\n", "<div>", "</div>",
    "<b>", "<!--", "-->", "<![CDATA[", "]]>", "<?php", "<!DOCTYPE", "<script>", "<div markdown='1'>", "[x](", "](", ")",
    "[x][y]", "[y]: z.md\n", "![", "[^1]", "[^1]: fot\n", "{#id}", "{: .a }", "`", "``", "*", "**", "_", "\\", "&amp;", "&",
    "<", ">", "http://[x", "<a@b.se>", "<https://x>", "$", ":   def\n", "ord", " ", "\x02", "\x03", "å",
])
# fmt: on


@given(st.lists(YAML_BITS | st.text(max_size=3), max_size=25).map("".join))
@settings(STEADY, max_examples=800)
def test_any_text_is_taken_apart_or_refused_with_a_place(text: str) -> None:
    for attempt in (text, f"---\n{text}", f"---\n{text}\n---\n", f"---\nid: x\n---\n{text}"):
        source, problems = front_matter.parse(attempt, "x.md")
        assert source is not None or errors(problems)
        _are_told_well(problems, attempt)


@given(st.lists(MARKDOWN_BITS, max_size=22).map("".join))
@settings(STEADY, max_examples=1_000)
def test_any_body_is_rendered_or_refused_with_a_place(body: str) -> None:
    _, problems = _render(body)
    _are_told_well(problems, body)


@given(st.text(max_size=60))
@settings(STEADY, max_examples=300)
def test_any_characters_are_rendered_or_refused(body: str) -> None:
    source, problems = front_matter.parse(f"---\nid: x\n---\n{body}", "x.md")
    if source is not None:
        _, problems = _render(source.body)
    _are_told_well(problems, f"---\nid: x\n---\n{body}")


@given(
    st.lists(st.tuples(st.integers(0, len(ROWS)), MARKDOWN_BITS | YAML_BITS | st.just("")), min_size=1, max_size=3),
    st.data(),
)
@settings(STEADY, max_examples=500)
def test_no_slip_of_the_hand_publishes_a_header(slips: list[tuple[int, str]], data: st.DataObject) -> None:
    rows = list(ROWS)
    for place, bit in slips:
        how = data.draw(st.sampled_from(["before", "instead", "inside", "gone"]))
        rows = _slip(rows, min(place, len(rows) - 1), bit, how)
    _never_publishes(rows)


@pytest.mark.parametrize("row", range(1, ROWS.index("Ingress.")), ids=lambda row: ROWS[row] or "tomrad")
@pytest.mark.parametrize(
    "bit", ["", "---", "...", " ", "```", "<!--", "# ", "- "], ids=lambda bit: bit.strip() or repr(bit)
)
def test_no_row_put_before_any_row_of_the_header_publishes_it(row: int, bit: str) -> None:
    _never_publishes([*ROWS[:row], bit, *ROWS[row:]])


@pytest.mark.parametrize("row", range(len(ROWS)), ids=lambda row: f"{row + 1} {ROWS[row] or 'tomrad'}")
def test_no_row_taken_away_or_indented_publishes_a_header(row: int) -> None:
    _never_publishes([*ROWS[:row], *ROWS[row + 1 :]])
    _never_publishes([*ROWS[:row], "    " + ROWS[row], *ROWS[row + 1 :]])


@pytest.mark.parametrize("bit", ["```", "~~~", "```yaml artikel", "---", "    ", "<!--", "-->", "<div>"])
def test_no_row_put_into_an_article_block_publishes_it(bit: str) -> None:
    for row in range(ROWS.index("## Läkemedel"), len(ROWS)):
        _never_publishes([*ROWS[:row], bit, *ROWS[row:]])


@pytest.mark.parametrize("end", [row for row, text in enumerate(ROWS) if row and text in ("---", "```")])
def test_no_closing_row_moved_up_publishes_what_comes_below_it(end: int) -> None:
    opening = max(row for row in range(end) if ROWS[row].startswith(ROWS[end]))
    for to in range(opening + 1, end):
        _never_publishes([*ROWS[:to], ROWS[end], *ROWS[to:end], *ROWS[end + 1 :]])


def test_the_project_of_these_tests_is_accepted_as_it_is() -> None:
    made = _accepted(ROWS)
    assert made is not None
    assert list(made.sections) == ["adhd/om-tillstandet#lakemedel", "adhd/om-tillstandet#stod"]


def _are_told_well(problems: list[Problem], text: str) -> None:
    last = text.count("\n") + text.count("\r") + 2
    for problem in problems:
        assert 1 <= problem.line <= last
        assert problem.column >= 1
        assert "\n" not in problem.as_text()


def _render(body: str) -> tuple[PageHtml, list[Problem]]:
    source = SourceFile("content/sida.md", Mapping(), body)
    return _renderer().render(source, "sida.md", "sida/", article_blocks.outline(body))


def _renderer() -> PageRenderer:
    if not _RENDERERS:
        _RENDERERS.append(PageRenderer(markdown_settings(), LinkMap({"sida.md": "sida/"})))
    return _RENDERERS[0]


_RENDERERS: list[PageRenderer] = []


def _slip(rows: list[str], place: int, bit: str, how: str) -> list[str]:
    before, row, after = rows[:place], rows[place], rows[place + 1 :]
    changed = {
        "before": [bit, row],
        "instead": [bit],
        "inside": [row[: len(row) // 2] + bit + row[len(row) // 2 :]],
        "gone": [],
    }
    return [*before, *changed[how], *after]


@contextmanager
def _project(chapter: str) -> Iterator[Path]:
    root = Path(tempfile.mkdtemp())
    files = {"_facets.yml": FACETS, "_chapters.yml": CHAPTERS, "_sources.yml": SOURCES}
    try:
        (root / "content").mkdir()
        (root / "content/index.md").write_text("---\ntitle: Start\ndescription: Start.\n---\n", encoding="utf-8")
        (root / "programs/adhd").mkdir(parents=True)
        for name, text in files.items():
            (root / "programs" / name).write_text(text, encoding="utf-8")
        (root / "programs/adhd/index.md").write_text(INDEX, encoding="utf-8")
        (root / "programs/adhd/om-tillstandet.md").write_bytes(chapter.encode("utf-8"))
        yield root
    finally:
        shutil.rmtree(root)


def _published(html: PageHtml) -> str:
    headings = "".join(item.id + item.title for item in html.toc)
    return html.intro + "".join(section.html for section in html.sections) + html.footnotes + headings


def _accepted(rows: list[str]) -> Site | None:
    """Return the site with this chapter, or ``None`` when it is refused, as it must be with at least one error."""
    with _project("\n".join(rows)) as root:
        try:
            return site.prepare(root, markdown_settings())
        except ContentRefused as refused:
            if not errors(refused.problems):
                raise
            return None


def _never_publishes(rows: list[str]) -> None:
    made = _accepted(rows)
    for page in made.pages if made else ():
        assert SECRET not in _published(page.html), "\n".join(rows)
