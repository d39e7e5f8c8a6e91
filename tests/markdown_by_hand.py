"""The Markdown files read in the plainest way there is, to compare with what the core makes of them.

Nothing of ``vip_core`` is used here, and nothing is checked: this is a second, independent reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_ARTICLE = re.compile(r"^## (?P<title>[^\n]+)\n\s*```yaml artikel\n(?P<block>.*?)\n```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class PlainArticle:
    """An article with its own values, or else its chapter's."""

    key: str
    program: str
    title: str
    values: dict[str, list[str]]
    always: bool

    def names(self, facet: str, value: str) -> bool:
        return value in self.values[facet]

    def is_for(self, facet: str, value: str) -> bool:
        return self.always or self.values[facet] == ["alla"] or self.names(facet, value)


def load(file: Path) -> Any:
    """Return what a YAML file holds."""
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def articles(programs: Path) -> list[PlainArticle]:
    """Return every article below ``programs``: by the programs' titles, the vocabulary's chapters and source order."""
    facets = [facet["key"] for facet in load(programs / "_facets.yml")]
    found: list[PlainArticle] = []
    folders = [folder for folder in programs.iterdir() if folder.is_dir() and not folder.name.startswith("_")]
    for folder in sorted(folders, key=lambda folder: _split(folder / "index.md")[0]["title"].casefold()):
        for kind in load(programs / "_chapters.yml"):
            head, body = _split(folder / f"{kind['slug']}.md")
            for article in _ARTICLE.finditer(body):
                block = yaml.safe_load(article["block"])
                values = {facet: block.get(facet, head[facet]) for facet in facets}
                found.append(
                    PlainArticle(
                        f"{folder.name}/{kind['slug']}#{block['id']}",
                        folder.name,
                        article["title"].strip(),
                        {facet: own if isinstance(own, list) else [own] for facet, own in values.items()},
                        block.get("alltid", False),
                    )
                )
    return found


def _split(file: Path) -> tuple[dict[str, Any], str]:
    _, head, body = file.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), body
