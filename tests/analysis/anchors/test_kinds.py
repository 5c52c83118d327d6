"""The rule of kinds: the first that holds."""

from __future__ import annotations

import pytest

from linkspider.analysis.anchors.brand import Brand
from linkspider.analysis.anchors.kinds import KINDS, NO_KEYWORDS, Keywords, kind_of

BRAND = Brand(("Leaf & Kettle",), "leafandkettle.com")
KEYWORDS = Keywords(["green tea", "sencha", "緑茶"])

# Each anchor would also be of a kind further down.
FIRST_THAT_HOLDS = {
    "empty": ("»", "»"),
    "naked_url": ("leafandkettle.com", "leafandkettle.com"),
    "brand": ("Leaf & Kettle", "Leaf & Kettle"),
    "brand_plus_keyword": ("Leaf & Kettle green tea", "Leaf & Kettle green tea"),
    "title": ("Green tea", "Green tea | Leaf & Kettle"),
    "exact": ("Green tea.", "All our teas"),
    "partial": ("the best green tea", "All our teas"),
    "generic": ("read more »", "All our teas"),
    "other": ("a pot", "All our teas"),
}


def test_the_table_of_the_rule_is_tested_whole() -> None:
    assert tuple(FIRST_THAT_HOLDS) == KINDS


@pytest.mark.parametrize("kind", FIRST_THAT_HOLDS)
def test_the_first_kind_that_holds_is_the_kind(kind: str) -> None:
    anchor, title = FIRST_THAT_HOLDS[kind]
    assert kind_of(anchor, BRAND, KEYWORDS, ["Leaf & Kettle", title]) == kind


def test_without_keywords_there_is_no_exact_and_no_partial() -> None:
    assert kind_of("green tea", BRAND) == "other"
    assert kind_of("best green tea", BRAND, NO_KEYWORDS) == "other"
    assert kind_of("best green tea", BRAND, Keywords([""])) == "other"


def test_the_brand_among_any_other_words_is_brand_plus_keyword() -> None:
    assert kind_of("Leaf & Kettle's opening hours", BRAND, KEYWORDS) == "brand_plus_keyword"
    assert kind_of("Leaf & Kettle's opening hours", BRAND) == "brand_plus_keyword"


def test_a_title_is_equal_whole_or_without_the_brand_and_so_is_an_h1() -> None:
    titles = ["About our teas - Leaf & Kettle", "Where they grow"]
    assert kind_of("about our teas!", BRAND, titles=titles) == "title"
    assert kind_of("Where they grow", BRAND, titles=titles) == "title"
    assert kind_of("About our", BRAND, titles=titles) == "other"


@pytest.mark.parametrize(
    ("anchor", "is_partial"),
    [
        ("tea, and a green one", True),
        ("greentea", False),
        ("green teas", False),
        ("tea", False),
        ("cheap sencha", True),
        ("senchado", False),
        ("美味しい緑茶の店", True),
        ("緑の茶", False),
    ],
)
def test_partial_means_all_words_of_one_keyword(anchor: str, is_partial: bool) -> None:
    assert (kind_of(anchor, BRAND, KEYWORDS) == "partial") is is_partial


def test_signs_that_nobody_sees_change_nothing() -> None:
    assert kind_of("\u200b\u200f", BRAND) == "empty"
    assert kind_of("read\u00ad more\u200b", BRAND) == "generic"
    assert kind_of("\u202eLeaf & Kettle\u202c", BRAND) == "brand"
