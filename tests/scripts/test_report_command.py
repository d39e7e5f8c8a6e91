"""``report --mot``: an earlier version out of Git, and a sentence wherever there is none."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from projects import add_program, run
from sample import lay_out


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=Prov", "-c", "user.email=prov@vip.example", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with one commit on main."""
    root = lay_out(tmp_path / "å projekt").root
    add_program(root)
    return root


@pytest.fixture
def checkout(project: Path) -> Path:
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "content", "programs")
    git(project, "commit", "-qm", "Start")
    return project


def change(root: Path, old: str, new: str) -> None:
    file = root / "programs/adhd/niva-och-process.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_change_is_told_also_before_it_is_committed(checkout: Path) -> None:
    change(checkout, "Boka ett möte.", "Boka ett samtal.")
    done = run(checkout, "commands", "report", "--mot", "main")
    assert done.returncode == 0, done.stderr
    assert "Första steget (`adhd/niva-och-process#forsta-steget`) | ändrad | +1 −1 | redaktionell" in done.stdout


def test_what_others_did_since_is_left_out(checkout: Path) -> None:
    git(checkout, "checkout", "-qb", "min")
    git(checkout, "checkout", "-q", "main")
    change(checkout, "Boka ett möte.", "Boka ett samtal.")
    git(checkout, "commit", "-qam", "Annans")
    git(checkout, "checkout", "-q", "min")
    change(checkout, "Bifoga det", "Skicka det")
    done = run(checkout, "commands", "report", "--mot", "main")
    assert "#remiss`) | ändrad" in done.stdout
    assert "#forsta-steget" not in done.stdout


def test_an_earlier_version_that_cannot_be_read_is_told(checkout: Path) -> None:
    change(checkout, "status: utkast", "status: klar")
    git(checkout, "commit", "-qam", "Trasig")
    change(checkout, "status: klar", "status: utkast")
    done = run(checkout, "commands", "report", "--mot", "HEAD")
    assert done.returncode == 1
    assert "Innehållet i HEAD går inte att läsa" in done.stderr
    assert "OKANT-VARDE" in done.stderr


def test_an_unknown_version_is_told(checkout: Path) -> None:
    done = run(checkout, "commands", "report", "--mot", "--output=x")
    assert (done.returncode, done.stdout) == (1, "")
    done = run(checkout, "commands", "report", "--mot", "finns-inte")
    assert (done.returncode, done.stdout) == (1, "")
    assert 'Git känner inte till "finns-inte"' in done.stderr
    assert "Traceback" not in done.stderr


def test_a_shallow_clone_is_told_what_to_fetch(checkout: Path, tmp_path: Path) -> None:
    change(checkout, "Boka ett möte.", "Boka ett samtal.")
    git(checkout, "commit", "-qam", "Nästa")
    clone = tmp_path / "grund"
    git(tmp_path, "clone", "-q", "--depth=1", checkout.as_uri(), str(clone))
    git(clone, "fetch", "-q", "--depth=1", "origin", f"{_first(checkout)}:gammal")
    add_program(clone)
    done = run(clone, "commands", "report", "--mot", "gammal")
    assert done.returncode == 1
    assert "git fetch --unshallow" in done.stderr


def _first(checkout: Path) -> str:
    done = subprocess.run(["git", "rev-list", "--max-parents=0", "HEAD"], cwd=checkout, check=True, capture_output=True)
    git(checkout, "config", "uploadpack.allowAnySHA1InWant", "true")
    return done.stdout.decode().strip()


def test_outside_git_and_without_git_there_is_a_sentence(project: Path) -> None:
    done = run(project, "commands", "report", "--mot", "main", GIT_CEILING_DIRECTORIES=str(project.parent))
    assert done.returncode == 1
    assert "inte en utcheckning ur Git" in done.stderr
    done = run(project, "commands", "report", "--mot", "main", PATH="")
    assert done.returncode == 1
    assert "Installera Git" in done.stderr


def test_the_overview_is_printed_and_as_json(project: Path) -> None:
    done = run(project, "commands", "report")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Redaktionens översikt, läget 2026-11-22")
    assert run(project, "commands", "report", "--format", "json").stdout.startswith("{")
