"""How much was looked at, by hand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from linkspider.analysis import open as open_view
from linkspider.analysis.coverage import coverage, outcomes
from tests.analysis.frames import NOW, page, rows, view

OTHER = "https://other.example"
PAGES = [
    page("/"),
    page("/old", redirect_to="/"),
    page("/gone", status=410),
    page("/private", status=None, error="robots"),
    page("/login", status=401),
    page("/busy", status=503),
    page("/slow", status=None, error="timeout"),
    page("/image", indexability=None),
    page(f"{OTHER}/1"),
    page(f"{OTHER}/2", status=403),
]


def test_what_was_tried_is_read_or_blocked_or_failed() -> None:
    found = rows(coverage(view(PAGES)), "part", "tried", "read", "blocked", "failed")
    assert found == [("site", 8, 3, 2, 3), ("other sites", 2, 1, 1, 0)]


def test_a_challenge_is_blocked_whatever_its_status() -> None:
    challenge = page(OTHER, title="Just a moment...", word_count=10)
    assert rows(coverage(view([challenge])), "read", "blocked", "failed") == [(0, 1, 0)]


def test_the_dates_are_those_of_all_tries_and_not_of_the_rows_that_were_chosen() -> None:
    later, latest = NOW + timedelta(days=1), NOW + timedelta(days=2)
    failed = {"status": None, "error": "timeout"}
    pages = [
        page("/", crawl="old", **failed),
        page("/", fetched_at=later),
        page("/", crawl="other", fetched_at=latest),
        page(OTHER, crawl="old"),
        page(OTHER, crawl="other", fetched_at=later),
        page(OTHER, fetched_at=latest, **failed),
    ]
    found = rows(coverage(view(pages)), "part", "tried", "read", "first_tried", "last_tried")
    assert found == [("site", 1, 1, NOW, latest), ("other sites", 1, 1, NOW, latest)]


def test_outcomes_are_the_status_or_else_the_error() -> None:
    found = rows(outcomes(view(PAGES)))
    assert found[0] == ("site", "200", 2)
    assert ("site", "robots", 1) in found
    assert found[-1] == ("other sites", "403", 1)
    assert sum(count for _, _, count in found) == len(PAGES)


def test_nothing_tried_gives_no_rows() -> None:
    assert rows(coverage(view())) == rows(outcomes(view())) == []


def test_the_demo_is_covered(demo_data: Path) -> None:
    found = rows(coverage(open_view(demo_data, "shop.example")), "part", "tried", "read", "blocked")
    assert found == [("site", 47, 45, 2), ("other sites", 54, 44, 10)]
