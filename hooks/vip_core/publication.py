"""Publication: where the site is published and by whom, as ``mkdocs.yml`` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


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


def publication(site_url: str, site_name: str, extra: Mapping[str, Any]) -> Publication:
    """Return the publication; ``site_url`` may lack its last ``/``."""
    return Publication(site_url if not site_url or site_url.endswith("/") else site_url + "/", site_name, dict(extra))


UNPUBLISHED = Publication()
