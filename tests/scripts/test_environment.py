"""``vip.py`` makes the environment that commands run in, once, and anew when what it was made of has changed."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from projects import ROOT


@pytest.fixture
def vip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load ``vip.py`` with an environment that this Python has made in another folder."""
    spec = importlib.util.spec_from_file_location("vip", ROOT / "scripts/vip.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path)
    module.python().parent.mkdir()
    module.python().symlink_to(sys.executable)
    requirements = ROOT / "requirements.txt"
    (tmp_path / "requirements.sha256").write_text(hashlib.sha256(requirements.read_bytes()).hexdigest())
    made_by(tmp_path, sys.version_info[1])
    return module


def made_by(environment: Path, minor: int) -> None:
    """Let the environment be one that Python 3.``minor`` made."""
    settings = f"home = {Path(sys.executable).parent}\ninclude-system-site-packages = false\nversion = 3.{minor}.9\n"
    (environment / "pyvenv.cfg").write_text(settings, encoding="utf-8")


def test_an_environment_is_used_as_long_as_its_python_and_requirements_are_the_same(
    vip: ModuleType, tmp_path: Path
) -> None:
    assert vip.is_installed(ROOT / "requirements.txt")
    assert not vip.is_installed(ROOT / "requirements-dev.txt")
    made_by(tmp_path, sys.version_info[1] - 1)
    assert not vip.is_installed(ROOT / "requirements.txt")


def test_the_environment_of_another_python_stays_in_use(vip: ModuleType, tmp_path: Path) -> None:
    """It may stand in the same folder as this one, as ``python3.12`` beside ``python3.11``."""
    other = tmp_path / "python3.99"
    other.touch()
    vip.python().unlink()
    vip.python().symlink_to(other)
    made_by(tmp_path, sys.version_info[1] - 1)
    assert vip.is_installed(ROOT / "requirements.txt")


def test_an_environment_whose_python_is_gone_is_made_anew(vip: ModuleType) -> None:
    vip.python().unlink()
    assert not vip.is_installed(ROOT / "requirements.txt")
