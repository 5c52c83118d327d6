"""Charts that show the rows of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider.report.model import Bar, Chart

if TYPE_CHECKING:
    from linkspider.report.asking import Worked

BARS = 15


def bar_chart(title: str, unit: str, worked: Worked, label: str, value: str) -> Chart:
    """The first rows of an answer as bars."""
    rows = [row for row in worked.first(BARS) if row[value]]
    bars = [Bar(label=str(row[label] or "(none)"), values=(row[value],)) for row in rows]
    return Chart(title=title, unit=unit, bars=bars)


def depth_chart(depths: Worked) -> Chart:
    """How many pages there are at each click depth, the unreachable last."""
    table = depths.table.filter(depths.table.status == 200)
    counted = table.group_by("click_depth").agg(pages=table.count()).order_by("click_depth")
    found = {row["click_depth"]: row["pages"] for row in counted.to_pyarrow().to_pylist()}
    unreached = found.pop(None, 0)
    bars = [
        Bar(label=str(depth), values=(found.get(depth, 0),))
        for depth in range(max(found, default=-1) + 1)
    ][:20]
    if unreached:
        bars.append(Bar(label="none", values=(unreached,)))
    return Chart(
        title="Click depth", unit="pages, by clicks from the home page", bars=bars, upright=True
    )


def inlink_chart(counts: Worked) -> Chart:
    """How many pages have how many inlinks, in classes that double."""
    table = counts.table.filter(counts.table.status == 200)
    size = (table.unique_inlinks + 1).log2().floor().cast("int64")
    counted = table.group_by(size=size).agg(pages=table.count())
    found = {row["size"]: row["pages"] for row in counted.to_pyarrow().to_pylist()}
    bars = []
    for power in range(max(found, default=-1) + 1):
        low, high = 2**power - 1, 2 ** (power + 1) - 2
        label = str(low) if low == high else f"{low:,}–{high:,}"
        bars.append(Bar(label=label, values=(found.get(power, 0),)))
    return Chart(
        title="Unique inlinks", unit="pages, by pages that link to them", bars=bars, upright=True
    )
