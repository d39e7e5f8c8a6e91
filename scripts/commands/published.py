"""The published text of a file: the one on the branch that readers' site is built from, as Git has it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from vip_core import releases, versions
from vip_core.catalogue import Chapter, Program
from vip_core.site import PROGRAMS

_BRANCHES = ("origin/HEAD", "origin/main", "main")


@dataclass(frozen=True)
class Published:
    """A file as it is published, and the commit it is taken from."""

    content: bytes
    commit: str


def read(root: Path, path: str) -> Published | None:
    """Return the published text of ``path``, or ``None`` where there is no Git, no main branch or no such file in it.

    On a branch of its own that is the text where the branch began; on the main branch itself, the last commit.
    """
    main = next((name for name in _BRANCHES if _git(root, "rev-parse", "--verify", "--quiet", name) is not None), None)
    base = _git(root, "merge-base", "HEAD", main) if main else None
    if base is None:
        return None
    commit = base.decode().strip()
    content = _git(root, "show", f"{commit}:./{path}")
    return None if content is None else Published(content, commit[:7])


def version(root: Path, text: Program | Chapter, source: str) -> tuple[str, str]:
    """Return the text that readers have met as the present version, and its commit when ``source`` has gone on since.

    Where nothing is published under that number, ``source`` itself is it.
    """
    shown = read(root, text.page.source.path)
    if shown is None:
        return source, ""
    content = shown.content.decode("utf-8", "replace")
    if releases.field_of(content, "version") != text.page.version:
        return source, ""
    same = versions.digest(shown.content) == versions.digest(source.encode("utf-8"))
    return content, "" if same else shown.commit


def records(root: Path, text: Program | Chapter) -> str:
    """Return the text's ``versioner.yml``, or nothing when it was never released."""
    file = root / PROGRAMS / versions.folder(*releases.place(text)) / versions.RECORDS
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _git(root: Path, *arguments: str) -> bytes | None:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
