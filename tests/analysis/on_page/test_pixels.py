"""How wide texts of many scripts are in Arial."""

from __future__ import annotations

import re
from pathlib import Path

import ibis
import matplotlib
import pytest
from fontTools.ttLib import TTFont

from linkspider.analysis.on_page.pixels import half_widths, measured, pixel_width, sign_widths
from tests.analysis.frames import rows
from tests.analysis.on_page.font_widths import as_toml, font_widths

TABLE = Path(__file__).parents[3] / "linkspider/analysis/on_page/widths.toml"
LIBERATION = [
    font
    for font in Path("/usr/share/fonts").rglob("LiberationSans-Regular.ttf")
    if TTFont(font)["head"].fontRevision >= 2
]


@pytest.mark.parametrize(
    ("signs", "thousandths"),
    [
        (" !,./:;I[\\]ft", 278), ("ijl", 222), ("'", 191), ('"', 355), ("()-r`", 333),
        ("0123456789abdeghnopqu#$?_L", 556), ("cksvxyzJ", 500), ("w", 722), ("m", 833),
        ("ABEKPSVXY&", 667), ("CDHNRUw", 722), ("FTZ", 611), ("GOQ", 778), ("M", 833),
        ("W", 944), ("%", 889), ("@", 1015), ("—…", 1000), ("–€äéñű", 556), ("Ω", 748),
        ("Ж", 923), ("ю", 750), ("‑", 333),
    ],
)  # fmt: skip
def test_signs_are_as_wide_as_the_metrics_of_arial_say(signs: str, thousandths: int) -> None:
    """Adobe and Monotype publish the widths in thousandths of the size."""
    assert {round(sign_widths()[sign] * 1000 / 2048) for sign in signs} == {thousandths}


@pytest.mark.parametrize(
    ("text", "size", "pixels"),
    [
        ("", 20, 0),
        ("W" * 10, 20, 189),  # 10 * 1933 / 2048 * 20 = 188.77
        ("i" * 10, 20, 44),  # 10 * 455 / 2048 * 20 = 44.43
        ("Tea", 20, 34),  # (1251 + 1139 + 1139) / 2048 * 20 = 34.46
        ("Tea", 14, 24),  # 24.12
        ("Чай", 20, 36),  # (1365 + 1139 + 1144) / 2048 * 20 = 35.63
        ("新茶と玉露", 20, 100),
        ("新茶と玉露", 14, 70),
        ("차", 20, 20),
        ("\u110e\u1161", 20, 20),  # the same syllable in its two letters
        ("ﾁｬ", 20, 20),
        ("Ｔｅａ", 20, 60),
        ("①★", 20, 40),
        ("é", 20, 11),
        ("e\u0301", 20, 11),
        ("شاي", 20, 33),  # three letters as wide as digits
        ("شَاي", 20, 33),  # a vowel mark above
        ("ชา", 20, 22),
        ("ที่", 20, 11),  # one consonant with two marks above
        ("चाय", 20, 33),  # two letters and a vowel sign that takes room
        ("🍵", 20, 20),
        ("👍🏽", 20, 20),
        ("👩\u200d💻", 20, 20),
        ("❤\ufe0f", 20, 11),
        ("🇯🇵", 20, 20),
        ("a\u00ad\u200b\u202eb", 20, 22),
        ("\x00\x1b", 20, 0),
        ("\ue000", 20, 20),
    ],
)
def test_a_text_is_as_wide_as_its_signs_together(text: str, size: int, pixels: int) -> None:
    assert pixel_width(text, size) == pixels


def test_the_limit_of_descriptions_stands_for_arial_of_14_pixels() -> None:
    english = (
        "Our loose leaf teas come from small gardens in Japan, China and India. Order today and "
        "we will send your parcel within two days, free from forty euros up."
    )
    assert len(english) == 154
    assert 950 < pixel_width(english, 14) < 985 < pixel_width(english, 20)


def test_full_width_signs_are_two_half_widths() -> None:
    assert half_widths("Tea 茶 ﾁｬ é") == len("Tea 茶 ﾁｬ é") + 1


def test_each_row_has_the_width_of_its_text_and_none_where_there_is_none() -> None:
    texts = ["Tea", "新茶", "Tea", "", None]
    table = ibis.memtable(
        {"place": range(5), "text": texts}, schema={"place": "int", "text": "string"}
    )
    found = measured(table, "text", 20).order_by("place")
    assert rows(found, "pixels", "half_widths") == [(34, 3), (40, 4), (34, 3), (0, 0), (None, None)]


def test_the_table_is_written_as_a_font_says() -> None:
    """DejaVu Sans comes with matplotlib; 1,401 units of it are an A."""
    widths = font_widths(Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf")
    assert (widths["A"], widths["i"], widths["W"]) == (1401, 569, 2025)
    assert "\u0301" not in widths
    toml = as_toml({'"': 727, "\\": 569, "\u00a0": 569, "A": 1366, "B": 1366})
    assert re.sub("#.*\n", "", toml) == '569 = "\\\\\\u00a0"\n727 = "\\""\n1366 = "AB"\n'


@pytest.mark.skipif(not LIBERATION, reason="needs Liberation Sans 2 (Debian: fonts-liberation2)")
def test_the_table_is_that_of_liberation_sans() -> None:
    assert as_toml(font_widths(LIBERATION[0])) == TABLE.read_text("utf-8")
