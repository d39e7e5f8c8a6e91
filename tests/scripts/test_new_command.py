"""``vip.py new`` and ``check --fix``: what an author makes passes at once, and what is safe is mended."""

from __future__ import annotations

import os
import select
import signal
import sys
from pathlib import Path

import pytest

from projects import copy_project, fingerprint, run

_PRESSES = 10
ARTICLE = ("new", "artikel", "--i", "adhd/behandling-och-stod")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "ett projekt")


def new(project: Path, *words: str) -> str:
    done = run(project, "commands", "new", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def content(project: Path) -> dict[str, str]:
    return {path: mark for path, mark in fingerprint(project).items() if "__pycache__" not in path}


def test_everything_new_passes_check_at_once(project: Path) -> None:
    program = new(project, "program", "--titel", "Bipolär sjukdom", "--beskrivning", "Pröva: så gör ni.")
    assert program.startswith("Skapat: programs/bipolar-sjukdom/index.md:17\n")
    assert len(list((project / "programs/bipolar-sjukdom").glob("*.md"))) == 11
    (project / "programs/bipolar-sjukdom/lagar-och-regler.md").unlink()
    new(project, "kapitel", "--i", "bipolar-sjukdom", "--titel", "Lagar och regler")
    new(
        project,
        "kalla",
        "--titel",
        "Riktlinjer: bipolär",
        "--typ",
        "report",
        "--utgivare",
        "Socialstyrelsen",
        "--nyckel",
        "sos-b",
    )
    where = "bipolar-sjukdom/lagar-och-regler"
    said = new(
        project, "artikel", "--i", where, "--titel", "Rätt till vård", "--kallor", "sos-b", "--yrkesroll", "kurator"
    )
    assert "Nästa steg: öppna programs/bipolar-sjukdom/lagar-och-regler.md på rad " in said
    new(project, "nyhet", "--titel", "Ett nytt program", "--beskrivning", "Utkast.")
    done = run(project, "commands", "check")
    assert done.returncode == 0, done.stderr
    codes = {line.split(": ")[1] for line in done.stderr.splitlines()[:-1]}
    assert codes == {"MARKERING-KVAR", "TOMT-KAPITEL", "ADRESS-EJ-INSKRIVEN"}


def test_two_articles_of_one_title_get_ids_of_their_own(project: Path) -> None:
    for _ in range(2):
        new(project, *ARTICLE[1:], "--titel", "Psykoedukation i grupp")
    text = (project / "programs/adhd/behandling-och-stod.md").read_text(encoding="utf-8")
    assert text.count("id: psykoedukation-i-grupp\n") == text.count("id: psykoedukation-i-grupp-2\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "artikel", "--titel", "X"), "--i saknas"),
        ((*ARTICLE[:2], "--i", "adhd/behandlng", "--titel", "X"), 'menade du "behandling-och-stod"?'),
        ((*ARTICLE[:2], "--i", "adh/x", "--titel", "X"), 'Programmet "adh" finns inte – menade du "adhd"?'),
        (ARTICLE, "--titel saknas"),
        ((*ARTICLE, "--titel", "X", "--yrkesroll", "lärere"), '--yrkesroll: "lärere" finns inte – menade du "larare"?'),
        ((*ARTICLE, "--titel", "X", "--kallor", "sol-2025-40"), 'menade du "sol-2025-400"?'),
        ((*ARTICLE, "--titel", "X", "--efter", "finns-inte"), '--efter: "finns-inte" finns inte i kapitlet'),
        ((*ARTICLE, "--titel", "X", "--id", "psykoedukation"), "är redan en artikel i kapitlet"),
        ((*ARTICLE, "--titel", "Med **fet** text"), "RUBRIKTEXT"),
        (("new", "kapitel", "--i", "adhd"), "har redan alla 10 kapitel"),
        (("new", "program", "--titel", "ADHD", "--id", "adhd", "--beskrivning", "X"), "redan upptaget"),
        (("new", "kalla", "--titel", "X", "--typ", "rapport"), "--typ"),
        (("new", "kalla", "--titel", "X", "--typ", "report", "--nyckel", "sol-2025-400"), "är redan Socialtjänstlag"),
        (("new", "nyhet", "--titel", "X", "--beskrivning", "Y", "--andrad", "igår"), "--andrad"),
    ],
)
def test_what_cannot_be_made_is_told_and_nothing_is_written(project: Path, words: tuple[str, ...], said: str) -> None:
    before = content(project)
    done = run(project, "commands", *words)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.endswith("Inget är ändrat.\n")
    assert "Traceback" not in done.stderr
    assert content(project) == before


def test_a_broken_chapter_is_mended_before_it_grows(project: Path) -> None:
    chapter = project / "programs/adhd/behandling-och-stod.md"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("status: utkast", "status: klar"), encoding="utf-8")
    done = run(project, "commands", *ARTICLE, "--titel", "X")
    assert done.returncode == 1
    assert "Rätta först" in done.stderr
    assert "OKANT-VARDE: status" in done.stderr


def test_a_terminal_is_asked_and_answers_are_checked(project: Path) -> None:
    said, status = _typed(project, ["new", "nyhet"], ["", "Ny text om sömn", "Tre råd.", "igår", *[""] * 6])
    assert status == 0, said
    assert "Behöver ett svar." in said
    assert "skriv år-månad-dag" in said or "ska vara ett datum" in said
    assert (project / "content/nyheter/ny-text-om-somn.md").is_file()


def test_who_gives_flags_is_asked_only_for_what_cannot_be_left_out(project: Path) -> None:
    said, status = _typed(project, ["new", "nyhet", "--beskrivning", "Tre råd."], ["Ny text om sömn"])
    assert status == 0, said
    assert "titel:" in said
    assert "andrad" not in said


def test_breaking_off_writes_nothing(project: Path) -> None:
    before = content(project)
    said, status = _typed(project, ["new", "nyhet"], ["Ny text om sömn", "\x03"])
    assert status == 130, said
    assert "Avbrutet. Inget är ändrat." in said
    assert "Traceback" not in said
    assert content(project) == before


def _typed(project: Path, words: list[str], answers: list[str]) -> tuple[str, int]:
    """Run a command in a terminal, give each answer when it asks, and return what it showed and its status."""
    pty = pytest.importorskip("pty")
    paths = os.pathsep.join(str(project / folder) for folder in ("scripts", "hooks"))
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(project)
        os.environ |= {"PYTHONPATH": paths, "PYTHONUTF8": "1"}
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs begin by ignoring it
        os.execv(sys.executable, [sys.executable, "-m", "commands", *words])
    shown = b""
    waiting = list(answers)
    seen = 0
    answer = ""
    pressed = 0
    while True:
        if answer == "\x03" and not select.select([terminal], [], [], 2)[0]:
            pressed += 1
            if pressed == _PRESSES:
                os.kill(child, signal.SIGKILL)
                pytest.fail(f"goes on when it is broken off:\n{shown.decode('utf-8', 'replace')}")
            os.write(terminal, b"\x03")  # pressed between the question and the reading of an answer it goes unheard
            continue
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
        if shown[seen:].rstrip(b" ").endswith(b":"):
            seen = len(shown)
            if not waiting:
                os.kill(child, signal.SIGKILL)
                pytest.fail(f"asked for more than there are answers to:\n{shown.decode('utf-8', 'replace')}")
            answer = waiting.pop(0)
            os.write(terminal, answer.encode() + (b"" if answer == "\x03" else b"\n"))
    _, status = os.waitpid(child, 0)
    return shown.decode("utf-8", "replace"), os.waitstatus_to_exitcode(status)


def test_fix_mends_what_is_safe_tells_it_and_leaves_the_rest(project: Path) -> None:
    chapter = project / "programs/adhd/om-tillstandet.md"
    good = chapter.read_text(encoding="utf-8")
    bad = good.replace('version: "1.0"', "version: 1.0  ").replace("status: utkast", "status: Utkast")
    chapter.write_bytes(b"\xef\xbb\xbf" + bad.replace("\n", "\r\n").encode())
    other = project / "programs/adhd/lagar-och-regler.md"
    other.write_text(other.read_text(encoding="utf-8").replace("status: utkast", "status: klart", 1), encoding="utf-8")
    done = run(project, "commands", "check", "--fix", "--format", "json")
    assert done.returncode == 1
    assert chapter.read_text(encoding="utf-8") == good
    assert '"code": "OKANT-VARDE"' in done.stdout
    assert "programs/adhd/om-tillstandet.md:10: RÄTTAT: status: Utkast blev utkast" in done.stderr
    before = content(project)
    again = run(project, "commands", "check", "--fix")
    assert "RÄTTAT" not in again.stderr
    assert content(project) == before


def test_fix_writes_the_files_of_editors_anew(project: Path) -> None:
    facets = project / "programs/_facets.yml"
    text = facets.read_text(encoding="utf-8")
    facets.write_text(
        text.replace("    - key: larare\n", "    - key: dietist\n      label: Dietist\n    - key: larare\n"),
        encoding="utf-8",
    )
    done = run(project, "commands", "check", "--fix")
    assert done.returncode == 0, done.stderr
    assert '"dietist"' in (project / ".vscode/schema/artikel.schema.json").read_text(encoding="utf-8")
