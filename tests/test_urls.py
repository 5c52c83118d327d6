"""URLs by the standard, and whose site they belong to."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from linkspider.urls import (
    Base,
    is_public_suffix,
    parse,
    registrable_domain,
    without_credentials,
)

PROJECT = Path(__file__).parents[1]
CONFORMANCE = Path(os.environ.get("LINKSPIDER_CONFORMANCE", PROJECT / "../shared/conformance"))
URL_CASES = CONFORMANCE / "url/urltestdata.json"
SUFFIX_CASES = CONFORMANCE / "publicsuffix"

needs_url_cases = pytest.mark.skipif(
    not URL_CASES.is_file(), reason=f"no conformance data: {URL_CASES} is missing"
)

PLATFORMS = [
    line.strip()
    for line in files("linkspider").joinpath("platforms.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("HTTP://Example.COM:80/", "http://example.com/"),
        ("https://example.com:443", "https://example.com/"),
        ("https://example.com:8443/", "https://example.com:8443/"),
        ("http://example.com/a/../b/./c", "http://example.com/b/c"),
        ("http://example.com/a b", "http://example.com/a%20b"),
        ("http://example.com/é", "http://example.com/%C3%A9"),
        ("http://example.com/x|y", "http://example.com/x|y"),
        ("http://example.com/?b=2&a=1", "http://example.com/?b=2&a=1"),
        ("http://example.com/?", "http://example.com/?"),
        ("http://example.com\\a", "http://example.com/a"),
        (" \thttp://example.com/\n", "http://example.com/"),
        ("http://exa\nmple.com/", "http://example.com/"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://[2001:DB8::0]/", "http://[2001:db8::]/"),
        ("http://ann:secret@example.com/", "http://ann:secret@example.com/"),
        ("mailto:ann@example.com", "mailto:ann@example.com"),
        ("tel:+49301234", "tel:+49301234"),
        ("javascript:void(0)", "javascript:void(0)"),
    ],
)
def test_an_address_is_serialised_by_the_standard(text: str, key: str) -> None:
    url = parse(text)
    assert url is not None
    assert url.key == key


@pytest.mark.parametrize(
    ("text", "key", "fragment"),
    [
        ("https://example.com/a#top", "https://example.com/a", "top"),
        ("https://example.com/a#", "https://example.com/a", ""),
        ("https://example.com/a", "https://example.com/a", None),
        ("https://example.com/a#b#c", "https://example.com/a", "b#c"),
        ("https://example.com/a?q#é", "https://example.com/a?q", "%C3%A9"),
        ("mailto:ann@example.com#x", "mailto:ann@example.com", "x"),
    ],
)
def test_the_fragment_is_no_part_of_the_key(text: str, key: str, fragment: str | None) -> None:
    url = parse(text)
    assert url is not None
    assert (url.key, url.fragment) == (key, fragment)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://WWW.Example.com/", "www.example.com"),
        ("https://example.com./", "example.com"),
        ("http://bücher.example/", "xn--bcher-kva.example"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::1]:8000/", "[::1]"),
        ("http://localhost/", "localhost"),
        ("http://ann:secret@example.com:81/", "example.com"),
        ("mailto:ann@example.com", None),
        ("javascript:alert(1)", None),
        ("ftp://example.com/", None),
        ("file:///etc/passwd", None),
        ("blob:https://example.com/x", None),
        ("data:text/html,x", None),
    ],
)
def test_only_a_web_address_has_a_host(text: str, host: str | None) -> None:
    url = parse(text)
    assert url is not None
    assert url.host == host


@pytest.mark.parametrize(
    "text",
    [
        "",
        "//",
        "no scheme",
        "/path",
        "http://",
        "http://[",
        "http://[::1",
        "http://a:99999/",
        "http://a:port/",
        "http://a b/",
        "http://a%00b/",
        "http://1.2.3.4.5/",
        "http://256.256.256.256/",
        "http://\ud800/",
        "\udfff",
        "https://%C2%AD/",
    ],
)
def test_what_the_standard_cannot_parse_is_no_address(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("href", "key"),
    [
        ("", "https://example.com/a/b?q=1"),
        ("#top", "https://example.com/a/b?q=1"),
        ("c", "https://example.com/a/c"),
        ("./c", "https://example.com/a/c"),
        ("../c", "https://example.com/c"),
        ("../../../c", "https://example.com/c"),
        ("?r=2", "https://example.com/a/b?r=2"),
        ("/c", "https://example.com/c"),
        ("/c/../d", "https://example.com/d"),
        ("//other.example/c", "https://other.example/c"),
        ("/\\other.example/c", "https://other.example/c"),
        ("\\c", "https://example.com/c"),
        ("https:c", "https://example.com/a/c"),
        ("http:c", "http://c/"),
        ("http://other.example", "http://other.example/"),
        ("HTTPS://other.example", "https://other.example/"),
        (" \n/c\t", "https://example.com/c"),
        ("/\n/other.example/", "https://other.example/"),
        ("mailto:ann@example.com", "mailto:ann@example.com"),
        ("javascript:void(0)", "javascript:void(0)"),
        ("a:b", "a:b"),
    ],
)
def test_a_link_is_joined_to_its_page(href: str, key: str) -> None:
    url = Base("https://example.com/a/b?q=1#part").join(href)
    assert url is not None
    assert url.key == key


@pytest.mark.parametrize(
    "href",
    ["http://[", "//", "///", "//a b/", "http://a:99999/", "/\ud800", "\udc00", "http://\ud800/"],
)
def test_a_link_that_does_not_parse_is_no_address(href: str) -> None:
    assert Base("https://example.com/a/b").join(href) is None


def test_a_megabyte_of_data_is_joined_without_an_exception() -> None:
    url = Base("https://example.com/").join("data:text/plain," + "x" * 1_000_000)
    assert url is None or url.key.startswith("data:text/plain,")


def test_a_megabyte_of_path_is_joined_without_an_exception() -> None:
    url = Base("https://example.com/").join("/" + "x" * 1_000_000)
    assert url is None or url.host == "example.com"


def test_long_links_are_not_kept_in_memory() -> None:
    base = Base("https://example.com/")
    tracemalloc.start()
    try:
        for number in range(40):
            base.join(f"/{number}/" + "x" * 1_000_000)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 10_000_000


@pytest.mark.parametrize("href", ["/c", "c", "?q", "//ann@example.com/c"])
def test_user_name_and_password_of_a_page_count_for_its_relative_links(href: str) -> None:
    base = "https://ann:secret@example.com/a"
    expected = {
        "/c": "https://ann:secret@example.com/c",
        "c": "https://ann:secret@example.com/c",
        "?q": "https://ann:secret@example.com/a?q",
        "//ann@example.com/c": "https://ann@example.com/c",
    }
    url = Base(base).join(href)
    assert url is not None
    assert url.key == expected[href]


@pytest.mark.parametrize(
    ("base", "href", "key"),
    [
        ("about:blank", "/x", None),
        ("about:blank", "x", None),
        ("about:blank", "https://example.com/", "https://example.com/"),
        ("mailto:ann@example.com", "/x", None),
        ("file:///a/b", "/x", "file:///x"),
        ("ftp://example.com/a", "/x", "ftp://example.com/x"),
        ("foo://example.com/a", "/x", "foo://example.com/x"),
    ],
)
def test_a_base_that_is_no_web_address_joins_by_the_standard_too(
    base: str, href: str, key: str | None
) -> None:
    url = Base(base).join(href)
    assert (url.key if url else None) == key


@pytest.mark.parametrize(
    ("href", "key"),
    [
        ("/c?q", "http://xn--/c?q"),
        ("c#d", "http://xn--/a/c"),
        ("//10.0.0.xn--pokxncvks/", "http://10.0.0.xn--pokxncvks/"),
        ("https://example.com/c", "https://example.com/c"),
        ("mailto:ann@example.com", "mailto:ann@example.com"),
        ("http://[", None),
        ("\ud800", None),
    ],
)
def test_a_host_of_the_newest_standard_has_pages_like_any_other(href: str, key: str | None) -> None:
    url = Base("http://XN--/a/b").join(href)
    assert (url.key if url else None) == key
    assert without_credentials("http://ann@xn--/") == "http://xn--/"


@pytest.mark.parametrize(
    ("address", "is_read"),
    [
        ("http://{a249}.com/", True),
        ("http://{a250}.com/", False),
        ("//{a249}.com/{a2000}", True),
        ("//{a250}.com", False),
        ("\t ht\ntps:\\\\{a250}.com", False),
        ("http://{a2000}@example.com/", True),
        ("http://{a2000}@{a250}.com/", False),
        ("http://example.com/{a2000}", True),
        ("http://example.com?{a2000}", True),
        ("{a2000}", True),
        ("data:{a2000}", True),
        ("http://{%41249}.com/", True),
        ("http://{%41250}.com/", False),
        ("http://{%2000}{ä2000}/", False),
        ("http://{ä60}/", True),
        ("http://{ä2000}/", False),
        ("http://{\u0316\u03002000}/", False),
    ],
)
def test_a_host_longer_than_any_in_dns_is_none(address: str, is_read: bool) -> None:
    address = re.sub(r"\{(%41|\D+?)(\d+)\}", lambda found: found[1] * int(found[2]), address)
    assert (Base("https://example.com/").join(address) is not None) is is_read
    if "://" in address:
        assert (parse(address) is not None) is is_read


def test_a_base_that_is_no_address_is_an_error() -> None:
    with pytest.raises(ValueError, match=r".+"):
        Base("http://[")


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        # one label under a public suffix
        ("example.com", "example.com"),
        ("www.example.com", "example.com"),
        ("a.b.c.example.com", "example.com"),
        ("blog.example.co.uk", "example.co.uk"),
        ("www.ck", "www.ck"),
        ("a.www.ck", "www.ck"),
        ("a.b.ck", "a.b.ck"),
        # private suffixes
        ("a.github.io", "a.github.io"),
        ("x.a.github.io", "a.github.io"),
        ("a.blogspot.com", "a.blogspot.com"),
        # publishing platforms
        ("a.wordpress.com", "a.wordpress.com"),
        ("x.a.wordpress.com", "a.wordpress.com"),
        ("a.substack.com", "a.substack.com"),
        ("a.tumblr.com", "a.tumblr.com"),
        ("x.blog.fc2.com", "x.blog.fc2.com"),
        ("blog.fc2.com", "blog.fc2.com"),
        # unlisted top levels
        ("shop.example", "shop.example"),
        ("www.shop.example", "shop.example"),
        ("a.b.internal", "b.internal"),
        # IDN
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("www.xn--bcher-kva.de", "xn--bcher-kva.de"),
        ("a.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("a.xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s"),
        ("xn--bcher-kva.xn--hery-ira.nordland.no", "xn--bcher-kva.xn--hery-ira.nordland.no"),
        ("a.xn--bcher-kva.se", "xn--bcher-kva.se"),
        ("a.xn--bcher-kva.co.uk", "xn--bcher-kva.co.uk"),
        ("a.xn--bcher-kva.ck", "a.xn--bcher-kva.ck"),
        ("a.b.xn--bcher-kva.ck", "b.xn--bcher-kva.ck"),
        ("xn--bcher-kva.github.io", "xn--bcher-kva.github.io"),
        ("a.xn--bcher-kva", "a.xn--bcher-kva"),
        # addresses and single labels
        ("127.0.0.1", "127.0.0.1"),
        ("192.168.0.10", "192.168.0.10"),
        ("[::1]", "[::1]"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        ("localhost", "localhost"),
        ("intranet", "intranet"),
        # trailing dot
        ("www.example.com.", "example.com"),
        ("localhost.", "localhost"),
        # a public suffix itself
        ("com", "com"),
        ("co.uk", "co.uk"),
        ("github.io", "github.io"),
        ("wordpress.com", "wordpress.com"),
    ],
)
def test_the_registrable_domain_is_one_label_under_a_public_suffix(host: str, domain: str) -> None:
    url = parse(f"http://{host}/")
    assert url is not None
    assert url.host is not None
    assert registrable_domain(url.host) == domain


@pytest.mark.parametrize("platform", PLATFORMS)
def test_two_sites_of_a_publishing_platform_are_two_domains(platform: str) -> None:
    assert is_public_suffix(platform)
    assert registrable_domain(f"ann.{platform}") == f"ann.{platform}"
    assert registrable_domain(f"www.bob.{platform}") == f"bob.{platform}"


@pytest.mark.parametrize(
    "host",
    [".", "..", "a..b", "com.", "-", "_dmarc", "xn--a", "a_b.example", "1.2.3", "[", "a." * 120],
)
def test_a_registrable_domain_is_never_empty(host: str) -> None:
    assert registrable_domain(host)


@pytest.mark.parametrize(
    ("host", "is_suffix"),
    [
        ("com", True),
        ("co.uk", True),
        ("co.uk.", True),
        ("anything.ck", True),
        ("github.io", True),
        ("wordpress.com", True),
        ("xn--55qx5d.cn", True),
        ("www.ck", False),
        ("example.com", False),
        ("a.github.io", False),
        ("a.wordpress.com", False),
        ("shop.example", False),
        ("localhost", False),
        ("127.0.0.1", False),
        ("[::1]", False),
    ],
)
def test_a_public_suffix_belongs_to_many_owners(host: str, is_suffix: bool) -> None:
    assert is_public_suffix(host) is is_suffix


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("https://ann:secret@example.com/a", "https://example.com/a"),
        ("https://ann@example.com/a", "https://example.com/a"),
        ("https://:secret@example.com:8443/", "https://example.com:8443/"),
        ("https://example.com/@ann", "https://example.com/@ann"),
        ("https://ann@example.com/?to=b@c", "https://example.com/?to=b@c"),
        ("https://example.com/", "https://example.com/"),
    ],
)
def test_credentials_are_taken_out_and_nothing_else(url: str, cleaned: str) -> None:
    assert without_credentials(url) == cleaned


def url_cases() -> list[dict[str, Any]]:
    cases = json.loads(URL_CASES.read_text("utf-8"))
    return [case for case in cases if isinstance(case, dict)]


def resolve(case: dict[str, Any]) -> str | None:
    """The address that the project finds in a case, without fragment."""
    try:
        url = Base(case["base"]).join(case["input"]) if case["base"] else parse(case["input"])
    except ValueError:
        if parse(case["base"]) is None:  # only then may the base raise
            return None
        raise
    return url.key if url else None


@needs_url_cases
def test_no_case_of_the_standard_raises() -> None:
    raised = []
    for case in url_cases():
        try:
            resolve(case)
        except Exception as error:
            raised.append((case["input"], case["base"], repr(error)))
    assert not raised, f"{len(raised)} cases raise, such as {raised[:5]}"


@needs_url_cases
def test_web_addresses_equal_the_standard_in_99_of_100_cases() -> None:
    differing, count = [], 0
    for case in url_cases():
        if case.get("protocol") in ("http:", "https:"):
            count += 1
            expected = case["href"].partition("#")[0]
            if (got := resolve(case)) != expected:
                differing.append((case["input"], case["base"], expected, got))
    share = 1 - len(differing) / count
    print(f"web addresses: {count} cases, {share:.2%} equal; differing: {differing}")
    assert count > 200
    assert share >= 0.99, differing


@needs_url_cases
def test_what_must_fail_fails_in_99_of_100_cases() -> None:
    accepted, count = [], 0
    for case in url_cases():
        if case.get("failure"):
            count += 1
            if (got := resolve_or_none(case)) is not None:
                accepted.append((case["input"], case["base"], got))
    share = 1 - len(accepted) / count
    print(f"failures: {count} cases, {share:.2%} equal; accepted: {accepted}")
    assert count > 200
    assert share >= 0.99, accepted


def resolve_or_none(case: dict[str, Any]) -> str | None:
    try:
        return resolve(case)
    except ValueError:
        return None


NO_VECTORS = ("", "")
"""Stands in for the vectors where the data is missing, so that one skipped test says so."""


def suffix_vectors(name: str) -> Iterator[tuple[str, str]]:
    path = SUFFIX_CASES / name
    if not path.is_file():
        yield NO_VECTORS
        return
    for line in path.read_text("utf-8").splitlines():
        line = line.strip().removeprefix("checkPublicSuffix(").removesuffix(");")
        if line and not line.startswith("//"):
            host, domain = line.replace(",", " ").replace("'", "").split()
            if host != "null":
                yield host, domain


LEADING_DOT = {".com", ".example", ".example.com", ".example.example"}
"""Vectors with an empty label: a list's function refuses them, but as URLs they are web addresses,
and a web address always has a domain."""


@pytest.mark.parametrize(
    ("host", "domain"),
    [*suffix_vectors("tests.txt"), *suffix_vectors("test_psl.txt")],
)
def test_registrable_domains_equal_the_public_suffix_lists_vectors(host: str, domain: str) -> None:
    if not host:
        pytest.skip(f"no conformance data: {SUFFIX_CASES} is missing")
    url = parse(f"http://{host}/")
    assert url is not None
    assert url.host is not None
    found = registrable_domain(url.host)
    if host in LEADING_DOT:
        assert found.strip(".")
    elif domain == "null":  # a public suffix: never empty, so it is its own domain
        assert found == url.host
    else:
        expected = parse(f"http://{domain}/")
        assert expected is not None
        assert found == expected.host


def test_the_package_can_be_imported_from_the_folder_that_its_checkout_lies_in(
    tmp_path: Path,
) -> None:
    (tmp_path / "linkspider").mkdir()
    run = subprocess.run(
        [sys.executable, "-c", "import linkspider.urls"], cwd=tmp_path, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
