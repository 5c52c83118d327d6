"""Old pages that newer ones forget, by hand."""

from __future__ import annotations

from datetime import timedelta

from linkspider.analysis import View
from linkspider.analysis.internal import old_pages_never_linked_by_newer
from tests.analysis.frames import NOW, Row, absolute, link, page, rows, view


def post(url: str, day: int, **facts: object) -> Row:
    """A page that was published so many days after the first."""
    return page(url, published_at=NOW + timedelta(days=day), **facts)


POSTS = [
    page("/"),
    post("/1", 1),
    post("/2", 2),
    post("/2b", 2),
    post("/3", 3),
    post("/9", 9, noindex=True),  # newer than all, and no page to find
    page("/new", redirect_to="/3"),
    page("/first", redirect_to="/1"),
]


def test_a_link_of_an_older_page_of_one_of_the_day_or_without_a_date_does_not_count() -> None:
    links = [link("/", "/2"), link("/1", "/2"), link("/2b", "/2"), link("/9", "/3")]
    found = old_pages_never_linked_by_newer(view(POSTS, links))
    assert rows(found) == [
        (absolute("/1"), NOW + timedelta(days=1), 4, 0),
        (absolute("/2"), NOW + timedelta(days=2), 2, 3),
        (absolute("/2b"), NOW + timedelta(days=2), 2, 0),
    ]


def test_a_newer_page_that_is_not_indexable_links_too_and_is_no_old_one() -> None:
    posts = [*POSTS, post("/10", 10)]
    found = old_pages_never_linked_by_newer(view(posts, [link("/9", "/1"), link("/9", "/2")]))
    assert rows(found, "url", "newer_pages") == [(absolute("/2b"), 3), (absolute("/3"), 2)]


def test_a_newer_page_counts_wherever_its_link_stands_and_through_redirects() -> None:
    links = [
        link("/3", "/first", rel=["nofollow"], position="footer"),
        link("/3", "/2"),
        link("/2", "/2b"),
        link("/9", "/3"),
    ]
    found = old_pages_never_linked_by_newer(view(POSTS, links))
    assert rows(found, "url", "unique_inlinks") == [(absolute("/2b"), 1)]


def test_the_newest_page_and_one_alone_are_not_forgotten() -> None:
    assert rows(old_pages_never_linked_by_newer(view([post("/1", 1)]))) == []


def test_on_the_demo_the_journal_links_to_all_its_posts(shop: View) -> None:
    assert rows(old_pages_never_linked_by_newer(shop)) == []
