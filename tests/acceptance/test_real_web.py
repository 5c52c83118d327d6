"""Crawls of a real web on loopback, held against an independent reading of the same pages.

The web is served by a tool beside the checkout (`LINKSPIDER_REALWEB` names another place), which
needs root and its packages installed; without it these tests are skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from linkspider import analysis
from linkspider.analysis import internal
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
    answer = profile(analysis.open(tmp_path, "docs.python.org"))
    assert answer.to_pandas()[names].to_numpy().tolist() == [list(counts.values())]


def test_click_depth_and_orphans_equal_a_search_over_the_tables(tmp_path: Path) -> None:
    host = "www.sphinx-doc.org"
    starts = [SITES[host], *files_served(host)]  # files that nothing links to are orphans
    crawl(tmp_path, "target", "-a", f"domain={host}", "-a", f"start_urls={','.join(starts)}",
          "-a", "speed=full")  # fmt: skip
    pages = pd.read_parquet(tmp_path / "pages").set_index("url")
    links = pd.read_parquet(tmp_path / "links")
    links = links[links["element"].isin(["a", "area"]) & links["target_url"].notna()]
    links = links[(links["source_domain"] == links["target_domain"])]

    def final(url: str) -> str | None:
        for _ in range(11):
            if url not in pages.index or pd.isna(pages.at[url, "redirect_to"]):
                break
            url = pages.at[url, "redirect_to"]
        else:
            return None
        canonical = pages.at[url, "canonical_url"] if url in pages.index else None
        return canonical if stands_for_itself(canonical) and pages.at[url, "status"] == 200 else url

    def stands_for_itself(url: str | None) -> bool:
        if url not in pages.index or pages.at[url, "status"] != 200 or pages.at[url, "noindex"]:
            return False
        return pages.at[url, "canonical_url"] in (None, url)

    edges = pd.DataFrame({
        "source": links["source_url"].map(final),
        "target": links["target_url"].map(final),
        "followed": links["followed"].astype(bool),
    })  # fmt: skip
    edges = edges[edges["source"] != edges["target"]]
    ways = edges[edges["followed"]].groupby("source")["target"].agg(set).to_dict()
    nodes = {url for url in pages.index if final(url) == url and pages.at[url, "scope"] == host}
    expected = dict.fromkeys(nodes)
    front, depth = {final(SITES[host])}, 0
    while front:
        expected |= dict.fromkeys(front, depth)
        reached = set().union(*(ways.get(url, set()) for url in front)) & nodes
        front, depth = {url for url in reached if expected[url] is None}, depth + 1
    orphans = {
        url
        for url in nodes - set(edges["target"]) - {final(SITES[host])}
        if pages.at[url, "status"] == 200 and pages.at[url, "indexable"]
    }

    view = analysis.open(tmp_path, host)
    found = internal.click_depth(view).to_pandas().set_index("url")["click_depth"]
    assert found.astype(object).where(found.notna(), None).to_dict() == expected
    assert set(internal.orphans(view).to_pandas()["url"]) == orphans
    assert len(orphans) == 4
    assert max(filter(None, expected.values())) == 4
    assert sum(pages["redirect_to"].notna()) == 1
    assert sum(url != final(url) for url in pages.index) > 100


def files_served(host: str) -> list[str]:
    """The URL of each HTML file that the site's package has."""
    [site] = [
        site
        for site in json.loads((REALWEB.parent / "sites.json").read_text())
        if site["host"] == host
    ]
    root = TREE / site["package"] / site["root"]
    return [f"{SITES[host]}{file.relative_to(root)}" for file in sorted(root.rglob("*.html"))]
