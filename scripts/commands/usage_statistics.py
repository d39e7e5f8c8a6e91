"""Usage statistics: page views per program and sessions per region, counted without keeping who anybody was.

A session is what the published statistics of the programs call one: it begins with a visitor's first event and ends 30
minutes after the last (slutrapport VIP i Västra Götaland 2024, on table 2, by addresses). The events here are page views.
"""

from __future__ import annotations

import csv
import hashlib
import ipaddress
import os
import secrets
import tempfile
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vip_core.problems import ContentRefused, Point, ProblemLog

from .access_logs import View

COLUMNS = ("manad", "matt", "namn", "varde")
PAGE_VIEWS, SESSIONS, TOTAL = "sidvisningar", "sessioner", "totalt"
PAUSE = 30 * 60
TOLERANCE = 5 * 60  # servers write a line when its answer is sent, so lines stand a little out of order
MOST_VISITORS = 500_000  # at one time; about 100 MB
Row = tuple[str, str, str, int]


@dataclass(frozen=True)
class Networks:
    """Which region each network range belongs to. Of ranges inside one another, the smallest counts."""

    regions: tuple[str, ...] = ()
    ranges: Mapping[tuple[int, int], Mapping[int, str]] = field(default_factory=dict)

    def region(self, address: str) -> str | None:
        """Return the region of an address; ``None`` when no range holds it, or when it is a host's name."""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return None
        mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
        found = mapped or found
        for (version, prefix), regions in self.ranges.items():
            if version == found.version and (region := regions.get(int(found) >> (found.max_prefixlen - prefix))):
                return region
        return None


@dataclass
class Usage:
    """What has been counted, by month and name. ``crowded`` says that sessions were ended early to save memory."""

    views: Counter[tuple[str, str]] = field(default_factory=Counter)
    sessions: Counter[tuple[str, str]] = field(default_factory=Counter)
    crowded: bool = False

    def rows(self, programs: Iterable[str], regions: Iterable[str]) -> list[Row]:
        """Return the statistics as rows: every program and region in every month, those without a visit too."""
        months = sorted({month for month, _ in self.views})
        names = {PAGE_VIEWS: (*sorted(programs), TOTAL), SESSIONS: (*sorted(set(regions)), TOTAL)}
        counted = {PAGE_VIEWS: self.views, SESSIONS: self.sessions}
        return [
            (month, measure, name, counted[measure][month, name])
            for month in months
            for measure in (PAGE_VIEWS, SESSIONS)
            for name in names[measure]
        ]


def count(views: Iterable[View], networks: Networks, most_visitors: int = MOST_VISITORS) -> Usage:
    """Count page views and sessions of ``views``, which come in time order but for ``TOLERANCE`` seconds.

    A visitor is known by a hash of the address, salted with a number that nobody sees and that is gone when this
    returns. Only those seen in the last half hour are remembered, ``most_visitors`` at most.
    """
    usage = Usage()
    salt = secrets.token_bytes(32)
    last: OrderedDict[bytes, int] = OrderedDict()
    for time, month, address, program in views:
        usage.views[month, TOTAL] += 1
        if program:
            usage.views[month, program] += 1
        visitor = hashlib.blake2b(address.encode(), key=salt, digest_size=8).digest()
        before = last.pop(visitor, None)
        if before is None or abs(time - before) > PAUSE:
            usage.sessions[month, TOTAL] += 1
            if networks.ranges and (region := networks.region(address)):
                usage.sessions[month, region] += 1
            last[visitor] = time
        else:
            last[visitor] = max(time, before)
        while len(last) > 1 and abs(time - next(iter(last.values()))) > PAUSE + TOLERANCE:
            last.popitem(last=False)
        if len(last) > most_visitors:
            usage.crowded = True
            last.popitem(last=False)
    return usage


def read_networks(file: Path) -> Networks:
    """Read a table of network ranges, columns ``natverk`` and ``region``.

    Raises ``ContentRefused`` with every line that cannot be read, and ``OSError``.
    """
    log = ProblemLog(str(file))
    text = file.read_bytes().decode("utf-8-sig", "replace")
    rows = csv.reader(text.splitlines(), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    ranges: dict[tuple[int, int], dict[int, str]] = {}
    for line, row in enumerate(rows, 1):
        values = [value.strip() for value in row]
        if line == 1:
            if values != ["natverk", "region"]:
                log.error(Point(), "FEL-TYP", "första raden är inte natverk,region", hint="skriv natverk,region")
            continue
        if not any(values):
            continue
        if len(values) != 2 or not values[1] or values[1] == TOTAL:
            log.error(Point(line), "FEL-TYP", "raden är inte ett nätverk och en region", hint="skriv 10.1.0.0/16,Skåne")
            continue
        try:
            network = ipaddress.ip_network(values[0])
        except ValueError:
            hint = "skriv nätets första adress och längd, till exempel 10.1.0.0/16"
            log.error(Point(line), "FEL-TYP", f'"{values[0]}" är inget nätverk', value=values[0], hint=hint)
            continue
        key = (network.version, network.prefixlen)
        first = int(network.network_address) >> (network.max_prefixlen - network.prefixlen)
        ranges.setdefault(key, {})[first] = values[1]
    if log.problems:
        raise ContentRefused(log.problems)
    smallest_first = dict(sorted(ranges.items(), key=lambda pair: -pair[0][1]))
    return Networks(tuple(sorted({name for names in ranges.values() for name in names.values()})), smallest_first)


def read(file: Path) -> list[Row]:
    """Read statistics written earlier; none when the file is absent. Raises ``ContentRefused`` for any other file."""
    if not file.exists():
        return []
    log = ProblemLog(str(file))
    hint = "välj ett annat namn med --ut, eller flytta filen"
    try:
        header, *rows = csv.reader(file.read_text(encoding="utf-8").splitlines())
        found = [(month, measure, name, int(value)) for month, measure, name, value in rows]
    except ValueError:
        header, found = [], []
    if tuple(header) != COLUMNS:
        log.error(Point(), "FEL-TYP", "filen finns redan och är något annat än statistik", hint=hint)
        raise ContentRefused(log.problems)
    return found


def together(earlier: Iterable[Row], new: Iterable[Row]) -> list[Row]:
    """Return both, month by month: of a month in both, the one with more page views, since logs are cut at any day."""
    months: dict[str, list[Row]] = {}
    for rows in (list(earlier), list(new)):
        mine: dict[str, list[Row]] = {}
        for row in rows:
            mine.setdefault(row[0], []).append(row)
        for month, of_month in mine.items():
            if month not in months or _total(of_month) >= _total(months[month]):
                months[month] = of_month
    return [row for month in sorted(months) for row in months[month]]


def _total(rows: Iterable[Row]) -> int:
    return sum(value for _, measure, name, value in rows if (measure, name) == (PAGE_VIEWS, TOTAL))


def write(rows: Iterable[Row], file: Path) -> None:
    """Write the statistics in one step, so that a file that was there is whole until the new one is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(rows)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
