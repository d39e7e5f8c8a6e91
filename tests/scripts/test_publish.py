"""Publishing swaps a whole folder, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import publish


def fill(folder: Path, text: str) -> None:
    """Make the folder a site whose start page says ``text``."""
    (folder / "index.html").write_text(text, encoding="utf-8")
    (folder / "sitemap.xml").write_text("", encoding="utf-8")
    (folder / "assets").mkdir(exist_ok=True)


@pytest.fixture(params=["one call", "two renames"])
def target(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "two renames":
        monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    return tmp_path / "site"


def test_a_finished_folder_becomes_the_site(target: Path) -> None:
    with publish.replacing(target) as fresh:
        fill(fresh, "ny")
    assert (target / "index.html").read_text(encoding="utf-8") == "ny"


def test_the_new_folder_takes_the_place_of_the_old_and_leaves_nothing(target: Path) -> None:
    target.mkdir()
    fill(target, "gammal")
    (target / "borttagen.html").write_text("", encoding="utf-8")
    with publish.replacing(target) as fresh:
        fill(fresh, "ny")
    assert sorted(file.name for file in target.iterdir()) == ["assets", "index.html", "sitemap.xml"]
    assert [entry.name for entry in target.parent.iterdir()] == ["site"]


def test_the_old_site_can_be_kept_elsewhere(target: Path) -> None:
    spare = target.parent / "minne/site"
    for text in ("äldst", "gammal", "ny"):
        with publish.replacing(target, spare=spare) as fresh:
            fill(fresh, text)
    assert (target / "index.html").read_text(encoding="utf-8") == "ny"
    assert (spare / "index.html").read_text(encoding="utf-8") == "gammal"
    assert sorted(entry.name for entry in target.parent.iterdir()) == ["minne", "site"]


def test_an_old_site_that_cannot_be_kept_is_removed(target: Path) -> None:
    target.mkdir()
    fill(target, "gammal")
    (target.parent / "minne").write_text("", encoding="utf-8")
    with publish.replacing(target, spare=target.parent / "minne/site") as fresh:
        fill(fresh, "ny")
    assert (target / "index.html").read_text(encoding="utf-8") == "ny"
    assert sorted(entry.name for entry in target.parent.iterdir()) == ["minne", "site"]


def test_a_failure_while_building_leaves_the_old_site(target: Path) -> None:
    target.mkdir()
    fill(target, "gammal")

    def fail() -> None:
        with publish.replacing(target) as fresh:
            fill(fresh, "halv")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (target / "index.html").read_text(encoding="utf-8") == "gammal"
    assert [entry.name for entry in target.parent.iterdir()] == ["site"]


def test_a_failure_while_swapping_puts_the_old_site_back(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    target.mkdir()
    fill(target, "gammal")
    rename = Path.rename

    def refuse_the_new(self: Path, to: Path) -> Path:
        if to == target and (self / "index.html").read_text(encoding="utf-8") == "ny":
            raise PermissionError(13, "Permission denied")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", refuse_the_new)
    with pytest.raises(PermissionError), publish.replacing(target) as fresh:
        fill(fresh, "ny")
    assert (target / "index.html").read_text(encoding="utf-8") == "gammal"


def test_when_nothing_can_be_moved_back_the_old_site_is_kept_and_named(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    target.mkdir()
    fill(target, "gammal")
    rename = Path.rename

    def locked(self: Path, to: Path) -> Path:
        if to == target:
            raise PermissionError(13, "Permission denied")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", locked)

    def swap() -> None:
        with publish.replacing(target) as fresh:
            fill(fresh, "ny")

    with pytest.raises(OSError, match="ligger kvar i") as told:
        swap()
    kept = Path(str(told.value.strerror).rpartition(" ")[2])
    assert (kept / "index.html").read_text(encoding="utf-8") == "gammal"


@pytest.mark.parametrize("where", [".", "..", "programs", "programs/adhd", "content/ny"])
def test_the_project_itself_is_never_replaced(tmp_path: Path, where: str) -> None:
    project = tmp_path / "projekt"
    for folder in ("programs/adhd", "content", "site"):
        (project / folder).mkdir(parents=True)
    with pytest.raises(publish.TargetRefused):
        publish.refuse_precious((project / where).resolve(), project)
    publish.refuse_precious(project / "site", project)


def test_a_folder_with_something_else_in_it_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "bilder").mkdir()
    (tmp_path / "bilder/semester.jpg").write_bytes(b"")
    with pytest.raises(publish.TargetRefused, match="innehåller annat"):
        publish.refuse_precious(tmp_path / "bilder", None)
    with pytest.raises(publish.TargetRefused, match="är en fil"):
        publish.refuse_precious(tmp_path / "bilder/semester.jpg", None)


def test_a_site_that_a_killed_build_had_moved_aside_is_put_back(tmp_path: Path) -> None:
    aside = tmp_path / ".site-0a1b2c3d" / "tidigare"
    aside.mkdir(parents=True)
    fill(aside, "gammal")
    publish.clear_leftovers(tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "gammal"
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_build_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    for name in (".site-0a1b2c3d", ".site-reserv", ".site-kommun-0a1b2c3d"):
        (tmp_path / name).mkdir()
    (tmp_path / ".site-ffffffff.lock").write_bytes(b"")
    publish.clear_leftovers(tmp_path / "site")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [".site-kommun-0a1b2c3d", ".site-reserv"]


def test_a_build_at_work_beside_is_left_alone(target: Path) -> None:
    with publish.replacing(target) as first:
        fill(first, "första")
        with publish.replacing(target) as second:
            fill(second, "andra")
        assert (first / "index.html").is_file()
    assert (target / "index.html").read_text(encoding="utf-8") == "första"
    assert [entry.name for entry in target.parent.iterdir()] == ["site"]
