"""The files that check pull requests: valid, pinned, without power they do not need, and made of commands that exist."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from commands.__main__ import COMMANDS
from projects import ROOT, add_program, run
from sample import Sample

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PULL_REQUEST = ROOT / ".github/workflows/pull-request.yml"
GITLAB = ROOT / ".gitlab-ci.yml"


def steps(file: Path) -> Iterator[dict[str, Any]]:
    for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values():
        yield from job["steps"]


def scripts() -> list[str]:
    """Return every script of both files."""
    found = [step["run"] for step in steps(PULL_REQUEST) if "run" in step]
    for job in yaml.safe_load(GITLAB.read_text(encoding="utf-8")).values():
        if isinstance(job, dict):
            found += job.get("script", []) + job.get("after_script", [])
    return found


@pytest.mark.parametrize(
    ("schema", "file"),
    [("vendor.gitlab-ci", GITLAB), *(("vendor.github-workflows", file) for file in WORKFLOWS)],
    ids=lambda value: value.name if isinstance(value, Path) else value,
)
def test_the_files_are_valid(schema: str, file: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_actions_are_pinned_by_digest_and_named_by_version(file: Path) -> None:
    used = [line.strip(" -") for line in file.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert [line for line in used if not re.fullmatch(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v[\d.]+", line)] == []


def test_the_pull_requests_code_runs_without_power_to_write() -> None:
    workflow = yaml.safe_load(PULL_REQUEST.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in PULL_REQUEST.read_text(encoding="utf-8")
    for job in workflow["jobs"].values():
        checks_out = [step for step in job["steps"] if "checkout" in step.get("uses", "")]
        assert not checks_out or set(job["permissions"].values()) == {"read"}
        assert all(step["with"]["persist-credentials"] is False for step in checks_out)


def test_nothing_from_outside_is_pasted_into_a_script() -> None:
    assert [script for script in scripts() if "${{" in script] == []


def test_scripts_are_shell(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    for number, script in enumerate(scripts()):
        file = tmp_path / f"{number}.sh"
        file.write_text(script, encoding="utf-8")
        assert subprocess.run([bash, "-n", str(file)], check=False).returncode == 0, script


def test_both_run_the_same_commands_and_each_exists() -> None:
    def called(found: list[str]) -> set[str]:
        return {name for script in found for name in re.findall(r"scripts/vip\.py (\w+)", script)}

    github = called([step["run"] for step in steps(PULL_REQUEST) if "run" in step])
    assert github == called(scripts()) == {"check", "build", "test", "report", "package"}
    assert github - set(COMMANDS) <= {"package"}


def test_the_tests_they_name_are_there() -> None:
    named = [word for script in scripts() for word in shlex.split(script, comments=True) if word.startswith("tests/")]
    assert named
    assert [word for word in named if not (ROOT / word).exists()] == []


def test_problems_are_told_to_gitlab_as_a_code_quality_report(sample: Sample) -> None:
    add_program(sample.root)
    sample.replace("programs/adhd/niva-och-process.md", "status: utkast", "status: klar")
    sample.replace("content/index.md", "Välj", "[todo] Välj")
    done = run(sample.root, "commands", "check", "--format", "gitlab")
    told = {entry["check_name"]: entry for entry in json.loads(done.stdout)}
    warning, error = told["MARKERING-KVAR"], told["OKANT-VARDE"]
    assert done.returncode == 1
    assert (warning["severity"], error["severity"]) == ("minor", "major")
    assert error["location"] == {"path": "programs/adhd/niva-och-process.md", "lines": {"begin": 10}}
    assert warning["fingerprint"] != error["fingerprint"]
