"""Hosts that are left alone, why, and that the rest of the crawl goes on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rawweb import Crawled, Page, RawWeb, crawl, http, page_of

from .clocked import in_turn

PAGES = 30
BAD_GATEWAY = http(b"", status=b"502 Bad Gateway")
TOMORROW = http(b"", b"Retry-After: 86400", status=b"503 Service Unavailable")
FINE = page_of(())


def site(host: str, *pages: Page) -> dict[str, Page]:
    """A home page that leads to these."""
    home = page_of(f"/{number}" for number in range(len(pages)))
    return {
        f"http://{host}/": home,
        **{f"http://{host}/{number}": page for number, page in enumerate(pages)},
    }


WEB: dict[str, Page] = {
    **site("good.example", *[FINE] * PAGES),
    **site("failing.example", *[BAD_GATEWAY] * PAGES),
    **site("mixed.example", *[FINE, BAD_GATEWAY, BAD_GATEWAY] * (PAGES // 3)),
    **site("broken.example", *[http(b"", status=b"500 Oops")] * PAGES),
    **site("later.example", *[FINE] * 5, TOMORROW, *[FINE] * (PAGES - 6)),
    **site("moved.example", *[FINE] * 3),
    **site("closed.example", *[FINE] * 3),
    "http://moved.example/0": http(
        b"", b"Retry-After: 86400", b"Location: /1", status=b"302 Found"
    ),
    "http://closed.example/robots.txt": TOMORROW,
    **site("soon.example", in_turn(http(b"", b"Retry-After: 1", status=b"429 Busy"), FINE)),
}
HOSTS = sorted({url.split("/")[2] for url in WEB})


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """A crawl of all of them."""
    return crawl(
        RawWeb(WEB), tmp_path_factory.mktemp("aside"), "target",
        "-s", "LINKSPIDER_RETRY_SECONDS=0.05", "-s", "RETRY_TIMES=1",
        domain=",".join(f"http://{host}/" for host in HOSTS),
    )  # fmt: skip


@pytest.fixture(scope="module")
def record(crawled: Crawled) -> dict[str, Any]:
    """The crawl's own row."""
    [row] = crawled.rows("crawls")
    return row


def rows_of(crawled: Crawled, host: str) -> list[dict[str, Any]]:
    return [row for row in crawled.pages.values() if row["host"] == host]


def test_the_crawl_finishes(crawled: Crawled, record: dict[str, Any]) -> None:
    assert crawled.exit_code == 0, crawled.stderr
    assert record["finish_reason"] == "finished"


@pytest.mark.parametrize("host", ["good.example", "mixed.example", "broken.example"])
def test_a_host_with_some_failures_among_answers_is_finished(host: str, crawled: Crawled) -> None:
    assert len(rows_of(crawled, host)) == 1 + PAGES
    assert f"{host} is set aside" not in crawled.stderr


def test_a_host_that_asks_to_wait_for_a_second_is_finished(crawled: Crawled) -> None:
    assert crawled.pages["http://soon.example/0"]["status"] == 200


def test_a_host_is_set_aside_once_ten_urls_in_a_row_failed(crawled: Crawled) -> None:
    rows = rows_of(crawled, "failing.example")
    assert [row["status"] for row in rows].count(502) == 10
    assert len(rows) == 1 + 10
    assert "failing.example is set aside (host-failing)" in crawled.stderr


@pytest.mark.parametrize(("host", "asked"), [("later.example", 7), ("moved.example", 2)])
def test_a_host_that_asks_to_wait_until_tomorrow_is_set_aside(
    host: str, asked: int, crawled: Crawled
) -> None:
    assert len(rows_of(crawled, host)) == asked
    assert f"{host} is set aside (retry-after)" in crawled.stderr
    assert sum(f"//{host}/" in url and "." not in url[-4:] for url in crawled.requests) == asked


def test_a_host_whose_robots_txt_asks_to_wait_until_tomorrow_is_not_waited_for(
    crawled: Crawled,
) -> None:
    assert [url for url in crawled.requests if "closed.example" in url] == [
        "http://closed.example/robots.txt"
    ]
    [row] = rows_of(crawled, "closed.example")
    assert (row["status"], row["error"]) == (None, "retry-after")


def test_the_crawl_s_row_counts_what_was_left_and_why(record: dict[str, Any]) -> None:
    reasons = json.loads(record["reasons"])
    assert reasons["host-failing"] == PAGES - 10
    assert reasons["retry-after"] == (PAGES - 6) + 2 + 1
    assert record["pending"] == 0
    assert record["known"] == record["done"] + record["failed"] + record["excluded"]
