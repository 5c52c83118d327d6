"""Sitewide keywords: tables worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from linkspider.analysis.audit.profile import Profile
from linkspider.analysis.audit.sitewide import sitewide_anchors
from linkspider.analysis.view import View
from tests.analysis.frames import Row, link, page, rows, view

SITE = "https://blog.spam.example"


def site(
    pages: int,
    with_link: int,
    anchor: str = "Buy green tea",
    status: int = 200,
    more: Sequence[Row] = (),
    domain: str = "shop.example",
) -> View:
    """A host with so many read pages, of which so many carry the link."""
    read: list[Row] = [page(f"{SITE}/{n:02}", status=status) for n in range(pages)]
    links = [link(f"{SITE}/{n:02}", f"https://{domain}/tea", anchor) for n in range(with_link)]
    return view([page("/", title="Tea | Leaf & Kettle"), *read, *more], links * 2, domain=domain)


@pytest.mark.parametrize(
    ("pages", "with_link", "is_raised"),
    [(10, 5, True), (10, 4, False), (9, 9, False), (11, 5, False), (11, 6, True)],
)
def test_it_takes_half_of_at_least_ten_read_pages(
    pages: int, with_link: int, is_raised: bool
) -> None:
    assert bool(rows(sitewide_anchors(Profile(site(pages, with_link))))) is is_raised


def test_the_evidence_counts_pages_and_names_one() -> None:
    assert rows(sitewide_anchors(Profile(site(10, 6))), "source_domain", "evidence") == [
        ("spam.example",
         "6 of 10 read pages of blog.spam.example link to https://shop.example/tea with "
         "“buy green tea”, like https://blog.spam.example/00."),
    ]  # fmt: skip


def test_pages_that_are_errors_or_no_documents_are_no_read_pages() -> None:
    assert rows(sitewide_anchors(Profile(site(10, 10, status=503)))) == []
    pdfs = [page(f"{SITE}/{n}", indexability="not-html") for n in range(10)]
    links = [link(f"{SITE}/{n}", "/tea", "buy green tea") for n in range(10)]
    assert rows(sitewide_anchors(Profile(view(pdfs, links)))) == []


@pytest.mark.parametrize(
    ("anchor", "is_keyword"),
    [
        ("buy green tea", True),
        ("grüner Tee", True),
        ("Tea", False),  # one word may be anything
        ("1 2 3", False),
        ("https://shop.example/tea", False),
        ("shop.example", False),
        ("read more", False),
        ("the SHOP by the sea", False),  # a name of the target: its domain's label
        ("workshop tea", True),
        ("", False),
    ],
)
def test_without_keywords_an_anchor_of_words_that_name_nobody_is_one(
    anchor: str, is_keyword: bool
) -> None:
    assert bool(rows(sitewide_anchors(Profile(site(10, 10, anchor))))) is is_keyword


@pytest.mark.parametrize(
    ("anchor", "is_keyword"),
    [
        ("tea", True),
        ("Cheap GREEN tea!", True),
        ("green tea from Uji", True),
        ("green tea from the shop", False),  # with a name of the target
        ("greenish tea", False),
        ("buy oolong", False),
    ],
)
def test_with_keywords_it_must_equal_one_or_have_all_its_words(
    anchor: str, is_keyword: bool
) -> None:
    keywords = ["Tea", "green tea"] if anchor == "tea" else ["green  tea"]
    found = sitewide_anchors(Profile(site(10, 10, anchor)), keywords)
    assert bool(rows(found)) is is_keyword


def test_a_brand_that_is_given_or_that_the_titles_end_with_is_no_keyword() -> None:
    assert rows(sitewide_anchors(Profile(site(10, 10, "Uji teas")), brand=["uji"])) == []
    titled = [page(f"/{n}", title=f"{n} | Leaf & Kettle") for n in range(3)]
    for pages, is_keyword in (([], True), (titled, False)):
        found = sitewide_anchors(Profile(site(10, 10, "leaf and kettle teas", more=pages)))
        assert bool(rows(found)) is is_keyword


@pytest.mark.parametrize("anchor", ["leaf-kettle teas", "Leaf Kettle teas", "leafkettle teas"])
def test_the_label_of_the_domain_is_a_name_however_it_is_spelt(anchor: str) -> None:
    found = site(10, 10, anchor, domain="leaf-kettle.co.uk")
    assert rows(sitewide_anchors(Profile(found))) == []
