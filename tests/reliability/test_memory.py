"""A crawl of many URLs stays small: `python -m tests.benchmarks.memory` prints a longer curve."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.memory import measure

MOST_MEGABYTES = 512


def test_a_crawl_of_many_urls_stays_small(tmp_path: Path) -> None:
    measured = measure(20_000, 6_000, timeout=300, folder=tmp_path)
    assert measured.exit_code == 0, measured.log[-2_000:]
    assert measured.samples[-1].pages > 3_000
    assert 50 < measured.peak < MOST_MEGABYTES
