"""Plots of anchor texts: their kinds beside the top anchors, and over-use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter

from linkspider.analysis.anchors.overused import MIN_REFERRING_DOMAINS, MIN_SHARE
from linkspider.analysis.charts import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer

    from linkspider.analysis.answer import Answer

KIND_COLOURS = {
    "empty": "#555555",
    "naked_url": style.SKY,
    "brand": style.BLUE,
    "brand_plus_keyword": style.GREEN,
    "title": style.PURPLE,
    "exact": style.RED,
    "partial": style.ORANGE,
    "generic": style.YELLOW,
    "other": style.GREY,
}
COUNTED = {"referring_domains": "referring domains", "source_pages": "source pages"}


def plot_kinds_and_top_anchors(
    shares: Answer, anchors: Answer, *, top: int = 15
) -> tuple[Axes, Axes]:
    """Side by side: the share of each kind of anchor, and the top anchors in their kinds' colours.

    ``shares`` is what `kind_shares` answers, ``anchors`` what `anchor_kinds` does of the same
    links.
    """
    kinds, found = shares.to_pandas(), anchors.to_pandas().head(top)
    height = 1.2 + style.BAR_HEIGHT * max(len(kinds), len(found))
    _, (left, right) = plt.subplots(
        1, 2, figsize=(1.5 * style.WIDTH, height), layout="constrained", width_ratios=(2, 3)
    )
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
        axes.invert_yaxis()
    _plot_kinds(left, kinds)
    _plot_top(right, found)
    return left, right


def _plot_kinds(axes: Axes, kinds: pd.DataFrame) -> None:
    axes.set_title("Kinds of anchors", loc="left")
    if not kinds["pairs"].sum():
        style.say_nothing_to_plot(axes, "no links")
        return
    bars = axes.barh(
        list(map(_name, kinds["kind"])),
        kinds["share"],
        color=[KIND_COLOURS[kind] for kind in kinds["kind"]],
    )
    axes.bar_label(bars, labels=[f"{share:.1%}" for share in kinds["share"]], padding=4)
    axes.set_xlim(0, 1.2 * kinds["share"].max())
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xlabel("share of distinct pairs of source and anchor")


def _plot_top(axes: Axes, anchors: pd.DataFrame) -> None:
    axes.set_title("Top anchors", loc="left")
    if anchors.empty:
        style.say_nothing_to_plot(axes, "no links")
        return
    counted = next(column for column in COUNTED if column in anchors)
    bars = _plot_bars(axes, anchors, anchors[counted])
    axes.bar_label(bars, labels=[f"{n:,}" for n in anchors[counted]], padding=4)
    axes.set_xlim(0, 1.1 * anchors[counted].max())
    style.count_axis(axes, COUNTED[counted])


def plot_overused(answer: Answer, *, min_share: float = MIN_SHARE, top: int = 15) -> Axes:
    """Bars: the share of referring domains that use each anchor, and the line of over-use where
    enough domains refer to speak of it.

    ``answer`` is what `overused` answers; asked with ``min_share=0`` and
    ``min_referring_domains=0`` it also has the anchors that come near.
    """
    anchors = answer.to_pandas().head(top)
    axes = style.bars_figure("Anchors that sites agree on", len(anchors))
    if anchors.empty:
        style.say_nothing_to_plot(axes, "no anchor is over-used")
        return axes
    bars = _plot_bars(axes, anchors, anchors["referring_domains_share"])
    counts = zip(anchors["referring_domains"], anchors["all_referring_domains"], strict=True)
    labels = [f"{domains:,} of {all_domains:,}" for domains, all_domains in counts]
    axes.bar_label(bars, labels=labels, padding=4)
    referring = int(anchors["all_referring_domains"].max())
    if referring >= MIN_REFERRING_DOMAINS:
        axes.axvline(min_share, color="black", linewidth=1, linestyle="--")
        told = f"dashed: over-use from {min_share:.0%}"
    else:
        told = f"{referring:,} are too few to speak of over-use: {MIN_REFERRING_DOMAINS} are needed"
    axes.set_xlim(0, 1.25 * max(anchors["referring_domains_share"].max(), min_share))
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.set_xlabel(f"share of referring domains ({told})")
    _explain_colours(axes, anchors["kind"])
    return axes


def _plot_bars(axes: Axes, anchors: pd.DataFrame, lengths: pd.Series) -> BarContainer:
    """A bar for each anchor in the colour of its kind."""
    places = range(len(anchors))
    bars = axes.barh(places, lengths, color=[KIND_COLOURS[kind] for kind in anchors["kind"]])
    axes.set_yticks(places, style.labels(anchors["example"]))
    return bars


def _explain_colours(axes: Axes, kinds: pd.Series) -> None:
    shown = [kind for kind in KIND_COLOURS if kind in set(kinds)]
    handles = [Patch(color=KIND_COLOURS[kind], label=_name(kind)) for kind in shown]
    axes.legend(handles=handles, frameon=False, loc="upper left", bbox_to_anchor=(1, 1))


def _name(kind: str) -> str:
    return kind.replace("_", " ").replace("url", "URL")
