"""The sample project of ``cases/projekt``: small, whole and valid, laid out to be changed as an author might change it."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from vip_core import site
from vip_core.page_html import MarkdownSettings
from vip_core.problems import ContentRefused, Problem
from vip_core.site import Site

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
CASES = TESTS / "cases"
_MKDOCS_ALWAYS_ADDS = ("toc", "tables", "fenced_code")


def markdown_settings() -> MarkdownSettings:
    """Return the Markdown extensions of ``mkdocs.yml``, as MkDocs would hand them over."""
    names, options = list(_MKDOCS_ALWAYS_ADDS), {}
    for extension in yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["markdown_extensions"]:
        name, settings = next(iter(extension.items())) if isinstance(extension, dict) else (extension, {})
        options[name] = settings or {}
        names += [name] if name not in names else []
    return MarkdownSettings(tuple(names), options)


def read_cases(name: str) -> Any:
    """Return the cases in ``cases/<name>``."""
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Outcome:
    """What became of a project: the site, or ``None``, and every problem that was told."""

    site: Site | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Sample:
    """A copy of the sample project in ``root``."""

    root: Path

    def prepare(self) -> Outcome:
        """Prepare the site; a refusal is an outcome like any other."""
        try:
            made = site.prepare(self.root, markdown_settings())
        except ContentRefused as refused:
            return Outcome(None, refused.problems)
        return Outcome(made, made.warnings)

    def site(self) -> Site:
        """Return the site of a project that has no errors."""
        return site.prepare(self.root, markdown_settings())

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a file, with ``\\n`` line ends on every platform."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text.encode("utf-8"))

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace the first ``old``, which must be there, so that a case cannot quietly change nothing."""
        text = self.text(path)
        assert old in text, f"{path} has no {old!r}"
        self.write(path, text.replace(old, new, 1))

    def write_chapter(self, body: str) -> str:
        """Give a chapter this body below its front matter; returns the chapter's path."""
        path = "programs/sjalvskadebeteende/behandling-och-stod.md"
        head, mark, _ = self.text(path).partition("\n---\n")
        self.write(path, head + mark + body)
        return path

    def change(self, change: Mapping[str, Any]) -> None:
        """Make one change that a case file describes; ``cases/broken/LAS-MIG.txt`` tells what can be written."""
        path = change["fil"]
        if "byt" in change:
            self.replace(path, change["byt"], change["mot"])
        elif "hela" in change:
            self.write(path, change["hela"])
        elif "sist" in change:
            self.write(path, self.text(path) + change["sist"])
        elif "byte" in change:
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_bytes(base64.b64decode(change["byte"]).ljust(change.get("storlek", 0), b"\0"))
        elif "lank" in change:
            (self.root / path).symlink_to(change["lank"])
        elif "som" in change:
            (self.root / path).write_bytes(
                self.text(path).replace("\n", _LINE_ENDS[change["som"]]).encode(_ENCODINGS[change["som"]])
            )
        elif "namn" in change:
            (self.root / path).rename(self.root / change["namn"])
        else:
            assert change["bort"] is True
            (self.root / path).unlink()


_LINE_ENDS = {
    "windows": "\r\n",
    "bom": "\n",
    "windows och bom": "\r\n",
    "utf-16": "\n",
    "latin-1": "\n",
    "gammal mac": "\r",
}
_ENCODINGS = {
    "windows": "utf-8",
    "bom": "utf-8-sig",
    "windows och bom": "utf-8-sig",
    "utf-16": "utf-16",
    "latin-1": "latin-1",
    "gammal mac": "utf-8",
}


def lay_out(to: Path) -> Sample:
    """Copy the sample project to ``to``."""
    shutil.copytree(CASES / "projekt", to)
    return Sample(to)


def broken_cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Return each case of ``cases/broken`` with a name made of its file and title."""
    for file in sorted((CASES / "broken").glob("*.yml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield f"{file.stem}: {case['fall']}", case
