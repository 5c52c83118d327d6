"""Plots of the internal links: what they draw on the demo, and that nothing is no error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes

from linkspider import analysis
from linkspider.analysis import View, internal
from linkspider.analysis.charts import internal as charts
from tests.analysis.frames import link, page, view

PLOTS: dict[str, Callable[[View], Axes]] = {
    "click depth": lambda seen: charts.plot_click_depth(internal.click_depth(seen)),
    "inlinks": lambda seen: charts.plot_inlinks(internal.inlinks(seen)),
    "positions": lambda seen: charts.plot_positions(internal.links_by_position(seen)),
    "faults": lambda seen: charts.plot_link_faults(
        internal.broken_links(seen), internal.redirecting_links(seen)
    ),
    "under-linked": lambda seen: charts.plot_under_linked(internal.under_linked(seen)),
}


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def shop(demo_data: Path) -> View:
    """The view of shop.example on the demo's crawls."""
    return analysis.open(demo_data, "shop.example")


def bars(axes: Axes) -> list[float]:
    """The lengths of all bars."""
    return [
        bar.get_height() if bars.orientation == "vertical" else bar.get_width()
        for bars in axes.containers
        for bar in bars
    ]


def texts(axes: Axes) -> list[str]:
    axes.figure.canvas.draw()
    return [label.get_text() for label in (*axes.get_xticklabels(), *axes.get_yticklabels())]


@pytest.mark.parametrize("name", PLOTS)
def test_nothing_to_plot_is_said(name: str) -> None:
    axes = PLOTS[name](view())
    [said] = [text.get_text() for text in axes.texts]
    assert said.startswith("no")


def test_pages_are_drawn_by_their_clicks_and_those_out_of_reach_beside(shop: View) -> None:
    axes = PLOTS["click depth"](shop)
    assert bars(axes) == [1, 15, 14, 5, 2]
    assert texts(axes)[:5] == ["0", "1", "2", "3", "unreachable"]


def test_a_site_deep_as_a_well_keeps_its_labels_apart() -> None:
    pages = [page("/"), *(page(f"/{n}") for n in range(1, 400)), page("/island")]
    links = [link(f"/{n or ''}", f"/{n + 1}") for n in range(399)]
    axes = PLOTS["click depth"](view(pages, links))
    assert len(bars(axes)) == 401
    assert len(axes.get_xticks()) <= 17


def test_pages_are_counted_that_have_at_least_so_many_inlinks(shop: View) -> None:
    axes = PLOTS["inlinks"](shop)
    [linked, in_content] = [line.get_xydata().tolist() for line in axes.lines]
    assert linked[0] == [1, 36]
    assert linked[-1] == [35, 4]
    assert in_content[-1] == [8, 1]
    labels = [text.get_text() for text in axes.get_legend().get_texts()]
    assert labels == ["all links (none: 1 pages)", "links in the content (none: 6 pages)"]


def test_links_are_drawn_by_position(shop: View) -> None:
    assert bars(PLOTS["positions"](shop)) == [91, 202, 107, 171, 8]


def test_faults_are_drawn_by_kind(shop: View) -> None:
    axes = PLOTS["faults"](shop)
    assert bars(axes) == [1, 1, 1]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["404", "301", "301, a chain"]


def test_a_loop_and_a_silent_host_have_their_names() -> None:
    pages = [
        page("/"),
        page("/loop", redirect_to="/loop", status=302),
        page("/mute", status=None, error="timeout"),
    ]
    links = [link("/", "/loop", ordinal=0), link("/", "/mute", ordinal=1)]
    axes = PLOTS["faults"](view(pages, links))
    assert [label.get_text() for label in axes.get_yticklabels()] == ["timeout", "302, loop"]


def test_strangers_addresses_are_short_labels(shop: View) -> None:
    labels = texts(PLOTS["under-linked"](shop))
    assert "shop.example/teaware/" in labels
    assert "shop.example/tea/green/dragonwell" in labels
