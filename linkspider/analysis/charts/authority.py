"""Plots of the authority of pages: how it is spread, where it comes in, what links would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator, NullLocator, PercentFormatter

from linkspider.analysis.charts import style

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from linkspider.analysis.answer import Answer

NAME_LENGTH = 40
NAME_GAP = 0.055
"""The least distance of names beside a plot, as a part of its height."""


def plot_pagerank_against_inlinks(answer: Answer, outliers: int = 10) -> Axes:
    """Points: the score of each page against its content inlinks, for `internal_pagerank`.

    The line is that of least squares over log(1 + content inlinks). Named are the pages furthest
    above it, which menus and footers lift, and those furthest below it that have content inlinks:
    they stand on pages with little to give.
    """
    frame = answer.to_pandas()
    axes = style.figure("Internal PageRank against content inlinks", height=4.8)
    if frame.empty:
        style.say_nothing_to_plot(axes)
        return axes
    indexable = frame["indexable"].eq(True)
    size = 22 if len(frame) < 500 else 7
    for label, colour, rows in (
        ("indexable", style.BLUE, frame[indexable]),
        ("error, not indexable or unknown", style.ORANGE, frame[~indexable]),
    ):
        axes.scatter(
            rows["content_inlinks"], rows["score"], s=size, color=colour, label=label,
            alpha=0.8 if len(frame) < 500 else 0.35, linewidths=0, rasterized=True,
        )  # fmt: skip
    frame = frame.assign(expected=_expected_scores(frame)).sort_values("content_inlinks")
    axes.plot(
        frame["content_inlinks"], frame["expected"], color=style.GREY, linewidth=1, zorder=0,
        label="expected with so many inlinks",
    )  # fmt: skip
    far = _furthest(frame, outliers)
    axes.scatter(far["content_inlinks"], far["score"], s=30, facecolor="none", edgecolor=style.RED)
    _name_points(axes, far["content_inlinks"], far["score"], page_names(far))
    _log_counts(axes, int(frame["content_inlinks"].max()))
    axes.set_xlabel("content inlinks (links in the content of other pages), log scale")
    axes.set_ylabel("internal PageRank (score, 0 to 100)")
    axes.set_ylim(-4, 104)
    axes.figure.legend(loc="outside lower left", ncols=3, frameon=False)
    return axes


def plot_authority_balance(answer: Answer, top: int = 15) -> Axes:
    """Dumbbells: what comes in at a page and what it keeps, where they differ most.

    For `authority_balance`. The pages that hand on most are on top.
    """
    frame = answer.to_pandas()
    frame = frame.assign(distance=frame["balance"].abs().round(9))
    frame = frame.sort_values(["distance", "url"], ascending=[False, True]).head(top)
    frame = frame.sort_values(["balance", "url"])
    axes = style.bars_figure("Authority that comes in against authority a page keeps", len(frame))
    if frame.empty:
        style.say_nothing_to_plot(axes, "no followed backlinks")
        return axes
    _dumbbells(
        axes,
        page_names(frame),
        {"comes in with backlinks": frame["incoming_share"], "stays": frame["kept_share"]},
    )
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=None))
    axes.set_xlabel("share of all authority that comes in, or stays")
    return axes


def plot_what_if(answer: Answer, top: int = 15) -> Axes:
    """Dumbbells: the score before and after, of the pages that change most; winners on top."""
    frame = answer.to_pandas()
    frame = frame[frame["score_change"].abs() >= 0.005].head(top)
    frame = frame.sort_values(["score_change", "url"], ascending=[False, True])
    axes = style.bars_figure("What the changed links would do", len(frame))
    if frame.empty:
        style.say_nothing_to_plot(axes, "no score changes")
        return axes
    before, after = frame["score_before"], frame["score_after"]
    _dumbbells(axes, page_names(frame), {"before": before, "after": after})
    for place, (high, change) in enumerate(
        zip(np.maximum(before, after), frame["score_change"], strict=True)
    ):
        axes.annotate(
            f"{change:+.1f}".replace("-", "−"), (high, place), (8, 0), textcoords="offset points",
            va="center", fontsize=8,
        )  # fmt: skip
    axes.margins(x=0.12)
    axes.set_xlabel("internal PageRank (score, 0 to 100 before the change)")
    return axes


def plot_domains(answer: Answer, top: int = 15) -> Axes:
    """Bars: the domains with most, for `domain_pagerank` or `harmonic_centrality`."""
    frame = answer.to_pandas().head(top)
    measure = str(frame.columns[1])
    axes = style.bars_figure("Domains within this sample", len(frame))
    if frame.empty:
        style.say_nothing_to_plot(axes)
        return axes
    places = np.arange(len(frame))
    axes.barh(places, frame[measure], color=style.BLUE)
    axes.set_yticks(places, style.labels(frame["domain"], NAME_LENGTH))
    name = measure.removesuffix("_within_sample").replace("pagerank", "PageRank")
    axes.set_xlabel(f"{name.replace('_', ' ')} within this sample")
    return axes


def page_names(frame: pd.DataFrame) -> list[str]:
    """The pages' URLs as labels: no scheme, cut in the middle, with the status unless it is 200."""
    urls = (url.split("://", 1)[-1] for url in frame["url"])
    short = (f"{url[:15]}…{url[-24:]}" if len(url) > NAME_LENGTH else url for url in urls)
    statuses = frame["status"].fillna(0).astype(int)
    return [
        name if status == 200 else f"{name} ({status or 'no answer'})"
        for name, status in zip(style.labels(short, NAME_LENGTH), statuses, strict=True)
    ]


def _expected_scores(frame: pd.DataFrame) -> pd.Series[float]:
    """The score that pages with so many content inlinks have: a line of least squares."""
    inlinks = np.log1p(frame["content_inlinks"].astype(float))
    away = inlinks - inlinks.mean()
    spread = float((away**2).sum())
    slope = float((away * frame["score"]).sum()) / spread if spread else 0.0
    return cast("pd.Series[float]", frame["score"].mean() + slope * away)


def _furthest(frame: pd.DataFrame, count: int) -> pd.DataFrame:
    """The pages furthest above and below what is expected, half of each; equal ones by URL."""
    away = frame.assign(away=(frame["score"] - frame["expected"]).round(6))
    above = away[away["away"] > 0].sort_values(["away", "url"], ascending=[False, True])
    below = away[(away["away"] < 0) & (away["content_inlinks"] > 0)].sort_values(["away", "url"])
    return pd.concat([above.head(count - count // 2), below.head(count // 2)])


def _name_points(axes: Axes, x: Iterable[float], y: Iterable[float], names: Iterable[str]) -> None:
    """Names in a column beside the plot, in the order of their points, with a line to each."""
    points = sorted(zip(y, x, names, strict=True))
    for place, (high, right, name) in zip(
        spread([(y - -4) / 108 for y, _, _ in points], NAME_GAP), points, strict=True
    ):
        axes.annotate(
            name, (right, high), (1.03, place), textcoords="axes fraction", va="center",
            fontsize=8, annotation_clip=False,
            arrowprops={
                "arrowstyle": "-", "color": style.GREY, "linewidth": 0.6, "relpos": (0, 0.5),
            },
        )  # fmt: skip


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Places from 0 to 1 as near as can be above the ``wanted`` ones, which ascend, a gap apart.

    >>> spread([0.0, 0.5, 0.5, 1.0], 0.25)
    [0.0, 0.5, 0.75, 1.0]
    >>> spread([0.9, 0.9, 0.9], 0.25)
    [0.5, 0.75, 1.0]
    """
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + gap) if places else place)
    limit = 1.0
    for at in reversed(range(len(places))):
        places[at] = min(places[at], limit)
        limit = places[at] - gap
    return places


def _log_counts(axes: Axes, most: int) -> None:
    """Counts on a log scale that has a 0."""
    axes.set_xscale("symlog", linthresh=1)
    digits = (1, 3) if most < 100 else (1,)
    steps = [0, *(digit * 10**power for power in range(len(str(most))) for digit in digits)]
    axes.xaxis.set_major_locator(FixedLocator([step for step in steps if step <= 1.2 * most]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_xlim(-0.15, 1.3 * max(most, 1))


def _dumbbells(axes: Axes, names: Sequence[str], ends: dict[str, pd.Series[float]]) -> None:
    """A row for each name: two points, and a line between them."""
    places = np.arange(len(names))
    (first, start), (second, end) = ends.items()
    axes.hlines(places, start, end, color=style.GREY, linewidth=2, zorder=1)
    axes.scatter(start, places, color=style.ORANGE, label=first, s=36, zorder=2)
    axes.scatter(end, places, color=style.BLUE, label=second, s=36, zorder=3)
    axes.set_yticks(places, names)
    axes.grid(axis="y", color="#eeeeee")
    axes.set_axisbelow(True)
    axes.figure.legend(loc="outside lower right", ncols=2, frameon=False)
