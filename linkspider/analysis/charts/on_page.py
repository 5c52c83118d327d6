"""Plots of what is wrong on the pages themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from linkspider.analysis.charts import style
from linkspider.analysis.on_page.delivery import HEAVY_BYTES, SLOW_MS
from linkspider.analysis.on_page.snippets import DESCRIPTION, TITLE, Limits

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from linkspider.analysis.answer import Answer

_LIMIT: dict[str, Any] = {"color": style.RED, "linestyle": "--", "linewidth": 1.2}


def plot_issues(answer: Answer) -> Axes:
    """Bars: how many pages have each issue, of what `issues` answers; those of none are left out.

    Behind each bar stands the share of the pages among which the issue is looked for.
    """
    frame = answer.to_pandas()
    frame = frame[frame["pages"] > 0]
    axes = style.bars_figure("Issues on the pages", len(frame))
    if frame.empty:
        style.say_nothing_to_plot(axes, "no issue found")
        return axes
    bars = axes.barh(frame["issue"], frame["pages"], color=style.BLUE)
    told = [
        f"{pages:,} ({_percent(share)} of {among})"
        for pages, share, among in zip(
            frame["pages"], frame["pages_share"], frame["among"], strict=True
        )
    ]
    axes.bar_label(bars, labels=told, padding=4)
    axes.set_xlim(0, 1.45 * frame["pages"].max())
    style.count_axis(axes, "pages")
    return axes


def plot_title_widths(answer: Answer) -> Axes:
    """Histogram: how wide the titles of indexable pages are, of what `titles` answers."""
    return _plot_widths(answer, "Width of titles", TITLE, step=20)


def plot_description_widths(answer: Answer) -> Axes:
    """Histogram: how wide the descriptions of indexable pages are, as `descriptions` answers."""
    return _plot_widths(answer, "Width of descriptions", DESCRIPTION, step=40)


def _plot_widths(answer: Answer, title: str, limits: Limits, *, step: int) -> Axes:
    frame = answer.to_pandas()
    widths = frame.loc[frame["indexable"].astype(bool), "pixels"].dropna().astype(float)
    axes = style.figure(title)
    if widths.empty:
        style.say_nothing_to_plot(axes)
        return axes
    low, high = limits.pixels
    # One text of thousands of pixels must not squeeze all others: the last bar has the rest.
    end = max(1.5 * high, float(np.percentile(widths, 99)))
    edges = np.arange(0, end + step, step)
    axes.hist(widths.clip(upper=edges[-1]), bins=edges.tolist(), color=style.BLUE, rwidth=0.9)
    for limit in (low, high):
        axes.axvline(limit, **_LIMIT)
        axes.annotate(
            f"{limit} px", (limit, 1), xycoords=("data", "axes fraction"), xytext=(4, -2),
            textcoords="offset points", va="top", color=style.RED,
        )  # fmt: skip
    outside = int(((widths < low) | (widths > high)).sum())
    axes.set_title(f"{title}: {outside:,} of {len(widths):,} outside these widths", loc="left")
    axes.margins(y=0.12)
    rest = ", the last bar: or more" if widths.max() > edges[-1] else ""
    axes.set_xlabel(f"pixels in Arial {limits.size} px{rest}")
    style.count_axis(axes, "indexable pages", axis="y")
    return axes


def plot_indexability(answer: Answer) -> Axes:
    """Bars: pages of the site by indexability, of what `indexability` answers, those that the site
    links to apart."""
    frame = answer.to_pandas()
    axes = style.bars_figure("Which pages may be indexed, and why not the others", len(frame))
    if frame.empty:
        style.say_nothing_to_plot(axes)
        return axes
    names = style.labels(frame["indexability"].fillna("not known"))
    linked, rest = frame["linked_pages"], frame["pages"] - frame["linked_pages"]
    axes.barh(names, linked, color=style.BLUE, label="linked within the site")
    bars = axes.barh(names, rest, left=linked, color=style.SKY, label="not linked")
    told = [
        f"{pages:,} ({_percent(share)})"
        for pages, share in zip(frame["pages"], frame["pages_share"], strict=True)
    ]
    axes.bar_label(bars, labels=told, padding=4)
    axes.set_xlim(0, 1.2 * frame["pages"].max())
    style.count_axis(axes, "pages tried")
    axes.legend(frameon=False, loc="lower right")
    return axes


def plot_response_times(answer: Answer) -> Axes:
    """Dots: how long each page took by the size of its HTML, of what `response_times` answers."""
    frame = answer.to_pandas().dropna(subset=["elapsed_ms", "bytes"])
    axes = style.figure("Response time and size of the pages", height=4.2)
    if frame.empty:
        style.say_nothing_to_plot(axes)
        return axes
    kilobytes, times = frame["bytes"].clip(lower=1) / 1_000, frame["elapsed_ms"].clip(lower=1)
    axes.scatter(kilobytes, times, s=18, color=style.BLUE, alpha=0.5, linewidths=0)
    axes.set(xscale="log", yscale="log")
    _mark_limit(axes, times, SLOW_MS, f"slow: over {SLOW_MS:,} ms", is_time=True)
    _mark_limit(axes, kilobytes, HEAVY_BYTES / 1_000, "heavy: over 2 MB", is_time=False)
    axes.set_xlim(_decades(kilobytes))
    axes.set_ylim(_decades(times))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:,g}")
    axes.set_xlabel("kilobytes of HTML (log scale)")
    axes.set_ylabel("milliseconds (log scale)")
    return axes


def _percent(share: float) -> str:
    """A share of something that is there, never as 0 %."""
    return f"{share:.0%}" if share >= 0.005 else "under 1%"


def _decades(values: pd.Series[float]) -> tuple[float, float]:
    """The powers of ten around positive values."""
    low, high = np.log10(values.min()), np.log10(values.max())
    return 10.0 ** np.floor(low - 0.01), 10.0 ** np.ceil(high + 0.01)


def _mark_limit(
    axes: Axes, values: pd.Series[float], limit: float, name: str, *, is_time: bool
) -> None:
    """Draw a limit where values come near it: far from all of them it would only take room."""
    if values.max() < limit / 10:
        return
    draw = axes.axhline if is_time else axes.axvline
    draw(limit, **_LIMIT)
    place = (0, limit) if is_time else (limit, 1)
    axes.annotate(
        name, place, color=style.RED, textcoords="offset points",
        xycoords=("axes fraction", "data") if is_time else ("data", "axes fraction"),
        xytext=(4, 4) if is_time else (-4, -2),
        ha="left" if is_time else "right", va="bottom" if is_time else "top",
    )  # fmt: skip
