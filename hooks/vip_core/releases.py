"""Releases: how a text gets a new version, and how the one it had is kept.

A release freezes the text that readers have met under the present version's number, front matter and all, and gives the
living text the next number. Class and note say what the new version changes, and are recorded with it:

* ``redaktionell``: wording, spelling, layout, links. Nobody needs to act otherwise. The last number goes up (1.0 → 1.1),
  and ``andrad`` stays, since it is the day of the last change of substance.
* ``saklig``: facts, sources, law or audience have changed, the advice has not. The first number goes up and the others
  become 0 (1.3 → 2.0); ``andrad`` becomes the day of the release.
* ``andrad-slutsats``: the advice itself has changed. Numbered and dated as ``saklig``.

So all versions that share a first number say the same in substance.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass

from . import addresses, front_matter, versions
from .catalogue import Chapter, Program
from .front_matter_edits import set_field
from .ledger import Entry
from .marked_yaml import Scalar
from .versions import EDITORIAL, HEAD, INDEX, RECORDS, Release


@dataclass(frozen=True)
class Plan:
    """What a release writes: each file's new text by its path below ``programs/``, and the ledger's line for the frozen text."""

    files: dict[str, str]
    entry: Entry


def next_number(number: str, change_class: str) -> str:
    """Return the number of the version after ``number``."""
    parts = [int(part) for part in number.split(".")]
    parts = [*parts[:-1], parts[-1] + 1] if change_class == EDITORIAL else [parts[0] + 1, *[0] * (len(parts) - 1)]
    return ".".join(map(str, parts))


def place(text: Program | Chapter) -> tuple[str, str]:
    """Return a text's program and slug; the slug is empty for a program's own page."""
    return (text.program, text.slug) if isinstance(text, Chapter) else (text.slug, "")


def plan(text: Program | Chapter, source: str, published: str, records: str, release: Release) -> Plan:
    """Return what releasing ``text`` writes.

    ``source`` is its file as it is, ``published`` the text to freeze, ``records`` its ``versioner.yml`` or nothing.
    ``release`` is the new version. Raises ``NotEditable`` when the front matter is written so that its fields cannot be set.
    """
    kept = freeze(text, published, records)
    changed = set_field(source, "version", f'"{release.version}"')
    if release.change_class != EDITORIAL:
        changed = set_field(changed, "andrad", release.date.isoformat())
    program, slug = place(text)
    recorded = f"{versions.folder(program, slug)}/{RECORDS}"
    files = {f"{program}/{slug or INDEX}.md": changed} | kept.files
    return Plan(files | {recorded: kept.files[recorded] + record(release)}, kept.entry)


def freeze(text: Program | Chapter, published: str, records: str) -> Plan:
    """Return what keeping a text's present version writes: ``published`` as it stood, and the first record if it has none."""
    program, slug = place(text)
    number, folder = text.page.version, versions.folder(program, slug)
    frozen = published.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = datetime.date.fromisoformat(field_of(frozen, "andrad") or text.page.changed.isoformat())
    files = {
        f"{folder}/{number}.md": frozen,
        f"{folder}/{RECORDS}": records or HEAD + record(Release(number, first)),
    }
    address = addresses.version(program, slug, number)
    return Plan(files, Entry(address, number, versions.digest(frozen.encode("utf-8"))))


def record(release: Release) -> str:
    """Return a version's record as ``versioner.yml`` has it."""
    rows = [f'- version: "{release.version}"', f"  date: {release.date.isoformat()}"]
    if release.change_class:
        rows += [f"  class: {release.change_class}", f"  note: {json.dumps(release.note, ensure_ascii=False)}"]
    return "\n".join(rows) + "\n"


def field_of(source: str, name: str) -> str:
    """Return a field of a text's front matter as it is written; empty when it is not there."""
    read, _ = front_matter.parse(source.removeprefix("\ufeff").replace("\r\n", "\n"), "")
    node = read.meta.get(name) if read else None
    return node.text if isinstance(node, Scalar) else ""


def day_of(today: datetime.date, text: Program | Chapter) -> datetime.date:
    """Return the day a release takes effect: today, though never before the text's own day of change."""
    return max(today, text.page.changed)
