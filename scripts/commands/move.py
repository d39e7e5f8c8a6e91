"""Gives a program, chapter, article or general page another address, and keeps every link to it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from vip_core import ledger, moves
from vip_core.front_matter_edits import NotEditable
from vip_core.moves import MoveRefused
from vip_core.site import PROGRAMS

from . import source_changes
from .source_changes import ChangeRefused, SourceChanges


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "fran", metavar="FRÅN", help="adhd, */om-tillstandet, adhd/om-tillstandet#forekomst eller om/sida"
    )
    parser.add_argument("till", metavar="TILL", help="den nya adressen, skriven på samma sätt")


def run(root: Path, options: argparse.Namespace) -> int:
    """Make the move; returns the exit status.

    Raises ``ChangeRefused`` when it cannot be made, and ``ContentRefused`` when the sources have errors or would have;
    nothing is changed then.
    """
    with source_changes.tried(root) as copy:
        before = source_changes.prepare(root)
        start, end = moves.place(options.fran), moves.place(options.till)
        try:
            planned = moves.plan(before.catalogue, source_changes.sources(root), start, end)
        except (MoveRefused, NotEditable) as refused:
            raise ChangeRefused(str(refused)) from None
        changes = SourceChanges(planned)
        changes.make_in(copy)
        changes.write_ledger(before.archive.ledger, ledger.frozen_entries(copy / PROGRAMS))
        changes.make_in(copy)
        source_changes.prepare(root, copy)
        changes.make_in(root)
    shown = replace(end, anchor=end.anchor or start.anchor)
    print(f"/{start} är nu /{shown}. Den gamla adressen leder dit. Ändrade filer:")
    print(changes.listed())
    return 0
