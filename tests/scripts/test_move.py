"""``vip.py move``: an address changes, and nothing that led to it is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commands import source_changes
from commands.source_changes import ChangeRefused
from sample import Sample
from scripts.conftest import Command
from vip_core.problems import ContentRefused

Files = Callable[[], dict[str, bytes]]
TREATMENT = "programs/adhd/behandling-och-stod.md"


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, tuple[list[str], list[str]]]:
    """Return the lines each changed file lost and got."""
    found = {}
    for path in sorted(before.keys() | after.keys()):
        old, new = (files.get(path, b"").decode("utf-8", "replace").splitlines() for files in (before, after))
        if old != new:
            found[path] = ([line for line in old if line not in new], [line for line in new if line not in old])
    return found


def warnings(sample: Sample) -> set[str]:
    outcome = sample.prepare()
    assert outcome.site is not None, outcome.problems
    return {problem.code for problem in outcome.problems}


def test_a_renamed_article_keeps_every_link_and_changes_no_other_line(vip: Command, files: Files) -> None:
    before = files()
    vip("move", "adhd/behandling-och-stod#lakemedel", "adhd/behandling-och-stod#medicin")
    assert changed(before, files()) == {
        TREATMENT: (["id: lakemedel"], ["id: medicin", "tidigare: [lakemedel]"]),
        "programs/adhd/niva-och-process.md": (
            [
                "Prata med eleven och vårdnadshavaren. Gå vidare till [läkemedel](behandling-och-stod.md#lakemedel) när det behövs."
            ],
            [
                "Prata med eleven och vårdnadshavaren. Gå vidare till [läkemedel](behandling-och-stod.md#medicin) när det behövs."
            ],
        ),
    }


def test_an_article_that_moves_back_notes_the_other_anchor_only(vip: Command, published: Sample) -> None:
    vip("move", "adhd/behandling-och-stod#lakemedel", "adhd/behandling-och-stod#medicin")
    vip("move", "adhd/behandling-och-stod#medicin", "adhd/behandling-och-stod#lakemedel")
    assert "id: lakemedel\n" in published.text(TREATMENT)
    assert "tidigare: [medicin]" in published.text(TREATMENT)
    assert warnings(published) == set()


def test_an_article_takes_its_links_and_its_earlier_anchors_to_another_chapter(vip: Command, published: Sample) -> None:
    published.replace(
        TREATMENT,
        "En plan som alla följer.",
        "En plan, se [läkemedel](#lakemedel) och [nivå](niva-och-process.md#remiss).",
    )
    published.replace(TREATMENT, "Följ effekt", "Följ [planen](#samordnad-plan)")
    vip("move", "adhd/behandling-och-stod#samordnad-plan", "adhd/niva-och-process#plan")
    there, here = published.text("programs/adhd/niva-och-process.md"), published.text(TREATMENT)
    assert there.endswith("En plan, se [läkemedel](behandling-och-stod.md#lakemedel) och [nivå](#remiss).\n")
    assert "tidigare: [adhd/behandling-och-stod/#sip, adhd/behandling-och-stod/#samordnad-plan]" in there
    assert "samordnad-plan" not in here.replace("niva-och-process.md#plan", "")
    assert "Följ [planen](niva-och-process.md#plan)" in here
    assert "../adhd/niva-och-process.md#plan" in published.text("programs/sjalvskadebeteende/behandling-och-stod.md")
    assert warnings(published) == {"ADRESS-EJ-INSKRIVEN"}


def test_an_article_does_not_leave_its_footnote_behind(vip: Command, published: Sample, files: Files) -> None:
    published.replace(TREATMENT, "Följ effekt", "Följ effekt[^1]")
    published.write(TREATMENT, published.text(TREATMENT) + "\n[^1]: En fotnot.\n")
    before = files()
    with pytest.raises(ChangeRefused, match=r"delar \[\^1\]"):
        vip("move", "adhd/behandling-och-stod#lakemedel", "adhd/niva-och-process")
    assert files() == before


def test_a_chapter_is_renamed_in_every_program(vip: Command, published: Sample, files: Files) -> None:
    before = files()
    vip("move", "*/behandling-och-stod", "*/insatser")
    after = files()
    assert not [path for path in after if "behandling-och-stod" in path]
    assert "programs/adhd/insatser.md" in after
    assert "programs/sjalvskadebeteende/insatser.md" in after
    assert "- slug: insatser\n" in published.text("programs/_chapters.yml")
    assert "tidigare: [adhd/behandling/, adhd/behandling-och-stod/]" in published.text("programs/adhd/insatser.md")
    assert "tidigare: [sjalvskadebeteende/behandling-och-stod/]" in published.text(
        "programs/sjalvskadebeteende/insatser.md"
    )
    assert "(insatser.md#lakemedel)" in published.text("programs/adhd/niva-och-process.md")
    assert "(../adhd/insatser.md#samordnad-plan)" in published.text("programs/sjalvskadebeteende/insatser.md")
    assert (
        before[TREATMENT].replace(
            b"tidigare: [adhd/behandling/]", b"tidigare: [adhd/behandling/, adhd/behandling-och-stod/]"
        )
        == after["programs/adhd/insatser.md"]
    )
    assert warnings(published) == {"ADRESS-EJ-INSKRIVEN"}


def test_a_program_takes_its_folder_its_images_and_its_versions_along(
    vip: Command, published: Sample, files: Files
) -> None:
    vip("release", "adhd/behandling-och-stod", "--klass", "saklig", "--not", "Nytt.")
    frozen = files()["programs/adhd/_versioner/behandling-och-stod/1.2.md"]
    vip("move", "adhd", "adhd-och-add")
    after = files()
    assert not [path for path in after if path.startswith("programs/adhd/")]
    assert "programs/adhd-och-add/bilder/trappa.png" in after
    assert after["programs/adhd-och-add/_versioner/behandling-och-stod/1.2.md"] == frozen
    assert "(../adhd-och-add/behandling-och-stod.md#samordnad-plan)" in published.text(
        "programs/sjalvskadebeteende/behandling-och-stod.md"
    )
    assert "(niva-och-process.md#forsta-steget)" in published.text("programs/adhd-och-add/index.md")
    outcome = published.prepare()
    assert outcome.site is not None, outcome.problems
    leads = {redirect.from_address: redirect.to_address for redirect in outcome.site.redirects}
    assert leads["adhd/behandling-och-stod/version/1.2/"] == "adhd-och-add/behandling-och-stod/version/1.2/"
    assert leads["adhd/filter/yrkesroll/lakare/"] == "adhd-och-add/filter/yrkesroll/lakare/"
    assert leads["id/adhd/"] == "adhd-och-add/"


def test_a_general_page_is_followed_by_links_and_by_the_menu(vip: Command, published: Sample) -> None:
    published.write(
        "content/nyheter/en.md",
        "---\ntitle: En\ndescription: En nyhet.\nandrad: 2026-11-22\n---\n\nSe [om](../om.md#kontakt) och [adhd](../../programs/adhd/index.md).\n",
    )
    vip("move", "om", "om/webbplatsen")
    assert published.text("content/nyheter/en.md").endswith(
        "Se [om](../om/webbplatsen.md#kontakt) och [adhd](../../programs/adhd/index.md).\n"
    )
    assert "tidigare: [om/]" in published.text("content/om/webbplatsen.md")
    assert "Om webbplatsen: om/webbplatsen/\n" in published.text("mkdocs.yml")


def test_what_points_at_an_article_from_around_the_programs_follows_it(vip: Command, published: Sample) -> None:
    published.write(
        "content/vardforlopp/adhd.md",
        '---\ntitle: Förlopp\ndescription: Ett förlopp.\nprogram: adhd\ngaller: Vuxna.\nhandelser:\n  - {nar: "2020", vad: Start.}\nsteg:\n'
        "  - key: start\n    title: Start\n    fraga: Vad?\n    gor: Börja.\n    artiklar:\n"
        "      - adhd/behandling-och-stod#lakemedel\nkallor: [sos-adhd-2024]\n---\n\nText.\n",
    )
    published.write(
        "lokalt/not.md",
        "---\nartikel: adhd/behandling-och-stod#lakemedel\nutgivare: Region\ngiltig_till: 2099-12-31\ntitle: Hos oss\n---\n\nRing.\n",
    )
    vip("release")
    vip("move", "*/behandling-och-stod", "*/insatser")
    vip("move", "adhd/insatser#lakemedel", "adhd/insatser#medicin")
    assert "- adhd/insatser#medicin\n" in published.text("content/vardforlopp/adhd.md")
    assert "artikel: adhd/insatser#medicin\n" in published.text("lokalt/not.md")


def test_links_of_every_form_are_kept_in_their_form(vip: Command, published: Sample) -> None:
    written = """
## Samtal om känslor

```yaml artikel
id: samtal
```

Läs [planen][1], [den](<../adhd/behandling-och-stod.md#samordnad-plan> "Titel"), [effekten](../adhd/behandling-och-stod.md?yrkesroll=lakare#lakemedel)
och `[kod](../adhd/behandling-och-stod.md)`, men inte [lagen](https://lagen.nu/adhd/behandling-och-stod.md).

[1]: ../adhd/behandling-och-stod.md#samordnad-plan
"""
    published.write_chapter(written)
    vip("move", "*/behandling-och-stod", "*/insatser")
    body = published.text("programs/sjalvskadebeteende/insatser.md").partition("\n---\n")[2]
    wanted = written.replace("../adhd/behandling-och-stod.md", "../adhd/insatser.md")
    assert body == wanted.replace("`[kod](../adhd/insatser.md)`", "`[kod](../adhd/behandling-och-stod.md)`")


def test_windows_line_ends_are_kept(vip: Command, published: Sample) -> None:
    path = published.root / TREATMENT
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    vip("move", "adhd/behandling-och-stod#lakemedel", "adhd/behandling-och-stod#medicin")
    assert b"\r\nid: medicin\r\n" in path.read_bytes()
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")


REFUSALS = {
    "an article that is not there": (
        "adhd/behandling-och-stod#lakemedl",
        "adhd/x#y",
        'ingen artikel "lakemedl" – menade du "lakemedel"',
    ),
    "an id that is taken": (
        "adhd/behandling-och-stod#lakemedel",
        "adhd/behandling-och-stod#samordnad-plan",
        "finns redan",
    ),
    "an id with a bad sign": (
        "adhd/behandling-och-stod#lakemedel",
        "adhd/behandling-och-stod#Läkemedel",
        "kan inte vara ett id",
    ),
    "a chapter of one program": ("adhd/behandling-och-stod", "adhd/insatser", r"Skriv \*/behandling-och-stod"),
    "a chapter that is there": ("*/behandling-och-stod", "*/lagar-och-regler", "finns redan"),
    "a chapter made something else": ("*/behandling-och-stod", "insatser", r"Skriv \*/insatser"),
    "a program with a bad name": ("adhd", "ADHD", "kan inte stå i en adress"),
    "a program that is there": ("adhd", "sjalvskadebeteende", "finns redan"),
    "nothing at all": ("adhd", "adhd/", "desamma"),
    "a page that is not there": ("omm", "om/sidan", 'menade du "om"'),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_cannot_be_moved_is_refused_in_a_sentence_and_nothing_is_changed(
    vip: Command, files: Files, name: str
) -> None:
    start, end, said = REFUSALS[name]
    before = files()
    with pytest.raises(ChangeRefused, match=said):
        vip("move", start, end)
    assert files() == before


def test_a_move_that_would_leave_the_content_wrong_is_refused_with_the_problems(
    vip: Command, published: Sample, files: Files
) -> None:
    published.replace(TREATMENT, "insats: [samordning]", "insats: [samordning]\naldersgrupp: [vuxna]")
    published.replace(
        "programs/adhd/lagar-och-regler.md", "aldersgrupp: [barn-unga, vuxna]", "aldersgrupp: [barn-unga]"
    )
    before = files()
    with pytest.raises(ContentRefused, match="UTANFOR-FORALDERN"):
        vip("move", "adhd/behandling-och-stod#samordnad-plan", "adhd/lagar-och-regler")
    assert files() == before


def test_a_disk_that_fails_in_the_middle_leaves_every_file_as_it_was(
    vip: Command, published: Sample, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files()
    put, written = source_changes._put, []

    def fail_at_the_third(file: Path, content: bytes | None) -> None:
        if file.is_relative_to(published.root):
            written.append(file)
            if len(written) == 3:
                raise OSError(28, "No space left on device", str(file))
        put(file, content)

    monkeypatch.setattr(source_changes, "_put", fail_at_the_third)
    with pytest.raises(OSError, match="No space left"):
        vip("move", "*/behandling-och-stod", "*/insatser")
    assert len(written) > 3  # the two before were put back
    assert files() == before
