"""Chapters and articles are cited as a citation library writes them, and reference managers read their files."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
from dataclasses import replace
from html import escape
from pathlib import Path

import bibtexparser
import pytest
import rispy

from sample import ROOT, Sample, markdown_settings
from vip_core import citation_styles, citations, site
from vip_core.citation_styles import STYLES, References, Style
from vip_core.citations import Citable
from vip_core.cite_box import chapter_box
from vip_core.publication import Publication, publication
from vip_core.site import Site

PUBLISHED = publication("https://vip.example", "Vård- och insatsprogram", {"utgivare": "Projektet & vännerna"})
CITED = Citable(
    "adhd-x", "Titel", "ADHD – VIP", "Projektet", "1.0", datetime.date(2026, 11, 21), "https://vip.example/a/"
)
ODD = (
    "Vad gör du då?",
    "F20.0.",
    "Nu!",
    "Och sedan …",
    "Sagt \"så\" & 'nu' – <b>a:b</b>",
    "Lag (2025:400), 5 kap. 7 § *x* _y_ {z} $1 \\1 %d",
    "Ingen ⟦url⟧ här",
    "1. Först",
)


def every_citable(catalogue_site: Site) -> list[Citable]:
    """Return every chapter and article of the site."""
    found = []
    for program in catalogue_site.catalogue.programs:
        for chapter in program.chapters:
            found.append(citations.cited_chapter(PUBLISHED, program, chapter))
            found += [citations.cited_article(PUBLISHED, program, chapter, one) for one in chapter.articles]
    return found


def directly(style: Style, cited: Citable) -> str:
    """Return what the library gives for this very item, with no template between."""
    values = {
        name: escape(getattr(cited, name), quote=False).translate(str.maketrans("⟦⟧", "[]"))
        for name in ("title", "container", "publisher", "version", "url")
    }
    item = citation_styles.reference_item(values, cited.issued.year, datetime.date(2026, 11, 25))
    item["issued"] = {"date-parts": [[cited.issued.year, cited.issued.month, cited.issued.day]]}
    made = citation_styles.formatted(style, item)
    if style.key == "apa" and cited.url:
        made = made.replace(values["url"], f"Hämtad 25 november 2026, från {values['url']}")
    return re.sub(r"([.?!…])((?:</i>)?)\.", r"\1\2", made)


def by_template(cited: Citable, references: References) -> list[str]:
    made = [one.html for one in references.of(cited)]
    return [text.replace(citation_styles.READING_DAY, "25 november 2026") for text in made[:2]] + [
        made[2].replace(citation_styles.READING_DAY, "2026-11-25")
    ]


def test_every_reference_is_what_the_library_gives_for_that_chapter_or_article(real_site: Site) -> None:
    references = References()
    wrong = {}
    chapters = [one for one in every_citable(real_site) if "#" not in one.url]
    articles = [one for one in every_citable(real_site) if "#" in one.url]
    for cited in (*chapters, *articles[::7]):
        if (made := by_template(cited, references)) != [directly(style, cited) for style in STYLES]:
            wrong[cited.key] = made
    assert chapters
    assert wrong == {}


@pytest.mark.parametrize("title", ODD)
@pytest.mark.parametrize("url", ["https://vip.example/a/?x=1&y=2", ""])
def test_odd_titles_are_written_as_the_library_writes_them(title: str, url: str) -> None:
    cited = replace(CITED, title=title, container=f"{title} – VIP", publisher="A & B <c>", url=url)
    assert by_template(cited, References()) == [directly(style, cited) for style in STYLES]


def test_a_reference_names_publisher_version_year_address_and_the_day_of_reading() -> None:
    for reference in References().of(CITED):
        for part in ("Projektet", "Titel", "Version 1.0", "2026", "https://vip.example/a/", "dagens datum"):
            assert part in reference.html, reference.label
        assert "⟦accessed:" in reference.template


def test_styles_differ_as_they_should() -> None:
    texts = [reference.html for reference in References().of(CITED)]
    assert texts == [
        "Projektet. Titel. I: ADHD – VIP [Internet]. Version 1.0. 2026 [citerad dagens datum]. "
        "Tillgänglig vid: https://vip.example/a/",
        "Projektet. (2026). Titel. I <i>ADHD – VIP</i> (Version 1.0). Hämtad dagens datum, från https://vip.example/a/",
        "Projektet (2026). Titel. I <i>ADHD – VIP</i>. Version 1.0. https://vip.example/a/ (Hämtad dagens datum).",
    ]


def test_a_site_of_any_size_costs_one_call_for_each_style(monkeypatch: pytest.MonkeyPatch, real_site: Site) -> None:
    calls = []
    real = citation_styles.formatted
    monkeypatch.setattr(citation_styles, "formatted", lambda style, item: calls.append(style) or real(style, item))
    references = References()
    for cited in every_citable(real_site):
        references.of(cited)
    assert calls == list(STYLES)


def test_checking_a_site_does_not_load_the_library(sample: Sample) -> None:
    script = (
        "import sys; from pathlib import Path; from sample import markdown_settings; from vip_core import page_views, site;"
        "made = site.prepare(Path(sys.argv[1]), markdown_settings()); [file.data for file in made.files()]; page_views.Views(made);"
        "print([name for name in sys.modules if name.partition('.')[0] in ('citeproc', 'lxml')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(sample.root)],
        env={"PYTHONPATH": f"{ROOT / 'hooks'}{':' if sys.platform != 'win32' else ';'}{ROOT / 'tests'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_an_unpublished_site_cites_without_an_address(real_site: Site) -> None:
    program = real_site.catalogue.programs[0]
    box = chapter_box(Publication(site_name="VIP"), References(), program, program.chapters[0])
    assert box.cited.url == ""
    assert not [reference for reference in box.references if "http" in reference.html or "⟦url⟧" in reference.html]
    assert "UR  -" not in box.article_record


@pytest.mark.parametrize("title", ["Behandling och stöd", *ODD])
def test_a_ris_reader_finds_one_record_with_version_and_address(title: str) -> None:
    cited = replace(CITED, title=title)
    (record,) = rispy.loads(citations.ris(cited))
    assert record["type_of_reference"] == "CHAP"
    assert record["title"] == title
    assert record["secondary_title"] == "ADHD – VIP"
    assert record["authors"] == ["Projektet"]
    assert (record["edition"], record["year"], record["date"]) == ("1.0", "2026", "2026/11/21")
    assert record["urls"] == ["https://vip.example/a/"]


def test_ris_lines_end_as_the_format_demands() -> None:
    assert citations.ris(CITED).count("\r\n") == citations.ris(CITED).count("\n")


@pytest.mark.parametrize("title", ["Behandling och stöd", *ODD])
def test_a_bibtex_reader_finds_one_entry_with_version_and_address(title: str) -> None:
    library = bibtexparser.parse_string(
        citations.bibtex(replace(CITED, title=title)),
        append_middleware=[bibtexparser.middlewares.LatexDecodingMiddleware(allow_inplace_modification=True)],
    )
    assert library.failed_blocks == []
    (entry,) = library.entries
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert entry.key == "adhd-x-v1.0"
    assert fields["title"].removeprefix("{").removesuffix("}") == title
    assert fields["edition"] == "1.0"
    assert fields["year"] == "2026"
    assert fields["url"] == "https://vip.example/a/"


def test_a_csl_processor_reads_the_csl_file(real_site: Site) -> None:
    for cited in every_citable(real_site)[:3]:
        (item,) = json.loads(citations.csl_json(cited))
        made = citation_styles.formatted(STYLES[1], item)
        for part in (escape(cited.title), "(Version 1.0)", cited.url):
            assert part in made


def test_every_chapter_has_its_three_files_and_each_is_its_own(real_site: Site) -> None:
    made = {file.path: file.data.decode() for file in real_site.files()}
    for chapter in real_site.catalogue.chapters:
        (record,) = rispy.loads(made[chapter.address + "referens.ris"])
        assert (record["title"], record["edition"]) == (chapter.title, chapter.page.version)
        (item,) = json.loads(made[chapter.address + "referens.csl.json"])
        assert item["version"] == chapter.page.version
        assert record["id"] == item["id"]
        assert f"@incollection{{{item['id']}," in made[chapter.address + "referens.bib"]


def test_two_versions_of_a_chapter_have_different_keys() -> None:
    assert CITED.key != replace(CITED, version="1.1").key


def test_the_author_is_the_publisher_of_the_configuration(real_site: Site) -> None:
    assert {cited.publisher for cited in every_citable(real_site)} == {"Projektet & vännerna"}


def test_a_file_of_an_author_is_never_overwritten_by_a_generated_one(sample: Sample) -> None:
    for path in ("programs/adhd/lagar-och-regler/referens.ris", "content/api/v1/chapters.json", "content/feeds/x.xml"):
        sample.write(path, "x")
    problems = sample.prepare().problems
    told = {problem.path for problem in problems if problem.code == "ADRESSKROCK"}
    assert told == {
        "programs/adhd/lagar-och-regler/referens.ris",
        "content/api/v1/chapters.json",
        "content/feeds/x.xml",
    }


def test_the_styles_keep_their_licence() -> None:
    folder = Path(citation_styles.__file__).parent / "csl"
    assert "Attribution-ShareAlike 3.0" in (folder / "LICENSE").read_text(encoding="utf-8")
    for style in STYLES:
        assert "http://creativecommons.org/licenses/by-sa/3.0/" in (folder / style.file).read_text(encoding="utf-8")
        assert style.file in (folder / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY-SA" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_site_of_the_sample_has_no_two_files_at_one_path(sample: Sample) -> None:
    made = site.prepare(sample.root, markdown_settings(), publication=PUBLISHED)
    paths = [file.path for file in made.files()]
    assert len(paths) == len(set(paths))
