"""Which row tells of a page: cases worked out by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from linkspider.analysis.observations import choose_observations, was_read
from tests.analysis.frames import NOW, Row, absolute, link, page, rows, table, view

BLOG = "https://blog.test/"


def day(number: int) -> datetime:
    """Noon of a day."""
    return NOW + timedelta(days=number)


READ: dict[str, Row] = {
    "a page": page(BLOG),
    "a page that may not be indexed": page(BLOG, noindex=True),
    "a picture": page(BLOG, indexability="not-html"),
    "a redirect": page(BLOG, status=302, redirect_to="https://b.test/"),
    "a redirect to nowhere": page(BLOG, status=301),
    "the last of the redirects": page(BLOG, status=399),
    "not found": page(BLOG, status=404),
    "gone": page(BLOG, status=410),
}
NOT_READ: dict[str, Row] = {
    "a timeout": page(BLOG, status=None, error="timeout"),
    "a host with no address": page(BLOG, status=None, error="dns"),
    "robots.txt": page(BLOG, status=None, error="robots"),
    "a login": page(BLOG, status=401),
    "a challenge with status 200": page(BLOG, title="Just a moment...", word_count=10),
    "a challenge": page(BLOG, status=403),
    "too many requests": page(BLOG, status=429),
    "an error of the server": page(BLOG, status=500),
    "a server in maintenance": page(BLOG, status=503),
    "a status alone": page(BLOG, status=200, indexability=None),
    "a body that was too large": page(BLOG, status=200, error="too-large"),
    "a page that no parser could read": page(BLOG, status=200, error="internal"),
    "an answer with no meaning": page(BLOG, status=999),
}


@pytest.mark.parametrize("name", READ)
def test_an_answer_that_says_what_became_of_the_page_is_a_reading(name: str) -> None:
    pages = view([READ[name]]).pages
    assert rows(pages.select(read=was_read(pages))) == [(True,)]


@pytest.mark.parametrize("name", NOT_READ)
def test_what_says_nothing_of_the_page_is_no_reading_and_erases_none(name: str) -> None:
    read = page(BLOG, crawl="old", fetched_at=day(0), title="A blog")
    failed = NOT_READ[name] | {"crawl": "now", "fetched_at": day(1)}
    pages = view([failed]).pages
    assert rows(pages.select(read=was_read(pages))) == [(False,)]
    seen = view([read, failed], [link(BLOG, "/", crawl="old")])
    told = ("crawl", "title", "first_observed", "last_observed", "last_tried")
    assert rows(seen.pages, *told) == [("old", "A blog", day(0), day(0), day(1))]
    assert rows(seen.links, "source_url", "crawl") == [(BLOG, "old")]


def choose(*pages: Row, graph_crawl: str | None = "now") -> list[tuple[Any, ...]]:
    """Crawl and dates of the row that is chosen, in days."""
    chosen = rows(view(pages, graph_crawl=graph_crawl).pages, "crawl", *DATES)
    return [
        (crawl, *(None if date is None else (date - NOW).days for date in dates))
        for crawl, *dates in chosen
    ]


DATES = ("first_observed", "last_observed", "last_tried")


def tried(crawl: str, at: int, url: str = BLOG, **facts: Any) -> Row:
    """A row of a crawl on a day."""
    return page(url, crawl=crawl, fetched_at=day(at), **facts)


FAILED: Row = {"status": None, "error": "timeout"}


def test_the_latest_reading_wins() -> None:
    assert choose(tried("a", 1), tried("c", 3), tried("b", 2)) == [("c", 1, 3, 3)]


def test_a_later_404_replaces_a_reading_and_a_later_503_does_not() -> None:
    assert choose(tried("a", 1), tried("b", 2, status=404)) == [("b", 1, 2, 2)]
    assert choose(tried("a", 1), tried("b", 2, status=503)) == [("a", 1, 1, 2)]


def test_a_page_that_is_back_is_no_longer_gone_though_only_its_status_was_asked_for() -> None:
    there: Row = {"indexability": None}
    assert choose(tried("a", 1, status=404), tried("b", 2, **there)) == [("b", 1, 1, 2)]
    assert choose(tried("a", 1, status=301), tried("b", 2, **there)) == [("b", 1, 1, 2)]
    gone = tried("a", 1), tried("b", 2, status=410)
    assert choose(*gone, tried("c", 3, **there)) == [("c", 1, 2, 3)]
    assert choose(*gone, tried("c", 3, **there), tried("d", 4, **FAILED)) == [("c", 1, 2, 4)]


def test_a_status_alone_replaces_no_body_and_nothing_later() -> None:
    there: Row = {"indexability": None}
    gone = tried("a", 1, status=404)
    assert choose(gone, tried("b", 2), tried("c", 3, **there)) == [("b", 1, 2, 3)]
    assert choose(gone, tried("b", 2, **there), tried("c", 3, status=404)) == [("c", 1, 3, 3)]
    assert choose(gone, tried("b", 2, error="too-large")) == [("a", 1, 1, 2)]


def test_without_a_reading_the_latest_answer_wins_then_the_latest_try() -> None:
    answered = tried("a", 1, status=503), tried("b", 2, status=403)
    assert choose(*answered, tried("c", 3, **FAILED)) == [("b", None, None, 3)]
    assert choose(tried("a", 1, **FAILED), tried("b", 2, **FAILED)) == [("b", None, None, 2)]


def test_of_two_readings_at_the_same_time_the_later_name_wins() -> None:
    assert choose(tried("b", 1), tried("a", 1)) == [("b", 1, 1, 1)]
    assert choose(tried("a", 1), tried("b", 1)) == [("b", 1, 1, 1)]


def test_a_page_in_scope_is_as_the_latest_target_crawl_met_it_even_where_it_failed() -> None:
    home = absolute("/")
    pages = [tried("old", 1, home), tried("now", 2, home, **FAILED), tried("links", 3, home)]
    assert choose(*pages) == [("now", 1, 3, 3)]
    assert choose(*pages, graph_crawl="old") == [("old", 1, 3, 3)]
    assert choose(*pages, graph_crawl=None) == [("links", 1, 3, 3)]


def test_a_page_in_scope_that_only_an_older_crawl_found_has_its_row_and_no_links() -> None:
    pages = [tried("old", 1, absolute("/gone")), tried("now", 2, absolute("/"))]
    links = [link("/gone", "/", crawl="old"), link("/", "/tea"), link(BLOG, "/", crawl="old")]
    seen = view([*pages, tried("old", 1, BLOG)], links)
    assert set(rows(seen.pages, "url", "crawl", "in_graph")) == {
        (absolute("/gone"), "old", False),
        (absolute("/"), "now", True),
        (BLOG, "old", False),
    }
    assert set(rows(seen.links, "source_url", "target_url")) == {
        (absolute("/"), absolute("/tea")),
        (BLOG, absolute("/")),
    }


def test_links_come_from_the_same_crawl_as_the_row_of_their_page() -> None:
    pages = [tried(crawl, at, url) for url in (BLOG, absolute("/")) for crawl, at in CRAWLS]
    links = [
        link(url, f"/{crawl}", crawl=crawl) for url in (BLOG, absolute("/")) for crawl, _ in CRAWLS
    ]
    seen = view(pages, links)
    assert set(rows(seen.links, "source_url", "target_url")) == {
        (BLOG, absolute("/later")),
        (absolute("/"), absolute("/now")),
    }


CRAWLS = (("old", 1), ("now", 2), ("later", 3))


def test_links_whose_page_has_no_row_are_left_out() -> None:
    seen = view([page("/")], [link("/", "/a"), link("/a", "/"), link(BLOG, "/")])
    assert rows(seen.links, "source_url") == [(absolute("/"),)]


def test_nothing_tried_is_nothing_chosen() -> None:
    chosen = choose_observations(table("pages", []), None)
    assert rows(chosen) == []
    told = {"url", "crawl", "scope", "in_graph", "first_crawl", "first_tried", "is_challenge"}
    assert set(chosen.columns) == {*told, *DATES}


def test_the_crawl_that_read_a_page_first_is_told() -> None:
    pages = [tried("one", 1, status=503), tried("two", 2), tried("three", 3)]
    assert rows(view(pages, graph_crawl=None).pages, "crawl", "first_crawl") == [("three", "two")]


def test_of_two_crawls_that_read_a_page_first_at_one_moment_the_first_by_name_is_told() -> None:
    for names in ("one", "two"), ("two", "one"):
        pages = [*(tried(name, 1) for name in names), tried("later", 2)]
        assert rows(view(pages, graph_crawl=None).pages, "first_crawl") == [("one",)]


CHALLENGES = (
    "Just a moment...",
    "JUST A MOMENT",
    "Just a moment, please",
    "Un momento, por favor…",
    "Access denied | www.shop.example",
    "Captcha – The Tea Shop",
    "Access to this page has been denied because we believe you are a robot",
    "Attention Required! | Cloudflare",
)
PAGES = (
    "Just a moment: how to wait well",
    "Just a moment with the tea master",
    "Un momento di tè",
    "Captcha alternatives",
    "Captcha | Seven words about what guards ask",
    "Access denied: what to do",
    "One moment|s notice of our tea club here",
    "Are you a human being?",
    "Tea, just a moment away",
)


@pytest.mark.parametrize("title", CHALLENGES)
def test_a_guards_title_on_a_short_page_is_a_challenge(title: str) -> None:
    assert is_challenge(title)
    assert not is_challenge(title, word_count=200)


@pytest.mark.parametrize("title", PAGES)
def test_a_title_that_begins_with_a_guards_words_is_none(title: str) -> None:
    assert not is_challenge(title)


def is_challenge(title: str, word_count: int = 199) -> bool:
    """Whether a page with this title is taken for a challenge."""
    pages = view([page(BLOG, title=title, word_count=word_count)]).pages
    return bool(rows(pages, "is_challenge")[0][0])


def test_nothing_that_a_challenge_says_to_search_engines_is_said_of_the_page() -> None:
    said = ("indexability", "indexable", "noindex", "nofollow", "canonical_url", "canonicals")
    facts: Row = {"noindex": True, "nofollow": True, "canonical_url": "/tea", "canonicals": 1}
    facts |= {"indexability": "noindex", "indexable": False}
    for title, known in (("Just a moment", 0), ("Green tea", len(said))):
        [row] = rows(view([page("/", title=title, word_count=9, **facts)]).pages, *said)
        assert sum(value is not None for value in row) == known


def test_a_challenge_that_says_it_is_one_keeps_its_status_as_the_reason() -> None:
    pages = view([page("/", status=403, title="Access denied", word_count=9)]).pages
    assert rows(pages, "is_challenge", "indexability") == [(True, "client-error")]
