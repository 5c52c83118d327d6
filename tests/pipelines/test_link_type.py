"""The type of each link, by the rule's table and by the cases that trip over it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from linkspider.items import LinkItem, PageItem
from linkspider.scope import Scopes
from linkspider.urls import Base, parse, registrable_domain
from pipelines.link_type import link_type, tag_link

FETCHED_AT = datetime(2026, 11, 20, 8, 13, tzinfo=UTC)


def page_at(address: str, scopes: Scopes) -> PageItem:
    """The page at this address, as a spider makes it."""
    url = parse(address)
    assert url is not None
    assert url.host is not None
    return PageItem(
        url=url.key,
        host=url.host,
        domain=registrable_domain(url.host),
        scope=scopes.match(url.host, url.path),
        depth=0,
        fetched_at=FETCHED_AT,
    )


def link_to(href: str, page: PageItem) -> LinkItem:
    """The link with this href on the page, as reading makes it."""
    url = Base(page.url).join(href)
    return LinkItem(
        source_url=page.url,
        target_url=url.key if url else None,
        target_host=url.host if url else None,
        target_path=url.path if url else "",
        element="a",
        ordinal=0,
        href=None if url else href,
    )


def tagged(source: str, href: str, domain: str) -> LinkItem:
    """The link after the pipeline, in a crawl with this `domain`."""
    scopes = Scopes.parse(domain)
    page = page_at(source, scopes)
    link = link_to(href, page)
    tag_link(link, page, scopes)
    return link


@pytest.mark.parametrize(
    ("target_in_scope", "source_in_scope", "same_domain", "expected"),
    [
        (True, True, True, "internal"),
        (True, False, True, "internal"),
        (True, True, False, "backlink"),
        (True, False, False, "backlink"),
        (False, True, True, "internal"),
        (False, True, False, "outbound"),
        (False, False, True, "other"),
        (False, False, False, "other"),
    ],
)
def test_the_rule_is_the_table(
    target_in_scope: bool, source_in_scope: bool, same_domain: bool, expected: str
) -> None:
    found = link_type(
        source_in_scope=source_in_scope, target_in_scope=target_in_scope, same_domain=same_domain
    )
    assert found == expected


@pytest.mark.parametrize(
    ("domain", "source", "href", "expected"),
    [
        # the table, row by row
        ("example.com", "https://example.com/", "/a", "internal"),
        ("https://example.com/docs/", "https://example.com/", "/docs/a", "internal"),
        ("example.com", "https://other.example/", "https://example.com/", "backlink"),
        ("example.com, other.example", "https://other.example/", "//example.com/", "backlink"),
        ("https://example.com/docs/", "https://example.com/docs/", "/blog", "internal"),
        ("example.com", "https://example.com/", "https://other.example/", "outbound"),
        ("example.com", "https://other.example/", "/a", "other"),
        ("example.com", "https://other.example/", "https://third.example/", "other"),
        # www
        ("example.com", "https://www.example.com/", "https://example.com/", "internal"),
        ("www.example.com", "https://example.com/", "https://www.example.com/", "internal"),
        ("example.com", "https://www.other.example/", "https://www.example.com/", "backlink"),
        # subdomain of the target
        ("example.com", "https://blog.example.com/", "https://example.com/", "internal"),
        ("example.com", "https://example.com/", "https://blog.example.com/", "internal"),
        ("example.com", "https://other.example/", "https://a.b.example.com/", "backlink"),
        # sister subdomain: not in scope, yet the same registrable domain
        ("blog.example.com", "https://blog.example.com/", "https://shop.example.com/", "internal"),
        ("blog.example.com", "https://shop.example.com/", "https://blog.example.com/", "internal"),
        ("blog.example.com", "https://shop.example.com/", "https://example.com/", "other"),
        ("https://example.com/", "https://www.example.com/", "https://example.com/", "internal"),
        ("https://example.com/", "https://example.com/", "https://www.example.com/", "internal"),
        ("https://example.com/", "https://www.example.com/", "/a", "other"),
        # hosts that only look alike
        ("example.com", "https://example.com/", "https://notexample.com/", "outbound"),
        ("example.com", "https://example.com.evil.example/", "https://example.com/", "backlink"),
        # private suffix
        ("ann.github.io", "https://bob.github.io/", "https://ann.github.io/", "backlink"),
        ("ann.github.io", "https://ann.github.io/", "https://bob.github.io/", "outbound"),
        ("ann.github.io", "https://ann.github.io/", "https://x.ann.github.io/", "internal"),
        ("ann.github.io", "https://github.io/", "https://ann.github.io/", "backlink"),
        # publishing platform
        ("ann.wordpress.com", "https://bob.wordpress.com/", "//ann.wordpress.com/", "backlink"),
        ("ann.wordpress.com", "https://ann.wordpress.com/", "//bob.wordpress.com/", "outbound"),
        ("ann.substack.com", "https://substack.com/", "https://ann.substack.com/", "backlink"),
        # unlisted top level
        ("shop.example", "https://help.shop.example/", "https://shop.example/", "internal"),
        ("shop.example", "https://tea.example/", "https://shop.example/", "backlink"),
        ("shop.example", "https://shop.example/", "https://tea.example/", "outbound"),
        # two labels under a public suffix of two labels
        ("example.co.uk", "https://other.co.uk/", "https://example.co.uk/", "backlink"),
        # IDN
        (
            "bücher.example",
            "https://xn--bcher-kva.example/",
            "https://bücher.example/a",
            "internal",
        ),
        ("bücher.example", "https://other.example/", "https://BÜCHER.example/", "backlink"),
        ("xn--bcher-kva.example", "https://other.example/", "//bücher.example/", "backlink"),
        # port and scheme
        ("example.com", "http://example.com:8080/", "https://example.com:8443/", "internal"),
        ("example.com:8080", "https://other.example/", "https://example.com:9/", "backlink"),
        ("https://example.com/", "https://other.example/", "http://example.com:81/", "backlink"),
        # prefix scope
        ("https://example.com/docs/", "https://other.example/", "//example.com/docs/", "backlink"),
        ("https://example.com/docs/", "https://other.example/", "//example.com/docs2", "other"),
        ("https://example.com/docs/", "https://other.example/", "//example.com/", "other"),
        ("https://example.com/docs/", "https://example.com/blog", "/docs/a", "internal"),
        ("https://example.com/docs/", "https://example.com/blog", "/about", "other"),
        ("https://example.com/docs/", "https://example.com/docs/a", "//other.example", "outbound"),
        ("https://example.com/docs/", "https://example.com/", "https://other.example/", "other"),
        (
            "https://example.com/docs/",
            "https://other.example/",
            "//blog.example.com/docs/",
            "other",
        ),
        # IP address
        ("127.0.0.1", "http://127.0.0.1:8000/", "/a", "internal"),
        ("127.0.0.1", "http://127.0.0.2/", "http://127.0.0.1/", "backlink"),
        ("127.0.0.1", "http://127.0.0.1/", "http://127.0.0.2/", "outbound"),
        ("[::1]", "http://[::2]/", "http://[::1]:8000/", "backlink"),
        ("127.0.0.1", "http://other.example/", "http://2130706433/", "backlink"),
        # localhost
        ("localhost", "http://localhost:8000/", "/a", "internal"),
        ("localhost:3000", "http://127.0.0.1/", "http://localhost/", "backlink"),
        ("localhost", "http://localhost/", "http://localhost.example/", "outbound"),
        # two targets
        ("example.com, other.example", "https://example.com/", "//other.example/", "backlink"),
        ("example.com, other.example", "https://other.example/", "//example.com/", "backlink"),
        ("example.com, other.example", "https://third.example/", "//other.example/", "backlink"),
        ("example.com, other.example", "https://example.com/", "//third.example/", "outbound"),
        ("a.example.com, b.example.com", "https://a.example.com/", "//b.example.com/", "internal"),
        # user name and password
        ("example.com", "https://other.example/", "https://ann:pw@example.com/", "backlink"),
        ("example.com", "https://example.com/", "https://example.com@evil.example/", "outbound"),
        ("example.com", "https://other.example/", "https://example.com@evil.example/", "other"),
        # trailing-dot host
        ("example.com", "https://example.com/", "https://example.com./", "internal"),
        ("example.com", "https://other.example./", "https://www.example.com./", "backlink"),
        ("example.com.", "https://other.example/", "https://example.com/", "backlink"),
        ("localhost", "http://localhost/", "http://localhost./", "internal"),
        # no web link
        ("example.com", "https://example.com/", "mailto:ann@example.com", "other"),
        ("example.com", "https://example.com/", "tel:+49301234", "other"),
        ("example.com", "https://example.com/", "javascript:void(0)", "other"),
        ("example.com", "https://example.com/", "ftp://example.com/", "other"),
        ("example.com", "https://example.com/", "data:text/html,x", "other"),
        ("example.com", "https://other.example/", "blob:https://example.com/x", "other"),
        ("example.com", "https://example.com/", "http://a:99999/", "other"),
        ("example.com", "https://example.com/", "http://[", "other"),
    ],
)
def test_a_link_gets_the_type_that_its_two_ends_make(
    domain: str, source: str, href: str, expected: str
) -> None:
    assert tagged(source, href, domain).link_type == expected


@pytest.mark.parametrize(
    ("href", "same_host"),
    [
        ("/a", True),
        ("https://example.com:8443/a", True),
        ("http://EXAMPLE.com./a", True),
        ("https://www.example.com/a", False),
        ("https://other.example/", False),
        ("mailto:ann@example.com", None),
        ("http://[", None),
    ],
)
def test_the_same_host_is_told_of_web_links_only(href: str, same_host: bool | None) -> None:
    assert tagged("https://example.com/", href, "example.com").same_host is same_host


def test_a_web_link_keeps_whose_page_and_whose_address_it_is() -> None:
    link = tagged(
        "https://www.news.other.example./a", "https://blog.Example.com/b", "WWW.example.com"
    )
    assert link.source_host == "www.news.other.example"
    assert link.source_domain == "other.example"
    assert link.source_scope is None
    assert link.target_host == "blog.example.com"
    assert link.target_domain == "example.com"
    assert link.target_scope == "WWW.example.com"
    assert link.fetched_at == FETCHED_AT


def test_a_link_between_two_targets_keeps_both_as_given() -> None:
    link = tagged(
        "https://example.com/docs/a",
        "https://shop.example/",
        "example.com, https://example.com/docs/, SHOP.example",
    )
    assert link.source_scope == "https://example.com/docs/"
    assert link.target_scope == "SHOP.example"


@pytest.mark.parametrize("href", ["mailto:ann@example.com", "http://[", "ftp://example.com/"])
def test_what_is_no_web_link_has_its_page_but_no_target(href: str) -> None:
    link = tagged("https://example.com/", href, "example.com")
    assert (link.source_host, link.source_domain) == ("example.com", "example.com")
    assert link.source_scope == "example.com"
    assert (link.target_host, link.target_domain, link.target_scope) == (None, None, None)
    assert link.fetched_at == FETCHED_AT


@pytest.mark.parametrize("href", ["http://localhost/", "http://127.0.0.1/", "https://co.uk/"])
def test_the_domain_of_a_web_link_is_never_empty(href: str) -> None:
    assert tagged("https://example.com/", href, "example.com").target_domain
