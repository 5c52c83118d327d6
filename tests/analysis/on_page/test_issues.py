"""All issues at a glance."""

from __future__ import annotations

from pathlib import Path

from linkspider import analysis
from linkspider.analysis.on_page import issues
from linkspider.analysis.on_page.checks import QUESTIONS
from tests.analysis.frames import Row, absolute, link, page, rows, view

ISSUES = [check.issue for question in QUESTIONS for check in question.checks]
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


HOME = absolute("/")
PLAIN = "http://shop.example/"
BAD: dict[str, dict[str, object]] = {
    "title missing": {"title": None},
    "title duplicate": {"title": f"{TITLE}, /"},
    "title too long": {"title": "W" * 40},
    "title too short": {"title": "Tea"},
    "description missing": {"meta_description": ""},
    "description duplicate": {"meta_description": f"{TEXT} /"},
    "description too long": {"meta_description": "W" * 100},
    "description too short": {"meta_description": "Tea"},
    "H1 missing": {"h1": []},
    "several H1": {"h1": ["Tea", "Cups"]},
    "H1 duplicate": {"h1": ["/"]},
    "H1 is the title": {"title": f"{TITLE}, a", "h1": [f"{TITLE}, a"]},
    "thin page": {"word_count": 199},
    "duplicate page": {"text_hash": "/"},
    "canonical conflict": {"canonicals": 2},
    "images without alt": {"images_without_alt": 1},
    "no viewport": {"has_viewport": False},
    "slow page": {"elapsed_ms": 1_001},
    "heavy page": {"bytes": 2_000_001},
    "linked, not indexable": {"noindex": True},
    "links to both page and canonical": {"canonical_url": "/", "canonicals": 1},
    "hreflang without return link": {},
    "hreflang wrong": {},
    "links to plain http": {},
}
PATHS = {issue: f"/{n:02}" for n, issue in enumerate(BAD)}


def bad_pages() -> tuple[list[Row], list[Row]]:
    """The home page, a page for each issue that has no other one, and the links they need."""
    pages = [good("/"), *(good(PATHS[issue], **facts) for issue, facts in BAD.items())]
    no_return, wrong = PATHS["hreflang without return link"], PATHS["hreflang wrong"]
    annotations = [
        (no_return, "en", no_return), (no_return, "de", "/"), (no_return, "x-default", no_return),
        (wrong, "en-UK", wrong), (wrong, "x-default", wrong),
    ]  # fmt: skip
    links = [
        link("/", PATHS["linked, not indexable"]),
        link("/", PATHS["links to both page and canonical"]),
        link(PATHS["thin page"], "/"),
        link(PATHS["links to plain http"], PLAIN),
        *(link(source, target, element="alternate", hreflang=code)
          for source, code, target in annotations),
    ]  # fmt: skip
    return pages, links


def test_each_issue_is_found_on_the_page_that_has_it_and_on_no_other() -> None:
    found = rows(issues(view(*bad_pages())), "issue", "pages", "example_url")
    expected = {issue: (1, absolute(PATHS[issue])) for issue in ISSUES}
    for issue in ("title duplicate", "description duplicate", "H1 duplicate", "duplicate page"):
        expected[issue] = (2, HOME)
    # A canonicalised page is not indexable either.
    expected["linked, not indexable"] = (2, absolute(PATHS["linked, not indexable"]))
    assert {issue: tuple(told) for issue, *told in found} == expected


def test_shares_are_of_the_pages_among_which_an_issue_is_looked_for() -> None:
    pages = [good("/"), good("/tea", title=None, has_viewport=False), good("/cart", noindex=True),
             page("/gone", status=404)]  # fmt: skip
    found = issues(view(pages, [link("/", "/gone")]))
    told = {row[0]: row[1:] for row in rows(found, "issue", "pages", "among", "pages_share")}
    assert told["title missing"] == (1, "indexable", 1 / 2)
    assert told["no viewport"] == (1, "read", 1 / 3)
    assert told["linked, not indexable"] == (1, "tried", 1 / 4)


def test_a_translation_that_was_never_tried_and_no_default_are_not_called_wrong() -> None:
    codes = {"en": "/", "de": "https://laden.example/"}
    links = [link("/", to, element="alternate", hreflang=code) for code, to in codes.items()]
    found = rows(issues(view([good("/")], links)), "issue", "pages")
    assert [issue for issue, pages in found if pages] == []


def test_all_issues_are_named_with_a_reason_where_there_are_no_pages() -> None:
    found = rows(issues(view()))
    assert [row[0] for row in found] == sorted(ISSUES)
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
