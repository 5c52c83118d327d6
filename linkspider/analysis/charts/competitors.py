"""Plots of several sites' referring domains: which they share, and which are one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
from matplotlib.ticker import MaxNLocator

from linkspider.analysis.answer import Answer
from linkspider.analysis.charts.style import (
    BLUE,
    GREY,
    WIDTH,
    count_axis,
    figure,
    labels,
    say_nothing_to_plot,
)
from linkspider.analysis.competitors.sites import FACTS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def plot_intersections(domains: Answer | pd.DataFrame, top: int = 15) -> Axes:
    """Bars over a matrix of dots (an UpSet plot): domains that link to just these of the sites.

    For up to five sites; more are easier to read in `plot_shared_domains`. ``domains`` is what
    `domain_intersect` returns. Each column is one combination of sites, the ``top`` with most
    domains; the bars beside the matrix are each site's referring domains.
    """
    frame = domains.to_pandas() if isinstance(domains, Answer) else domains
    sites = [name for name in frame.columns if name not in FACTS]
    links_to = frame[sites] > 0
    counts = links_to.value_counts().reset_index(name="domains")
    counts = counts.sort_values(["domains", *sites], ascending=False, kind="stable").head(top)
    if counts.empty:
        axes = figure("Referring domains by the sites that they link to")
        say_nothing_to_plot(axes, "no referring domains")
        return axes
    shown, columns = plt.subplots(
        2,
        2,
        figsize=(WIDTH, 3.2 + 0.32 * len(sites)),
        layout="constrained",
        sharex="col",
        width_ratios=(1, 2.4),
        height_ratios=(2.6, 0.32 * len(sites) + 0.2),
    )
    top_axes: Axes
    (corner, top_axes), (totals, matrix) = columns
    corner.set_axis_off()
    shown.suptitle("Referring domains by the sites that they link to", x=0.01, ha="left")
    _draw_counts(top_axes, counts["domains"].tolist())
    _draw_matrix(matrix, counts[sites].to_numpy().tolist())
    _draw_totals(totals, sites, links_to.sum().tolist())
    for axes in (top_axes, totals):
        axes.spines[["top", "right"]].set_visible(False)
    totals.spines["right"].set_visible(True)
    totals.spines["left"].set_visible(False)
    axes_of_counts: Axes = top_axes
    return axes_of_counts


def _draw_counts(axes: Axes, counts: list[int]) -> None:
    bars = axes.bar(range(len(counts)), counts, width=0.6, color=BLUE)
    axes.bar_label(bars, labels=[f"{count:,}" for count in counts], padding=3)
    axes.margins(y=0.15)
    axes.tick_params(axis="x", length=0, labelbottom=False)
    count_axis(axes, "referring domains that\nlink to just these sites", axis="y")


def _draw_matrix(axes: Axes, combinations: list[list[bool]]) -> None:
    """A column of dots for each combination, those of its sites dark and joined by a line."""
    for place, is_linked in enumerate(combinations):
        rows = [row for row, linked in enumerate(is_linked) if linked]
        axes.scatter([place] * len(is_linked), range(len(is_linked)), s=60, color="#DDDDDD")
        axes.plot([place] * len(rows), rows, "o-", color="black", markersize=7.5, linewidth=2)
    axes.set_ylim(len(combinations[0]) - 0.5, -0.5)
    axes.set_xlim(-0.6, max(len(combinations) - 0.4, 3))
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)


def _draw_totals(axes: Axes, sites: list[str], totals: list[int]) -> None:
    places = range(len(sites))
    bars = axes.barh(places, totals, height=0.6, color=GREY)
    axes.margins(x=0.3)
    axes.set_ylim(len(sites) - 0.5, -0.5)
    axes.invert_xaxis()  # before the labels, which then stand at the bars' other ends
    axes.bar_label(bars, labels=[f"{total:,}" for total in totals], padding=3)
    axes.yaxis.tick_right()
    axes.set_yticks(places, labels(sites, 24))
    axes.tick_params(axis="y", length=0)
    count_axis(axes, "referring domains")
    axes.xaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))


def plot_shared_domains(shared: Answer | pd.DataFrame) -> Axes:
    """A heat map: how many referring domains each two sites share, for many sites.

    ``shared`` is what `shared_referring_domains` returns. The colour is the Jaccard index, the
    share of the domains of either that link to both; on the diagonal stands each site's own number.
    """
    frame = shared.to_pandas() if isinstance(shared, Answer) else shared
    sites = list(dict.fromkeys(frame["site"]))
    title = "Referring domains that two sites share"
    if not frame["shared_domains"].sum():
        axes = figure(title)
        say_nothing_to_plot(axes, "no referring domains")
        return axes
    counts, jaccard = (
        frame.pivot_table(index="site", columns="other_site", values=value, dropna=False).reindex(
            index=sites, columns=sites
        )
        for value in ("shared_domains", "jaccard")
    )
    axes = figure(title, height=1.6 + 0.5 * len(sites))
    colours = axes.imshow(jaccard.fillna(0.0), cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for row, site in enumerate(sites):
        for column, other in enumerate(sites):
            is_dark = jaccard.loc[site, other] > 0.5
            axes.text(
                column,
                row,
                f"{counts.loc[site, other]:,.0f}",
                ha="center",
                va="center",
                color="white" if is_dark else "black",
            )
    names = labels(sites, 24)
    axes.set_xticks(range(len(sites)), names, rotation=30, ha="right")
    axes.set_yticks(range(len(sites)), names)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.figure.colorbar(colours, ax=axes, label="Jaccard index")
    return axes
