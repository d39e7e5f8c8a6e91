"""Editorial pages: the editors' overview of the site and of each program, which no reader's path leads to."""

from __future__ import annotations

from dataclasses import dataclass

from . import addresses
from .catalogue import Catalogue, Program


@dataclass(frozen=True)
class EditorialPage:
    """The overview of one program, or of the whole site."""

    program: Program | None = None

    @property
    def address(self) -> str:
        return addresses.editorial(self.program.slug if self.program else "")

    @property
    def title(self) -> str:
        return f"Redaktionens översikt – {self.program.title}" if self.program else "Redaktionens översikt"

    @property
    def description(self) -> str:
        where = f"programmet {self.program.title}" if self.program else "alla program"
        return f"Täckning, granskning, lagtext, källor och läsbarhet i {where}."


def plan(catalogue: Catalogue) -> tuple[EditorialPage, ...]:
    """Return the overview of the site and one for each program."""
    return (EditorialPage(), *(EditorialPage(program) for program in catalogue.programs))
