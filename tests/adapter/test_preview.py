"""The preview shows what a build writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from projects import copy_sample, fingerprint, run

SHOW_ALL = """
import sys
from pathlib import Path
from commands import configuration
from mkdocs_adapter.preview import Preview
root, to = Path(sys.argv[1]), Path(sys.argv[2])
preview = Preview(configuration.load(root))
for file in sorted(Path(sys.argv[3]).rglob("*")):
    if file.is_file():
        path = file.relative_to(sys.argv[3]).as_posix()
        found = preview.get(path)
        (to / path).parent.mkdir(parents=True, exist_ok=True)
        (to / path).write_bytes(found.content)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_sample(tmp_path / "projekt")


def test_every_file_of_the_site_is_shown_as_it_is_built(project: Path, tmp_path: Path) -> None:
    done = run(project, "commands", "build", "--target", str(tmp_path / "site"))
    assert done.returncode == 0, done.stderr
    shown = tmp_path / "shown"
    subprocess.run(
        [sys.executable, "-c", SHOW_ALL, str(project), str(shown), str(tmp_path / "site")],
        check=True,
        env={"PYTHONPATH": f"{project / 'scripts'}:{project / 'hooks'}", "SOURCE_DATE_EPOCH": "1795305600"},
    )
    built, seen = fingerprint(tmp_path / "site"), fingerprint(shown)
    packed = {path for path in built if path.endswith(".gz")}
    assert len(built) > 30
    assert {path for path in built if built[path] != seen.get(path)} - packed - {"404.html"} == set()
