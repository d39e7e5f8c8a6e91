"""Bundles: stylesheets and scripts joined into one file each, named by their content so that they can be cached for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

SOURCES = ("assets/css/", "assets/js/")
SHIPPED = "assets/js/vendor/LICENS"
CONTENTS = {
    "vip.css": (
        "css/tokens.css", "css/page.css", "css/text.css", "css/layout.css", "css/components.css", "css/filter.css", "css/cite.css", "css/print.css",
    ),
    "editorial.css": ("css/editorial.css",),
    "sections.css": ("css/method_support.css", "css/pathways.css", "css/statistics.css"),
    "guide.css": ("css/user_guide.css", "css/training.css"),
    "information_pack.css": ("css/information_pack.css",),
    "scheme.js": ("js/scheme.js", "js/arrival.js"),
    "vip.js": (
        "js/ready.js", "js/selection.js", "js/addresses.js", "js/carry.js", "js/sheets.js", "js/terms.js", "js/departed.js", "js/paper.js", "js/lay-out.js", "js/filter.js", "js/search-loader.js",
        "js/hits.js", "js/find.js", "js/references.js", "js/cite.js",
    ),
    "search.js": (
        "js/vendor/lunr.min.js", "js/swedish-analysis.js", "js/compounds.js", "js/spelling.js", "js/search-index.js", "js/search.js",
        "js/search-page.js",
    ),
    "versions.css": ("css/versions.css",),
    "redirect.js": ("js/addresses.js", "js/redirect.js"),
    "keep-program.js": ("js/keep-program.js",),
    "training.js": ("js/training.js",),
    "information_pack.js": ("js/copy-text.js", "js/slides.js"),
}  # fmt: skip


@dataclass(frozen=True)
class Bundle:
    """Several source files as one: where it is published, and its text."""

    path: str
    text: str


def read(folder: Path, name: str) -> Bundle:
    """Join the files of the bundle ``name``, found below ``folder``, in their order."""
    text = "".join((folder / part).read_text(encoding="utf-8").rstrip() + "\n" for part in CONTENTS[name])
    stem, _, ending = name.partition(".")
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    return Bundle(f"assets/{stem}.{digest}.{ending}", text)
