"""What tests of commands that change sources share: the sample project with everything a command needs around it."""

from __future__ import annotations

import argparse
import importlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sample import ROOT, Sample, lay_out

Command = Callable[..., int]


@pytest.fixture
def published(tmp_path: Path) -> Sample:
    """Give the sample project as one that has published everything it holds."""
    made = lay_out(tmp_path / "projekt")
    for part in ("hooks", "theme_overrides"):
        shutil.copytree(ROOT / part, made.root / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", made.root)
    command(made)("release")
    return made


def command(sample: Sample) -> Command:
    """Return a function that runs a command on the project, as ``vip.py`` would."""

    def run(name: str, *words: str) -> int:
        module = importlib.import_module(f"commands.{name}")
        parser = argparse.ArgumentParser()
        module.add_arguments(parser)
        return int(module.run(sample.root, parser.parse_args(words)))

    return run


@pytest.fixture
def vip(published: Sample) -> Command:
    """Run commands on the published sample project."""
    return command(published)


@pytest.fixture
def files(published: Sample) -> Callable[[], dict[str, bytes]]:
    """Read every source of the published sample project, by path."""

    def read() -> dict[str, bytes]:
        folders = (published.root / "content", published.root / "programs")
        found = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
        return {file.relative_to(published.root).as_posix(): file.read_bytes() for file in found}

    return read
