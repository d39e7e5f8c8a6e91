"""Copies of the project to build and to break, and ways to run its commands on them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TODAY = "1795305600"  # 22 November 2026, in seconds
_PROGRAM = ("hooks", "theme_overrides", "scripts")
_CONTENT = ("content", "programs")
_MADE_HERE = shutil.ignore_patterns("__pycache__", "node_modules", ".venv", "work")  # what the benches install is large


def copy_project(to: Path) -> Path:
    """Copy the project's own files to ``to``, as a new clone would hold them; returns ``to``."""
    for part in _CONTENT:
        shutil.copytree(ROOT / part, to / part)
    add_program(to)
    return to


def add_program(to: Path) -> None:
    """Put the program and its configuration beside the content of a project."""
    for part in _PROGRAM:
        shutil.copytree(ROOT / part, to / part, ignore=_MADE_HERE)
    for file in ("mkdocs.yml", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / file, to)


def small_project(to: Path) -> Path:
    """Lay out the program with the sample's few pages instead of its own; returns ``to``."""
    add_program(to)
    for part in _CONTENT:
        shutil.copytree(ROOT / "tests" / "cases" / "projekt" / part, to / part)
    settings = (to / "mkdocs.yml").read_text(encoding="utf-8")
    named = re.sub(r"(?<=\n  sidfot:\n)(?:    .*\n)*", "    Om webbplatsen: om/\n", settings)
    assert named != settings
    (to / "mkdocs.yml").write_text(named, encoding="utf-8")  # the sample has no other pages to name at the foot
    return to


def command(project: Path, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Return the command line of a Python module, such as ``commands``, in the project, and its environment."""
    paths = os.pathsep.join(str(project / folder) for folder in ("scripts", "hooks"))
    settings = {**os.environ, "PYTHONPATH": paths, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": TODAY}
    return [sys.executable, "-m", *arguments], settings


def copy_sample(to: Path) -> Path:
    """Copy the project to ``to`` with the small content of ``cases/projekt`` instead of its own; returns ``to``."""
    shutil.copytree(ROOT / "tests/cases/projekt", to)
    add_program(to)
    return to


def run(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module, such as ``commands`` or ``mkdocs``, in the project."""
    line, settings = command(project, *arguments)
    return subprocess.run(
        line,
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
