"""A first look at a few rows whose answers were worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from linkspider.analysis import first_look


def link(
    source: str, target: str, link_type: str, anchor: str, followed: bool
) -> dict[str, object]:
    """A hyperlink's row, as far as these analyses read it."""
    return {
        "source_url": f"http://{source}",
        "source_host": source.split("/")[0],
        "source_domain": ".".join(source.split("/")[0].split(".")[-2:]),
        "target_url": f"http://{target}",
        "target_host": target.split("/")[0],
        "element": "a",
        "link_type": link_type,
        "anchor_text": anchor,
        "followed": followed,
        "crawl": "new",
    }


@pytest.fixture
def links() -> pd.DataFrame:
    """Two referring domains; one links twice from a page to a page, and from two hosts."""
    rows = [
        link("blog.ref.example/1", "shop.example/", "backlink", "Shop", True),
        link("blog.ref.example/1", "shop.example/", "backlink", "the shop", True),
        link("www.ref.example/2", "shop.example/tea", "backlink", "Shop", False),
        link("forum.example/9", "shop.example/", "backlink", "Shop", False),
        link("forum.example/9", "forum.example/", "other", "Home", True),
        {**link("forum.example/9", "shop.example/", "backlink", "", True), "element": "iframe"},
    ]
    return pd.DataFrame(rows)


def test_referring_domains_keep_links_backlinks_pages_and_hosts_apart(links: pd.DataFrame) -> None:
    table = first_look.referring_domains(links)
    assert table.to_dict("index") == {
        "ref.example": {
            "links": 3,
            "backlinks": 2,
            "referring_pages": 2,
            "hosts": 2,
            "followed": 2,
        },
        "forum.example": {
            "links": 1,
            "backlinks": 1,
            "referring_pages": 1,
            "hosts": 1,
            "followed": 0,
        },
    }


def test_links_by_type_counts_hyperlinks_and_names_every_type(links: pd.DataFrame) -> None:
    table = first_look.links_by_type(links)
    assert table["links"].to_dict() == {"internal": 0, "backlink": 4, "outbound": 0, "other": 1}
    assert table.loc["backlink"].tolist() == [4, 2, 3, 1]


def test_anchors_are_sorted_by_how_many_domains_use_them(links: pd.DataFrame) -> None:
    table = first_look.anchors(links)
    assert table.index.tolist() == ["Shop", "the shop"]
    assert table.loc["Shop"].to_dict() == {"links": 3, "referring_domains": 2}


def test_only_the_latest_crawl_of_each_spider_and_domain_counts(links: pd.DataFrame) -> None:
    crawls = pd.DataFrame(
        {
            "id": ["old", "new", "other"],
            "spider": ["referring", "referring", "target"],
            "domain": "shop.example",
            "started_at": pd.to_datetime(["2026-01-01", "2026-02-01", "2026-01-01"], utc=True),
        }
    )
    both = pd.concat([links, links.assign(crawl="old")])
    assert len(first_look.latest(both, crawls)) == len(links)


def test_outcomes_are_the_status_or_else_the_error() -> None:
    pages = pd.DataFrame(
        {
            "domain": ["a.example", "a.example", "b.example"],
            "status": [200, None, 404],
            "error": [None, "dns", None],
        }
    )
    table = first_look.outcomes(pages)
    assert table.loc["a.example"].to_dict() == {"200": 1, "404": 0, "dns": 1}
    assert table.loc["b.example"].to_dict() == {"200": 0, "404": 1, "dns": 0}


def test_no_rows_give_empty_tables_with_their_columns(links: pd.DataFrame) -> None:
    none = links.iloc[:0]
    assert first_look.referring_domains(none).columns.tolist() == [
        "links",
        "backlinks",
        "referring_pages",
        "hosts",
        "followed",
    ]
    assert first_look.anchors(none).empty
    assert first_look.links_by_type(none)["links"].sum() == 0
