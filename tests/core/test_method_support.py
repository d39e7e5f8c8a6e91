"""Method support: the inventory is whole, its links are the source's own, and it is shown where it belongs."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample import Sample, read_cases
from vip_core import method_support
from vip_core.method_support import SupportEntry
from vip_core.page_views import Views
from vip_core.schema import Known
from vip_core.site import Site

PRINTED_ONLY = ("omoss", "sip-forvuxna")
KNOWN = Known({"kallor": ["inventering"], "program": ["adhd"], "artiklar": ["adhd/behandling-och-stod#psykoedukation"]})
SMALL = """\
kalla: inventering
uppgift: 2020-03
facetter:
  - {key: rubrik, label: Rubrik, values: [{key: filmer, label: Filmer}]}
  - {key: lage, label: Status, values: [{key: okand, label: Okänd}]}
poster:
  - key: film
    namn: En film
    rubrik: [filmer]
    lage: [okand]
    beskrivning: En kort film.
    lankar:
      - {namn: Filmen, url: "https://film.example/"}
    artiklar:
      - adhd/behandling-och-stod#psykoedukation
"""


@pytest.fixture(scope="module")
def printed() -> dict[str, dict[str, object]]:
    return {entry["namn"]: entry for entry in read_cases("metodstod.yml")}


@pytest.fixture(scope="module")
def entries(real_site: Site) -> dict[str, SupportEntry]:
    return {entry.name: entry for entry in real_site.method_support.entries}


def read(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "_metodstod.yml").write_text(text, encoding="utf-8")
    _, problems = method_support.read(tmp_path / "_metodstod.yml", "content/_metodstod.yml", KNOWN)
    return [problem.as_text() for problem in problems]


def test_all_68_entries_of_the_inventory_are_there_in_its_order(
    entries: dict[str, SupportEntry], printed: dict[str, dict[str, object]]
) -> None:
    assert len(entries) == len(printed) == 68
    assert list(entries) == list(printed)


def test_every_entry_has_the_addresses_that_were_printed_with_it_and_no_other(
    entries: dict[str, SupportEntry], printed: dict[str, dict[str, object]]
) -> None:
    wanted = {
        name: {url for url in entry["adresser"] if not url.startswith("file:")} for name, entry in printed.items()
    }  # type: ignore[attr-defined]
    found = {name: {link.url or link.printed for link in entry.links} - {""} for name, entry in entries.items()}
    assert found == wanted
    assert sum(map(len, wanted.values())) == 93 - 2  # one leads to somebody's own disk, one is printed twice


def test_an_address_that_lost_a_hyphen_in_print_is_text_and_not_a_link(entries: dict[str, SupportEntry]) -> None:
    links = [link for entry in entries.values() for link in entry.links]
    assert [link.url for link in links if any(word in link.url for word in PRINTED_ONLY)] == []
    assert len([link for link in links if link.printed]) == 2
    assert not [link for link in links if "file:" in link.url + link.printed]


def test_headings_and_status_are_the_sources_own(
    real_site: Site, entries: dict[str, SupportEntry], printed: dict[str, dict[str, object]]
) -> None:
    support = real_site.method_support
    headings = {name: support.labels(entry, "rubrik")[0] for name, entry in entries.items()}
    assert headings == {name: entry["rubrik"] for name, entry in printed.items()}
    ended = {name for name, entry in entries.items() if not entry.in_use}
    assert ended == {name for name, entry in printed.items() if entry["status"] == "ej längre i bruk"}
    assert list(dict.fromkeys(group.heading for group in support.groups)) == list(dict.fromkeys(headings.values()))
    assert [group.subheading for group in support.groups if group.subheading] == ["Samordnad individuell plan"]


def test_an_entry_is_shown_with_its_article_and_its_program(real_site: Site) -> None:
    support = real_site.method_support
    imr = support.by_article["schizofreni-och-liknande-tillstand/behandling-och-stod#psykopedagogik-imr"]
    assert [entry.name for entry in imr] == ["IMR-appen"]
    assert "IMR-appen" in [entry.name for entry in support.by_program["schizofreni-och-liknande-tillstand"]]
    assert all(real_site.catalogue.program(slug) for slug in support.by_program)


def test_every_entry_is_found_by_search_after_the_articles(real_site: Site) -> None:
    documents = real_site.search_documents()
    found = {document.url: document.kind for document in documents}
    assert {found[entry.address] for entry in real_site.method_support.entries} == {"sida"}


def test_the_filter_counts_what_each_value_would_show(real_site: Site) -> None:
    page = next(page for page in real_site.pages if page.template == "method_support.html")
    view = Views(real_site).of(page)
    counted = {f"{facet.facet.key}/{value}": count for facet in view.filters for value, count in facet.counts.items()}
    assert (view.total, counted["lage/ej-i-bruk"], counted["rubrik/filmer"]) == (68, 5, 5)
    assert counted["malgrupp/forskare"] == 3  # one for researchers, two for everybody


def test_a_site_without_the_inventory_has_no_page_for_it(sample: Sample) -> None:
    assert [page for page in sample.site().pages if page.template == "method_support.html"] == []


def test_a_link_from_an_article_to_an_entry_is_checked(sample: Sample) -> None:
    sample.write("content/_metodstod.yml", SMALL.replace("inventering", "sos-1").split("    artiklar:")[0])
    sample.replace("programs/_sources.yml", "", "sos-1:\n  type: report\n  title: Rapport\n  publisher: SoS\n")
    path = "content/om.md"
    sample.write(path, sample.text(path) + "\n[film](metodstod/#film) och [bok](metodstod/#bok)\n")
    told = [problem.as_text() for problem in sample.prepare().problems]
    assert len(told) == 1
    assert "BRUTET-ANKARE" in told[0]
    assert "bok" in told[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[filmer]\n    l", "[filmr]\n    l", 'rubrik: "filmr" finns inte – menade du "filmer"?'),
        ("https://film", "file:///film", "FELAKTIG-ADRESS"),
        ("och-stod#psyk", "och-stod#psy", 'menade du "adhd/behandling-och-stod#psykoedukation"?'),
        ("kalla: inventering", "kalla: okand", "OKAND-KALLA"),
        ("key: lage", "key: annat", "facetten lage saknas"),
        ("2020-03", "mars", "skriv år och månad"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_line_and_mend(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert read(tmp_path, SMALL) == []
    assert old in SMALL
    problems = read(tmp_path, SMALL.replace(old, new))
    assert any(told in problem for problem in problems), problems
    assert all(problem.startswith("content/_metodstod.yml:") for problem in problems)


def test_the_same_name_twice_is_told(tmp_path: Path) -> None:
    again = SMALL + SMALL[SMALL.index("  - key: film\n") :]
    assert any("DUBBELT-ID" in problem for problem in read(tmp_path, again))
