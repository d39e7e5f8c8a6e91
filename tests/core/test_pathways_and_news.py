"""Care pathways and news: pages of their own kinds, linked with the programs they are about."""

from __future__ import annotations

from sample import Sample
from vip_core.page_views import Views
from vip_core.site import Site

NEWS = "---\ntitle: {title}\ndescription: Vad som hände.\n{time}\n---\n\nText.\n"
PATHWAY = """\
---
title: Förlopp
description: Vägen.
program: adhd
galler: Vuxna.
handelser:
  - {nar: "2020", vad: Blev klart.}
steg:
  - {key: start, title: Start, fraga: Vad nu?, gor: Börja., artiklar: [adhd/niva-och-process#ARTIKEL]}
---

Text.
"""


def an_article(sample: Sample) -> str:
    return sample.site().catalogue.chapter("adhd", "niva-och-process").articles[0].id


def test_every_pathway_leads_into_its_program_step_by_step(real_site: Site) -> None:
    pathways = Views(real_site).pathways()
    assert {one.program for one in pathways} == {
        "depression-och-angestsyndrom",
        "schizofreni-och-liknande-tillstand",
        "sjalvskadebeteende",
    }
    for one in pathways:
        assert len(one.steps) >= 4
        assert all(step.articles for step in one.steps)
        assert all(milestone.when for milestone in one.milestones)


def test_the_schizophrenia_pathways_are_told_as_one_process_since_2022(real_site: Site) -> None:
    (pathway,) = Views(real_site).pathways("schizofreni-och-liknande-tillstand")
    when = {milestone.when: milestone.what for milestone in pathway.milestones}
    assert list(when) == ["2020", "2021", "2022"]
    assert "en sammanhållen process" in when["2022"]


def test_a_pathway_names_articles_that_are_there(sample: Sample) -> None:
    article = an_article(sample)
    sample.write("content/vardforlopp/forlopp.md", PATHWAY.replace("ARTIKEL", article))
    assert sample.prepare().problems == ()
    sample.write("content/vardforlopp/forlopp.md", PATHWAY.replace("ARTIKEL", article[:-1]))
    (problem,) = sample.prepare().problems
    assert (problem.line, problem.code) == (9, "BRUTEN-LANK")
    assert f'menade du "adhd/niva-och-process#{article}"?' in problem.hint


def test_news_is_listed_latest_first_and_by_year_with_what_sources_tell_marked(sample: Sample) -> None:
    for name, title, time in (
        ("ett", "Ett", "andrad: 2026-11-20"),
        ("tva", "Två", "andrad: 2026-11-25\nprogram: [adhd]"),
        ("kalla", "Ur källa", "ar: 2022\nkallor: [sos-adhd-2024]"),
    ):
        sample.write(f"content/nyheter/{name}.md", NEWS.format(title=title, time=time))
    views = Views(sample.site())
    assert [item.title for item in views.news(9)] == ["Två", "Ett", "Ur källa"]
    assert [item.title for item in views.news(9, "adhd")] == ["Två"]
    assert [views.when(item) for item in views.news(9)][1:] == ["20 november 2026", "Ur källorna: 2022"]
    lists = {page.address: page.subject for page in views.site.pages if page.template == "news.html"}
    assert list(lists) == ["nyheter/", "nyheter/2026/", "nyheter/2022/"]
    assert [item.title for item in lists["nyheter/2022/"].items] == ["Ur källa"]  # type: ignore[union-attr]
    page = next(page for page in views.site.pages if page.address == "nyheter/2022/")
    assert [crumb.title for crumb in views.of(page).crumbs] == ["Start", "Nyheter"]


def test_news_without_a_time_or_with_two_is_told(sample: Sample) -> None:
    sample.write("content/nyheter/utan.md", NEWS.format(title="Utan", time="tidigare: []"))
    sample.write("content/nyheter/tva.md", NEWS.format(title="Två", time="andrad: 2026-11-25\nar: 2022"))
    told = sorted(problem.as_text() for problem in sample.prepare().problems)
    assert [
        "tva.md:5:5: FALT-KROCK" in told[0],
        "FALT-SAKNAS: kallor" in told[1],
        "utan.md:2:1: TID-SAKNAS" in told[2],
    ] == [True] * 3


def test_the_news_of_this_site_and_of_its_sources_are_kept_apart(real_site: Site) -> None:
    news = Views(real_site).news(99)
    assert {item.year for item in news if item.from_source} == {2022, 2023}
    assert {item.year for item in news if not item.from_source} == {2026}
    sources = {page.address: page.sources for page in real_site.pages}
    assert all(sources[item.address] for item in news if item.from_source)


def test_a_year_that_a_page_has_taken_is_told(sample: Sample) -> None:
    sample.write("content/nyheter/2026.md", NEWS.format(title="Krock", time="andrad: 2026-11-20"))
    assert [problem.code for problem in sample.prepare().problems] == ["ADRESSKROCK"]
