"""Copies of the project to build and to break, and ways to run its commands on them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TODAY = "1795305600"  # 22 November 2026, in seconds
_PROGRAM = ("hooks", "theme_overrides", "scripts")
_CONTENT = ("content", "programs")


def copy_project(to: Path) -> Path:
    """Copy the project's own files to ``to``, as a new clone would hold them; returns ``to``."""
    for part in _CONTENT:
        shutil.copytree(ROOT / part, to / part)
    add_program(to)
    return to


def add_program(to: Path) -> None:
    """Put the program and its configuration beside the content of a project."""
    for part in _PROGRAM:
        shutil.copytree(ROOT / part, to / part, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    shutil.copy(ROOT / "mkdocs.yml", to)


def copy_sample(to: Path) -> Path:
    """Copy the project to ``to`` with the small content of ``cases/projekt`` instead of its own; returns ``to``."""
    shutil.copytree(ROOT / "tests/cases/projekt", to)
    add_program(to)
    return to


def run(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module, such as ``commands`` or ``mkdocs``, in the project."""
    paths = os.pathsep.join(str(project / folder) for folder in ("scripts", "hooks"))
    settings = {**os.environ, "PYTHONPATH": paths, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": TODAY}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=project,
        env=settings | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def fingerprint(folder: Path) -> dict[str, str]:
    """Return the hash of each file below ``folder``, by its path."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
