"""Inlinks and outlinks by position, counted by hand."""

from __future__ import annotations

from linkspider.analysis import View
from linkspider.analysis.internal import links_by_position
from tests.analysis.frames import absolute, rows, view
from tests.analysis.internal.test_inlinks import LINKS, PAGES


def test_each_link_counts_at_its_position_for_its_source_and_its_target() -> None:
    assert rows(links_by_position(view(PAGES, LINKS))) == [
        # tea, the circle and the unknown page; of them the circle ends nowhere
        (absolute("/"), "content", 0, 0, 3, 2),
        (absolute("/"), "footer", 0, 0, 1, 1),
        (absolute("/"), "navigation", 0, 0, 1, 1),
        (absolute("/tea"), "content", 2, 2, 0, 0),
        (absolute("/tea"), "footer", 1, 1, 0, 0),
        (absolute("/tea"), "navigation", 1, 1, 0, 0),
        (absolute("/tea"), None, 0, 0, 1, 1),
        (absolute("/ware"), "content", 0, 0, 1, 1),
        (absolute("/ware"), None, 1, 1, 0, 0),
    ]


def test_on_the_demo_help_is_linked_from_the_navigation_of_all_other_pages(shop: View) -> None:
    found = [
        row[1:] for row in rows(links_by_position(shop)) if row[0].endswith("help.shop.example/")
    ]
    assert found == [
        ("content", 0, 0, 3, 3),
        ("footer", 0, 0, 1, 1),
        ("header", 3, 3, 1, 1),
        ("navigation", 37, 35, 3, 3),
    ]
