"""What titles end in, counted by hand."""

from __future__ import annotations

import pytest

from linkspider.analysis.anchors import title_endings
from linkspider.analysis.anchors.title_endings import common_title_ending
from tests.analysis.frames import Row, page, rows, view

NAMED = ("Tea | Leaf & Kettle", "Pots – Leaf & Kettle", "A - B - Leaf & Kettle", "Cups", None)


def titled(*titles: str | None, site: str = "https://shop.example") -> list[Row]:
    return [page(f"{site}/{place}", title=title) for place, title in enumerate(titles)]


def test_endings_of_three_titles_or_more_are_counted() -> None:
    shops = [f"{tea} | Shop" for tea in ("Sencha", "Gyokuro", "Matcha", "Bancha")]
    seen = view(titled(*NAMED, *shops, "Ann | Jo", "Eve | Jo"))
    assert rows(title_endings(seen)) == [("Shop", 4, 0.4), ("Leaf & Kettle", 3, 0.3)]


@pytest.mark.parametrize(
    ("titles", "ending"),
    [
        (NAMED, "Leaf & Kettle"),
        (NAMED[1:], None),  # two pages only
        ((*NAMED, "Ann", "Jo"), "Leaf & Kettle"),
        ((*NAMED, "Ann", "Jo", "Eve"), None),  # three of seven
        ((), None),
    ],
)
def test_the_end_of_half_of_the_titles_is_common(
    titles: tuple[str | None, ...], ending: str | None
) -> None:
    assert common_title_ending(view(titled(*titles))) == ending


def test_errors_and_pages_of_other_sites_do_not_count() -> None:
    elsewhere = titled(*NAMED, site="https://other.example")
    errors = [row | {"status": 404} for row in titled(*NAMED)]
    assert rows(title_endings(view([*elsewhere, *errors]))) == []
