"""Usage statistics from logs: what counts as a page view and a session, and that nothing of a visitor is kept."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
from pathlib import Path

import pytest

from commands import access_logs, usage_statistics
from commands.access_logs import Pages, Tally
from commands.usage_statistics import Networks, Usage
from projects import ROOT, run
from vip_core.problems import ContentRefused

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
PROGRAMS = frozenset(("adhd", "sjalvskadebeteende"))
LATEST = datetime.datetime(2026, 12, 31, tzinfo=datetime.UTC)


def line(
    target: str = "/adhd/",
    *,
    address: str = "10.1.2.3",
    time: str = "21/Nov/2026:10:00:00 +0100",
    status: int = 200,
    method: str = "GET",
    agent: str = FIREFOX,
) -> str:
    return f'{address} - - [{time}] "{method} {target} HTTP/1.1" {status} 5123 "https://vip.example/" "{agent}"'


def at(clock: str, address: str = "10.1.2.3", target: str = "/adhd/") -> str:
    return line(target, address=address, time=f"21/Nov/2026:{clock} +0100")


def log(folder: Path, *lines: str, name: str = "access.log") -> str:
    file = folder / name
    data = "".join(f"{one}\n" for one in lines).encode("latin-1")
    file.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return str(file)


def counted(*logs: str, root: str = "/") -> tuple[dict[str, int], dict[str, int], Tally]:
    """Return page views by name, sessions by name, and what was left out; of all months together."""
    tally = Tally()
    usage = usage_of(*logs, root=root, tally=tally)
    return _by_name(usage.views), _by_name(usage.sessions), tally


def usage_of(*logs: str, root: str = "/", tally: Tally | None = None, networks: Networks | None = None) -> Usage:
    views = access_logs.views(logs, Pages(PROGRAMS, root), tally or Tally(), LATEST)
    return usage_statistics.count(views, networks or Networks(), most_visitors=1000)


def _by_name(counter: dict[tuple[str, str], int]) -> dict[str, int]:
    names: dict[str, int] = {}
    for (_, name), value in counter.items():
        names[name] = names.get(name, 0) + value
    return names


@pytest.mark.parametrize(
    "one",
    [
        line("/adhd/"),
        line("/adhd/om-tillstandet/index.html"),
        line("/adhd/behandling-och-stod/?yrkesroll=larare&ord=a%20b"),
        line("/adhd/", status=304),
        line("/%61dhd/"),
        line("https://vip.example/adhd/"),
        line(address="2001:db8::1"),
        line(address="skola.example"),
        line(agent=FIREFOX + r" \"citat\" å"),
        "vip.example:443 " + line(),
        line() + ' "203.0.113.7"',
        line() + "\r",
    ],
)
def test_a_page_of_a_program_that_was_shown_is_a_page_view(tmp_path: Path, one: str) -> None:
    views, sessions, tally = counted(log(tmp_path, one))
    assert views == {"adhd": 1, "totalt": 1}
    assert sessions == {"totalt": 1}
    assert tally.unreadable == 0


@pytest.mark.parametrize(
    "one",
    [
        line("/assets/vip.0123456789.css"),
        line("/adhd/behandling-och-stod/referens.ris"),
        line("/adhd/bilder/trappa.png"),
        line("/feeds/adhd.xml"),
        line("/adhd"),
        line("/adhd/", status=301),
        line("/adhd/", status=404),
        line("/adhd/", method="HEAD"),
        line("/adhd/", method="POST"),
        line("/adhd/", agent=GOOGLE),
        line("/adhd/", agent="curl/8.5.0"),
        line("/adhd/", agent="-"),
    ],
)
def test_assets_redirects_errors_and_robots_are_left_out(tmp_path: Path, one: str) -> None:
    views, sessions, tally = counted(log(tmp_path, one))
    assert (views, sessions, tally.unreadable) == ({}, {}, 0)


def test_a_page_outside_the_programs_counts_in_the_total_alone(tmp_path: Path) -> None:
    views, _, _ = counted(log(tmp_path, line("/"), line("/sok/?q=adhd"), line("/sjalvskadebeteende/"), line("/adhdx/")))
    assert views == {"totalt": 4, "sjalvskadebeteende": 1}


def test_only_what_lies_below_the_sites_own_path_counts(tmp_path: Path) -> None:
    views, _, _ = counted(log(tmp_path, line("/vip/adhd/"), line("/adhd/"), line("/annat/")), root="/vip/")
    assert views == {"adhd": 1, "totalt": 1}


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "hej",
        '10.1.2.3 - - [21/Nov/2026:10:00:00 +0100] "GET /adhd/ HTTP/1.1" 200 5123',
        line(time="31/Feb/2026:10:00:00 +0100"),
        line(time="21/Nov/2126:10:00:00 +0100"),
        line(time="21/Foo/2026:10:00:00 +0100"),
        r'10.1.2.3 - - [21/Nov/2026:10:00:00 +0100] "\x16\x03\x01" 400 150 "-" "-"',
        '10.1.2.3 - - [21/Nov/2026:10:00:00 +0100] "GET /adhd/ HTTP/1.1" 200 5123 "-" "' + "x" * 200_000,
        "\0\0\0\0",
        '" " [ ' * 5000,
    ],
)
def test_a_line_that_cannot_be_read_is_counted_and_the_next_is_read(tmp_path: Path, junk: str) -> None:
    views, _, tally = counted(log(tmp_path, line(), junk, line()))
    assert views["totalt"] == 2
    assert tally.unreadable <= 1
    assert tally.lines == 3 - (not junk)


def test_unreadable_lines_are_told(tmp_path: Path) -> None:
    assert counted(log(tmp_path, "hej", line(), line(time="31/Feb/2026:10:00:00 +0100")))[2].unreadable == 2


IIS = """#Software: Microsoft Internet Information Services 10.0
#Version: 1.0
#Date: 2026-11-21 00:00:00
#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status
2026-11-21 09:00:00 10.0.0.1 GET /adhd/ yrkesroll=larare 443 - 10.1.2.3 Mozilla/5.0+(Windows+NT+10.0)+Firefox/140.0 - 200
2026-11-21 09:00:01 10.0.0.1 GET /assets/vip.css - 443 - 10.1.2.3 Mozilla/5.0+(Windows+NT+10.0)+Firefox/140.0 - 200
2026-11-21 09:00:02 10.0.0.1 GET /adhd/ - 443 - 10.1.2.4 Mozilla/5.0+(compatible;+bingbot/2.0) - 200
2026-11-21 09:00:03 avbruten
#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)
2026-11-21 09:10:00 10.1.2.3 GET /sjalvskadebeteende/ 304 Mozilla/5.0+(Windows+NT+10.0)+Firefox/140.0"""


def test_logs_of_iis_are_read_by_the_columns_they_name(tmp_path: Path) -> None:
    views, sessions, tally = counted(log(tmp_path, *IIS.split("\n")))
    assert views == {"adhd": 1, "sjalvskadebeteende": 1, "totalt": 2}
    assert sessions == {"totalt": 1}
    assert (tally.robots, tally.unreadable) == (1, 1)


@pytest.mark.parametrize(
    ("clocks", "sessions"),
    [
        (["10:00:00", "10:30:00"], 1),
        (["10:00:00", "10:30:01"], 2),
        (["10:00:00", "10:20:00", "10:40:00", "11:00:00"], 1),
        (["10:00:00", "12:00:00", "12:00:00"], 2),
        (["10:00:05", "10:00:00", "10:30:05"], 1),
    ],
)
def test_a_session_ends_half_an_hour_after_its_last_page(tmp_path: Path, clocks: list[str], sessions: int) -> None:
    assert counted(log(tmp_path, *map(at, clocks)))[1] == {"totalt": sessions}


def test_each_address_has_sessions_of_its_own(tmp_path: Path) -> None:
    addresses = ["10.1.2.3", "10.1.2.4", "2001:db8::1", "2001:db8::2", "10.1.2.3"]
    assert counted(log(tmp_path, *[at("10:00:00", one) for one in addresses]))[1] == {"totalt": 4}


def test_a_forwarded_address_that_a_client_can_write_itself_is_not_believed(tmp_path: Path) -> None:
    lines = [f'{at("10:00:00")} "203.0.113.{last}"' for last in range(5)]
    assert counted(log(tmp_path, *lines))[1] == {"totalt": 1}


def test_logs_of_several_servers_are_read_as_one_in_whatever_order_they_are_given(tmp_path: Path) -> None:
    first = log(tmp_path, at("10:00:00"), at("10:40:00"), name="a.log")
    second = log(tmp_path, at("10:20:00"), at("11:00:00"), name="b.log.gz")
    for order in ((first, second), (second, first)):
        views, sessions, _ = counted(*order)
        assert (views["totalt"], sessions) == (4, {"totalt": 1})


def test_a_session_belongs_to_the_month_it_begins_in(tmp_path: Path) -> None:
    lines = [line(time="31/Oct/2026:23:50:00 +0100"), line(time="01/Nov/2026:00:10:00 +0100")]
    usage = usage_of(log(tmp_path, *lines))
    assert dict(usage.sessions) == {("2026-10", "totalt"): 1}
    assert usage.views["2026-11", "totalt"] == 1


def test_a_damaged_log_gives_what_could_be_read(tmp_path: Path) -> None:
    whole = Path(log(tmp_path, *[line(target=f"/adhd/{n}/") for n in range(5000)], name="hel.gz")).read_bytes()
    (tmp_path / "avbruten.gz").write_bytes(whole[: len(whole) // 2])
    views, _, tally = counted(str(tmp_path / "avbruten.gz"))
    assert 0 < views["totalt"] < 5000
    assert tally.broken == [str(tmp_path / "avbruten.gz")]


def test_visitors_beyond_the_bound_are_forgotten_and_that_is_said(tmp_path: Path) -> None:
    lines = [at("10:00:00", f"10.1.0.{n}") for n in range(10)] + [at("10:01:00", "10.1.0.0")]
    views = access_logs.views((log(tmp_path, *lines),), Pages(PROGRAMS), Tally(), LATEST)
    usage = usage_statistics.count(views, Networks(), most_visitors=5)
    assert usage.crowded
    assert usage.sessions["2026-11", "totalt"] == 11


NETWORKS = "natverk,region\n10.0.0.0/8,Skåne\n10.1.0.0/16,Halland\n2001:db8::/32,Region Stockholm\n"


def test_a_session_counts_in_the_region_of_the_smallest_range_around_its_address(tmp_path: Path) -> None:
    (tmp_path / "regioner.csv").write_text(NETWORKS, encoding="utf-8")
    networks = usage_statistics.read_networks(tmp_path / "regioner.csv")
    addresses = ["10.1.2.3", "10.2.2.3", "2001:DB8::7", "192.0.2.1", "skola.example", "::ffff:10.2.9.9"]
    sessions = _by_name(
        usage_of(log(tmp_path, *[at("10:00:00", one) for one in addresses]), networks=networks).sessions
    )
    assert sessions == {"Halland": 1, "Skåne": 2, "Region Stockholm": 1, "totalt": 6}


def test_a_table_of_networks_is_refused_with_every_line_that_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "regioner.csv"
    file.write_text("natverk;region\n10.1.2.3/8;Skåne\n10.0.0.0/8\nhej;Halland\n10.0.0.0/8;Skåne\n", encoding="utf-8")
    with pytest.raises(ContentRefused) as refused:
        usage_statistics.read_networks(file)
    assert [problem.line for problem in refused.value.problems] == [2, 3, 4]
    assert "10.1.0.0/16" in str(refused.value)


def test_the_command_writes_the_table_and_nothing_of_a_visitor(tmp_path: Path) -> None:
    (tmp_path / "regioner.csv").write_text(NETWORKS, encoding="utf-8")
    lines = [at("10:00:00"), at("10:05:00", target="/sjalvskadebeteende/"), at("10:00:00", "10.2.0.1", "/")]
    arguments = [log(tmp_path, *lines, name="access.log.gz"), "--natverk", str(tmp_path / "regioner.csv")]
    done = run(ROOT, "commands", "usage", *arguments, "--ut", str(tmp_path / "ut/stats.csv"))
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "ut/stats.csv").read_text(encoding="utf-8")
    rows = {(row["matt"], row["namn"]): row["varde"] for row in csv.DictReader(io.StringIO(text))}
    assert text.startswith("manad,matt,namn,varde\n2026-11,sidvisningar,adhd,1\n")
    assert rows["sidvisningar", "missbruk-och-beroende"] == "0"
    assert rows["sidvisningar", "totalt"] == "3"
    assert rows["sessioner", "Halland"] == "1"
    assert rows["sessioner", "totalt"] == "2"
    assert "10." not in text + done.stdout
    assert [file.name for file in (tmp_path / "ut").iterdir()] == ["stats.csv"]


def test_months_counted_earlier_stay_when_a_later_log_is_read(tmp_path: Path) -> None:
    out = tmp_path / "stats.csv"
    october = [line(time="20/Oct/2026:10:00:00 +0200"), line(time="21/Oct/2026:10:00:00 +0200")]
    rest = [line(time="31/Oct/2026:10:00:00 +0100"), line()]
    for name, lines in (("a.log", october), ("b.log", rest)):
        assert run(ROOT, "commands", "usage", log(tmp_path, *lines, name=name), "--ut", str(out)).returncode == 0
    rows = [row for row in csv.DictReader(out.open(encoding="utf-8")) if row["namn"] == "totalt"]
    assert [(row["manad"], row["matt"], row["varde"]) for row in rows] == [
        ("2026-10", "sidvisningar", "2"),
        ("2026-10", "sessioner", "2"),
        ("2026-11", "sidvisningar", "1"),
        ("2026-11", "sessioner", "1"),
    ]


@pytest.mark.parametrize("missing", ["log", "networks"])
def test_a_file_that_is_not_there_is_told_in_a_sentence(tmp_path: Path, missing: str) -> None:
    there = log(tmp_path, line())
    arguments = ["borta.log"] if missing == "log" else [there, "--natverk", "borta.csv"]
    done = run(ROOT, "commands", "usage", *arguments, "--ut", str(tmp_path / "stats.csv"))
    assert done.returncode == 1
    assert "borta" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "stats.csv").exists()


def test_a_file_that_is_no_statistics_is_never_written_over(tmp_path: Path) -> None:
    precious = tmp_path / "budget.csv"
    precious.write_text("konto,belopp\n1,2\n", encoding="utf-8")
    done = run(ROOT, "commands", "usage", log(tmp_path, line()), "--ut", str(precious))
    assert done.returncode == 1
    assert "något annat än statistik" in done.stderr
    assert precious.read_text(encoding="utf-8") == "konto,belopp\n1,2\n"
