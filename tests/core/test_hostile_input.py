"""Hostile input in content and settings: refused at its line, or made harmless; and the sanitiser as the second wall."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import hostile
from mkdocs_adapter import site_build
from sample import ROOT, Sample, markdown_settings
from vip_core import raw_html, site
from vip_core.links import Locator
from vip_core.problems import ContentRefused, Problem, ProblemLog
from vip_core.publication import publication
from vip_core.site import Site

REFUSED_TEXTS = [case["text"] for case in hostile.texts() if "nekas" in case]
REFUSED_FIELDS = [case for case in hostile.fields() if "nekas" in case]


def refusal(project: Sample) -> tuple[Problem, ...]:
    """Return the problems of a project that must not be built."""
    from commands import configuration  # noqa: PLC0415 - loads MkDocs, which most tests of the core do without

    with pytest.raises(ContentRefused) as refused:
        site_build.prepare(configuration.load(project.root))
    return refused.value.problems


def test_there_are_more_than_a_hundred_inputs_and_each_has_one_outcome() -> None:
    cases = [*hostile.texts(), *hostile.fields()]
    assert all(("nekas" in case) != ("visas" in case) for case in cases)
    assert len(cases) + len(hostile.addresses()) > 100
    assert len({case["text"] for case in hostile.texts()}) == len(hostile.texts())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    """What is told of each refused text, by the path of its page; all in one project, as one pull request."""
    project = hostile.lay_out(tmp_path_factory.mktemp("fientligt") / "projekt")
    for number, text in enumerate(REFUSED_TEXTS):
        hostile.write_page(project, number, text)
    by_path: dict[str, list[Problem]] = {}
    for problem in refusal(project):
        by_path.setdefault(problem.path, []).append(problem)
    return by_path


@pytest.mark.parametrize("number", range(len(REFUSED_TEXTS)), ids=[repr(text)[:50] for text in REFUSED_TEXTS])
def test_hostile_text_is_refused_at_its_line_with_a_mend(told: dict[str, list[Problem]], number: int) -> None:
    (case,) = [one for one in hostile.texts() if one["text"] == REFUSED_TEXTS[number]]
    problems = told[hostile.PAGE.format(number)]
    assert case["nekas"] in {problem.code for problem in problems}
    for problem in problems:
        assert hostile.FIRST_LINE <= problem.line <= hostile.FIRST_LINE + case["text"].count("\n"), problem.as_text()
        assert problem.hint


def test_nothing_is_told_of_other_pages(told: dict[str, list[Problem]]) -> None:
    assert set(told) == {hostile.PAGE.format(number) for number in range(len(REFUSED_TEXTS))}


@pytest.mark.parametrize("case", REFUSED_FIELDS, ids=lambda case: f"{case['fil']} {case['text']!r}"[:60])
def test_a_hostile_field_is_refused_at_its_line(tmp_path: Path, case: dict[str, Any]) -> None:
    project = hostile.lay_out(tmp_path / "projekt")
    lines = hostile.change_field(project, case)
    problems = [problem for problem in refusal(project) if problem.path == case["fil"] and problem.line in lines]
    assert case["nekas"] in {problem.code for problem in problems}
    assert all(problem.hint for problem in problems)


def sanitised(built: str, source: str = "") -> tuple[str, list[Problem]]:
    log = ProblemLog("content/sida.md")
    return raw_html.sanitised(built, Locator(source or built, 1), log), log.problems


@pytest.mark.parametrize(
    "built",
    [
        "<p>Text</p><script>__vip_hit=1</script>",
        '<p onclick="__vip_hit=1">Text</p>',
        '<p style="color: red">Text</p>',
        '<a href="javascript:__vip_hit=1">x</a>',
        '<a href="java&#115;cript:__vip_hit=1">x</a>',
        '<a href=" &#1;javascript:__vip_hit=1">x</a>',
        '<img src="data:image/svg+xml,x" alt="x">',
        '<svg><use href="#x"></use></svg>',
        '<iframe src="x"></iframe>',
        "<p>Text<!-- --!><img src=x onerror=__vip_hit=1> --></p>",
        "<p>a</p><![CDATA[<img src=x onerror=__vip_hit=1>]]>",
        '<noscript><p title="</noscript><img src=x onerror=__vip_hit=1>"></p></noscript>',
        "<math><mtext><table><mglyph><style><img src=x onerror=__vip_hit=1></style></mglyph></table></mtext></math>",
        '<form action="x"><input name="y"></form>',
    ],
)
def test_what_the_sanitiser_would_take_away_is_an_error_and_never_silent(built: str) -> None:
    cleaned, problems = sanitised(built)
    assert [(problem.code, problem.line, bool(problem.hint)) for problem in problems] == [("HTML-TAGG", 1, True)]
    assert sanitised(cleaned) == (cleaned, [])


def test_the_sanitiser_tells_where_what_it_takes_away_was_written() -> None:
    log = ProblemLog("content/sida.md")
    raw_html.sanitised("<p>Ett</p>\n<p>Två <blink>x</blink></p>", Locator("Ett\n\nTvå <blink>x</blink>", 6), log)
    assert [(problem.line, problem.column) for problem in log.problems] == [(8, 5)]


@pytest.mark.parametrize(
    "built", ["<p>rad<br />rad</p><hr />", '<p>"citat" &nbsp; a &gt; b</p>', '<img alt="" src="a.png" />']
)
def test_another_way_to_write_the_same_is_no_error(built: str) -> None:
    assert sanitised(built)[1] == []


def test_the_pages_of_the_site_pass_the_sanitiser_unchanged(real_site: Site) -> None:
    checked = 0
    for page in real_site.pages:
        parts = [page.html.intro, page.html.footnotes, *(section.html for section in page.html.sections)]
        for part in filter(None, parts):
            cleaned, problems = sanitised(part)
            assert (cleaned, problems) == (part, []), page.address
            checked += 1
    assert checked > len(real_site.sections)


def test_a_footer_link_to_a_page_that_is_missing_is_a_warning(sample: Sample) -> None:
    sample.write("mkdocs.yml", "extra:\n  sidfot:\n    Om: om/\n    Press: press/#kontakt\n")
    published = publication("", "VIP", {"sidfot": {"Om": "om/", "Press": "press/#kontakt"}})
    made = site.prepare(sample.root, markdown_settings(), publication=published)
    assert [(one.path, one.line, one.column, one.field) for one in made.warnings] == [
        ("mkdocs.yml", 4, 12, "sidfot.Press")
    ]


def test_no_script_of_ours_makes_html_or_code_of_text() -> None:
    """Text reaches the page as text nodes and attributes; what a reader types or an address holds is never parsed."""
    sinks = re.compile(
        r"\.(?:innerHTML|outerHTML|srcdoc)\b|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|setHTML"
        r"|\beval\(|\bFunction\(|setTimeout\(\s*[\"'`]|setAttribute\(\s*[\"'`]on|javascript:"
    )
    scripts = sorted((ROOT / "theme_overrides/assets/js").glob("*.js"))
    assert scripts
    found = {script.name: sinks.findall(script.read_text(encoding="utf-8")) for script in scripts}
    assert {name: sunk for name, sunk in found.items() if sunk} == {}


def test_templates_trust_only_what_the_core_has_rendered() -> None:
    """Autoescaping is on; each ``safe`` is for HTML that passed the sanitiser, or that the core made and escaped itself."""
    trusted = re.compile(r"\{\{-?\s*([^}]*?)\s*\|\s*safe\b")
    templates = sorted((ROOT / "theme_overrides").rglob("*.html"))
    found = {use for template in templates for use in trusted.findall(template.read_text(encoding="utf-8"))}
    rendered = {"view.page.html.intro", "view.page.html.footnotes", "item.html", "note.html"}
    rendered |= {"shown.intro", "shown.footnotes"}  # of a frozen version
    rendered |= {"chapter.intro", "printed.html", "chapter.footnotes"}  # for paper
    rendered |= {"reference.html", "view.metadata.data", "pack.qr_code"}  # a citation; JSON-LD; SVG of an address
    assert found <= {*rendered, 'svg[svg.index("<path"):-6]', "chart.svg"}
    assert not [one for one in templates if re.search(r"autoescape\s+false|Markup\(", one.read_text(encoding="utf-8"))]
