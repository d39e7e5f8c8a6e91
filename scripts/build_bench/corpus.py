"""Corpora of any size in our format: copies of the real programs with their sentences drawn anew.

The first programs keep their names, so that everything that points at them still does; copies are called ``adhd-2``,
``adhd-3`` … A chapter keeps its headings, artikel blocks, tables and lists, so every corpus has the real one's shape.
"""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("content", "hooks", "theme_overrides", "scripts")
_SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-ZÅÄÖ])")
_PROSE = re.compile(r"(\s*(?:[-*] |\d+\. )?)([A-ZÅÄÖ].*[.?!])$")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ARTICLE_BLOCK = re.compile(r"^```yaml artikel\n.*?^```\n", re.DOTALL | re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_TITLE = re.compile(r"^title: *(.*)$", re.MULTILINE)


def write(to: Path, chapters: int) -> Path:
    """Write a project with that many chapters, ten in a program, to the folder ``to``; returns it."""
    for part in PARTS:
        shutil.copytree(ROOT / part, to / part, ignore=shutil.ignore_patterns("__pycache__", "node_modules", ".venv"))
    shutil.copy(ROOT / "mkdocs.yml", to)
    programs = to / "programs"
    programs.mkdir()
    for data in (ROOT / "programs").glob("_*.yml"):
        shutil.copy(data, programs)
    real = sorted(folder for folder in (ROOT / "programs").iterdir() if folder.is_dir() and folder.name[0] not in "._")
    pools = {folder.name: _sentences(folder) for folder in real}
    for number in range(chapters // 10):
        folder, turn = real[number % len(real)], number // len(real) + 1
        _copy(folder, programs / (folder.name if turn == 1 else f"{folder.name}-{turn}"), turn, pools[folder.name])
    return to


def _sentences(folder: Path) -> list[str]:
    """Return every sentence of a program's prose, without links."""
    found = (
        _PROSE.match(line)
        for file in sorted(folder.glob("*.md"))
        for line in _FRONT_MATTER.sub(r"\2", file.read_text(encoding="utf-8")).split("\n")
    )
    return [
        _LINK.sub(r"\1", sentence)
        for row in found
        if row
        for sentence in _SENTENCE.split(row[2])
        if "[^" not in sentence
    ]


def _copy(folder: Path, to: Path, turn: int, pool: list[str]) -> None:
    to.mkdir()
    for file in sorted(folder.iterdir()):
        if file.is_dir():
            if not file.name.startswith("_"):
                shutil.copytree(file, to / file.name)
            continue
        if file.suffix != ".md" or turn == 1:
            shutil.copy(file, to)
            continue
        draw = random.Random(f"{to.name}/{file.name}")  # noqa: S311 - the same corpus every time
        head, body = _parts(file)
        head = re.sub(r"^id: *(\S+)", rf"id: \1-{turn}", head, flags=re.MULTILINE)
        head = re.sub(r"^tidigare:.*$", "tidigare: []", head, flags=re.MULTILINE)
        if file.stem == "index":
            head = _TITLE.sub(rf"title: \1 {turn}", head)
        text = "\n".join(_drawn(line, pool, draw) for line in body.split("\n"))
        (to / file.name).write_text(f"---\n{head}\n---\n{text}", encoding="utf-8")


def _drawn(line: str, pool: list[str], draw: random.Random) -> str:
    prose = _PROSE.match(line)
    if not prose:
        return line
    sentences = _SENTENCE.split(prose[2])
    return prose[1] + " ".join(own if draw.random() < 0.5 or "[" in own else draw.choice(pool) for own in sentences)


def _parts(file: Path) -> tuple[str, str]:
    found = _FRONT_MATTER.match(file.read_text(encoding="utf-8"))
    assert found, file
    return found[1], found[2]


def plain(corpus: Path, to: Path) -> Path:
    """Write the texts of a corpus as any generator reads them, without artikel blocks, to the folder ``to``; returns it."""
    to.mkdir(parents=True)
    (to / "index.md").write_text("---\ntitle: Start\n---\n\nVälj program.\n", encoding="utf-8")
    for file in sorted(corpus.glob("programs/[!_]*/*.md")):
        head, body = _parts(file)
        title = _TITLE.search(head)
        place = to / file.parent.name / file.name
        place.parent.mkdir(exist_ok=True)
        text = _ARTICLE_BLOCK.sub("", body)
        place.write_text(f"---\ntitle: {title[1] if title else file.stem}\n---\n{text}", encoding="utf-8")
    for picture in sorted(corpus.glob("programs/[!_]*/**/*.png")):
        place = to / picture.relative_to(corpus / "programs")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(picture, place)
    return to
