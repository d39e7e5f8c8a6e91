"""The package: one folder that opens from a disk, the same every time, whose every file can be verified."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from projects import run, small_project

ENTRIES = """
- key: lakare
  title: Läkare
  description: Det som rör läkare.
  selection:
    yrkesroll: [lakare]
- key: larare
  title: Lärare
  description: Det som rör lärare.
  selection:
    yrkesroll: [larare]
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = small_project(tmp_path_factory.mktemp("paket") / "projekt")
    (made / "programs/_entries.yml").write_text(ENTRIES, encoding="utf-8")
    return made


def pack(project: Path, *options: str, **environment: str) -> Path:
    """Return the zip file that ``package`` makes, in a folder of its own."""
    out = project / "ut" / "-".join(options or ("hela",)).replace("/", "_")
    done = run(project, "commands", "package", "--ut", str(out), *options, **environment)
    assert done.returncode == 0, done.stderr
    (made,) = out.glob("*.zip")
    return made


@pytest.fixture(scope="module")
def package(project: Path) -> Path:
    return pack(project)


@pytest.fixture
def unpacked(package: Path, tmp_path: Path) -> Path:
    zipfile.ZipFile(package).extractall(tmp_path / "på disk")
    (folder,) = (tmp_path / "på disk").iterdir()
    return folder


def names(package: Path) -> list[str]:
    return [name.partition("/")[2] for name in zipfile.ZipFile(package).namelist()]


def page(package: Path, address: str) -> str:
    archive = zipfile.ZipFile(package)
    root = archive.namelist()[0].partition("/")[0]
    return archive.read(f"{root}/webbplats/{address}index.html").decode("utf-8")


def test_the_package_is_named_by_its_version_and_holds_one_folder(package: Path) -> None:
    assert package.name == "vip-0.1.0-2026-11-21.zip"
    assert {name.partition("/")[0] for name in zipfile.ZipFile(package).namelist()} == {package.stem}
    assert {"oppna-vip.html", "LAS-MIG.txt", "SHA256SUMS"} <= set(names(package))


def test_the_same_texts_give_the_same_package(project: Path, package: Path) -> None:
    again = project / "ut" / "igen"
    run(project, "commands", "package", "--ut", str(again), PYTHONHASHSEED="7", TZ="Pacific/Auckland", LC_ALL="C")
    assert (again / package.name).read_bytes() == package.read_bytes()
    bill = f"{package.stem}.cdx.json"
    assert (again / bill).read_bytes() == (package.parent / bill).read_bytes()


def test_the_package_has_the_day_of_its_texts_when_nothing_else_is_said(project: Path) -> None:
    made = pack(project, "--site-url", "https://kommun.example/", SOURCE_DATE_EPOCH="")
    assert {entry.date_time for entry in zipfile.ZipFile(made).infolist()} == {(2026, 11, 21, 0, 0, 0)}


def test_common_tools_verify_the_files(unpacked: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=unpacked, check=False)
    assert done.returncode == 0


def test_a_whole_package_is_said_to_be_whole(project: Path, package: Path, unpacked: Path) -> None:
    for place in (package, unpacked, unpacked.parent):
        done = run(project, "commands", "verify", str(place))
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("Paketet är helt: ")


def test_what_was_changed_added_or_lost_is_named(project: Path, unpacked: Path) -> None:
    (unpacked / "webbplats/om/index.html").write_text("annat", encoding="utf-8")
    (unpacked / "webbplats/ny sida.html").write_text("ny", encoding="utf-8")
    (unpacked / "LAS-MIG.txt").unlink()
    (unpacked / "Thumbs.db").write_bytes(b"")
    done = run(project, "commands", "verify", str(unpacked))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "webbplats/om/index.html: ändrad",
        "webbplats/ny sida.html: tillagd",
        "LAS-MIG.txt: borta",
        "Paketet är inte som det gavs ut: 1 ändrade, 1 tillagda, 1 borta.",
    ]


def test_a_damaged_zip_file_is_told_in_a_sentence(project: Path, package: Path, tmp_path: Path) -> None:
    content = package.read_bytes()
    cut, bent = tmp_path / "kapad.zip", tmp_path / "skadad.zip"
    cut.write_bytes(content[: len(content) // 2])
    bent.write_bytes(content[: len(content) // 2] + bytes(200) + content[len(content) // 2 + 200 :])
    for place, said in ((cut, "ingen hel zip-fil"), (bent, "ändrad"), (tmp_path / "borta.zip", "finns inte")):
        done = run(project, "commands", "verify", str(place))
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_a_signed_package_tells_who_signed_it_and_a_forged_one_is_refused(project: Path, tmp_path: Path) -> None:
    for name in ("nyckel", "annan"):
        line = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(tmp_path / name)]
        subprocess.run(line, check=True)
    signers, others = tmp_path / "signatarer", tmp_path / "andra"
    signers.write_text(f"redaktionen@vip.example {(tmp_path / 'nyckel.pub').read_text()}", encoding="utf-8")
    others.write_text(f"annan@vip.example {(tmp_path / 'annan.pub').read_text()}", encoding="utf-8")
    made = pack(project, "--nyckel", str(tmp_path / "nyckel"))
    zipfile.ZipFile(made).extractall(tmp_path)
    folder = tmp_path / made.stem
    done = run(project, "commands", "verify", str(made), "--signatarer", str(signers))
    assert done.returncode == 0, done.stderr
    assert "Signerat av redaktionen@vip.example." in done.stdout
    done = run(project, "commands", "verify", str(made), "--signatarer", str(others))
    assert (done.returncode, "inte gjord av någon" in done.stderr) == (1, True)
    manifest = (folder / "SHA256SUMS").read_text(encoding="utf-8")
    changed = "\n".join(line for line in manifest.splitlines() if "LAS-MIG" not in line) + "\n"
    (folder / "SHA256SUMS").write_text(changed, encoding="utf-8")
    (folder / "LAS-MIG.txt").unlink()
    assert run(project, "commands", "verify", str(folder)).returncode == 0
    done = run(project, "commands", "verify", str(folder), "--signatarer", str(signers))
    assert (done.returncode, "ändrat efter signeringen" in done.stderr) == (1, True)


def test_a_package_without_a_signature_is_refused_where_one_is_asked_for(
    project: Path, package: Path, tmp_path: Path
) -> None:
    (tmp_path / "signatarer").write_text("", encoding="utf-8")
    done = run(project, "commands", "verify", str(package), "--signatarer", str(tmp_path / "signatarer"))
    assert (done.returncode, done.stderr) == (1, "Paketet har ingen fil SHA256SUMS.sig.\n")


def test_a_program_alone_leads_to_the_whole_site_for_the_rest(project: Path) -> None:
    made = pack(project, "--program", "sjalvskadebeteende")
    assert made.stem.endswith("-sjalvskadebeteende")
    assert not [name for name in names(made) if name.startswith("webbplats/adhd/")]
    chapter = page(made, "sjalvskadebeteende/behandling-och-stod/")
    assert 'href="https://vip.example/adhd/behandling-och-stod/#samordnad-plan"' in chapter
    assert 'href="../niva-och-process/index.html"' in chapter
    assert "bara en del av webbplatsen" in chapter
    index = next(name for name in names(made) if name.startswith("webbplats/assets/search/index"))
    root = made.stem
    assert "Samordnad plan" not in zipfile.ZipFile(made).read(f"{root}/{index}").decode("utf-8")


def test_an_entry_alone_holds_what_the_entry_shows(project: Path) -> None:
    made = pack(project, "--ingang", "larare")
    chapter = page(made, "adhd/behandling-och-stod/")
    assert 'id="samordnad-plan"' in chapter
    assert 'id="lakemedel"' not in chapter
    assert 'href="https://vip.example/adhd/behandling-och-stod/#lakemedel"' in page(made, "adhd/niva-och-process/")
    assert "webbplats/for/larare/index.html" in names(made)
    assert "webbplats/for/lakare/index.html" not in names(made)


@pytest.mark.parametrize(
    ("options", "said"), [(("--program", "adhdd"), 'menade du "adhd"?'), (("--ingang", "x"), '"x"')]
)
def test_a_part_that_is_not_there_is_told(project: Path, options: tuple[str, str], said: str) -> None:
    done = run(project, "commands", "package", *options)
    assert done.returncode == 1
    assert said in done.stderr
    assert "finns inte" in done.stderr
    assert not (project / "dist").exists()


def test_the_bill_of_materials_is_valid_and_complete(package: Path) -> None:
    text = (package.parent / f"{package.stem}.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    parts = {part["name"]: part for part in json.loads(text)["components"]}
    assert {"mkdocs", "mkdocs-material", "lunr", "lunr.js"} <= parts.keys()
    assert parts["lunr.js"]["version"] == "2.3.9"
