"""A few kills of crawls of a small site: `make kill-test` does more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.kill import kill_crawls
from tests.reliability.site import GRAPHS

KILLS = 10
PAGES = 400


@pytest.mark.parametrize("graph", GRAPHS)
def test_a_crawl_survives_being_killed(graph: str, tmp_path: Path) -> None:
    tally = kill_crawls(graph, KILLS, pages=PAGES, seed=1, folder=tmp_path)
    print(tally)
    assert tally.is_clean, tally
    assert tally.crawls > 0
    assert tally.reads > KILLS
