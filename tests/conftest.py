"""What tests of every layer share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from projects import TODAY
from sample import ROOT, Sample, lay_out, markdown_settings
from vip_core import site as planned
from vip_core.site import Site

os.environ["SOURCE_DATE_EPOCH"] = TODAY  # what is overdue or old must not change while the tests stay as they are


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """Give a fresh copy of the sample project."""
    return lay_out(tmp_path / "projekt")


@pytest.fixture(scope="session")
def real_site() -> Site:
    """Give the site of the project's own content."""
    return planned.prepare(ROOT, markdown_settings())
