"""Statistics: the source's numbers, what is worked out from them, and the gaps that nobody fills."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree  # noqa: N813 - Python-Markdown's own name for it
from decimal import Decimal
from pathlib import Path

import pytest

from vip_core import published_statistics
from vip_core.charts import charts
from vip_core.published_statistics import Statistic, percent, table
from vip_core.schema import Known
from vip_core.site import Site

SMALL = """\
title: Besök
beskrivning: Antal besök.
enhet: besök
ordning: 1
serier:
  - {label: Norr & syd}
  - {label: Väst}
rader:
  - {tid: 2023-11, varden: [100, 50]}
  - {tid: 2024-02, varden: [150, 40]}
jamfor:
  - [2023-11, 2024-02]
"""
SVG = "{http://www.w3.org/2000/svg}"


def read(folder: Path) -> tuple[tuple[Statistic, ...], list[str]]:
    found, problems = published_statistics.read(folder, "content/_statistik", Known(), {"adhd": "ADHD"})
    return found, [problem.as_text() for problem in problems]


@pytest.fixture
def small(tmp_path: Path) -> Statistic:
    (tmp_path / "besok.yml").write_text(SMALL, encoding="utf-8")
    found, problems = read(tmp_path)
    assert problems == []
    return found[0]


@pytest.fixture(scope="module")
def published(real_site: Site) -> dict[str, Statistic]:
    return {one.key: one for one in real_site.statistics}


def test_the_printed_sums_agree_with_the_numbers(published: dict[str, Statistic]) -> None:
    assert published["sessioner"].totals == (31460, 28393, 69213, 227931)
    assert published["sidvisningar"].totals == (102098, 60927, 49192, 47971, 18317)
    assert published["seminarier"].totals == (61, 20, 61, 62, 9)
    for one in published.values():
        printed = next(row.values for row in one.printed if row.label == "Totalt")
        assert tuple(int(re.sub(r"\s", "", value)) for value in printed) == one.totals


def test_the_changes_are_worked_out_for_the_time_they_are_said_to_cover(published: dict[str, Statistic]) -> None:
    sessions, views = published["sessioner"], published["sidvisningar"]
    assert [str(change) for change in sessions.changes("2022-10", "2024-04")] == ["65.48", "86.13", "122.98", "79.16"]
    assert [str(change) for change in sessions.changes("2023-10", "2024-04")] == ["8.41", "15.99", "19.00", "15.95"]
    wanted = ["62.03", "98.22", "118.67", "61.34", "36.16"]
    assert [str(change) for change in views.changes("2022-10", "2024-04")] == wanted
    assert [str(c) for c in views.changes("2023-10", "2024-04")] == ["3.70", "30.02", "32.43", "20.79", "4.88"]


def test_halves_round_up_and_nothing_is_divided_by_zero() -> None:
    assert percent(800, 801) == Decimal("0.13")
    assert percent(0, 5) is None
    assert percent(5, None) is None


def test_a_table_says_where_months_are_missing(small: Statistic) -> None:
    rows = table(small)
    assert [(row.kind, row.label) for row in rows] == [
        ("value", "nov 2023"),
        ("gap", "dec 2023–jan 2024: uppgift saknas"),
        ("value", "feb 2024"),
        ("worked-out", "Summa"),
        ("worked-out", "Ändring nov 2023 till feb 2024, omräknad"),
    ]
    assert rows[-1].cells == ("50,00\N{NO-BREAK SPACE}%", "−20,00\N{NO-BREAK SPACE}%")


def test_columns_stand_at_their_months_on_one_scale_and_gaps_are_broken_lines(small: Statistic) -> None:
    first, second = (etree.fromstring(chart.svg) for chart in charts(small))
    bars = [(float(bar.get("x", 0)), float(bar.get("height", 0))) for bar in first.iter("rect")]
    others = [(float(bar.get("x", 0)), float(bar.get("height", 0))) for bar in second.iter("rect")]
    assert bars[0][1] / bars[1][1] == pytest.approx(100 / 150, abs=0.01)
    assert others[0][1] / bars[0][1] == pytest.approx(50 / 100, abs=0.02)
    (gap,) = first.iter("path")
    start, end = map(float, re.findall(r"[MH]([\d.]+)", gap.get("d", "")))
    assert bars[0][0] < start < end < bars[1][0]
    assert (bars[1][0] - bars[0][0]) / (end - start) == pytest.approx(3 / 2, abs=0.01)


def test_a_chart_reads_well_as_text_and_holds_no_style_of_its_own(published: dict[str, Statistic]) -> None:
    for one in published.values():
        for chart in charts(one):
            svg = etree.fromstring(chart.svg)
            named = {element.get("id"): element.text for element in svg if element.tag in ("title", "desc")}
            assert [named[name] for name in svg.get("aria-labelledby", "").split()]
            assert svg.get("role") == "img"
            assert "style=" not in chart.svg
    described = charts(published["sessioner"])[0].svg
    assert "okt 2022: 3\N{NO-BREAK SPACE}554 sessioner. april 2024: 5\N{NO-BREAK SPACE}881." in described
    assert "För 12 månader däremellan saknas uppgift." in described


def test_labels_are_escaped(small: Statistic) -> None:
    assert "Norr &amp; syd" in charts(small)[0].svg


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[150, 40]", "[150]", "10:5: FEL-ANTAL"),
        ("2024-02, varden", "2023-01, varden", "10:5: FEL-ORDNING"),
        ("[2023-11, 2024-02]", "[2023-11, 2024-03]", "12:5: OKANT-VARDE"),
        ("tid: 2024-02", "tid: 2024-13", "skriv 2023 eller 2022-10"),
        ("[150, 40]", "[150, många]", "skriv bara siffror"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in SMALL
    (tmp_path / "besok.yml").write_text(SMALL.replace(old, new), encoding="utf-8")
    _, problems = read(tmp_path)
    assert any(told in problem for problem in problems), problems


def test_the_sites_own_use_is_shown_when_it_has_been_counted(tmp_path: Path) -> None:
    rows = [
        "manad,matt,namn,varde",
        "2026-10,sidvisningar,totalt,30",
        "2026-10,sidvisningar,adhd,20",
        "2026-11,sidvisningar,adhd,25",
        "2026-10,sessioner,totalt,9",
    ]
    (tmp_path / "egen.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (views, sessions), problems = read(tmp_path)
    assert problems == []
    assert [(one.label, one.own_scale) for one in views.series] == [("ADHD", False), ("Totalt", True)]
    assert [row.values for row in views.rows] == [(20, 30), (25, None)]
    assert table(views)[1].cells == ("25", "–")
    assert [chart.heading for chart in charts(sessions)] == ["Totalt"]


@pytest.mark.parametrize("text", ["namn,varde\n", "manad,matt,namn,varde\n2026-10,sidvisningar,adhd,många\n"])
def test_a_file_that_usage_did_not_write_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "egen.csv").write_text(text, encoding="utf-8")
    found, problems = read(tmp_path)
    assert found == ()
    assert len(problems) == 1
    assert "vip.py usage" in problems[0]
