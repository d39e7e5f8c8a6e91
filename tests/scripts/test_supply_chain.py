"""What comes from others is pinned, known, and seen when it changes."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import material
import pytest
import yaml

from projects import ROOT
from sample import read_cases

OVERRIDES = ROOT / "theme_overrides"
THEIRS = Path(material.__file__).parent / "templates"
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d")


def test_material_has_not_changed_what_we_have_put_ours_in_place_of() -> None:
    ours = {file.relative_to(OVERRIDES).as_posix() for file in OVERRIDES.rglob("*") if file.is_file()}
    shadowed = {path for path in ours if (THEIRS / path).is_file()}
    now = {path: hashlib.sha256((THEIRS / path).read_bytes()).hexdigest() for path in shadowed}
    assert now == read_cases("material.yml")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_has_an_exact_version_and_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    wanted = re.findall(r"^(\S+?)(==\S+)?( \\)?$\n?(    --hash=sha256:[0-9a-f]{64})?", text, re.MULTILINE)
    packages = [one for one in wanted if one[0][0].isalnum()]
    assert packages
    assert [one[0] for one in packages if not one[1] or not one[3]] == []


@pytest.mark.parametrize("file", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda file: file.name)
def test_every_action_is_pinned_by_its_digest(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    used = [line.strip().removeprefix("- ") for line in text.splitlines() if "uses:" in line.partition("#")[0]]
    assert [line for line in used if not PINNED.match(line)] == []


def test_no_workflow_has_more_rights_than_it_says() -> None:
    for file in (ROOT / ".github" / "workflows").glob("*.yml"):
        assert yaml.safe_load(file.read_text(encoding="utf-8"))["permissions"] == {}, file.name
