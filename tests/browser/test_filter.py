"""The filter, used as a reader would: by pointer and keyboard, across pages, back and forward, from any address."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from browser.conftest import opened
from page_bench.prepare import repeated

CHAPTER = "adhd/behandling-och-stod/"
LONGEST = "filter/svarighetsgrad/svara/"


def choose(page: Page, facet: str, value: str) -> None:
    box = page.locator(f"[data-vip-filter] input[name={facet}][value={value}]")
    box.wait_for(state="attached")
    if not box.is_visible():
        page.locator(f"[data-vip-facet={facet}] [data-vip-show-all]").click()
    box.check()


def shown(page: Page) -> set[str]:
    return set(page.locator(".vip-article:visible").evaluate_all("all => all.map(one => one.id)"))


def expected(page: Page, facet: str, *values: str) -> set[str]:
    """Return the articles that should show, worked out from the page's own data."""
    found: set[str] = set()
    for article in page.locator(".vip-article").all():
        own = (article.get_attribute(f"data-{facet}") or "").split()
        always = article.get_attribute("data-alltid") is not None
        if always or "alla" in own or set(own) & set(values):
            found.add(article.get_attribute("id") or "")
    return found


def selection(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def status(page: Page) -> Locator:
    return page.locator("[data-vip-status]").first


def test_a_choice_shows_what_concerns_the_reader_and_counts_the_rest(page: Page, root: str) -> None:
    page.goto(opened(root, CHAPTER))
    total = page.locator(".vip-article").count()
    choose(page, "yrkesroll", "larare")
    wanted = expected(page, "yrkesroll", "larare")
    assert shown(page) == wanted
    assert 0 < len(wanted) < total
    expect(status(page)).to_have_text(f"{len(wanted)} av {total} artiklar visas")
    expect(page.locator("[data-vip-hidden-note]")).to_contain_text(
        f"{total - len(wanted)} artiklar döljs av ditt filter"
    )
    assert selection(page) == {"yrkesroll": ["larare"]}


def test_two_values_of_a_facet_widen_and_two_facets_narrow(page: Page, origin: str) -> None:
    page.goto(opened(origin, CHAPTER))
    choose(page, "yrkesroll", "larare")
    one = shown(page)
    choose(page, "yrkesroll", "lakare")
    both = shown(page)
    assert one < both
    choose(page, "aldersgrupp", "aldre")
    assert shown(page) < both


def test_a_count_says_what_its_value_would_show(page: Page, origin: str) -> None:
    page.goto(opened(origin, CHAPTER))
    choose(page, "aldersgrupp", "barn-unga")
    promised = int(page.locator('[data-vip-count="utforare/elevhalsa"]').inner_text())
    choose(page, "utforare", "elevhalsa")
    assert len(shown(page)) == promised


def test_hidden_articles_are_one_click_away(page: Page, root: str) -> None:
    page.goto(opened(root, CHAPTER + "?yrkesroll=larare"))
    total = page.locator(".vip-article").count()
    assert len(shown(page)) < total
    page.locator("[data-vip-show-hidden]").click()
    assert len(shown(page)) == total
    expect(status(page)).to_have_text(
        re.compile(rf"^{total} av {total} artiklar visas, \d+ av dem utanför dina filter$")
    )
    page.get_by_role("button", name="Dölj dem igen").click()
    assert len(shown(page)) < total


def test_clearing_shows_everything_and_empties_the_address(page: Page, root: str) -> None:
    page.goto(opened(root, CHAPTER + "?yrkesroll=larare&utforare=elevhalsa"))
    page.locator("[data-vip-clear]").click()
    assert len(shown(page)) == page.locator(".vip-article").count()
    assert selection(page) == {}
    expect(page.locator("[data-vip-clear]")).to_be_disabled()


def test_a_chip_takes_its_value_away_and_the_focus_is_kept(page: Page, origin: str) -> None:
    page.goto(opened(origin, CHAPTER + "?yrkesroll=larare,rektor"))
    page.get_by_role("button", name="Ta bort filtret Lärare").press("Enter")
    assert selection(page) == {"yrkesroll": ["rektor"]}
    expect(page.get_by_role("button", name="Ta bort filtret Rektor")).to_be_focused()


def test_the_focus_stays_on_the_box_that_was_chosen(page: Page, origin: str) -> None:
    page.goto(opened(origin, CHAPTER))
    box = page.locator("input[name=utforare][value=elevhalsa]")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_focused()
    expect(box).to_be_checked()


def test_the_selection_follows_through_links_and_back(page: Page, root: str) -> None:
    page.goto(opened(root))
    choose(page, "yrkesroll", "larare")
    page.locator(".vip-programs__row", has_text="ADHD").click()
    expect(page.locator("h1")).to_have_text("ADHD")
    expect(page.locator("input[name=yrkesroll][value=larare]")).to_be_checked()
    assert selection(page) == {"yrkesroll": ["larare"]}
    page.locator(".vip-chapters a", has_text="Behandling och stöd").click()
    expect(page.locator("h1")).to_have_text("Behandling och stöd")
    expect(page.locator("input[name=yrkesroll][value=larare]")).to_be_checked()
    assert selection(page) == {"yrkesroll": ["larare"]}
    assert shown(page) == expected(page, "yrkesroll", "larare")
    page.go_back()
    page.go_back()
    expect(page.locator("input[name=yrkesroll][value=larare]")).to_be_checked()


def test_back_and_forward_undo_and_redo_a_choice(page: Page, root: str) -> None:
    page.goto(opened(root, CHAPTER))
    choose(page, "yrkesroll", "larare")
    chosen = shown(page)
    page.go_back()
    expect(page.locator("input[name=yrkesroll][value=larare]")).not_to_be_checked()
    assert len(shown(page)) == page.locator(".vip-article").count()
    page.go_forward()
    expect(page.locator("input[name=yrkesroll][value=larare]")).to_be_checked()
    assert shown(page) == chosen


def test_an_address_that_points_at_a_hidden_article_shows_it_with_a_notice(page: Page, root: str) -> None:
    page.goto(opened(root, CHAPTER + "?yrkesroll=larare#lakemedel-vuxna"))
    expect(page.locator("#lakemedel-vuxna")).to_be_visible()
    expect(page.locator("[data-vip-hidden-note]")).to_contain_text("visas fast den ligger utanför dina filter")
    expect(status(page)).to_have_text(re.compile(rf"^{len(expected(page, 'yrkesroll', 'larare'))} av "))


def test_unknown_values_are_ignored_and_told(page: Page, root: str) -> None:
    page.goto(opened(root, CHAPTER + "?yrkesroll=larare,pilot&annat=1&constructor=x"))
    expect(page.locator("[data-vip-unknown]")).to_contain_text("pilot")
    assert shown(page) == expected(page, "yrkesroll", "larare")


@pytest.mark.parametrize("value", ["%3Cimg%20src=x%20onerror=alert(1)%3E", "%00", "%E0%A4%A", "," * 50, "a" * 5000])
def test_hostile_addresses_break_nothing(page: Page, origin: str, value: str) -> None:
    page.goto(opened(origin, CHAPTER + f"?yrkesroll={value}"))
    assert len(shown(page)) == page.locator(".vip-article").count()
    assert page.locator("[data-vip-unknown] *").count() == 0


def test_articles_on_acute_danger_always_show(page: Page, origin: str) -> None:
    page.goto(opened(origin, "adhd/tidiga-tecken-och-upptackt/?yrkesroll=logoped&aldersgrupp=aldre&insats=lakemedel"))
    always = page.locator(".vip-article[data-alltid]")
    assert always.count() > 0
    for article in always.all():
        expect(article).to_be_visible()


def test_the_start_page_says_at_once_how_much_each_program_holds(page: Page, root: str) -> None:
    page.goto(opened(root))
    row = page.locator('[data-vip-program-count="adhd"]')
    before = row.inner_text()
    choose(page, "utforare", "elevhalsa")
    expect(row).to_have_text(re.compile(r"^\d+ artiklar för dig$"))
    assert row.inner_text() != before


def test_the_program_page_says_how_many_of_each_chapter_match(page: Page, root: str) -> None:
    page.goto(opened(root, "adhd/?yrkesroll=larare"))
    for group in page.locator("[data-vip-group]").all():
        visible = group.locator("li:not([hidden])").count()
        expect(group.locator("[data-vip-group-count]")).to_have_text(
            re.compile(rf"^{visible} av \d+ artiklar för dig$")
        )
    assert page.locator(".vip-row li:visible").count() > 0


def test_the_navigation_says_how_many_of_each_chapter_match(page: Page, origin: str) -> None:
    page.goto(opened(origin, "adhd/?yrkesroll=larare"))
    listed = {
        group.locator("xpath=ancestor::li").locator(".vip-row__title").inner_text(): group.locator(
            "li:not([hidden])"
        ).count()
        for group in page.locator("[data-vip-group]").all()
    }
    page.goto(opened(origin, CHAPTER + "?yrkesroll=larare"))
    for chapter in page.locator(".vip-chapters a").all():
        title = chapter.locator(".vip-chapters__title").inner_text()
        expect(chapter.locator("[data-vip-chapter-count]")).to_have_text(str(listed[title]))


def test_landing_pages_stand_with_their_value_chosen(page: Page, root: str) -> None:
    page.goto(opened(root, "filter/yrkesroll/larare/"))
    expect(page.locator("input[name=yrkesroll][value=larare]")).to_be_checked()
    listed = page.locator("[data-vip-article]").count()
    expect(status(page)).to_have_text(f"{listed} av {listed} artiklar visas")
    page.locator(".vip-item__title").first.click()
    expect(page.locator(".vip-article:target")).to_be_visible()
    assert selection(page) == {"yrkesroll": ["larare"]}


def test_lathunden_leads_to_an_article_without_a_dead_end(page: Page, root: str) -> None:
    """Choose a program, filter step by step, clear, choose Kartläggning och utredning, read, search."""
    page.goto(opened(root))
    page.locator(".vip-programs__row", has_text="ADHD").click()
    expect(page.locator("h1")).to_have_text("ADHD")
    for facet, value in (
        ("utforare", "elevhalsa"),
        ("yrkesroll", "larare"),
        ("aldersgrupp", "barn-unga"),
        ("insats", "pedagogiskt-stod"),
        ("svarighetsgrad", "lindriga"),
    ):
        choose(page, facet, value)
        expect(status(page)).not_to_have_text(re.compile("^0 av"))
    page.locator("[data-vip-clear]").click()
    page.locator(".vip-chapters a", has_text="Kartläggning och utredning").click()
    expect(page.locator("h1")).to_have_text("Kartläggning och utredning")
    page.locator("[data-vip-find-input]").fill("skattningsskalor")
    page.keyboard.press("Enter")
    page.locator("[data-vip-results] a").first.click()
    expect(page.locator(".vip-article:target")).to_be_visible()


def test_a_page_without_a_filter_keeps_the_selection(page: Page, root: str) -> None:
    page.goto(opened(root, "ordlista/?yrkesroll=larare"))
    page.locator(".vip-brand").click()
    expect(page.locator("input[name=yrkesroll][value=larare]")).to_be_checked()
    assert selection(page) == {"yrkesroll": ["larare"]}


def test_clearing_a_landing_page_lasts_a_reload(page: Page, origin: str) -> None:
    page.goto(opened(origin, "filter/yrkesroll/larare/"))
    page.locator("[data-vip-clear]").click()
    page.reload()
    expect(page.locator("input[name=yrkesroll][value=larare]")).not_to_be_checked()


def test_an_unknown_filter_name_is_told(page: Page, origin: str) -> None:
    page.goto(opened(origin, CHAPTER + "?yrkesrol=larare"))
    expect(page.locator("[data-vip-unknown]")).to_contain_text("yrkesrol")


def test_what_a_reader_does_before_the_scripts_have_come_counts(page: Page, origin: str) -> None:
    """On a slow line: a box of the filter, words in the search field, and an article's references."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/assets/vip.*.js", hold)
    with page.expect_request("**/assets/vip.*.js"):
        page.goto(opened(origin, CHAPTER + "?aldersgrupp=vuxna"), wait_until="commit")
    box = page.locator("[data-vip-filter] input[name=yrkesroll]").first
    box.evaluate("box => box.click()")
    value = box.get_attribute("value") or ""
    references = page.locator("details[data-vip-cite]").first
    references.evaluate("details => details.firstElementChild.click()")
    page.get_by_role("searchbox").first.fill("suicidrisk")
    held[0].continue_()
    expect(page).to_have_url(re.compile(f"yrkesroll={value}"))
    assert selection(page) == {"aldersgrupp": ["vuxna"], "yrkesroll": [value]}
    expect(box).to_be_checked()
    assert 0 < len(shown(page)) < page.locator(".vip-article").count()
    expect(page.get_by_role("option").first).to_be_visible()
    expect(references.get_by_text("Ladda ner RIS")).to_be_attached()


def test_choosing_does_not_move_the_page_under_the_reader(page: Page, origin: str) -> None:
    page.goto(opened(origin, CHAPTER + "?yrkesroll=larare#lakemedel-vuxna"))
    page.evaluate("scrollTo(0, 0)")
    page.locator("input[name=utforare][value=elevhalsa]").check()
    assert page.evaluate("scrollY") == 0


def test_a_list_of_thousands_shows_what_a_short_one_would(page: Page, origin: str, site: Path) -> None:
    """A page this long is divided into stretches, and changes a part at a time; in the end nothing tells it from another."""
    address = "filter/svarighetsgrad/svara/"
    text = repeated((site / address / "index.html").read_text(encoding="utf-8"), 1500)
    page.route(f"**/{address}**", lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8"))
    page.goto(opened(origin, address))
    expect(page.locator(".vip-stretch")).not_to_have_count(0)
    items = page.locator("[data-vip-article]")
    listed = items.count()
    assert listed == 1500
    showing = page.locator("[data-vip-article]:not([hidden])")
    choose(page, "yrkesroll", "larare")
    promised = page.locator('[data-vip-count="yrkesroll/larare"]')
    expect(showing).not_to_have_count(listed)
    expect(showing).to_have_count(int(promised.inner_text()))
    expect(status(page)).to_have_text(f"{promised.inner_text()} av {listed} artiklar visas")
    expect(page).to_have_url(re.compile("yrkesroll=larare"))
    for group in page.locator("[data-vip-group]").all():
        any_shows = group.locator("[data-vip-article]:not([hidden])").count() > 0
        assert (group.get_attribute("hidden") is None) == any_shows
    last = showing.last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    page.go_back()
    expect(showing).to_have_count(listed)
    expect(status(page)).to_have_text(f"{listed} av {listed} artiklar visas")


LISTED = ".vip-listing__group"
VISIBILITY = "all => [...new Set(all.map(one => getComputedStyle(one).contentVisibility))]"


def test_a_long_list_is_laid_out_little_by_little_to_its_end(page: Page, root: str) -> None:
    page.add_init_script(
        f"addEventListener('DOMContentLoaded', () => (window.atFirst = ({VISIBILITY})"
        f"([...document.querySelectorAll('{LISTED}')])))"
    )
    page.goto(opened(root, LONGEST))
    assert page.evaluate("window.atFirst") == ["auto"]
    groups = page.locator(LISTED)
    expect(page.locator(f"{LISTED}[data-vip-laid-out]")).to_have_count(groups.count())
    assert groups.evaluate_all(VISIBILITY) == ["visible"]


@pytest.mark.parametrize("way", ["reload", "back", "anchor"])
def test_who_comes_to_a_place_in_a_long_list_is_not_moved_from_it(page: Page, origin: str, way: str) -> None:
    page.goto(opened(origin, LONGEST) + ("#innehall" if way == "anchor" else ""))
    expect(page.locator(f"{LISTED}[data-vip-laid-out]")).to_have_count(page.locator(LISTED).count())
    page.evaluate("scrollTo(0, 9000)")
    if way == "back":
        page.goto(opened(origin, CHAPTER))
        page.go_back(wait_until="domcontentloaded")
    elif way == "reload":
        page.reload(wait_until="domcontentloaded")
    assert page.locator(LISTED).evaluate_all(VISIBILITY) == ["visible"]
    page.wait_for_function("scrollY === 9000")


def test_without_scripts_a_long_list_is_laid_out_at_once(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(opened(origin, LONGEST))
    assert page.locator(LISTED).evaluate_all(VISIBILITY) == ["visible"]
    context.close()
