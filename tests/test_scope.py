"""Which URLs belong to a target."""

from __future__ import annotations

import pytest

from linkspider.scope import Scope, ScopeError, Scopes
from linkspider.urls import parse


def covers(target: str, address: str) -> bool:
    """Whether the target covers the address, as it stands in a link."""
    url = parse(address)
    assert url is not None
    assert url.host is not None
    return Scope.parse(target).covers(url.host, url.path)


def match(targets: str, address: str) -> str | None:
    """The target that the address belongs to."""
    url = parse(address)
    assert url is not None
    return Scopes.parse(targets).match(url.host, url.path)


@pytest.mark.parametrize(
    ("address", "belongs"),
    [
        ("https://example.com/", True),
        ("http://example.com/any/page?q=1", True),
        ("https://www.example.com/", True),
        ("https://blog.example.com/", True),
        ("https://a.b.c.example.com/", True),
        ("https://EXAMPLE.com/", True),
        ("https://example.com:8443/", True),
        ("https://ann:secret@example.com/", True),
        ("https://example.com./", True),
        ("https://blog.example.com./", True),
        ("https://notexample.com/", False),
        ("https://example.com.evil.example/", False),
        ("https://example.org/", False),
        ("https://com/", False),
        ("https://evil.example/example.com/", False),
        ("https://example.com@evil.example/", False),
    ],
)
@pytest.mark.parametrize(
    "target", ["example.com", "www.example.com", "EXAMPLE.COM", " example.com ", "example.com."]
)
def test_a_domain_stands_for_its_host_and_subdomains(
    target: str, address: str, belongs: bool
) -> None:
    assert covers(target, address) is belongs


@pytest.mark.parametrize(
    ("target", "address", "belongs"),
    [
        # a subdomain as the target
        ("blog.example.com", "https://blog.example.com/", True),
        ("blog.example.com", "https://a.blog.example.com/", True),
        ("blog.example.com", "https://example.com/", False),
        ("blog.example.com", "https://shop.example.com/", False),
        # www is ignored in front of a subdomain and of an unlisted top level too
        ("www.blog.example.com", "https://blog.example.com/", True),
        ("www.shop.example", "https://shop.example/", True),
        ("shop.example", "https://www.shop.example/", True),
        # only a whole label www is ignored
        ("wwwexample.com", "https://example.com/", False),
        ("www2.example.com", "https://example.com/", False),
        # registrable domains that a private suffix or a platform makes
        ("ann.github.io", "https://ann.github.io/", True),
        ("ann.github.io", "https://bob.github.io/", False),
        ("ann.wordpress.com", "https://ann.wordpress.com/", True),
        ("ann.wordpress.com", "https://bob.wordpress.com/", False),
        # IDN, in either form
        ("bücher.example", "https://xn--bcher-kva.example/", True),
        ("xn--bcher-kva.example", "https://bücher.example/", True),
        ("bücher.example", "https://www.bücher.example/", True),
        # port and scheme do not matter
        ("example.com:8080", "https://example.com/", True),
        ("example.com:8080", "https://blog.example.com:9090/", True),
        # addresses and single labels
        ("127.0.0.1", "http://127.0.0.1:8000/", True),
        ("127.0.0.1", "http://127.0.0.2/", False),
        ("127.0.0.1:8000", "http://127.0.0.1/", True),
        ("[::1]", "http://[::1]:8000/", True),
        ("[::1]", "http://[::2]/", False),
        ("localhost", "http://localhost:3000/", True),
        ("localhost:3000", "http://localhost/", True),
        ("localhost", "http://app.localhost/", True),
        ("localhost", "http://localhost.example/", False),
    ],
)
def test_a_domain_of_any_kind_stands_for_itself(target: str, address: str, belongs: bool) -> None:
    assert covers(target, address) is belongs


@pytest.mark.parametrize("target", ["https://example.com/", "https://example.com"])
@pytest.mark.parametrize(
    ("address", "belongs"),
    [
        ("https://example.com/", True),
        ("https://example.com/any/page", True),
        ("http://example.com/", True),
        ("https://example.com:8443/", True),
        ("https://example.com./a", True),
        ("https://ann@example.com/a", True),
        ("https://www.example.com/", False),
        ("https://blog.example.com/", False),
        ("https://example.org/", False),
    ],
)
def test_a_url_stands_for_its_host_alone(target: str, address: str, belongs: bool) -> None:
    assert covers(target, address) is belongs


@pytest.mark.parametrize(
    ("target", "address", "belongs"),
    [
        ("https://example.com/docs/", "https://example.com/docs/", True),
        ("https://example.com/docs/", "https://example.com/docs/a/b", True),
        ("https://example.com/docs/", "http://example.com:81/docs/a", True),
        ("https://example.com/docs/", "https://example.com/docs2", False),
        ("https://example.com/docs/", "https://example.com/docsearch/", False),
        ("https://example.com/docs/", "https://example.com/", False),
        ("https://example.com/docs/", "https://example.com/a/docs/", False),
        ("https://example.com/docs/", "https://example.com/Docs/", False),
        ("https://example.com/docs/", "https://www.example.com/docs/", False),
        ("https://example.com/docs/", "https://example.com/docs/../secret", False),
        ("https://example.com/docs/", "https://example.com/a/../docs/b", True),
        ("https://example.com/docs", "https://example.com/docs", True),
        ("https://example.com/docs", "https://example.com/docs/", True),
        ("https://example.com/docs", "https://example.com/docs/a", True),
        ("https://example.com/docs", "https://example.com/docs?q=1", True),
        ("https://example.com/docs", "https://example.com/docs2", False),
        ("https://example.com/a b/", "https://example.com/a%20b/c", True),
        ("https://example.com/ä/", "https://example.com/%C3%A4/c", True),
        ("https://example.com:8443/docs/", "http://example.com/docs/a", True),
        ("https://www.example.com/docs/", "https://www.example.com/docs/a", True),
        ("https://www.example.com/docs/", "https://example.com/docs/a", False),
        ("http://127.0.0.1:8000/docs/", "http://127.0.0.1/docs/a", True),
        ("https://example.com/@ann/", "https://example.com/@ann/post", True),
        ("https://example.com/@ann", "https://example.com/@bob", False),
    ],
)
def test_a_url_with_a_path_stands_for_what_is_below_it(
    target: str, address: str, belongs: bool
) -> None:
    assert covers(target, address) is belongs


@pytest.mark.parametrize(
    ("targets", "address", "scope"),
    [
        ("example.com, other.example", "https://other.example/", "other.example"),
        ("example.com, other.example", "https://www.example.com/", "example.com"),
        ("example.com, other.example", "https://third.example/", None),
        ("example.com,,other.example,", "https://other.example/", "other.example"),
        # as given, also where it is written otherwise
        ("WWW.Example.com", "https://example.com/", "WWW.Example.com"),
        ("bücher.example", "https://xn--bcher-kva.example/", "bücher.example"),
        # longest match, in whichever order they are given
        ("example.com, blog.example.com", "https://blog.example.com/", "blog.example.com"),
        ("blog.example.com, example.com", "https://blog.example.com/", "blog.example.com"),
        ("example.com, blog.example.com", "https://a.blog.example.com/", "blog.example.com"),
        ("example.com, blog.example.com", "https://shop.example.com/", "example.com"),
        (
            "example.com, https://example.com/docs/",
            "https://example.com/docs/a",
            "https://example.com/docs/",
        ),
        (
            "https://example.com/docs/, example.com",
            "https://example.com/docs/a",
            "https://example.com/docs/",
        ),
        ("https://example.com/docs/, example.com", "https://example.com/", "example.com"),
        (
            "https://example.com/docs/, example.com",
            "https://www.example.com/docs/a",
            "example.com",
        ),
        (
            "https://example.com/a/, https://example.com/a/b/",
            "https://example.com/a/b/c",
            "https://example.com/a/b/",
        ),
        ("https://example.com/a/, https://example.com/b/", "https://example.com/c/", None),
        ("example.com, https://example.com/", "https://example.com/a", "https://example.com/"),
        ("example.com, https://example.com/", "https://www.example.com/a", "example.com"),
        # no web address belongs to anything
        ("example.com", "mailto:ann@example.com", None),
        ("example.com", "ftp://example.com/", None),
    ],
)
def test_a_url_belongs_to_the_longest_match(targets: str, address: str, scope: str | None) -> None:
    assert match(targets, address) == scope


@pytest.mark.parametrize(
    ("target", "home"),
    [
        ("example.com", "https://example.com/"),
        ("www.example.com", "https://www.example.com/"),
        ("localhost:3000", "https://localhost:3000/"),
        ("bücher.example", "https://xn--bcher-kva.example/"),
        ("http://example.com", "http://example.com/"),
        ("https://example.com/docs/", "https://example.com/docs/"),
        ("https://example.com:8443/docs", "https://example.com:8443/docs"),
    ],
)
def test_a_crawl_starts_at_the_url_given_or_at_the_host_as_given(target: str, home: str) -> None:
    assert Scope.parse(target).home == home


@pytest.mark.parametrize(
    "target",
    ["com", "co.uk", "github.io", "wordpress.com", "substack.com", "公司.cn", "anything.ck"],
)
def test_a_public_suffix_is_no_target(target: str) -> None:
    with pytest.raises(ScopeError, match="public suffix"):
        Scope.parse(target)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "   ",
        "http://",
        "http://[",
        "[::1",
        "exa mple.com",
        "example.com:port",
        "example.com:99999",
        "256.256.256.256",
        "ftp://example.com/",
        "file:///etc/passwd",
        "mailto:ann@example.com",
        "ann@example.com",
        "javascript:alert(1)",
        "https://example.com/?q=1",
        "https://example.com/docs/?q=1",
        "https://example.com/#part",
        "https://ann:secret@example.com/",
        "example.com/docs",
        "example.com/",
        "example.com?q=1",
        "example.com#part",
        "\ud800.example",
        "//example.com/",
    ],
)
def test_what_names_no_host_and_path_is_no_target(target: str) -> None:
    with pytest.raises(ScopeError):
        Scope.parse(target)


@pytest.mark.parametrize("targets", ["", " ", ",", " , ,"])
def test_no_target_at_all_is_an_error(targets: str) -> None:
    with pytest.raises(ScopeError):
        Scopes.parse(targets)


def test_one_wrong_target_among_right_ones_is_an_error_that_names_it() -> None:
    with pytest.raises(ScopeError, match=r"exa mple\.com"):
        Scopes.parse("example.com, exa mple.com")
