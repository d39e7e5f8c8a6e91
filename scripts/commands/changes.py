"""Changes: what the working files hold beside the branch they will be merged into, as Git says."""

from __future__ import annotations

import subprocess
from pathlib import Path


class BranchUnknown(Exception):
    """Git does not know what to compare with; says why, in Swedish."""


def changed_texts(root: Path, branch: str, folder: str) -> list[tuple[str, str, str]]:
    """Return path, text before and text now of each Markdown file below ``folder`` that differs from ``branch``.

    Before is where the work left the branch; a new file had no text. Raises ``BranchUnknown``.
    """
    base = _git(root, branch, "merge-base", branch, "HEAD").strip()
    listed = _git(root, branch, "diff", "-z", "--name-only", "--diff-filter=AMR", "--relative", base, "--", folder)
    listed += _git(root, branch, "ls-files", "-z", "--others", "--exclude-standard", "--", folder)
    paths = sorted({path for path in listed.split("\0") if path.endswith(".md") and (root / path).is_file()})
    return [(path, _text_at(root, base, path), (root / path).read_text("utf-8", errors="replace")) for path in paths]


def _git(root: Path, branch: str, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", *words], cwd=root, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError:
        raise BranchUnknown("Git finns inte på den här datorn, och behövs för --mot.") from None
    if done.returncode:
        raise BranchUnknown(f'Det går inte att jämföra med "{branch}". Hämta grenen först: git fetch origin {branch}')
    return done.stdout


def _text_at(root: Path, commit: str, path: str) -> str:
    done = subprocess.run(["git", "show", f"{commit}:./{path}"], cwd=root, capture_output=True, check=False)
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""
