"""The network picture can be read: no name lies over another, however long and many they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes

from linkspider.analysis.backlinks import reference_network
from linkspider.analysis.charts.network import plot_reference_network
from tests.analysis.frames import DOMAIN, link, page, view


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def network(domains: int, pages: int) -> pd.DataFrame:
    """Every domain links to every page; all names are as long as they can be shown."""
    rows = [
        (
            f"{domain:02}-{'w' * 60}.example",
            f"https://{DOMAIN}/{number}{'m' * 90}",
            10**number,
            True,
        )
        for domain in range(domains)
        for number in range(pages)
    ]
    names = ["source_domain", "target_page", "backlinks", "followed"]
    rows += [(f"{domain:02}-{'w' * 60}.example", None, 1, False) for domain in range(domains)]
    return pd.DataFrame(rows, columns=names)


def names(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


@pytest.mark.parametrize(("domains", "pages"), [(1, 1), (2, 0), (3, 2), (9, 5), (16, 8)])
def test_names_do_not_overlap_and_stay_inside(domains: int, pages: int) -> None:
    axes = plot_reference_network(network(domains, pages), DOMAIN)
    figure = axes.figure
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) == domains + pages + 1
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    whole = figure.bbox
    assert all(whole.x0 <= box.x0 and box.x1 <= whole.x1 for box in boxes)


def test_domains_pages_and_lines_are_drawn() -> None:
    first, second = "https://a.example/", "https://b.example/"
    links = [link(first, "/tea"), link(second, "/tea", rel=["ugc"]), link(second, "/")]
    found = view([page(first), page(second)], links)
    axes = plot_reference_network(reference_network(found, pages=1), DOMAIN)
    assert names(axes) == ["/tea", "a.example (1)", "b.example (2)", DOMAIN]
    styles = [line.get_linestyle() for line in axes.get_lines()]
    assert sorted(styles) == ["-", "-", "-", "--"]  # two followed, one not, the page to the middle


def test_what_strangers_write_is_shown_as_text() -> None:
    rows = pd.DataFrame(
        [("$x^2$.example", f"https://{DOMAIN}/<b>\u202e", 1, False)],
        columns=["source_domain", "target_page", "backlinks", "followed"],
    )
    axes = plot_reference_network(rows, DOMAIN)
    axes.figure.canvas.draw()
    assert names(axes)[:2] == ["/<b>", r"\$x^2\$.example (1)"]


def test_nothing_is_said_to_be_nothing() -> None:
    axes = plot_reference_network(reference_network(view()), DOMAIN)
    assert names(axes) == ["no backlinks"]
