"""Paid footprints: tables worked out by hand."""

from __future__ import annotations

import pytest

from linkspider.analysis.audit.paid import paid_footprints
from linkspider.analysis.audit.profile import Profile
from tests.analysis.frames import Row, link, page, rows, view

BLOG = "https://blog.example/post"


def footprint(page_facts: Row, link_facts: Row, url: str = BLOG) -> list[str]:
    anchor = link_facts.pop("anchor", "tea")
    seen = view([page(url, **page_facts)], [link(url, "/tea", anchor, **link_facts)])
    return [evidence for [evidence] in rows(paid_footprints(Profile(seen)), "evidence")]


@pytest.mark.parametrize(
    ("page_facts", "link_facts", "url"),
    [
        ({}, {"context_before": "This is a Sponsored Post by our friends at"}, BLOG),
        ({}, {"context_after": "(Anzeige)"}, BLOG),
        ({}, {"anchor": "Advertorial: tea"}, BLOG),
        ({"title": "Guest post: why tea"}, {}, BLOG),
        ({"h1": ["Tea", "Publireportage"]}, {}, BLOG),
        ({}, {}, "https://blog.example/write-for-us/"),
        ({"title": "記事広告です"}, {}, BLOG),
        ({"title": "Artykuł sponsorowany"}, {}, BLOG),
    ],
)
def test_words_of_paid_placement_beside_a_followed_link_are_a_flag(
    page_facts: Row, link_facts: Row, url: str
) -> None:
    assert len(footprint(page_facts, link_facts, url)) == 1


@pytest.mark.parametrize(
    ("page_facts", "link_facts"),
    [
        ({"title": "Guest post"}, {"rel": ["sponsored"]}),
        ({"title": "Guest post"}, {"rel": ["nofollow"]}),
        ({"title": "Guest posture in yoga"}, {}),
        ({"title": "Anzeige erstatten"}, {}),  # to report something to the police
        ({}, {"context_before": "Stellenanzeigen und"}),
        ({}, {}),
    ],
)
def test_marked_links_and_other_words_are_none(page_facts: Row, link_facts: Row) -> None:
    assert footprint(page_facts, link_facts) == []


def test_links_are_counted_and_the_words_quoted() -> None:
    assert footprint({"title": "Guest-Post!"}, {}) == [
        "1 followed link here stands beside words of paid placement: “guest-post” at "
        "https://blog.example/post."
    ]
    links = [link(BLOG, path, ordinal=n) for n, path in enumerate(["/a", "/b"])]
    links.append(link("https://blog.example/ad", "/", context_before="Werbung"))
    pages = [page(BLOG, title="Gastbeitrag"), page("https://blog.example/ad")]
    found = paid_footprints(Profile(view(pages, links)))
    assert rows(found, "evidence") == [
        ("3 followed links here stand beside words of paid placement: “werbung” at "
         "https://blog.example/ad.",),
    ]  # fmt: skip
