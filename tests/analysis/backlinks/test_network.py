"""The edges of the network picture, on a few links counted by hand."""

from __future__ import annotations

from pathlib import Path

from linkspider.analysis import open
from linkspider.analysis.backlinks import reference_network
from tests.analysis.frames import absolute, link, page, rows, view

A, B, C = "https://a.example/", "https://b.example/", "https://c.example/"
LINKS = [
    link(A, "/tea"), link(A, "/old", rel=["nofollow"]), link(A, "/cups"),
    link(B, "/tea", rel=["ugc"]), link(B, "/tea", rel=["ugc"], ordinal=1), link(B, "/pots"),
    link(C, "/pots"),
]  # fmt: skip
SEEN = view([*map(page, (A, B, C, "/tea")), page("/old", redirect_to="/tea")], LINKS)


def test_the_largest_domains_have_an_edge_to_each_page_and_one_to_all_others() -> None:
    assert rows(reference_network(SEEN, domains=2, pages=1)) == [
        ("a.example", absolute("/tea"), 2, 2, True),
        ("a.example", None, 1, 1, True),
        ("b.example", absolute("/tea"), 2, 1, False),
        ("b.example", None, 1, 1, True),
    ]


def test_all_are_there_where_they_are_few() -> None:
    assert rows(reference_network(SEEN), "source_domain", "target_page", "backlinks") == [
        ("a.example", absolute("/cups"), 1),
        ("a.example", absolute("/tea"), 2),
        ("b.example", absolute("/pots"), 1),
        ("b.example", absolute("/tea"), 1),
        ("c.example", absolute("/pots"), 1),
    ]


def test_nothing_gives_no_rows() -> None:
    assert rows(reference_network(view())) == []


def test_the_demo_is_counted(demo_data: Path) -> None:
    found = rows(reference_network(open(demo_data, "shop.example")))
    assert sum(row[3] for row in found) == 43
    assert len({row[0] for row in found}) == 8
    assert len({row[1] for row in found} - {None}) == 8
    assert ("finelinks.example", "http://shop.example/teaware/", 1, 1, False) in found
