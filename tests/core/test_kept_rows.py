"""Rows that have not changed are taken from the file that an earlier build wrote, and only from that very file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from vip_core.kept_rows import KeptRows
from vip_core.memory import Memory, digest

FIRST = ("ett", "två", "tre")


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "minne")


@pytest.fixture
def earlier(tmp_path: Path, memory: Memory) -> Path:
    file = tmp_path / "tal.json"
    file.write_bytes(joined(KeptRows(memory), FIRST, []))
    return file


def joined(kept: KeptRows, rows: Iterable[str], made: list[str]) -> bytes:
    """Return the file of these rows, each a group of its own, and note in ``made`` those that were not kept."""

    def make(row: str) -> bytes:
        made.append(row)
        return row.encode()

    return b"".join(kept.parts(b"[", ((digest(row), partial(make, row)) for row in rows), b",", b"]"))


@pytest.mark.parametrize(
    ("rows", "fresh"),
    [
        (FIRST, []),
        (("ett", "två och en halv", "tre"), ["två och en halv"]),
        (("noll", *FIRST, "fyra"), ["noll", "fyra"]),
        (("tre", "ett"), []),
        ((), []),
    ],
)
def test_only_new_rows_are_made(memory: Memory, earlier: Path, rows: tuple[str, ...], fresh: list[str]) -> None:
    made: list[str] = []
    assert joined(KeptRows(memory, earlier), rows, made).decode() == f"[{','.join(rows)}]"
    assert made == fresh


def test_rows_are_kept_from_build_to_build(memory: Memory, earlier: Path) -> None:
    for rows, fresh in ((("ett", "fyra"), ["fyra"]), (("fyra", "ett", "fem"), ["fem"])):
        made: list[str] = []
        earlier.write_bytes(joined(KeptRows(memory, earlier), rows, made))
        assert made == fresh


@pytest.mark.parametrize("text", ["[ett,TVÅ,tre]", "", None])
def test_a_file_that_is_another_one_gives_no_rows(memory: Memory, earlier: Path, text: str | None) -> None:
    earlier.unlink()
    if text is not None:
        earlier.write_text(text, encoding="utf-8")
    made: list[str] = []
    assert joined(KeptRows(memory, earlier), FIRST, made).decode() == "[ett,två,tre]"
    assert tuple(made) == FIRST


def test_groups_without_a_hash_are_made_each_time_and_empty_ones_left_out(memory: Memory, earlier: Path) -> None:
    groups = [(b"", lambda: b"ett"), (digest("tom"), lambda: b""), (digest("tre"), lambda: b"fel")]
    assert b"".join(KeptRows(memory, earlier).parts(b"[", groups, b",", b"]")).decode() == "[ett,tre]"
