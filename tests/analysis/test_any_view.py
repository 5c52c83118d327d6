"""Every question, of a view of nothing and of one where each value is as bad as it can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import cycle

import pytest

from linkspider.analysis import View
from linkspider.report.build import build
from linkspider.report.page import render
from linkspider.spreadsheets.screaming_frog import all_inlinks
from linkspider.spreadsheets.sheets import SHEETS
from tests.analysis.frames import Row, crawl, link, page, sitemap_entry, view
from tests.analysis.questions import PACKAGES, with_options

GIVEN = {
    "competitors": ["cups.example", "https://pots.example/tea/"],
    "keywords": ["green tea", "緑茶", "(", ""],
    "segments": {"tea": "/tea/*", "rest": ["/a*", "/ä(["]},
}
LONG = "<script>alert(1)</script>\x00\u202e " * 1_000
TEXTS = ["", None, LONG, "=1+1", "javascript:alert(1)", "\u200b", "\U0010ffff", "$^({%s", "日本語"]
ADDRESSES = [
    "/",
    "/tea",
    "http://user:password@shop.example/tea",
    "https://shop.example:8443/tea",
    "https://www.xn--mnchen-3ya.example/",
    "https://[2001:db8::1]/x",
    "http://192.0.2.7/",
    "/%FF%00",
    "/a?" + "q" * 3_000,
    "https://sub.shop.example/",
    "https://co.uk/",
    "https://a.github.io/x",
    "https://localhost/",
]
TARGETS = [
    *ADDRESSES,
    "/tea#top",
    "/loop",
    "/self",
    "/off",
    "/chain0",
    "/circle",
    None,
    "mailto:x@y",
]


QUESTIONS = with_options(GIVEN)


def bad_pages() -> Iterator[Row]:
    """Pages whose columns hold what nobody expects."""
    texts = cycle(TEXTS)
    for number, url in enumerate(ADDRESSES):
        text = next(texts)
        yield page(
            url,
            status=[200, 200, None, 404, 418, 204, 999][number % 7],
            error=[None, None, "timeout", None, "internal"][number % 5],
            title=text,
            meta_description=next(texts),
            h1=[None, [], [text or "", LONG]][number % 3],
            canonical_url=None if number % 4 else ADDRESSES[-number],
            canonicals=number % 3,
            noindex=number % 4 == 1,
            truncated=number % 4 == 2,
            lang=text and text[:20],
            text_hash=[None, "same"][number % 2],
            word_count=[None, 0, 2**31 - 1][number % 3],
            elapsed_ms=[None, 2**31 - 1][number % 2],
            published_at=datetime([1, 9999][number % 2], 1, 2, tzinfo=UTC),
        )
    for url, other in [("/loop", "/back"), ("/back", "/loop"), ("/self", "/self")]:
        yield page(url, redirect_to=other)
    for number in range(14):
        yield page(f"/chain{number}", redirect_to=f"/chain{number + 1}")
    yield page("/off", redirect_to="https://evil.example/0")
    yield page("/circle", canonical_url="/round")
    yield page("/round", canonical_url="/circle")
    for number in range(12):
        yield page(f"https://evil.example/{number}", title=LONG, lang="xx-yy")


def bad_links() -> Iterator[Row]:
    """Links from each address to each, and from a page that has no row."""
    texts = cycle(TEXTS)
    for source in [*ADDRESSES, *(f"https://evil.example/{number}" for number in range(12))]:
        for number, target in enumerate(TARGETS):
            yield link(
                source,
                target,
                element=["a", "area", "iframe", "canonical", "alternate", "meta-refresh"][
                    (number + len(source)) % 6
                ],
                anchor_text=next(texts),
                anchor_source=["none", "alt", None][number % 3],
                has_image=[True, None, False][number % 3],
                rel=[[], ["nofollow", ""], ["ugc", LONG]][number % 3],
                followed=[True, None, False, True][number % 4],
                position=["content", None, "nowhere"][number % 3],
                hreflang=[None, "", "x-default", "en_US", "\x00"][number % 5],
                context_before=next(texts),
                ordinal=number,
            )
    yield link("https://unknown.example/", "/tea", "green tea")


@cache
def bad_view() -> View:
    """A view of them."""
    entries = [
        sitemap_entry(url, priority=[None, 0.0, float("nan")][number % 3])
        for number, url in enumerate(ADDRESSES)
    ]
    crawls = [
        crawl(),
        crawl("running", spider="referring", finished_at=None, finish_reason=None, arguments=None),
        crawl("old", spider="verify", domain="github.io", arguments='{"keep": "touching"}'),
    ]
    return view(bad_pages(), bad_links(), entries, crawls=crawls)


@cache
def no_view() -> View:
    """A view of nothing."""
    return view()


def test_no_question_is_left_out() -> None:
    public = {name for package in PACKAGES for name in getattr(package, "__all__", ())}
    assert public - QUESTIONS.keys() == {
        "FLAGS", "brand_of", "by_segment", "by_target", "flag_meanings", "home_page", "latest_two",
        "suggest_links", "suggested_domains", "with_segment",
    }  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_the_same_columns_whatever_it_is_asked_of(name: str) -> None:
    schemas = []
    for seen in (no_view(), bad_view()):
        answer = QUESTIONS[name](seen, seen)
        frame = answer.to_pandas()
        assert frame.columns.tolist() == list(answer.table.columns)
        schemas.append({column: str(kind) for column, kind in answer.table.schema().items()})
    nothing, bad = schemas
    assert list(nothing.items()) == list(bad.items())


def test_the_bad_view_has_a_report_and_sheets() -> None:
    page = render(build(bad_view(), (bad_view(), bad_view())))
    assert "<script>alert" not in page
    for sheet in (*SHEETS.values(), all_inlinks):
        assert sheet(bad_view()).count().to_pyarrow().as_py() > 0
