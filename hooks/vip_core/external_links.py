"""External links: where the site points at other sites, and when each address was last seen to answer.

``content/_lankar.yml`` is written by ``report --lankar`` and read by the editors' overview; no build looks at the network.
"""

from __future__ import annotations

import datetime
import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from . import data_files
from .problems import Problem
from .schema import Date, Field, ListOf, Record, Text
from .vocabularies import check_unique

if TYPE_CHECKING:
    from .site import Site

FILE_NAME = "_lankar.yml"
_HREF = re.compile(r'href="(https?://[^"#]+)')
_HEAD = "# Skriven av report --lankar: när varje adress utanför webbplatsen senast svarade. Ändra inte för hand.\n"


@dataclass(frozen=True)
class ExternalLink:
    """An address on another site, and the files or sources that name it."""

    url: str
    named_by: tuple[str, ...]


@dataclass(frozen=True)
class LinkState:
    """What is known of an address: the day it was last tried, what was said then, and the day it last answered well."""

    url: str
    tried: datetime.date
    good: datetime.date | None = None
    said: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it answered well the last time."""
        return self.good == self.tried


FILE = ListOf(
    Record(
        (
            Field("url", Text(), "Adressen.", True, "https://vip.example/"),
            Field("tried", Date(), "Dagen den senast provades.", True, "2026-11-25"),
            Field("good", Date(), "Dagen den senast svarade.", False, "2026-11-25"),
            Field("said", Text(), "Vad som hände när den inte svarade.", False, "404"),
        ),
        lambda values: LinkState(
            values["url"], values["tried"] or datetime.date.min, values.get("good"), values.get("said") or ""
        ),
    ),
    may_be_empty=True,
)


def external_links(site: Site) -> tuple[ExternalLink, ...]:
    """Return every address on other sites that sources and texts name, in the order of addresses."""
    named: dict[str, set[str]] = {}
    for key, source in site.catalogue.vocabularies.sources.items():
        if source.url:
            named.setdefault(source.url.partition("#")[0], set()).add(key)
    for page in site.pages:
        parts = (page.html.intro, *(section.html for section in page.html.sections), page.html.footnotes)
        for found in _HREF.finditer("".join(parts)) if page.source else ():
            named.setdefault(html.unescape(found[1]), set()).add(page.source)
    return tuple(ExternalLink(url, tuple(sorted(named[url]))) for url in sorted(named))


def read(file: Path, shown_as: str) -> tuple[tuple[LinkState, ...], list[Problem]]:
    """Read what earlier visits found; an absent file is none."""
    states, problems = data_files.read(file, shown_as, FILE, lambda node, reader: check_unique(node, "url", reader))
    return states or (), problems


def after_visits(earlier: Iterable[LinkState], visited: Mapping[str, str], day: datetime.date) -> tuple[LinkState, ...]:
    """Return what is known after visiting the addresses of ``visited`` on ``day``.

    ``visited`` holds what went wrong at each, empty where nothing did. Addresses that were not visited are forgotten, since
    the site does not name them any more.
    """
    good = {state.url: state.good for state in earlier}
    return tuple(LinkState(url, day, good.get(url) if said else day, said) for url, said in sorted(visited.items()))


def as_yaml(states: Iterable[LinkState]) -> str:
    """Return the text of ``_lankar.yml``."""
    rows = []
    for state in states:
        good = f", good: {state.good}" if state.good else ""
        said = f", said: {json.dumps(state.said, ensure_ascii=False)}" if state.said else ""
        rows.append(f"- {{url: {json.dumps(state.url, ensure_ascii=False)}, tried: {state.tried}{good}{said}}}\n")
    return _HEAD + ("".join(rows) or "[]\n")
