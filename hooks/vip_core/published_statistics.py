"""Published statistics: tables of how the programs are used, as data files, with what is worked out from them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from . import marked_yaml
from .front_matter import read_text
from .problems import Point, Problem, ProblemLog
from .schema import SOURCES_FIELD, Field, Flag, Known, ListOf, Number, Pattern, Reader, Record, Text
from .vocabularies import read_node

FOLDER = "_statistik"
OWN_USE = "egen.csv"
OWN_USE_COLUMNS = ("manad", "matt", "namn", "varde")
TOTAL = "totalt"
_TIME = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
_DIGITS = re.compile(r"\d{1,12}")
_MONTHS = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True)
class Series:
    """One column of a table. Series with a scale of their own are not drawn on the scale of the others."""

    label: str
    own_scale: bool = False


@dataclass(frozen=True)
class Row:
    """The values of one month (``2022-10``) or year (``2023``); ``None`` where there is none."""

    time: str
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class PrintedRow:
    """A row of the source that was not counted again: what it says, as it stands."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Statistic:
    """A table. ``unit`` names what is counted; ``comparisons`` are pairs of times whose change is worked out."""

    key: str
    title: str
    description: str
    unit: str
    series: tuple[Series, ...]
    rows: tuple[Row, ...]
    comparisons: tuple[tuple[str, str], ...] = ()
    printed: tuple[PrintedRow, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    order: int = 0

    @property
    def by_month(self) -> bool:
        """Whether its times are months, and so stand on a time axis."""
        return all("-" in row.time for row in self.rows)

    @property
    def totals(self) -> tuple[int, ...]:
        """The sum of each series."""
        return tuple(sum(value or 0 for value in column) for column in self.columns)

    @property
    def columns(self) -> tuple[tuple[int | None, ...], ...]:
        """The values of each series, in the order of time."""
        return tuple(tuple(row.values[place] for row in self.rows) for place in range(len(self.series)))

    def changes(self, first: str, last: str) -> tuple[Decimal | None, ...]:
        """Return the change of each series in percent, to two decimals; ``None`` where it cannot be worked out."""
        values = {row.time: row.values for row in self.rows}
        return tuple(percent(before, after) for before, after in zip(values[first], values[last], strict=True))


def percent(before: int | None, after: int | None) -> Decimal | None:
    """Return how much ``after`` is above ``before`` in percent, rounded half up to two decimals."""
    if not before or after is None:
        return None
    exact = Decimal(after - before) * 100 / Decimal(before)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def month_number(time: str) -> int:
    """Return the number of a month ``2022-10`` on an axis where each month is one step."""
    year, _, month = time.partition("-")
    return int(year) * 12 + int(month) - 1


def month_name(number: int) -> str:
    """Return a month of the axis in short Swedish, ``okt 2022``."""
    return f"{_MONTHS[number % 12]} {number // 12}"


def gaps(times: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the stretches of months that are missing between ``times``, each as its first and last month."""
    numbers = [month_number(time) for time in times]
    return tuple((before + 1, after - 1) for before, after in pairwise(numbers) if after > before + 1)


_TIME_KIND = Pattern(_TIME, "ett år eller en månad", "FEL-TYP", "skriv 2023 eller 2022-10")
_SERIES = Record(
    (
        Field("label", Text(60), "Det som visas för läsaren.", True, "Hela landet"),
        Field("egen_skala", Flag(), "Ritas på en egen skala.", False, "true"),
    ),
    lambda values: Series(values["label"], bool(values.get("egen_skala"))),
)
_ROW = Record(
    (
        Field("tid", _TIME_KIND, "Året eller månaden.", True, "2022-10"),
        Field("varden", ListOf(Number()), "Ett tal för varje serie, i deras ordning.", True, "[3554, 3130]"),
    ),
    lambda values: Row(values["tid"], values["varden"]),
)
_PRINTED = Record(
    (
        Field("vad", Text(120), "Vad raden heter i källan.", True, "Procentuell ökning"),
        Field(
            "varden", ListOf(Text(20, numbers=True), may_repeat=True), "Det som står, oförändrat.", True, '["65,47 %"]'
        ),
    ),
    lambda values: PrintedRow(values["vad"], values["varden"]),
)
FILE = Record(
    (
        Field("title", Text(120), "Tabellens rubrik.", True, "Sessioner per region"),
        Field("beskrivning", Text(), "Vad talen är, och vad de inte säger.", True, "En session är …"),
        Field("enhet", Text(40), "Det som räknas.", True, "sessioner"),
        Field("ordning", Number(), "Plats på sidan.", True, "1"),
        Field("serier", ListOf(_SERIES), "Kolumnerna.", True, "[{label: Skåne}]"),
        Field("rader", ListOf(_ROW), "Raderna i tidsordning.", True, "[{tid: 2022-10, varden: [3130]}]"),
        Field(
            "jamfor", ListOf(ListOf(_TIME_KIND)), "Par av tider vars ändring räknas ut.", False, "[[2022-10, 2024-04]]"
        ),
        Field("tryckt", ListOf(_PRINTED), "Källans egna uträkningar.", False, "[{vad: …, varden: […]}]"),
        Field("anmarkningar", ListOf(Text()), "Upplysningar om källans tal.", False, "[Bildtexten säger …]"),
        SOURCES_FIELD,
    )
)


def read(
    folder: Path, shown_as: str, known: Known, names: Mapping[str, str]
) -> tuple[tuple[Statistic, ...], list[Problem]]:
    """Read the tables of ``folder``, called ``shown_as`` in problems, then the site's own use where it has been counted.

    ``names`` are the titles of the programs, by slug.
    """
    problems: list[Problem] = []
    found: list[Statistic] = []
    for file in sorted(folder.glob("[!.]*.yml")):
        log = ProblemLog(f"{shown_as}/{file.name}")
        node = read_node(file, log)
        values = FILE.read(node, "", Reader(log, known)) if node is not None else None
        if values is not None and not log.problems:
            statistic = _statistic(file.stem, values)
            _check_rows(node, statistic, log)
            found.append(statistic)
        problems += log.problems
    own, noted = _read_own_use(folder / OWN_USE, f"{shown_as}/{OWN_USE}", names)
    return (*sorted(found, key=lambda one: (one.order, one.key)), *own), problems + noted


def _statistic(key: str, values: Mapping[str, Any]) -> Statistic:
    return Statistic(
        key,
        values["title"],
        values["beskrivning"],
        values["enhet"],
        values["serier"],
        values["rader"],
        tuple(tuple(pair) for pair in values.get("jamfor") or ()),
        values.get("tryckt") or (),
        values.get("anmarkningar") or (),
        values.get("kallor") or (),
        values["ordning"],
    )


def _check_rows(node: marked_yaml.Node | None, statistic: Statistic, log: ProblemLog) -> None:
    """Note rows that have too few or too many values or stand out of order, and comparisons of times that are not there."""
    wanted = len(statistic.series)
    lengths = {
        "rader": [len(row.values) for row in statistic.rows],
        "tryckt": [len(row.values) for row in statistic.printed],
    }
    for name, found in lengths.items():
        for place, number in zip(_items(node, name), found, strict=True):
            if number != wanted:
                message = f"raden har {number} värden, men tabellen {wanted} serier"
                log.error(place, "FEL-ANTAL", message, field=name, hint="skriv ett värde för varje serie")
    times = [row.time for row in statistic.rows]
    for place, (before, after) in zip(_items(node, "rader")[1:], pairwise(times), strict=True):
        if after <= before:
            log.error(
                place, "FEL-ORDNING", f"{after} står efter {before}", field="rader", value=after, hint="ordna efter tid"
            )
    for place, pair in zip(_items(node, "jamfor"), statistic.comparisons, strict=True):
        if len(pair) != 2 or not set(pair) <= set(times):
            log.error(
                place, "OKANT-VARDE", "tiderna finns inte bland raderna", field="jamfor", hint="skriv [första, sista]"
            )


def _items(node: marked_yaml.Node | None, name: str) -> tuple[marked_yaml.Node, ...]:
    found = node.get(name) if isinstance(node, marked_yaml.Mapping) else None
    return found.items if isinstance(found, marked_yaml.Sequence) else ()


def _read_own_use(file: Path, path: str, names: Mapping[str, str]) -> tuple[tuple[Statistic, ...], list[Problem]]:
    """Read what ``vip.py usage`` has counted; an absent file is none."""
    log = ProblemLog(path)
    text = read_text(file, log) if file.is_file() else None
    if text is None:
        return (), log.problems
    reader = csv.reader(io.StringIO(text))
    if next(reader, None) != list(OWN_USE_COLUMNS):
        hint = f"låt första raden vara {','.join(OWN_USE_COLUMNS)}, eller gör om filen med vip.py usage"
        log.error(Point(), "FEL-TYP", "filen har inte kolumnerna från vip.py usage", hint=hint)
        return (), log.problems
    measured: dict[str, dict[str, dict[str, int]]] = {}
    for row in reader:
        if len(row) != 4 or not _TIME.fullmatch(row[0]) or "-" not in row[0] or not _DIGITS.fullmatch(row[3]):
            hint = "gör om filen med vip.py usage"
            log.error(
                Point(reader.line_num),
                "FEL-TYP",
                "raden är inte månad, mått, namn och antal",
                value=",".join(row),
                hint=hint,
            )
            continue
        month, measure, name, count = row
        measured.setdefault(measure, {}).setdefault(name, {})[month] = int(count)
    return tuple(_own_use(measure, series, names) for measure, series in measured.items()), log.problems


def _own_use(measure: str, series: Mapping[str, Mapping[str, int]], names: Mapping[str, str]) -> Statistic:
    ordered = sorted(series, key=lambda name: (name == TOTAL, list(series).index(name)))
    months = sorted({month for counted in series.values() for month in counted})
    return Statistic(
        f"egen-{re.sub(r'[^a-z0-9]+', '-', measure.lower()).strip('-')}",
        f"Den här webbplatsen: {measure}",
        "Räknat ur webbserverns loggar, utan robotar och utan uppgifter om enskilda läsare.",
        measure,
        tuple(Series("Totalt" if name == TOTAL else names.get(name, name), name == TOTAL) for name in ordered),
        tuple(Row(month, tuple(series[name].get(month) for name in ordered)) for month in months),
        ((months[0], months[-1]),) if len(months) > 1 else (),
    )


@dataclass(frozen=True)
class TableRow:
    """A row as it is shown. ``kind`` is ``value``, ``gap`` (nothing known, no cells), ``worked-out`` or ``printed``."""

    label: str
    cells: tuple[str, ...]
    kind: str = "value"


def table(statistic: Statistic) -> tuple[TableRow, ...]:
    """Return the rows of a table: values, gaps between months, what is worked out, and what the source says."""
    rows: list[TableRow] = []
    before = None
    for row in statistic.rows:
        if statistic.by_month:
            number = month_number(row.time)
            if before is not None and number > before + 1:
                rows.append(TableRow(f"{_stretch(before + 1, number - 1)}: uppgift saknas", (), "gap"))
            before = number
        label = month_name(month_number(row.time)) if statistic.by_month else row.time
        rows.append(TableRow(label, tuple(_shown(value) for value in row.values)))
    if len(statistic.rows) > 1:
        rows.append(TableRow("Summa", tuple(map(_shown, statistic.totals)), "worked-out"))
    for first, last in statistic.comparisons:
        changes = tuple(
            "–" if change is None else f"{_decimal(change)}\N{NO-BREAK SPACE}%"
            for change in statistic.changes(first, last)
        )
        names = (month_name(month_number(time)) if "-" in time else time for time in (first, last))
        rows.append(TableRow(f"Ändring {' till '.join(names)}, omräknad", changes, "worked-out"))
    rows += (TableRow(f"{row.label}, enligt källan", row.values, "printed") for row in statistic.printed)
    return tuple(rows)


def _stretch(first: int, last: int) -> str:
    return month_name(first) if first == last else f"{month_name(first)}–{month_name(last)}"


def _shown(value: int | None) -> str:
    return "–" if value is None else thousands(value)


def thousands(value: int) -> str:
    """Return a number with hard spaces between thousands."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def _decimal(value: Decimal) -> str:
    return f"{value}".replace(".", ",").replace("-", "−")


def most(statistics: Iterable[int | None]) -> int:
    """Return the greatest of some values, at least 1."""
    return max((value for value in statistics if value is not None), default=0) or 1
