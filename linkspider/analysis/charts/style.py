"""How the plots look: colours that everyone can tell apart, no ink for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
from matplotlib.ticker import MaxNLocator

from linkspider.text import displayed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

# Okabe and Ito's colours, which colour-blind readers can tell apart.
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PURPLE, YELLOW, GREY = "#56B4E9", "#CC79A7", "#F0E442", "#999999"
FOLLOWED, NOT_FOLLOWED = BLUE, ORANGE
WIDTH = 8.0
"""Inches."""
BAR_HEIGHT = 0.32
"""Inches for each of a row of horizontal bars."""


def figure(title: str, *, height: float = 3.6) -> Axes:
    """Axes for one plot with its title; ``height`` in inches."""
    _, axes = plt.subplots(figsize=(WIDTH, height), layout="constrained")
    axes.set_title(title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def bars_figure(title: str, bars: int) -> Axes:
    """Axes for so many horizontal bars, the first on top."""
    axes = figure(title, height=1.2 + BAR_HEIGHT * max(bars, 1))
    axes.invert_yaxis()
    return axes


def count_axis(axes: Axes, label: str, *, axis: str = "x") -> None:
    """Label an axis that counts: whole numbers only, thousands parted."""
    which = axes.xaxis if axis == "x" else axes.yaxis
    which.set_major_locator(MaxNLocator(integer=True))
    which.set_major_formatter(lambda value, _: f"{value:,.0f}")
    which.set_label_text(label)


def labels(texts: Iterable[str | None], length: int = 40) -> list[str]:
    """Strangers' texts as labels: short, on one line, and with no meaning for matplotlib."""
    return [displayed(text or "(empty)", length).replace("$", r"\$") for text in texts]


def say_nothing_to_plot(axes: Axes, what: str = "nothing to plot") -> None:
    """Say so in the middle of empty axes."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, what, transform=axes.transAxes, ha="center", va="center", color=GREY)
