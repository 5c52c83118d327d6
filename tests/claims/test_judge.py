"""The verdict on a claim, by tables of a few rows."""

from __future__ import annotations

from itertools import pairwise

import pytest

from linkspider.claims.judge import Link, Page, end_of_redirects, judge
from linkspider.claims.read import Claim, qualifiers
from linkspider.scope import Scopes

PAGE, TARGET = "https://blog.example/a", "https://shop.example/tea"
SCOPES = Scopes.parse("shop.example,https://rival.example/shop/")
READ = Page("blog.example", 200, indexability="indexable", truncated=False)
CUT = READ._replace(truncated=True)
FOLLOWED, NOFOLLOW = qualifiers(frozenset()), qualifiers(frozenset({"nofollow"}))
LINK = Link(TARGET, "Green tea", FOLLOWED)


def judge_one(
    claim: Claim, page: Page | dict[str, Page], *links: Link | tuple[str, Link]
) -> tuple[str, str]:
    """Outcome and reason of one claim; pages and links are those of PAGE where not said."""
    pages = page if isinstance(page, dict) else {PAGE: page}
    rows = [(PAGE, link) if isinstance(link, Link) else link for link in links]
    [verdict] = judge([claim], pages, rows, SCOPES)
    return verdict.outcome, verdict.reason


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        (Claim(PAGE, TARGET), ("found", "")),
        (Claim(PAGE), ("found", "")),
        (Claim(PAGE, TARGET, "green  TEA"), ("found", "")),
        (Claim(PAGE, TARGET, "Green tea", FOLLOWED), ("found", "")),
        (Claim(PAGE, TARGET, None, frozenset({("ugc", False)})), ("found", "")),
        (Claim(PAGE, TARGET, "Tea"), ("changed", "anchor_text")),
        (Claim(PAGE, TARGET, None, NOFOLLOW), ("changed", "rel")),
        (Claim(PAGE, TARGET, "Tea", NOFOLLOW), ("changed", "anchor_text, rel")),
        (Claim(PAGE, None, "Tea"), ("changed", "anchor_text")),
        # addresses are equal, or they are not
        (Claim(PAGE, TARGET + "/"), ("lost", "no-link")),
        (Claim(PAGE, "http://shop.example/tea"), ("lost", "no-link")),
        (Claim(PAGE, "https://www.shop.example/tea"), ("lost", "no-link")),
        # what lies outside the scopes is not what the crawl was for
        (Claim(PAGE, "https://other.example/"), ("unknown", "other-target")),
        (Claim(PAGE, "https://rival.example/blog"), ("unknown", "other-target")),
        (Claim(PAGE, "https://rival.example/shop/1"), ("lost", "no-link")),
    ],
)
def test_a_claim_is_held_against_the_links_of_its_page(
    claim: Claim, outcome: tuple[str, str]
) -> None:
    assert judge_one(claim, READ, LINK) == outcome


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (READ, ("lost", "no-link")),
        (READ._replace(indexability="noindex"), ("lost", "no-link")),
        (READ._replace(truncated=None), ("lost", "no-link")),
        (CUT, ("unknown", "truncated")),
        (READ._replace(indexability="not-html"), ("unknown", "not-html")),
        (READ._replace(indexability=None), ("unknown", "status-only")),
        (READ._replace(error="internal"), ("unknown", "internal")),
        (READ._replace(error="too-large"), ("unknown", "too-large")),
        (Page("blog.example", 404), ("lost", "404")),
        (Page("blog.example", 410), ("lost", "410")),
        *(
            (Page("blog.example", status), ("unknown", str(status)))
            for status in (204, 304, 401, 403, 429, 451, 500, 503)
        ),
        *(
            (Page("blog.example", error=error), ("unknown", error))
            for error in ("robots", "dns", "timeout", "tls", "connection")
        ),
    ],
)
def test_without_a_link_only_a_page_that_was_read_or_is_gone_has_lost_it(
    page: Page, outcome: tuple[str, str]
) -> None:
    assert judge_one(Claim(PAGE, TARGET), page) == outcome


def test_a_page_that_was_not_asked_for_is_unknown() -> None:
    assert judge_one(Claim(PAGE, TARGET), {}) == ("unknown", "not-asked")


def test_on_a_page_that_was_cut_only_what_was_seen_counts() -> None:
    assert judge_one(Claim(PAGE, TARGET, "Green tea"), CUT, LINK) == ("found", "")
    assert judge_one(Claim(PAGE, TARGET, "Tea"), CUT, LINK) == ("unknown", "truncated")


def moved(*urls: str, end: Page = READ) -> dict[str, Page]:
    """Pages that redirect, each to the next, the last of which is not one."""
    pages = {url: Page(url.split("/")[2], 301, redirect_to=after) for url, after in pairwise(urls)}
    return {**pages, urls[-1]: end._replace(domain=urls[-1].split("/")[2])}


NEW = "https://new.example/a"


@pytest.mark.parametrize(
    ("pages", "outcome"),
    [
        (moved(PAGE, NEW), ("found", "")),
        (moved(PAGE, "https://via.example/", NEW), ("found", "")),
        (moved(PAGE, "https://new.example/other"), ("lost", "no-link")),
        (moved(PAGE, NEW, end=Page("", 404)), ("lost", "404")),
        (moved(PAGE, NEW, end=Page("", error="dns")), ("unknown", "dns")),
        (moved(PAGE, NEW, end=Page("", 301, redirect_to=PAGE)), ("unknown", "redirect-loop")),
        (
            moved(PAGE, NEW, end=Page("", 301, redirect_to="https://far.example/")),
            ("unknown", "redirect-not-followed"),
        ),
        (
            moved(PAGE, NEW, end=Page("", 301, redirect_to="ftp://x/")),
            ("unknown", "redirect-not-followed"),
        ),
        (moved(PAGE, "https://shop.example/"), ("lost", "redirects-to-target")),
        (moved(PAGE, "https://rival.example/"), ("lost", "no-link")),
    ],
)  # fmt: skip
def test_the_page_at_the_end_of_the_redirects_counts(
    pages: dict[str, Page], outcome: tuple[str, str]
) -> None:
    own = ("https://shop.example/", LINK)
    assert judge_one(Claim(PAGE, TARGET), pages, (NEW, LINK), own) == outcome


def test_without_a_target_a_redirect_to_any_target_is_no_link() -> None:
    pages = moved(PAGE, "https://rival.example/shop/")
    assert judge_one(Claim(PAGE), pages) == ("lost", "redirects-to-target")


def test_a_page_of_the_target_itself_may_be_claimed() -> None:
    own = "https://blog.shop.example/post"
    pages = {own: READ._replace(domain="shop.example")}
    assert judge_one(Claim(own, TARGET), pages, (own, LINK)) == ("found", "")


def test_credentials_in_a_redirect_are_not_part_of_the_page() -> None:
    pages = moved(PAGE, NEW)
    pages[PAGE] = pages[PAGE]._replace(redirect_to="https://ann:x@new.example/a")
    assert judge_one(Claim(PAGE, TARGET), pages, (NEW, LINK)) == ("found", "")


@pytest.mark.parametrize(
    ("links", "reason", "closest"),
    [
        ([LINK, LINK._replace(anchor_text="Tea")], "rel", 1),
        ([LINK, LINK._replace(rel=NOFOLLOW)], "anchor_text", 1),
        ([LINK, Link(TARGET, "x", FOLLOWED)], "anchor_text, rel", 0),
        ([LINK._replace(rel=NOFOLLOW), LINK._replace(anchor_text="Tea")], "rel", 1),
        ([LINK, Link(TARGET, "Tea", NOFOLLOW)], "", 1),
    ],
)
def test_of_several_links_the_closest_is_named(
    links: list[Link], reason: str, closest: int
) -> None:
    claim = Claim(PAGE, TARGET, "Tea", NOFOLLOW)
    [verdict] = judge([claim], {PAGE: READ}, [(PAGE, link) for link in links], SCOPES)
    assert (verdict.reason, verdict.link) == (reason, links[closest])


@pytest.mark.parametrize("page", [READ, CUT])
def test_links_of_a_page_need_not_stand_together(page: Page) -> None:
    other = ("https://else.example/", LINK)
    rows = [(PAGE, LINK), other, (PAGE, LINK._replace(anchor_text="Tea")), other, (PAGE, LINK)]
    [verdict] = judge([Claim(PAGE, TARGET, "Tea")], {PAGE: page}, rows, SCOPES)
    assert verdict.outcome == "found"


def test_verdicts_stand_in_the_order_of_the_claims() -> None:
    claims = [Claim(PAGE, TARGET), Claim(NEW), Claim(PAGE, None, "Tea"), Claim(PAGE)]
    verdicts = judge(claims, {PAGE: READ}, [(PAGE, LINK)], SCOPES)
    assert [verdict.outcome for verdict in verdicts] == ["found", "unknown", "changed", "found"]


def test_redirects_without_end_end() -> None:
    pages = moved("https://a.example/", "https://b.example/", "https://c.example/")
    pages["https://c.example/"] = Page("c.example", 302, redirect_to="https://b.example/")
    assert end_of_redirects("https://a.example/", pages) is None
