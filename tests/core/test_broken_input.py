"""Every case of ``cases/broken``: what an author is told, at which place, and that nothing else is said."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from sample import ROOT, TESTS, Sample, broken_cases, markdown_settings
from vip_core import publication, site
from vip_core.problems import ContentRefused, Problem

CASES = dict(broken_cases())
TOLD_ELSEWHERE = {
    "FOR-DJUPT",
    "AGARE-SAKNAS",
    "STATUS-HOJD",
    "FEL-SVAR",
}  # test_page_html.py, test_owners.py, test_guidance.py


def _place(problem: Problem) -> str:
    return f"{problem.path}:{problem.line}:{problem.column}: {problem.code}"


def _expected(told: dict[str, Any] | None) -> dict[str, list[str]]:
    return {place: said if isinstance(said, list) else [said] for place, said in (told or {}).items()}


@pytest.mark.parametrize("name", CASES)
def test_the_author_is_told_exactly_this(sample: Sample, name: str) -> None:
    case = CASES[name]
    for change in (case, *case.get("också", ())):
        sample.change(change)
    outcome = sample.prepare()
    for severity, key in (("error", "ska_ge"), ("warning", "varnar")):
        wanted = _expected(case.get(key))
        told = [problem for problem in outcome.problems if problem.severity == severity]
        text = "\n".join(problem.as_text() for problem in told)
        assert Counter(map(_place, told)) == {place: len(said) for place, said in wanted.items()}, text
        for place, fragments in wanted.items():
            lines = [problem.as_text() for problem in told if _place(problem) == place]
            missing = [fragment for fragment in fragments if not any(fragment in line for line in lines)]
            assert missing == [], text
    assert (outcome.site is None) is bool(case.get("ska_ge"))


def test_the_sample_project_itself_has_no_problems(sample: Sample) -> None:
    assert sample.prepare().problems == ()


TWENTY = (
    ("programs/_facets.yml", "      label: Äldre\n", "", "FALT-SAKNAS"),
    ("programs/_sources.yml", "type: report", "type: rapport", "OKANT-VARDE"),
    ("programs/_themes.yml", "label: Levnadsvanor", "namn: Levnadsvanor", "OKANT-FALT"),
    ("programs/adhd/index.md", "title: ADHD", "title:", "FEL-TYP"),
    ("programs/adhd/index.md", "granskas: 2099-11-21", "granskas: 2020-01-01", "DATUMORDNING"),
    ("programs/adhd/index.md", "(niva-och-process.md#forsta-steget)", "(niva.md)", "BRUTEN-LANK"),
    ("programs/adhd/niva-och-process.md", "status: utkast", "status: klar", "OKANT-VARDE"),
    ("programs/adhd/niva-och-process.md", 'version: "1.0"', "version: 1.0", "YAML-FALLA"),
    (
        "programs/adhd/niva-och-process.md",
        "aldersgrupp: [barn-unga, vuxna]",
        "aldersgrupp: [barn-unga, vuxna, aldre]",
        "UTANFOR-FORALDERN",
    ),
    ("programs/adhd/niva-och-process.md", "### Gör så här", "#### Gör så här", "RUBRIKNIVA"),
    ("programs/adhd/niva-och-process.md", "larsson-2014", "larson-2014", "OKAND-KALLA"),
    ("programs/adhd/niva-och-process.md", "teman: [samsjuklighet]", "teman: [vald]", "OKANT-TEMA"),
    (
        "programs/adhd/niva-och-process.md",
        "![En trappa med tre steg](bilder/trappa.png)",
        "![](bilder/trappa.png)",
        "BILD-UTAN-TEXT",
    ),
    ("programs/adhd/behandling-och-stod.md", "insats: alla", "insats: []", "TOM-LISTA"),
    ("programs/adhd/behandling-och-stod.md", "id: samordnad-plan", "id: lakemedel", "DUBBELT-ID"),
    ("programs/adhd/behandling-och-stod.md", "Följ effekt", "Följ <b>effekt", "OSTANGD-HTML"),
    ("programs/adhd/lagar-och-regler.md", "id: adhd-lagar-och-regler", "id: adhd", "DUBBELT-ID"),
    ("programs/adhd/lagar-och-regler.md", "title: Lagar och regler", "title: Lagar", "KAPITELORDNING"),
    ("programs/adhd/lagar-och-regler.md", "id: ratt-till-stod", "id: Rätt till stöd", "FELAKTIGT-ID"),
    ("programs/sjalvskadebeteende/index.md", "id: sjalvskada", "id: [", "YAML-FEL"),
    ("programs/sjalvskadebeteende/niva-och-process.md", "---\nid", "id", "HUVUD-SAKNAS"),
    ("programs/sjalvskadebeteende/behandling-och-stod.md", "id: samtal\n", "", "FALT-SAKNAS"),
    ("programs/sjalvskadebeteende/behandling-och-stod.md", "#samordnad-plan)", "#plan)", "BRUTET-ANKARE"),
    ("content/index.md", "description:", "beskrivning:", "OKANT-FALT"),
    ("content/om.md", "andrad: 2026-11-21", "andrad: igår", "FEL-TYP"),
)


def test_twenty_mistakes_at_once_are_all_told_and_each_once(sample: Sample) -> None:
    where: list[tuple[str, str]] = []
    for path, old, new, code in TWENTY:
        sample.replace(path, old, new)
        where.append((path, code))
    outcome = sample.prepare()
    assert outcome.site is None
    told = Counter((problem.path, problem.code) for problem in outcome.problems)
    # A misspelt field is also a missing one.
    expected = Counter(where) + Counter([("content/index.md", "FALT-SAKNAS"), ("programs/_themes.yml", "FALT-SAKNAS")])
    assert told == expected
    assert len(told) >= 20


def test_a_refusal_says_everything_in_order_and_how_many(sample: Sample) -> None:
    sample.replace("programs/adhd/index.md", "status: utkast", "status: klar")
    sample.replace("content/om.md", "title:", "titel:")
    sample.replace("content/index.md", "Välj", "[todo] Välj")
    with pytest.raises(ContentRefused) as refused:
        sample.site()
    *lines, last = str(refused.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "content/index.md",
        "content/om.md",
        "content/om.md",
        "programs/adhd/index.md",
    ]
    assert last == "3 fel, 1 varning"


def test_preparing_writes_nothing(sample: Sample) -> None:
    before = {file: file.read_bytes() for file in sample.root.rglob("*") if file.is_file()}
    sample.prepare()
    assert {file: file.read_bytes() for file in sample.root.rglob("*") if file.is_file()} == before


def test_there_is_a_case_for_every_code_the_core_can_give() -> None:
    files = set((ROOT / "hooks/vip_core").glob("*.py"))
    files.remove(ROOT / "hooks/vip_core/publish_checks.py")  # of what is built, told in test_publish_checks.py
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    codes = set(re.findall(r'"([A-Z][A-Z0-9]{5,}(?:-[A-Z0-9]+)*|[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)+)"', source))
    text = "".join(file.read_text(encoding="utf-8") for file in (TESTS / "cases/broken").glob("*.yml"))
    assert {code for code in codes if f': {code}"' not in text} == TOLD_ELSEWHERE


@pytest.mark.parametrize(
    "pattern", ["javascript:alert(1)//{path}", "https://example.org/edit/", "/edit/{path}", 17, "https://a b/{path}"]
)
def test_an_edit_address_that_is_none_is_told(sample: Sample, pattern: object) -> None:
    published = publication.publication("", "VIP", {"redigera": pattern})
    with pytest.raises(ContentRefused) as refused:
        site.prepare(sample.root, markdown_settings(), publication=published)
    assert [problem.path for problem in refused.value.problems] == ["mkdocs.yml"]
    assert "{path}" in refused.value.problems[0].hint
