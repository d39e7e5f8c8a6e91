"""The browser's pure scripts pass the same cases as the core. Node comes with Playwright, so none need be installed."""

from __future__ import annotations

import json
import os
import random
import subprocess
from pathlib import Path

import yaml
from playwright._impl._driver import compute_driver_executable

from vip_core.citation_styles import STYLES, fill, template
from vip_core.selection import Packing

TESTS = Path(__file__).resolve().parents[1]
FACETS = {"utforare": ["elevhalsa", "lss"], "yrkesroll": ["larare", "rektor"]}


class _Item:
    def __init__(self, audience: dict[str, tuple[str, ...]], always: bool = False) -> None:
        self.audience = audience
        self.always = always


def _packed_cases() -> list[dict[str, object]]:
    items = [
        _Item({"utforare": ("alla",), "yrkesroll": ("larare", "rektor")}),
        _Item({"utforare": ("lss",), "yrkesroll": ("alla",)}),
        _Item({}, always=True),
    ]
    plain = [
        {"audience": {facet: list(values) for facet, values in item.audience.items()}, "always": item.always}
        for item in items
    ]
    return [
        {"text": Packing(FACETS).of(items), "facets": FACETS, "items": plain},
        {"text": Packing(FACETS).of([]), "facets": FACETS, "items": []},
    ]


def _random_cases(number: int) -> list[dict[str, object]]:
    """Return articles and selections drawn at random, with what should show worked out the long way."""
    draw = random.Random(20261122)
    facets = {"a": ["a1", "a2"], "b": ["b1", "b2", "b3"], "c": ["c1"]}

    def audience() -> dict[str, list[str]]:
        return {
            facet: draw.choice([["alla"], sorted(draw.sample(values, draw.randint(1, len(values))))])
            for facet, values in facets.items()
        }

    def fits(article: dict[str, object], chosen: dict[str, list[str]]) -> bool:
        own: dict[str, list[str]] = article["audience"]  # type: ignore[assignment]
        for facet, values in chosen.items():
            hit = [value for value in own[facet] for one in values if value in (one, "alla")]
            if values and not hit and not article["always"]:
                return False
        return True

    cases: list[dict[str, object]] = []
    for turn in range(number):
        articles = [
            {"id": f"x{place}", "audience": audience(), "always": draw.random() < 0.1}
            for place in range(draw.randint(0, 12))
        ]
        selection = {facet: draw.sample(values, draw.randint(0, len(values))) for facet, values in facets.items()}
        counts = {
            facet: {value: sum(fits(one, {**selection, facet: [value]}) for one in articles) for value in values}
            for facet, values in facets.items()
        }
        shown = [article["id"] for article in articles if fits(article, selection)]
        cases.append(
            {
                "name": f"drawn {turn}",
                "facets": facets,
                "articles": articles,
                "selection": selection,
                "shown": shown,
                "counts": counts,
            }
        )
    return cases


def _reference_cases() -> list[dict[str, object]]:
    """Return templates with values, and what the build makes of them for somebody who reads on 5 August 2026."""
    titles = ("Behandling och stöd", "Vad gör du då?", "F20.0.", "Och sedan …", "<b>A & B</b> $& $1")
    cases: list[dict[str, object]] = []
    for style in STYLES:
        for with_url in (True, False):
            pattern = template(style, with_url)
            for title in titles:
                own = {"publisher": "Projektet", "version": "1.0", "year": "2026"}
                values = {
                    "title": title,
                    "container": "ADHD – VIP?",
                    "url": "https://vip.example/a/#b" if with_url else "",
                }
                text = fill(fill(pattern, own), values)
                text = text.replace("⟦accessed:d mmmm yyyy⟧", "5 augusti 2026")
                text = text.replace("⟦accessed:yyyy-mm-dd⟧", "2026-08-05")
                cases.append({"template": fill(pattern, own), "values": values, "text": text})
    return cases


def test_scripts_pass_the_shared_cases(tmp_path: Path) -> None:
    cases = {
        "selection": yaml.safe_load((TESTS / "cases/selection.yml").read_text(encoding="utf-8")) + _random_cases(300),
        "analysis": yaml.safe_load((TESTS / "cases/swedish_analysis.yml").read_text(encoding="utf-8")),
        "packed": _packed_cases(),
        "references": _reference_cases(),
    }
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")
    node, _ = compute_driver_executable()
    done = subprocess.run(
        [node, "--test", str(TESTS / "js/run.mjs")],
        env={**os.environ, "VIP_CASES": str(file)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
