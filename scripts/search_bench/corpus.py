"""The corpora of the search bench: the real articles, and many made of their sentences.

``python corpus.py <folder>`` writes for each corpus our script, the documents as JSON and a plain Lunr index, with the time
each took to build.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / folder) for folder in ("hooks", "tests")]

import yaml  # noqa: E402
from lunr import lunr  # noqa: E402

from sample import markdown_settings  # type: ignore[import-not-found] # noqa: E402
from vip_core import bundles, search_encoding, search_index, site  # noqa: E402
from vip_core.catalogue import Catalogue  # noqa: E402
from vip_core.search_index import SearchDocument  # noqa: E402

SYNTHETIC = 5000
_SENTENCES = re.compile(r"(?<=[.?!]) ")


def synthetic(real: tuple[SearchDocument, ...], number: int) -> list[SearchDocument]:
    """Return articles as long as the real ones, made of their sentences and of new compounds of their words."""
    draw = random.Random(20261122)  # noqa: S311
    words = sorted({word for one in real for word in re.findall(r"[a-zåäö]{4,9}", one.body)})
    made = []
    for turn in range(number):
        base, *others = draw.sample(real, 4)
        pool = [sentence for one in (base, *others) for sentence in _SENTENCES.split(one.body)]
        length = len(base.body.split())
        body: list[str] = []
        while sum(len(sentence.split()) for sentence in body) < length:
            body.append(draw.choice(pool))
        new = "".join(draw.sample(words, 2))
        first, second = base.title.split(), others[0].title.split()
        title = " ".join(first[: max(1, len(first) // 2)] + second[len(second) // 2 :])
        url = f"{base.url.partition('#')[0]}#{turn}"
        description = search_index.shortened(body[0])
        made.append(replace(base, url=url, title=title, description=description, text=f"{' '.join(body)} {new}"))
    return sorted(made, key=lambda one: (one.program, one.chapter))


def _write(folder: Path, found: list[SearchDocument], catalogue: Catalogue) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    articles = sum(one.kind == search_index.ARTICLE for one in found)
    begun = time.perf_counter()
    script = search_encoding.script(found, [search_index.counted_terms(one) for one in found], catalogue)
    ours = (time.perf_counter() - begun) * 1000 / articles
    (folder / "index.js").write_text(script, encoding="utf-8")
    programs = {program.slug: program.title for program in catalogue.programs}
    chapters = {chapter.slug: chapter.title for chapter in catalogue.vocabularies.chapters}
    plain = [
        {
            "ref": one.url.replace("/#", "#"),
            "title": one.title,
            "description": one.description,
            "context": f"{programs.get(one.program, '')} {chapters.get(one.chapter, '')}",
            "body": one.body,
            "article": one.kind == search_index.ARTICLE,
        }
        for one in found
    ]
    (folder / "documents.json").write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    begun = time.perf_counter()
    index = lunr(
        ref="ref", fields=[{"field_name": "title", "boost": 10}, "description", "context", "body"], documents=plain
    )
    lunrs = (time.perf_counter() - begun) * 1000 / articles
    (folder / "lunr.json").write_text(json.dumps(index.serialize(), ensure_ascii=False), encoding="utf-8")
    (folder / "times.json").write_text(json.dumps({"ours": ours, "lunr": lunrs, "articles": articles}))


def main(folder: Path) -> None:
    """Write both corpora, the scripts of the search and the queries to ``folder``."""
    made = site.prepare(ROOT, markdown_settings())
    real = made.search_documents()
    articles = tuple(one for one in real if one.kind == search_index.ARTICLE)
    _write(folder / "real", list(real), made.catalogue)
    _write(folder / "synthetic", synthetic(articles, SYNTHETIC), made.catalogue)
    for name in ("vip.js", "search.js"):
        (folder / name).write_text(bundles.read(ROOT / "theme_overrides/assets", name).text, encoding="utf-8")
    golden = yaml.safe_load((ROOT / "tests/search/golden.yml").read_text(encoding="utf-8"))
    everything = yaml.safe_load((ROOT / "tests/search/nonsense.yml").read_text(encoding="utf-8"))
    nonsense = [one for one in everything if isinstance(one, str)]
    (folder / "queries.json").write_text(json.dumps({"golden": golden, "nonsense": nonsense}, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
