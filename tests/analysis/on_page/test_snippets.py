"""Titles and descriptions: which are missing, the same, too short or too long."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linkspider import analysis
from linkspider.analysis.on_page import descriptions, titles
from tests.analysis.frames import Row, absolute, page, rows, view

FLAGS = ("missing", "duplicate", "too_short", "too_long")
GOOD = "Loose leaf tea from small gardens"


def flags(*pages: Row) -> dict[str, list[str]]:
    """The flags that are set, by path."""
    found = rows(titles(view(pages)), "url", *FLAGS)
    return {
        url.removeprefix(absolute("/")[:-1]): [
            name for name, is_set in zip(FLAGS, told, strict=True) if is_set
        ]
        for url, *told in found
    }


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (None, ["missing"]),
        ("", ["missing"]),
        (" ", ["missing"]),
        (GOOD, []),
        ("i" * 29, ["too_short"]),  # 129 px
        ("i" * 44, ["too_short"]),  # 44 characters, and 195.5 px
        ("i" * 46, []),  # 204.4 px
        ("a" * 29, ["too_short"]),  # 322.6 px, but 29 characters
        ("a" * 30, []),
        ("a" * 50, []),  # 556.2 px
        ("a" * 51, ["too_long"]),  # 567.3 px in 51 characters
        ("i" * 60, []),
        ("i" * 61, ["too_long"]),  # 271 px in 61 characters
        ("W" * 29, ["too_short"]),  # 547.4 px
        ("W" * 30, ["too_long"]),  # 566.3 px in 30 characters
        ("茶" * 14, ["too_short"]),  # 28 half-widths
        ("茶" * 15, []),
        ("茶" * 28, []),  # 560 px
        ("茶" * 29, ["too_long"]),  # 580 px
        ("شاي أخضر من الحدائق الصغيرة في أوجي", []),
        ("Зелёный чай из маленьких садов Удзи, весна", []),
        ("ชาเขียวจากสวนเล็กในอุจิ ฤดูใบไม้ผลิ", []),
        ("🍵 Green tea 🍵 from Uji, this spring 🌱", []),
        ("<script>alert(1)</script> and some tea", []),
    ],
)
def test_a_title_is_between_30_and_60_characters_and_200_and_561_pixels(
    title: str | None, expected: list[str]
) -> None:
    assert flags(page("/", title=title)) == {"/": expected}


def test_a_title_is_told_with_its_length_its_width_and_how_many_pages_have_it() -> None:
    found = titles(view([page("/", title="新茶 Tea"), page("/none")]))
    columns = ("url", "indexable", "title", "characters", "pixels", "uses", *FLAGS, "issues")
    assert found.table.columns == columns
    assert rows(found) == [
        (absolute("/"), True, "新茶 Tea", 6, 80, 1, False, False, True, False, 1),
        (absolute("/none"), True, None, None, None, None, True, False, False, False, 1),
    ]


def test_titles_are_duplicates_of_indexable_pages_titles_alone() -> None:
    found = flags(
        page("/a", title=GOOD),
        page("/b", title=GOOD),
        page("/upper", title=GOOD.upper()),
        page("/c", title=GOOD + "!"),
        page("/d", title=GOOD + "!", noindex=True),
        page("/e", title=GOOD + "!", canonical_url="/c"),
        page("/none"),
        page("/empty", title=""),
    )
    assert found == {
        "/a": ["duplicate"], "/b": ["duplicate"], "/upper": [], "/c": [], "/d": [], "/e": [],
        "/none": ["missing"], "/empty": ["missing"],
    }  # fmt: skip


def test_pages_that_are_not_indexable_are_told_and_not_judged() -> None:
    found = titles(view([page("/", title=GOOD), page("/cart", title="", noindex=True)]))
    assert rows(found, "url", "uses", *FLAGS, "issues") == [
        (absolute("/"), 1, False, False, False, False, 0),
        (absolute("/cart"), None, None, None, None, None, 0),
    ]


def test_only_html_that_was_read_in_the_latest_target_crawl_has_titles() -> None:
    pages = [
        page("/", title=GOOD),
        page("/gone", title="Gone", status=404),
        page("/moved", redirect_to="/"),
        page("/file.pdf", indexability="not-html"),
        page("/private", status=None, error="robots"),
        page("https://blog.example/", title="Theirs"),
        page("/old", title="Old", crawl="before"),
    ]
    assert rows(titles(view(pages)), "url") == [(absolute("/"),)]


def test_a_title_behind_the_limits_of_reading_is_not_called_missing() -> None:
    [(missing, issues)] = rows(titles(view([page("/", truncated=True)])), "missing", "issues")
    assert (missing, issues) == (None, 0)


def test_the_most_issues_stand_first_and_equal_titles_together() -> None:
    pages = [page("/d", title=GOOD), page("/c", title="Tea"), page("/b", title="A"),
             page("/a", title="Tea")]  # fmt: skip
    assert rows(titles(view(pages)), "url", "issues") == [
        (absolute("/a"), 2), (absolute("/c"), 2), (absolute("/b"), 1), (absolute("/d"), 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        (None, ["missing"]),
        ("a" * 69, ["too_short"]),  # 537.2 px
        ("a" * 70, []),  # 545.0 px in Arial 14
        ("i" * 128, ["too_short"]),  # 398.1 px
        ("i" * 130, []),  # 404.4 px
        ("a" * 126, []),  # 981.1 px
        ("a" * 127, ["too_long"]),  # 988.8 px in 127 characters
        ("i" * 156, ["too_long"]),  # 485.2 px in 156 characters
        ("茶" * 34, ["too_short"]),
        ("茶" * 35, []),
        ("茶" * 70, []),  # 980 px
        ("茶" * 71, ["too_long"]),
    ],
)
def test_a_description_is_between_70_and_155_characters_and_400_and_985_pixels(
    description: str | None, expected: list[str]
) -> None:
    found: Any = descriptions(view([page("/", meta_description=description)]))
    [told] = rows(found, *FLAGS)
    assert [name for name, is_set in zip(FLAGS, told, strict=True) if is_set] == expected


def test_no_pages_have_no_titles() -> None:
    for question in (titles, descriptions):
        assert rows(question(view())) == []


def test_an_answer_from_a_stopped_crawl_is_not_complete() -> None:
    assert not titles(view(complete_inside=False)).complete
    assert titles(view(complete_outside=False)).complete


def test_the_demos_titles_and_descriptions(demo_data: Path) -> None:
    seen = analysis.open(demo_data, "shop.example")
    found = rows(titles(seen), "title", "characters", "pixels", *FLAGS)
    assert len(found) == 38
    assert sum(too_short or False for *_, too_short, _ in found) == 14
    assert ("Contact | Leaf & Kettle", 23, 200, False, False, True, False) in found
    missing = descriptions(seen).table.filter(lambda t: t.missing)
    assert rows(missing, "url") == [("http://shop.example/tea/black/lapsang",)]
