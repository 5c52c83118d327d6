"""The plots of the backlink profile show what the tables say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from linkspider.analysis import backlinks
from linkspider.analysis.answer import Answer
from linkspider.analysis.charts import backlinks as charts
from linkspider.analysis.view import View
from tests.analysis.backlinks.test_profile import LINKS, seen
from tests.analysis.frames import link, page, view


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def bars(axes: Axes) -> list[float]:
    """The lengths of the bars, in the order of drawing."""
    return [bar.get_width() for bar in axes.patches if isinstance(bar, Rectangle)]


def ticks(axes: Axes) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


def test_followed_and_other_backlinks_are_stacked() -> None:
    axes = charts.plot_referring_domains(backlinks.referring_domains(view(seen(), LINKS)))
    assert ticks(axes) == ["ref.example", "forum.example"]
    assert bars(axes) == [2, 0, 1, 1]
    assert [text.get_text() for text in axes.texts] == ["3", "1"]


def test_the_curve_begins_at_nothing_and_ends_at_all() -> None:
    axes = charts.plot_concentration(backlinks.concentration_curve(view(seen(), LINKS)))
    of_backlinks, of_pages, even = (line.get_xydata().tolist() for line in axes.get_lines())  # type: ignore[union-attr]
    assert of_backlinks == [[0, 0], [1, 0.75], [2, 1]]
    assert of_pages == [[0, 0], [1, 2 / 3], [2, 1]]
    assert even == [[0, 0], [2, 1]]


def test_kinds_positions_and_suffixes_are_bars() -> None:
    links = [*LINKS, link("https://127.0.0.1/", "/", position=None)]
    found = view([*seen(), page("https://127.0.0.1/")], links)
    axes = charts.plot_rel_kinds(backlinks.rel_kinds(found))
    assert (ticks(axes), bars(axes)) == (["followed", "nofollow", "ugc"], [3, 2, 2])
    axes = charts.plot_positions(backlinks.positions(found))
    assert (ticks(axes), bars(axes)) == (["content", "outside body"], [6, 1])
    axes = charts.plot_top_level_domains(backlinks.top_level_domains(found))
    assert (ticks(axes), bars(axes)) == ([".example", "no suffix"], [2, 1])


def test_where_no_domain_has_a_suffix_none_is_shown() -> None:
    found = view([page("https://127.0.0.1/")], [link("https://127.0.0.1/", "/", position=None)])
    axes = charts.plot_top_level_domains(backlinks.top_level_domains(found))
    assert (ticks(axes), bars(axes)) == (["no suffix"], [1])
    axes = charts.plot_positions(backlinks.positions(found))
    assert (ticks(axes), bars(axes)) == (["outside body"], [1])


def test_what_can_be_reclaimed_is_summed_by_problem() -> None:
    pages = [page("/a", status=404), page("/b", status=404), page("/c", status=410)]
    links = [link("https://a.example/", target) for target in ("/c", "/a", "/b", "/fine")]
    found = view([page("https://a.example/"), *pages], links)
    axes = charts.plot_reclaim(backlinks.reclaim(found))
    assert (ticks(axes), bars(axes)) == (["not-found", "gone"], [2, 1])


PLOTS: list[tuple[Callable[[Answer], Axes], Callable[[View], Answer]]] = [
    (charts.plot_referring_domains, backlinks.referring_domains),
    (charts.plot_concentration, backlinks.concentration_curve),
    (charts.plot_rel_kinds, backlinks.rel_kinds),
    (charts.plot_positions, backlinks.positions),
    (charts.plot_top_level_domains, backlinks.top_level_domains),
    (charts.plot_reclaim, backlinks.reclaim),
]


@pytest.mark.parametrize(("plot", "table"), PLOTS)
def test_nothing_is_said_to_be_nothing(
    plot: Callable[[Answer], Axes], table: Callable[[View], Answer]
) -> None:
    assert [text.get_text() for text in plot(table(view())).texts] == ["no backlinks"]
