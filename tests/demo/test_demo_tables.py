"""The tables of both crawls of the demo web, held against a reading of its pages by hand."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from . import expected
from .expected import Link


def table(demo_data: Path, name: str, crawl: str) -> pd.DataFrame:
    """One crawl's rows of a table."""
    rows = pd.read_parquet(demo_data / name)
    return rows[rows["crawl"] == crawl]


@pytest.fixture(scope="module")
def target_links(demo_data: Path) -> pd.DataFrame:
    """The links of the shop's own pages."""
    return table(demo_data, "links", "demo-target")


@pytest.fixture(scope="module")
def referring_links(demo_data: Path) -> pd.DataFrame:
    """The links of the referring pages."""
    return table(demo_data, "links", "demo-referring")


@pytest.fixture(scope="module")
def backlinks(referring_links: pd.DataFrame) -> pd.DataFrame:
    """The hyperlinks to the shop."""
    rows = referring_links
    return rows[rows["element"].isin(["a", "area"]) & (rows["link_type"] == "backlink")]


def hyperlinks(links: pd.DataFrame, source_url: str) -> list[Link]:
    """The hyperlinks of one page, in its order."""
    rows = links[(links["source_url"] == source_url) & links["element"].isin(["a", "area"])]
    return [
        Link(**{name: plain(row[name]) for name in Link._fields})
        for row in rows.sort_values("ordinal").to_dict("records")
    ]


def plain(value: Any) -> Any:
    """A cell as Python writes it: null as None, a list as a tuple."""
    if not pd.api.types.is_scalar(value):
        return tuple(value)
    return None if pd.isna(value) else value


def urls_by_outcome(pages: pd.DataFrame) -> dict[int | str, set[str]]:
    """The URLs tried, by status, or by error where there was no response."""
    outcomes: dict[int | str, set[str]] = defaultdict(set)
    for url, status, error in zip(pages["url"], pages["status"], pages["error"], strict=True):
        outcomes[error if pd.isna(status) else int(status)].add(url)
    return dict(outcomes)


@pytest.mark.parametrize("source_url", expected.TARGET_LINKS)
def test_every_hyperlink_of_the_shop_s_page_is_there(
    target_links: pd.DataFrame, source_url: str
) -> None:
    assert hyperlinks(target_links, source_url) == expected.TARGET_LINKS[source_url]


@pytest.mark.parametrize("source_url", expected.REFERRING_LINKS)
def test_every_hyperlink_of_the_referring_page_is_there(
    referring_links: pd.DataFrame, source_url: str
) -> None:
    assert hyperlinks(referring_links, source_url) == expected.REFERRING_LINKS[source_url]


@pytest.mark.parametrize(
    ("crawl", "outcomes"),
    [("demo-target", expected.TARGET_PAGES), ("demo-referring", expected.REFERRING_PAGES)],
)
def test_every_url_tried_has_one_row(
    demo_data: Path, crawl: str, outcomes: dict[int | str, set[str]]
) -> None:
    pages = table(demo_data, "pages", crawl)
    assert urls_by_outcome(pages) == outcomes
    assert len(pages) == sum(map(len, outcomes.values()))


def test_backlinks_pairs_and_pages_are_counted_per_host(backlinks: pd.DataFrame) -> None:
    found = {
        host: expected.Backlinks(
            rows=len(rows),
            pairs=len(rows[["source_url", "target_url"]].drop_duplicates()),
            pages=rows["source_url"].nunique(),
            followed=int(rows["followed"].astype(bool).sum()),
        )
        for host, rows in backlinks.groupby("source_host")
    }
    assert found == expected.BACKLINKS


def test_two_referring_hosts_share_a_domain(backlinks: pd.DataFrame) -> None:
    assert backlinks["source_host"].nunique() == 9
    assert backlinks["source_domain"].nunique() == 8


def test_an_embedded_page_of_the_shop_is_a_link_but_no_hyperlink(
    referring_links: pd.DataFrame,
) -> None:
    frames = referring_links[referring_links["element"] == "iframe"]
    assert frames[["source_url", "target_url", "link_type"]].values.tolist() == [
        ["http://slowmornings.example/sunday-tea", "http://shop.example/brew-timer", "backlink"]
    ]


def test_pages_asked_for_their_status_alone_have_no_links(referring_links: pd.DataFrame) -> None:
    assert not (referring_links["source_domain"] == "shop.example").any()


def test_the_special_pages_of_the_shop_are_told_apart(demo_data: Path) -> None:
    pages = table(demo_data, "pages", "demo-target").set_index("url")
    assert pages.loc[list(expected.INDEXABILITY), "indexability"].to_dict() == expected.INDEXABILITY
    others = pages.drop(index=list(expected.INDEXABILITY))
    assert set(others["indexability"]) == {"indexable"}


@pytest.mark.parametrize("path", ["/about", "/de/ueber-uns", "/fr/%C3%A0-propos"])
def test_translations_name_each_other(target_links: pd.DataFrame, path: str) -> None:
    source = target_links["source_url"] == expected.SHOP + path
    rows = target_links[source & (target_links["element"] == "alternate")].sort_values("ordinal")
    assert list(zip(rows["hreflang"], rows["target_url"], strict=True)) == expected.ALTERNATES


def test_every_sitemap_entry_has_a_row(demo_data: Path) -> None:
    sitemaps = table(demo_data, "sitemaps", "demo-target")
    assert sitemaps["sitemap_url"].value_counts().to_dict() == expected.SITEMAP_ENTRIES
