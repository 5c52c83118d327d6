"""Main headings: missing, several, the same as another's or as the title."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider import analysis
from linkspider.analysis.on_page import headings
from tests.analysis.frames import absolute, page, rows, view

FLAGS = ("missing", "several", "duplicate", "same_as_title")


@pytest.mark.parametrize(
    ("h1", "title", "told"),
    [
        (None, "Tea", (None, 0, True, False, False, False)),
        ([], None, (None, 0, True, False, False, False)),
        (["", " "], "Tea", (None, 0, True, False, False, False)),
        (["Tea"], "Tea | Shop", ("Tea", 1, False, False, False, False)),
        (["", "Tea"], "Tea | Shop", ("Tea", 1, False, False, False, False)),
        (["Tea", "Pots"], "Shop", ("Tea", 2, False, True, False, False)),
        (["Tea", "Tea"], "Shop", ("Tea", 2, False, True, False, False)),
        (["TEA"], "Tea", ("TEA", 1, False, False, False, True)),
        (["ЧАЙ"], "Чай", ("ЧАЙ", 1, False, False, False, True)),
        (["新茶"], "新茶", ("新茶", 1, False, False, False, True)),
        (["شاي"], "شاي أخضر", ("شاي", 1, False, False, False, False)),
    ],
)
def test_a_heading_is_one_and_not_the_title(
    h1: list[str] | None, title: str | None, told: tuple[object, ...]
) -> None:
    found = headings(view([page("/", h1=h1, title=title)]))
    assert rows(found, "h1", "h1_count", *FLAGS) == [told]


def test_headings_are_duplicates_where_the_first_is_the_same_on_indexable_pages() -> None:
    pages = [
        page("/a", h1=["Tea"]), page("/b", h1=["Tea", "Pots"]), page("/c", h1=["Pots"]),
        page("/d", h1=["Cups"]), page("/e", h1=["Cups"], noindex=True), page("/f"), page("/g"),
    ]  # fmt: skip
    found = headings(view(pages))
    assert rows(found, "url", "uses", "duplicate", "issues") == [
        (absolute("/b"), 2, True, 2),
        (absolute("/a"), 2, True, 1),
        (absolute("/f"), None, False, 1),
        (absolute("/g"), None, False, 1),
        (absolute("/d"), 1, False, 0),
        (absolute("/e"), 1, None, 0),
        (absolute("/c"), 1, False, 0),
    ]


def test_a_heading_behind_the_limits_of_reading_is_not_called_missing() -> None:
    found = headings(view([page("/", truncated=True)]))
    assert rows(found, "missing", "issues") == [(None, 0)]


def test_no_pages_have_no_headings() -> None:
    assert rows(headings(view())) == []


def test_the_demos_headings_are_one_each_and_their_own(demo_data: Path) -> None:
    found = rows(headings(analysis.open(demo_data, "shop.example")), "h1", "h1_count", "issues")
    assert len(found) == 38
    assert {(count, issues) for _, count, issues in found} == {(1, 0)}
    assert ("Tea worth waiting four minutes for", 1, 0) in found
