"""Hostile input that is published, and hostile addresses: opened in a browser, where nothing of it may run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext

import hostile
from browser.conftest import serving
from projects import run

_WATCH = """
  window.__vip_violations = [];
  addEventListener('securitypolicyviolation', (event) => __vip_violations.push(event.violatedDirective + ' ' + event.blockedURI));
  const dialog = (name) => () => { window.__vip_hit = name; };
  for (const name of ['alert', 'confirm', 'prompt', 'open', 'print']) window[name] = dialog(name);
"""
# Whatever could run later, at a click or on a slow machine, counts as well.
_FOUND = """() => {
  dispatchEvent(new Event('beforeprint'));
  const found = [];
  if ('__vip_hit' in window) found.push('__vip_hit ' + window.__vip_hit);
  if ({}.polluted !== undefined || Object.keys(Object.prototype).length) found.push('prototype');
  for (const element of document.querySelectorAll('*')) {
    const tag = element.localName;
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on') || ['style', 'srcdoc', 'formaction', 'ping', 'srcset', 'action'].includes(name) && tag !== 'form' && name !== 'style') found.push(`<${tag} ${name}="${value}">`);
    }
    if (['iframe', 'object', 'embed', 'base', 'applet', 'math', 'marquee'].includes(tag)) found.push(`<${tag}>`);
    if (tag === 'script' && !element.src && element.type !== 'application/ld+json') found.push('<script>');
    if (tag === 'script' && element.src && new URL(element.src).origin !== location.origin) found.push(element.src);
    if (tag === 'meta' && element.httpEquiv && element.httpEquiv !== 'Content-Security-Policy') found.push('<meta>');
    if (element.href && typeof element.href === 'string' && !/^(https?|mailto|tel):/.test(element.href)) found.push(element.href);
    if (tag === 'form' && new URL(element.action).origin !== location.origin) found.push(element.action);
  }
  return [...found, ...__vip_violations];
}"""


# The page has done what it does by itself: searched, or marked the words it was found by.
_SETTLED = """async () => {
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const searching = () => document.querySelector('[data-vip-search-status]')?.textContent.startsWith('Söker');
  const marking = () => /[?&]ord=[^&]/.test(location.search) && location.hash === '#lakemedel-barn-unga' && !vip.marker;
  do await pause(20); while (searching() || marking());
}"""


class Watched:
    """A page on which whatever runs, asks another host or breaks is noted."""

    def __init__(self, context: BrowserContext) -> None:
        context.add_init_script(_WATCH)
        self.page = context.new_page()
        self.noted: list[str] = []
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.noted.append(f"error {error}"))
        context.on("request", lambda request: self._request(request.url))
        context.on("page", lambda opened: self.noted.append(f"window {opened.url}"))

    def _dialog(self, dialog: Any) -> None:
        self.noted.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, url: str) -> None:
        if not url.startswith("http://127.0.0.1"):
            self.noted.append(f"request {url}")

    def visit(self, url: str) -> list[str]:
        """Open ``url`` and return what was noted, on the way and in the page as it stands."""
        self.noted.clear()
        self.page.goto(url)
        if "/soekresultat/" in url:
            self.page.wait_for_url("**/sok/**")
        self.page.evaluate(_SETTLED)
        return [*self.noted, *self.page.evaluate(_FOUND)]


@pytest.fixture(params=["with the policy", "without the policy"])
def watched(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    """Give a browser that keeps the site's policy, and one that ignores it, so that the policy hides no hole."""
    context = browser.new_context(bypass_csp=request.param == "without the policy")
    yield Watched(context)
    context.close()


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One site that holds every input which may be published, each at its place."""
    project = hostile.lay_out(tmp_path_factory.mktemp("fientligt") / "projekt")
    for number, case in enumerate(case for case in hostile.texts() if "visas" in case):
        hostile.write_page(project, number, case["text"])
    for case in hostile.fields():
        if "visas" in case:
            hostile.change_field(project, case)
    project.write(
        "content/bilder/figur.svg", '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'
    )
    done = run(project.root, "commands", "build")
    assert done.returncode == 0, done.stderr
    return project.root / "site"


@pytest.fixture(scope="module")
def hostile_origin(hostile_site: Path) -> Iterator[str]:
    with serving(hostile_site) as address:
        yield address


def test_nothing_that_may_be_published_runs(watched: Watched, hostile_site: Path, hostile_origin: str) -> None:
    pages = sorted(file.relative_to(hostile_site).as_posix() for file in hostile_site.rglob("*.html"))
    assert len(pages) > len([case for case in hostile.texts() if "visas" in case])
    noted = {
        page: found for page in pages if (found := watched.visit(hostile_origin + page.removesuffix("index.html")))
    }
    assert noted == {}


def test_what_is_published_of_hostile_text_can_be_read(hostile_site: Path) -> None:
    whole = (hostile_site / "adhd/index.html").read_text(encoding="utf-8")
    assert "ADHD&lt;/a&gt;&lt;script&gt;__vip_hit=1&lt;/script&gt;" in whole


def test_pictures_beside_pages_are_published_and_sources_are_not(hostile_site: Path) -> None:
    published = {file.relative_to(hostile_site).as_posix() for file in hostile_site.rglob("*") if file.is_file()}
    assert {"bilder/figur.svg", "adhd/bilder/trappa.png"} <= published
    assert [path for path in published if path.endswith((".md", ".yml", ".py")) or "/_" in f"/{path}"] == []


def test_searching_for_hostile_words_shows_them_as_text(watched: Watched, hostile_origin: str) -> None:
    watched.visit(hostile_origin + "sok/?q=" + quote("script __vip_hit onerror img"))
    watched.page.locator("[data-vip-results] a").first.wait_for()
    assert watched.page.evaluate(_FOUND) == []
    watched.visit(hostile_origin)
    watched.page.get_by_label("Sök i alla program").fill("script __vip_hit onerror")
    watched.page.get_by_role("option").first.wait_for()
    assert [*watched.noted, *watched.page.evaluate(_FOUND)] == []


_PLACES = (
    "adhd/behandling-och-stod/?utforare={0}&yrkesroll=larare,{0}&ord={0}&{0}={0}#{0}",
    "adhd/behandling-och-stod/?ord={0}#lakemedel-barn-unga",
    "sok/?q={0}&program={0}&insats={0}&{0}=x#{0}",
    "soekresultat/?query={0}&programId={0}#{0}",
    "?svarighetsgrad={0}&__proto__[polluted]={0}#{0}",
    "filter/yrkesroll/larare/?yrkesroll={0}&constructor={0}#{0}",
)


_WAYS = [("without the policy", place) for place in _PLACES] + [("with the policy", _PLACES[0])]


@pytest.mark.parametrize(("watched", "place"), _WAYS, indirect=["watched"])
def test_nothing_in_an_address_runs(watched: Watched, origin: str, place: str) -> None:
    noted = {}
    for text in hostile.addresses():
        if found := watched.visit(origin + place.format(quote(text, safe="%"))):
            noted[text] = found
        assert watched.page.url.startswith(origin)
    assert noted == {}


def test_nothing_typed_into_the_search_runs(watched: Watched, origin: str) -> None:
    watched.visit(origin + "sok/")
    field: Any = watched.page.locator("[data-vip-search]")
    for text in [*hostile.addresses(), "<b>" * 3000, "(" * 10_000]:
        field.fill(text)
        field.press("Enter")
        assert [*watched.noted, *watched.page.evaluate(_FOUND)] == [], text[:60]
