"""Freezes the published version of a text, gives the text its next number, and writes new addresses into the ledger."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from vip_core import ledger, releases, versions
from vip_core.catalogue import Catalogue, Chapter, Program
from vip_core.front_matter_edits import NotEditable
from vip_core.ledger import Ledger
from vip_core.problems import ContentRefused, did_you_mean
from vip_core.releases import Plan
from vip_core.site import PROGRAMS
from vip_core.versions import CLASSES, Release

from . import published, source_changes
from .source_changes import LEDGER, ChangeRefused, SourceChanges

_MENDED = frozenset(("LIGGARE-ORDNING",))  # what writing the ledger anew puts right


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "text",
        nargs="?",
        help="program, program/kapitel, eller program/index för programmets egen sida; utan text skrivs bara nya adresser in",
    )
    parser.add_argument("--klass", metavar="KLASS", help=f"ändringens klass: {', '.join(CLASSES)}")
    parser.add_argument("--not", dest="note", metavar="TEXT", help="vad som ändras och varför, till läsaren")


def run(root: Path, options: argparse.Namespace) -> int:
    """Release a chapter, or a program with all its chapters; returns the exit status.

    Raises ``ChangeRefused`` when the command asks for what cannot be done, and ``ContentRefused`` when the sources have
    errors or would have; nothing is changed then.
    """
    today = datetime.date.today()
    with source_changes.tried(root) as copy:
        changes = SourceChanges()
        before = _ledger(root)
        book = before.with_new(ledger.frozen_entries(copy / PROGRAMS))
        changes.write(LEDGER, book.text())
        changes.make_in(copy)
        told: list[str] = []
        for text in _texts(source_changes.prepare(root, copy).catalogue, options):
            plan, said = _plan(root, text, options, today)
            told.append(said)
            changes.files |= {f"{PROGRAMS}/{path}": new.encode("utf-8") for path, new in plan.files.items()}
            book = book.with_new([plan.entry])
        changes.write(LEDGER, book.text())
        changes.make_in(copy)
        whole = book.with_new(source_changes.prepare(root, copy).ledger_entries(today))
        changes.write(LEDGER, whole.text())
        changes.make_in(root)
    new = len(whole.entries) - len(before.entries)
    print("\n".join([*told, f"Nya adresser i {LEDGER}: {new}."]))
    return 0


def _ledger(root: Path) -> Ledger:
    """Return the ledger as it is; lines out of order are no hindrance, since it is written anew."""
    found, problems = ledger.read(root / LEDGER, LEDGER)
    hindering = [problem for problem in problems if problem.code not in _MENDED]
    if hindering:
        raise ContentRefused(hindering)
    return found or Ledger({})


def _texts(catalogue: Catalogue, options: argparse.Namespace) -> tuple[Program | Chapter, ...]:
    """Return what is to be released: one text, or a program's own page and all its chapters."""
    if options.text is None:
        if options.klass or options.note:
            raise ChangeRefused("Skriv vilket program eller kapitel som får en ny version: release adhd --klass …")
        return ()
    if options.klass not in CLASSES:
        raise ChangeRefused(f"Skriv ändringens klass: --klass {'|'.join(CLASSES)}")
    if not (options.note or "").strip():
        raise ChangeRefused('Skriv vad som ändras, så att läsaren förstår det: --not "…"')
    name = options.text.strip("/").removesuffix(".md")
    known = {text.address.rstrip("/"): text for text in catalogue.texts}
    if name in known:
        text = known[name]
        return text.texts if isinstance(text, Program) else (text,)
    own = known.get(name.removesuffix(f"/{versions.INDEX}"))
    if isinstance(own, Program):
        return (own,)
    raise ChangeRefused(
        f'"{options.text}" är varken ett program eller ett kapitel. {did_you_mean(name, known)}'.strip()
    )


def _plan(root: Path, text: Program | Chapter, options: argparse.Namespace, today: datetime.date) -> tuple[Plan, str]:
    path, now = text.page.source.path, text.page.version
    source = source_changes.read(root, path)
    number = releases.next_number(now, options.klass)
    release = Release(number, releases.day_of(today, text), options.klass, " ".join(options.note.split()))
    content, commit = published.version(root, text, source)
    told = f"{path}: version {now} är fryst, texten är nu version {number}."
    if commit:
        told += f" Fryst är texten som den är publicerad ({commit}); dina ändringar hör till version {number}."
    try:
        return releases.plan(text, source, content, published.records(root, text), release), told
    except NotEditable as refused:
        raise ChangeRefused(f"{path}: {refused}.") from None
