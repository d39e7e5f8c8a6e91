"""Checks the content exactly as a build does, and writes nothing."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mkdocs_adapter import site_build
from vip_core.problems import ContentRefused, Problem, errors, in_order, report, summary

from . import configuration


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--format", choices=("text", "json", "github", "gitlab"), default="text", help="hur felen skrivs ut"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Print every problem; returns 1 when there is an error. Text goes to standard error, data to standard output."""
    try:
        problems: Sequence[Problem] = site_build.prepare(configuration.load(root)).warnings
    except ContentRefused as refused:
        problems = refused.problems
    problems = in_order(problems)
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
