"""Concentration ratios and the curve, on a few links counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider.analysis import open
from linkspider.analysis.backlinks import concentration, concentration_curve
from linkspider.analysis.view import View
from tests.analysis.frames import link, page, rows, view


def profile_of(sizes: dict[str, tuple[int, int]]) -> View:
    """Domains by how many pages refer, and to how many targets each."""
    links = [
        link(f"https://{name}.example/{source}", f"/{target}")
        for name, (sources, targets) in sizes.items()
        for source in range(sources)
        for target in range(targets)
    ]
    return view([page(url) for url in dict.fromkeys(row["source_url"] for row in links)], links)


def test_each_measure_has_its_own_largest_domains() -> None:
    # a: 6 backlinks on 1 page; b: 3 on 3; c: 1 on 1.
    found = concentration_curve(profile_of({"a": (1, 6), "b": (3, 1), "c": (1, 1)}))
    assert rows(found) == [
        (1, pytest.approx(1 / 3), 6, 0.6, 3, 0.6),
        (2, pytest.approx(2 / 3), 9, 0.9, 4, 0.8),
        (3, 1.0, 10, 1.0, 5, 1.0),
    ]


def test_the_ratios_are_the_curve_at_1_5_and_10() -> None:
    sizes = {f"d{n}": (n, 1) for n in range(1, 13)}  # 12, 11 … 1 pages: 78 in all
    assert rows(concentration(profile_of(sizes))) == [
        (1, 12, 12 / 78, 12, 12 / 78),
        (5, 50, 50 / 78, 50, 50 / 78),
        (10, 75, 75 / 78, 75, 75 / 78),
    ]


def test_fewer_domains_than_asked_for_have_all() -> None:
    found = concentration(profile_of({"a": (1, 1), "b": (1, 1)}))
    assert rows(found, "top_domains", "backlinks_share") == [(1, 0.5), (5, 1.0), (10, 1.0)]


def test_nothing_gives_no_rows() -> None:
    assert rows(concentration(view())) == rows(concentration_curve(view())) == []


def test_the_demo_is_counted(demo_data: Path) -> None:
    opened = open(demo_data, "shop.example")
    assert rows(concentration(opened), "backlinks", "referring_pages") == [
        (11, 10),
        (36, 24),
        (43, 29),
    ]
    assert len(rows(concentration_curve(opened))) == 8
