"""``vip.py release`` and ``retire``: versions are kept, and what goes leaves word."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable

import pytest

from commands.source_changes import ChangeRefused
from projects import copy_project, run
from published import addresses, ledger_lines, unanswered
from sample import ROOT, Sample
from scripts.conftest import Command
from vip_core.problems import ContentRefused

Files = Callable[[], dict[str, bytes]]
CHAPTER = "programs/adhd/behandling-och-stod.md"
FROZEN = "programs/adhd/_versioner/behandling-och-stod"


def git(sample: Sample, *words: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@vip.example", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *words], cwd=sample.root, check=True, capture_output=True)


def test_a_release_writes_exactly_what_it_must(vip: Command, files: Files) -> None:
    before = files()
    vip("release", "adhd/behandling-och-stod", "--klass", "saklig", "--not", "Nya  riktlinjer.")
    after = files()
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} == {
        "content/_ledger.txt",
        CHAPTER,
        f"{FROZEN}/1.2.md",
        f"{FROZEN}/versioner.yml",
    }
    assert after[f"{FROZEN}/1.2.md"] == before[CHAPTER]
    assert after[f"{FROZEN}/versioner.yml"].decode().endswith('class: saklig\n  note: "Nya riktlinjer."\n')


def test_two_releases_make_a_history_of_three(vip: Command, published: Sample) -> None:
    vip("release", "adhd/behandling-och-stod", "--klass", "saklig", "--not", "Nytt.")
    published.replace(CHAPTER, "Följ effekt", "Följ nytta")
    vip("release", "adhd/behandling-och-stod", "--klass", "redaktionell", "--not", "Rättat.")
    kept = published.site().archive.versions["adhd/behandling-och-stod/"]
    assert [frozen.version for frozen in kept.earlier] == ["1.2", "2.0"]
    assert kept.current is not None
    assert kept.current.version == "2.1"
    assert "Följ nytta" in published.text(f"{FROZEN}/2.0.md")
    assert published.prepare().problems == ()


def test_a_program_is_released_with_its_chapters_and_its_own_page_alone(vip: Command, published: Sample) -> None:
    vip("release", "adhd", "--klass", "saklig", "--not", "Fastställt.")
    kept = published.site().archive.versions
    assert {address for address, found in kept.items() if found.earlier} == {
        "adhd/",
        "adhd/behandling-och-stod/",
        "adhd/lagar-och-regler/",
        "adhd/niva-och-process/",
    }
    vip("release", "sjalvskadebeteende/index", "--klass", "redaktionell", "--not", "Rättat.")
    kept = published.site().archive.versions
    assert [address for address, found in kept.items() if found.earlier and address.startswith("sjalv")] == [
        "sjalvskadebeteende/"
    ]


def test_the_frozen_text_is_the_published_one_also_when_the_author_has_begun_to_write(
    vip: Command, published: Sample, capsys: pytest.CaptureFixture[str]
) -> None:
    git(published, "init")
    git(published, "add", ".")
    git(published, "commit", "-m", "Publish")
    git(published, "switch", "-c", "ny-text")
    before = published.text(CHAPTER)
    published.replace(CHAPTER, "Följ effekt", "Följ nytta")
    git(published, "commit", "-am", "Write")
    published.replace(CHAPTER, "och biverkningar", "och oönskade effekter")
    vip("release", "adhd/behandling-och-stod", "--klass", "saklig", "--not", "Nytt.")
    assert published.text(f"{FROZEN}/1.2.md") == before
    assert "Följ nytta och oönskade effekter" in published.text(CHAPTER)
    assert "dina ändringar hör till version 2.0" in capsys.readouterr().out


def test_a_version_that_is_not_published_yet_is_frozen_as_it_is(vip: Command, published: Sample) -> None:
    git(published, "init")
    git(published, "add", ".")
    git(published, "commit", "-m", "Publish")
    vip("release", "adhd/behandling-och-stod", "--klass", "saklig", "--not", "Nytt.")
    published.replace(CHAPTER, "Följ effekt", "Följ nytta")
    vip("release", "adhd/behandling-och-stod", "--klass", "saklig", "--not", "Nytt.")
    assert "Följ nytta" in published.text(f"{FROZEN}/2.0.md")


def test_without_a_text_only_new_addresses_are_written_in(vip: Command, published: Sample, files: Files) -> None:
    published.write("content/en.md", "---\ntitle: En\ndescription: En sida.\n---\n\nText.\n")
    before = files()
    vip("release")
    after = files()
    assert [path for path in after if before.get(path) != after[path]] == ["content/_ledger.txt"]
    assert len(ledger_lines(published.root)) == before["content/_ledger.txt"].count(b"\n") + 1
    assert published.prepare().problems == ()


def test_a_ledger_that_two_branches_wrote_in_is_put_in_order(vip: Command, published: Sample) -> None:
    book = published.text("content/_ledger.txt")
    published.write("content/_ledger.txt", book + "om/\t2026-11-25\t-\n".replace("om/", "adhd/"))
    lines = book.splitlines()
    published.write("content/_ledger.txt", "\n".join([*reversed(lines), lines[3]]) + "\n")
    vip("release")
    assert published.text("content/_ledger.txt") == book


def test_a_ledger_with_marks_of_conflict_is_refused(vip: Command, published: Sample) -> None:
    published.write("content/_ledger.txt", "<<<<<<< HEAD\n" + published.text("content/_ledger.txt"))
    with pytest.raises(ContentRefused, match="LIGGARE-KONFLIKT"):
        vip("release")


REFUSALS = {
    "no class": (["adhd", "--not", "x"], "--klass redaktionell|saklig|andrad-slutsats"),
    "an unknown class": (["adhd", "--klass", "stor", "--not", "x"], "--klass"),
    "no note": (["adhd", "--klass", "saklig"], "--not"),
    "an empty note": (["adhd", "--klass", "saklig", "--not", " "], "--not"),
    "an unknown text": (["adhd/behandling", "--klass", "saklig", "--not", "x"], 'menade du "adhd/behandling-och-stod"'),
    "a class without a text": (["--klass", "saklig"], "vilket program"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_released_is_refused_in_a_sentence(vip: Command, files: Files, name: str) -> None:
    words, said = REFUSALS[name]
    before = files()
    with pytest.raises(ChangeRefused) as refused:
        vip("release", *words)
    assert said in str(refused.value)
    assert files() == before


def test_a_text_whose_review_has_passed_gets_its_new_day_first(vip: Command, published: Sample, files: Files) -> None:
    published.replace(CHAPTER, "granskas: 2099-11-21", "granskas: 2026-11-22")
    before = files()
    with pytest.raises(ContentRefused, match="DATUMORDNING"):
        vip("release", "adhd/behandling-och-stod", "--klass", "saklig", "--not", "Nytt.")
    assert files() == before


def test_a_retired_chapter_leaves_a_page_its_last_text_and_its_id(vip: Command, published: Sample) -> None:
    last = published.text(CHAPTER)
    vip("retire", "*/behandling-och-stod", "--not", "Ingår i Nivå och process.", "--ersatt-av", "*/niva-och-process")
    assert not (published.root / CHAPTER).exists()
    assert published.text(f"{FROZEN}/1.2.md") == last
    assert "behandling-och-stod" not in published.text("programs/_chapters.yml")
    assert "[läkemedel](niva-och-process.md)" in published.text("programs/adhd/niva-och-process.md")
    outcome = published.prepare()
    assert outcome.site is not None, outcome.problems
    page = next(page for page in outcome.site.pages if page.address == "adhd/behandling-och-stod/")
    assert (page.template, page.title) == ("tombstone.html", "Behandling och stöd – ADHD")
    leads = {redirect.from_address: redirect.to_address for redirect in outcome.site.redirects}
    assert leads["id/adhd-behandling-och-stod/"] == leads["adhd/behandling/"] == "adhd/behandling-och-stod/"


def test_a_retired_article_leaves_a_line(vip: Command, published: Sample) -> None:
    vip(
        "retire",
        "adhd/behandling-och-stod#lakemedel",
        "--not",
        "Inaktuell.",
        "--ersatt-av",
        "adhd/niva-och-process#remiss",
    )
    assert "## Läkemedel" not in published.text(CHAPTER)
    assert "[läkemedel](#remiss)" in published.text("programs/adhd/niva-och-process.md")
    assert published.prepare().problems == ()


def test_what_is_linked_to_is_not_retired_without_a_word_on_where_to_go(
    vip: Command, files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files()
    with pytest.raises(ContentRefused, match="BRUTET-ANKARE"):
        vip("retire", "adhd/behandling-och-stod#lakemedel", "--not", "Inaktuell.")
    assert "--ersatt-av" in capsys.readouterr().err
    assert files() == before


def test_a_retired_program_and_a_retired_page_answer_for_all_they_had(vip: Command, published: Sample) -> None:
    vip("retire", "adhd", "--not", "Ingår i ett annat program.", "--ersatt-av", "sjalvskadebeteende")
    vip("retire", "om", "--not", "Behövs inte.")
    assert sorted(path.name for path in (published.root / "programs/adhd").iterdir()) == ["_versioner"]
    assert published.prepare().problems == ()
    vip("release")
    assert published.prepare().problems == ()


def test_every_address_of_the_real_site_answers_after_moves_releases_and_retirements(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    project = copy_project(tmp_path_factory.mktemp("real") / "project")
    published = addresses(project)
    for words in (
        ["release", "adhd/behandling-och-stod", "--klass", "saklig", "--not", "Nya riktlinjer."],
        ["release", "adhd/behandling-och-stod", "--klass", "redaktionell", "--not", "Rättade ord."],
        ["move", "*/behandling-och-stod", "*/insatser"],
        ["move", "adhd/insatser#psykoedukation", "adhd/om-tillstandet#kunskap"],
        ["retire", "*/forebyggande-insatser", "--not", "Ingår i Insatser.", "--ersatt-av", "*/insatser"],
        ["move", "sjalvskadebeteende", "sjalvskada"],
        ["release"],
    ):
        done = run(project, "commands", *words)
        assert done.returncode == 0, done.stderr
    done = run(project, "commands", "build")
    assert done.returncode == 0, done.stderr
    assert len(published) > 800
    assert unanswered(project / "site", published) == []
    assert unanswered(project / "site", addresses(project)) == []
    assert unanswered(project / "site", ["adhd/finns-inte/", "adhd/insatser/#finns-inte"]) != []


def test_a_refusal_is_printed_without_a_traceback(published: Sample) -> None:
    shutil.copytree(ROOT / "scripts" / "commands", published.root / "scripts" / "commands")
    done = run(published.root, "commands", "move", "adhd", "ADHD")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        '"ADHD" kan inte stå i en adress – använd bara a–z, 0–9 och bindestreck.',
        "Inget är ändrat.",
    ]
