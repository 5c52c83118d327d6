"""What a target is called where nobody says."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider import analysis
from linkspider.analysis.anchors import anchor_kinds, brand_of
from linkspider.analysis.anchors.site_name import domain_label
from linkspider.analysis.view import View
from tests.analysis.frames import link, page, rows, view

BLOG = "https://blog.example/"


def test_the_domain_names_the_target() -> None:
    brand = brand_of(view(domain="www.leafandkettle.co.uk"))
    assert brand.names == ("leafandkettle", "leafandkettle.co.uk")
    assert brand.domain == "leafandkettle.co.uk"


def test_names_that_are_given_are_the_only_ones() -> None:
    assert brand_of(view(), "Leaf & Kettle").names == ("Leaf & Kettle",)
    assert brand_of(view(), ["Leaf & Kettle", "L&K"]).names == ("Leaf & Kettle", "L&K")


def test_a_label_in_another_script_is_read_in_it() -> None:
    assert domain_label("xn--mller-kva.de") == "müller"
    assert domain_label("xn--.de") == "xn--"


def shop(*titles: str) -> View:
    """Anchors of a shop whose pages have these titles."""
    anchors = ["shop", "Leaf & Kettle", "green tea at Leaf & Kettle", "Green tea"]
    links = [link(BLOG, "/0", text, ordinal=place) for place, text in enumerate(anchors)]
    pages = [page(f"/{place}", title=title) for place, title in enumerate(titles)]
    return view([page(BLOG), *pages], links)


@pytest.mark.parametrize("ending", ["", " | Leaf & Kettle"])
def test_whatever_titles_end_in_the_brand_is_that_of_the_domain(ending: str) -> None:
    seen = shop(*(title + ending for title in ("Green tea", "Pots", "Cups")))
    assert brand_of(seen).names == ("shop", "shop.example")
    assert rows(anchor_kinds(seen), "anchor", "kind") == [
        ("green tea", "title"),  # what most titles end in is taken off them
        ("green tea at leaf & kettle", "other"),
        ("leaf & kettle", "other"),
        ("shop", "brand"),  # a generic phrase, too, but brand comes first
    ]
    assert rows(anchor_kinds(seen, "Leaf & Kettle"), "anchor", "kind") == [
        ("green tea", "title"),
        ("green tea at leaf & kettle", "brand_plus_keyword"),
        ("leaf & kettle", "brand"),
        ("shop", "generic"),
    ]


def test_the_demo_shop_is_called_as_its_domain_says(demo_data: Path) -> None:
    brand = brand_of(analysis.open(demo_data, "shop.example"))
    assert brand.names == ("shop", "shop.example")
    assert brand.title_ending == "Leaf & Kettle"
