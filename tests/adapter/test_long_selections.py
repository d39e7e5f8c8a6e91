"""A selection that gives more than anybody reads leads to its programs, and says how much there is in each."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from projects import copy_sample

BUILD = """
import sys
from commands.__main__ import main
from vip_core import page_views
page_views.LONGEST_LIST = 1
sys.exit(main(["build"]))
"""
COUNT = re.compile(r'data-vip-program-count="([^"]*)" data-vip-audiences="([^"]*)">(\d+) ')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_sample(tmp_path_factory.mktemp("langa") / "projekt")
    paths = f"{project / 'scripts'}:{project / 'hooks'}"
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        check=False,
        cwd=project,
        env={"PYTHONPATH": paths},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return project / "site"


def _pages(site: Path) -> list[tuple[str, str]]:
    """Return the pages of the whole site's selections that list no articles."""
    found = [*site.glob("filter/*/*/index.html"), *site.glob("for/*/index.html")]
    texts = [(file.relative_to(site).parent.as_posix(), file.read_text(encoding="utf-8")) for file in found]
    return [(address, text) for address, text in texts if "data-vip-program-count" in text]


def test_a_long_selection_counts_its_articles_by_program_and_lists_none(site: Path) -> None:
    pages = _pages(site)
    assert pages
    for address, text in pages:
        assert "data-vip-article" not in text, address
        assert "data-vip-hidden-note" not in text, address  # there is nothing that it could show
        shares = COUNT.findall(text)
        assert all(len(audiences.split()) == int(count) > 0 for _, audiences, count in shares), address
        total = re.search(r"(\d+) av \1 artik", text)
        assert total, address
        assert sum(int(count) for *_, count in shares) == int(total[1]), address


def test_each_count_is_that_of_the_page_it_leads_to(site: Path) -> None:
    led = 0
    for address, text in _pages(site):
        for program, _, count in COUNT.findall(text):
            file = site / program / address / "index.html"
            if file.is_file():
                assert f"../../../{program}/{address}/" in text
                assert len(re.findall("<li[^>]* data-vip-article", file.read_text(encoding="utf-8"))) == int(count)
                led += 1
    assert led


def test_a_short_selection_still_lists_its_articles(site: Path) -> None:
    assert any("data-vip-article" in file.read_text(encoding="utf-8") for file in site.glob("*/filter/*/*/index.html"))
