"""What tests of every layer share."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample import Sample, lay_out


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """Give a fresh copy of the sample project."""
    return lay_out(tmp_path / "projekt")
