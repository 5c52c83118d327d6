"""The target beside its competitors: who links to whom, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider import analysis
from linkspider.analysis import AnalysisError, View
from linkspider.analysis.competitors import (
    anchors_side_by_side,
    domain_intersect,
    link_gap,
    page_intersect,
    shared_referring_domains,
    suggest_competitors,
    suggested_domains,
)
from tests.analysis.frames import Row, crawl, link, page, rows, view

KETTLE, POTS, NOBODY = "kettle.example", "pots.example", "nobody.example"
ANN, BOB, CID = "https://ann.example/", "https://bob.example/", "https://cid.example/"
TO_KETTLE, TO_POTS = f"https://{KETTLE}/", f"https://www.{POTS}/mugs"


def links() -> list[Row]:
    return [
        link(ANN, "/", "Leaf & Kettle"),
        link(ANN, TO_KETTLE, "Kettle", ordinal=1),
        link(ANN, TO_KETTLE, "KETTLE!", ordinal=2),
        link(BOB, TO_KETTLE, "cheap kettles", rel=["nofollow"]),
        link(BOB, TO_POTS, "Pots", ordinal=1, position="footer"),
        link(BOB, f"https://{POTS}/", "", ordinal=2),
        link(f"{BOB}2", TO_POTS, "Pots"),
        link(CID, TO_POTS, "mugs", rel=["ugc"]),
        link(TO_POTS, f"https://{POTS}/", "Home"),  # its own domain is no referring domain
        link("/", TO_POTS, "a friend's"),  # the target's own page may be one
        link(CID, TO_KETTLE, element="iframe", ordinal=1),  # no hyperlink
        link(CID, "mailto:cid@cid.example", "write", ordinal=2),
    ]


@pytest.fixture(scope="module")
def seen() -> View:
    return view([page(url) for url in (ANN, BOB, f"{BOB}2", CID, TO_POTS, "/")], links())


def test_domains_stand_with_the_links_to_each_site(seen: View) -> None:
    answer = domain_intersect(seen, [KETTLE, POTS, NOBODY])
    assert answer.table.columns == (
        "source_domain", "sites", "links", "followed_links", "referring_pages",
        "shop.example", KETTLE, POTS, NOBODY,
    )  # fmt: skip
    assert rows(answer) == [
        ("bob.example", 2, 4, 3, 2, 0, 1, 3, 0),
        ("ann.example", 2, 3, 3, 1, 1, 2, 0, 0),
        ("shop.example", 1, 1, 1, 1, 0, 0, 1, 0),
        ("cid.example", 1, 1, 0, 1, 0, 0, 1, 0),
    ]
    two = domain_intersect(seen, [KETTLE, POTS], at_least=2)
    assert rows(two, "source_domain") == [("bob.example",), ("ann.example",)]


def test_pages_stand_with_the_links_to_each_site(seen: View) -> None:
    assert rows(page_intersect(seen, [KETTLE, POTS], at_least=2)) == [
        (ANN, "ann.example", 2, 3, 3, 1, 2, 0),
        (BOB, "bob.example", 2, 3, 2, 0, 1, 2),
    ]


def test_a_competitor_may_be_a_part_of_a_site(seen: View) -> None:
    mugs = f"https://www.{POTS}/mugs"
    found = domain_intersect(seen, [POTS, mugs])
    assert rows(found, "source_domain", "sites", "links", POTS, mugs) == [
        ("bob.example", 2, 5, 3, 2),
        ("shop.example", 2, 2, 1, 1),
        ("cid.example", 2, 2, 1, 1),
        ("ann.example", 1, 1, 0, 0),
    ]


def test_the_gap_is_who_links_to_competitors_and_not_to_the_target(seen: View) -> None:
    assert rows(link_gap(seen, [KETTLE, POTS, NOBODY])) == [
        ("bob.example", 2, f"{KETTLE}, {POTS}", 1, 4, 3, 2, BOB, f"https://{POTS}/", "", True),
        ("cid.example", 1, POTS, 0, 1, 0, 1, CID, TO_POTS, "mugs", False),
    ]
    assert rows(link_gap(seen, [KETTLE, POTS], at_least=2), "source_domain") == [("bob.example",)]


def test_sites_share_domains_each_with_each(seen: View) -> None:
    assert rows(shared_referring_domains(seen, [KETTLE, POTS, NOBODY])) == [
        ("shop.example", "shop.example", 1, 1, 1.0),
        ("shop.example", KETTLE, 1, 1, 1 / 2),
        ("shop.example", POTS, 1, 0, 0.0),
        ("shop.example", NOBODY, 1, 0, 0.0),
        (KETTLE, "shop.example", 2, 1, 1 / 2),
        (KETTLE, KETTLE, 2, 2, 1.0),
        (KETTLE, POTS, 2, 1, 1 / 4),
        (KETTLE, NOBODY, 2, 0, 0.0),
        (POTS, "shop.example", 3, 0, 0.0),
        (POTS, KETTLE, 3, 1, 1 / 4),
        (POTS, POTS, 3, 3, 1.0),
        (POTS, NOBODY, 3, 0, 0.0),
        (NOBODY, "shop.example", 0, 0, 0.0),
        (NOBODY, KETTLE, 0, 0, 0.0),
        (NOBODY, POTS, 0, 0, 0.0),
        (NOBODY, NOBODY, 0, 0, None),
    ]


def test_anchors_have_a_share_of_each_sites_pairs_of_domain_and_anchor(seen: View) -> None:
    assert rows(anchors_side_by_side(seen, [KETTLE, POTS, NOBODY])) == [
        # Ann's two anchors for the kettle are one; Bob's `Pots` on two pages is one.
        ("", 1, 0.0, 0.0, 1 / 4, None),
        ("a friend's", 1, 0.0, 0.0, 1 / 4, None),
        ("cheap kettles", 1, 0.0, 1 / 2, 0.0, None),
        ("kettle", 1, 0.0, 1 / 2, 0.0, None),
        ("leaf & kettle", 1, 1.0, 0.0, 0.0, None),
        ("mugs", 1, 0.0, 0.0, 1 / 4, None),
        ("pots", 1, 0.0, 0.0, 1 / 4, None),
    ]


def test_a_link_without_anchor_text_is_as_one_whose_text_is_empty() -> None:
    found = view([page(ANN), page(BOB)], [link(ANN, "/"), link(BOB, "/", anchor_text=None)])
    assert rows(anchors_side_by_side(found, [KETTLE])) == [("", 2, 1.0, None)]


def test_competitors_are_suggested_from_the_pages_that_name_the_target() -> None:
    pages = [page(url) for url in (ANN, BOB, CID)]
    found = view(
        pages,
        [
            *(link(url, "/", "Leaf & Kettle") for url in (ANN, BOB)),
            link(ANN, TO_KETTLE, "Kettle", ordinal=1),
            link(BOB, TO_KETTLE, "Kettle", ordinal=1, followed=False),
            link(ANN, TO_POTS, "Pots", ordinal=2),
            link(ANN, f"{ANN}about", "About", ordinal=3),
            link(CID, TO_POTS, "Pots"),  # does not name the target
        ],
    )
    assert rows(suggest_competitors(found)) == [(KETTLE, 2, 2, 2, 1), (POTS, 1, 1, 1, 1)]
    assert rows(suggest_competitors(found, top=1), "domain") == [(KETTLE,)]
    assert suggested_domains(found) == [KETTLE, POTS]
    assert suggested_domains(found, top=1) == [KETTLE]
    assert suggested_domains(view()) == []


@pytest.mark.parametrize("competitor", ["", "co.uk", "two words", "shop.example/tea"])
def test_a_competitor_that_names_no_site_is_an_error_of_one_line(
    seen: View, competitor: str
) -> None:
    with pytest.raises(AnalysisError, match=r"^competitors: [^\n]+$"):
        domain_intersect(seen, [competitor])


def test_a_site_that_is_named_twice_is_one(seen: View) -> None:
    answer = domain_intersect(seen, [KETTLE, KETTLE, f"www.{KETTLE}", "shop.example"])
    assert answer.table.columns[5:] == ("shop.example", KETTLE)


def test_one_competitor_may_stand_alone(seen: View) -> None:
    assert rows(domain_intersect(seen, KETTLE)) == rows(domain_intersect(seen, [KETTLE]))


def test_two_sites_whose_names_differ_in_case_alone_are_an_error_of_one_line(seen: View) -> None:
    two = [f"https://{KETTLE}/Tea/", f"https://{KETTLE}/tea/"]
    with pytest.raises(AnalysisError, match=r"^competitors: \S+/Tea/ and \S+/tea/ differ in case"):
        domain_intersect(seen, two)


@pytest.mark.parametrize("name", ["links", "Sites", "anchor", "source_domain"])
def test_a_site_may_not_be_called_as_a_column_is_unless_by_its_url(name: str) -> None:
    url = f"https://{name.lower()}/"
    found = view([page(ANN)], [link(ANN, url, "intranet")])
    for question in (domain_intersect, page_intersect, anchors_side_by_side):
        with pytest.raises(AnalysisError, match=rf"^competitors: {name} [^\n]+ {url}$"):
            question(found, [name])
        assert rows(question(found, [url]), url) == [(1,)]


@pytest.mark.parametrize("name", ["target_url", "followed", "position"])
def test_a_site_may_be_called_as_what_is_said_of_a_link(name: str) -> None:
    found = view([page(ANN)], [link(ANN, f"https://{name}/", "intranet")])
    for question in (domain_intersect, page_intersect, anchors_side_by_side):
        assert rows(question(found, [name]), name) == [(1,)]


def test_where_nothing_links_there_is_nothing_and_no_error() -> None:
    nothing = view()
    for question in (domain_intersect, page_intersect, link_gap, anchors_side_by_side):
        assert rows(question(nothing, [KETTLE])) == []
    assert rows(suggest_competitors(nothing)) == []
    assert rows(shared_referring_domains(nothing, []))[0][2:] == (0, 0, None)
    assert rows(domain_intersect(nothing, [])) == []


KEEPS = {
    "all links": ({}, True),
    "those of the targets": ({"arguments": '{"keep": "touching"}'}, False),
    "those of targets that have all the sites": (
        {"arguments": '{"keep": "touching"}', "domain": f"shop.example, {KETTLE}"}, True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KEEPS)
def test_an_answer_is_complete_only_where_links_to_others_were_kept(name: str) -> None:
    facts, is_complete = KEEPS[name]
    found = view(crawls=[crawl(), crawl("referring", spider="referring", **facts)])
    assert domain_intersect(found, [KETTLE]).complete is is_complete
    assert suggest_competitors(found).complete is (name == "all links")
    assert not domain_intersect(view(complete_outside=False), [KETTLE]).complete


def test_a_crawl_of_what_is_no_site_any_more_stands_in_nobodys_way() -> None:
    facts = {"spider": "referring", "arguments": '{"keep": "touching"}', "domain": "github.io"}
    assert not domain_intersect(view(crawls=[crawl("old", **facts)]), [KETTLE]).complete


def test_the_demos_kettlehouse_shares_three_domains_and_a_hotel_is_a_gap(
    demo_data: Path,
) -> None:
    demo = analysis.open(demo_data, "shop.example", ["demo-target", "demo-referring"])
    suggested = rows(suggest_competitors(demo, top=2))
    assert suggested == [("kettlehouse.example", 3, 3, 3, 1), ("steeped.example", 2, 11, 11, 10)]
    competitors = [domain for domain, *_ in suggested]
    found = rows(
        shared_referring_domains(demo, competitors), "site", "other_site", "shared_domains"
    )
    assert ("shop.example", "kettlehouse.example", 3) in found
    assert ("shop.example", "steeped.example", 2) in found
    assert rows(link_gap(demo, competitors), "source_domain", "example_anchor_text") == [
        ("allotment.example", "a blog about tea"),
        ("breakfastroom.example", "green tea by the kilo"),
    ]
    assert len(rows(domain_intersect(demo, competitors))) == 11
    assert len(rows(page_intersect(demo, competitors, at_least=2))) == 14
    assert rows(anchors_side_by_side(demo, competitors))[0][:2] == ("leaf & kettle", 4)
