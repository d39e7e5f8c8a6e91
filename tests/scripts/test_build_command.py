"""``vip.py build`` and ``check``: what an author and a host see when something is wrong."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from commands import source_changes
from projects import copy_project, fingerprint, run

LINE = re.compile(r"^[\w/.-]+:\d+:\d+: [A-Z0-9-]+: .+$")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


def break_things(project: Path) -> None:
    chapter = project / "programs/adhd/om-tillstandet.md"
    text = chapter.read_text(encoding="utf-8")
    text = text.replace("status: utkast", "status: klart", 1).replace('version: "1.0"', "version: 1.0", 1)
    chapter.write_text(text, encoding="utf-8")
    (project / "programs/adhd/lagar-och-regler.md").unlink()


def test_a_refused_build_leaves_the_site_as_it_was(project: Path) -> None:
    site = project / "site"
    site.mkdir()
    (site / "index.html").write_text("den gamla sidan", encoding="utf-8")
    (site / "sitemap.xml").write_text("", encoding="utf-8")
    (site / "assets").mkdir()
    before = fingerprint(site)
    break_things(project)
    done = run(project, "commands", "build")
    assert done.returncode == 1
    assert fingerprint(site) == before
    assert [entry.name for entry in project.iterdir() if entry.name.startswith(".")] == []


def test_every_problem_is_printed_on_its_line_and_none_is_a_traceback(project: Path) -> None:
    break_things(project)
    done = run(project, "commands", "build")
    *lines, last = done.stderr.strip().splitlines()
    assert [line for line in lines if not LINE.match(line)] == []
    assert last == f"{len(lines)} fel, 0 varningar"
    assert [line for line in lines if "OKANT-VARDE: status" in line]
    assert [line for line in lines if "YAML-FALLA: version" in line]
    assert [line for line in lines if line.startswith("programs/adhd/index.md:1:1: KAPITEL-SAKNAS")]
    assert "Traceback" not in done.stderr + done.stdout


def test_plain_mkdocs_stops_with_the_same_lines(project: Path) -> None:
    break_things(project)
    by_vip = run(project, "commands", "check").stderr.strip()
    plain = run(project, "mkdocs", "build")
    assert plain.returncode == 1
    assert by_vip in plain.stderr
    assert "Traceback" not in plain.stderr
    assert not (project / "site").exists()


def test_check_gives_the_same_problems_as_data(project: Path) -> None:
    break_things(project)
    said = run(project, "commands", "check", "--format", "json")
    problems = json.loads(said.stdout)
    text = run(project, "commands", "check").stderr.strip().splitlines()
    assert said.returncode == 1
    assert [f"{p['path']}:{p['line']}:{p['column']}: {p['code']}:" for p in problems] == [
        " ".join(line.split(" ")[:2]) for line in text[:-1]
    ]
    assert list(problems[0]) == ["path", "line", "column", "code", "field", "value", "message", "hint", "severity"]


def test_check_annotates_for_github(project: Path) -> None:
    break_things(project)
    lines = run(project, "commands", "check", "--format", "github").stdout.splitlines()
    assert lines[0].startswith("::error file=programs/adhd/")
    assert all(re.match(r"::(error|warning) file=[^,]+,line=\d+,col=\d+::[A-Z0-9-]+: ", line) for line in lines)


def test_a_clean_project_passes(project: Path) -> None:
    done = run(project, "commands", "check")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1].startswith("0 fel, ")


def test_check_writes_nothing(project: Path) -> None:
    before = fingerprint(project)
    run(project, "commands", "check")
    after = {path for path in fingerprint(project) if "__pycache__" not in path}
    assert after == {path for path in before if "__pycache__" not in path}


def test_a_target_that_cannot_be_written_is_told_in_a_sentence(project: Path) -> None:
    (project / "en-fil").write_text("", encoding="utf-8")
    done = run(project, "commands", "build", "--target", str(project / "en-fil" / "site"))
    assert done.returncode == 1
    assert "Det gick inte att skriva" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_address_of_the_site_can_be_chosen(project: Path) -> None:
    done = run(project, "commands", "build", "--site-url", "https://kommun.example/vip/")
    assert done.returncode == 0, done.stderr
    page = (project / "site/adhd/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://kommun.example/vip/adhd/">' in page


@pytest.mark.parametrize("words", [[], ["bild"], ["build", "--okant"], ["check", "--format", "xml"]])
def test_a_command_that_is_not_understood_is_told_in_swedish(project: Path, words: list[str]) -> None:
    done = run(project, "commands", *words)
    assert done.returncode == 1
    assert done.stderr == "Kommandot går inte att tolka. Hjälp: python3 scripts/vip.py --help\n"


def test_a_mistake_in_mkdocs_yml_is_told_without_a_traceback(project: Path) -> None:
    (project / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    done = run(project, "commands", "check")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "stoppades" in done.stderr


@pytest.mark.parametrize("epoch", ["i dag", "-5", "99999999999999", "1795305600.5"])
def test_a_moment_that_is_none_is_told_in_a_sentence(project: Path, epoch: str) -> None:
    done = run(project, "commands", "build", SOURCE_DATE_EPOCH=epoch)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"SOURCE_DATE_EPOCH är '{epoch}' – skriv sekunder sedan 1 januari 1970")
    assert done.stderr.count("\n") == 1


def test_an_empty_moment_is_none(project: Path) -> None:
    done = run(project, "commands", "build", SOURCE_DATE_EPOCH="")
    assert done.returncode == 0, done.stderr


def test_files_that_systems_leave_are_neither_published_nor_held_against_anybody(project: Path) -> None:
    """Windows and macOS put them in folders, hidden from whoever looks there; those that begin with ``._`` are not text."""
    left = (
        "theme_overrides/._base.html",
        "content/om/._data.md",
        "content/om/Thumbs.db",
        "content/om/desktop.ini",
        "content/_statistik/._sessioner.yml",
    )
    for path in left:
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_bytes(b"\x00\x05\x16\x07Mac OS X\xb0")
    done = run(project, "commands", "build")
    assert done.returncode == 0, done.stderr
    published = {file.name for file in (project / "site").rglob("*")}
    assert published.isdisjoint(Path(path).name for path in left)
    assert source_changes.sources(project).texts.keys().isdisjoint(left)


def test_a_site_is_built_where_nothing_can_be_remembered(project: Path) -> None:
    (project / ".cache").write_text("", encoding="utf-8")
    done = run(project, "commands", "build")
    assert done.returncode == 0, done.stderr
    assert "gick inte att skriva" in done.stderr
    assert (project / "site/adhd/index.html").is_file()


def test_a_build_tells_its_warnings(project: Path) -> None:
    chapter = project / "programs/adhd/om-tillstandet.md"
    text = chapter.read_text(encoding="utf-8")
    text = text.replace("andrad: 2026-11-22", "andrad: 2020-01-01").replace(
        "granskas: 2027-11-22", "granskas: 2021-01-01"
    )
    chapter.write_text(text, encoding="utf-8")
    done = run(project, "commands", "build")
    assert done.returncode == 0, done.stderr
    assert "GRANSKNING-FORSENAD" in done.stderr


def test_what_authors_write_is_never_read_as_html(project: Path) -> None:
    chapter = project / "programs/adhd/om-tillstandet.md"
    text = chapter.read_text(encoding="utf-8")
    hostile = "description: 'Så kallad \"trappa\" & <script>alert(1)</script>'"
    chapter.write_text(re.sub(r"(?m)^description: .*$", lambda _: hostile, text, count=1), encoding="utf-8")
    done = run(project, "commands", "build")
    assert done.returncode == 0, done.stderr
    page = (project / "site/adhd/om-tillstandet/index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert 'content="Så kallad &#34;trappa&#34; &amp; &lt;script&gt;' in page


def test_each_page_of_an_author_links_to_its_file_where_that_is_set_up(project: Path) -> None:
    plain = run(project, "commands", "build")
    assert plain.returncode == 0, plain.stderr
    assert "Föreslå en ändring" not in (project / "site/om/index.html").read_text(encoding="utf-8")
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("extra:\n", "extra:\n  redigera: https://git.example/vip/edit/main/{path}\n", 1), encoding="utf-8"
    )
    done = run(project, "commands", "build")
    assert done.returncode == 0, done.stderr
    for address, file in {
        "": "content/index.md",
        "om/": "content/om.md",
        "adhd/": "programs/adhd/index.md",
        "adhd/behandling-och-stod/": "programs/adhd/behandling-och-stod.md",
    }.items():
        page = (project / "site" / address / "index.html").read_text(encoding="utf-8")
        assert f'href="https://git.example/vip/edit/main/{file}"' in page
        assert (project / file).is_file()
    assert "Föreslå en ändring" not in (project / "site/filter/index.html").read_text(encoding="utf-8")


def test_a_raised_status_is_told_beside_the_branch_it_leaves(project: Path) -> None:
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
    (project / ".github").mkdir()
    (project / ".github/CODEOWNERS").write_text("* @nag-adhd\n", encoding="utf-8")
    for words in (("init", "-q", "-b", "main"), ("add", "programs", ".github"), ("commit", "-qm", "x")):
        subprocess.run([*git, *words], cwd=project, check=True)
    chapter = project / "programs/adhd/om-tillstandet.md"
    chapter.write_text(
        chapter.read_text(encoding="utf-8").replace("status: utkast", "status: faststalld"), encoding="utf-8"
    )
    done = run(project, "commands", "check", "--mot", "main", GITHUB_ACTOR="nagon-annan")
    assert done.returncode == 0, done.stderr
    assert "programs/adhd/om-tillstandet.md:10:9: STATUS-HOJD: status: höjd från" in done.stderr
    assert "@nag-adhd" in done.stderr
    assert "STATUS-HOJD" not in run(project, "commands", "check", "--mot", "main", GITHUB_ACTOR="nag-adhd").stderr
    unknown = run(project, "commands", "check", "--mot", "finns-inte")
    assert unknown.returncode == 1
    assert 'Det går inte att jämföra med "finns-inte"' in unknown.stderr
