"""The plots of the on-page questions show the numbers that they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes

from linkspider.analysis import Answer, View
from linkspider.analysis.charts import on_page as charts
from linkspider.analysis.on_page import (
    descriptions,
    indexability,
    issues,
    response_times,
    titles,
)
from tests.analysis.frames import link, page, view

PLOTS = [
    (charts.plot_issues, issues),
    (charts.plot_title_widths, titles),
    (charts.plot_description_widths, descriptions),
    (charts.plot_indexability, indexability),
    (charts.plot_response_times, response_times),
]


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def widths(axes: Axes) -> list[float]:
    """The lengths of all bars that lie."""
    return [bar.get_width() for bar in axes.patches]  # type: ignore[attr-defined]


def texts(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


@pytest.mark.parametrize(("plot", "question"), PLOTS)
def test_nothing_to_plot_is_said(
    plot: Callable[[Answer], Axes], question: Callable[[View], Answer]
) -> None:
    axes = plot(question(view()))
    axes.figure.canvas.draw()
    assert texts(axes) in (["nothing to plot"], ["no issue found"])


def test_issues_have_a_bar_each_with_number_and_share() -> None:
    pages = [page(f"/{n}", title=None, meta_description="a" * 80, h1=["Tea"]) for n in range(1)]
    axes = charts.plot_issues(issues(view(pages)))
    assert widths(axes) == [1]
    assert texts(axes) == ["1 (100% of indexable)"]
    assert axes.get_xlabel() == "pages"


def test_titles_are_counted_by_width_with_the_limits_marked() -> None:
    pages = [
        page("/short", title="Tea"), page("/good", title="a" * 40), page("/long", title="W" * 999),
        page("/cart", title="Cart", noindex=True), page("/none"),
    ]  # fmt: skip
    axes = charts.plot_title_widths(titles(view(pages)))
    assert axes.get_title(loc="left") == "Width of titles: 2 of 3 outside these widths"
    assert sum(bar.get_height() for bar in axes.patches) == 3  # type: ignore[attr-defined]
    assert texts(axes) == ["200 px", "561 px"]


def test_one_text_of_enormous_width_does_not_squeeze_the_others() -> None:
    pages = [page(f"/{n}", title="a" * 40) for n in range(200)]
    axes = charts.plot_title_widths(titles(view([*pages, page("/long", title="W" * 1_000)])))
    assert axes.get_xlim()[1] < 1_000
    assert axes.get_xlabel() == "pixels in Arial 20 px, the last bar: or more"


def test_indexability_parts_pages_that_are_linked_from_those_that_are_not() -> None:
    pages = [page("/"), page("/tea"), page("/cups"), page("/gone", status=404)]
    axes = charts.plot_indexability(indexability(view(pages, [link("/", "/tea")])))
    assert widths(axes) == [1, 0, 2, 1]
    assert texts(axes) == ["3 (75%)", "1 (25%)"]


def test_response_times_are_dots_with_the_limits_that_they_come_near() -> None:
    pages = [page("/a", elapsed_ms=10, bytes=500), page("/b", elapsed_ms=4_000, bytes=9_000),
             page("/unknown")]  # fmt: skip
    axes = charts.plot_response_times(response_times(view(pages)))
    axes.figure.canvas.draw()
    assert len(axes.collections[0].get_offsets()) == 2
    assert texts(axes) == ["slow: over 1,000 ms"]


def test_a_share_of_something_is_never_nothing() -> None:
    pages = [page(f"/{n}") for n in range(300)]
    axes = charts.plot_indexability(indexability(view([*pages, page("/gone", status=404)])))
    assert texts(axes) == ["300 (100%)", "1 (under 1%)"]
