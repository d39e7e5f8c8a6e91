"""Reports to editors: the state of the whole site, what a change does, and whether links to other sites still lead somewhere."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from mkdocs_adapter import site_build
from vip_core import change_summary, editorial_report, external_links, owners, site
from vip_core.problems import ContentRefused

from . import change_markdown, configuration, report_text
from .earlier_version import EarlierVersion, VersionUnavailable, laid_out
from .link_visits import UNREACHED, Visitor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="hur översikten skrivs ut")
    parser.add_argument(
        "--mot", metavar="VERSION", help="visa vad som skiljer från en annan version i Git, till exempel main"
    )
    parser.add_argument(
        "--lankar", action="store_true", help="prova länkarna till andra webbplatser, när det finns nät"
    )
    parser.add_argument(
        "--paus", type=float, default=1.0, metavar="SEKUNDER", help="tid mellan två frågor till samma webbplats (1)"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Print the report; returns the exit status. Raises ``ContentRefused`` when the content has errors."""
    if options.mot:
        return _print_change(root, options.mot)
    if options.lankar:
        return _visit_links(root, options.paus)
    prepared = site_build.prepare(configuration.load(root))
    found = editorial_report.report(prepared, prepared.day)
    if options.format == "json":
        print(json.dumps(editorial_report.as_record(found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(report_text.lines(found)))
    return 0


def _visit_links(root: Path, pause: float) -> int:
    """Try every link to other sites and keep when each last answered; returns 0 whatever they say."""
    config = configuration.load(root)
    prepared = site_build.prepare(config)
    links = external_links.external_links(prepared)
    agent = f"vip-lankprov/1.0 (+{config.site_url or 'kontakt saknas'})"
    left = len(links)

    def told(url: str) -> None:
        nonlocal left
        left -= 1
        print(f"{left} kvar: {url}", file=sys.stderr)

    visited = Visitor(agent, pause=pause).visit_all((link.url for link in links), told)
    if links and all(said == UNREACHED for said in visited.values()):
        print("Ingen webbplats gick att nå. Kontrollera nätverket. Inget är ändrat.", file=sys.stderr)
        return 0
    file = root / site.CONTENT / external_links.FILE_NAME
    states = external_links.after_visits(prepared.link_states, visited, prepared.day)
    file.write_text(external_links.as_yaml(states), encoding="utf-8", newline="\n")
    named = {link.url: ", ".join(link.named_by) for link in links}
    wrong = [state for state in states if not state.is_good]
    for state in wrong:
        good = f"svarade senast {state.good}" if state.good else "har aldrig svarat"
        print(f"{state.url}: {state.said}, {good} ({named[state.url]})")
    print(f"{len(states) - len(wrong)} av {len(states)} länkar svarar. Sparat i {file.relative_to(root).as_posix()}.")
    return 0


def _print_change(root: Path, ref: str) -> int:
    """Print what the present version changes since it left ``ref``; returns the exit status."""
    try:
        with laid_out(root, ref) as earlier:
            return _compare(root, ref, earlier)
    except VersionUnavailable as unavailable:
        print(unavailable, file=sys.stderr)
        return 1


def _compare(root: Path, ref: str, earlier: EarlierVersion) -> int:
    config = configuration.load(root)
    after = site_build.prepare(config)
    try:
        before = site.prepare(earlier.root, site_build.settings_of(config))
    except ContentRefused as refused:
        print(f"Innehållet i {ref} går inte att läsa med dagens regler, så det går inte att jämföra:", file=sys.stderr)
        print(refused, file=sys.stderr)
        return 1
    summary = change_summary.summarise(before, after, owners.parse(earlier.owners))
    print("\n".join(change_markdown.lines(summary, f"{ref} ({earlier.commit[:7]})")))
    return 0
