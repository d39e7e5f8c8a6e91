"""Problems as an author reads them, and the words that are guessed at."""

from __future__ import annotations

import pytest

from vip_core.problems import (
    ContentRefused,
    Point,
    Problem,
    ProblemLog,
    did_you_mean,
    errors,
    in_order,
    nearest,
    point_at,
    report,
    summary,
)


def problem(**changes: object) -> Problem:
    parts = {
        "path": "programs/adhd/om.md",
        "line": 31,
        "column": 13,
        "code": "OKANT-VARDE",
        "message": "fel",
        **changes,
    }
    return Problem(**parts)  # type: ignore[arg-type]


def test_a_problem_is_one_line_of_the_contracts_form() -> None:
    told = problem(field="yrkesroll", message='"lärere" finns inte', hint='menade du "larare"?')
    assert (
        told.as_text() == 'programs/adhd/om.md:31:13: OKANT-VARDE: yrkesroll: "lärere" finns inte – menade du "larare"?'
    )


def test_field_and_hint_are_left_out_where_there_are_none() -> None:
    assert problem().as_text() == "programs/adhd/om.md:31:13: OKANT-VARDE: fel"


def test_a_value_of_several_lines_still_makes_one_line() -> None:
    assert problem(message="ett\ntvå\t tre").as_text().endswith(": ett två tre")


def test_as_data_a_problem_has_the_contracts_fields_in_order() -> None:
    record = problem(field="f", value="v", hint="h").as_record()
    assert list(record) == ["path", "line", "column", "code", "field", "value", "message", "hint", "severity"]
    assert (record["line"], record["severity"]) == (31, "error")


def test_the_report_is_in_order_says_each_problem_once_and_counts() -> None:
    late, early = problem(line=9, column=1), problem(line=2, column=8)
    warned = problem(path="a.md", severity="warning")
    assert report([late, early, late, warned]).splitlines() == [
        "a.md:31:13: OKANT-VARDE: fel",
        "programs/adhd/om.md:2:8: OKANT-VARDE: fel",
        "programs/adhd/om.md:9:1: OKANT-VARDE: fel",
        "2 fel, 1 varning",
    ]


def test_lines_are_ordered_as_numbers() -> None:
    assert [one.line for one in in_order([problem(line=10), problem(line=9), problem(line=100)])] == [9, 10, 100]


@pytest.mark.parametrize(
    ("wrong", "warned", "said"),
    [
        (0, 0, "0 fel, 0 varningar"),
        (1, 0, "1 fel, 0 varningar"),
        (2, 1, "2 fel, 1 varning"),
        (0, 2, "0 fel, 2 varningar"),
    ],
)
def test_the_closing_line_counts(wrong: int, warned: int, said: str) -> None:
    problems = [problem(line=n) for n in range(wrong)] + [problem(line=n, severity="warning") for n in range(warned)]
    assert summary(problems) == said


def test_only_errors_stop_a_build() -> None:
    log = ProblemLog("x.md")
    log.warning(Point(1, 2), "TOMT-KAPITEL", "tomt")
    log.error(Point(3, 4), "FEL-TYP", "fel", value=12)
    assert [one.code for one in errors(log.problems)] == ["FEL-TYP"]
    assert [(one.line, one.column, one.value) for one in log.problems] == [(1, 2, ""), (3, 4, "12")]


def test_a_refusal_says_everything() -> None:
    refused = ContentRefused([problem(), problem(severity="warning", line=40)])
    assert str(refused) == report(refused.problems)


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("lärere", "larare"),
        ("Lärare", "larare"),
        ("LÄKARE", "lakare"),
        ("barn", "barn-unga"),
        ("barnunga", "barn-unga"),
        ("xyz", None),
        ("", None),
    ],
)
def test_the_word_an_author_meant_is_found_across_case_and_dots(word: str, near: str | None) -> None:
    assert nearest(word, ["lakare", "larare", "barn-unga"]) == near


def test_few_words_are_listed_when_none_is_near_and_many_are_not() -> None:
    assert did_you_mean("xyz", ["ett", "två"]) == "välj bland ett, två"
    assert did_you_mean("xyz", [f"ord{n}" for n in range(13)]) == ""
    assert did_you_mean("xyz", []) == ""


@pytest.mark.parametrize(
    ("position", "place"), [(0, Point(5, 1)), (2, Point(5, 3)), (3, Point(6, 1)), (5, Point(6, 3))]
)
def test_a_position_in_a_text_is_a_line_and_a_column(position: int, place: Point) -> None:
    assert point_at("åä\nöx", position, 5) == place
