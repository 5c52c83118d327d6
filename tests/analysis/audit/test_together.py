"""Domains first seen together: tables worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from linkspider.analysis.audit.profile import Profile
from linkspider.analysis.audit.together import seen_together
from tests.analysis.frames import Row, crawl, link, page, rows, view

MARCH = datetime(2026, 3, 2, tzinfo=UTC)
FIRST, SECOND = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
CRAWLS = [
    crawl("first", spider="referring", started_at=FIRST),
    crawl("second", spider="referring", started_at=SECOND),
]


def published(days: list[int]) -> tuple[list[Row], list[Row]]:
    """A site for each day, whose page was published so many days after the second of March."""
    urls = [f"https://site{n}.example/" for n in range(len(days))]
    dates = [MARCH + timedelta(days=day, hours=7) for day in days]
    pages = [page(url, published_at=date) for url, date in zip(urls, dates, strict=True)]
    return pages, [link(url, "/tea") for url in urls]


def test_domains_whose_pages_claim_the_same_day_are_together() -> None:
    found = seen_together(Profile(view(*published([0, 0, 0, 1, 2]))), domains=3)
    assert sorted(rows(found, "source_domain", "evidence"))[0] == (
        "site0.example",
        "3 of 5 domains whose first link here has a known day say it is that of 2026-03-02, like "
        "https://site0.example/.",
    )
    assert len(rows(found)) == 3


def test_few_domains_and_a_small_share_of_them_are_not() -> None:
    assert rows(seen_together(Profile(view(*published([0, 0, 1, 2]))), domains=3)) == []
    seen = view(*published([0, 0, 0, *range(1, 14)]))
    assert rows(seen_together(Profile(seen), domains=3)) == []  # 3 of 16
    assert len(rows(seen_together(Profile(seen), domains=3, share=3 / 16))) == 3


def test_the_earliest_page_of_a_domain_counts() -> None:
    pages, links = published([0, 0, 0])
    pages.append(page("https://site0.example/old", published_at=MARCH - timedelta(days=9)))
    assert len(rows(seen_together(Profile(view(pages, links)), domains=3))) == 3  # it has no link
    links.append(link("https://site0.example/old", "/tea"))
    assert rows(seen_together(Profile(view(pages, links)), domains=3)) == []


def sites(domains: int, new_crawl: str, new_at: datetime) -> tuple[list[Row], list[Row]]:
    """Sites whose home page the first crawl read, and whose page that links here a later one."""
    pages, links = [], []
    for n in range(domains):
        home, new = f"https://site{n}.example/", f"https://site{n}.example/new"
        pages += [
            page(home, crawl="first", fetched_at=FIRST + timedelta(hours=1)),
            page(new, crawl=new_crawl, fetched_at=new_at + timedelta(hours=n)),
        ]
        links.append(link(new, "/tea", crawl=new_crawl))
    return pages, links


def test_new_pages_of_sites_that_an_earlier_crawl_knew_are_together() -> None:
    pages, links = sites(3, "second", SECOND)
    found = seen_together(Profile(view(pages, links, crawls=CRAWLS)), domains=3)
    assert sorted(rows(found, "source_domain", "evidence"))[2] == (
        "site2.example",
        "3 of 3 domains whose first link here has a known day were found by the crawl of "
        "2026-02-01, like https://site2.example/new.",
    )


def test_one_crawl_that_was_stopped_and_gone_on_with_is_one_crawl() -> None:
    pages, links = sites(3, "first", SECOND)
    crawls = [CRAWLS[0], crawl("own", started_at=SECOND - timedelta(days=1))]
    assert rows(seen_together(Profile(view(pages, links, crawls=crawls)), domains=3)) == []


def test_one_crawl_tells_nothing_and_neither_do_sites_that_are_looked_at_for_the_first_time() -> (
    None
):
    pages, links = sites(3, "first", FIRST)
    assert rows(seen_together(Profile(view(pages, links, crawls=CRAWLS[:1])), domains=3)) == []
    pages, links = sites(3, "second", SECOND)
    unknown = [one for one in pages if one["crawl"] == "second"]
    assert rows(seen_together(Profile(view(unknown, links, crawls=CRAWLS)), domains=3)) == []
