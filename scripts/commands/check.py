"""Checks the content exactly as a build does; writes nothing but what ``--fix`` can mend safely."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mkdocs_adapter import site_build
from vip_core import authoring, owners, site, vocabularies
from vip_core.mends import Mend, mend, tables_for
from vip_core.problems import ContentRefused, Problem, errors, in_order, report, summary

from . import configuration
from .changes import BranchUnknown, changed_texts
from .saving import save


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--format", choices=("text", "json", "github", "gitlab"), default="text", help="hur felen skrivs ut"
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="rätta det som är säkert (ordning på fält, citattecken, stavning av värden, radslut), aldrig löptext",
    )
    parser.add_argument(
        "--mot", metavar="GREN", help="varna också för status som höjts sedan grenen, till exempel main"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Print every problem; returns 1 when there is an error. Text goes to standard error, data to standard output."""
    problems = mend_all(root) if options.fix else found(root)
    if options.mot:
        try:
            problems = in_order([*problems, *_raised(root, options.mot)])
        except BranchUnknown as refused:
            print(refused, file=sys.stderr)
            return 1
    if options.format == "json":
        print(json.dumps([problem.as_record() for problem in problems], ensure_ascii=False, indent=2))
    elif options.format == "gitlab":
        print(json.dumps([_quality(problem) for problem in problems], ensure_ascii=False, indent=2))
    elif options.format == "github":
        for problem in problems:
            print(_annotation(problem))
        print(summary(problems), file=sys.stderr)
    else:
        print(report(problems), file=sys.stderr)
    return 1 if errors(problems) else 0


def _raised(root: Path, branch: str) -> list[Problem]:
    """Return a warning for each status that was raised by someone who does not answer for the text."""
    changes = changed_texts(root, branch, site.PROGRAMS)
    author = os.environ.get("GITHUB_ACTOR") or os.environ.get("GITLAB_USER_LOGIN") or ""
    return owners.raised_statuses(changes, owners.read(root), author)


def _annotation(problem: Problem) -> str:
    """Return the problem as GitHub Actions' workflow command, escaped as it requires."""
    text = problem.as_text().split(": ", 1)[1]
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    place = f"file={problem.path},line={problem.line},col={problem.column}"
    return f"::{problem.severity} {place}::{text}"


def _quality(problem: Problem) -> dict[str, Any]:
    """Return the problem as an entry of GitLab's Code Quality report, which shows it in the merge request."""
    text = problem.as_text().split(": ", 1)[1]
    name = f"{problem.path}:{problem.code}:{problem.field}:{problem.value}:{problem.message}"
    return {
        "description": text,
        "check_name": problem.code,
        "fingerprint": hashlib.sha256(name.encode()).hexdigest(),
        "severity": "major" if problem.severity == "error" else "minor",
        "location": {"path": problem.path, "lines": {"begin": problem.line}},
    }


def found(root: Path) -> list[Problem]:
    """Return every problem of the content, in order."""
    try:
        return in_order(site_build.prepare(configuration.load(root)).warnings)
    except ContentRefused as refused:
        return in_order(refused.problems)


def mend_all(root: Path) -> list[Problem]:
    """Mend what is safe in every file, print what was mended, and return the problems that are left.

    Mending goes on until nothing changes, since one mistake can hide another. Generated files are written anew.
    """
    problems = found(root)
    words, _ = vocabularies.read(root / site.PROGRAMS, site.PROGRAMS)
    while _mend_files(root, problems, words.facet_keys):
        problems = found(root)
    words, unread = vocabularies.read(root / site.PROGRAMS, site.PROGRAMS)
    if not errors(unread):
        for path, text in authoring.lagging(root, words).items():
            save(root / path, text.encode("utf-8"))
            print(Mend(path, 1, "skrivet på nytt efter schemat").as_text(), file=sys.stderr)
    return problems


def _mend_files(root: Path, problems: Sequence[Problem], facet_keys: tuple[str, ...]) -> bool:
    """Mend each file once; returns whether any changed."""
    changed = False
    told: dict[str, list[Problem]] = {}
    for problem in problems:
        told.setdefault(problem.path, []).append(problem)
    for file in _authored(root):
        path = file.relative_to(root).as_posix()
        before = file.read_bytes()
        after, done = mend(before, path, told.get(path, ()), tables_for(path, facet_keys))
        if after != before:
            save(file, after)
            changed = True
            for one in done:
                print(one.as_text(), file=sys.stderr)
    return changed


def _authored(root: Path) -> list[Path]:
    """Return the files that authors write: pages and data, but no frozen version of a text."""
    return [
        file
        for folder in (root / site.CONTENT, root / site.PROGRAMS)
        for file in sorted(folder.rglob("*"))
        if file.suffix in (".md", ".yml")
        and file.is_file()
        and not any(part.startswith(("_", ".")) for part in file.relative_to(folder).parts[:-1])
    ]
