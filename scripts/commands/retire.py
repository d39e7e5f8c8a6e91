"""Takes a program, a chapter, an article or a general page away, and leaves a page or a line that says so at its address."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

from vip_core import addresses, ledger, moves, releases, retirements
from vip_core.catalogue import Chapter, Program
from vip_core.front_matter_edits import NotEditable
from vip_core.moves import MoveRefused
from vip_core.problems import ContentRefused
from vip_core.retirements import Notice
from vip_core.site import PROGRAMS

from . import published, source_changes
from .source_changes import ChangeRefused, SourceChanges


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("adress", help="adhd, */om-tillstandet, adhd/om-tillstandet#forekomst eller om/sida")
    parser.add_argument("--not", dest="note", metavar="TEXT", help="varför, i en mening till läsaren")
    parser.add_argument(
        "--ersatt-av", metavar="ADRESS", default="", help="dit läsaren hänvisas; */namn för ett kapitel"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Retire what the address names; returns the exit status.

    Raises ``ChangeRefused`` when it cannot be done, and ``ContentRefused`` when the sources have errors or would have, such
    as links to what goes; nothing is changed then.
    """
    note = " ".join((options.note or "").split())
    if not note:
        raise ChangeRefused('Skriv varför, så att läsaren förstår det: --not "…"')
    notice = Notice(datetime.date.today(), note, addresses.as_written(options.ersatt_av))

    def freeze(text: Program | Chapter) -> releases.Plan:
        shown, _ = published.version(root, text, source_changes.read(root, text.page.source.path))
        return releases.freeze(text, shown, published.records(root, text))

    with source_changes.tried(root) as copy:
        before = source_changes.prepare(root)
        start = moves.place(options.adress)
        try:
            planned = retirements.plan(before.catalogue, source_changes.sources(root), start, notice, freeze)
        except (MoveRefused, NotEditable) as refused:
            raise ChangeRefused(str(refused)) from None
        changes = SourceChanges(dict(planned))
        changes.make_in(copy)
        changes.write_ledger(before.archive.ledger, ledger.frozen_entries(copy / PROGRAMS))
        changes.make_in(copy)
        try:
            source_changes.prepare(root, copy)
        except ContentRefused:
            print(
                "Inget är ändrat. Rätta det här först, eller ange --ersatt-av så leder länkarna dit:", file=sys.stderr
            )
            raise
        changes.make_in(root)
    print(f"/{start} har utgått. Adressen berättar det. Ändrade filer:")
    print(changes.listed())
    return 0
