"""Redirects: every address that no longer is a page's own, and the page it leads to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from . import addresses


@dataclass(frozen=True, order=True)
class Redirect:
    """An address that leads to another. Neither has an anchor, which browsers keep; the second is always a page."""

    from_address: str
    to_address: str


@dataclass(frozen=True)
class Moved:
    """A page with the addresses it had before, and its permanent ids; ``gone`` when it stands for all that was below it."""

    address: str
    former: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    gone: bool = False


def plan(moved: Iterable[Moved], pages: Collection[str], published: Iterable[str] = ()) -> tuple[Redirect, ...]:
    """Return the redirects to ``pages``, in the order of their addresses, each leading straight to its end.

    A ``published`` address that neither is a page nor was named by one is found through the page around it: what stood
    below an earlier address stands below the new one, what stood below a page that is gone leads to that page, and a filter
    page that has gone leads to the list of filter pages.
    """
    found: dict[str, str] = {}
    gone: set[str] = set()
    for page in moved:
        for former in page.former:
            found.setdefault(addresses.as_written(former), page.address)
        for name in page.ids:
            found.setdefault(addresses.short(name), page.address)
        if page.gone:
            gone.add(page.address)
    for address in published:
        if address not in pages and address not in found:
            to = next((to for to in _through(address, found, gone) if to in pages), None)
            if to is not None:
                found[address] = to
    return tuple(Redirect(*pair) for pair in sorted(found.items()) if pair[0] not in pages)


def _through(address: str, found: dict[str, str], gone: set[str], steps: int = 2) -> Iterator[str]:
    """Give the pages an address may lead to by way of those around it, the nearest first, in so many steps at most."""
    parts = address.split("/")[:-1]
    for length in range(len(parts) - 1, 0, -1):
        around, rest = "/".join(parts[:length]) + "/", "/".join(parts[length:]) + "/"
        if around in found:
            yield found[around] + rest
            if steps > 1:
                yield from _through(found[around] + rest, found, gone, steps - 1)
            if found[around] in gone:
                yield found[around]
        if around in gone:
            yield around
        if parts[length - 1] == addresses.FILTER:
            yield around
