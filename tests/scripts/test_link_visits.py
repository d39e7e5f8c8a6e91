"""Links to other sites, tried on a server of our own: politely, and without ever failing."""

from __future__ import annotations

import datetime
import http.server
import threading
import time
from collections.abc import Iterator

import pytest

from commands.link_visits import CLOSED, UNREACHED, Visitor
from projects import add_program, run
from sample import Sample
from vip_core.external_links import LinkState, after_visits, as_yaml, external_links, read

DAY = datetime.date(2026, 11, 22)
AGENT = "vip-lankprov/1.0 (+https://vip.example/)"


class _Site(http.server.BaseHTTPRequestHandler):
    """Answers as other sites do, and notes who asked for what, and when."""

    asked: list[tuple[str, str, str]]
    busy: threading.Lock
    overlapping: list[str]

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        alone = self.busy.acquire(blocking=False)
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        if not alone:
            self.overlapping.append(self.path)
        status = {"/borta": 404, "/flyttad": 301, "/trasig": 500}.get(self.path, 200)
        if self.path == "/bara-get" and self.command == "HEAD":
            status = 405
        body = b"User-agent: *\nDisallow: /stangd\n" if self.path == "/robots.txt" else b"hej"
        if self.path == "/seg":
            time.sleep(2)
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/dit")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
        if alone:
            self.busy.release()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, type[_Site]]]:
    handler = type("Site", (_Site,), {"asked": [], "busy": threading.Lock(), "overlapping": []})
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}", handler
    served.shutdown()


def test_each_address_is_asked_once_politely_and_in_turn(server: tuple[str, type[_Site]]) -> None:
    origin, handler = server
    paths = ("/bra", "/borta", "/flyttad", "/bara-get", "/stangd/sida", "/trasig", "/å b?c=ö")
    found = Visitor(AGENT, timeout=5, pause=0).visit_all(origin + path for path in paths)
    assert {url.removeprefix(origin): said for url, said in found.items()} == {
        "/bra": "",
        "/borta": "404",
        "/flyttad": "",
        "/bara-get": "",
        "/stangd/sida": CLOSED,
        "/trasig": "500",
        "/å b?c=ö": "",
    }
    assert {agent for _, _, agent in handler.asked} == {AGENT}
    assert handler.overlapping == []
    assert ("HEAD", "/bra", AGENT) in handler.asked
    assert ("GET", "/bra", AGENT) not in handler.asked
    assert ("GET", "/bara-get", AGENT) in handler.asked
    assert ("HEAD", "/%C3%A5%20b?c=%C3%B6", AGENT) in handler.asked
    assert not [path for _, path, _ in handler.asked if path.startswith("/stangd")]
    assert [path for _, path, _ in handler.asked].count("/robots.txt") == 1


def test_what_does_not_answer_in_time_or_at_all_is_told(server: tuple[str, type[_Site]]) -> None:
    origin, _ = server
    found = Visitor(AGENT, timeout=0.3, pause=0).visit_all(
        [f"{origin}/seg", "http://127.0.0.1:9/", "http://[fel", "http://finns-inte.invalid/"]
    )
    assert set(found.values()) == {UNREACHED}


def test_the_last_good_day_is_kept_when_an_address_stops_answering() -> None:
    first = after_visits((), {"https://a.example/": "", "https://b.example/": "404"}, DAY)
    second = after_visits(first, {"https://a.example/": "500", "https://b.example/": ""}, DAY + datetime.timedelta(1))
    assert [(state.good, state.said, state.is_good) for state in second] == [
        (DAY, "500", False),
        (DAY + datetime.timedelta(1), "", True),
    ]
    assert [state.url for state in after_visits(second, {"https://b.example/": ""}, DAY)] == ["https://b.example/"]


def test_what_is_written_is_read_back(sample: Sample) -> None:
    states = (LinkState("https://a.example/å?b=c: d", DAY, None, 'sa "nej"'), LinkState("https://b.example/", DAY, DAY))
    sample.write("content/_lankar.yml", as_yaml(states))
    assert read(sample.root / "content/_lankar.yml", "x") == (states, [])
    assert sample.site().link_states == states
    sample.write("content/_lankar.yml", as_yaml(()))
    assert sample.site().link_states == ()


def test_links_come_from_sources_and_texts(sample: Sample) -> None:
    sample.replace("programs/_sources.yml", "issued: 2024\n", "issued: 2024\n  url: https://a.example/x?b=1&c=2\n")
    sample.replace("content/om.md", "Skriv till", "Läs <https://b.example/> och [mer](https://a.example/x?b=1&c=2#d).")
    assert [(link.url, link.named_by) for link in external_links(sample.site())] == [
        ("https://a.example/x?b=1&c=2", ("content/om.md", "sos-adhd-2024")),
        ("https://b.example/", ("content/om.md",)),
    ]


def test_the_command_never_fails_and_changes_nothing_without_a_network(
    sample: Sample, server: tuple[str, type[_Site]]
) -> None:
    origin, _ = server
    add_program(sample.root)
    written = sample.root / "content/_lankar.yml"
    sample.replace("content/om.md", "Skriv till", "Läs <http://127.0.0.1:9/>. Skriv till")
    done = run(sample.root, "commands", "report", "--lankar", "--paus", "0")
    assert (done.returncode, written.exists()) == (0, False)
    assert "Inget är ändrat" in done.stderr
    sample.replace("content/om.md", "<http://127.0.0.1:9/>", f"<{origin}/bra> <{origin}/borta>")
    done = run(sample.root, "commands", "report", "--lankar", "--paus", "0")
    assert done.returncode == 0, done.stderr
    assert f"{origin}/borta: 404, har aldrig svarat (content/om.md)" in done.stdout
    assert "1 av 2 länkar svarar" in done.stdout
    assert f'- {{url: "{origin}/bra", tried: 2026-11-22, good: 2026-11-22}}' in written.read_text(encoding="utf-8")
