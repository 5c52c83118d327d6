"""What a target is called where nobody says."""

from __future__ import annotations

from pathlib import Path

from linkspider import analysis
from linkspider.analysis.anchors import brand_of
from linkspider.analysis.anchors.site_name import domain_label, site_name
from tests.analysis.frames import Row, page, view


def test_without_titles_the_domain_names_the_target() -> None:
    brand = brand_of(view(domain="www.leafandkettle.co.uk"))
    assert brand.names == ("leafandkettle", "leafandkettle.co.uk")
    assert brand.domain == "leafandkettle.co.uk"


def test_names_that_are_given_are_the_only_ones() -> None:
    assert brand_of(view(), "Leaf & Kettle").names == ("Leaf & Kettle",)
    assert brand_of(view(), ["Leaf & Kettle", "L&K"]).names == ("Leaf & Kettle", "L&K")


def test_a_label_in_another_script_is_read_in_it() -> None:
    assert domain_label("xn--mller-kva.de") == "müller"
    assert domain_label("xn--.de") == "xn--"


def titled(*titles: str | None, site: str = "https://shop.example") -> list[Row]:
    return [page(f"{site}/{place}", title=title) for place, title in enumerate(titles)]


NAMED = ("Tea | Leaf & Kettle", "Pots – Leaf & Kettle", "A - B - Leaf & Kettle", "Cups", None)


def test_the_end_of_most_titles_is_the_sites_name() -> None:
    assert site_name(view(titled(*NAMED)).pages) == "Leaf & Kettle"


def test_an_end_that_too_few_pages_have_is_no_name() -> None:
    assert site_name(view(titled(*NAMED[1:])).pages) is None
    assert site_name(view(titled(*NAMED, "Ann", "Jo", "Eve")).pages) is None
    assert site_name(view().pages) is None


def test_errors_and_pages_of_other_sites_name_nothing() -> None:
    elsewhere = titled(*NAMED, site="https://other.example")
    errors = [row | {"status": 404} for row in titled(*NAMED)]
    assert site_name(view([*elsewhere, *errors]).pages) is None


def test_the_sites_name_stands_beside_the_domain() -> None:
    seen = view(titled(*NAMED, site="https://leaf.example"), domain="leaf.example")
    assert brand_of(seen).names == ("Leaf & Kettle", "leaf", "leaf.example")


def test_a_generic_label_is_no_name_where_the_titles_give_one() -> None:
    assert brand_of(view()).names == ("shop", "shop.example")
    assert brand_of(view(titled(*NAMED))).names == ("Leaf & Kettle", "shop.example")


def test_a_title_end_that_sells_a_keyword_is_no_name() -> None:
    pages = titled("Sencha | Buy green tea", "Gyokuro | Buy green tea", "Pots | Buy green tea")
    assert brand_of(view(pages)).names[0] == "Buy green tea"
    assert brand_of(view(pages), keywords=["green tea"]).names == ("shop", "shop.example")


def test_the_demo_shop_is_called_as_its_titles_say(demo_data: Path) -> None:
    brand = brand_of(analysis.open(demo_data, "shop.example"))
    assert brand.names == ("Leaf & Kettle", "shop.example")
