"""Charts: statistics as SVG, made at build. Classes carry the colours, so they follow light, dark and paper.

Columns stand at their true month on the axis and begin at zero; months without a value are a broken line, not a guess.
Each chart has a title and a description; the table beside it holds every number.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from .published_statistics import Statistic, gaps, month_name, month_number, most, thousands

WIDTH = 320
_LEFT, _RIGHT = 8, 312
_TOP, _BASE, _HEIGHT = 26, 130, 152
_WIDEST = 40
_LABEL_WIDTH = 66
_BAR, _BAR_STEP, _LONGEST = 14, 40, 250


@dataclass(frozen=True)
class Chart:
    """A drawing with its heading; ``svg`` is safe to print as it is."""

    heading: str
    svg: str


def charts(statistic: Statistic) -> tuple[Chart, ...]:
    """Return a chart for each series over time, or for each year over the series where the times are no months."""
    if not statistic.rows:
        return ()
    if not statistic.by_month:
        return tuple(_bars(statistic, place) for place in range(len(statistic.rows)))
    return tuple(_columns(statistic, place) for place in range(len(statistic.series)))


def _columns(statistic: Statistic, place: int) -> Chart:
    series, column = statistic.series[place], statistic.columns[place]
    shared = [
        value
        for other, values in zip(statistic.series, statistic.columns, strict=True)
        if other.own_scale == series.own_scale
        for value in values
    ]
    scale = (_BASE - _TOP) / most(column if series.own_scale else shared)
    months = [month_number(row.time) for row in statistic.rows]
    step = min((_RIGHT - _LEFT) / (months[-1] - months[0] + 1), _WIDEST)
    width = step * 0.7
    points = [
        (_LEFT + (month - months[0]) * step + step * 0.15, month, value)
        for month, value in zip(months, column, strict=True)
    ]
    parts: list[str] = []
    for first, last in gaps([row.time for row in statistic.rows]):
        start, end = (_LEFT + (month - months[0]) * step for month in (first, last + 1))
        parts.append(f'<path class="vip-chart__gap" d="M{start:.1f} {_BASE}H{end:.1f}"/>')
    known = [(x, month, value) for x, month, value in points if value is not None]
    for x, _, value in known:
        height = max(value * scale, 1)
        parts.append(
            f'<rect class="vip-chart__bar" x="{x:.1f}" y="{_BASE - height:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
        )
    for x, value, anchor in _ends(known, width):
        parts.append(
            f'<text class="vip-chart__value" x="{x:.1f}" y="{_BASE - value * scale - 6:.1f}" text-anchor="{anchor}">{thousands(value)}</text>'
        )
    parts += [
        f'<text class="vip-chart__label" x="{x:.1f}" y="{_BASE + 16}" text-anchor="{anchor}">{month_name(month)}</text>'
        for x, month, anchor in _axis(points, width)
    ]
    title = f"{series.label}: {statistic.unit} per månad"
    return Chart(series.label, _svg(f"{statistic.key}-{place}", _HEIGHT, title, _told(statistic, known), parts))


def _ends(known: list[tuple[float, int, int]], width: float) -> list[tuple[float, int, str]]:
    """Return the first and the last value with where they are written."""
    if len(known) < 2:
        return [(x, value, "start") for x, _, value in known]
    (first, _, before), (last, _, after) = known[0], known[-1]
    return [(first, before, "start"), (last + width, after, "end")]


def _axis(points: list[tuple[float, int, int | None]], width: float) -> list[tuple[float, int, str]]:
    """Return the months that are named on the axis: the first and the last, and those between that have room."""
    named: list[tuple[float, int, str]] = [(points[0][0], points[0][1], "start")]
    end = points[-1][0] + width
    for x, month, _ in points[1:-1]:
        middle = x + width / 2
        room = named[-1][0] + (_LABEL_WIDTH if len(named) == 1 else _LABEL_WIDTH / 2)
        if middle - _LABEL_WIDTH / 2 >= room and middle + _LABEL_WIDTH / 2 <= end - _LABEL_WIDTH:
            named.append((middle, month, "middle"))
    if len(points) > 1:
        named.append((end, points[-1][1], "end"))
    return named


def _told(statistic: Statistic, known: list[tuple[float, int, int]]) -> str:
    if not known:
        return "Uppgift saknas."
    (_, first, before), (_, last, after) = known[0], known[-1]
    missing = sum(end - start + 1 for start, end in gaps([row.time for row in statistic.rows]))
    said = f"{month_name(first)}: {thousands(before)} {statistic.unit}."
    if len(known) > 1:
        said += f" {month_name(last)}: {thousands(after)}. {len(known)} månader är mätta."
    return said + (f" För {missing} månader däremellan saknas uppgift." if missing else "")


def _bars(statistic: Statistic, place: int) -> Chart:
    row = statistic.rows[place]
    scale = _LONGEST / most(value for other in statistic.rows for value in other.values)
    parts: list[str] = []
    told: list[str] = []
    for number, (series, value) in enumerate(zip(statistic.series, row.values, strict=True)):
        top = number * _BAR_STEP + 14
        shown = "–" if value is None else thousands(value)
        length = max((value or 0) * scale, 1)
        parts += [
            f'<text class="vip-chart__label" x="{_LEFT}" y="{top}">{escape(series.label)}</text>',
            f'<rect class="vip-chart__bar" x="{_LEFT}" y="{top + 5}" width="{length:.1f}" height="{_BAR}"/>',
            f'<text class="vip-chart__value" x="{_LEFT + length + 6:.1f}" y="{top + 16}">{shown}</text>',
        ]
        told.append(f"{series.label} {shown}")
    height = len(statistic.series) * _BAR_STEP + 4
    title = f"{row.time}: {statistic.unit}"
    return Chart(row.time, _svg(f"{statistic.key}-{place}", height, title, ", ".join(told) + ".", parts))


def _svg(name: str, height: int, title: str, told: str, parts: list[str]) -> str:
    return (
        f'<svg class="vip-chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(told)}</desc>{"".join(parts)}</svg>'
    )
