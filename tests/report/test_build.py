"""The report of the demo web: its numbers are those of the analyses."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider import analysis
from linkspider.analysis.changes import latest_two
from linkspider.report.build import build
from linkspider.report.fixes import OF_A_DOMAIN
from linkspider.report.model import Report
from linkspider.report.page import render
from tests.analysis.frames import crawl, link, page, view


@pytest.fixture(scope="module")
def report(demo_months: Path) -> Report:
    """The report with two crawls of each kind."""
    seen = analysis.open(demo_months, "shop.example")
    return build(seen, latest_two(demo_months, "shop.example"))


def test_the_first_screen_has_the_numbers_of_the_crawls(report: Report) -> None:
    cards = {card.title: (card.number, dict(card.details)) for card in report.cards}
    assert cards == {
        "Referring domains": (9, {"followed": 7, "new": 1, "lost": 0, "unknown": 1}),
        "Backlinks": (44, {"links": 49, "referring pages": 29}),
        "Links to reclaim": (2, {"target pages": 2}),
        "Broken internal links": (1, {"target": 1}),
        "Linked, not indexable": (9, {"links to them": 109}),
        "Orphans": (1, {"in a sitemap": 1}),
    }
    assert [row[:5] for row in report.coverage.rows] == [
        ["site", 48, 46, 2, 0],
        ["other sites", 54, 44, 10, 0],
    ]


def test_five_fixes_are_named_with_count_and_example(report: Report) -> None:
    assert len(report.fixes) == 5
    assert report.fixes == sorted(report.fixes, key=lambda fix: -fix.effect)
    first = report.fixes[0]
    assert first.title == "Redirect the dead pages that other sites link to"
    assert (first.count, first.effect) == (1, OF_A_DOMAIN)
    assert first.example == "http://shop.example/blog/matcha-guide"
    assert all(fix.example.startswith("http") and fix.count for fix in report.fixes)


def test_each_link_of_the_first_screen_leads_to_a_table(report: Report) -> None:
    anchors = {table.anchor for section in report.sections for table in section.tables}
    assert {card.anchor for card in report.cards} <= anchors
    assert {fix.anchor for fix in report.fixes} <= anchors
    assert len(anchors) == sum(len(section.tables) for section in report.sections)


def test_without_an_earlier_crawl_nothing_is_said_of_changes(demo_data: Path) -> None:
    report = build(analysis.open(demo_data, "shop.example"))
    assert "changes" not in [section.anchor for section in report.sections]
    assert dict(report.cards[0].details) == {"followed": 6}


def test_the_site_is_called_what_its_user_says(demo_data: Path) -> None:
    seen = analysis.open(demo_data, "shop.example")
    assert "Leaf & Kettle" not in anchors_of_kind(build(seen), "brand")
    told = build(seen, brand=("Leaf & Kettle",), keywords=("printed catalogue",))
    assert "Leaf & Kettle" in anchors_of_kind(told, "brand")
    assert "printed catalogue" in anchors_of_kind(told, "exact")


def anchors_of_kind(report: Report, kind: str) -> list[str]:
    """The anchor texts that a report calls so."""
    [table] = [
        table for section in report.sections for table in section.tables
        if table.anchor == "anchor-texts"
    ]  # fmt: skip
    named = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return [row["anchor_text"] for row in named if row["kind"] == kind]


def test_where_the_own_pages_alone_were_crawled_twice_nothing_is_said_of_changes() -> None:
    own = view([page("/")], [link("/", "/tea")])
    other = [page("https://other.example/")], [link("https://other.example/", "/", "tea")]
    report = build(view(*other, crawls=[crawl(), crawl("r", spider="referring")]), (own, own))
    assert "changes" not in [section.anchor for section in report.sections]
    assert dict(report.cards[0].details) == {"followed": 1}


def test_a_site_of_which_nothing_is_known_has_a_report_too() -> None:
    nothing = view(crawls=[crawl(spider="referring")])
    report = build(nothing, (nothing, nothing))
    assert "What came and went?" in render(report)
    assert {card.number for card in report.cards} == {None}
    assert report.fixes == []
    assert all(table.rows == [] for section in report.sections[:-2] for table in section.tables[:1])


def test_a_number_is_unknown_where_no_page_was_read_that_could_tell() -> None:
    busy = page("/", title="Just a moment...", word_count=5)
    cards = build(view([busy, page("https://other.example/")])).cards
    assert [(card.title, card.number, card.note) for card in cards][2:] == [
        ("Links to reclaim", 0, ""),
        *(
            (title, None, "no page of the site was read")
            for title in ("Broken internal links", "Linked, not indexable", "Orphans")
        ),
    ]


def test_a_page_that_others_link_to_is_worth_more_than_one_that_nobody_does() -> None:
    pages = [page("/"), page("/gone", status=404), page("/alone")]
    links = [link("https://other.example/", "/gone", "x"), link("/", "/gone", "y")]
    found = build(view([*pages, page("https://other.example/")], links)).fixes
    assert [fix.title for fix in found][:2] == [
        "Redirect the dead pages that other sites link to",
        "Link to the orphans from pages about the same",
    ]
