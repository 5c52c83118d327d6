"""Where too many redirects lead is known, left out, and counted."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from linkspider.spiders import referring, target
from tests.rawweb import crawl, page_of
from tests.web import SmallWeb, redirect


class Case(NamedTuple):
    """A crawl of a chain of redirects, named by where it begins."""

    spider: str
    limit: int
    host: str
    """Of each hop, with its number."""
    arguments: dict[str, object]
    page: str | None = None
    """What links to the first hop, where that is not named."""


CASES = {
    "a page of the target": Case(
        "target", target.MAX_REDIRECTS, "{}.site.example",
        {"domain": "site.example", "start_urls": "http://0.site.example/", "speed": "full"},
    ),
    "a page that is searched": Case(
        "referring", referring.MAX_REDIRECTS, "site-{}.example",
        {"domain": "target.example", "sources": "http://site-0.example/"},
    ),
    "the target of a backlink": Case(
        "referring", referring.MAX_CHECK_REDIRECTS, "site-{}.example",
        {"domain": "site-0.example", "sources": "http://named.example/page"},
        page="http://named.example/page",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_end_of_too_many_redirects_is_known_and_left_out(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    hops = [f"http://{case.host.format(number)}/" for number in range(case.limit + 2)]
    pages = {url: redirect(after) for url, after in pairwise(hops)}
    linking = {case.page: page_of([hops[0]])} if case.page else {}
    crawled = crawl(
        SmallWeb({**pages, **linking, hops[-1]: page_of([])}), tmp_path / "data", case.spider,
        "-s", "LINKSPIDER_TRAPS=0", **case.arguments,
    )  # fmt: skip
    assert crawled.exit_code == 0, crawled.stderr
    assert set(crawled.pages) == {*hops[:-1], *linking}
    assert hops[-1] not in crawled.requests
    [row] = crawled.rows("crawls")
    assert json.loads(row["reasons"]) == {"max_redirects": 1}
    assert (row["known"], row["excluded"]) == (len(crawled.pages) + 1, 1)
    assert "1 excluded" in crawled.stdout and "1 max_redirects" in crawled.stdout
