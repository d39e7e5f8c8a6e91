"""Search: what a reader types leads to articles, over HTTP and from a disk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import opened


def test_lakemedel_finds_the_medication_articles(page: Page, root: str) -> None:
    page.goto(opened(root, "sok/"))
    page.locator("[data-vip-search]").fill("läkemedel")
    results = page.locator("[data-vip-results] a")
    expect(results.first).to_contain_text("äkemedel")
    found = results.evaluate_all("links => links.map(link => link.href)")
    assert any("adhd/behandling-och-stod" in url and url.endswith("#lakemedel-barn-unga") for url in found)
    assert any("adhd/behandling-och-stod" in url and url.endswith("#lakemedel-vuxna") for url in found)


def test_a_hit_opens_its_article(page: Page, root: str) -> None:
    page.goto(opened(root, "sok/"))
    page.locator("[data-vip-search]").fill("åtgärdsprogram")
    first = page.locator("[data-vip-results] a").first
    title = first.inner_text()
    first.click()
    expect(page.locator(".vip-article:target h2")).to_contain_text(title)


def test_the_query_in_the_address_is_searched_for(page: Page, root: str) -> None:
    page.goto(opened(root, "sok/?q=sekretess"))
    expect(page.locator("[data-vip-search]")).to_have_value("sekretess")
    expect(page.locator("[data-vip-results] a").first).to_contain_text("ekretess")


def test_the_search_field_of_every_page_leads_here(page: Page, root: str) -> None:
    page.goto(opened(root, "adhd/"))
    page.locator("[data-vip-find-input]").fill("sömn")
    page.locator("[data-vip-find-input]").press("Enter")
    expect(page.locator("[data-vip-results] a").first).to_contain_text("ömn")


def test_hits_are_marked_and_stay_so_in_the_article(page: Page, root: str) -> None:
    page.goto(opened(root, "sok/?q=läkemedel"))
    expect(page.locator("[data-vip-results] mark").first).to_have_text(re.compile("äkemed"))
    page.locator("[data-vip-results] a").first.click()
    article = page.locator(".vip-article:target")
    expect(article).to_be_in_viewport()
    expect(article.locator("mark").first).to_have_text(re.compile("äkemed", re.IGNORECASE))


def test_an_article_shows_what_a_compound_or_a_misspelt_word_was_taken_for(page: Page, root: str) -> None:
    for query, marked in (("adhdutredning", "utredning"), ("schitsofreni", "schizofreni")):
        page.goto(opened(root, f"sok/?q={query}"))
        page.locator("[data-vip-results] a").first.click()
        article = page.locator(".vip-article:target")
        expect(article.locator("mark").filter(has_text=re.compile(marked, re.IGNORECASE)).first).to_be_attached()


def test_the_filters_narrow_the_hits_and_what_lies_outside_is_one_click_away(page: Page, root: str) -> None:
    page.goto(opened(root, "sok/?q=läkemedel&yrkesroll=larare"))
    outside = page.get_by_role("button", name=re.compile(r"^Visa träffar utanför dina filter \(\d+\)$"))
    expect(outside).to_be_visible()
    within = page.locator("[data-vip-results] a").count()
    outside.click()
    expect(page.locator("[data-vip-results] a").nth(within)).to_be_visible()
    page.locator("[data-vip-clear]").click()
    expect(page.locator("input[name=yrkesroll][value=larare]")).not_to_be_checked()
    assert "yrkesroll" not in page.url


def test_a_count_says_how_many_hits_its_value_would_give(page: Page, origin: str) -> None:
    page.goto(opened(origin, "sok/?q=sömn"))
    expect(page.locator("[data-vip-results] a").first).to_be_visible()
    promised = page.locator('[data-vip-count="utforare/elevhalsa"]').inner_text()
    page.locator("input[name=utforare][value=elevhalsa]").check()
    expect(page.locator("[data-vip-search-status]")).to_have_text(re.compile(rf"^{promised} artikl?"))


def test_one_program_can_be_searched(page: Page, root: str) -> None:
    page.goto(opened(root, "sok/?q=sömn"))
    page.get_by_label("Program", exact=True).select_option("adhd")
    expect(page.locator("[data-vip-results] .vip-results__where").first).to_contain_text("ADHD")
    places = page.locator("[data-vip-results] li:has(a[href*='ord=']) .vip-results__where").all_inner_texts()
    assert {place.split(" › ")[0] for place in places} == {"ADHD"}
    assert "program=adhd" in page.url


def test_the_old_search_address_leads_to_the_search(page: Page, root: str) -> None:
    page.goto(opened(root, "soekresultat/?query=heder&programId=1181"))
    expect(page.locator("[data-vip-search]")).to_have_value("heder")
    expect(page.locator("[data-vip-results] a").first).to_be_visible()


def test_suggestions_are_reached_and_opened_by_keyboard(page: Page, root: str) -> None:
    page.goto(opened(root, "adhd/"))
    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    page.keyboard.type("suicidrisk")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text=re.compile(r"^\d förslag$"))).to_be_attached()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    title = options.first.locator("span").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".vip-article:target h2")).to_contain_text(title)


def test_escape_closes_the_suggestions_and_keeps_the_words(page: Page, origin: str) -> None:
    page.goto(opened(origin, "adhd/"))
    field = page.get_by_role("combobox")
    field.fill("ångest")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("ångest")


def test_a_misspelt_word_is_offered_right(page: Page, root: str) -> None:
    page.goto(opened(root, "sok/?q=esketamn"))
    page.get_by_role("button", name="esketamin", exact=True).click()
    expect(page.locator("[data-vip-search]")).to_have_value("esketamin")
    expect(page.locator("[data-vip-results] mark, [data-vip-results] a").first).to_be_visible()
    assert "q=esketamin" in page.url


def test_what_the_filters_hide_altogether_is_said_and_shown_again(page: Page, origin: str) -> None:
    page.goto(opened(origin, "sok/?q=rtms&yrkesroll=larare"))
    expect(page.locator("[data-vip-search-help]")).to_contain_text("Alla träffar ligger utanför dina filter")
    page.locator("[data-vip-clear]").first.click()
    expect(page.locator("[data-vip-results] a").first).to_be_visible()


def test_an_empty_page_offers_ways_on(page: Page, origin: str) -> None:
    page.goto(opened(origin, "sok/?q=qwxzptlk"))
    expect(page.locator("[data-vip-search-status]")).to_contain_text("Inga träffar")
    expect(page.get_by_role("link", name="Alla artiklar A–Ö").first).to_be_visible()


def test_pages_news_and_terms_come_after_the_articles(page: Page, origin: str) -> None:
    page.goto(opened(origin, "sok/?q=webbplatsen"))
    expect(page.locator("[data-vip-results] a").first).to_be_visible()
    places = page.locator("[data-vip-results] .vip-results__where").all_inner_texts()
    articles = ["›" in place for place in places]
    assert articles == sorted(articles, reverse=True)
    assert {"Sida", "Nyhet"} & set(places)


# A site made for a server is not for reading from a disk without JavaScript: its folders show as lists of files.
@pytest.mark.parametrize("root", ["http", "sub-path", "disk build"], indirect=True)
def test_the_search_page_leads_on_without_javascript(browser: Browser, root: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(opened(root, "sok/"))
    page.locator(".vip-no-script").get_by_role("link", name="Alla artiklar A–Ö").click()
    expect(page.get_by_role("link", name=re.compile("^Klozapin")).first).to_be_visible()
    context.close()


def test_the_index_is_loaded_only_when_the_search_is_used(page: Page, origin: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(opened(origin, "adhd/"))
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "search" in url]
    page.get_by_role("combobox").focus()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "search" in url]


def test_hostile_queries_are_only_text(page: Page, root: str) -> None:
    page.goto(opened(root, "sok/"))
    hostile = (
        "ADHD:s", "+-~^*:", "<img src=x onerror=alert(1)>", "a" * 10000, "title:[", "🙂", "(((((", "\\", "%00", "\u0007",
        "(a+)+$", "constructor __proto__", "'; DROP TABLE", "{{7*7}}", "javascript:alert(1)", "&lt;b&gt;",
    )  # fmt: skip
    for query in hostile:
        page.locator("[data-vip-search]").fill(query)
        expect(page.locator("[data-vip-search-status]")).to_have_text(re.compile(r"artik|träff"))
    assert page.locator("[data-vip-results] img, [data-vip-search-status] *, [data-vip-results] script").count() == 0
