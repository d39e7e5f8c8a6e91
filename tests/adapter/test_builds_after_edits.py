"""A build after an edit gives the very site that a first build would, whatever was edited, and nothing of the old one."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from projects import TODAY, copy_sample, fingerprint, run

SPARE = ".cache/vip/site"
CHAPTER = "programs/adhd/behandling-och-stod.md"
OTHER = "programs/sjalvskadebeteende/niva-och-process.md"


def _append(path: str, text: str) -> Callable[[Path], None]:
    def edit(project: Path) -> None:
        file = project / path
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")

    return edit


def _replace(path: str, pattern: str, by: str) -> Callable[[Path], None]:
    def edit(project: Path) -> None:
        file = project / path
        text, changed = re.subn(pattern, by, file.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
        assert changed, (path, pattern)
        file.write_text(text, encoding="utf-8")

    return edit


def _write(path: str, text: str) -> Callable[[Path], None]:
    def edit(project: Path) -> None:
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")

    return edit


def _sections(project: Path, path: str) -> list[str]:
    """Return a chapter's text cut before each heading of level 2."""
    return re.split(r"(?m)^(?=## )", (project / path).read_text(encoding="utf-8"))


def _set_sections(project: Path, path: str, sections: list[str]) -> None:
    (project / path).write_text("".join(sections), encoding="utf-8")


def _take_out(name: str) -> Callable[[Path], None]:
    def edit(project: Path) -> None:
        kept = [section for section in _sections(project, OTHER) if not section.startswith(f"## {name}\n")]
        _set_sections(project, OTHER, kept)

    return edit


def _move_last(project: Path) -> None:
    """Move the last article of one chapter to the end of another."""
    *kept, moved = _sections(project, CHAPTER)
    _set_sections(project, CHAPTER, kept)
    _append(OTHER, f"\n{moved}")(project)


def _turn_round(project: Path) -> None:
    """Let the articles of a chapter stand in the opposite order."""
    head, *articles = _sections(project, OTHER)
    _set_sections(project, OTHER, [head, *(f"{article.rstrip()}\n\n" for article in reversed(articles))])


def _new_program(project: Path) -> None:
    """Add a program, with its chapters, made of one that is there."""
    made = project / NEW_PROGRAM
    shutil.copytree(project / "programs/sjalvskadebeteende", made)
    for file in made.glob("*.md"):
        file.write_text(re.sub(r"(?m)^id: (.*)-", r"id: \1-nytt-", file.read_text(encoding="utf-8")), encoding="utf-8")
    _replace(f"{NEW_PROGRAM}/index.md", r"\nid: [^\n]*", "\nid: nytt-program")(project)
    _replace(f"{NEW_PROGRAM}/index.md", r"\ntitle: [^\n]*", "\ntitle: Nytt program")(project)


def _new_package(project: Path) -> None:
    """Let a package of another version be found where Python looks for packages."""
    (project / f"hooks/prov-{len(list(project.glob('hooks/prov-*')))}.dist-info").mkdir()


NEW_PROGRAM = "programs/nytt-program"
PAGE = "---\ntitle: {}\ndescription: En sida.\n---\n\nText.\n"
NEWS = PAGE.replace("\n---\n\n", "\nandrad: 2026-11-25\nprogram: [adhd]\n---\n\n")
NOTE = "---\nartikel: adhd/niva-och-process#remiss\nutgivare: {}\ngiltig_till: 2999-12-31\ntitle: Vårt\n---\n\nText.\n"
STEPS = """program: adhd
galler: Alla.
handelser: [{nar: "2020", vad: Klart.}]
steg: [{key: a, title: A, fraga: Vad?, gor: Gör., artiklar: [adhd/niva-och-process#remiss]}]
"""
SUPPORT = """kalla: sos-adhd-2024
uppgift: 2020-03
facetter:
  - {key: rubrik, label: Rubrik, values: [{key: filmer, label: Filmer}]}
  - {key: lage, label: Status, values: [{key: okand, label: Okänd}]}
poster:
  - {key: film, namn: Film, rubrik: [filmer], lage: [okand], beskrivning: En., artiklar: [adhd/niva-och-process#remiss]}
"""
ARTICLE = "\n## {0}\n\n```yaml artikel\nid: {0}\n```\n\nFörsta stycket om {0}.\n"
EDITS: dict[str, Callable[[Path], None]] = {
    "text sist": _append(CHAPTER, "\nEn ny mening.\n"),
    "artikelns första stycke": _replace(CHAPTER, r"(```yaml artikel\n.*?```\n\n)", r"\1Nytt inledande stycke.\n\n"),
    "artikelns rubrik": _replace(CHAPTER, r"\n## ", "\n## Ny "),
    "facett": _replace(OTHER, r"\nsvarighetsgrad: alla", "\nsvarighetsgrad: [svara]"),
    "ny artikel": _append(OTHER, ARTICLE.format("nytt")),
    "ännu en artikel": _append(CHAPTER, ARTICLE.format("annat")),
    "beskrivning": _replace(OTHER, r"\ndescription: ", "\ndescription: Ny. "),
    "ny sida": _write("content/ny.md", PAGE.format("Ny")),
    "nyhet": _write("content/nyheter/ny.md", NEWS.format("Nyhet")),
    "lokalt tillägg": _write("lokalt/vart.md", NOTE.format("Region")),
    "ändrat lokalt tillägg": _write("lokalt/vart.md", NOTE.format("Kommun")),
    "vårdförlopp": _write("content/vardforlopp/adhd.md", PAGE.format("Väg").replace("\n---\n\n", f"\n{STEPS}---\n\n")),
    "metodstöd": _write("content/_metodstod.yml", SUPPORT),
    "borttagen sida": lambda project: (project / "content/ny.md").unlink(missing_ok=True),
    "källa": _replace("programs/_sources.yml", "title: ", "title: Ny "),
    "filtervärdets namn": _replace("programs/_facets.yml", "label: ", "label: Ny "),
    "mall": _append("theme_overrides/partials/crumbs.html", "<!-- ny -->"),
    "stil": _append("theme_overrides/assets/css/text.css", "p { margin: 1px }\n"),
    "skript": _append("theme_overrides/assets/js/paper.js", "// ny\n"),
    "webbplatsens namn": _replace("mkdocs.yml", "site_name: ", "site_name: Ny "),
    "webbplatsens adress": _replace("mkdocs.yml", "site_url: https://", "site_url: https://ny."),
    "utgivare": _replace("mkdocs.yml", "utgivare: ", "utgivare: Nya "),
    "datum": _replace(OTHER, r"\nandrad: \d{4}", "\nandrad: 2027"),
    "referensstil": _replace("hooks/vip_core/csl/umea-university-harvard.csl", ">Hämtad<", ">Läst<"),
    "artikel att ta bort": _append(OTHER, ARTICLE.format("kort-liv")),
    "borttagen artikel": _take_out("kort-liv"),
    "artikel att flytta": _append(CHAPTER, ARTICLE.format("flyttas")),
    "flyttad artikel": _move_last,
    "omvänd ordning": _turn_round,
    "nytt program": _new_program,
    "borttaget program": lambda project: shutil.rmtree(project / NEW_PROGRAM, ignore_errors=True),
    "paketets version": _new_package,
    "programkod": _replace("hooks/vip_core/page_views.py", '"januari"', '"Januari"'),
}


FOLLOW = {
    "borttagen sida": "ny sida",
    "ändrat lokalt tillägg": "lokalt tillägg",
    "borttagen artikel": "artikel att ta bort",
    "flyttad artikel": "artikel att flytta",
    "borttaget program": "nytt program",
}


def _drawn() -> list[str]:
    """Return the edits in an order drawn once, in which those that need another come after it."""
    order = random.Random(20261125).sample(sorted(EDITS), len(EDITS))
    for later, earlier in FOLLOW.items():
        first, last = sorted((order.index(earlier), order.index(later)))
        order[first], order[last] = earlier, later
    return order


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("edits")
    return copy_sample(folder / "warm"), copy_sample(folder / "cold")


@pytest.mark.parametrize("edit", _drawn())
def test_after_an_edit(pair: tuple[Path, Path], edit: str) -> None:
    """The edits follow upon each other, in an order drawn once, on one project that remembers and one that does not."""
    warm, cold = pair
    for project in pair:
        EDITS[edit](project)
    for left in (".cache", "site"):
        shutil.rmtree(cold / left, ignore_errors=True)
    for project in (warm, cold):
        done = run(project, "commands", "build")
        assert done.returncode == 0, done.stderr
    assert fingerprint(warm / "site") == fingerprint(cold / "site")


def test_a_changed_file_of_the_last_site_is_written_anew(pair: tuple[Path, Path]) -> None:
    project, _ = pair
    run(project, "commands", "build")
    whole = fingerprint(project / "site")
    page = project / "site/adhd/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("adhd", "ADHD"), encoding="utf-8")
    (project / "site/om/index.html").unlink()
    for path in ("api/v1/articles.json", "feeds/adhd.xml", "adhd/behandling-och-stod/referens.ris"):
        file = project / "site" / path
        file.write_bytes(file.read_bytes().replace(b"a", b"A"))
    run(project, "commands", "build")
    assert fingerprint(project / "site") == whole


def test_a_build_leaves_the_site_it_replaces_as_it_was(pair: tuple[Path, Path]) -> None:
    """Pages that did not change the last time are the same files in both, so none may be written over when it changes now."""
    project, other = pair
    run(project, "commands", "build")
    for number, edited in enumerate((CHAPTER, OTHER, CHAPTER, OTHER)):
        before = fingerprint(project / "site")
        for one in (project, other):
            _append(edited, f"\nÄndring {number}.\n")(one)
        run(project, "commands", "build")
        assert fingerprint(project / SPARE) == before != fingerprint(project / "site")


def test_nothing_but_unchanged_pages_comes_from_an_older_site(pair: tuple[Path, Path], tmp_path: Path) -> None:
    project, _ = pair
    run(project, "commands", "build")
    whole = fingerprint(project / "site")
    older = project / SPARE
    page = (older / "adhd/index.html").read_text(encoding="utf-8")
    for path, text in {
        "adhd/index.html": page.replace("adhd", "ADHD"),
        "adhd/behandling-och-stod/referens.ris": "Ändrad",
        "assets/eget.js": "",
        "egen/mapp/index.html": page,
    }.items():
        (older / path).parent.mkdir(parents=True, exist_ok=True)
        (older / path).unlink(missing_ok=True)
        (older / path).write_text(text, encoding="utf-8")
    (older / "tom/mapp").mkdir(parents=True)
    (older / "om/index.html").unlink()
    (older / "om/index.html").symlink_to(project / "site/om/index.html")
    kept = tmp_path / "kopia.ris"
    os.link(older / "adhd/behandling-och-stod/referens.ris", kept)
    run(project, "commands", "build")
    assert fingerprint(project / "site") == whole
    assert not [file for file in (project / "site").rglob("*") if file.is_symlink()]
    assert kept.read_text(encoding="utf-8") == "Ändrad"
    assert all(any(folder.iterdir()) for folder in (project / "site").rglob("*") if folder.is_dir())


def test_unchanged_pages_and_files_are_taken_from_the_last_site(pair: tuple[Path, Path]) -> None:
    project, other = pair
    run(project, "commands", "build")
    kinds = ("index.html", "referens.*", "feeds/*.xml")
    before = {file: file.stat().st_mtime_ns for kind in kinds for file in (project / "site").rglob(kind)}
    for one in (project, other):
        _append(CHAPTER, "\nÄnnu en mening, långt ned.\n")(one)
    run(project, "commands", "build")
    changed = {
        file.relative_to(project / "site").as_posix()
        for file, time in before.items()
        if file.stat().st_mtime_ns != time
    }
    overviews = {"redaktion/index.html", "redaktion/adhd/index.html"}  # they measure the text
    assert changed == {"adhd/behandling-och-stod/index.html", *overviews}


def test_two_builds_of_one_day_are_the_same(pair: tuple[Path, Path]) -> None:
    project, _ = pair
    made = []
    for second in range(2):
        shutil.rmtree(project / "site", ignore_errors=True)
        run(project, "commands", "build", SOURCE_DATE_EPOCH=str(int(TODAY) + second))
        made.append(fingerprint(project / "site"))
    assert made[0] == made[1]


def test_what_depends_on_the_day_follows_it(pair: tuple[Path, Path]) -> None:
    project, _ = pair
    for epoch, day in ((TODAY, "22 november 2026"), (str(int(TODAY) + 86400), "23 november 2026")):
        run(project, "commands", "build", SOURCE_DATE_EPOCH=epoch)
        assert f"Läget den {day}" in (project / "site/redaktion/index.html").read_text(encoding="utf-8")


def test_after_a_release(pair: tuple[Path, Path]) -> None:
    """A frozen version, its address and the history of the text that goes on changing."""
    warm, cold = pair
    released = ("release", "adhd/behandling-och-stod", "--klass", "saklig", "--not", "Nytt.")
    for edit in (lambda project: run(project, "commands", *released), _append(CHAPTER, "\nEn mening till.\n")):
        for project in pair:
            edit(project)
        for left in (".cache", "site"):
            shutil.rmtree(cold / left, ignore_errors=True)
        for project in pair:
            done = run(project, "commands", "build")
            assert done.returncode == 0, done.stderr
        assert fingerprint(warm / "site") == fingerprint(cold / "site")
    assert list((warm / "site/adhd/behandling-och-stod/version").iterdir())


def test_a_site_is_the_same_where_no_process_can_be_forked(tmp_path: Path) -> None:
    """As on Windows, and on a machine with one core: the first build, the one after an edit, and the one after that."""
    here, there = copy_sample(tmp_path / "here"), copy_sample(tmp_path / "there")
    no_fork = "import multiprocessing\nmultiprocessing.get_all_start_methods = lambda: ['spawn']\n"
    (here / "scripts/sitecustomize.py").write_text(no_fork, encoding="utf-8")
    for edit in (lambda _: None, _append(CHAPTER, "\nEn mening.\n"), _append(OTHER, "\nEn till.\n")):
        for project in (here, there):
            edit(project)
            done = run(project, "commands", "build")
            assert done.returncode == 0, done.stderr
        assert fingerprint(here / "site") == fingerprint(there / "site")
