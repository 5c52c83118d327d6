"""Plots of the audit: what stands in them."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from linkspider.analysis.audit import risk_flags, risky_domains
from linkspider.analysis.charts.audit import plot_flags, plot_scores
from tests.analysis.frames import link, page, view

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _closed_figures() -> None:
    plt.close("all")


def test_flags_and_scores_are_drawn_by_domain() -> None:
    blog, shady = "https://blog.example/", "https://$x$.example/"
    pages = [page("/", lang="en"), page(blog, lang="ko", title="Guest post"), page(shady)]
    seen = view(pages, [link(blog, "/", "tea"), link(shady, "/", "viagra")])
    flags = risk_flags(seen)
    domains = risky_domains(seen, flags)
    axes = plot_flags(flags, domains)
    axes.figure.canvas.draw()
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "* blog.example", "\\$x\\$.example",
    ]  # fmt: skip
    assert [label.get_text() for label in axes.get_xticklabels()] == [
        "paid footprint", "unrelated language", "spam anchors",
    ]  # fmt: skip
    assert [text.get_text() for text in axes.texts] == ["0.5", "0.1", "0.4"]
    axes = plot_scores(domains)
    axes.figure.canvas.draw()
    assert [text.get_text() for text in axes.texts] == ["1 followed", "1 followed"]
    points = [list(map(tuple, dots.get_offsets())) for dots in axes.collections[1:]]
    assert points == [[(pytest.approx(0.55), 0)], [(pytest.approx(0.4), 1)]]


def test_nothing_to_plot_is_said() -> None:
    flags = risk_flags(view())
    domains = risky_domains(view(), flags)
    for axes in (plot_flags(flags, domains), plot_scores(domains)):
        axes.figure.canvas.draw()
        assert [text.get_text() for text in axes.texts] == ["no flag was raised"]
