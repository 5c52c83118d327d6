"""Plots of how the target's own pages link to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import numpy as np
from matplotlib.ticker import LogLocator, NullFormatter

from linkspider.analysis.charts import style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer

    from linkspider.analysis.answer import Answer

POSITIONS = {
    "content": style.BLUE,
    "navigation": style.ORANGE,
    "header": style.SKY,
    "footer": style.GREY,
    "aside": style.PURPLE,
    "outside body": style.YELLOW,
}


def plot_click_depth(answer: Answer) -> Axes:
    """Bars: pages with status 200 by their click depth, those out of reach apart."""
    pages = answer.table.filter(answer.table.status == 200)
    counts = pages.group_by("click_depth").agg(pages=pages.count()).to_pandas()
    axes = style.figure("Click depth: pages by clicks from the home page")
    reached = counts.dropna().set_index("click_depth")["pages"].sort_index()
    unreached = counts.loc[counts["click_depth"].isna(), "pages"].sum()
    if reached.empty:
        style.say_nothing_to_plot(axes, "no home page to count clicks from")
        return axes
    bars = axes.bar(reached.index, reached, color=style.BLUE)
    _label(axes, bars, reached)
    last = int(reached.index.max())
    depths = np.unique(np.linspace(0, last, min(last + 1, 16)).round().astype(int))
    ticks = {int(depth): f"{depth:,}" for depth in depths}
    if unreached:
        beyond = last + max(2, last // 10)
        bars = axes.bar([beyond], [unreached], color=style.ORANGE, width=max(0.8, last / 40))
        _label(axes, bars, [unreached])
        ticks[beyond] = "unreachable"
    axes.set_xticks(list(ticks), list(ticks.values()))
    axes.margins(y=0.12)
    axes.set_xlabel("clicks from the home page, over followed internal links")
    style.count_axis(axes, "pages (status 200)", axis="y")
    return axes


def plot_inlinks(answer: Answer) -> Axes:
    """Steps on logarithmic axes: how many pages have at least so many unique inlinks, by all links
    and by those in the content alone; pages without any are told beside."""
    pages = answer.table.filter(answer.table.status == 200)
    axes = style.figure("Inlinks: how many pages have at least so many", height=4.2)
    frame = pages.select("unique_inlinks", "content_unique_inlinks").to_pandas()
    if not frame.to_numpy().any():
        style.say_nothing_to_plot(axes, "no internal links to plot")
        return axes
    for name, label, colour in (
        ("unique_inlinks", "all links", style.BLUE),
        ("content_unique_inlinks", "links in the content", style.ORANGE),
    ):
        linked = np.sort(frame.loc[frame[name] > 0, name].to_numpy())
        values, first = np.unique(linked, return_index=True)
        none = len(frame) - len(linked)
        axes.plot(values, len(linked) - first, color=colour, marker="o", markersize=4,
                  drawstyle="steps-pre", label=f"{label} (none: {none:,} pages)")  # fmt: skip
    axes.set_xscale("log")
    axes.set_yscale("log")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axis.set_minor_formatter(NullFormatter())
    axes.set_xlim(left=0.9)
    axes.set_ylim(bottom=0.9)
    axes.set_xlabel("unique inlinks (distinct source pages)")
    axes.set_ylabel("pages (status 200) with at least so many")
    axes.grid(visible=True, color="#dddddd", linewidth=0.6)
    axes.legend(frameon=False, loc="lower left")
    return axes


def plot_positions(answer: Answer) -> Axes:
    """Bars: the internal links to the target's pages by where they stand."""
    table = answer.table
    table = table.mutate(position=table.position.fill_null("outside body"))
    counts = table.group_by("position").agg(links=table.inlinks.sum()).to_pandas()
    links = counts.set_index("position")["links"].reindex(list(POSITIONS)).fillna(0).astype(int)
    links = links[links > 0]
    axes = style.bars_figure("Internal links by their position on the page", len(links))
    if links.empty:
        style.say_nothing_to_plot(axes)
        return axes
    bars = axes.barh(links.index, links, color=[POSITIONS[name] for name in links.index])
    shares = links / links.sum()
    axes.bar_label(bars, padding=4, labels=[
        f"{count:,} ({share:.1%})" for count, share in zip(links, shares, strict=True)
    ])  # fmt: skip
    axes.margins(x=0.18)
    style.count_axis(axes, "inlinks (internal links to final pages)")
    return axes


def plot_link_faults(broken: Answer, redirecting: Answer) -> Axes:
    """Bars: broken and redirecting internal links by what their target answers."""
    errors = broken.table
    errors = errors.group_by(fault=ibis.coalesce(errors.status.cast("string"), errors.error)).agg(
        links=errors.count()
    )
    redirects = redirecting.table
    kind = redirects.first_status.cast("string") + ibis.cases(
        (redirects.unresolved.notnull(), ", " + redirects.unresolved),
        (redirects.hops > 1, ", a chain"),
        else_="",
    )
    redirects = redirects.group_by(fault=kind).agg(links=redirects.count())
    frames = [
        (table.order_by(ibis.desc("links"), "fault").to_pandas(), colour, label)
        for table, colour, label in (
            (errors, style.RED, "broken"), (redirects, style.ORANGE, "redirecting")
        )
    ]  # fmt: skip
    total = sum(len(frame) for frame, _, _ in frames)
    axes = style.bars_figure("Internal links to errors and redirects", total)
    if not total:
        style.say_nothing_to_plot(axes, "no broken or redirecting internal links")
        return axes
    place = 0
    names: list[str] = []
    for frame, colour, label in frames:
        if frame.empty:
            continue
        places = range(place, place + len(frame))
        bars = axes.barh(places, frame["links"], color=colour, label=label)
        _label(axes, bars, frame["links"])
        names += frame["fault"].tolist()
        place += len(frame)
    axes.set_yticks(range(total), style.labels(names))
    axes.margins(x=0.12)
    _legend_below(axes)
    style.count_axis(axes, "internal links")
    return axes


def plot_under_linked(answer: Answer, top: int = 15) -> Axes:
    """Lines: for the pages with the widest gaps, from the rank by content inlinks to the rank by
    importance."""
    pages = answer.table.limit(top).to_pandas()
    axes = style.bars_figure("Important pages that the site's texts hardly link to", len(pages))
    if pages.empty:
        style.say_nothing_to_plot(axes, "no under-linked pages")
        return axes
    places = range(len(pages))
    axes.hlines(places, pages["content_inlinks_rank"], pages["importance_rank"], color=style.GREY)
    axes.scatter(pages["content_inlinks_rank"], places, color=style.ORANGE, zorder=3,
                 label="by content inlinks")  # fmt: skip
    axes.scatter(pages["importance_rank"], places, color=style.BLUE, zorder=3,
                 label="by importance")  # fmt: skip
    axes.set_yticks(places, style.labels(pages["url"].str.replace(r"^https?://", "", regex=True)))
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(len(pages) - 0.5, -0.5)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel("share of the other pages with less")
    _legend_below(axes)
    return axes


def _label(axes: Axes, bars: BarContainer, counts: Iterable[int]) -> None:
    axes.bar_label(bars, labels=[f"{count:,.0f}" for count in counts], padding=3)


def _legend_below(axes: Axes) -> None:
    axes.figure.legend(frameon=False, loc="outside lower center", ncols=2)
