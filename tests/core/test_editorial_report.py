"""The editors' report: what an editor is told of a small site whose facts are known."""

from __future__ import annotations

import datetime
import json

import pytest

from sample import Sample
from vip_core import addresses, build_date
from vip_core.editorial_report import EditorialReport, as_record, report
from vip_core.site import Site

DAY = datetime.date(2026, 11, 22)


def told(sample: Sample, day: datetime.date = DAY) -> EditorialReport:
    return report(sample.site(), day)


def test_reviews_are_overdue_the_day_after_and_soon_for_ninety_days(sample: Sample) -> None:
    for path, due in (("adhd/niva-och-process", "2026-11-21"), ("adhd/behandling-och-stod", "2026-11-22")):
        sample.replace(f"programs/{path}.md", "granskas: 2099-11-21", f"granskas: {due}")
    sample.replace("programs/adhd/lagar-och-regler.md", "granskas: 2099-11-21", "granskas: 2027-02-20")
    found = told(sample)
    assert [review.address for review in found.overdue] == ["adhd/niva-och-process/"]
    assert [review.address for review in found.soon] == ["adhd/behandling-och-stod/", "adhd/lagar-och-regler/"]
    assert found.next_review == found.soon[0]


def test_chapters_are_counted_by_status(sample: Sample) -> None:
    assert dict(told(sample).statuses) == {"Utkast": 4, "På remiss": 1, "Fastställd": 1}


def test_sources_are_told_by_use_and_age(sample: Sample) -> None:
    sample.write(
        "programs/_sources.yml",
        sample.text("programs/_sources.yml") + "\noanvand:\n  type: report\n  title: Ingen läser\n  issued: 2001\n",
    )
    found = told(sample)
    assert [use.source.key for use in found.unused_sources] == ["oanvand"]
    assert [use.source.key for use in found.old_sources] == ["oanvand", "larsson-2014"]
    assert found.source_years == (("2024–2026", 1, 2), ("Före 2016", 3, 3))


def test_articles_without_strength_and_without_links_are_named(sample: Sample) -> None:
    found = told(sample)
    assert "adhd/niva-och-process#remiss" not in [state.article.key for state in found.without_strength]
    unlinked = [state.article.key for state in found.unlinked]
    assert "adhd/niva-och-process#remiss" in unlinked
    assert "adhd/behandling-och-stod#lakemedel" not in unlinked


def test_old_wording_is_told_with_the_reason_it_may_wait(sample: Sample) -> None:
    sample.replace("programs/adhd/lagar-och-regler.md", "lydelse: 2026-02", "lydelse: 2025-07")
    delay = 'delays:\n  - {wording: "2025-07", until: 2027-01-31, reason: Går inte att läsa.}\n'
    sample.write("content/_lagar.yml", sample.text("content/_lagar.yml") + delay)
    (one,) = told(sample).wordings
    assert (one.wording, one.old, one.waits_until, one.reason) == (
        "2025-07",
        True,
        datetime.date(2027, 1, 31),
        "Går inte att läsa.",
    )
    (later,) = told(sample, datetime.date(2027, 2, 1)).wordings
    assert (later.old, later.waits_until) == (True, None)


def test_references_to_each_act_are_counted(sample: Sample) -> None:
    sample.replace(
        "programs/adhd/lagar-och-regler.md", "Rektorn ansvarar", "Se 3 kap. 7 § skollagen och 5 § skollagen. Rektorn"
    )
    uses = {use.act.number: use.references for use in told(sample).acts}
    assert uses["SFS 2010:800"] == 2
    assert uses["SFS 2025:400"] == 0


def test_the_report_is_plain_data_for_json(sample: Sample) -> None:
    record = json.loads(json.dumps(as_record(told(sample))))
    assert record["day"] == "2026-11-22"
    assert {one["key"] for one in record["article_states"]} == {
        article.key for article in sample.site().catalogue.articles
    }
    assert {one["state"] for row in record["coverage"][0]["rows"] for one in row["chapters"].values()} >= {"named"}


def test_the_overview_is_out_of_the_readers_way(real_site: Site) -> None:
    ours = [page for page in real_site.pages if page.address.startswith(f"{addresses.EDITORIAL}/")]
    assert len(ours) == 1 + len(real_site.catalogue.programs)
    assert not any(page.is_listed for page in ours)
    assert not [one for one in real_site.search_documents() if one.url.startswith(addresses.EDITORIAL)]


def test_the_builds_date_is_the_one_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    assert build_date.today() == DAY
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert build_date.today() == datetime.date.today()
