"""Searching a site as the browser does: its scripts and its index, run by ``scripts/search_eval.js`` in Node."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

from sample import ROOT
from vip_core import bundles, search_index
from vip_core.site import Site


def publish(site: Site, folder: Path) -> Path:
    """Write to ``folder`` what the search of a built site consists of, byte for byte; returns the folder."""
    for name in ("vip.js", "search.js"):
        bundle = bundles.read(ROOT / "theme_overrides/assets", name)
        _write(folder / bundle.path, bundle.text)
    _write(folder / search_index.FILE, site.search_script())
    return folder


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())


def ask(folder: Path, questions: Iterable[str | Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the answer to each question, a query or ``{"q", "selection"}``."""
    lines = [json.dumps({"q": one} if isinstance(one, str) else one) for one in questions]
    node, _ = compute_driver_executable()
    done = subprocess.run(
        [node, str(ROOT / "scripts/search_eval.js"), str(folder)],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def key(hit: Mapping[str, Any]) -> str:
    """Return the article's key, ``program/chapter#id``."""
    return str(hit["url"]).replace("/#", "#")
