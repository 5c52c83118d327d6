"""Plots of the backlink profile: who links, how concentrated, how, from where on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import PercentFormatter

from linkspider.analysis.answer import Answer
from linkspider.analysis.charts import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def plot_referring_domains(answer: Answer | pd.DataFrame, top: int = 15) -> Axes:
    """Bars: backlinks of the top referring domains, the followed ones apart.

    ``answer`` is that of `referring_domains`.
    """
    frame = _frame(answer).head(top)
    axes = style.bars_figure("Top referring domains", len(frame))
    if frame.empty:
        style.say_nothing_to_plot(axes, "no backlinks")
        return axes
    rest = frame["backlinks"] - frame["followed_backlinks"]
    axes.barh(
        range(len(frame)), frame["followed_backlinks"], color=style.FOLLOWED, label="followed"
    )
    bars = axes.barh(
        range(len(frame)), rest, left=frame["followed_backlinks"], color=style.NOT_FOLLOWED,
        label="not followed",
    )  # fmt: skip
    axes.bar_label(bars, labels=[f"{count:,}" for count in frame["backlinks"]], padding=4)
    axes.set_yticks(range(len(frame)), style.labels(frame["source_domain"]))
    axes.set_xlim(0, 1.1 * frame["backlinks"].max())
    style.count_axis(axes, "backlinks (distinct pairs of source and target page)")
    axes.legend(frameon=False, loc="lower right")
    return axes


def plot_concentration(answer: Answer | pd.DataFrame) -> Axes:
    """Curves: the share of backlinks and of referring pages that the largest domains hold.

    ``answer`` is that of `concentration_curve`. The grey line is an even profile, where all
    domains hold the same: the further above it a curve runs, the more concentrated the profile is.
    """
    frame = _frame(answer)
    axes = style.figure("How concentrated the profile is", height=4.2)
    if frame.empty:
        style.say_nothing_to_plot(axes, "no backlinks")
        return axes
    ranks = [0, *frame["rank"]]
    for measure, name, colour, line in (
        ("backlinks", "backlinks", style.BLUE, "-"),
        ("referring_pages", "referring pages", style.RED, "--"),
    ):
        shares = [0, *frame[f"cumulative_{measure}_share"]]
        marker = "o" if len(frame) <= 30 else None
        axes.plot(ranks, shares, line, color=colour, label=name, marker=marker, markersize=4)
    axes.plot([0, ranks[-1]], [0, 1], ":", color=style.GREY, label="if all domains held the same")
    axes.yaxis.set_major_formatter(PercentFormatter(xmax=1))
    axes.set_ylabel("share of all")
    axes.set_ylim(0, 1.03)
    axes.set_xlim(0, ranks[-1] * 1.02)
    style.count_axis(axes, "largest referring domains, the largest first (number)")
    axes.legend(frameon=False, loc="lower right")
    return axes


def plot_rel_kinds(answer: Answer | pd.DataFrame) -> Axes:
    """Bars: links of each rel kind; ``answer`` is that of `rel_kinds`."""
    frame = _frame(answer)
    colours = [
        style.FOLLOWED if kind == "followed" else style.NOT_FOLLOWED for kind in frame["kind"]
    ]
    label = "links (one with several tokens counts under each)"
    return _bars(frame, "How the links are qualified", "kind", "links", label, colours)


def plot_positions(answer: Answer | pd.DataFrame) -> Axes:
    """Bars: links at each position of the referring pages; ``answer`` is that of `positions`."""
    frame = _frame(answer)
    frame = frame.assign(position=frame["position"].fillna("outside body"))
    return _bars(frame, "Where on the page the links stand", "position", "links", "links")


def plot_top_level_domains(answer: Answer | pd.DataFrame, top: int = 15) -> Axes:
    """Bars: referring domains under each public suffix; ``answer`` is that of
    `top_level_domains`."""
    frame = _frame(answer).head(top)
    frame = frame.assign(public_suffix=("." + frame["public_suffix"]).fillna("no suffix"))
    title = "Referring domains by public suffix"
    return _bars(frame, title, "public_suffix", "referring_domains", "referring domains")


def plot_reclaim(answer: Answer | pd.DataFrame) -> Axes:
    """Bars: backlinks that could be reclaimed, by problem; ``answer`` is that of `reclaim`."""
    counts = _frame(answer).groupby("problem")["backlinks"].sum().reset_index()
    counts = counts.sort_values(["backlinks", "problem"], ascending=[False, True])
    label = "backlinks (distinct pairs of source page and target URL)"
    return _bars(counts, "Backlinks to reclaim", "problem", "backlinks", label)


def _bars(
    frame: pd.DataFrame, title: str, names: str, counts: str, label: str,
    colours: list[str] | str = style.BLUE,
) -> Axes:  # fmt: skip
    """Horizontal bars with their numbers, the first row on top."""
    axes = style.bars_figure(title, len(frame))
    if frame.empty:
        style.say_nothing_to_plot(axes, "no backlinks")
        return axes
    bars = axes.barh(range(len(frame)), frame[counts], color=colours)
    axes.bar_label(bars, labels=[f"{count:,}" for count in frame[counts]], padding=4)
    axes.set_yticks(range(len(frame)), style.labels(frame[names]))
    axes.margins(x=0.12)
    style.count_axis(axes, label)
    return axes


def _frame(answer: Answer | pd.DataFrame) -> pd.DataFrame:
    return answer.to_pandas() if isinstance(answer, Answer) else answer
