"""Plots of the audit: which flags were raised on which domains, and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.colors import LinearSegmentedColormap

from linkspider.analysis.audit.flag import FLAGS
from linkspider.analysis.charts import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from linkspider.analysis.answer import Answer

_WEIGHTS = LinearSegmentedColormap.from_list("weights", ["#FFFFFF", style.ORANGE, style.RED])


def plot_flags(flags: Answer, domains: Answer, top: int = 25) -> Axes:
    """Which flags were raised on which domains: those with the highest score, a row each.

    ``flags`` is what `risk_flags` has found, ``domains`` what `risky_domains` makes of it.
    """
    worst = domains.to_pandas().head(top)
    raised = flags.to_pandas()
    title = "Risk flags by referring domain: hints to look at, no verdicts"
    axes = style.bars_figure(title, len(worst) + 4)
    if worst.empty:
        style.say_nothing_to_plot(axes, "no flag was raised")
        return axes
    names = [name for name in FLAGS if (raised["flag"] == name).any()]
    weights = raised.pivot_table(index="source_domain", columns="flag", values="weight")
    weights = weights.reindex(index=worst["source_domain"], columns=names)
    axes.imshow(weights.fillna(0), cmap=_WEIGHTS, vmin=0, vmax=1, aspect="auto")
    told = [name.replace("_", " ") for name in names]
    axes.set_xticks(range(len(names)), told, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(worst)), _domain_labels(worst))
    for (row, column), weight in _cells(weights):
        axes.text(column, row, f"{weight:.1f}", ha="center", va="center")
    axes.set_xticks([edge + 0.5 for edge in range(len(names) - 1)], minor=True)
    axes.set_yticks([edge + 0.5 for edge in range(len(worst) - 1)], minor=True)
    axes.grid(which="minor", color=style.GREY, linewidth=0.5)
    axes.tick_params(which="minor", length=0)
    axes.set_xlabel("flag (number: weight, 0 to 1; * two independent flags and a followed link)")
    axes.set_ylabel("referring domain")
    return axes


def plot_scores(domains: Answer, top: int = 25) -> Axes:
    """The domains with the highest scores: score, followed links beside it, proposed or not."""
    worst = domains.to_pandas().head(top)
    axes = style.bars_figure("Risk scores of referring domains", len(worst) + 2)
    if worst.empty:
        style.say_nothing_to_plot(axes, "no flag was raised")
        return axes
    rows = range(len(worst))
    colours = [style.RED if proposed else style.GREY for proposed in worst["proposed"]]
    axes.hlines(rows, 0, worst["score"], color=colours, linewidth=1)
    for is_proposed, colour, label in (
        (True, style.RED, "proposed: two independent flags and a followed link"),
        (False, style.GREY, "not proposed"),
    ):
        chosen = worst["proposed"] == is_proposed
        places = [row for row, is_chosen in zip(rows, chosen, strict=True) if is_chosen]
        axes.scatter(worst["score"][chosen], places, color=colour, label=label, zorder=3)
    for row, followed, score in zip(rows, worst["followed_links"], worst["score"], strict=True):
        axes.annotate(
            f"{followed:,} followed", (score, row), (8, 0), textcoords="offset points", va="center"
        )
    axes.set_yticks(rows, style.labels(worst["source_domain"]))
    axes.set_ylim(len(worst) - 0.5, -0.5)
    axes.set_xlim(0, 1.15)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    axes.set_xlabel("score: 1 - Π(1 - weight) over the flags of a domain")
    axes.figure.legend(loc="outside lower center", ncols=2, frameon=False)
    return axes


def _domain_labels(worst: pd.DataFrame) -> list[str]:
    marks = ["* " if proposed else "" for proposed in worst["proposed"]]
    texts = style.labels(worst["source_domain"], 36)
    return [mark + text for mark, text in zip(marks, texts, strict=True)]


def _cells(weights: pd.DataFrame) -> list[tuple[tuple[int, int], float]]:
    """The cells with a weight: row, column, weight."""
    return [
        ((row, column), weight)
        for row, line in enumerate(weights.to_numpy())
        for column, weight in enumerate(line)
        if weight == weight  # NaN is where there is no flag
    ]
