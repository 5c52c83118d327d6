"""Which segment a URL belongs to, and that every question can be split."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from linkspider.analysis import AnalysisError, Answer, View, internal
from linkspider.analysis.internal import by_segment, click_depth, with_segment
from linkspider.analysis.internal.segments import Segments
from tests.analysis.frames import absolute, link, page, rows, table, view

SEGMENTS: Segments = {
    "blog": "/blog/*",
    "prices": ["/*?price=*", "/sale"],
    "coffee": "/café/*",
    "dots": "/a.b",
}
BELONGS = {
    absolute("/blog/"): "blog",
    absolute("/blog/2026/tea?price=1"): "blog",
    absolute("/blog"): "other",
    absolute("/en/blog/x"): "other",
    absolute("/tea?price=1"): "prices",
    absolute("/sale"): "prices",
    absolute("/sales"): "other",
    "http://help.shop.example:8080/blog/x": "blog",
    absolute("/caf%C3%A9/latte"): "coffee",
    absolute("/a.b"): "dots",
    absolute("/axb"): "other",
    "https://shop.example": "other",
}


def test_the_first_pattern_that_matches_the_whole_path_names_the_segment() -> None:
    urls = table("pages", [{"url": url} for url in BELONGS]).select("url")
    assert dict(rows(with_segment(urls, SEGMENTS, "url"))) == BELONGS


def test_without_patterns_the_table_stays_and_with_none_in_it_all_is_other() -> None:
    urls = table("pages", [{"url": absolute("/")}]).select("url")
    assert with_segment(urls, None, "url") is urls
    assert rows(with_segment(urls, {}, "url")) == [(absolute("/"), "other")]
    assert rows(with_segment(urls, {"none": []}, "url")) == [(absolute("/"), "other")]


@pytest.mark.parametrize("pattern", ["blog/*", "", "https://shop.example/blog/*"])
def test_what_is_no_pattern_of_paths_is_said_so(pattern: str) -> None:
    with pytest.raises(AnalysisError, match=r"^segment 'blog': .* is no pattern of paths"):
        with_segment(table("pages", []), {"blog": pattern}, "url")


def test_an_answer_is_summed_up_by_segment() -> None:
    pages = [page("/"), page("/blog/a"), page("/blog/b"), page("/blog/c")]
    links = [link("/", "/blog/a"), link("/blog/a", "/blog/b")]
    depths = click_depth(view(pages, links), segments={"blog": "/blog/*", "empty": "/x"})
    assert rows(by_segment(depths, "click_depth")) == [("blog", 3, 1.5), ("other", 1, 0.0)]
    with pytest.raises(AnalysisError, match="segments="):
        by_segment(click_depth(view(pages, links)))


QUESTIONS: list[Callable[..., Answer]] = [
    internal.broken_links,
    internal.click_depth,
    internal.crowded_pages,
    internal.inlinks,
    internal.links_by_position,
    internal.links_to_unindexable,
    internal.nofollowed_links,
    internal.non_descriptive_anchors,
    internal.old_pages_never_linked_by_newer,
    internal.orphans,
    internal.redirecting_links,
    internal.under_linked,
    internal.unreachable,
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_can_be_split_and_answers_an_empty_view(
    question: Callable[..., Answer], shop: View
) -> None:
    asked = question(shop, segments={"tea": "/tea/*"})
    plain = question(shop)
    assert asked.table.columns == (*plain.table.columns, "segment")
    assert rows(asked, *plain.table.columns) == rows(plain)
    for column in ("url", "source_url"):
        if column in plain.table.columns:
            for url, segment in rows(asked, column, "segment"):
                assert segment == ("tea" if "/tea/" in url else "other")
    nothing = question(view())
    assert nothing.table.columns == plain.table.columns
    assert rows(nothing) == []
