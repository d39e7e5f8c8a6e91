"""A build that is killed, runs out of disk or may not write leaves a whole site, old or new."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects import command, fingerprint, run, small_project

KILLS = 20
MOST_TRIES = 100
CHAPTER = "programs/adhd/niva-och-process.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with its site."""
    project = small_project(tmp_path_factory.mktemp("bygge") / "projekt")
    done = run(project, "commands", "build")
    assert done.returncode == 0, done.stderr
    return project


def change_text(project: Path, word: str) -> None:
    file = project / CHAPTER
    file.write_text(file.read_text(encoding="utf-8") + f"\n{word}.\n", encoding="utf-8")


def leftovers(project: Path) -> list[str]:
    return [entry.name for entry in project.iterdir() if entry.name.startswith(".site-")]


def test_a_build_killed_at_any_moment_leaves_a_whole_site(built: Path, tmp_path: Path) -> None:
    old = fingerprint(built / "site")
    change_text(built, "En ny mening")
    started = time.monotonic()
    done = run(built, "commands", "build", "--target", str(tmp_path / "ny"))
    whole = time.monotonic() - started
    assert done.returncode == 0, done.stderr
    new = fingerprint(tmp_path / "ny")
    assert new != old
    line, environment = command(built, "commands", "build")
    moments = random.Random(8)
    killed = 0
    for _ in range(MOST_TRIES):
        moment = whole * moments.random()
        started = time.monotonic()
        build = subprocess.Popen(line, cwd=built, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            build.wait(moment)
            whole = min(whole, time.monotonic() - started)  # a build that was done is shorter than was thought
        except subprocess.TimeoutExpired:
            build.kill()
            killed += 1
        build.communicate()  # ends when the last of the build's processes has let go of the pipe
        assert fingerprint(built / "site") in (old, new), f"after {moment:.2f} s"
        if killed == KILLS:
            break
    assert killed == KILLS
    done = run(built, "commands", "build")
    assert done.returncode == 0, done.stderr
    assert fingerprint(built / "site") == new
    assert leftovers(built) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that holds the small site once but not twice."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(place)]
    if not mount or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only a superuser on Linux can make a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_is_told_in_swedish_and_the_old_site_stays(built: Path, small_disk: Path) -> None:
    target = small_disk / "site"
    done = run(built, "commands", "build", "--target", str(target))
    assert done.returncode == 0, done.stderr
    before = fingerprint(target)
    left = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    (small_disk / "annat").write_bytes(bytes(max(left - 200_000, 0)))
    done = run(built, "commands", "build", "--target", str(target))
    assert done.returncode == 1
    assert "disken är full. Inget är ändrat." in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert fingerprint(target) == before
    assert sorted(entry.name for entry in small_disk.iterdir()) == ["annat", "site"]


def test_a_disk_that_may_only_be_read_is_told_in_swedish(built: Path, small_disk: Path) -> None:
    target = small_disk / "site"
    run(built, "commands", "build", "--target", str(target))
    before = fingerprint(target)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    done = run(built, "commands", "build", "--target", str(target))
    assert done.returncode == 1
    assert "platsen är skrivskyddad. Inget är ändrat." in done.stderr
    assert fingerprint(target) == before


@pytest.mark.parametrize(
    ("template", "before", "fault", "told"),
    [
        ("main.html", "{% endblock %}", '<p><a href="finns-inte/">Läs</a></p>', 'DOD-LANK: "finns-inte/" finns inte'),
        ("404.html", "{% endblock %}", '<a href="#finns-inte">Läs</a>', 'DOTT-ANKARE: "#finns-inte"'),
        ("chapter.html", "{% endblock %}", '<a href="#finns-inte">Läs</a>', 'DOTT-ANKARE: "#finns-inte"'),
        ("redirect.html", "</body>", '<p style="color: red">x</p>', "EGEN-STIL"),
        ("partials/foot.html", "</nav>", "<a href=\"{{ link('borta/') }}\">Läs</a>", "DOD-LANK"),
        ("partials/program_nav.html", "</ol>", '<li onclick="x()">x</li>', "EGEN-KOD"),
        ("partials/article_item.html", "</li>", '<a href="finns-inte/">Läs</a>', "DOD-LANK"),
        ("partials/article_group.html", "</section>", '<img src="https://annan.example/a.png" alt="">', "ANNAN-VARD"),
        ("partials/filter_facet.html", "</fieldset>", "<style>p {}</style>", "EGEN-STIL"),
        ("assets/css/page.css", "", "p { background: url(borta.png) }", "DOD-LANK"),
    ],
)
def test_a_fault_in_a_template_stops_the_build_before_anybody_reads_it(
    built: Path, template: str, before: str, fault: str, told: str
) -> None:
    """Pages are read while they are written, piece by piece, so a fault is tried in each kind of piece."""
    whole = fingerprint(built / "site")
    file = built / "theme_overrides" / template
    text = file.read_text(encoding="utf-8")
    head, mark, rest = text.rpartition(before) if before else (text, "", "")
    file.write_text(f"{head}{fault}{mark}{rest}", encoding="utf-8")
    done = run(built, "commands", "build")
    file.write_text(text, encoding="utf-8")
    assert done.returncode == 1
    assert told in done.stderr
    assert fingerprint(built / "site") == whole
    assert leftovers(built) == []


def test_a_build_below_a_path_passes_the_same_checks(built: Path, tmp_path: Path) -> None:
    done = run(
        built, "commands", "build", "--site-url", "https://kommun.example/kunskap/vip", "--target", str(tmp_path / "s")
    )
    assert done.returncode == 0, done.stderr
    missing = (tmp_path / "s" / "404.html").read_text(encoding="utf-8")
    assert 'href="/kunskap/vip/sok/"' in missing


def test_a_build_that_nobody_watches_prints_no_progress(built: Path, tmp_path: Path) -> None:
    done = run(built, "commands", "build", "--target", str(tmp_path / "s"))
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
