"""The plots of anchor texts: what they show, of strangers' words and of nothing too."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib
import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex

from linkspider.analysis.anchors import anchor_kinds, kind_shares, overused
from linkspider.analysis.anchors.kinds import KINDS
from linkspider.analysis.charts.anchors import (
    KIND_COLOURS,
    plot_kinds_and_top_anchors,
    plot_overused,
)
from linkspider.analysis.view import View
from tests.analysis.frames import link, page, view

BRAND = "Leaf & Kettle"


@pytest.fixture(autouse=True)
def _canvas() -> Iterator[None]:
    matplotlib.use("Agg")
    yield
    plt.close("all")


def profile(brand: int = 10) -> View:
    """Ten sites link with the brand, two with a keyword, one with a text that looks like TeX."""
    anchors = [BRAND] * brand + ["green tea"] * 2 + [r"$\frac{1}$\u202e" + "x" * 90]
    sites = [f"https://site-{place:02}.example/" for place in range(len(anchors))]
    links = [link(site, "/", anchor) for site, anchor in zip(sites, anchors, strict=True)]
    return view([page("/"), *map(page, sites)], links)


def test_every_kind_has_a_colour_of_its_own() -> None:
    assert tuple(KIND_COLOURS) == KINDS
    assert len(set(KIND_COLOURS.values())) == len(KINDS)


def test_kinds_stand_beside_the_top_anchors_in_their_colours() -> None:
    seen = profile()
    left, right = plot_kinds_and_top_anchors(
        kind_shares(seen, BRAND, "green tea"), anchor_kinds(seen, BRAND, "green tea")
    )
    left.figure.canvas.draw()
    widths = dict(zip(KINDS, (bar.get_width() for bar in left.patches), strict=True))
    assert widths["brand"] == pytest.approx(10 / 13)
    assert widths["exact"] == pytest.approx(2 / 13)
    assert [bar.get_width() for bar in right.patches] == [10, 2, 1]
    colours = [to_hex(bar.get_facecolor()).upper() for bar in right.patches]
    assert colours == [KIND_COLOURS[kind].upper() for kind in ("brand", "exact", "other")]
    assert right.get_xlabel() == "referring domains"


def test_internal_anchors_are_counted_by_source_pages() -> None:
    seen = view([page("/"), page("/tea")], [link("/", "/tea", "tea")])
    _, right = plot_kinds_and_top_anchors(
        kind_shares(seen, links="internal"), anchor_kinds(seen, links="internal")
    )
    assert right.get_xlabel() == "source pages"


def test_over_use_is_drawn_with_its_line() -> None:
    axes = plot_overused(overused(profile(brand=17), BRAND, min_share=0, min_referring_domains=0))
    axes.figure.canvas.draw()
    assert [bar.get_width() for bar in axes.patches] == pytest.approx([2 / 20, 1 / 20])
    assert axes.lines[0].get_xdata()[0] == 0.1
    assert [text.get_text() for text in axes.texts] == ["2 of 20", "1 of 20"]


def test_over_use_is_not_spoken_of_where_few_domains_refer() -> None:
    axes = plot_overused(overused(profile(), BRAND, min_share=0, min_referring_domains=0))
    assert len(axes.lines) == 0
    assert "13 are too few to speak of over-use: 20 are needed" in axes.get_xlabel()


def test_nothing_is_said_to_be_nothing() -> None:
    left, right = plot_kinds_and_top_anchors(kind_shares(view()), anchor_kinds(view()))
    assert [axes.texts[0].get_text() for axes in (left, right)] == ["no links", "no links"]
    assert plot_overused(overused(view())).texts[0].get_text() == "no anchor is over-used"
