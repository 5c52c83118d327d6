"""The demo's tables, opened once."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider import analysis


@pytest.fixture(scope="session")
def shop(demo_data: Path) -> analysis.View:
    """The view of shop.example on the demo's crawls."""
    return analysis.open(demo_data, "shop.example")
