"""The finished files are read as a browser would read them, and every fault is told on its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from vip_core import publish_checks

WHOLE = '<!doctype html>\n<html lang="sv">\n<head><title>Start</title></head>\n<body>\n{}\n</body></html>\n'


def site(folder: Path, body: str = "", page: str = WHOLE) -> Path:
    """Lay out a site of two pages; the start page has ``body`` on its fifth line."""
    (folder / "adhd").mkdir()
    (folder / "index.html").write_text(page.format(body), encoding="utf-8")
    (folder / "adhd" / "index.html").write_text(WHOLE.format('<h2 id="stöd">Stöd</h2>'), encoding="utf-8")
    (folder / "bild.png").write_bytes(b"")
    return folder


def codes(folder: Path, site_url: str = "https://vip.example/") -> list[str]:
    return [f"{problem.line} {problem.code}" for problem in publish_checks.check(folder, site_url)]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="adhd/">x</a> <a href="adhd">x</a> <a href="adhd/index.html?utforare=skola#st%C3%B6d">x</a> <a href=".">x</a>',
        '<a href="#top">x</a> <a href="#">x</a> <a href="adhd/#:~:text=ord">x</a> <a href="/adhd/#stöd">x</a>',
        '<a href="https://annan.example/">x</a> <a href="mailto:a@vip.example">x</a> <a href="tel:112">x</a>',
        '<img src="bild.png" alt=""><img src="data:image/png;base64,AA==" alt="">',
        '<script type="application/ld+json">{}</script>',
    ],
)
def test_what_is_right_is_left_alone(tmp_path: Path, body: str) -> None:
    assert codes(site(tmp_path, body)) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<a href="adh/">x</a>', "5 DOD-LANK"),
        ('<a href="/annat/">x</a>', "5 DOD-LANK"),
        ('<a href="../adhd/">x</a>', "5 DOD-LANK"),
        ('<form action="sok/"></form>', "5 DOD-LANK"),
        ('<meta http-equiv="Refresh" content="0; url=borta/">', "5 DOD-LANK"),
        ('<a href="adhd/#stod">x</a>', "5 DOTT-ANKARE"),
        ('<a href="#borta">x</a>', "5 DOTT-ANKARE"),
        ('<img src="bilder/a.png" alt="">', "5 DOD-LANK"),
        ('<img srcset="bild.png 1x, bild2.png 2x" alt="">', "5 DOD-LANK"),
        ('<img src="https://annan.example/a.png" alt="">', "5 ANNAN-VARD"),
        ('<script src="//annan.example/a.js"></script>', "5 ANNAN-VARD"),
        ('<link rel="preconnect" href="https://annan.example/">', "5 ANNAN-VARD"),
        ('<iframe src="https://annan.example/"></iframe>', "5 ANNAN-VARD"),
        ("<script>let x = 1</script>", "5 EGEN-KOD"),
        ('<button onclick="x()">x</button>', "5 EGEN-KOD"),
        ("<style>p {}</style>", "5 EGEN-STIL"),
        ('<p style="color: red">x</p>', "5 EGEN-STIL"),
    ],
)
def test_each_fault_is_told_on_its_line(tmp_path: Path, body: str, told: str) -> None:
    assert codes(site(tmp_path, body)) == [told]


def test_a_page_needs_a_title_and_a_language(tmp_path: Path) -> None:
    assert codes(site(tmp_path, page="<html><head><title> </title></head></html>")) == [
        "1 SPRAK-SAKNAS",
        "1 TITEL-SAKNAS",
    ]


def test_links_from_the_root_begin_where_the_site_is_published(tmp_path: Path) -> None:
    site(tmp_path, '<a href="/vip/adhd/">x</a>')
    assert codes(tmp_path, "https://kommun.example/vip/") == []
    assert codes(tmp_path, "https://kommun.example/") == ["5 DOD-LANK"]


def test_a_stylesheet_fetches_nothing_from_elsewhere(tmp_path: Path) -> None:
    site(tmp_path)
    (tmp_path / "vip.css").write_text(
        "a { background: url(bild.png) }\nb { background: url('https://annan.example/b.png') }\n", encoding="utf-8"
    )
    assert codes(tmp_path) == ["2 ANNAN-VARD"]
