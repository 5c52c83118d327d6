"""Plots of authority: who is named, that names can be read, and that nothing is no error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import ibis
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Annotation, Text

from linkspider.analysis import Answer
from linkspider.analysis.authority import (
    authority_balance,
    domain_pagerank,
    harmonic_centrality,
    internal_pagerank,
    what_if,
)
from linkspider.analysis.charts.authority import (
    page_names,
    plot_authority_balance,
    plot_domains,
    plot_pagerank_against_inlinks,
    plot_what_if,
)
from tests.analysis.frames import absolute, link, page, view

SEEN = view(
    [page("/"), page("/a"), page("/b", status=404), page("https://x.example/")],
    [link("/", "/a"), link("/", "/b"), link("https://x.example/", "/b")],
)
NAUGHTY = "https://shop.example/$x^{$<script>\u202e" + "é" * 2_000


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def names(axes: Axes) -> list[Annotation]:
    return [text for text in axes.texts if isinstance(text, Annotation)]


def many_pages(count: int) -> pd.DataFrame:
    random = np.random.default_rng(1)
    inlinks = (random.pareto(1.1, count) * 2).astype(int)
    return pd.DataFrame(
        {
            "url": [f"https://shop.example/{n}/{'long-' * 20}{n}" for n in range(count)],
            "score": np.clip(12 * np.log1p(inlinks) + random.normal(20, 9, count), 0, 100),
            "content_inlinks": inlinks,
            "status": random.choice([200, 404], count),
            "indexable": random.choice([True, False, None], count),
        }
    )  # fmt: skip


def answer(frame: pd.DataFrame) -> Answer:
    return Answer(ibis.memtable(pa.Table.from_pandas(frame)), complete=True)


def test_ten_thousand_pages_have_ten_names_that_do_not_overlap() -> None:
    axes = plot_pagerank_against_inlinks(answer(many_pages(10_000)))
    axes.figure.canvas.draw()
    found = names(axes)
    assert len(found) == 10
    boxes = [Text.get_window_extent(name) for name in found]  # without the line to the point
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert all(axes.bbox.x1 < box.x0 and box.x1 <= axes.figure.bbox.x1 for box in boxes)


def test_outliers_are_those_far_above_and_far_below_with_links() -> None:
    frame = pd.DataFrame(
        {
            "url": [absolute(f"/{n}") for n in range(8)],
            "score": [0.0, 90, 20, 30, 30, 40, 40, 2],
            "content_inlinks": [0, 0, 1, 3, 3, 7, 7, 7],
            "status": 200,
            "indexable": True,
        }
    )
    axes = plot_pagerank_against_inlinks(answer(frame), outliers=2)
    assert [name.get_text() for name in names(axes)] == ["shop.example/7", "shop.example/1"]


def test_names_are_short_and_harmless_and_tell_of_errors() -> None:
    frame = pd.DataFrame({"url": [absolute("/"), absolute("/a"), absolute("/b"), NAUGHTY]})
    frame["status"] = [200, 404, None, 200]
    *plain, naughty = page_names(frame)
    assert plain == ["shop.example/", "shop.example/a (404)", "shop.example/b (no answer)"]
    assert len(naughty) <= 42
    assert "\u202e" not in naughty
    assert naughty.startswith(r"shop.example/\$x…")


def test_the_balance_has_the_pages_that_hand_on_most_on_top() -> None:
    axes = plot_authority_balance(authority_balance(SEEN))
    labels = [label.get_text() for label in axes.get_yticklabels()]
    # All comes in at /b, which has no links: all stays there.
    assert labels == ["shop.example/b (404)"]


def test_what_if_has_winners_on_top_with_their_change() -> None:
    axes = plot_what_if(what_if(SEEN, [(absolute("/a"), absolute("/"))]))
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels[0] == "shop.example/"
    changes = [name.get_text() for name in names(axes)]
    assert changes[0].startswith("+")
    assert len(changes) == len(labels)


@pytest.mark.parametrize(
    ("question", "label"),
    [
        (domain_pagerank, "PageRank within this sample"),
        (harmonic_centrality, "harmonic centrality within this sample"),
    ],
)
def test_domains_are_labelled_as_within_this_sample(
    question: Callable[..., Answer], label: str
) -> None:
    axes = plot_domains(question(SEEN))
    assert axes.get_xlabel() == label


@pytest.mark.parametrize(
    ("plot", "question"),
    [
        (plot_pagerank_against_inlinks, internal_pagerank),
        (plot_authority_balance, authority_balance),
        (plot_what_if, what_if),
        (plot_domains, domain_pagerank),
    ],
)
def test_nothing_and_a_single_page_are_plotted_too(
    plot: Callable[[Answer], Axes], question: Callable[..., Answer]
) -> None:
    empty = plot(question(view()))
    assert [text.get_text() for text in empty.texts] != []
    for urls in (["/"], ["/", NAUGHTY]):
        plot(question(view(map(page, urls)))).figure.canvas.draw()
