"""The settings for web servers, proved on the servers themselves: every address, its headers, and what is not there."""

from __future__ import annotations

import gzip
import http.client
import re
import ssl
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import etree

from commands import hosting
from projects import ROOT, run, small_project
from vip_core.publication import publication
from web_servers import Running, serving

SERVERS = ("nginx", "apache2", "caddy")
GONE = SimpleNamespace(from_address="adhd/gammalt-namn/", to_address="adhd/behandling-och-stod/")
NO_TYPE = {"", "application/octet-stream"}


def plan(address: str) -> SimpleNamespace:
    return SimpleNamespace(publication=publication(address, "Vård- och insatsprogram", {}), redirects=(GONE,))


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """The real site as a host gets it, where a server without rights may read it."""
    with tempfile.TemporaryDirectory(prefix="vip-hosting-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        done = run(ROOT, "commands", "hosting", "--ut", str(folder / "ut"), "--site-url", "http://127.0.0.1/")
        assert done.returncode == 0, done.stderr
        with_redirect = hosting.settings(plan("http://127.0.0.1/"), folder / "ut" / "webbplats")  # type: ignore[arg-type]
        for path, text in with_redirect.items():
            (folder / "ut" / path).write_text(text, encoding="utf-8")
        yield folder / "ut"


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, made: Path) -> Iterator[Running]:
    with serving(request.param, made) as running:
        yield running


class Client:
    """Asks one server again and again over one connection."""

    def __init__(self, running: Running, secure: bool = False) -> None:
        if secure:
            trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
            self.connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                "127.0.0.1", running.secure_port, context=trusting
            )
        else:
            self.connection = http.client.HTTPConnection("127.0.0.1", running.port)

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, headers={"Accept-Encoding": "identity", **named})
        answer = self.connection.getresponse()
        body = answer.read()
        joined: dict[str, str] = {}
        for name, value in answer.getheaders():
            joined[name.lower()] = f"{joined[name.lower()]}, {value}" if name.lower() in joined else value
        return answer.status, joined, body


def wrong_headers(headers: dict[str, str]) -> dict[str, str | None]:
    return {
        name: headers.get(name.lower()) for name, value in hosting.HEADERS.items() if headers.get(name.lower()) != value
    }


def addresses(folder: Path) -> list[str]:
    files = (file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*")) if file.is_file())
    plain = [path for path in files if not path.endswith(".gz")]
    return [path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path for path in plain]


def ledger() -> list[str]:
    file = ROOT / "content" / "_ledger.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    rows = [
        line.partition("\t")[0].partition("#")[0].lstrip("/") for line in lines if line and not line.startswith("#")
    ]
    return sorted(set(rows))


def test_every_address_is_answered_with_the_file_and_every_header(server: Running, made: Path) -> None:
    client = Client(server)
    folder = made / "webbplats"
    wrong: dict[str, object] = {}
    for address in addresses(folder):
        file = folder / address / "index.html" if address.endswith("/") or not address else folder / address
        status, headers, body = client.get(f"/{address}")
        kind = headers.get("content-type", "")
        known = "." not in file.name or (
            kind.partition(";")[0] not in NO_TYPE and (not kind.startswith("text/") or "utf-8" in kind.lower())
        )
        cached = (
            "immutable" in headers["cache-control"]
            if hosting.UNCHANGING.fullmatch(address)
            else headers["cache-control"] == "no-cache"
        )
        if status != 200 or body != file.read_bytes() or wrong_headers(headers) or not known or not cached:
            wrong[address] = (status, len(body), kind, headers.get("cache-control"), wrong_headers(headers))
        assert "strict-transport-security" not in headers
    assert wrong == {}


def test_every_address_ever_published_is_answered(server: Running) -> None:
    client = Client(server)
    lost = []
    for address in ledger():
        status, headers, _ = client.get(f"/{address}")
        if status == 301:
            status, headers, _ = client.get("/" + headers["location"].split("/", 3)[-1].lstrip("/"))
        if status != 200:
            lost.append(address)
    assert lost == []


def test_compressed_files_are_sent_to_those_who_take_them(server: Running, made: Path) -> None:
    client = Client(server)
    css = next(path for path in addresses(made / "webbplats") if path.endswith(".css"))
    for address, kind in (("", "text/html"), ("adhd/", "text/html"), (css, "text/css")):
        status, headers, body = client.get(f"/{address}", Accept_Encoding="gzip, deflate, br")
        file = made / "webbplats" / address
        file = file / "index.html" if file.is_dir() else file
        assert (status, headers.get("content-encoding")) == (200, "gzip"), address
        assert gzip.decompress(body) == file.read_bytes()
        assert "accept-encoding" in headers["vary"].lower()
        assert headers["content-type"].startswith(kind)
        assert wrong_headers(headers) == {}
        assert ("immutable" in headers["cache-control"]) == (address == css)


def test_what_has_not_changed_is_not_sent_again(server: Running) -> None:
    client = Client(server)
    _, headers, _ = client.get("/adhd/")
    status, again, body = client.get("/adhd/", If_None_Match=headers["etag"])
    assert (status, body) == (304, b"")
    assert again["cache-control"] == "no-cache"


def test_an_address_that_is_not_there_gets_the_page_that_helps_on(server: Running, made: Path) -> None:
    for path in ("/finns/inte/", "/finns-inte", "/adhd/x.html?q=1", "/assets/"):
        status, headers, body = Client(server).get(path)
        assert status in ((403, 404) if path == "/assets/" else (404,)), path
        assert wrong_headers(headers) == {}, path
        if status == 404:
            assert body == (made / "webbplats" / "404.html").read_bytes()


def test_an_earlier_address_leads_on_for_good_with_its_query(server: Running) -> None:
    client = Client(server)
    for path in ("/adhd/gammalt-namn/", "/adhd/gammalt-namn"):
        for query in ("", "?yrkesroll=larare&q=%C3%A5"):
            status, headers, _ = client.get(path + query)
            assert status == 301
            assert re.sub(r"^http://[^/]+", "", headers["location"]) == f"/adhd/behandling-och-stod/{query}"
            assert wrong_headers(headers) == {}


def test_a_folder_without_its_slash_leads_to_it(server: Running) -> None:
    status, headers, _ = Client(server).get("/adhd")
    assert status in (301, 308)
    assert re.sub(r"^http://[^/]+", "", headers["location"]) in ("/adhd/", "adhd/")


def test_nothing_can_be_sent_to_the_server(server: Running) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert Client(server).get("/adhd/", method)[0] in (403, 405)


def test_transport_security_is_asked_for_where_tls_ends(server: Running) -> None:
    status, headers, _ = Client(server, secure=True).get("/adhd/")
    assert status == 200
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert wrong_headers(headers) == {}


@pytest.mark.parametrize("name", SERVERS)
def test_the_site_can_be_served_below_a_path(name: str, below: Path) -> None:
    with serving(name, below) as running:
        client = Client(running)
        status, headers, _ = client.get("/kunskap/vip/adhd/")
        assert (status, wrong_headers(headers)) == (200, {})
        status, headers, _ = client.get("/kunskap/vip/adhd/gammalt-namn/")
        assert (status, headers["location"].endswith("/kunskap/vip/adhd/behandling-och-stod/")) == (301, True)
        status, headers, body = client.get("/kunskap/vip/finns-inte/")
        assert (status, body) == (404, (below / "webbplats/kunskap/vip/404.html").read_bytes())
        css = next(path for path in addresses(below / "webbplats") if path.endswith(".css"))
        assert "immutable" in client.get(f"/{css}")[1]["cache-control"]
        assert client.get("/")[0] == 302


@pytest.fixture(scope="module")
def below() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vip-hosting-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        project = small_project(folder / "projekt")
        address = "http://127.0.0.1/kunskap/vip/"
        done = run(project, "commands", "hosting", "--ut", str(folder / "ut"), "--site-url", address)
        assert done.returncode == 0, done.stderr
        site = folder / "ut" / "webbplats" / "kunskap" / "vip"
        for path, text in hosting.settings(plan(address), site).items():  # type: ignore[arg-type]
            (folder / "ut" / path).write_text(text, encoding="utf-8")
        yield folder / "ut"


def test_the_settings_for_iis_say_the_same(made: Path) -> None:
    settings = etree.parse(made / "iis" / "web.config")
    headers = {one.get("name"): one.get("value") for one in settings.iterfind(".//customHeaders/add")}
    assert headers == hosting.HEADERS
    (rule,) = settings.iterfind(".//rules/rule")
    assert re.search(rule.find("match").get("url"), "adhd/gammalt-namn/")
    assert rule.find("action").attrib["url"] == "/adhd/behandling-och-stod/"
    unchanging = {one.get("path") for one in settings.iterfind("location")}
    assert unchanging == {path for path in addresses(made / "webbplats") if hosting.UNCHANGING.fullmatch(path)}
    assert settings.find(".//httpErrors/error").get("path") == "404.html"


def test_the_header_and_the_pages_hold_the_same_policy() -> None:
    skeleton = (ROOT / "theme_overrides" / "base.html").read_text(encoding="utf-8")
    (own,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', skeleton)
    assert hosting.HEADERS["Content-Security-Policy"] == f"{own}; frame-ancestors 'self'"


def test_the_container_is_small_and_has_no_rights(made: Path) -> None:
    text = (made / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^FROM \S+-slim@sha256:[0-9a-f]{64}$", text, re.MULTILINE)
    assert "USER 101" in text
    assert "listen 8080;" in (made / "container" / "vip.conf").read_text(encoding="utf-8")


def test_the_folder_is_replaced_only_if_it_was_made_here(tmp_path: Path) -> None:
    (tmp_path / "annat.txt").write_text("viktigt", encoding="utf-8")
    done = run(ROOT, "commands", "hosting", "--ut", str(tmp_path))
    assert done.returncode == 1
    assert "innehåller annat" in done.stderr
    assert (tmp_path / "annat.txt").read_text(encoding="utf-8") == "viktigt"
