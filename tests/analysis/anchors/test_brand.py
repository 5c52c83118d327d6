"""How a brand is found in a text, and how its end is taken off a title."""

from __future__ import annotations

import pytest

from linkspider.analysis.anchors.brand import Brand
from linkspider.analysis.anchors.normalise import normalise

TEA = Brand(("Leaf & Kettle",), "leafandkettle.com")
LABEL = Brand(("leafandkettle",), "leafandkettle.com")


@pytest.mark.parametrize("brand", [TEA, LABEL], ids=["as written", "as the domain has it"])
@pytest.mark.parametrize(
    "text",
    [
        "Leaf & Kettle",
        "leaf and kettle",
        "Leaf&Kettle",
        "LeafAndKettle",
        "leaf-and-kettle",
        "Leaf + Kettle",
        "Leaf Kettle",
        "Leaf und Kettle",
        "Leaf ＆ Kettle",
        "Leaf & Kettle’s",
        "Leaf & Kettle™",
        "Leaf & Kettle Ltd.",
        "the Leaf & Kettle website",
        "by Leaf & Kettle",
        "Leaf & Kettle 公式サイト",
    ],
)
def test_the_brand_is_known_however_it_is_spelt(brand: Brand, text: str) -> None:
    assert brand.is_all_of(normalise(text))
    assert brand.is_in(normalise(text))


@pytest.mark.parametrize(
    "text",
    ["Leaf & Kettle green tea", "Leaf&Kettleの緑茶", "a pot (Leaf & Kettle)", "Leaf & Kettle 2"],
)
def test_the_brand_among_other_words_is_in_the_text_but_not_all_of_it(text: str) -> None:
    assert TEA.is_in(normalise(text))
    assert not TEA.is_all_of(normalise(text))


@pytest.mark.parametrize(
    "text",
    ["", "leaf", "Leaf & Kettles", "overleaf & kettle", "Leaf Peeping & Kettle", "& kettle leaf"],
)
def test_a_part_or_a_longer_word_is_no_brand(text: str) -> None:
    assert not TEA.is_in(normalise(text))


def test_short_words_for_and_are_not_looked_for_inside_words() -> None:
    short = Brand(("H&M",), "hm.com")
    assert all(short.is_all_of(text) for text in ("h&m", "h & m", "hm", "h et m"))
    assert not any(short.is_in(text) for text in ("ham", "him", "hem", "ohm"))


def test_accents_and_umlauts_make_no_difference() -> None:
    mueller = Brand(("mueller-sohn",), "mueller-sohn.de")
    assert mueller.is_all_of(normalise("Müller & Sohn GmbH"))
    assert Brand(("Café Noir",), "cafenoir.com").is_all_of("cafe noir")
    assert Brand(("cafenoir",), "cafenoir.com").is_all_of("café noir")


def test_a_brand_in_a_script_without_spaces_is_found_between_other_letters() -> None:
    assert Brand(("橋本園",), "hashimoto-en.co.jp").is_in("京都の橋本園で買う")


def test_several_names_are_looked_for_and_signs_alone_are_no_name() -> None:
    assert Brand(("Kitab", "كتاب"), "kitab.com").is_all_of("كتاب")
    assert not Brand(("&", "", "!?"), "shop.example").is_in("& tea !?")
    assert not Brand((), "shop.example").is_all_of("")


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Green tea | Leaf & Kettle", "Green tea"),
        ("Green tea - loose - Leaf & Kettle Help", "Green tea - loose"),
        ("緑茶｜Leaf & Kettle", "緑茶"),
        ("Green tea :: LEAF AND KETTLE", "Green tea"),
        ("Green tea | Port Elm", "Green tea | Port Elm"),
        ("Leaf & Kettle", "Leaf & Kettle"),
        ("Leaf & Kettle | Green tea", "Leaf & Kettle | Green tea"),
        ("Green-tea by Leaf & Kettle", "Green-tea by Leaf & Kettle"),
        ("", ""),
    ],
)
def test_the_brand_at_the_end_of_a_title_is_taken_off(title: str, bare: str) -> None:
    assert TEA.off(title) == bare


def test_what_most_titles_end_in_is_taken_off_and_is_no_name() -> None:
    shop = Brand(("shop",), "shop.example", title_ending="Leaf & Kettle")
    assert shop.off("Green tea | Leaf & Kettle") == "Green tea"
    assert shop.off("Green tea | The shop") == "Green tea"
    assert shop.off("Green tea | Leaf & Kettle Help") == "Green tea | Leaf & Kettle Help"
    assert not shop.is_in("leaf & kettle")


def test_a_long_text_of_separators_takes_no_long_time() -> None:
    hostile = normalise("leaf " + "& - " * 500 + "| " * 100)
    assert not TEA.is_in(hostile)
    assert TEA.off(hostile) == hostile
