"""Canonicals that contradict themselves, their target, or the site's links."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider import analysis
from linkspider.analysis.on_page import canonical_conflicts
from tests.analysis.frames import Row, absolute, link, page, rows, view

OTHER = "https://other.example/"
SISTER = "https://www.shop.example/tea"


def canonical(source: str, target: str) -> Row:
    """The canonical link of a page, as it stands in `links`."""
    return link(source, target, element="canonical", position=None, followed=None)


CASES: dict[str, tuple[str, list[Row], str | None, int | None]] = {
    "to a page that stands for itself": ("/b", [page("/b")], None, None),
    "to a page that names itself": ("/b", [page("/b", canonical_url="/b")], None, None),
    "to itself": ("/a", [], None, None),
    "to another host of the domain": (SISTER, [page(SISTER)], None, None),
    "to a file": ("/b.pdf", [page("/b.pdf", indexability="not-html")], None, None),
    "with a password": ("https://ann:secret@shop.example/b", [page("/b")], None, None),
    "to another domain": (OTHER, [page(OTHER)], "other-domain", 200),
    "to another domain that was never tried": (OTHER, [], "other-domain", None),
    "to what was never tried": ("/b", [], "untried", None),
    "to what gave no answer": (
        "/b", [page("/b", status=None, error="timeout")], "no-answer", None,
    ),
    "to what robots.txt forbids": (
        "/b", [page("/b", status=None, error="robots")], "no-answer", None,
    ),
    "to a redirect": ("/b", [page("/b", redirect_to="/c"), page("/c")], "redirect", 301),
    "to a meta-refresh": ("/b", [page("/b", indexability="meta-refresh")], "redirect", 200),
    "to an error": ("/b", [page("/b", status=404)], "error", 404),
    "to a noindex page": ("/b", [page("/b", noindex=True)], "noindex", 200),
    "to a canonicalised page": (
        "/b", [page("/b", canonical_url="/c"), page("/c")], "canonicalised", 200,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_canonical_conflicts_with_what_became_of_the_page_it_names(name: str) -> None:
    target, others, conflict, status = CASES[name]
    pages = [page("/a", canonical_url=target, canonicals=1), *others]
    found = canonical_conflicts(view(pages, [canonical("/a", target)]))
    told = [row[1:] for row in rows(found, "url", "conflict", "canonical_status")
            if row[0] == absolute("/a")]  # fmt: skip
    assert told == ([(conflict, status)] if conflict else [])


def test_two_canonicals_that_name_each_other_are_both_canonicalised() -> None:
    pages = [page("/a", canonical_url="/b"), page("/b", canonical_url="/a")]
    found = canonical_conflicts(view(pages, [canonical("/a", "/b"), canonical("/b", "/a")]))
    assert rows(found, "url", "conflict") == [
        (absolute("/a"), "canonicalised"), (absolute("/b"), "canonicalised"),
    ]  # fmt: skip


def test_several_canonicals_are_a_conflict_of_their_own() -> None:
    pages = [page("/a", canonicals=2), page("/b"), page("/c")]
    links = [canonical("/a", "/b"), canonical("/a", "/c"), link("/b", "/a")]
    assert rows(canonical_conflicts(view(pages, links))) == [
        (absolute("/a"), None, "several", None, 1, 0)
    ]


def test_links_to_both_a_page_and_its_canonical_are_a_conflict() -> None:
    pages = [
        page("/"),
        page("/tea"),
        page("/tea?a", canonical_url="/tea", canonicals=1),
        page("/tea?b", canonical_url="/tea", canonicals=1),
        page("/cup?a", canonical_url="/cup", canonicals=1),
        page("/cup"),
    ]
    links = [
        canonical("/tea?a", "/tea"), canonical("/tea?b", "/tea"), canonical("/cup?a", "/cup"),
        link("/", "/tea"), link("/", "/tea", ordinal=1), link("/tea?a", "/tea"),
        link("/", "/tea?a"), link("/tea?b", "/tea?b"), link("/", "/cup?a"),
    ]  # fmt: skip
    assert rows(canonical_conflicts(view(pages, links))) == [
        (absolute("/tea?a"), absolute("/tea"), "linked", 200, 1, 2)
    ]


def test_only_html_that_was_read_has_canonicals_to_judge() -> None:
    pages = [
        page("/gone", status=404, canonical_url="/b", canonicals=1),
        page("https://blog.example/", canonical_url="https://blog.example/gone", canonicals=1),
        page("/cart", noindex=True, canonical_url="/never", canonicals=1),
    ]
    assert rows(canonical_conflicts(view(pages)), "url", "conflict") == [
        (absolute("/cart"), "untried")
    ]


def test_a_canonical_in_head_and_in_the_http_header_makes_one_row() -> None:
    pages = [page("/a", canonical_url="/b", canonicals=1), page("/b", status=404)]
    links = [canonical("/a", "/b"), {**canonical("/a", "/b"), "ordinal": 1}]
    assert len(rows(canonical_conflicts(view(pages, links)))) == 1


def test_no_pages_have_no_canonicals() -> None:
    assert rows(canonical_conflicts(view())) == []


def test_the_demo_links_to_two_pages_and_to_their_canonicals(demo_data: Path) -> None:
    found = canonical_conflicts(analysis.open(demo_data, "shop.example"))
    tea = "http://shop.example/tea/green/"
    assert rows(found) == [
        (f"{tea}?sort=price", tea, "linked", 200, 1, 6),
        (f"{tea}sencha-50g", f"{tea}sencha", "linked", 200, 1, 10),
    ]
