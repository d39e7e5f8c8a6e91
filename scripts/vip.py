#!/usr/bin/env python3
"""The one command line: ``python3 scripts/vip.py build|serve|check|test``.

Needs nothing but Python 3.11.5: on first use it makes ``.venv`` and installs the pinned packages there, then hands over
to ``scripts/commands``.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
NEEDED = (3, 11, 5)
_NO_PYTHON = 103  # what Windows' launcher of an environment ends with when the Python behind it has been removed
NEEDS_MORE = {"test", "pictures", "bench", "package", "audit"}


def python() -> Path:
    """Return the environment's own Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_installed(requirements: Path) -> bool:
    """Say whether exactly these requirements were installed into the environment before."""
    stamp = VENV / f"{requirements.stem}.sha256"
    return python().exists() and not is_outlived() and stamp.is_file() and stamp.read_text() == _digest(requirements)


def is_outlived() -> bool:
    """Say whether the Python behind the environment is another version now than when it was made, as after a system's upgrade.

    What was installed is then looked for elsewhere, and not found. ``pyvenv.cfg`` (PEP 405) tells which version made it.
    """
    settings = VENV / "pyvenv.cfg"
    rows = settings.read_text(encoding="utf-8").splitlines() if settings.is_file() else []
    made = dict(row.split(" = ", 1) for row in rows if " = " in row)
    is_this = python().resolve() == Path(sys.executable).resolve()
    return is_this and made.get("version", "").split(".")[:2] != [str(part) for part in sys.version_info[:2]]


def install(requirements: Path) -> None:
    """Make the environment if it is missing, and install the requirements; exits with a sentence when that fails."""
    print(f"Förbereder första körningen: installerar {requirements.name} i .venv …", file=sys.stderr, flush=True)
    if not python().exists() or is_outlived():
        try:
            venv.create(VENV, with_pip=True, clear=VENV.exists())
        except (OSError, subprocess.CalledProcessError):
            sys.exit(
                "Det gick inte att skapa .venv. Installera Pythons venv-modul (Debian: apt install python3-venv) och försök igen."
            )
    command = [
        str(python()),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        str(requirements),
    ]
    if subprocess.run(command, check=False).returncode:
        sys.exit("Installationen misslyckades. Kontrollera nätverket och kör kommandot igen.")
    (VENV / f"{requirements.stem}.sha256").write_text(_digest(requirements))


def _digest(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def main(arguments: list[str]) -> int:
    """Prepare the environment for the command and run it there; returns its exit status."""
    if sys.version_info < NEEDED:
        sys.exit(
            f"Python {'.'.join(map(str, NEEDED))} eller senare behövs. Det här är Python {sys.version.split()[0]}."
        )
    more = bool(NEEDS_MORE.intersection(arguments[:1]))
    requirements = ROOT / ("requirements-dev.txt" if more else "requirements.txt")
    complete = ROOT / "requirements-dev.txt"
    if not is_installed(requirements) and not is_installed(complete):
        install(requirements)
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("scripts", "hooks"))
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"}
    try:
        status = subprocess.run([str(python()), "-m", "commands", *arguments], env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130
    if os.name == "nt" and status == _NO_PYTHON:
        sys.exit("Den Python som .venv skapades med är borta. Ta bort mappen .venv och kör kommandot igen.")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
