"""Sitewide links, on small hosts counted by hand."""

from __future__ import annotations

from pathlib import Path

from linkspider.analysis import open
from linkspider.analysis.backlinks import profile_sitewide_once, sitewide
from linkspider.analysis.view import View
from tests.analysis.frames import Row, absolute, link, page, rows, view


def host(name: str, pages: int) -> list[str]:
    """The URLs of so many pages of a host."""
    return [f"https://{name}/{n}" for n in range(pages)]


def seen(urls: list[str], links: list[Row], *more: Row) -> View:
    return view([*map(page, urls), *more], links)


NAMES = ("source_host", "anchor", "pages_with_link", "read_pages", "sitewide")


def test_half_of_ten_pages_are_enough_and_four_are_not() -> None:
    for with_link, expected in ((5, True), (4, False)):
        urls = host("ref.example", 10)
        links = [link(url, "/", "Shop") for url in urls[:with_link]]
        found = sitewide(seen(urls, links))
        assert rows(found, *NAMES) == [("ref.example", "shop", with_link, 10, expected)]


def test_of_a_host_with_nine_pages_nothing_can_be_said() -> None:
    urls = host("ref.example", 9)
    found = sitewide(seen(urls, [link(url, "/", "Shop") for url in urls]))
    assert rows(found, *NAMES) == [("ref.example", "shop", 9, 9, None)]


def test_sitewide_links_may_stand_alone() -> None:
    wide, small = host("wide.example", 10), host("small.example", 9)
    links = [link(url, "/", "Shop") for url in (*wide, *small)]
    links += [link(url, "/tea", "Tea", ordinal=1) for url in wide[:4]]
    found = sitewide(seen(wide + small, links), only_sitewide=True)
    assert rows(found, *NAMES) == [("wide.example", "shop", 10, 10, True)]


def test_pages_that_were_not_read_are_no_pages_of_the_host() -> None:
    urls = host("ref.example", 9)
    more = [
        page("https://ref.example/gone", status=404),
        page("https://ref.example/slow", status=None, error="timeout"),
        page("https://ref.example/moved", redirect_to="/"),
        page("https://ref.example/unasked", indexability=None),
        page("https://ref.example/file", indexability="not-html"),
    ]
    links = [link(url, "/") for url in (*urls, "https://ref.example/gone")]
    [found] = rows(sitewide(seen(urls, links, *more)), "links", *NAMES)
    assert found == (10, "ref.example", "", 9, 9, None)


def test_anchors_are_compared_normalised_and_hosts_and_targets_kept_apart() -> None:
    urls = host("a.ref.example", 10) + host("b.ref.example", 10)
    anchors = ["Shop", "shop!", " SHOP ", "« Shop »", "ｓｈｏｐ"]
    links = [link(url, "/", anchor) for url, anchor in zip(urls[:5], anchors, strict=True)]
    links += [link(url, "/tea", "Shop", rel=["nofollow"]) for url in urls[3:14]]
    found = rows(sitewide(seen(urls, links)), *NAMES[:4], "target_url", "followed", "sitewide")
    assert found == [
        ("a.ref.example", "shop", 7, 10, absolute("/tea"), False, True),
        ("a.ref.example", "shop", 5, 10, absolute("/"), True, True),
        ("b.ref.example", "shop", 4, 10, absolute("/tea"), False, False),
    ]


def test_sitewide_links_count_once_for_each_host_target_and_anchor() -> None:
    urls = host("ref.example", 10)
    links = [link(url, "/", "Shop") for url in urls]  # sitewide
    links += [link(url, "/", "the shop", ordinal=1) for url in urls[:6]]  # sitewide too
    links += [link(urls[0], "/", "a review", ordinal=2), link(urls[0], "/tea", "tea", ordinal=3)]
    # Of 18 links 16 are sitewide, of 2 groups. Of 11 pairs 9 have sitewide links alone, which are
    # 1; the pair of page 0 and the home page has the review too, and stays.
    assert rows(profile_sitewide_once(seen(urls, links))) == [(18, 11, 16, 2, 4, 3)]


def test_nothing_gives_no_rows_and_zeros() -> None:
    assert rows(sitewide(view())) == []
    assert rows(profile_sitewide_once(view())) == [(0, 0, 0, 0, 0, 0)]


def test_the_demo_has_a_blogroll_on_all_ten_pages_of_a_diary(demo_data: Path) -> None:
    opened = open(demo_data, "shop.example")
    found = rows(sitewide(opened), "source_host", "target_url", "links", *NAMES[2:])
    diary, shop = "slowmornings.example", "http://shop.example/"
    assert found[:2] == [
        (diary, shop, 10, 10, 10, True),
        ("bargainlinks.example", f"{shop}tea/green/", 6, 4, 4, None),
    ]
    assert [row for row in found[1:] if row[-1] is not None] == [
        (diary, f"{shop}brew-timer", 1, 1, 10, False)
    ]
    assert rows(profile_sitewide_once(opened)) == [(48, 43, 10, 1, 39, 34)]
