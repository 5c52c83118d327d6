"""What came, went and changed: cases worked out by hand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from linkspider import analysis
from linkspider.analysis import Answer, View
from linkspider.analysis.changes import changes
from tests.analysis.frames import NOW, Row, absolute, link, page, rows, view

BLOG = "https://blog.example/post"
MOVED = "https://blog.example/moved"
TEA, POT = absolute("/tea"), absolute("/pot")
LATER = NOW + timedelta(days=30)


def look(*links: Row, pages: list[Row] | None = None, **facts: Any) -> View:
    """A view of these links on BLOG, in order; of BLOG alone unless ``pages`` says otherwise."""
    return view([page(BLOG)] if pages is None else pages, numbered(links), **facts)


def numbered(links: Iterable[Row]) -> list[Row]:
    """The links in the order of their page."""
    return [{**row, "ordinal": n} for n, row in enumerate(links)]


def on_site(case: str, found: Iterable[Row]) -> list[Row]:
    """The rows, of a site of the case's own instead of blog.example's."""
    return [
        {
            name: value.replace("blog.example", site_of(case)) if isinstance(value, str) else value
            for name, value in row.items()
        }
        for row in found
    ]


def site_of(case: str) -> str:
    return re.sub("[^a-z0-9]+", "-", case.lower()) + ".example"


def by_site(answer: Answer) -> dict[str, list[tuple[Any, ...]]]:
    """Changes and their reasons by the site that they are of."""
    found = defaultdict(list)
    for site, *change in rows(answer, "source_domain", "change", "reason"):
        found[site].append(tuple(change))
    return dict(found)


def changed(before: View, after: View, *columns: str, **options: Any) -> list[tuple[Any, ...]]:
    return rows(changes(before, after, **options), *(columns or ("change", "reason")))


GONE: dict[str, tuple[list[Row], str, str]] = {
    "read without the link": ([page(BLOG)], "lost", "no-link"),
    "not found": ([page(BLOG, status=404)], "lost", "404"),
    "gone": ([page(BLOG, status=410)], "lost", "410"),
    "redirects to a page without it": (
        [page(BLOG, redirect_to=MOVED), page(MOVED)], "lost", "no-link",
    ),
    "redirects to a page that is gone": (
        [page(BLOG, redirect_to=MOVED), page(MOVED, status=410)], "lost", "410",
    ),
    "redirects to the target": (
        [page(BLOG, redirect_to="/"), page("/", word_count=9, scripts=9)],
        "lost", "redirects-to-target",
    ),
    "redirects to a page that failed": (
        [page(BLOG, redirect_to=MOVED), page(MOVED, status=503)], "unknown", "503",
    ),
    "redirects to what was not tried": (
        [page(BLOG, redirect_to=MOVED)], "unknown", "redirect-not-followed",
    ),
    "redirects in a circle": ([page(BLOG, redirect_to=BLOG)], "unknown", "redirect-loop"),
    "robots": ([page(BLOG, status=None, error="robots")], "unknown", "robots"),
    "timeout": ([page(BLOG, status=None, error="timeout")], "unknown", "timeout"),
    "unauthorised": ([page(BLOG, status=401)], "unknown", "401"),
    "forbidden": ([page(BLOG, status=403)], "unknown", "403"),
    "asked too often": ([page(BLOG, status=429)], "unknown", "429"),
    "server error": ([page(BLOG, status=500)], "unknown", "500"),
    "cut short": ([page(BLOG, truncated=True)], "unknown", "truncated"),
    "too large to read": ([page(BLOG, error="too-large")], "unknown", "too-large"),
    "no HTML": ([page(BLOG, indexability="not-html")], "unknown", "not-html"),
    "its body not asked for": ([{**page(BLOG), "indexability": None}], "unknown", "status-only"),
    "a challenge that says 200": (
        [page(BLOG, title="Just a moment...", word_count=20)], "unknown", "challenge",
    ),
    "a challenge that says 403": (
        [page(BLOG, status=403, title="ATTENTION REQUIRED! | Cloudflare")], "unknown", "challenge",
    ),
    "a long text under a challenge's title": (
        [page(BLOG, title="Just a moment: on tea", word_count=200)], "lost", "no-link",
    ),
    "a shell for scripts": ([page(BLOG, word_count=29, scripts=1)], "unknown", "javascript"),
    "few words and no script": ([page(BLOG, word_count=29, scripts=0)], "lost", "no-link"),
    "scripts beside a text": ([page(BLOG, word_count=30, scripts=40)], "lost", "no-link"),
    "not tried": ([], "unknown", "not-asked"),
}  # fmt: skip


def test_a_link_that_is_not_found_is_lost_only_where_the_page_tells_so() -> None:
    link_before = link(BLOG, TEA, "Tea")
    before = view(
        [row for name in GONE for row in on_site(name, [page(BLOG)])],
        [row for name in GONE for row in on_site(name, [link_before])],
    )
    after = view([row for name, (pages, *_) in GONE.items() for row in on_site(name, pages)])
    assert by_site(changes(before, after)) == {
        site_of(name): [(change, reason)] for name, (_, change, reason) in GONE.items()
    }


def test_a_page_that_was_not_tried_for_a_budget_says_so() -> None:
    before = look(link(BLOG, TEA, "Tea"))
    after = look(pages=[], complete_outside=False)
    assert changed(before, after) == [("unknown", "budget")]
    assert not changes(before, after).complete


CAME: dict[str, tuple[list[Row], str, str]] = {
    "read without the link": ([page(BLOG)], "new", "no-link"),
    "not there": ([page(BLOG, status=404)], "new", "404"),
    "a redirect": ([page(BLOG, redirect_to=MOVED), page(MOVED)], "new", "redirect"),
    "never tried": ([], "new", "page-not-seen-before"),
    "a redirect to what failed": (
        [page(BLOG, redirect_to=MOVED), page(MOVED, status=503)], "unknown", "503",
    ),
    "a redirect in a circle": ([page(BLOG, redirect_to=BLOG)], "unknown", "redirect-loop"),
    "not answered": ([page(BLOG, status=None, error="timeout")], "unknown", "timeout"),
    "forbidden": ([page(BLOG, status=403)], "unknown", "403"),
    "down": ([page(BLOG, status=503)], "unknown", "503"),
    "cut short": ([page(BLOG, truncated=True)], "unknown", "truncated"),
    "a shell for scripts": ([page(BLOG, word_count=9, scripts=1)], "unknown", "javascript"),
}  # fmt: skip


def test_a_link_that_was_not_seen_is_new_only_where_nobody_failed_to_read_its_page() -> None:
    link_after = link(BLOG, TEA, "Tea")
    before = view([row for name, (pages, *_) in CAME.items() for row in on_site(name, pages)])
    after = view(
        [row for name in CAME for row in on_site(name, [page(BLOG)])],
        [row for name in CAME for row in on_site(name, [link_after])],
    )
    assert by_site(changes(before, after)) == {
        site_of(name): [(change, reason)] for name, (_, change, reason) in CAME.items()
    }


Links = list[Row]
PAIRED: dict[str, tuple[Links, Links, list[tuple[str, str | None]]]] = {
    "the same": ([link(BLOG, TEA, "Tea")], [link(BLOG, TEA, "Tea")], [("unchanged", None)]),
    "in another case": ([link(BLOG, TEA, "TEA")], [link(BLOG, TEA, "Tea")], [("unchanged", None)]),
    "a rel that no search engine reads": (
        [link(BLOG, TEA, "Tea")], [link(BLOG, TEA, "Tea", rel=["noopener"])], [("unchanged", None)],
    ),
    "now nofollow": (
        [link(BLOG, TEA, "Tea")], [link(BLOG, TEA, "Tea", rel=["nofollow"])], [("changed", "rel")],
    ),
    "on a page that is now nofollow": (
        [link(BLOG, TEA, "Tea")], [link(BLOG, TEA, "Tea", followed=False)],
        [("changed", "followed")],
    ),
    "in other words, elsewhere": (
        [link(BLOG, TEA, "Tea")], [link(BLOG, TEA, "Our tea", position="footer")],
        [("changed", "anchor_text, position")],
    ),
    "to another target": (
        [link(BLOG, TEA, "Tea")], [link(BLOG, POT, "Tea")], [("changed", "target_url")],
    ),
    "to another target, from elsewhere": (
        [link(BLOG, TEA, "Tea")], [link(BLOG, POT, "Tea", position="footer")],
        [("new", "no-link"), ("lost", "no-link")],
    ),
    "to another target, without words": (
        [link(BLOG, TEA, has_image=True)], [link(BLOG, POT, has_image=True)],
        [("changed", "target_url")],
    ),
    "to another target, without words, elsewhere": (
        [link(BLOG, TEA)], [link(BLOG, POT, position="footer")],
        [("new", "no-link"), ("lost", "no-link")],
    ),
    "with the tokens of rel in another order": (
        [link(BLOG, TEA, "Tea", rel=["ugc", "noopener"])],
        [link(BLOG, TEA, "Tea", rel=["noopener", "ugc", "ugc"])], [("unchanged", None)],
    ),
    "twice, then once": (
        [link(BLOG, TEA, "Tea"), link(BLOG, TEA, "Tea")], [link(BLOG, TEA, "Tea")],
        [("lost", "no-link"), ("unchanged", None)],
    ),
    "once, then twice": (
        [link(BLOG, TEA, "Tea")], [link(BLOG, TEA, "Tea"), link(BLOG, TEA, "Tea")],
        [("new", "no-link"), ("unchanged", None)],
    ),
    "in the other order": (
        [link(BLOG, TEA, "Tea"), link(BLOG, TEA, "Leaf")],
        [link(BLOG, TEA, "Leaf"), link(BLOG, TEA, "Tea")],
        [("unchanged", None), ("unchanged", None)],
    ),
    "what is left, by order": (
        [link(BLOG, TEA, "Tea"), link(BLOG, TEA, "Leaf"), link(BLOG, TEA, "Cup")],
        [link(BLOG, TEA, "Leaf"), link(BLOG, TEA, "Sencha"), link(BLOG, TEA, "Mug")],
        [("changed", "anchor_text"), ("changed", "anchor_text"), ("unchanged", None)],
    ),
    "repeats of one target before others": (
        [link(BLOG, TEA, "Tea"), link(BLOG, POT, "Pot")], [link(BLOG, POT, "Tea")],
        [("lost", "no-link"), ("changed", "anchor_text")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("unchanged", [False, True])
def test_links_of_a_page_are_paired(unchanged: bool) -> None:
    pages = [row for name in PAIRED for row in on_site(name, [page(BLOG)])]
    first, second = (
        view(pages, [row for name in PAIRED for row in on_site(name, numbered(PAIRED[name][side]))])
        for side in (0, 1)
    )
    expected = {
        site_of(name): [row for row in rows if unchanged or row[0] != "unchanged"]
        for name, (_, _, rows) in PAIRED.items()
    }
    assert by_site(changes(first, second, unchanged=unchanged)) == {
        site: rows for site, rows in expected.items() if rows
    }


def test_repeats_are_told_apart_by_every_token_of_rel() -> None:
    before = look(
        link(BLOG, TEA, "Tea", rel=["noopener"]),
        link(BLOG, TEA, "Tea", rel=["external", "me"]),
        link(BLOG, TEA, "Tea"),
    )
    after = look(link(BLOG, TEA, "Tea"), link(BLOG, TEA, "Tea", rel=["me", "external"]))
    assert changed(before, after, "change", "ordinal", "rel_before") == [("lost", 0, ["noopener"])]


def test_what_is_left_is_paired_in_the_order_of_the_page() -> None:
    before = look(link(BLOG, TEA, "Tea"), link(BLOG, TEA, "Leaf"), link(BLOG, TEA, "Cup"))
    after = look(link(BLOG, TEA, "Leaf"), link(BLOG, TEA, "Sencha"), link(BLOG, TEA, "Mug"))
    assert changed(before, after, "ordinal", "anchor_text_before", "anchor_text_after") == [
        (0, "Tea", "Sencha"),
        (2, "Cup", "Mug"),
    ]


def test_what_differs_on_a_page_that_was_cut_short_may_stand_behind_the_cut() -> None:
    before = look(link(BLOG, TEA, "Tea"), link(BLOG, POT, "Pot"))
    after = look(
        link(BLOG, POT, "Pot"), link(BLOG, TEA, "Leaf"), pages=[page(BLOG, truncated=True)]
    )
    assert changed(before, after) == [("unknown", "truncated")]


def test_a_link_is_looked_for_where_its_page_redirects_to() -> None:
    before = look(link(BLOG, TEA, "Tea"), link(BLOG, POT, "Pot"))
    after = look(
        link(MOVED, TEA, "Tea"),
        link(MOVED, "/", "Home"),
        pages=[page(BLOG, redirect_to=MOVED), page(MOVED)],
    )
    assert changed(before, after, "change", "reason", "source_url", "page_url", "target_url") == [
        ("new", "page-not-seen-before", MOVED, MOVED, absolute("/")),
        ("lost", "no-link", BLOG, MOVED, POT),
    ]


def test_two_pages_that_became_one_have_lost_no_link_that_it_has() -> None:
    before = view([page(BLOG), page(MOVED)], [link(BLOG, TEA, "Tea"), link(MOVED, TEA, "Tea")])
    after = view([page(BLOG, redirect_to=MOVED), page(MOVED)], [link(MOVED, TEA, "Tea")])
    assert changed(before, after) == []
    assert changed(before, after, "change", "source_url", "page_url", unchanged=True) == [
        ("unchanged", MOVED, MOVED),
        ("unchanged", BLOG, MOVED),
    ]


def test_both_sides_of_a_link_are_shown_with_their_dates() -> None:
    before = look(link(BLOG, TEA, "Tea", rel=["ugc"]), link(BLOG, POT, "Pot"))
    after = look(
        link(BLOG, TEA, "Leaf", fetched_at=LATER, position="aside"),
        link(BLOG, "/", "Home", fetched_at=LATER),
        pages=[page(BLOG, fetched_at=LATER)],
    )
    found = changes(before, after).to_pandas().set_index("change").astype(object)
    columns = ["target_url", "target_url_after", "before_at", "after_at"]
    assert found.loc["new", columns].tolist() == [absolute("/"), absolute("/"), NOW, LATER]
    assert found.loc["changed", columns].tolist() == [TEA, TEA, NOW, LATER]
    assert found.loc["lost", ["target_url", "before_at", "after_at"]].tolist() == [POT, NOW, LATER]
    sides = found.loc["changed"]
    assert (sides["anchor_text_before"], sides["anchor_text_after"]) == ("Tea", "Leaf")
    assert (list(sides["rel_before"]), list(sides["rel_after"])) == (["ugc"], [])
    assert (sides["position_before"], sides["position_after"]) == ("content", "aside")
    assert (sides["followed_before"], sides["followed_after"]) == (False, True)
    assert rows(changes(before, after), "target_url_after", "anchor_text_before") == [
        (absolute("/"), None),
        (None, "Pot"),
        (TEA, "Tea"),
    ]


def test_a_backlink_that_leads_to_another_site_now_is_lost() -> None:
    other, stood = "https://other.example/", "https://stood.example/"
    before = look(
        link(BLOG, TEA, "Tea"),
        link(BLOG, POT, "Tea"),
        link(BLOG, TEA, "Leaf"),
        link(BLOG, stood, "Tea"),
        link(BLOG, TEA, "Cup"),
    )
    after = look(
        link(BLOG, stood, "Tea"),
        link(BLOG, other, "tea"),
        link(BLOG, other, "Leaf", position="footer"),
        link(BLOG, "mailto:ann@blog.example", "Cup"),
    )
    columns = ("ordinal", "change", "reason", "target_url", "target_url_after")
    assert sorted(changed(before, after, *columns)) == [
        (0, "lost", "links-elsewhere", TEA, other),
        (1, "lost", "no-link", POT, None),
        (2, "lost", "no-link", TEA, None),
        (4, "lost", "no-link", TEA, None),
    ]


def test_what_leads_elsewhere_is_looked_for_where_its_page_redirects_to() -> None:
    other = "https://other.example/"
    before = look(link(BLOG, TEA, "Tea"))
    after = look(link(MOVED, other, "Tea"), pages=[page(BLOG, redirect_to=MOVED), page(MOVED)])
    assert changed(before, after, "reason", "page_url", "target_url_after") == [
        ("links-elsewhere", MOVED, other)
    ]


def test_an_internal_link_that_leads_to_another_site_now_is_lost() -> None:
    before = view([page("/")], [link("/", "/tea", "Tea")])
    after = view([page("/")], [link("/", BLOG, "Tea")])
    assert changed(before, after, "change", "target_url_after", links="internal") == [
        ("lost", BLOG)
    ]


def test_internal_links_are_compared_as_they_are_written() -> None:
    pages = [page("/"), page("/old", redirect_to="/tea"), page("/tea")]
    before = view(pages, [link("/", "/old", "Tea"), link(BLOG, TEA, "Tea")])
    after = view(pages, [link("/", "/tea", "Tea")], complete_outside=False)
    answer = changes(before, after, "internal")
    assert rows(answer, "change", "reason", "target_url", "target_url_after") == [
        ("changed", "target_url", absolute("/old"), TEA)
    ]
    assert answer.complete


@pytest.mark.parametrize("unchanged", [False, True])
def test_nothing_compared_with_nothing_is_no_row(unchanged: bool) -> None:
    frame = changes(view(), view(), unchanged=unchanged).to_pandas()
    assert frame.empty
    assert list(frame.columns[:2]) == ["change", "reason"]


def test_changes_stand_in_the_order_of_their_kind_then_domain_page_and_place() -> None:
    other = "https://ann.example/"
    before = look(link(BLOG, TEA, "1"), link(BLOG, POT, "2"), link(other, TEA, "3"), pages=[
        page(BLOG), page(other),
    ])  # fmt: skip
    after = look(link(BLOG, "/", "4"), link(other, "/", "5"), pages=[page(BLOG), page(other)])
    assert changed(before, after, "change", "source_domain", "target_url") == [
        ("new", "ann.example", absolute("/")),
        ("new", "blog.example", absolute("/")),
        ("lost", "ann.example", TEA),
        ("lost", "blog.example", POT),
        ("lost", "blog.example", TEA),
    ]


def test_a_crawl_of_the_demo_compared_with_itself_changed_nothing(demo_data: Path) -> None:
    crawls = ["demo-target", "demo-referring"]
    seen, again = (analysis.open(demo_data, "shop.example", crawls) for _ in range(2))
    assert changed(seen, again) == []
    assert changed(seen, again, links="internal") == []
    assert len(changed(seen, again, unchanged=True)) == 48


def test_a_position_outside_the_body_stays_null() -> None:
    before, after = (look(link(BLOG, "/tea", text, position=None)) for text in ("Tea", "tea leaf"))
    columns = ("reason", "position_before", "position_after")
    assert changed(before, after, *columns) == [("anchor_text", None, None)]
