"""Scopes and link types as expressions: the same as the crawler's own."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from linkspider import analysis
from linkspider.analysis.scoping import relabel_links, rescope_pages
from linkspider.dataset import Dataset
from linkspider.scope import Scope
from linkspider.urls import parse
from tests.analysis.frames import Row, link, page, rows, table

SCOPES = [
    "shop.example",
    "www.shop.example",
    "blog.shop.example",
    "localhost",
    "127.0.0.1",
    "münchen.example",
    "https://shop.example/",
    "http://shop.example:8080/",
    "https://www.shop.example/",
    "https://shop.example/docs/",
    "https://shop.example/docs",
    "https://shop.example/d%C3%B6cs/",
    "https://[::1]/",
]
HOSTS = [
    "shop.example",
    "www.shop.example",
    "blog.shop.example",
    "a.blog.shop.example",
    "SHOP.example.",
    "shop.example:8080",
    "ann:secret%2Fdocs%2F@shop.example",
    "shop.example.evil.test",
    "notshop.example",
    "shopXexample",
    "localhost",
    "127.0.0.1",
    "127.0.0.1.evil.test",
    "[::1]:8080",
    "xn--mnchen-3ya.example",
    "www.münchen.example",
]
PATHS = [
    "",
    "/",
    "/docs",
    "/docs/",
    "/docs/a",
    "/docs?a=/docs/",
    "/docs/?a",
    "/docsx",
    "/DOCS/",
    "/a/docs/",
    "/a/../docs/b",
    "//docs/",
    "?/docs/",
    "/?@/docs/",
    "/döcs/1",
    "/docs%2Fa",
    "/docs/@b",
]
URLS = [
    f"{scheme}://{host}{path}"
    for scheme, host, path in product(("https", "http"), HOSTS, PATHS)
]  # fmt: skip


@pytest.mark.parametrize("given", SCOPES)
def test_an_expression_finds_what_the_scope_covers(given: str) -> None:
    scope = Scope.parse(given)
    parsed = [url for url in map(parse, URLS) if url is not None and url.host is not None]
    assert len(parsed) == len(URLS)
    pages = rescope_pages(table("pages", [page(url.key) for url in parsed]), scope)
    found = dict(rows(pages, "url", "scope"))
    assert found == {
        url.key: given if scope.covers(url.host or "", url.path) else None for url in parsed
    }
    assert set(found.values()) <= {given, None}


def test_each_scope_covers_some_url_and_leaves_some_out() -> None:
    for given in SCOPES:
        scope = Scope.parse(given)
        covered = {
            scope.covers(url.host or "", url.path) for url in map(parse, URLS) if url is not None
        }
        assert covered == {True, False}, given


IN, SISTER, OUT = "https://shop.example/docs/", "https://blog.shop.example/", "https://x.test/"
LINK_TYPES: list[tuple[str, str | None, str]] = [
    (IN, IN + "a", "internal"),
    (SISTER, IN, "internal"),
    (OUT, IN, "backlink"),
    (IN, SISTER, "internal"),
    (IN, "https://shop.example/docs", "internal"),
    (IN, OUT, "outbound"),
    (SISTER, SISTER + "a", "other"),
    (SISTER, OUT, "other"),
    (OUT, SISTER, "other"),
    (OUT, OUT + "a", "other"),
    (IN, "mailto:ann@shop.example", "other"),
    (IN, "javascript:void(0)", "other"),
    (IN, "ftp://shop.example/docs/a", "other"),
    (OUT, "mailto:ann@shop.example", "other"),
    (IN, None, "other"),
    (OUT, None, "other"),
    (IN, "https://127.0.0.1/docs/", "outbound"),
    (OUT, "http://ann:secret@shop.example:8080/docs/?a#b", "backlink"),
]


@pytest.mark.parametrize(("source", "target", "link_type"), LINK_TYPES)
def test_link_types_follow_the_table_of_rules(
    source: str, target: str | None, link_type: str
) -> None:
    links = relabel_links(table("links", [link(source, target)]), Scope.parse(IN))
    assert rows(links, "link_type") == [(link_type,)]


def test_the_pages_of_an_ip_address_are_internal_to_it() -> None:
    found = [link("http://10.0.0.1/", url) for url in ("http://10.0.0.1:81/a", "http://10.0.0.2/")]
    links = relabel_links(table("links", found), Scope.parse("10.0.0.1"))
    assert rows(links, "link_type") == [("internal",), ("outbound",)]


def test_a_link_between_two_targets_is_seen_from_the_one_that_is_asked_about() -> None:
    found = table(
        "links", [link(IN, OUT, source_scope="shop.example", target_scope="x.test", ordinal=0)]
    )
    columns = ("source_scope", "target_scope", "link_type")
    assert rows(relabel_links(found, Scope.parse("shop.example")), *columns) == [
        ("shop.example", None, "outbound")
    ]
    assert rows(relabel_links(found, Scope.parse("x.test")), *columns) == [
        (None, "x.test", "backlink")
    ]


def test_what_the_crawler_wrote_of_its_only_target_stays_as_it_is(demo_data: Path) -> None:
    columns = ["crawl", "source_url", "ordinal", "source_scope", "target_scope", "link_type"]
    stored = Dataset(str(demo_data)).scan("links").to_table(columns=columns)
    expected: list[Row] = stored.to_pylist()
    crawls = analysis.open(demo_data, "shop.example").crawls.id.to_pyarrow().to_pylist()
    whole = table("links", Dataset(str(demo_data)).scan("links").to_table().to_pylist())
    relabelled = relabel_links(whole, Scope.parse("shop.example"))
    assert set(rows(relabelled, *columns)) == {tuple(row.values()) for row in expected}
    assert len(expected) > 900
    assert {row["link_type"] for row in expected} == {"internal", "backlink", "outbound", "other"}
    assert {row["crawl"] for row in expected} == set(crawls)
