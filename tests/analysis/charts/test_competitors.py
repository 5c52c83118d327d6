"""The plots of shared referring domains show what the tables say, and do not mind an empty one."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from linkspider.analysis.charts.competitors import plot_intersections, plot_shared_domains
from linkspider.analysis.competitors import domain_intersect, shared_referring_domains
from tests.analysis.frames import view


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_each_combination_of_sites_has_a_bar_and_its_dots() -> None:
    frame = pd.DataFrame(
        {
            "source_domain": ["a", "b", "c", "d"],
            "sites": [2, 2, 1, 1],
            "links": [9, 2, 1, 1],
            "followed_links": [0, 2, 1, 1],
            "referring_pages": [1, 1, 1, 1],
            "shop.example": [8, 1, 1, 0],
            "kettle.example": [1, 1, 0, 4],
        }
    )
    bars_axes = plot_intersections(frame)
    assert [bar.get_height() for bar in bars_axes.containers[0]] == [2, 1, 1]
    corner, _, totals, matrix = bars_axes.figure.axes[0], *bars_axes.figure.axes[1:]
    assert not corner.axison
    assert [bar.get_width() for bar in totals.containers[0]] == [3, 3]
    assert [label.get_text() for label in totals.get_yticklabels()] == [
        "shop.example",
        "kettle.example",
    ]
    assert [list(line.get_ydata()) for line in matrix.get_lines()] == [[0, 1], [0], [1]]


def test_the_heat_map_has_the_number_of_shared_domains_in_each_field() -> None:
    names = ["shop.example", "kettle.example"]
    frame = pd.DataFrame(
        {
            "site": [names[0], names[0], names[1], names[1]],
            "other_site": names * 2,
            "referring_domains": [1_200, 1_200, 3, 3],
            "shared_domains": [1_200, 2, 2, 3],
            "jaccard": [1.0, 2 / 1_201, 2 / 1_201, 1.0],
        }
    )
    axes = plot_shared_domains(frame)
    assert [text.get_text() for text in axes.texts] == ["1,200", "2", "2", "3"]


def test_where_nothing_links_the_plots_say_so() -> None:
    nothing, competitors = view(), ["kettle.example"]
    for axes in (
        plot_intersections(domain_intersect(nothing, competitors)),
        plot_shared_domains(shared_referring_domains(nothing, competitors)),
    ):
        assert [text.get_text() for text in axes.texts] == ["no referring domains"]
