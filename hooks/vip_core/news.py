"""News: what happened, as pages of their own, in a list and in an archive by year."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import addresses, marked_yaml
from .problems import ProblemLog
from .schema import GENERAL_PAGE_FIELDS, PROGRAMS_FIELD, Field, Number

FIELDS = (
    *GENERAL_PAGE_FIELDS,
    PROGRAMS_FIELD,
    Field("ar", Number(), "Året för något som en källa berättar om; andrad skrivs då inte.", False, "2022"),
)


@dataclass(frozen=True)
class NewsItem:
    """One piece of news. ``date`` is ``None`` for what a source tells of, where only the year is known."""

    title: str
    description: str
    address: str
    year: int
    date: datetime.date | None = None
    programs: tuple[str, ...] = ()

    @property
    def from_source(self) -> bool:
        """Whether this retells a source instead of being the site's own news."""
        return self.date is None


@dataclass(frozen=True)
class NewsList:
    """News, the latest first: all of them, or those of one ``year``. ``years`` are those that have any."""

    items: tuple[NewsItem, ...]
    years: tuple[int, ...]
    year: int | None = None

    @property
    def address(self) -> str:
        return f"{addresses.NEWS}{self.year}/" if self.year else addresses.NEWS

    @property
    def title(self) -> str:
        return f"Nyheter {self.year}" if self.year else "Nyheter"


def news_item(address: str, values: Mapping[str, Any]) -> NewsItem:
    """Return the news of a page's front matter; what could not be read is left empty."""
    date: datetime.date | None = values.get("andrad")
    year = date.year if date else values.get("ar") or 0
    title, description = values.get("title") or "", values.get("description") or ""
    return NewsItem(title, description, address, year, date, values.get("program") or ())


def check_date(meta: marked_yaml.Mapping, log: ProblemLog) -> None:
    """Note news that has no time, or two; and news that retells a source without naming it."""
    dated, year = meta.get("andrad"), meta.get("ar")
    if dated is None and year is None:
        hint = "lägg till andrad: 2026-11-21, eller ar: 2022 om nyheten återger en källa"
        log.error(meta, "TID-SAKNAS", "nyheten har ingen tid", field="andrad", hint=hint)
    elif dated is not None and year is not None:
        log.error(year, "FALT-KROCK", "andrad och ar står båda", field="ar", hint="behåll det ena")
    if year is not None and meta.get("kallor") is None:
        hint = "lägg till kallor: [nyckel ur _sources.yml]"
        log.error(year, "FALT-SAKNAS", "den som återger en källa nämner den", field="kallor", hint=hint)


def news_lists(items: Iterable[NewsItem]) -> tuple[NewsList, ...]:
    """Return the list of all news and one for each year, the latest first; nothing when there is no news."""
    ordered = sorted(items, key=lambda item: item.address)
    ordered.sort(key=lambda item: (item.year, item.date or datetime.date(item.year or 1, 1, 1)), reverse=True)
    years = tuple(dict.fromkeys(item.year for item in ordered))
    if not ordered:
        return ()
    every = NewsList(tuple(ordered), years)
    return (
        every,
        *(NewsList(tuple(item for item in ordered if item.year == year), years, year) for year in years),
    )
