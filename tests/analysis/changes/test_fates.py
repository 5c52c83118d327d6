"""What an absent link means: the same as the verify spider says, and never of a page unread."""

from __future__ import annotations

from linkspider.analysis.changes.fates import page_fates
from linkspider.analysis.observations import was_read
from linkspider.claims.judge import Page, judge
from linkspider.claims.read import Claim
from linkspider.scope import Scopes
from tests.analysis.frames import Row, page, rows, view

URL = "https://blog.test/"
PAGES: list[Row] = [
    page(URL),
    page(URL, truncated=True),
    page(URL, indexability="noindex"),
    page(URL, indexability="not-html"),
    page(URL, indexability=None),
    page(URL, status=None, error="robots"),
    page(URL, status=None, error="timeout"),
    page(URL, status=200, error="too-large"),
    *(page(URL, status=status) for status in (206, 304, 401, 403, 404, 410, 418, 429, 500, 503)),
]


def fates(row: Row) -> tuple[str, str]:
    [found] = rows(page_fates(view([row]).pages), "outcome", "reason")
    return found


def test_the_verify_spider_says_the_same_in_the_same_words() -> None:
    claim = Claim(URL, "https://shop.example/")
    for row in PAGES:
        seen = Page(**{name: row.get(name) for name in Page._fields})
        [verdict] = judge([claim], {URL: seen}, [], Scopes.parse("shop.example"))
        assert fates(row) == (verdict.outcome, verdict.reason), row


def test_a_link_is_lost_on_pages_only_that_were_read() -> None:
    for row in PAGES:
        pages = view([row]).pages
        assert fates(row)[0] != "lost" or rows(pages.select(read=was_read(pages))) == [(True,)]
