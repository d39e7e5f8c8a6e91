"""What a site has published, and whether each address still answers in a built one."""

from __future__ import annotations

import re
from pathlib import Path

_LEADS_TO = re.compile(r'href="([^"]+)" data-vip-redirect')


def ledger_lines(project: Path) -> list[str]:
    """Return the ledger's lines."""
    return (project / "content/_ledger.txt").read_text(encoding="utf-8").splitlines()


def addresses(project: Path) -> list[str]:
    """Return every address in the ledger; the start page's is empty."""
    return [line.split("\t")[0].removeprefix("/") for line in ledger_lines(project)]


def unanswered(site: Path, published: list[str]) -> list[str]:
    """Return the addresses that no page of a built site answers, following redirects and looking for each anchor.

    On a page that says that it is retired, every anchor is answered for.
    """
    return [address for address in published if not _answers(site, address)]


def _answers(site: Path, address: str) -> bool:
    page, _, anchor = address.partition("#")
    text = _landed_on(site / page / "index.html", steps=1)
    return text is not None and (not anchor or f'id="{anchor}"' in text or "Utgången sida" in text)


def _landed_on(file: Path, steps: int) -> str | None:
    """Return the text of the page that a file is or leads to, in one step at most."""
    if not file.is_file():
        return None
    text = file.read_text(encoding="utf-8")
    leads = _LEADS_TO.search(text)
    if leads is None:
        return text
    to = file.parent / leads[1]
    return _landed_on(to / "index.html" if leads[1].endswith("/") else to, steps - 1) if steps else None
