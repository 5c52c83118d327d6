"""All issues at a glance."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider import analysis
from linkspider.analysis.on_page import issues
from linkspider.analysis.on_page.checks import CHECKS
from tests.analysis.frames import Row, absolute, link, page, rows, view

TITLE = "Loose leaf tea from small gardens"
TEXT = "Loose leaf green, black and oolong tea, bought from the people who grow it, by letter"


def good(path: str, **facts: object) -> Row:
    """A page with no issue, unless its facts say otherwise."""
    return page(
        path,
        **{
            "title": f"{TITLE}, {path}", "meta_description": f"{TEXT} {path}", "h1": [path],
            "word_count": 300, "has_viewport": True, "images": 1, "images_without_alt": 0,
            "elapsed_ms": 10, "bytes": 1_000, "text_hash": path, "canonicals": 0, **facts,
        },
    )  # fmt: skip


BAD: dict[str, tuple[dict[str, object], list[Row]]] = {
    "title missing": ({"title": None}, []),
    "title duplicate": ({"title": f"{TITLE}, /"}, []),
    "title too long": ({"title": "W" * 40}, []),
    "title too short": ({"title": "Tea"}, []),
    "description missing": ({"meta_description": ""}, []),
    "description duplicate": ({"meta_description": f"{TEXT} /"}, []),
    "description too long": ({"meta_description": "W" * 100}, []),
    "description too short": ({"meta_description": "Tea"}, []),
    "H1 missing": ({"h1": []}, []),
    "several H1": ({"h1": ["Tea", "Cups"]}, []),
    "H1 duplicate": ({"h1": ["/"]}, []),
    "H1 is the title": ({"h1": [f"{TITLE}, /bad"]}, []),
    "thin page": ({"word_count": 199}, []),
    "duplicate page": ({"text_hash": "/"}, []),
    "canonical conflict": ({"canonicals": 2}, []),
    "hreflang without return link": ({}, [("/bad", "de", "/")]),
    "hreflang wrong": ({}, [("/bad", "en-UK", "/bad")]),
    "images without alt": ({"images_without_alt": 1}, []),
    "no viewport": ({"has_viewport": False}, []),
    "slow page": ({"elapsed_ms": 1_001}, []),
    "heavy page": ({"bytes": 2_000_001}, []),
    "links to plain http": ({}, [("/bad", None, "http://shop.example/")]),
    "linked, not indexable": ({"noindex": True}, [("/", None, "/bad")]),
    "links to both page and canonical": (
        {"canonical_url": "/", "canonicals": 1}, [("/", None, "/bad"), ("/tea", None, "/")],
    ),
}  # fmt: skip


def links_of(triples: list[tuple[str, str | None, str]]) -> list[Row]:
    """Links, or annotations with a code and the page's own."""
    found = []
    for source, code, target in triples:
        if code is None:
            found.append(link(source, target))
            continue
        named = {code: target, "x-default": source}
        found += [link(source, to, element="alternate", hreflang=name)
                  for name, to in named.items()]  # fmt: skip
    return found


@pytest.mark.parametrize("issue", [check.issue for check in CHECKS])
def test_each_issue_is_found_by_itself(issue: str) -> None:
    facts, triples = BAD[issue]
    pages = [good("/"), good("/tea"), good("/bad", **facts)]
    found = issues(view(pages, links_of(triples)))  # type: ignore[arg-type]
    told = {name: (pages, example) for name, pages, _, _, example, _ in rows(found) if pages}
    both = "duplicate" in issue
    expected = {issue: (1 + both, absolute("/") if both else absolute("/bad"))}
    if issue == "links to both page and canonical":
        expected["linked, not indexable"] = (1, absolute("/bad"))
    assert told == expected


def test_shares_are_of_the_pages_among_which_an_issue_is_looked_for() -> None:
    pages = [good("/"), good("/tea", title=None, has_viewport=False), good("/cart", noindex=True),
             page("/gone", status=404)]  # fmt: skip
    found = issues(view(pages, [link("/", "/gone")]))
    told = {row[0]: row[1:] for row in rows(found, "issue", "pages", "among", "pages_share")}
    assert told["title missing"] == (1, "indexable", 1 / 2)
    assert told["no viewport"] == (1, "read", 1 / 3)
    assert told["linked, not indexable"] == (1, "tried", 1 / 4)


def test_all_issues_are_named_with_a_reason_where_there_are_no_pages() -> None:
    found = rows(issues(view()))
    assert [row[0] for row in found] == sorted(check.issue for check in CHECKS)
    assert {row[1:5] for row in found} == {
        (0, among, None, None) for among in ("indexable", "read", "tried")
    }
    assert all(why.endswith(".") for *_, why in found)


def test_the_demos_issues(demo_data: Path) -> None:
    found = rows(issues(analysis.open(demo_data, "shop.example")), "issue", "pages")
    assert {name: pages for name, pages in found if pages} == {
        "thin page": 32, "description too short": 19, "title too short": 14,
        "linked, not indexable": 9, "links to both page and canonical": 2,
        "description missing": 1, "images without alt": 1,
    }  # fmt: skip
