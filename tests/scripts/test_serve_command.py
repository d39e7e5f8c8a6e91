"""``vip.py serve``: mistakes are told in the page, nothing stops it, and it recovers by itself."""

from __future__ import annotations

import re
import signal
import socket
import sys
import time
import urllib.error
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects import copy_sample, run
from serving import CHAPTER, PAGE, PATIENCE, Served, panel, started


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_sample(tmp_path / "ett projekt")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    found = started(copy_sample(tmp_path_factory.mktemp("serve") / "ett projekt"))
    yield found
    found.process.kill()
    found.process.communicate()


@pytest.fixture
def served(running: Served) -> Iterator[Served]:
    """Give the served project, and put back afterwards what a test changed in it."""
    running.until(lambda text: "Första steget" in text and panel(text) == "")
    folders = ("content", "programs", "hooks", "theme_overrides")
    files = [running.root / "mkdocs.yml", *(file for name in folders for file in (running.root / name).rglob("*.*"))]
    before = {file: file.read_bytes() for file in files if file.is_file() and file.suffix != ".pyc"}
    yield running
    for file, data in before.items():
        if file.read_bytes() != data:
            file.write_bytes(data)


def test_a_mistake_is_told_in_every_page_with_place_and_mend_and_goes_when_it_is_mended(served: Served) -> None:
    served.until(lambda text: "Första steget" in text)
    assert panel(served.get(PAGE)[1]) == ""
    served.replace(CHAPTER, "status: utkast", "status: utkst")
    served.replace("content/om.md", "title:", "titel:")
    told = panel(served.until(lambda text: "2 fel" in text or "3 fel" in text))
    line = (served.root / CHAPTER).read_text(encoding="utf-8").split("status:")[0].count("\n") + 1
    assert f"{CHAPTER}:{line}<" in told
    assert "Menade du &quot;utkast&quot;?" in told
    assert "<pre>status: <mark>utkst</mark></pre>" in told
    assert told.index(CHAPTER) < told.index("content/om.md")
    elsewhere = panel(served.get("om/")[1])
    assert elsewhere.index("content/om.md") < elsewhere.index(CHAPTER)
    served.replace(CHAPTER, "status: utkst", "status: utkast")
    served.replace("content/om.md", "titel:", "title:")
    served.until(lambda text: "Första steget" in text and panel(text) == "")


def test_a_save_shows_on_the_page(served: Served) -> None:
    before = served.until(lambda text: "Första steget" in text)
    served.replace(CHAPTER, "1. Boka ett möte.", "1. Boka ett nytt möte.")
    after = served.until(lambda text: "Boka ett nytt möte." in text)
    number = re.compile(r'data-build="([^"]+)"')
    assert number.findall(before) != number.findall(after)


def test_a_project_that_was_broken_from_the_start_recovers(project: Path) -> None:
    chapter = project / CHAPTER
    good = chapter.read_text(encoding="utf-8")
    chapter.write_text(good.replace("id: adhd-niva-och-process", "id: [", 1), encoding="utf-8")
    served = started(project)
    try:
        told = served.until(lambda text: "1 fel att rätta" in text)
        assert "YAML-FEL" in told
        assert served.get(PAGE)[0] == 503
        chapter.write_text(good, encoding="utf-8")
        served.until(lambda text: "Första steget" in text and panel(text) == "")
    finally:
        served.process.kill()
        served.process.communicate()


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        ("theme_overrides/chapter.html", "{% block content %}", "{% block content", "theme_overrides/chapter.html:"),
        ("theme_overrides/chapter.html", "{{ view.chapter.title }}</h1>", "{{ view.x.y }}</h1>", "MALLFEL"),
        ("hooks/vip_core/page_views.py", "class Views:", "class Views(:", "hooks/vip_core/page_views.py:"),
        ("hooks/vip_core/page_views.py", "class Views:", "1 / 0\nclass Views:", "ZeroDivisionError"),
        ("mkdocs.yml", "markdown_extensions:", "markdown_extensions: [", "mkdocs.yml:"),
    ],
)
def test_mistakes_in_templates_code_and_settings_are_survived(
    served: Served, path: str, old: str, new: str, told: str
) -> None:
    served.until(lambda text: "Första steget" in text)
    served.replace(path, old, new)
    served.until(lambda text: told in panel(text))
    served.replace(path, new, old)
    served.until(lambda text: "Första steget" in text and panel(text) == "")


def test_templates_styles_and_code_are_built_anew(served: Served) -> None:
    before = served.until(lambda text: "Första steget" in text)
    served.replace("theme_overrides/chapter.html", "Artiklar i kapitlet</h2>", "Allt i kapitlet</h2>")
    served.until(lambda text: "Allt i kapitlet</h2>" in text)
    style = re.compile(r"assets/vip\.[0-9a-f]+\.css")
    served.replace("theme_overrides/assets/css/tokens.css", "--page: #faf8f4", "--page: #fffffe")
    served.until(
        lambda text: style.findall(text) != style.findall(before) and "#fffffe" in served.get(style.findall(text)[0])[1]
    )
    served.replace("hooks/vip_core/schema.py", '"utkast": "Utkast",', '"utkast": "Kladd",')
    served.until(lambda text: "Kladd" in text)


def test_what_an_author_writes_is_never_markup_in_the_panel(served: Served) -> None:
    served.until(lambda text: "Första steget" in text)
    served.replace(CHAPTER, "status: utkast", "status: \"<img src=x onerror='alert(1)'></pre><script>\"")
    told = panel(served.until(lambda text: "1 fel att rätta" in text))
    assert "<img" not in told
    assert "<script" not in told
    assert "&lt;img src=x onerror=&#x27;alert(1)&#x27;&gt;" in told


def test_addresses_answer_as_a_host_would(served: Served) -> None:
    served.until(lambda text: "Första steget" in text)
    assert served.get("finns/inte/")[0] == 404
    assert "Sidan finns inte" in served.get("finns/inte/")[1]
    assert served.get("adhd/niva-och-process")[1] == served.get(PAGE)[1]
    assert served.get("../../mkdocs.yml")[0] == 404
    assert served.get("%2e%2e/%2e%2e/mkdocs.yml")[0] == 404
    assert served.get(PAGE, "HEAD") == (200, "")
    assert served.get("sok/?q=plan&utforare=x")[0] == 200
    assert "lunr" in served.get("assets/search/index.js")[1] or "search" in served.get("assets/search/index.js")[1]
    assert served.get("assets/serve/reload.js")[0] == 200


def _at_rest(served: Served) -> str:
    """Return the page when nothing that was changed before is still to be shown."""
    before, now = "", served.get(PAGE)[1]
    while now != before:
        time.sleep(1)
        before, now = now, served.get(PAGE)[1]
    return now


def test_files_that_editors_leave_beside_are_no_change(served: Served) -> None:
    served.until(lambda text: "Första steget" in text)
    before = _at_rest(served)
    for name in (".niva.md.swp", "niva-och-process.md~", "~$niva.md", "4913"):
        (served.root / "programs/adhd" / name).write_text("x", encoding="utf-8")
    time.sleep(1)
    assert served.get(PAGE)[1] == before


def test_a_busy_port_is_told_in_a_sentence(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(project, "commands", "serve", "--adress", f"127.0.0.1:{port}")
    assert done.returncode == 1
    assert done.stderr.startswith(f"Porten {port} används redan")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("address", ["8000", "127.0.0.1:x", "127.0.0.1:99999"])
def test_an_address_that_is_none_is_told(project: Path, address: str) -> None:
    done = run(project, "commands", "serve", "--adress", address)
    assert done.returncode == 1
    assert "går inte att tolka" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a signal cannot be sent to one process there")
def test_breaking_off_ends_everything_quietly(project: Path) -> None:
    served = started(project)
    served.until(lambda text: "Första steget" in text)
    served.process.send_signal(signal.SIGINT)
    _, said = served.process.communicate(timeout=PATIENCE)
    assert served.process.returncode == 0
    assert "Traceback" not in said
    assert said.rstrip().endswith("Avslutat.")
    with pytest.raises(urllib.error.URLError):
        served.get()
