"""Rel kinds and positions, on a few links counted by hand."""

from __future__ import annotations

from pathlib import Path

from linkspider.analysis import open
from linkspider.analysis.backlinks import positions, rel_kinds
from tests.analysis.frames import link, page, rows, view

FIRST, SECOND, THIRD = "https://a.example/1", "https://www.a.example/2", "https://b.example/3"
PAGES = [page(url) for url in (FIRST, SECOND, THIRD)]


def test_a_link_counts_under_each_of_its_kinds() -> None:
    links = [
        link(FIRST, "/", rel=["noopener"]),
        link(FIRST, "/", rel=["ugc", "nofollow"], ordinal=1),
        link(SECOND, "/", rel=["nofollow"]),
        link(THIRD, "/", rel=["sponsored"]),
        link(THIRD, "/tea", followed=False, ordinal=1),
        link(THIRD, "/tea", followed=False, ordinal=2),
    ]
    assert rows(rel_kinds(view(PAGES, links))) == [
        ("nofollow", 2, 2, 2, 2, 1, 2 / 6, 0.5),
        ("page-nofollow", 2, 1, 1, 1, 1, 2 / 6, 0.5),
        ("followed", 1, 1, 1, 1, 1, 1 / 6, 0.5),
        ("sponsored", 1, 1, 1, 1, 1, 1 / 6, 0.5),
        ("ugc", 1, 1, 1, 1, 1, 1 / 6, 0.5),
    ]


def test_links_are_counted_where_they_stand() -> None:
    links = [
        link(FIRST, "/"),
        link(FIRST, "/", position="footer", rel=["nofollow"], ordinal=1),
        link(SECOND, "/", position="footer"),
        link(THIRD, "/", position=None),
    ]
    assert rows(positions(view(PAGES, links))) == [
        ("footer", 2, 2, 2, 2, 1, 1, 0.5, 0.5),
        ("content", 1, 1, 1, 1, 1, 1, 0.25, 0.5),
        (None, 1, 1, 1, 1, 1, 1, 0.25, 0.5),
    ]


def test_nothing_gives_no_rows() -> None:
    assert rows(rel_kinds(view())) == rows(positions(view())) == []


def test_the_demo_is_counted(demo_data: Path) -> None:
    opened = open(demo_data, "shop.example")
    assert rows(rel_kinds(opened), "kind", "links", "referring_domains") == [
        ("followed", 39, 6), ("ugc", 5, 1), ("nofollow", 4, 3), ("sponsored", 2, 1),
        ("page-nofollow", 1, 1),
    ]  # fmt: skip
    assert rows(positions(opened), "position", "links") == [("content", 38), ("aside", 10)]
