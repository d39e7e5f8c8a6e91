"""Code owners: who must approve a change of a file, as a CODEOWNERS file says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pathspec import PathSpec

PLACES = tuple(f"{folder}CODEOWNERS" for folder in (".github/", "", "docs/", ".gitlab/"))


@dataclass(frozen=True)
class CodeOwners:
    """The rules in their order: a pattern as in .gitignore, and the owners of what it matches."""

    rules: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def of(self, path: str) -> tuple[str, ...]:
        """Return the owners of a file: those of the last rule that matches it, or none."""
        for pattern, owners in reversed(self.rules):
            if PathSpec.from_lines("gitwildmatch", [pattern]).match_file(path):
                return owners
        return ()


def parse(text: str) -> CodeOwners:
    """Return what a CODEOWNERS file says; comments and GitLab's ``[sections]`` are passed over."""
    rows: Sequence[list[str]] = [line.partition("#")[0].split() for line in text.splitlines()]
    return CodeOwners(tuple((row[0], tuple(row[1:])) for row in rows if row and not row[0].startswith(("[", "^["))))
