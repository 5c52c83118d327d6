"""The plots of changes show what the tables say, and do not mind an empty one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes

from linkspider.analysis.changes import changes, changes_by_date, domain_changes
from linkspider.analysis.charts.changes import (
    plot_changes_by_date,
    plot_domain_changes,
    plot_reasons,
)
from tests.analysis.frames import view


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def texts(axes: Axes) -> list[str]:
    axes.figure.canvas.draw()
    return [text.get_text() for text in axes.texts]


def test_new_links_stand_right_of_zero_and_lost_ones_left_the_most_on_top() -> None:
    frame = pd.DataFrame(
        {
            "source_domain": ["a.example", "b.example", "$<b>.example", "kept.example"],
            "new_links": [1, 0, 3, 0],
            "lost_links": [1, 7, 0, 0],
        }
    )
    axes = plot_domain_changes(frame)
    new, lost = axes.containers[:2]
    assert [bar.get_width() for bar in new] == [0, 3, 1]
    assert [bar.get_width() for bar in lost] == [-7, 0, -1]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "b.example",
        r"\$<b>.example",
        "a.example",
    ]
    assert [text for text in texts(axes) if text] == ["3", "1", "7", "1"]
    assert "-" not in "".join(label.get_text() for label in axes.get_xticklabels())


def test_dates_have_bars_up_and_down() -> None:
    frame = pd.DataFrame({"date": ["2026-06-01", "2026-06-08"], "new": [3, 1], "lost": [0, 1_000]})
    axes = plot_changes_by_date(frame)
    heights = [[bar.get_height() for bar in bars] for bars in axes.containers[:2]]
    assert heights == [[3, 1], [0, -1_000]]
    assert "1,000" in texts(axes)


def test_reasons_are_counted_the_most_frequent_first() -> None:
    frame = pd.DataFrame({"change": ["lost", "unknown", "lost"], "reason": ["404", "503", "404"]})
    axes = plot_reasons(frame)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["lost: 404", "unknown: 503"]
    assert texts(axes) == ["2", "1"]


@pytest.mark.parametrize(
    ("plot", "question"),
    [
        (plot_domain_changes, domain_changes),
        (plot_changes_by_date, changes_by_date),
        (plot_reasons, changes),
    ],
)
def test_where_nothing_changed_the_plot_says_so(
    plot: Callable[..., Axes], question: Callable[..., object]
) -> None:
    axes = plot(question(view(), view()))
    assert texts(axes)[0].startswith("no ")
