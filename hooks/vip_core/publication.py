"""Publication: where the site is published and by whom, as ``mkdocs.yml`` says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from .problems import Point, Problem, ProblemLog

_CONTACT = ("namn", "epost", "telefon", "webb")  # what the contact page shows


@dataclass(frozen=True)
class Publication:
    """``site_url`` ends in ``/``, or is empty when the place is not known. ``extra`` holds the file's own settings."""

    site_url: str = ""
    site_name: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def url(self, address: str) -> str:
        """Return the full address of a page or file on the site; empty when the place is not known."""
        return self.site_url + address if self.site_url else ""

    @property
    def publisher(self) -> str:
        """Who answers for the texts: ``utgivare`` under ``extra``, else the site's name."""
        return str(self.extra.get("utgivare") or self.site_name)

    def edit_url(self, source: str) -> str:
        """Return where a reader may propose a change to the file ``source``; empty when that is not set up.

        ``redigera`` under ``extra`` is the address with ``{path}`` where the file's path goes.
        """
        pattern = self.extra.get("redigera")
        return str(pattern).replace("{path}", quote(source)) if pattern and source else ""

    def problems(self) -> list[Problem]:
        """Return what is wrong with the settings."""
        log = ProblemLog("mkdocs.yml")
        pattern = self.extra.get("redigera")
        if pattern and not (isinstance(pattern, str) and re.match(r"https?://[^\s]*\{path\}", pattern)):
            hint = "skriv till exempel https://github.com/kommunen/vip/edit/main/{path}, eller ta bort raden"
            message = "är ingen adress med {path} i"
            log.error(Point(), "FELAKTIG-ADRESS", message, field="extra.redigera", value=pattern, hint=hint)
        contact = self.extra.get("kontakt") or {}
        wrong = [str(name) for name in contact if name not in _CONTACT] if isinstance(contact, Mapping) else ["kontakt"]
        for name in wrong:
            hint = f"under kontakt: står {', '.join(_CONTACT)}, ett på varje rad"
            log.error(Point(), "OKANT-FALT", "går inte att läsa", field="extra.kontakt", value=name, hint=hint)
        return log.problems


def publication(site_url: str, site_name: str, extra: Mapping[str, Any]) -> Publication:
    """Return the publication; ``site_url`` may lack its last ``/``."""
    return Publication(site_url if not site_url or site_url.endswith("/") else site_url + "/", site_name, dict(extra))


UNPUBLISHED = Publication()
