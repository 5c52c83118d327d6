"""`scrapy demo`: what a person sees of the first crawls."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import scrapy


@pytest.fixture(scope="module")
def demo(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The command, run once, and the folder of its tables."""
    data = tmp_path_factory.mktemp("demo") / "my data"
    return scrapy("demo", "-s", f"LINKSPIDER_DATA={data}"), data


@pytest.fixture(scope="module")
def told(demo: tuple[subprocess.CompletedProcess[str], Path]) -> str:
    """What the command printed."""
    return demo[0].stdout


def test_the_demo_runs(demo: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    assert demo[0].returncode == 0, demo[0].stderr
    assert "Traceback" not in demo[0].stderr
    assert "ERROR" not in demo[0].stderr


@pytest.mark.parametrize("spider", ["target", "referring"])
def test_the_demo_shows_the_command_that_it_runs(told: str, spider: str) -> None:
    assert f"$ scrapy crawl {spider} -a domain=shop.example" in told


def test_the_demo_says_how_to_go_on(told: str) -> None:
    assert told.splitlines()[-1].endswith("make report DOMAIN=shop.example")


def test_the_demo_takes_no_arguments(tmp_path: Path) -> None:
    run = scrapy("demo", "shop.example", "-s", f"LINKSPIDER_DATA={tmp_path / 'data'}")
    assert run.returncode == 2
    assert run.stderr == "scrapy demo: it takes no arguments, not 'shop.example'\n"
    assert list(tmp_path.iterdir()) == []


def test_pages_are_counted(demo: tuple[subprocess.CompletedProcess[str], Path], told: str) -> None:
    pages = pd.read_parquet(demo[1] / "pages")
    counts = pages.groupby("crawl", observed=True).size()
    assert len(counts) == 4
    for count in counts:
        assert re.search(rf"\b{count} tried", told)


def test_links_are_counted_by_type(
    demo: tuple[subprocess.CompletedProcess[str], Path], told: str
) -> None:
    links = pd.read_parquet(demo[1] / "links")
    hyperlinks = links[links["element"].isin(["a", "area"])]
    pairs = zip(hyperlinks["crawl"], hyperlinks["link_type"], strict=True)
    for (_, link_type), count in Counter(pairs).items():
        assert re.search(rf"\b{count:,} {link_type}\b", told), (link_type, count)


def test_referring_pages_hosts_and_domains_are_counted(
    demo: tuple[subprocess.CompletedProcess[str], Path], told: str
) -> None:
    links = pd.read_parquet(demo[1] / "links")
    rows = links[links["element"].isin(["a", "area"]) & (links["link_type"] == "backlink")]
    for _, of_crawl in rows.groupby("crawl", observed=True):
        for column, name in (
            ("source_url", "referring pages"),
            ("source_host", "hosts"),
            ("source_domain", "domains"),
        ):
            assert f"{of_crawl[column].nunique():,} {name}" in told


def test_the_most_frequent_anchors_are_shown(
    demo: tuple[subprocess.CompletedProcess[str], Path], told: str
) -> None:
    links = pd.read_parquet(demo[1] / "links")
    rows = links[links["element"].isin(["a", "area"]) & (links["link_type"] == "backlink")]
    for _, of_crawl in rows.groupby("crawl", observed=True):
        anchor, count = next(iter(of_crawl["anchor_text"].value_counts().items()))
        assert re.search(rf"“{re.escape(str(anchor))[:30]}.*?” {count}\b", told)


def test_the_place_of_the_parquet_is_shown(
    demo: tuple[subprocess.CompletedProcess[str], Path], told: str
) -> None:
    assert f"{demo[1]}/links" in told


def test_the_pandas_lines_work(told: str) -> None:
    lines = re.findall(r"import pandas as pd; .*", told)
    assert len(lines) == 4
    for line in lines:
        imported, _, expression = line.partition("; ")
        code = f"{imported}; print(len({expression}))"
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert int(run.stdout) > 0
