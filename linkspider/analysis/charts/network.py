"""A network picture: the target in the middle, around it its pages, and who links to them."""

from __future__ import annotations

from collections import Counter
from math import log1p, sqrt
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.lines import Line2D
from matplotlib.textpath import TextPath

from linkspider.analysis.answer import Answer
from linkspider.analysis.charts import style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from matplotlib.axes import Axes

Place = tuple[float, float]

MIDDLE: Place = (0.0, 0.0)
INNER, OUTER = 0.42, 1.0
"""How far the pages and the domains are from the middle."""
GAP = 0.2
"""How far above and below the middle no page stands, so that its name is alone there."""
LONGEST = 32
"""Characters of a label."""
PAGE_WIDTH, DOMAIN_WIDTH = 1.6, 1.85
"""Inches that a label may take."""
ROW_HEIGHT = 0.5
"""Inches between two labels above each other."""
BOX = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0}


class Edge(NamedTuple):
    """A row of `reference_network`."""

    domain: str
    page: str | None
    backlinks: int
    followed: bool


def plot_reference_network(answer: Answer | pd.DataFrame, target: str) -> Axes:
    """The largest referring domains (outside) and the pages of the target that they link to.

    ``answer`` is that of `reference_network`, ``target`` the name in the middle. A line is as wide
    as its backlinks are many (on a log scale), blue where any of its links is followed; one that
    leads to the middle stands for all other pages.
    """
    edges = _edges(answer)
    sizes: Counter[str] = Counter()
    page_sizes: Counter[str] = Counter()
    for edge in edges:
        sizes[edge.domain] += edge.backlinks
        if edge.page is not None:
            page_sizes[edge.page] += edge.backlinks
    pages = _zigzag([page for page, _ in page_sizes.most_common()])
    domains = _columns(_sides(edges, sizes, pages))
    rows = max(len(domains) / 2, len(pages), 6)
    axes = style.figure(
        "Who links to what: the top referring domains", height=1 + ROW_HEIGHT * rows
    )
    axes.set_axis_off()
    if not edges:
        style.say_nothing_to_plot(axes, "no backlinks")
        return axes
    largest = log1p(max(*sizes.values(), *page_sizes.values(), 1))
    for edge in edges:
        end = pages.get(edge.page or "", MIDDLE)
        _line(axes, domains[edge.domain], end, edge.followed, log1p(edge.backlinks) / largest)
    for page, place in pages.items():
        axes.plot(*zip(place, MIDDLE, strict=True), color=style.GREY, linewidth=0.6, zorder=1)
        _dot(axes, place, log1p(page_sizes[page]) / largest, style.GREEN)
        _name_page(axes, place, _path(page, target))
    for domain, place in domains.items():
        _dot(axes, place, log1p(sizes[domain]) / largest, style.GREY)
        _name_domain(axes, place, domain, sizes[domain])
    name = _fitted(target, DOMAIN_WIDTH, 10)
    axes.text(*MIDDLE, name, ha="center", va="center", weight="bold", zorder=5, bbox=BOX)
    axes.set_xlim(-2.0, 2.0)
    axes.set_ylim(-1.05, 1.1)
    axes.figure.legend(
        handles=_legend(), frameon=False, loc="outside lower center", ncols=4, fontsize=8
    )
    return axes


def _edges(answer: Answer | pd.DataFrame) -> list[Edge]:
    frame = answer.to_pandas() if isinstance(answer, Answer) else answer
    pages = frame["target_page"].astype(object).where(frame["target_page"].notna(), None)
    counts = frame["backlinks"].astype(int)
    return list(map(Edge, frame["source_domain"], pages, counts, frame["followed"].astype(bool)))


def _sides(
    edges: Iterable[Edge], sizes: Mapping[str, int], pages: Mapping[str, Place]
) -> dict[str, int]:
    """On which side each domain stands, near the pages it links to, in the order from the top."""
    x, y = dict.fromkeys(sizes, 0.0), dict.fromkeys(sizes, 0.0)
    for edge in edges:
        end = pages.get(edge.page or "", MIDDLE)
        x[edge.domain] += end[0] * edge.backlinks / sizes[edge.domain]
        y[edge.domain] += end[1] * edge.backlinks / sizes[edge.domain]
    from_left = sorted(sizes, key=lambda domain: (x[domain], domain))
    left = set(from_left[: len(from_left) // 2])
    from_top = sorted(sizes, key=lambda domain: (-y[domain], domain))
    return {domain: -1 if domain in left else 1 for domain in from_top}


def _zigzag(names: list[str]) -> dict[str, Place]:
    """A place for each page: left and right in turn, and no two on one height."""
    places: dict[str, Place] = {}
    for n, name in enumerate(names):
        y = 1 - (2 * n + 1) / len(names)
        away = GAP + (1 - GAP) * abs(y)
        places[name] = (_bent((-1, 1)[n % 2] * INNER, y), away if y >= 0 else -away)
    return places


def _columns(sides: Mapping[str, int]) -> dict[str, Place]:
    """A place for each domain: each side's from top to bottom."""
    places: dict[str, Place] = {}
    for side in (-1, 1):
        column = [name for name, own in sides.items() if own == side]
        for n, name in enumerate(column):
            y = 1 - (2 * n + 1) / len(column)
            places[name] = (_bent(side * OUTER, y), y)
    return places


def _bent(x: float, y: float) -> float:
    """Nearer to the middle at top and bottom."""
    return x * (0.6 + 0.4 * sqrt(1 - y * y))


def _line(axes: Axes, start: Place, end: Place, followed: bool, size: float) -> None:
    colour, line = (style.FOLLOWED, "-") if followed else (style.NOT_FOLLOWED, "--")
    width = 0.6 + 3 * size
    axes.plot(*zip(start, end, strict=True), line, color=colour, linewidth=width, alpha=0.6)


def _dot(axes: Axes, place: Place, size: float, colour: str) -> None:
    axes.scatter(*place, s=25 + 100 * size, color=colour, zorder=3)


def _name_page(axes: Axes, place: Place, text: str) -> None:
    axes.annotate(
        _fitted(text, PAGE_WIDTH, 8), place, (0, 7), textcoords="offset points", ha="center",
        va="bottom", fontsize=8, bbox=BOX, zorder=4,
    )  # fmt: skip


def _name_domain(axes: Axes, place: Place, domain: str, count: int) -> None:
    sign, side = (1, "left") if place[0] > 0 else (-1, "right")
    axes.annotate(
        _fitted(domain, DOMAIN_WIDTH, 9, f" ({count:,})"), place, (8 * sign, 0),
        textcoords="offset points", ha=side, va="center", fontsize=9,
    )  # fmt: skip


def _fitted(text: str, inches: float, size: int, suffix: str = "") -> str:
    """As much of a stranger's text as fits in so many inches at a font size, and the suffix."""
    length = LONGEST
    while True:
        [label] = style.labels([text], length)
        width = TextPath((0, 0), label + suffix, size=size).get_extents().width
        too_wide = width / (72 * inches)
        if too_wide <= 1 or length <= 2:
            return label + suffix
        length = max(2, min(length - 1, int(length / too_wide)))


def _path(page: str, target: str) -> str:
    """The page without scheme, and without the target, which stands in the middle."""
    shown, host = (text.split("://", 1)[-1] for text in (page, target))
    return shown.removeprefix(host.rstrip("/")) or shown


def _legend() -> list[Line2D]:
    return [
        Line2D([], [], color=style.FOLLOWED, label="followed"),
        Line2D([], [], color=style.NOT_FOLLOWED, linestyle="--", label="not followed"),
        Line2D([], [], color=style.GREY, marker="o", linestyle="",
               label="referring domain (its backlinks)"),
        Line2D([], [], color=style.GREEN, marker="o", linestyle="", label="page of the target"),
    ]  # fmt: skip
