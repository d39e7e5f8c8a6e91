"""What tests of every layer share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from projects import TODAY
from sample import Sample, lay_out

os.environ["SOURCE_DATE_EPOCH"] = TODAY  # what is overdue or old must not change while the tests stay as they are


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """Give a fresh copy of the sample project."""
    return lay_out(tmp_path / "projekt")
