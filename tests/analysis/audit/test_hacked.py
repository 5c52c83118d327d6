"""Traces of break-ins: tables worked out by hand."""

from __future__ import annotations

import pytest

from linkspider.analysis.audit.hacked import (
    hidden_links,
    injected_pages,
    spam_anchors,
    spam_links,
    spam_pages,
)
from linkspider.analysis.audit.profile import Profile
from linkspider.analysis.view import View
from tests.analysis.frames import Row, link, page, rows, view

CHOIR = "https://choir.example"
SPAM = ["online casino bonus", "Viagra", "replica watches"]


def choir(
    anchors: list[str], title: str = "Choir", own_title: str = "Tea", **facts: object
) -> View:
    """A choir's page with a link here, and one to another site for each anchor."""
    url = f"{CHOIR}/concert"
    links = [link(url, "/tea", "tea")]
    links += [link(url, f"https://s{n}.example/", text, **facts) for n, text in enumerate(anchors)]
    return view([page("/", title=own_title), page(url, title=title)], links)


def test_spam_on_a_page_of_a_site_of_another_topic_is_a_flag() -> None:
    assert rows(spam_links(Profile(choir([*SPAM, "our hall"])))) == [
        ("choir.example", "spam_links", "hacked", 0.5,
         "1 page that links here carries links of spam, though no title of the site is of it: "
         "https://choir.example/concert has 3, like “Viagra”."),
    ]  # fmt: skip


def test_few_links_unfollowed_ones_and_sites_of_that_topic_are_none() -> None:
    assert rows(spam_links(Profile(choir(SPAM[:2])))) == []
    assert rows(spam_links(Profile(choir(["casino", "casinos", "specialist"])))) == []
    assert rows(spam_links(Profile(choir(SPAM, rel=["ugc"])))) == []
    assert rows(spam_links(Profile(choir(SPAM, title="Casino news")))) == []


def test_a_topic_of_the_target_itself_is_no_spam() -> None:
    assert rows(spam_links(Profile(choir(SPAM, own_title="Casino at the pier")))) == []


def test_a_page_of_spam_on_a_site_of_another_topic_is_a_flag() -> None:
    pages = [page(f"{CHOIR}/{n}", title=f"Concert {n}") for n in range(4)]
    pages.append(page(f"{CHOIR}/x", title="Buy VIAGRA online"))
    seen = view(pages, [link(f"{CHOIR}/x", "/tea"), link(f"{CHOIR}/1", "/tea")])
    assert rows(spam_pages(Profile(seen)), "source_domain", "evidence") == [
        ("choir.example",
         "1 of 5 read pages have titles of spam, and links here stand on such: "
         "“Buy VIAGRA online” at https://choir.example/x."),
    ]  # fmt: skip
    assert rows(spam_pages(Profile(seen), share=0.1)) == []
    assert rows(spam_pages(Profile(view(pages, [link(f"{CHOIR}/1", "/tea")])))) == []
    assert rows(spam_pages(Profile(view(pages[1:], [link(f"{CHOIR}/x", "/tea")])))) == []


@pytest.mark.parametrize(
    ("anchor", "is_spam"),
    [
        ("best ONLINE  CASINO!", True), ("日本のオンラインカジノ", True), ("казино", True),
        ("casinoroyale", False), ("green tea", False), ("", False),
    ],
)  # fmt: skip
def test_words_of_spam_in_an_anchor_are_a_flag(anchor: str, is_spam: bool) -> None:
    seen = view([page(f"{CHOIR}/")], [link(f"{CHOIR}/", "/tea", anchor)])
    assert bool(rows(spam_anchors(Profile(seen)))) is is_spam


@pytest.mark.parametrize(
    ("path", "is_injected"),
    [
        ("/wp-content/uploads/2024/01/cheap-tea.html", True),
        ("/blog/wp-content/plugins/x/Tea.HTM?id=3", True),
        ("/wp-includes/css/tea.php", True),
        ("/.well-known/acme-challenge/tea.html", True),
        ("/sites/default/files/tea.html", True),
        ("/wp-content/uploads/catalogue.pdf", False),
        ("/tea/wp-content.html", False),
        ("/attempt/tea.html", False),
    ],
)
def test_pages_where_no_author_puts_one_are_a_flag(path: str, is_injected: bool) -> None:
    seen = view([page(CHOIR + path)], [link(CHOIR + path, "/tea")])
    assert bool(rows(injected_pages(Profile(seen)))) is is_injected


@pytest.mark.parametrize(
    ("anchor", "facts", "is_hidden"),
    [
        ("", {}, True),
        (".", {}, True),
        ("tea", {"position": None}, True),
        ("", {"has_image": True}, False),
        ("", {"element": "area"}, False),
        ("", {"rel": ["nofollow"]}, False),
        ("tea", {"position": "footer"}, False),
    ],
)
def test_a_followed_link_that_no_reader_sees_is_a_flag(
    anchor: str, facts: Row, is_hidden: bool
) -> None:
    seen = view([page(f"{CHOIR}/")], [link(f"{CHOIR}/", "/tea", anchor, **facts)])
    assert bool(rows(hidden_links(Profile(seen)))) is is_hidden
