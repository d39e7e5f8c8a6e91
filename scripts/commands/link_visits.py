"""Visits to other sites: whether each address still answers, asked politely.

One request at a time to each host with a pause between them, as long as its robots.txt asks for; what it closes to robots is
left alone. HEAD first, and GET only where HEAD is refused.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
import urllib.robotparser
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

_HOSTS_AT_ONCE = 6
_LONGEST_PAUSE = 30.0
_MOST_ROBOTS = 512_000
_NO_HEAD = frozenset((400, 403, 404, 405, 406, 500, 501, 503))
CLOSED = "robots.txt ber program att låta bli"
UNREACHED = "svarar inte"


@dataclass(frozen=True)
class Visitor:
    """How to visit: who asks, how long to wait for an answer, and the pause between two requests to a host."""

    agent: str
    timeout: float = 20.0
    pause: float = 1.0

    def visit_all(self, urls: Iterable[str], told: Callable[[str], None] = lambda _: None) -> dict[str, str]:
        """Return what is wrong with each address, empty where nothing is; ``told`` gets each address when it is done."""
        by_host: dict[str, list[str]] = {}
        for url in urls:
            by_host.setdefault(_host(url), []).append(url)
        with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
            found = pool.map(lambda own: self._visit_host(own, told), by_host.values())
            return {url: said for one in found for url, said in one.items()}

    def _visit_host(self, urls: list[str], told: Callable[[str], None]) -> dict[str, str]:
        robots, reached = self._robots(urls[0])
        pause = min(_LONGEST_PAUSE, max(self.pause, float(robots.crawl_delay(self.agent) or 0)))
        found: dict[str, str] = {}
        for url in urls:
            if not reached:
                found[url] = UNREACHED
            elif robots.can_fetch(self.agent, url):
                time.sleep(pause)
                found[url] = self._visit(url, pause)
            else:
                found[url] = CLOSED
            told(url)
        return found

    def _robots(self, url: str) -> tuple[urllib.robotparser.RobotFileParser, bool]:
        """Return the host's robots.txt, which allows all when there is none, and whether the host was reached."""
        robots = urllib.robotparser.RobotFileParser()
        try:
            with self._open(urljoin(url, "/robots.txt"), "GET") as answer:
                robots.parse(answer.read(_MOST_ROBOTS).decode("utf-8", "replace").splitlines())
                return robots, True
        except urllib.error.HTTPError as refused:
            refused.close()
        except (OSError, http.client.HTTPException, ValueError):
            robots.parse([])
            return robots, False
        robots.parse([])
        return robots, True

    def _visit(self, url: str, pause: float) -> str:
        said = self._ask(url, "HEAD")
        if said.isdecimal() and int(said) in _NO_HEAD:
            time.sleep(pause)
            said = self._ask(url, "GET")
        return said

    def _ask(self, url: str, method: str) -> str:
        """Return the status that is not good, or what else went wrong; empty for a good answer."""
        try:
            with self._open(url, method):
                return ""
        except urllib.error.HTTPError as refused:
            refused.close()
            return str(refused.code)
        except (OSError, http.client.HTTPException, ValueError):
            return UNREACHED

    def _open(self, url: str, method: str) -> http.client.HTTPResponse:
        request = urllib.request.Request(_ascii(url), method=method, headers={"User-Agent": self.agent})  # noqa: S310
        answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=self.timeout)  # noqa: S310 - http(s) only
        return answer


def _host(url: str) -> str:
    """Return the host an address leads to; the address itself when it is none."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return url


def _ascii(url: str) -> str:
    """Return an address as it is sent: å and its like as percent signs, in the host as the name system writes them."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        raise ValueError(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    keep = "/%:@!$&'()*+,;=~-._"
    return urlunsplit((parts.scheme, host, quote(parts.path, safe=keep), quote(parts.query, safe=keep + "?"), ""))
