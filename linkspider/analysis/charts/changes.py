"""Plots of changes: what came and what went, about zero, and why links are lost or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider.analysis.answer import Answer
from linkspider.analysis.charts.style import (
    BLUE,
    GREY,
    ORANGE,
    RED,
    bars_figure,
    count_axis,
    figure,
    labels,
    say_nothing_to_plot,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NEW, LOST = BLUE, RED
REASON_COLOURS = {"lost": RED, "unknown": GREY, "changed": ORANGE, "new": BLUE}


def plot_domain_changes(domains: Answer | pd.DataFrame, top: int = 20) -> Axes:
    """Bars about zero: new links to the right and lost ones to the left, by referring domain.

    ``domains`` is what `domain_changes` returns; the ``top`` domains with most of both.
    """
    frame = domains.to_pandas() if isinstance(domains, Answer) else domains
    frame = frame[frame["new_links"] + frame["lost_links"] > 0]
    frame = frame.assign(both=frame["new_links"] + frame["lost_links"])
    frame = frame.sort_values(["both", "source_domain"], ascending=[False, True]).head(top)
    axes = bars_figure("New and lost links by referring domain", len(frame))
    if frame.empty:
        say_nothing_to_plot(axes, "no new and no lost links")
        return axes
    places = range(len(frame))
    axes.set_yticks(places, labels(frame["source_domain"]))
    for column, sign, colour, name in (
        ("new_links", 1, NEW, "new"),
        ("lost_links", -1, LOST, "lost"),
    ):
        bars = axes.barh(places, sign * frame[column], color=colour, label=name)
        axes.bar_label(bars, labels=[f"{n:,}" if n else "" for n in frame[column]], padding=4)
    axes.axvline(0, color="black", linewidth=0.8)
    axes.margins(x=0.12)
    _count_both_ways(axes, "links lost  |  new links", axis="x")
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(1.0, 0.0))
    return axes


def plot_changes_by_date(dates: Answer | pd.DataFrame) -> Axes:
    """Bars about zero: new links up and lost ones down, by the date that they were seen so.

    ``dates`` is what `changes_by_date` returns.
    """
    frame = dates.to_pandas() if isinstance(dates, Answer) else dates
    axes = figure("New and lost links by the date of the crawl")
    if frame.empty:
        say_nothing_to_plot(axes, "no new and no lost links")
        return axes
    places = range(len(frame))
    turned = 45 if len(frame) > 8 else 0
    axes.set_xticks(
        places,
        [str(date)[:10] for date in frame["date"]],
        rotation=turned,
        ha="right" if turned else "center",
    )
    for column, sign, colour in (("new", 1, NEW), ("lost", -1, LOST)):
        bars = axes.bar(places, sign * frame[column], width=0.6, color=colour, label=column)
        axes.bar_label(bars, labels=[f"{n:,}" if n else "" for n in frame[column]], padding=3)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set_xlim(-0.5 - 2 / (1 + len(frame)), len(frame) - 0.5 + 2 / (1 + len(frame)))
    axes.margins(y=0.15)
    axes.set_xlabel("week, day or month, by its first day")
    _count_both_ways(axes, "links lost  |  new links", axis="y")
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return axes


def plot_reasons(changes: Answer | pd.DataFrame, top: int = 15) -> Axes:
    """Bars: how many links are lost, unknown or changed for which reason.

    ``changes`` is what `changes` returns.
    """
    frame = changes.to_pandas() if isinstance(changes, Answer) else changes
    counts = frame.loc[frame["change"].isin(REASON_COLOURS), ["change", "reason"]].value_counts()
    counts = counts.sort_index().sort_values(ascending=False, kind="stable").head(top)
    axes = bars_figure("Why links are new, lost, changed or unknown", len(counts))
    if counts.empty:
        say_nothing_to_plot(axes, "no changes")
        return axes
    places = range(len(counts))
    axes.set_yticks(places, labels(f"{change}: {reason}" for change, reason in counts.index))
    colours = [REASON_COLOURS[change] for change, _ in counts.index]
    bars = axes.barh(places, counts, color=colours)
    axes.bar_label(bars, labels=[f"{count:,}" for count in counts], padding=4)
    axes.margins(x=0.12)
    count_axis(axes, "links")
    return axes


def _count_both_ways(axes: Axes, label: str, *, axis: str) -> None:
    """Label an axis that counts up on both sides of zero."""
    count_axis(axes, label, axis=axis)
    which = axes.xaxis if axis == "x" else axes.yaxis
    which.set_major_formatter(lambda value, _: f"{abs(value):,.0f}")
