"""The site comes out the same whichever engine and command builds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import ROOT, copy_project, fingerprint, run
from vip_core import bundles, offline_reading


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("engines") / "å project")


@pytest.fixture(scope="module")
def by_vip(project: Path) -> dict[str, str]:
    done = run(project, "commands", "build")
    assert done.returncode == 0, done.stderr
    return fingerprint(project / "site")


def test_two_builds_are_identical_byte_for_byte(project: Path, by_vip: dict[str, str], tmp_path: Path) -> None:
    run(project, "commands", "build", "--target", str(tmp_path / "again"), PYTHONHASHSEED="7")
    assert fingerprint(tmp_path / "again") == by_vip


def test_plain_mkdocs_builds_the_same_files(project: Path, by_vip: dict[str, str], tmp_path: Path) -> None:
    done = run(project, "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    assert fingerprint(tmp_path / "site") == by_vip


def test_properdocs_builds_the_same_set_of_files(project: Path, by_vip: dict[str, str], tmp_path: Path) -> None:
    done = run(project, "properdocs", "build", "--strict", "-f", "mkdocs.yml", "--site-dir", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    assert fingerprint(tmp_path / "site").keys() == by_vip.keys()


def test_nothing_of_the_theme_but_ours_is_published(by_vip: dict[str, str]) -> None:
    assets = {path for path in by_vip if path.startswith("assets/")}
    kinds = {path.split(".")[0] for path in assets}
    ours = {f"assets/{name.partition('.')[0]}" for name in bundles.CONTENTS if name != offline_reading.BUTTON}
    assert kinds == ours | {"assets/favicon", "assets/search/index", "assets/js/vendor/LICENSE-lunr"}


def test_data_files_are_never_published(by_vip: dict[str, str]) -> None:
    assert not [path for path in by_vip if "/_" in f"/{path}" or path.endswith((".md", ".yml"))]


def test_links_lead_to_files_when_the_site_is_built_for_a_disk(project: Path, tmp_path: Path) -> None:
    done = run(project, "commands", "build", "--filer", "--target", str(tmp_path / "disk"))
    assert done.returncode == 0, done.stderr
    chapter = (tmp_path / "disk/adhd/behandling-och-stod/index.html").read_text(encoding="utf-8")
    assert 'href="../niva-och-process/index.html"' in chapter
    assert 'href="../niva-och-process/"' not in chapter


def test_the_sitemap_holds_every_page(project: Path, by_vip: dict[str, str]) -> None:
    site = project / "site"
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    files = [path for path in by_vip if path.endswith("index.html")]
    unlisted = ("data-vip-redirect", 'name="robots" content="noindex"')
    texts = {path: (site / path).read_text(encoding="utf-8") for path in files}
    pages = {
        path.removesuffix("index.html") for path, text in texts.items() if not any(one in text for one in unlisted)
    }
    pages -= {"soekresultat/"}  # the old address only leads on
    missing = [page for page in pages if f"<loc>https://vip.example/{page}</loc>" not in sitemap]
    assert missing == []


def test_the_project_names_no_other_host_to_load_from(project: Path, by_vip: dict[str, str]) -> None:
    loads = ('src="http', 'src="//', 'rel="stylesheet" href="http', "@import", "url(http")
    for path in by_vip:
        if path.endswith((".html", ".css")):
            text = (project / "site" / path).read_text(encoding="utf-8")
            assert not [mark for mark in loads if mark in text], path


def test_no_page_has_a_script_or_style_of_its_own(project: Path, by_vip: dict[str, str]) -> None:
    for path in by_vip:
        if path.endswith(".html"):
            text = (project / "site" / path).read_text(encoding="utf-8")
            assert "<style" not in text, path
            assert " style=" not in text, path
            assert "<script>" not in text, path


def test_mkdocs_yml_names_one_hook() -> None:
    assert (ROOT / "mkdocs.yml").read_text(encoding="utf-8").count("hooks/site_hooks.py") == 1
