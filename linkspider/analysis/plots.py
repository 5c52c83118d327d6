"""Plots of the analyses, readable on a projector and in print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
from matplotlib.ticker import MaxNLocator

from linkspider.analysis.first_look import backlinks, links_by_type, referring_domains

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Okabe and Ito's colours, which colour-blind readers can tell apart.
FOLLOWED, NOT_FOLLOWED = "#0072B2", "#E69F00"
TYPE_COLOURS = {
    "internal": "#56B4E9",
    "backlink": "#0072B2",
    "outbound": "#E69F00",
    "other": "#999999",
}


def plot_links_by_type(links: pd.DataFrame) -> Axes:
    """Bars: hyperlinks of each link type, with their number."""
    counts = links_by_type(links)["links"]
    _, axes = plt.subplots(figsize=(8, 2.8), layout="constrained")
    bars = axes.barh(counts.index, counts, color=[TYPE_COLOURS[name] for name in counts.index])
    axes.bar_label(bars, labels=[f"{count:,}" for count in counts], padding=4)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xlabel("hyperlinks")
    axes.set_title("Links by type", loc="left")
    _tidy(axes)
    return axes


def plot_referring_domains(links: pd.DataFrame, top: int = 15) -> Axes:
    """Bars: backlinks of the top referring domains, those that are followed apart."""
    domains = referring_domains(links).head(top)
    pairs = backlinks(links).groupby(["source_domain", "source_url", "target_url"])["followed"]
    followed = pairs.max().groupby("source_domain").sum().reindex(domains.index).astype(int)
    rest = domains["backlinks"] - followed
    height = 1.2 + 0.32 * max(len(domains), 1)
    _, axes = plt.subplots(figsize=(8, height), layout="constrained")
    axes.barh(domains.index, followed, color=FOLLOWED, label="followed")
    bars = axes.barh(domains.index, rest, left=followed, color=NOT_FOLLOWED, label="not followed")
    axes.bar_label(bars, labels=[f"{count:,}" for count in domains["backlinks"]], padding=4)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.1 * max(domains["backlinks"].max(), 1) if len(domains) else 1)
    axes.set_xlabel("backlinks (distinct pairs of source and target page)")
    axes.set_title("Top referring domains", loc="left")
    axes.legend(frameon=False, loc="lower right")
    _tidy(axes)
    return axes


def _tidy(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
