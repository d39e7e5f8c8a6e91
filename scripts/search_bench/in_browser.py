"""What only a browser can tell, as JSON on standard output.

``python in_browser.py <folder> load <corpus>`` loads our search into a page and gives how long that took and the longest task that
held the page, both as the clock saw it and as the processor did: other work on the machine delays only the first. ``python in_browser.py <folder> pagefind <corpus>`` reads ``{"kinds": {name: [query]}, "asked":
[query]}`` on standard input and gives how long each query of a kind took Pagefind, and what it found for those asked.
"""

from __future__ import annotations

import functools
import http.server
import json
import sys
import threading
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from commands import browser as chromium  # noqa: E402

_LOAD = """async (sources) => {
  const load = (source) => new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = script.onerror = resolve;
    document.head.append(script);
  });
  for (const source of sources) await load(source);
  const begun = performance.now();
  await vip.Search.load(vip.searchData, lunr);
  const took = performance.now() - begun;
  await new Promise((resolve) => setTimeout(resolve, 3000)); // the work in idle slices
  return took;
}"""
_PAGEFIND = """async ({ bundle, kinds, asked }) => {
  const engine = await import(bundle);
  await engine.options({ baseUrl: "/" });
  await engine.init();
  const ask = async (query) => {
    const found = await engine.search(query);
    return Promise.all(found.results.slice(0, 10).map(async (hit) => (await hit.data()).meta.ref));
  };
  for (const query of asked) await ask(query);
  const times = {};
  for (const [kind, queries] of Object.entries(kinds)) {
    times[kind] = [];
    for (const query of queries) {
      const begun = performance.now();
      await ask(query);
      times[kind].push(performance.now() - begun);
    }
  }
  const found = {};
  for (const query of asked) found[query] = await ask(query);
  return { times, found };
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b'<!doctype html><html lang="sv"><title>Bench</title><body></body></html>')

    def log_message(self, *_: object) -> None:
        pass


def _loaded(page: Page, corpus: str) -> dict[str, float]:
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=["toplevel", "disabled-by-default-devtools.timeline", "__metadata"])
    took = page.evaluate(_LOAD, ["/vip.js", "/search.js", f"/{corpus}/index.js"])
    events = json.loads(browser.stop_tracing())["traceEvents"]
    main = {(one["pid"], one["tid"]) for one in events if one.get("args", {}).get("name") == "CrRendererMain"}
    tasks = [
        one for one in events if one["ph"] == "X" and (one["pid"], one["tid"]) in main and "RunTask" in one["name"]
    ]
    return {
        "load": took,
        "longest": max(one["dur"] for one in tasks) / 1000,
        "longest_on_processor": max(one.get("tdur", 0) for one in tasks) / 1000,
        "tasks": len(tasks),
    }


def _measure(page: Page, what: str, corpus: str) -> Any:
    if what == "load":
        return _loaded(page, corpus)
    given = json.load(sys.stdin)
    return page.evaluate(_PAGEFIND, {"bundle": f"/{corpus}/pagefind/pagefind.js", **given})


def main(folder: Path, what: str, corpus: str) -> None:
    """Serve ``folder`` and measure in a page of it."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.ARGUMENTS))
        page = browser.new_page()
        page.set_default_timeout(600_000)
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        print(json.dumps(_measure(page, what, corpus)))
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
