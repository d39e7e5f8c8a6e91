"""Counts how the site is used, from the logs that a web server keeps anyway; no reader is followed."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import access_logs, usage_statistics
from .access_logs import Pages, Tally, View
from .usage_statistics import Networks, Usage

_PROGRESS = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("loggar", nargs="+", help="webbserverns loggar, också packade (.gz); - läser standard in")
    parser.add_argument("--ut", required=True, type=Path, help="CSV-filen som statistiken skrivs till")
    parser.add_argument("--natverk", type=Path, help="CSV-fil med kolumnerna natverk och region")
    parser.add_argument("--rot", default="/", help="sökvägen där webbplatsen ligger, till exempel /vip/")


def run(root: Path, options: argparse.Namespace) -> int:
    """Read the logs once and write the statistics; returns 0. Lines that cannot be read are counted, never fatal."""
    programs = frozenset(
        folder.name for folder in (root / "programs").iterdir() if folder.is_dir() and folder.name[0] not in "_."
    )
    earlier = usage_statistics.read(options.ut)
    networks = usage_statistics.read_networks(options.natverk) if options.natverk else Networks()
    tally = Tally()
    pages = Pages(programs, f"/{options.rot.strip('/')}/".replace("//", "/"))
    latest = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    views = access_logs.views(access_logs.found_logs(options.loggar), pages, tally, latest)
    usage = usage_statistics.count(_with_progress(views, tally), networks)
    rows = usage_statistics.together(earlier, usage.rows(programs, networks.regions))
    usage_statistics.write(rows, options.ut)
    _tell(usage, tally, options.ut)
    return 0


def _with_progress(views: Iterable[View], tally: Tally) -> Iterator[View]:
    """Pass the views on and tell, on a terminal, how far the reading has come."""
    shown = sys.stderr.isatty()
    for number, view in enumerate(views, 1):
        if shown and number % _PROGRESS == 0:
            print(f"\r{_number(tally.lines)} rader lästa", end="", file=sys.stderr, flush=True)
        yield view
    if shown:
        print("\r", end="", file=sys.stderr)


def _tell(usage: Usage, tally: Tally, file: Path) -> None:
    total = usage_statistics.TOTAL
    views = sum(value for (_, name), value in usage.views.items() if name == total)
    sessions = sum(value for (_, name), value in usage.sessions.items() if name == total)
    print(f"{_number(tally.lines)} rader: {_number(views)} sidvisningar, {_number(sessions)} sessioner. Se {file}.")
    print(
        f"Utelämnat: {_number(tally.robots)} sidor som robotar hämtade, {_number(tally.unreadable)} rader som inte går att tolka."
    )
    for log in tally.broken:
        print(f"{log} är avbruten eller skadad. Det som gick att läsa är räknat.", file=sys.stderr)
    if usage.crowded:
        print("Så många läste samtidigt att en del sessioner kan vara räknade två gånger.", file=sys.stderr)


def _number(number: int) -> str:
    return f"{number:,}".replace(",", " ")
