"""The ledger, redirects and what is retired: no published address is lost."""

from __future__ import annotations

import datetime
from pathlib import Path

from sample import Sample
from vip_core import ledger, redirects
from vip_core.ledger import Entry
from vip_core.redirects import Moved, Redirect
from vip_core.site import Site

DAY = datetime.date(2026, 11, 25)
CHAPTER = "programs/adhd/behandling-och-stod.md"
LINKING = "programs/adhd/niva-och-process.md"  # has a link to the article lakemedel


def publish(sample: Sample) -> Site:
    """Write everything the sample has into its ledger, as a release does."""
    made = sample.site()
    before = made.archive.ledger or ledger.Ledger({})
    sample.write("content/_ledger.txt", before.with_new(made.ledger_entries(DAY)).text())
    return made


def codes(sample: Sample) -> list[str]:
    return [problem.code for problem in sample.prepare().problems]


def leads(site: Site) -> dict[str, str]:
    return {redirect.from_address: redirect.to_address for redirect in site.redirects}


def test_a_published_site_has_no_problems(sample: Sample) -> None:
    publish(sample)
    assert sample.prepare().problems == ()


def test_the_ledger_holds_pages_articles_listings_and_short_addresses_with_version_or_day(sample: Sample) -> None:
    publish(sample)
    lines = sample.text("content/_ledger.txt").splitlines()
    assert lines[0] == "/\t2026-11-25\t-"
    for line in (
        "adhd/\t1.0\t-",
        "adhd/behandling-och-stod/\t1.2\t-",
        "adhd/behandling-och-stod/#lakemedel\t1.2\t-",
        "adhd/behandling-och-stod/historik/\t2026-11-25\t-",
        "adhd/behandling/\t2026-11-25\t-",
        "filter/yrkesroll/lakare/\t2026-11-25\t-",
        "id/adhd-behandling-och-stod/\t2026-11-25\t-",
        "om/\t2026-11-25\t-",
    ):
        assert line in lines


def test_the_ledger_is_sorted_and_reads_back_as_it_was_written(sample: Sample, tmp_path: Path) -> None:
    publish(sample)
    text = sample.text("content/_ledger.txt")
    assert text.splitlines() == sorted(text.splitlines(), key=lambda line: line.split("\t")[0].removeprefix("/"))
    file = tmp_path / "_ledger.txt"
    file.write_bytes(text.encode())
    found, problems = ledger.read(file, "_ledger.txt")
    assert problems == []
    assert found is not None
    assert found.text() == text


def test_what_was_first_published_stays_when_a_newer_version_is_written_in(sample: Sample) -> None:
    publish(sample)
    sample.replace(CHAPTER, 'version: "1.2"', 'version: "7.0"')
    publish(sample)
    assert "adhd/behandling-och-stod/\t1.2\t-" in sample.text("content/_ledger.txt")


def test_new_addresses_are_one_warning(sample: Sample) -> None:
    publish(sample)
    sample.replace(CHAPTER, "## Samordnad plan", "## Ny\n\n```yaml artikel\nid: ny\n```\n\nText.\n\n## Samordnad plan")
    assert codes(sample) == ["ADRESS-EJ-INSKRIVEN"]


def test_an_article_that_notes_its_former_anchor_is_not_lost(sample: Sample) -> None:
    publish(sample)
    sample.replace(CHAPTER, "id: lakemedel\n", "id: medicin\ntidigare: [lakemedel]\n")
    sample.replace(LINKING, "#lakemedel", "#medicin")
    assert codes(sample) == ["ADRESS-EJ-INSKRIVEN"]


def test_the_hint_names_the_new_article_when_there_is_just_one(sample: Sample) -> None:
    publish(sample)
    sample.replace(CHAPTER, "id: lakemedel\n", "id: medicin\n")
    sample.replace(LINKING, "#lakemedel", "#medicin")
    (lost,) = [problem for problem in sample.prepare().problems if problem.severity == "error"]
    assert "skriv tidigare: [lakemedel] i artikeln medicin" in lost.hint


def test_an_article_may_have_stood_in_another_chapter(sample: Sample) -> None:
    publish(sample)
    law = "programs/adhd/lagar-och-regler.md"
    sample.replace(law, "id: ratt-till-stod\n", "id: ratt-till-stod\ntidigare: [adhd/niva-och-process/#ratten]\n")
    (left,) = sample.site().departed["adhd/niva-och-process/"]
    assert (left.anchor, left.to_address) == ("ratten", "adhd/lagar-och-regler/#ratt-till-stod")


def test_a_former_address_that_another_article_has_is_an_error(sample: Sample) -> None:
    law = "programs/adhd/lagar-och-regler.md"
    former = "tidigare: [adhd/behandling-och-stod/#lakemedel]"
    sample.replace(law, "id: ratt-till-stod\n", f"id: ratt-till-stod\n{former}\n")
    assert codes(sample) == ["ID-ATERANVANT"]


def test_a_filter_page_that_has_gone_leads_to_the_list_of_filter_pages(sample: Sample) -> None:
    publish(sample)
    sample.replace(CHAPTER, "insats: [lakemedel]\n", "")
    outcome = sample.prepare()
    assert [problem.severity for problem in outcome.problems] == []
    assert outcome.site is not None
    assert leads(outcome.site)["adhd/filter/insats/lakemedel/"] == "adhd/filter/"


def test_a_theme_that_no_article_belongs_to_any_more_keeps_its_page(sample: Sample) -> None:
    publish(sample)
    sample.replace(LINKING, "teman: [samsjuklighet]\n", "")
    outcome = sample.prepare()
    assert outcome.problems == ()
    assert outcome.site is not None
    assert "tema/samsjuklighet/" in {page.address for page in outcome.site.pages}


def test_every_id_has_a_short_address(sample: Sample) -> None:
    assert leads(sample.site())["id/adhd-behandling-och-stod/"] == "adhd/behandling-och-stod/"


def test_a_former_address_may_be_written_with_or_without_slash_and_index() -> None:
    pages = frozenset({"om/"})
    for written in ("om-oss", "om-oss/", "om-oss/index.html"):
        assert redirects.plan([Moved("om/", (written,))], pages) == (Redirect("om-oss/", "om/"),)


def test_what_stood_below_a_former_address_stands_below_the_new_one() -> None:
    pages = frozenset({"adhd/", "adhd/filter/", "adhd/insatser/", "adhd/insatser/version/1.0/"})
    moved = [Moved("adhd/", ("damp/",)), Moved("adhd/insatser/", ("damp/insatser/", "adhd/behandling/"))]
    published = ["adhd/behandling/version/1.0/", "damp/filter/", "damp/insatser/version/1.0/", "damp/okand/"]
    found = {one.from_address: one.to_address for one in redirects.plan(moved, pages, published)}
    assert found["adhd/behandling/version/1.0/"] == "adhd/insatser/version/1.0/"
    assert found["damp/insatser/version/1.0/"] == "adhd/insatser/version/1.0/"
    assert found["damp/filter/"] == "adhd/filter/"
    assert "damp/okand/" not in found


def test_a_filter_page_that_has_gone_is_found_also_below_a_former_address() -> None:
    pages = frozenset({"adhd/", "adhd/filter/"})
    (led,) = [
        one
        for one in redirects.plan([Moved("adhd/", ("damp/",))], pages, ["damp/filter/insats/lakemedel/"])
        if "filter" in one.from_address
    ]
    assert led.to_address == "adhd/filter/"


def test_every_redirect_leads_straight_to_a_page(sample: Sample) -> None:
    publish(sample)
    made = sample.site()
    pages = {page.address for page in made.pages}
    assert made.redirects
    assert all(redirect.to_address in pages for redirect in made.redirects)
    assert not pages.intersection(leads(made))


def test_a_retired_page_answers_for_all_that_was_below_it(sample: Sample) -> None:
    publish(sample)
    sample.write("content/_ledger.txt", sample.text("content/_ledger.txt") + "test/\t1.0\t-\ntest/kapitel/#a\t1.0\t-\n")
    sample.write("content/_utgangna.yml", "- {address: test/, title: Test, date: 2026-11-25, reason: Borta.}\n")
    book, _ = ledger.read(sample.root / "content/_ledger.txt", "")
    assert book is not None
    sample.write("content/_ledger.txt", book.with_new([Entry("test/kapitel/", "1.0")]).text())
    outcome = sample.prepare()
    assert outcome.problems == ()
    assert outcome.site is not None
    assert leads(outcome.site)["test/kapitel/"] == "test/"


def test_a_retired_article_leaves_a_line_on_its_page_and_its_id_is_never_used_again(sample: Sample) -> None:
    publish(sample)
    body = sample.text(CHAPTER)
    start, end = body.index("## Läkemedel"), body.index("## Samordnad plan")
    sample.write(CHAPTER, body[:start] + body[end:])
    sample.replace(LINKING, "#lakemedel", "#samordnad-plan")
    record = "- {address: adhd/behandling-och-stod/#lakemedel, title: Läkemedel, date: 2026-11-25, reason: Borta.}\n"
    sample.write("content/_utgangna.yml", record)
    (left,) = sample.site().departed["adhd/behandling-och-stod/"]
    assert (left.anchor, left.title) == ("lakemedel", "Läkemedel")
    sample.replace(CHAPTER, "id: samordnad-plan\n", "id: lakemedel\n")
    assert "ID-ATERANVANT" in codes(sample)


def test_a_retired_id_is_never_used_again(sample: Sample) -> None:
    record = (
        "- {address: adhd/gammal/, title: Gammal, date: 2026-11-25, reason: Borta., ids: [adhd-lagar-och-regler]}\n"
    )
    sample.write("content/_utgangna.yml", record)
    sample.write("content/_ledger.txt", "adhd/\t1.0\t-\n")
    assert "ID-ATERANVANT" in codes(sample)


def test_a_text_with_errors_is_not_said_to_have_lost_its_addresses(sample: Sample) -> None:
    publish(sample)
    sample.replace(CHAPTER, "id: lakemedel\n", "id: [\n")
    assert "ADRESS-FORSVUNNEN" not in codes(sample)
