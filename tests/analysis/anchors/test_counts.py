"""Anchor texts counted, and the shares of their kinds: worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider import analysis
from linkspider.analysis import AnalysisError
from linkspider.analysis.anchors import anchor_kinds, kind_shares
from linkspider.analysis.anchors.kinds import KINDS
from linkspider.analysis.view import View
from tests.analysis.frames import link, page, rows, view

A, A_BLOG, B, C = (
    "https://a.example/1",
    "https://blog.a.example/2",
    "https://b.example/",
    "https://c.example/",
)
BRAND = "Leaf & Kettle"
NAMES = (BRAND, "shop.example")


def seen() -> View:
    """Three sites link to the tea page (called Our teas, also by its old address) and home."""
    pages = [
        page("/", title="Leaf & Kettle"),
        page("/tea", title="Our teas | Leaf & Kettle", h1=["All we have", "Our teas"]),
        page("/old", redirect_to="/tea"),
        page(A), page(A_BLOG), page(B), page(C),
    ]  # fmt: skip
    links = [
        link(A, "/tea", "Our teas", ordinal=0),
        link(A, "/tea", "our teas »", ordinal=1, followed=False),
        link(A_BLOG, "/old", "Our teas", followed=False, has_image=True),
        link(B, "/", "Our teas", followed=False),
        link(B, "/tea", "green tea", ordinal=1),
        link(C, "/", BRAND, ordinal=0),
        link(C, "/", "", ordinal=1, has_image=True),
        link(C, "/tea", "All we have", ordinal=2),
        link(C, "https://other.example/", "Our teas", ordinal=3),
        link(C, "/tea", "Our teas", element="canonical", ordinal=4),
    ]
    return view(pages, links)


def test_anchors_of_backlinks_are_counted_by_kind() -> None:
    columns = (
        "anchor", "kind", "links", "backlinks", "referring_pages", "referring_hosts",
        "referring_domains", "followed_referring_domains", "followed_links", "target_pages",
        "image_links", "example",
    )  # fmt: skip
    answer = anchor_kinds(seen(), BRAND, "green tea")
    assert rows(answer, *columns) == [
        ("our teas", "title", 3, 2, 2, 2, 1, 1, 1, 1, 1, "Our teas"),
        ("", "empty", 1, 1, 1, 1, 1, 1, 1, 1, 1, ""),
        ("all we have", "title", 1, 1, 1, 1, 1, 1, 1, 1, 0, "All we have"),
        ("green tea", "exact", 1, 1, 1, 1, 1, 1, 1, 1, 0, "green tea"),
        ("leaf & kettle", "brand", 1, 1, 1, 1, 1, 1, 1, 1, 0, "Leaf & Kettle"),
        ("our teas", "other", 1, 1, 1, 1, 1, 0, 0, 1, 0, "Our teas"),
    ]
    shares = dict(rows(answer.table.filter(answer.table.kind != "other"), "anchor", "image_share"))
    assert shares["our teas"] == pytest.approx(1 / 3)


def test_shares_are_those_of_pairs_of_domain_and_anchor() -> None:
    # Pairs: a + our teas, b + our teas, b + green tea, c + brand, c + empty, c + all we have.
    answer = kind_shares(seen(), BRAND, ["green tea"])
    found = {kind: rest for kind, *rest in rows(answer)}
    assert tuple(found) == KINDS
    assert found["title"] == [2, pytest.approx(2 / 6), 2, 4, 2]
    assert found["other"] == [1, pytest.approx(1 / 6), 1, 1, 0]
    assert [found[kind][0] for kind in KINDS] == [1, 0, 1, 0, 2, 1, 0, 0, 1]
    assert sum(share for _, share, *_ in found.values()) == pytest.approx(1)


def test_internal_anchors_are_counted_by_final_source_pages() -> None:
    pages = [
        page("/", title="Home"), page("/tea", title="Tea"), page("/copy", canonical_url="/"),
        page("/old", redirect_to="/tea"),
    ]  # fmt: skip
    links = [
        link("/", "/tea", "Tea"),
        link("/copy", "/old", "tea", followed=False),
        link("/tea", "/", "here"),
        link("/copy", "/", "here"),  # to itself, once folded
    ]
    answer = anchor_kinds(view(pages, links), BRAND, links="internal")
    columns = ("anchor", "kind", "links", "source_pages", "followed_links", "target_pages")
    assert rows(answer, *columns) == [
        ("tea", "title", 2, 1, 1, 1),
        ("here", "generic", 1, 1, 1, 1),
    ]
    shares = kind_shares(view(pages, links), BRAND, links="internal")
    assert [one for one in rows(shares, "kind", "pairs", "share") if one[1]] == [
        ("title", 1, 0.5),
        ("generic", 1, 0.5),
    ]


def test_a_title_is_no_title_on_links_to_an_error_or_a_page_never_read() -> None:
    pages = [page("/gone", title="Tea", status=404), page(A)]
    links = [link(A, "/gone", "Tea"), link(A, "/unknown", "Tea", ordinal=1)]
    assert rows(anchor_kinds(view(pages, links), BRAND), "anchor", "kind", "links") == [
        ("tea", "other", 2)
    ]


@pytest.mark.parametrize("links", ["backlinks", "internal"])
def test_without_links_there_are_no_anchors_and_no_shares(links: str) -> None:
    assert rows(anchor_kinds(view(), links=links)) == []  # type: ignore[arg-type]
    shares = kind_shares(view(), links=links)  # type: ignore[arg-type]
    assert rows(shares, "kind", "pairs", "share") == [(kind, 0, None) for kind in KINDS]


def test_whether_it_is_complete_depends_on_whose_links_are_counted() -> None:
    half = view(complete_inside=False)
    assert anchor_kinds(half).complete
    assert not anchor_kinds(half, links="internal").complete
    assert not kind_shares(view(complete_outside=False)).complete


def test_links_of_no_known_sort_are_refused_in_a_line() -> None:
    with pytest.raises(AnalysisError, match="'outbound' is neither backlinks nor internal"):
        anchor_kinds(view(), links="outbound")  # type: ignore[arg-type]


def test_naughty_texts_are_counted_as_they_are() -> None:
    texts = [
        "<script>alert(1)</script>",
        "=1+1",
        "\u202eevil",
        "x" * 2_000,
        "'; DROP TABLE",
        "\ufffd",
    ]
    links = [link(A, "/", text, ordinal=place) for place, text in enumerate(texts)]
    found = rows(anchor_kinds(view([page("/"), page(A)], links)), "example", "links")
    assert sorted(found) == sorted((text, 1) for text in texts)


def test_the_demo_shops_anchors(demo_data: Path) -> None:
    shop = analysis.open(demo_data, "shop.example")
    found = {
        (anchor, kind): counts
        for anchor, kind, *counts in rows(
            anchor_kinds(shop, NAMES, ["green tea", "sencha"]),
            "anchor", "kind", "links", "backlinks", "referring_domains",
        )
    }  # fmt: skip
    assert found["leaf & kettle", "brand"] == [14, 14, 4]
    assert found["buy cheap green tea online", "partial"] == [8, 6, 1]
    assert found["sencha", "exact"] == [1, 1, 1]
    assert found["sencha from uji", "title"] == [1, 1, 1]
    assert found["http://shop.example/blog/water", "naked_url"] == [1, 1, 1]
    assert found["this one", "generic"] == [1, 1, 1]
    assert rows(kind_shares(shop, NAMES, ["green tea", "sencha"]), "kind", "pairs") == list(
        zip(KINDS, [1, 1, 4, 4, 2, 1, 4, 1, 13], strict=True)
    )


def test_nobody_knows_the_name_of_the_demo_shop_unless_told(demo_data: Path) -> None:
    found = anchor_kinds(analysis.open(demo_data, "shop.example"))
    assert ("leaf & kettle", "other", 14) in rows(found, "anchor", "kind", "links")
