"""Crawls of sites with traps: all real pages are read, and of the traps next to nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.rawweb import Crawled, crawl
from tests.reliability.trap_site import HOST, TRAPS, ConstantTree, TrapSite

PAGES = 800
MAX_SHARE = 0.02
"""Of a crawl's pages."""


def measure(site: TrapSite, run: Crawled) -> tuple[set[str], float, dict[str, int]]:
    """Real pages that were not read, the share of the others, and what was left out and why."""
    assert run.exit_code == 0, run.stderr
    rows = set(run.pages)
    [crawl_row] = run.rows("crawls")
    assert crawl_row["finish_reason"] == "finished"
    assert crawl_row["pending"] == 0
    reasons: dict[str, int] = json.loads(crawl_row["reasons"])
    left_out = {reason: count for reason, count in reasons.items() if reason.startswith("trap-")}
    assert crawl_row["excluded"] == sum(left_out.values())
    return site.real - rows, len(rows - site.real) / len(rows), left_out


@pytest.mark.parametrize("speed", ["full", "polite"])
@pytest.mark.parametrize("traps", [*([trap] for trap in TRAPS), list(TRAPS)], ids=",".join)
def test_a_trap_takes_next_to_nothing_of_a_crawl(
    traps: list[str], speed: str, tmp_path: Path
) -> None:
    site = TrapSite(max(PAGES, len(traps) * PAGES // 2), *traps)
    run = crawl(
        site, tmp_path / "data", "target", domain="site.example", start_urls=HOST, speed=speed
    )
    missing, share, left_out = measure(site, run)
    print(
        f"\n{', '.join(traps)}; {speed}: {share:.2%} of {len(run.pages)} pages; left out {left_out}"
    )
    assert not missing
    assert left_out
    assert share <= MAX_SHARE


def test_a_site_without_traps_is_read_whole(tmp_path: Path) -> None:
    site = TrapSite(PAGES)
    run = crawl(site, tmp_path / "data", "target", domain=HOST, speed="full")
    assert measure(site, run) == (set(), 0, {})


def test_a_finite_tree_of_pages_that_all_say_the_same_is_read_whole(tmp_path: Path) -> None:
    site = ConstantTree(2_000)
    run = crawl(site, tmp_path / "data", "target", domain=HOST, speed="full")
    assert len(run.pages) == 2_000
    assert "trap-" not in run.rows("crawls")[0]["reasons"]
