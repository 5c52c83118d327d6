"""Internal PageRank: cases worked out by hand, and the demo."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider.analysis import open
from linkspider.analysis.authority import internal_pagerank
from tests.analysis.frames import absolute, link, page, rows, view

COLUMNS = ("url", "pagerank", "score", "unique_inlinks", "content_inlinks", "status", "indexable")


def test_a_page_that_is_linked_stands_above_the_one_that_links() -> None:
    links = [link("/", "/a"), link("/", "/a", ordinal=1), link("/", "/a", position="footer")]
    answer = internal_pagerank(view([page("/"), page("/a", status=404)], links))
    # home = 0.075 + 0.425 a and home + a = 1
    home = 0.5 / 1.425
    assert rows(answer) == [
        (absolute("/a"), pytest.approx(1 - home), 100, 1, 2, 404, False),
        (absolute("/"), pytest.approx(home), 0, 0, 0, 200, True),
    ]
    assert answer.complete


def test_weights_of_positions_part_the_shares() -> None:
    seen = view(
        [page("/"), page("/a"), page("/b")],
        [link("/", "/a"), link("/", "/b", position="footer")],
    )
    found = dict(rows(internal_pagerank(seen, {"footer": 0.25}), "url", "pagerank"))
    home, a, b = (found[absolute(url)] for url in ("/", "/a", "/b"))
    assert a - home == pytest.approx(0.85 * home * 0.8)
    assert b - home == pytest.approx(0.85 * home * 0.2)


def test_a_link_that_is_not_followed_takes_its_share_and_hands_it_to_nobody() -> None:
    links = [link("/", "/a"), link("/", "/b", rel=["nofollow"]), link("/", "https://x.example/")]
    found = rows(internal_pagerank(view([page("/"), page("/a"), page("/b")], links)), *COLUMNS[:4])
    # home = b = 0.05 + 0.85 (a + b)/3 as a and b are dangling; a = home + 0.85 home/2
    home = 0.05 / (1 - 0.85 * (2 + 0.425) / 3)
    assert found == [
        (absolute("/a"), pytest.approx(1.425 * home), 100, 1),
        (absolute("/"), pytest.approx(home), 0, 0),
        (absolute("/b"), pytest.approx(home), 0, 1),
    ]


def test_pages_that_are_all_equal_score_0_and_are_sorted_by_url() -> None:
    ring = ["/a", "/b", "/c"]
    links = [link(source, target) for source, target in zip(ring, [*ring[1:], "/a"], strict=True)]
    for seen in (view(map(page, ring), links), view(map(page, ring))):
        found = rows(internal_pagerank(seen), "url", "pagerank", "score")
        assert found == [(absolute(url), pytest.approx(1 / 3), 0) for url in ring]


def test_one_page_has_all_and_no_page_has_nothing() -> None:
    assert rows(internal_pagerank(view([page("/")])), "pagerank", "score") == [(1, 0)]
    answer = internal_pagerank(view(complete_inside=False))
    assert rows(answer) == []
    assert answer.table.columns == COLUMNS
    assert not answer.complete


def test_the_demo_shop_has_its_home_page_on_top_and_its_orphan_at_the_end(demo_data: Path) -> None:
    shop = "http://shop.example"
    answer = internal_pagerank(open(demo_data, "shop.example"))
    found = {row[0].removeprefix(shop): row[1:] for row in rows(answer)}
    assert list(found)[:2] == ["/", "/about"]
    assert sum(row[0] for row in found.values()) < 1  # the cart and the log-in are not followed
    assert found["/"][1:] == (100, 35, 1, 200, True)
    assert found["/about"][2:] == (35, 6, 200, True)
    assert found["/tea/black/keemun"][1:] == (0, 0, 0, 200, True)
    assert found["/cart"][1:] == (0, 31, 0, 200, False)
    assert found["/teaware/chasen"][2:] == (1, 1, 404, False)
    assert "/shop/green-tea" not in found
    assert "/tea/green/?sort=price" not in found
