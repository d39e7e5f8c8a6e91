"""What a build takes over from the site before the last one."""

from __future__ import annotations

from pathlib import Path

from mkdocs_adapter.written import Written, listed
from vip_core.memory import FORGETFUL


def test_a_folder_that_took_the_place_of_the_one_that_was_listed_leaves_nothing_behind(tmp_path: Path) -> None:
    """Two builds at once may both have looked at the same older site; the first of them leaves another one there."""
    spare, fresh = tmp_path / "spare", tmp_path / "fresh"
    for folder in (spare, tmp_path / "other", fresh):
        folder.mkdir()
    for file in (spare / "ena.html", tmp_path / "other/ena.html", tmp_path / "other/andra.html"):
        file.write_text(file.name)
    listing = listed(spare)
    spare.rename(tmp_path / "gone")
    (tmp_path / "other").rename(spare)
    Written(FORGETFUL, tmp_path / "earlier").start_from(lambda: listing, fresh, ())
    assert not spare.exists()
    assert not list(fresh.iterdir())
