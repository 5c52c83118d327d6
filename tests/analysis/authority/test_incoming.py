"""Authority that comes in: cases worked out by hand, and the demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider.analysis import View, open
from linkspider.analysis.authority import authority_balance, incoming_authority
from tests.analysis.frames import absolute, link, page, rows, view

HOME = 0.15 / (1 - 0.85**2)
"""Of two pages, where all comes in at the home page, which links to the other, which has no links:
home = 0.15 + 0.85 other, other = 0.85 home."""


def two_pages(*backlinks: tuple[str, str, bool]) -> View:
    """The home page links to /a; and backlinks: source, target, followed."""
    links = [link(source, target, followed=followed) for source, target, followed in backlinks]
    sources = [page(source) for source in sorted({source for source, *_ in backlinks})]
    pages = [page("/"), page("/a"), page("/old", redirect_to="/"), *sources]
    return view(pages, [link("/", "/a"), *links])


def test_authority_starts_where_followed_backlinks_lead() -> None:
    seen = two_pages(
        ("https://one.example/", "/", True),
        ("https://one.example/2", "/old", True),
        ("https://two.example/", "/", False),
        ("https://two.example/", "/a", False),
    )
    answer = incoming_authority(seen)
    assert rows(answer) == [
        (absolute("/"), pytest.approx(HOME), 2, 1, 200, True),
        (absolute("/a"), pytest.approx(0.85 * HOME), 1, 0, 200, True),
    ]
    assert rows(authority_balance(seen)) == [
        (absolute("/"), 1, 1, pytest.approx(HOME), pytest.approx(HOME - 1), 200, True),
        (absolute("/a"), 0, 0, pytest.approx(0.85 * HOME), pytest.approx(1 - HOME), 200, True),
    ]


def test_domains_count_once_a_page_however_often_they_link() -> None:
    seen = two_pages(
        ("https://one.example/", "/", True),
        ("https://www.one.example/", "/", True),
        ("https://two.example/", "/a", True),
        ("https://three.example/", "/a", False),
        ("https://three.example/2", "/a", True),
    )
    found = rows(authority_balance(seen), "url", "followed_referring_domains", "incoming_share")
    assert found == [
        (absolute("/a"), 2, pytest.approx(2 / 3)),
        (absolute("/"), 1, pytest.approx(1 / 3)),
    ]


def test_shares_of_what_stays_sum_up_to_1_though_some_is_lost() -> None:
    seen = view(
        [page("/"), page("/a"), page("/b"), page("/c"), page("https://one.example/")],
        [
            link("/", "/a"),
            link("/", "/b", rel=["nofollow"]),
            link("https://one.example/", "/"),
            link("https://one.example/", "/gone"),
        ],
    )
    authority = [row[0] for row in rows(incoming_authority(seen), "authority")]
    assert sum(authority) < 0.9
    found = rows(authority_balance(seen), "url", "kept_share", "balance", "status")
    assert [row[0] for row in found] == [absolute(url) for url in ("/", "/gone", "/a")]
    assert sum(row[1] for row in found) == pytest.approx(1)
    assert sum(row[2] for row in found) == pytest.approx(0)
    assert found[1][3] is None


def test_without_a_followed_backlink_there_is_nothing_to_share() -> None:
    seen = two_pages(("https://one.example/", "/", False))
    assert rows(incoming_authority(seen)) == [
        (absolute("/"), None, 1, 0, 200, True),
        (absolute("/a"), None, 0, 0, 200, True),
    ]
    assert rows(authority_balance(seen)) == []
    for question in (incoming_authority, authority_balance):
        answer = question(view(complete_outside=False))
        assert rows(answer) == []
        assert not answer.complete
    assert authority_balance(view()).table.columns == (
        "url", "followed_referring_domains", "incoming_share", "kept_share", "balance", "status",
        "indexable",
    )  # fmt: skip


def test_the_demo_shop_is_linked_for_its_teas_and_keeps_it_on_its_menu(demo_data: Path) -> None:
    shop, seen = "http://shop.example", open(demo_data, "shop.example")
    found = {row[0].removeprefix(shop): row[1:] for row in rows(incoming_authority(seen))}
    assert next(iter(found)) == "/"
    assert found["/"][1:3] == (5, 4)
    assert found["/tea/green/sencha"][1:3] == (4, 3)
    assert found["/blog/matcha-guide"][1:] == (1, 1, 404, None)
    balance = {row[0].removeprefix(shop): row[1:] for row in rows(authority_balance(seen))}
    assert sum(row[0] for row in balance.values()) == 22
    assert balance["/tea/green/sencha"][1] == pytest.approx(3 / 22)
    assert balance["/tea/green/sencha"][3] < 0 < balance["/about"][3]
    assert "/tea/black/keemun" not in balance
