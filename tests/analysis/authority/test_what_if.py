"""What would become of the pages: the same as a graph with other links, and the demo."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from pathlib import Path

import pytest

from linkspider.analysis import AnalysisError, open
from linkspider.analysis.authority import suggest_links, what_if
from linkspider.analysis.authority.pagerank import pagerank
from linkspider.analysis.authority.what_if import Link
from tests.analysis.authority.graphs import edges
from tests.analysis.frames import absolute, link, page, rows, view

PAGES = [page("/"), page("/a"), page("/b"), page("/old", redirect_to="/b"), page("/x", status=404)]
LINKS = [link("/", "/a"), link("/a", "/b", rel=["nofollow"]), link("/", "/x", position="footer")]
# In the order of their URLs: 0 is the home page, 1 is /a, 2 is /b, 3 is /x.
BEFORE = pagerank(edges((0, 1), (1, 2), (0, 3), nofollow=[1]), 4)


def scored(rank: float) -> float:
    return 100 * log(rank / min(BEFORE)) / log(max(BEFORE) / min(BEFORE))


def pairs(*links: tuple[str, str]) -> list[Link]:
    return [(absolute(source), absolute(target)) for source, target in links]


CHANGES = {
    "a new link": (pairs(("/b", "/")), [], edges((0, 1), (1, 2), (0, 3), (2, 0), nofollow=[1])),
    "the same twice": (
        pairs(("/b", "/"), ("/old", "/")), [],
        edges((0, 1), (1, 2), (0, 3), (2, 0), nofollow=[1]),
    ),
    "a followed link beside one that is not": (
        pairs(("/a", "/old")), [], edges((0, 1), (1, 2), (0, 3)),
    ),
    "a link less": ([], pairs(("/", "/x")), edges((0, 1), (1, 2), nofollow=[1])),
    "all links of a page less": ([], pairs(("/a", "/b")), edges((0, 1), (0, 3))),
    "one for another": (
        pairs(("/", "/b")), pairs(("/", "/x")), edges((0, 1), (1, 2), (0, 2), nofollow=[1]),
    ),
    "removed and added": (pairs(("/a", "/b")), pairs(("/a", "/b")), edges((0, 1), (1, 2), (0, 3))),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_it_is_the_pagerank_of_the_graph_with_the_other_links(name: str) -> None:
    add, remove, graph = CHANGES[name]
    after = pagerank(graph, 4)
    answer = what_if(view(PAGES, LINKS), add, remove)
    found = {row[0]: row[1:6] for row in rows(answer)}
    assert found == {
        absolute(url): pytest.approx(
            (was, now, scored(was), scored(now), scored(now) - scored(was)), abs=1e-7
        )
        for url, was, now in zip(["/", "/a", "/b", "/x"], BEFORE, after, strict=True)
    }
    changes = [abs(row[0]) for row in rows(answer, "score_change")]
    assert changes == sorted(changes, reverse=True)


def test_scores_keep_the_scale_of_before() -> None:
    found = rows(what_if(view(PAGES, LINKS), pairs(("/", "/b"), ("/a", "/"))), "score_after")
    assert max(found)[0] > 100 or min(found)[0] < 0


def test_a_link_added_weighs_as_one_in_the_content() -> None:
    weights = {"content": 3, "footer": 1}
    found = dict(
        rows(what_if(view(PAGES, LINKS), pairs(("/", "/b")), (), weights), "url", "pagerank_after")
    )
    home, a, b, x = (found[absolute(url)] for url in ("/", "/a", "/b", "/x"))
    assert (a - home, b - home) == pytest.approx((0.85 * home * 3 / 7,) * 2)
    assert x - home == pytest.approx(0.85 * home / 7)


def test_nothing_changed_changes_nothing() -> None:
    assert {row[0] for row in rows(what_if(view(PAGES, LINKS)), "score_change")} == {0}
    assert rows(what_if(view())) == []
    equal = what_if(view([page("/"), page("/a")]))
    assert rows(equal, "score_before", "score_after", "score_change") == [(0, 0, 0)] * 2


def test_there_is_no_score_after_where_all_were_equal() -> None:
    found = rows(what_if(view([page("/"), page("/a")]), pairs(("/", "/a"))))
    assert [row[3:6] for row in found] == [(0, None, None)] * 2
    assert found[1][2] == pytest.approx(1 - 0.5 / 1.425)


def test_urls_are_taken_as_people_write_them() -> None:
    add = [("HTTPS://shop.example/b#top", "https://shop.example")]
    assert rows(what_if(view(PAGES, LINKS), add)) == rows(
        what_if(view(PAGES, LINKS), pairs(("/b", "/")))
    )


@pytest.mark.parametrize(
    ("add", "remove", "words"),
    [
        (pairs(("/", "/none")), [], "not a known page of this site: https://shop.example/none"),
        ([], [("no url", absolute("/"))], "not a known page of this site: no url"),
        (pairs(("/b", "/old")), [], "/b to https://shop.example/old stand for the same page"),
        ([], pairs(("/", "/a"), ("/a", "/")), "no link to remove from https://shop.example/a to"),
        (pairs(("/x", "/")), [], "https://shop.example/x is no page that has links"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(
    add: Sequence[Link], remove: Sequence[Link], words: str
) -> None:
    with pytest.raises(AnalysisError, match=words) as raised:
        what_if(view(PAGES, LINKS), add, remove)
    assert "\n" not in str(raised.value)


def test_links_are_suggested_from_the_strongest_pages_to_the_weakest() -> None:
    # /b, which gets nothing by a link that is not followed, and /c are equally weak.
    seen = view([*PAGES, page("/c")], [*LINKS, link("/a", "/")])
    assert suggest_links(seen) == pairs(("/", "/b"), ("/c", "/b"))
    assert suggest_links(seen, 1) == pairs(("/", "/b"))
    assert suggest_links(view()) == []
    assert suggest_links(view([page("/")])) == []


def test_the_orphan_of_the_demo_shop_gains_most_by_the_suggested_links(demo_data: Path) -> None:
    seen = open(demo_data, "shop.example")
    links = suggest_links(seen)
    orphan = "http://shop.example/tea/black/keemun"
    assert links == [
        ("http://shop.example/", orphan),
        ("http://shop.example/about", orphan),
        ("http://help.shop.example/returns", orphan),
    ]
    found = rows(what_if(seen, links), "url", "score_before", "score_after", "score_change")
    assert found[0] == (orphan, 0, pytest.approx(49.7, abs=0.1), pytest.approx(49.7, abs=0.1))
    assert abs(found[1][3]) < 5
