"""Which page the clicks are counted from."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from linkspider.analysis import View
from linkspider.analysis.internal import home_page
from tests.analysis.frames import NOW, Row, absolute, crawl, page, view

HTTP, WWW = "http://shop.example/", "https://www.shop.example/"
START = json.dumps({"start_urls": f"{absolute('/en/')}, {WWW}"})

CASES: dict[str, tuple[list[Row], list[Row], str | None]] = {
    "the target's own": ([page("/"), page(HTTP)], [], absolute("/")),
    "where it redirects to": ([page("/", redirect_to="/en/"), page("/en/")], [], absolute("/en/")),
    "by http, where https does not answer": (
        [page("/", status=None, error="connection"), page(HTTP)], [], HTTP,
    ),
    "by http, where https is an error": ([page("/", status=404), page(HTTP)], [], HTTP),
    "the first start that answers": (
        [page("/", status=404), page(WWW)], [crawl(arguments=START)], WWW,
    ),
    "not a start, where the target's own answers": (
        [page("/"), page(WWW)], [crawl(arguments=START)], absolute("/"),
    ),
    "that of the crawl's target": ([page(WWW)], [crawl(domain="www.shop.example")], WWW),
    "that of the latest target crawl": (
        [page("/en/"), page(WWW)],
        [
            crawl("now", arguments=START),
            crawl("before", domain="www.shop.example", started_at=NOW - timedelta(days=1)),
            crawl("sources", domain="www.shop.example", spider="referring",
                  started_at=NOW + timedelta(days=1)),
        ],
        absolute("/en/"),
    ),
    "none where the crawl was of what is no site any more": (
        [page(WWW)], [crawl(domain="github.io")], None,
    ),
    "none where none answers": ([page("/", status=403)], [], None),
    "none where it leaves the target": (
        [page("/", redirect_to="https://other.example/"), page("https://other.example/")], [], None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_home_page_is(name: str) -> None:
    pages, crawls, home = CASES[name]
    assert home_page(view(pages, crawls=crawls)) == home


def test_the_home_page_of_a_folder_is_the_folder() -> None:
    seen = view([page("/"), page("/docs/")], domain="https://shop.example/docs/")
    assert home_page(seen) == absolute("/docs/")


def test_the_demo_answers_by_http_alone(shop: View) -> None:
    assert home_page(shop) == "http://shop.example/"
