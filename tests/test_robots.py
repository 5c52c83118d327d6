"""robots.txt: rules are read from whatever a site sends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from linkspider.robots import MAX_BYTES, parse_robots

PROJECT = Path(__file__).parents[1]
CONFORMANCE = Path(os.environ.get("LINKSPIDER_CONFORMANCE", PROJECT / "../shared/conformance"))
ROBOTS = CONFORMANCE / "robots"

RULES = (
    "User-agent: *\nDisallow: /private\nAllow: /private/ok\nSitemap: https://example.com/s.xml\n"
)
AGENT = "linkspider"


def allowed(body: bytes, path: str, agent: str = AGENT) -> bool:
    return bool(parse_robots(body).can_fetch(f"https://example.com{path}", agent))


@pytest.mark.parametrize(
    "body",
    [
        RULES.encode(),
        b"\xef\xbb\xbf" + RULES.encode(),
        RULES.encode("utf-16"),
        b"\xff\xfe" + RULES.encode("utf-16-le"),
        b"\xfe\xff" + RULES.encode("utf-16-be"),
        RULES.replace("\n", "\r\n").encode(),
        RULES.replace("\n", "\r").encode(),
        f"\n\n# a comment\n{RULES}".encode(),
        RULES.upper().replace("/PRIVATE", "/private").replace("/OK", "/ok").encode(),
        RULES.replace(": ", ":").encode(),
        f"garbage\n{RULES}\x00\xff\n:::\n".encode("latin-1"),
    ],
    ids=range(11),
)
def test_rules_are_read_in_every_dress(body: bytes) -> None:
    assert allowed(body, "/")
    assert not allowed(body, "/private")
    assert not allowed(body, "/private/x")
    assert allowed(body, "/private/ok")


@pytest.mark.parametrize(
    ("rules", "path", "agent", "expected"),
    [
        ("User-agent: *\nDisallow:", "/a", AGENT, True),
        ("User-agent: *\nDisallow: /", "/a", AGENT, False),
        ("User-agent: other\nDisallow: /", "/a", AGENT, True),
        ("User-agent: *\nDisallow: /\nUser-agent: linkspider\nAllow: /", "/a", AGENT, True),
        ("User-agent: LinkSpider\nDisallow: /", "/a", AGENT, False),
        ("User-agent: *\nAllow: /\nUser-agent: Googlebot\nDisallow: /", "/a", "Googlebot", False),
        ("User-agent: *\nAllow: /\nUser-agent: Googlebot\nDisallow: /", "/a", AGENT, True),
        ("User-agent: a\nUser-agent: linkspider\nDisallow: /", "/a", AGENT, False),
        # the longest match counts, and Allow among equals
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", AGENT, True),
        ("User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", AGENT, False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", AGENT, True),
        # wildcards
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", AGENT, False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", AGENT, True),
        ("User-agent: *\nDisallow: /*?", "/x?y", AGENT, False),
        # escapes
        ("User-agent: *\nDisallow: /ä", "/%C3%A4/x", AGENT, False),
        ("User-agent: *\nDisallow: /%C3%A4", "/ä/x", AGENT, False),
        ("User-agent: *\nDisallow: /a b", "/a%20b", AGENT, False),
        # groups without rules, rules without groups
        ("Disallow: /", "/a", AGENT, True),
        ("User-agent: *", "/a", AGENT, True),
    ],
)
def test_rules_mean_what_rfc_9309_says(rules: str, path: str, agent: str, expected: bool) -> None:
    assert allowed(rules.encode(), path, agent) is expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xff\xfe\x00",
        bytes(range(256)) * 20,
        b"\x00" * 10_000,
        b"<!doctype html><html><body>Not found</body></html>",
        b"User-agent: *\nCrawl-delay: soon\nRequest-rate: 1/0\nVisit-time: x-y\n",
        b"User-agent: *\nCrawl-delay: 1e999\nCrawl-delay: nan\nCrawl-delay: -1\n",
        b"User-agent: *\nRequest-rate: a/b/c 1200-9999\nRequest-rate: 1/0s\n",
        b"Sitemap:\nSitemap: http://[\nSitemap: /relative\n",
        "User-agent: é\nAllow: /\ud7ff".encode(),
        b"User-agent:\nUser-agent: \nAllow\n:\n",
    ],
    ids=lambda body: ascii(body[:16]),
)
def test_what_holds_no_rule_forbids_nothing_and_raises_nothing(body: bytes) -> None:
    rules = parse_robots(body)
    assert rules.can_fetch("https://example.com/a", AGENT)
    rules.crawl_delay(AGENT)
    rules.request_rate(AGENT)
    list(rules.sitemaps)


@pytest.mark.parametrize("path", ["/%", "/%zz", "/[", "/\\", "/*", "/$", "/(?P<", "/" + "%C3" * 50])
def test_a_path_that_means_nothing_raises_nothing(path: str) -> None:
    rules = parse_robots(f"User-agent: *\nDisallow: {path}\n".encode())
    rules.can_fetch("https://example.com/a", AGENT)
    rules.can_fetch(f"https://example.com{path}", AGENT)


def test_sitemaps_are_named() -> None:
    assert list(parse_robots(RULES.encode()).sitemaps) == ["https://example.com/s.xml"]


def test_at_least_500_kib_are_read_and_no_more_than_the_limit() -> None:
    assert MAX_BYTES >= 500 * 1024
    rule = b"User-agent: *\nDisallow: /private\n"
    comment = b"# " + b"x" * 997 + b"\n"
    within = comment * 499 + rule
    beyond = comment * (MAX_BYTES // len(comment) + 1) + rule
    assert not allowed(within, "/private")
    assert allowed(beyond, "/private")


def test_many_wildcards_do_not_hold_the_crawl_up() -> None:
    body = ("User-agent: *\nDisallow: /" + "*a" * 30 + "b$\n").encode()
    assert allowed(body, "/" + "a" * 2_000)


def robots_files() -> list[Path]:
    return sorted(ROBOTS.glob("*.txt")) if ROBOTS.is_dir() else []


@pytest.mark.skipif(not ROBOTS.is_dir(), reason=f"no conformance data: {ROBOTS} is missing")
def test_there_are_robots_files_to_read() -> None:
    assert len(robots_files()) > 20


@pytest.mark.parametrize("path", robots_files(), ids=lambda path: path.stem)
def test_a_file_of_the_web_is_read_without_an_exception(path: Path) -> None:
    rules = parse_robots(path.read_bytes())
    for url in ("http://www.example.com/", "http://www.example.com/index.html?a=b", "x"):
        for agent in (AGENT, "Googlebot", "bot1", "*", ""):
            assert rules.can_fetch(url, agent) in (True, False)
    list(rules.sitemaps)


@pytest.mark.skipif(not ROBOTS.is_dir(), reason=f"no conformance data: {ROBOTS} is missing")
@pytest.mark.parametrize("encoding", ["utf8", "utf16le", "utf16be"])
def test_a_byte_order_mark_hides_no_rule(encoding: str) -> None:
    path = ROBOTS / f"robots-with-{encoding}-bom.txt"
    body = path.read_bytes()
    assert not allowed(body, "/profile")
    assert allowed(body, "/profile", "foxtrot") is False
    assert allowed(body, "/", "foxtrot")
