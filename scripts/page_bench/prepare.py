"""Makes what the pages are measured on, compressed as ``vip.py hosting`` does it.

``python -m page_bench.prepare <site> <node>`` finds our site in the folder ``<site>``. It builds the same texts with Starlight, adds
a landing page that lists 5,000 articles to our site, and writes ``work/servers.json``: how each site is served.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from build_bench import corpus
from commands import hosting

HERE = Path(__file__).resolve().parent
LONGEST = "filter/svarighetsgrad/svara"  # the landing page with the most articles
LISTED = 5000
FOREVER = "public, max-age=31536000, immutable"
STARLIGHT = {
    "package.json": '{"name": "bank", "private": true, "type": "module"}\n',
    "astro.config.mjs": """\
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";

export default defineConfig({
  site: "https://vip.example",
  integrations: [starlight({ title: "Bänk", description: "Bänk", locales: { root: { label: "Svenska", lang: "sv" } } })],
});
""",
    "src/content.config.mjs": """\
import { docsLoader } from "@astrojs/starlight/loaders";
import { docsSchema } from "@astrojs/starlight/schema";
import { defineCollection } from "astro:content";

export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
""",
}
_GROUP = re.compile(r'<section class="vip-listing__group" data-vip-group>.*?</section>\s*', re.DOTALL)
_ITEM = re.compile(r'<li class="vip-item" .*?</li>\s*', re.DOTALL)
_PROGRAM = re.compile(r'(data-vip-article="|href="\.\./\.\./\.\./)([a-z][a-z-]*)/')


def starlight(node: str, project: Path) -> Path:
    """Build the real texts with Starlight; returns the built folder."""
    shutil.rmtree(project, ignore_errors=True)
    for name, text in STARLIGHT.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    corpus.plain(corpus.ROOT, project / "src/content/docs")
    subprocess.run(
        [node, str(HERE / "node_modules/astro/astro.js"), "build", "--silent"],
        cwd=project,
        env={**os.environ, "ASTRO_TELEMETRY_DISABLED": "1"},
        check=True,
    )
    return project / "dist"


def repeated(page: str, listed: int) -> str:
    """Return a landing page that lists that many articles: its groups again and again, as of programs ``adhd-2`` and on.

    It has what the template gives a page of that length: groups of the same sizes, and the body's mark of a long page.
    """
    groups = list(_GROUP.finditer(page))
    own = sum(len(_ITEM.findall(group[0])) for group in groups)
    more: list[str] = []
    left, turn = listed - own, 2
    while left > 0:
        for group in groups:
            text = _PROGRAM.sub(rf"\1\2-{turn}/", group[0])
            for item in _ITEM.findall(text)[max(left, 0) :]:
                text = text.replace(item, "", 1)
            left -= len(_ITEM.findall(text))
            if 'class="vip-item"' in text:
                more.append(text)
        turn += 1
    end = groups[-1].end()
    body = re.sub(r" data-vip-(?:many|long)|(?<=<body)", "", page[:end]).replace("<body", "<body data-vip-long", 1)
    return body + "".join(more) + page[end:]


def main(ours: Path, node: str) -> None:
    """Make everything that the measurement reads."""
    page = repeated((ours / LONGEST / "index.html").read_text(encoding="utf-8"), LISTED)
    long = ours / f"{LONGEST}-{LISTED}"
    long.mkdir()
    (long / "index.html").write_text(page, encoding="utf-8")
    work = HERE / "work"
    theirs = starlight(node, work / "starlight")
    for site in (ours, theirs):
        hosting.compress(site)
    servers = {
        "VIP": {"folder": str(ours), "unchanging": hosting.UNCHANGING.pattern, "headers": hosting.HEADERS},
        "Starlight": {"folder": str(theirs), "unchanging": "_astro/.+", "headers": {}},
    }
    told = {"forever": FOREVER, "long": f"{LONGEST}-{LISTED}/", "servers": servers}
    (work / "servers.json").write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
