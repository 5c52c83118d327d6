"""Changes counted: in links, pages and domains, by domain and by date."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkspider import analysis
from linkspider.analysis import View
from linkspider.analysis.changes import change_summary, changes_by_date, domain_changes
from tests.analysis.frames import link, page, rows, view

KEPT, GONE, CAME, DOWN = (
    f"https://{name}.example" for name in ("kept", "gone", "came", "down")
)  # fmt: skip
OTHER = "https://other.example/"
MONDAY = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def before() -> View:
    urls = [f"{KEPT}/1", f"{KEPT}/2", f"{GONE}/1", f"{GONE}/2", f"{DOWN}/1", f"{DOWN}/2"]
    links = [link(url, "/tea", "Tea") for url in urls]
    links.append(link(f"{KEPT}/1", "/tea", "Leaf", ordinal=1))
    return view([*map(page, urls), page(f"{CAME}/")], links)


@pytest.fixture(scope="module")
def after() -> View:
    sunday = datetime(2026, 6, 7, 23, tzinfo=UTC)
    next_week = datetime(2026, 6, 8, tzinfo=UTC)
    pages = [
        page(f"{KEPT}/1", fetched_at=MONDAY),
        page(f"{KEPT}/2", status=404, fetched_at=MONDAY),
        page(f"{GONE}/1", status=410, fetched_at=sunday),
        page(f"{GONE}/2", fetched_at=next_week),
        page(f"{DOWN}/1", fetched_at=next_week),
        page(f"{DOWN}/2", status=503, fetched_at=next_week),
        page(f"{CAME}/", fetched_at=next_week),
    ]
    links = [
        link(f"{KEPT}/1", "/tea", "Green tea", fetched_at=MONDAY),
        link(f"{KEPT}/1", "/tea", "Leaf", ordinal=1, fetched_at=MONDAY),
        link(f"{CAME}/", "/tea", "Tea", fetched_at=next_week),
        link(f"{CAME}/", "/tea", "Pot", ordinal=1, fetched_at=next_week),
    ]
    return view(pages, links)


def test_changes_are_counted_in_links_backlinks_pages_hosts_and_domains(
    before: View, after: View
) -> None:
    assert rows(change_summary(before, after)) == [
        # measure, before, after, new, lost, changed, unknown
        ("links", 7, 4, 2, 4, 1, 1),
        ("backlinks", 6, 2, 1, 4, 1, 1),
        ("referring_pages", 6, 2, 1, 4, 1, 1),
        ("referring_hosts", 3, 2, 1, 1, 1, 1),
        ("referring_domains", 3, 2, 1, 1, 1, 1),
    ]


def test_a_domain_is_lost_only_with_all_its_pages_and_new_only_where_it_had_none(
    before: View, after: View
) -> None:
    assert rows(domain_changes(before, after)) == [
        # domain, change, links and pages before and after, new, lost, changed, unknown, reasons
        ("gone.example", "lost", 2, 0, 2, 0, 0, 2, 0, 0, "410, no-link"),
        ("came.example", "new", 0, 2, 0, 1, 2, 0, 0, 0, None),
        ("down.example", "unknown", 2, 0, 2, 0, 0, 1, 0, 1, "503, no-link"),
        ("kept.example", "kept", 3, 2, 2, 1, 0, 1, 1, 0, "404"),
    ]


def test_new_and_lost_links_stand_at_the_week_in_which_that_was_seen(
    before: View, after: View
) -> None:
    found = [(str(date), *counts) for date, *counts in rows(changes_by_date(before, after))]
    assert found == [("2026-06-01", 0, 2), ("2026-06-08", 2, 2)]
    found = [(str(date), *counts) for date, *counts in rows(changes_by_date(before, after, "day"))]
    assert found == [("2026-06-01", 0, 1), ("2026-06-07", 0, 1), ("2026-06-08", 2, 2)]


def test_a_domain_that_links_from_another_page_now_is_kept() -> None:
    pages = [page(f"{KEPT}/1"), page(f"{KEPT}/2")]
    first = view(pages, [link(f"{KEPT}/1", "/tea", "Tea")])
    second = view(pages, [link(f"{KEPT}/2", "/tea", "Tea")])
    assert rows(domain_changes(first, second), "change", "new_links", "lost_links") == [
        ("kept", 1, 1)
    ]
    assert rows(change_summary(first, second), "measure", "new", "lost") == [
        ("links", 1, 1),
        ("backlinks", 1, 1),
        ("referring_pages", 1, 1),
        ("referring_hosts", 0, 0),
        ("referring_domains", 0, 0),
    ]


def test_a_domain_that_nobody_could_read_before_is_not_new() -> None:
    tried = {
        "home": [page("https://home.example/", status=503)],  # its inner page was not known
        "part": [page("https://part.example/"), page("https://part.example/1", status=403)],
        "read": [page("https://read.example/"), page("https://read.example/1", status=403)],
        "fresh": [],
        "moved": [page("https://moved.example/", redirect_to=OTHER), page(OTHER)],
        "kept": [page(f"{KEPT}/1", status=429), page(f"{KEPT}/2")],
    }
    before = view(
        [row for found in tried.values() for row in found], [link(f"{KEPT}/2", "/", "Tea")]
    )
    sources = [
        "https://home.example/1", "https://part.example/1", "https://part.example/",
        "https://read.example/", "https://fresh.example/", "https://moved.example/",
        f"{KEPT}/1", f"{KEPT}/2",
    ]  # fmt: skip
    after = view([page(url) for url in sources], [link(url, "/", "Tea") for url in sources])
    columns = ("source_domain", "change", "new_links", "unknown_links", "reasons")
    assert rows(domain_changes(before, after), *columns) == [
        ("fresh.example", "new", 1, 0, None),
        ("moved.example", "new", 1, 0, None),
        ("read.example", "new", 1, 0, None),
        ("part.example", "unknown", 1, 1, "403"),
        ("home.example", "unknown", 1, 0, "503"),
        ("kept.example", "kept", 0, 1, "429"),
    ]
    assert rows(change_summary(before, after)) == [
        # measure, before, after, new, lost, changed, unknown
        ("links", 1, 8, 5, 0, 0, 2),
        ("backlinks", 1, 8, 5, 0, 0, 2),
        ("referring_pages", 1, 8, 5, 0, 0, 2),
        ("referring_hosts", 1, 6, 3, 0, 0, 2),
        ("referring_domains", 1, 6, 3, 0, 0, 2),
    ]


def test_where_nothing_links_nothing_changed() -> None:
    nothing = view()
    assert {row[1:] for row in rows(change_summary(nothing, nothing))} == {(0,) * 6}
    assert rows(domain_changes(nothing, nothing)) == []
    assert rows(changes_by_date(nothing, nothing)) == []


def test_the_demo_against_nothing_is_all_new(demo_data: Path) -> None:
    seen = analysis.open(demo_data, "shop.example", ["demo-target", "demo-referring"])
    nothing = replace(seen, links=seen.links.limit(0), pages=seen.pages.limit(0))
    found = rows(change_summary(nothing, seen))
    assert [(measure, new) for measure, _, _, new, *_ in found] == [
        (measure, after) for measure, _, after, *_ in found
    ]
    assert {measure: new for measure, _, _, new, *_ in found} == {
        "links": 48,
        "backlinks": 43,
        "referring_pages": 29,
        "referring_hosts": 9,
        "referring_domains": 8,
    }
