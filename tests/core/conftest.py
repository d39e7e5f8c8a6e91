"""What tests of the core share."""

from __future__ import annotations

import pytest

from sample import ROOT, markdown_settings
from vip_core import site
from vip_core.site import Site


@pytest.fixture(scope="session")
def real_site() -> Site:
    """Give the site of the project's own content."""
    return site.prepare(ROOT, markdown_settings())
