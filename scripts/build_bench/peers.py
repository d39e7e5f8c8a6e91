"""The generators that the build is measured beside, each set up as its documentation tells an ordinary user to."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import corpus

HERE = Path(__file__).resolve().parent

MATERIAL = """\
site_name: Bänk
site_url: https://vip.example/
theme:
  name: material
  language: sv
plugins:
  - search:
      lang: sv
"""
HUGO = {
    "hugo.toml": """\
baseURL = "https://vip.example/"
languageCode = "sv"
title = "Bänk"
disableKinds = ["taxonomy", "term"]
[markup.goldmark.renderer]
unsafe = true
""",
    "layouts/_default/baseof.html": """\
<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body>{{ partialCached "nav.html" . .Section }}<main>{{ block "main" . }}{{ end }}</main>
<aside>{{ .TableOfContents }}</aside></body></html>
""",
    "layouts/_default/single.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}\n',
    "layouts/_default/list.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
""",
    "layouts/partials/nav.html": """\
<nav><ul>{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></li>{{ end }}</ul></nav>
""",
}
ELEVENTY = {
    "eleventy.config.mjs": """\
export default function (config) {
  config.addCollection("chapters", (all) => all.getFilteredByGlob("docs/**/*.md"));
  config.addPassthroughCopy("docs/**/*.png");
}
export const config = {
  dir: { input: "docs", includes: "../includes", output: "site" },
  markdownTemplateEngine: false,
};
""",
    "docs/docs.json": '{"layout": "page.njk"}\n',
    "includes/page.njk": """\
<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body><nav><ul>{% for one in collections.chapters %}<li><a href="{{ one.url }}">{{ one.data.title }}</a></li>{% endfor %}</ul></nav>
<main><h1>{{ title }}</h1>{{ content | safe }}</main></body></html>
""",
}


@dataclass(frozen=True)
class Peer:
    """A generator: how its project is laid out from a corpus, and the command that builds it there.

    ``output`` is the built folder, below the project.
    """

    name: str
    lay_out: Callable[[Path, Path], None]
    command: tuple[str, ...]
    output: str = "site"
    environment: Mapping[str, str] = field(default_factory=dict)


def _plain(files: Mapping[str, str], docs: str, index: str = "index.md") -> Callable[[Path, Path], None]:
    """Return a function that writes the plain texts of a corpus and these files to a folder."""

    def lay_out(made: Path, to: Path) -> None:
        corpus.plain(made, to / docs)
        if index != "index.md":
            for file in list((to / docs).rglob("index.md")):
                file.rename(file.with_name(index))
        for name, text in files.items():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            (to / name).write_text(text, encoding="utf-8")

    return lay_out


def _ourselves(made: Path, to: Path) -> None:
    shutil.copytree(made, to)


def all_of_them(python: str, peers: Path) -> tuple[Peer, ...]:
    """Return ourselves first, and then each peer. ``python`` runs ours; ``peers`` is the environment of the others."""
    bin_folder = peers / ("Scripts" if (peers / "Scripts").is_dir() else "bin")
    eleventy = HERE / "node_modules/@11ty/eleventy/cmd.cjs"
    quiet = {"NO_MKDOCS_2_WARNING": "1"}
    ours = {**quiet, "PYTHONUTF8": "1"}
    return (
        Peer("VIP", _ourselves, (python, "-m", "commands", "build"), environment=ours),
        Peer(
            "Material",
            _plain({"mkdocs.yml": MATERIAL}, "docs"),
            (python, "-m", "mkdocs", "build", "--quiet"),
            environment=quiet,
        ),
        Peer("Hugo", _plain(HUGO, "content", "_index.md"), (str(bin_folder / "hugo"), "--quiet"), "public"),
        Peer(
            "Eleventy",
            _plain(ELEVENTY, "docs"),
            ("node", str(eleventy), "--quiet"),
            environment={"ELEVENTY_ENV": "production"},
        ),
        Peer("Zensical", _plain({"mkdocs.yml": MATERIAL}, "docs"), (str(bin_folder / "zensical"), "build", "--clean")),
    )
