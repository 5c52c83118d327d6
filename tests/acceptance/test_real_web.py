"""Crawls of a real web on loopback, held against an independent reading of the same pages.

The web is served by a tool beside the checkout (`LINKSPIDER_REALWEB` names another place), which
needs root and its packages installed; without it these tests are skipped.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from linkspider.analysis import open
from linkspider.analysis.backlinks import profile

PROJECT = Path(__file__).parents[2]
REALWEB = Path(
    os.environ.get("LINKSPIDER_REALWEB", PROJECT.parent / "shared" / "realweb" / "realweb")
)
ACCEPT = REALWEB.parents[1] / "accept" / "links"
TRUTH = REALWEB.parents[1] / "truth"
TREE = Path(os.environ.get("REALWEB_DIR") or Path.home() / ".cache" / "realweb") / "tree"
CRAWL_SECONDS = 300


def sites() -> dict[str, str]:
    """Entry URL by host; nothing where the real web is missing."""
    if not (REALWEB.is_file() and TREE.is_dir() and os.geteuid() == 0):
        return {}
    listing = subprocess.run([REALWEB, "sites"], capture_output=True, text=True, check=True)
    pairs = (line.split("\t") for line in listing.stdout.splitlines())
    return dict(pair for pair in pairs)  # type: ignore[misc]


SITES = sites()
pytestmark = pytest.mark.skipif(not SITES, reason=f"no real web at {REALWEB}, or not installed")


def crawl(data: Path, *arguments: str) -> None:
    """Run `scrapy crawl` where the real web is served."""
    command = [str(REALWEB), "run", "--", sys.executable, "-m", "scrapy", "crawl", *arguments]
    command += ["-s", f"LINKSPIDER_DATA={data}", "-s", "LINKSPIDER_ALLOWED_NETWORKS=127.0.0.0/8"]
    run = subprocess.run(
        command, cwd=PROJECT, capture_output=True, text=True, timeout=CRAWL_SECONDS, check=False
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("host", SITES)
def test_every_link_and_every_page_of_the_site_is_found(host: str, tmp_path: Path) -> None:
    crawl(tmp_path, "target", "-a", f"domain={host}", "-a", f"start_urls={SITES[host]}",
          "-a", "speed=full")  # fmt: skip
    truth = TRUTH / f"{host}.parquet"
    check = subprocess.run(
        [sys.executable, ACCEPT, tmp_path, truth], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout
    assert "pages missing 0, extra 0" in check.stdout
    pages = pd.read_parquet(tmp_path / "pages").set_index("url")["status"].dropna().astype(int)
    expected = pd.read_parquet(TRUTH / f"{host}.pages.parquet").set_index("url")["status"]
    assert pages.to_dict() == expected.to_dict()
    assert "trap-" not in pd.read_parquet(tmp_path / "crawls")["reasons"].iloc[0]


def test_the_backlinks_of_a_site_are_found_on_thirteen_others(tmp_path: Path) -> None:
    sources = ",".join(host for host in SITES if host != "docs.python.org")
    crawl(tmp_path, "referring", "-a", "domain=docs.python.org", "-a", f"sources={sources}",
          "-a", "pages_per_domain=100000", "-a", "max_depth=50",
          "-s", "DOWNLOAD_DELAY=0")  # fmt: skip
    links = pd.read_parquet(tmp_path / "links")
    found = links[links["element"].isin(["a", "area"]) & (links["link_type"] == "backlink")]
    assert "trap-" not in pd.read_parquet(tmp_path / "crawls")["reasons"].iloc[0]
    counts = {
        "links": len(found),
        "backlinks": len(found.drop_duplicates(["source_url", "target_url"])),
        "referring pages": found["source_url"].nunique(),
        "hosts": found["source_host"].nunique(),
        "domains": found["source_domain"].nunique(),
    }
    assert counts == {
        "links": 3407,
        "backlinks": 386,
        "referring pages": 141,
        "hosts": 12,
        "domains": 10,
    }
    names = ["links", "backlinks", "referring_pages", "referring_hosts", "referring_domains"]
    answer = profile(open(tmp_path, "docs.python.org"))
    assert answer.to_pandas()[names].to_numpy().tolist() == [list(counts.values())]
