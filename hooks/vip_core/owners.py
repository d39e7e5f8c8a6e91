"""Owners: who answers for which files, as ``CODEOWNERS`` says, and what only they may change: the status of a text.

The pattern language is that of ``.gitignore``; of several rules that match a file the last counts, as GitHub and GitLab
document it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from . import front_matter
from .catalogue import Catalogue, Page
from .marked_yaml import Scalar
from .problems import Place, Point, Problem, ProblemLog
from .schema import STATUSES

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

PLACES = tuple(f"{folder}CODEOWNERS" for folder in (".github/", "", "docs/", ".gitlab/"))
_RANK = {status: rank for rank, status in enumerate(STATUSES)}


@dataclass(frozen=True)
class Owners:
    """The rules of one file: each a pattern and those it names."""

    rules: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def of(self, path: str) -> tuple[str, ...]:
        """Return who answers for the file at ``path``, relative to the project's root; nobody where no rule matches."""
        return next((names for pattern, names in reversed(self._patterns) if pattern.match_file(path)), ())

    @cached_property
    def _patterns(self) -> list[tuple[GitIgnoreSpec, tuple[str, ...]]]:
        from pathspec import GitIgnoreSpec  # noqa: PLC0415 - takes a while to load, and of drafts nobody asks

        return [(GitIgnoreSpec.from_lines([pattern]), names) for pattern, names in self.rules]


def read(root: Path) -> Owners | None:
    """Read the project's ``CODEOWNERS``, or return ``None`` when it has none and so leaves this to its hosts."""
    file = next((root / place for place in PLACES if (root / place).is_file()), None)
    return parse(file.read_text(encoding="utf-8")) if file else None


def parse(text: str) -> Owners:
    """Return the rules of a ``CODEOWNERS`` file; comments and GitLab's section headings are no rules."""
    rows = [line.partition(" #")[0].split() for line in text.splitlines() if not line.startswith(("#", "[", "^["))]
    return Owners(tuple((row[0], tuple(row[1:])) for row in rows if row))


def check_statuses(found: Catalogue, owners: Owners | None) -> list[Problem]:
    """Return a warning for each text that has come further than a draft although nobody answers for it."""
    problems: list[Problem] = []
    pages = [page for one in found.programs for page in (one.page, *(chapter.page for chapter in one.chapters))]
    for page in pages if owners else ():
        if _RANK.get(page.status, 0) > 0 and owners and not owners.of(page.source.path):
            log = ProblemLog(page.source.path)
            log.warning(
                _place(page),
                "AGARE-SAKNAS",
                f'texten är "{STATUSES[page.status]}", men ingen svarar för filen i CODEOWNERS',
                field="status",
                value=page.status,
                hint=f"lägg till en rad för /{page.source.path} i CODEOWNERS, eller skriv status: utkast",
            )
            problems += log.problems
    return problems


def _place(page: Page) -> Place:
    return page.source.meta.get("status") or page.source.meta


def raised_statuses(changes: Iterable[tuple[str, str, str]], owners: Owners | None, author: str = "") -> list[Problem]:
    """Return a warning for each text whose status a change has raised, unless ``author`` is one who may do that.

    ``changes`` holds path, text before (empty for a new file) and text after.
    """
    problems: list[Problem] = []
    for path, before, after in changes:
        old, _ = _status(before)
        new, place = _status(after)
        names = owners.of(path) if owners else ()
        if _RANK.get(new, 0) <= _RANK.get(old, 0) or (
            author and author.lower() in {name.lstrip("@").lower() for name in names}
        ):
            continue
        log = ProblemLog(path)
        who = " eller ".join(names) or "den som programmet får i CODEOWNERS"
        log.warning(
            place,
            "STATUS-HOJD",
            f'höjd från "{old or "utkast"}" till "{new}"',
            field="status",
            value=new,
            hint=f"ändringen gäller först när {who} har godkänt den",
        )
        problems += log.problems
    return problems


def _status(text: str) -> tuple[str, Place]:
    """Return the status that a file's text gives, or nothing, and where it stands."""
    source, _ = front_matter.parse(text.replace("\r\n", "\n"), "") if text else (None, [])
    node = source.meta.get("status") if source else None
    return (node.text, node) if isinstance(node, Scalar) else ("", Point())
