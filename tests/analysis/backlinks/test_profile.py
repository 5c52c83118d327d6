"""The profile in one row, on a few links counted by hand."""

from __future__ import annotations

from pathlib import Path

from linkspider.analysis import open
from linkspider.analysis.backlinks import profile
from tests.analysis.frames import Row, link, page, rows, view

LINKS = [
    link("https://blog.ref.example/1", "/", "Shop"),
    link("https://blog.ref.example/1", "/", "the shop", rel=["nofollow"], ordinal=1),
    link("https://blog.ref.example/1", "/tea", ordinal=2),
    link("https://www.ref.example/2", "/tea", rel=["ugc"]),
    link("https://forum.example/9", "/", rel=["nofollow"]),
    link("https://forum.example/9", "/", element="area", rel=["ugc"], ordinal=1),
    # None of these is a backlink.
    link("https://forum.example/9", "/", element="iframe", ordinal=2),
    link("https://forum.example/9", "https://ref.example/", ordinal=3),
    link("https://blog.shop.example/", "/tea"),
    link("/", "https://forum.example/9"),
]
NUMBERS = (
    "links", "backlinks", "referring_pages", "referring_hosts", "referring_domains",
    "followed_referring_domains", "followed_share",
)  # fmt: skip


def seen() -> list[Row]:
    """The pages that the links stand on."""
    return [page(url) for url in dict.fromkeys(row["source_url"] for row in LINKS)]


def test_the_five_numbers_stand_side_by_side() -> None:
    assert rows(profile(view(seen(), LINKS)), *NUMBERS) == [(6, 4, 3, 3, 2, 1, 0.5)]


def test_a_target_that_is_one_host_is_referred_to_from_other_domains_alone() -> None:
    found = profile(view(seen(), LINKS, domain="https://blog.shop.example/"))
    assert rows(found, "links", "referring_domains", "followed_share") == [(0, 0, None)]


def test_nothing_is_no_share() -> None:
    assert rows(profile(view()), *NUMBERS) == [(0, 0, 0, 0, 0, 0, None)]


def test_the_profile_is_as_complete_as_the_crawls_of_other_sites() -> None:
    assert profile(view(complete_inside=False)).complete
    assert not profile(view(complete_outside=False)).complete


def test_the_demo_is_counted(demo_data: Path) -> None:
    found = profile(open(demo_data, "shop.example"))
    assert rows(found, *NUMBERS) == [(48, 43, 29, 9, 8, 6, 0.75)]
