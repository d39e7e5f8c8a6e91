"""A PDF file per program and entry: tagged, with an outline, and contents that name the right pages."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from projects import run, small_project

ENTRY = """
- key: larare
  title: Jag är lärare
  description: Det som rör lärare.
  selection:
    yrkesroll: [larare]
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the package of the small project holds, by path."""
    project = small_project(tmp_path_factory.mktemp("pdf") / "projekt")
    (project / "programs/_entries.yml").write_text(ENTRY, encoding="utf-8")
    done = run(project, "commands", "package", "--pdf")
    assert done.returncode == 0, done.stderr
    (made,) = (project / "dist").glob("*.zip")
    archive = zipfile.ZipFile(made)
    return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def opened(files: dict[str, bytes], name: str) -> PdfReader:
    return PdfReader(io.BytesIO(files[f"pdf/{name}.pdf"]))


def headings(outline: list[Any], level: int = 1) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for one in outline:
        found += headings(one, level + 1) if isinstance(one, list) else [(level, str(one.title))]
    return found


def test_there_is_a_file_for_each_program_and_entry_and_no_page_made_for_paper(files: dict[str, bytes]) -> None:
    assert {path for path in files if path.startswith("pdf/")} == {
        "pdf/adhd.pdf",
        "pdf/sjalvskadebeteende.pdf",
        "pdf/for-larare.pdf",
        "pdf/for-larare-blad-a4.pdf",
        "pdf/for-larare-blad-a5.pdf",
        "pdf/for-larare-bildspel.pdf",
    }
    assert not [path for path in files if "utskrift" in path]
    assert b"utskrift" not in files["webbplats/sitemap.xml"]


@pytest.mark.parametrize(("name", "width", "height"), [("a4", 210, 297), ("a5", 148, 210)])
def test_a_flyer_is_one_page_of_its_own_paper(files: dict[str, bytes], name: str, width: int, height: int) -> None:
    (page,) = opened(files, f"for-larare-blad-{name}").pages
    points = 72 / 25.4
    assert float(page.mediabox.width) == pytest.approx(width * points, abs=2)
    assert float(page.mediabox.height) == pytest.approx(height * points, abs=2)
    assert page["/StructParents"] is not None


def test_a_file_is_tagged_and_says_its_language_and_title(files: dict[str, bytes]) -> None:
    reader = opened(files, "adhd")
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "sv"
    assert "/StructTreeRoot" in catalogue
    assert reader.metadata is not None
    assert reader.metadata.title == "ADHD – Vård- och insatsprogram"
    assert str(reader.metadata.creation_date) == "2026-11-22 00:00:00+00:00"  # as SOURCE_DATE_EPOCH says


def test_the_outline_has_the_chapters_and_under_them_the_articles(files: dict[str, bytes]) -> None:
    found = headings(opened(files, "adhd").outline)
    assert (1, "ADHD") in found
    place = found.index((2, "Behandling och stöd"))
    assert found[place + 1 : place + 3] == [(3, "Läkemedel"), (3, "Samordnad plan")]
    entry = headings(opened(files, "for-larare").outline)
    assert (2, "ADHD") in entry
    assert (4, "Samordnad plan") in entry
    assert "Läkemedel" not in {title for _, title in entry}


def test_the_contents_name_the_page_where_each_article_begins(files: dict[str, bytes]) -> None:
    reader = opened(files, "adhd")
    contents = reader.pages[1].extract_text()
    named = dict(re.findall(r"^\s*(\S.*?)\s*?(\d+)\s*$", contents, re.MULTILINE))
    outline = [one for one in flat(reader.outline) if one.title in ("Läkemedel", "Samordnad plan", "Lagar och regler")]
    assert len(outline) == 3
    for one in outline:
        number = reader.get_destination_page_number(one)
        assert number is not None
        assert named[str(one.title)] == str(number + 1)
    assert "000" not in contents


def test_every_page_has_its_number_and_links_lead_within_the_file(files: dict[str, bytes]) -> None:
    reader = opened(files, "adhd")
    total = len(reader.pages)
    for number, page in enumerate(reader.pages, 1):
        assert f"{number} av {total}" in page.extract_text()
    assert "/adhd--behandling-och-stod--lakemedel" in reader.named_destinations
    targets = {str(link["/A"]["/URI"]) for page in reader.pages for link in links(page) if "/URI" in link.get("/A", {})}
    assert not [target for target in targets if target.startswith("file:")]


def flat(outline: list[Any]) -> list[Destination]:
    return [one for part in outline for one in (flat(part) if isinstance(part, list) else [part])]


def links(page: Any) -> list[Any]:
    return [one.get_object() for one in page.get("/Annots", []) if one.get_object().get("/Subtype") == "/Link"]
