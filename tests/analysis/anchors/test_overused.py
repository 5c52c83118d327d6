"""Over-use at its thresholds: worked out by hand."""

from __future__ import annotations

from pathlib import Path

from linkspider import analysis
from linkspider.analysis.anchors import overused
from linkspider.analysis.view import View
from tests.analysis.frames import Row, link, page, rows, view

BRAND = "Leaf & Kettle"


def profile(*anchors: str) -> View:
    """A backlink from another domain with each of the anchors."""
    sites = [f"https://site-{place:02}.example/" for place in range(len(anchors))]
    links: list[Row] = [
        link(site, "/", anchor) for site, anchor in zip(sites, anchors, strict=True)
    ]
    return view([page("/"), *map(page, sites)], links)


def others(count: int) -> list[str]:
    return [f"pot {place}" for place in range(count)]


def test_two_of_twenty_domains_are_enough() -> None:
    answer = overused(profile("green tea", "Green tea!", *others(18)), BRAND)
    assert rows(answer) == [("green tea", "other", 2, 0.1, 20, 2, 2, 1, "Green tea!")]


def test_two_of_twenty_one_are_not() -> None:
    assert rows(overused(profile("green tea", "green tea", *others(19)), BRAND)) == []


def test_below_twenty_domains_nothing_is_overused() -> None:
    few = profile(*["green tea"] * 19)
    assert rows(overused(few, BRAND)) == []
    assert rows(overused(few, BRAND, min_referring_domains=19), "referring_domains_share") == [
        (1.0,)
    ]


def test_a_domain_counts_once_however_often_it_links() -> None:
    seen = profile("green tea", *others(19))
    more = [link("https://site-00.example/", "/", "green tea", ordinal=n) for n in range(1, 9)]
    assert rows(overused(view([page("/"), page("https://site-00.example/")], more), BRAND)) == []
    assert rows(overused(seen, BRAND)) == []


def test_brand_address_and_generic_phrases_are_expected_unless_asked_for() -> None:
    anchors = [BRAND] * 10 + ["shop.example"] * 4 + ["here"] * 4 + [""] * 4 + ["green tea"] * 3
    assert rows(overused(profile(*anchors), BRAND, "green tea"), "anchor", "kind") == [
        ("green tea", "exact")
    ]
    found = overused(profile(*anchors), BRAND, kinds=["brand", "generic"], min_share=0.2)
    assert rows(found, "anchor", "kind", "referring_domains") == [("leaf & kettle", "brand", 10)]


def test_without_backlinks_nothing_is_overused() -> None:
    assert rows(overused(view(), min_referring_domains=0)) == []
    assert not overused(view(complete_outside=False)).complete


def test_the_demo_shop_has_too_few_referring_domains(demo_data: Path) -> None:
    shop = analysis.open(demo_data, "shop.example")
    assert rows(overused(shop)) == []
    [first, *_] = rows(overused(shop, BRAND, min_referring_domains=5))
    assert first[:5] == ("buy cheap green tea online", "other", 1, 0.125, 8)
