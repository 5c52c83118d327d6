"""robots.txt files of the web and of RFC 9309, read as their names and the RFC demand."""

from __future__ import annotations

from pathlib import Path

import pytest
from protego import Protego

from linkspider.robots import parse_robots

from .rawweb import CONFORMANCE

ROBOTS = CONFORMANCE / "robots"
HOST = "http://www.example.com"

pytestmark = pytest.mark.skipif(
    not ROBOTS.is_dir(), reason=f"no conformance data: {ROBOTS} is missing"
)


def read(name: str) -> Protego:
    return parse_robots((ROBOTS / f"{name}.txt").read_bytes())


FETCHES = """
astore.amazon.com-robots            anybot      allowed    / /x
crawl-delay-group-merging           mybot       allowed    / /login/
crawl-delay-group-merging           yourbot     forbidden  /private/x /login/x
crawl-delay-group-merging           yourbot     allowed    /
crawl-delay-group-merging           anybot      allowed    / /private/x /login/x
directive-typos-robots              bot1        forbidden  /dissalow/x
directive-typos-robots              bot2        forbidden  /useragent/x
directive-typos-robots              bot4        forbidden  /useragent-no-colon/x
dos-line-endings                    anybot      allowed    / /x
extended-standard-robots            bot1        allowed    / /x
extended-standard-robots            bot4        allowed    / /x
extension-robots                    mybot       forbidden  /private/x
extension-robots                    mybot       allowed    / /admin/x /secret/
extension-robots                    otherbot    forbidden  /admin/x
extension-robots                    otherbot    allowed    / /private/x
extension-robots                    anybot      allowed    / /private/x /admin/x
extensions-group-merging            mybot       allowed    / /login/
extensions-group-merging            yourbot     forbidden  /private/x /login/x
extensions-group-merging            anybot      forbidden  / /x
extensions-group-merging            anybot      allowed    /llms.txt
format-errors-robots                bot1        forbidden  /whitespace-before-colon/x /no-colon/x
format-errors-robots                bot1        allowed    / /no-colon-useragent/
format-errors-robots                bot2        forbidden  /no-colon-useragent/x
format-errors-robots                bot3        forbidden  / /x
format-errors-robots                bot3        allowed    /whitespace-before-colon/x
malformed-path                      anybot      forbidden  /wiki/Wikipedia_talk:Mediation_Committee/
malformed-path                      anybot      allowed    / /wiki/Wikipedia_talk:Other
many-user-agents                    wget        forbidden  / /x
many-user-agents                    anybot      allowed    /
merge-rules                         testy       forbidden  / /x
merge-rules                         curl        forbidden  / /x
merge-rules                         wget        allowed    /foo/bar /foo/bar/x /ckh/bar / /x
merge-rules                         wget        forbidden  /tmp/bar
merge-rules                         anybot      forbidden  /foo/bar /tmp/bar
merge-rules                         anybot      allowed    /ckh/bar /
precedence-of-rules                 testy       forbidden  /foo /foo/baz
precedence-of-rules                 testy       allowed    / /foo/bar /foo/bar/x
precedence-of-rules                 wget        allowed    / /foo/x /index.html
precedence-of-rules                 anybot      allowed    / /foo
relative-sitemap-robots             anybot      forbidden  /cache/x /cp/x /docs/x /files/x
relative-sitemap-robots             anybot      allowed    / /sitemap.xml
rfc9309-example-longest-match-robots foobot     allowed    / /example/page/ /example/page/x
rfc9309-example-longest-match-robots foobot     forbidden  /example/page/disallowed.gif
rfc9309-example-longest-match-robots anybot     allowed    /example/page/disallowed.gif
rfc9309-example-rule-group-merging  examplebot  forbidden  /foo /bar /baz
rfc9309-example-rule-group-merging  bazbot      forbidden  /baz
rfc9309-example-rule-group-merging  bazbot      allowed    /foo /bar
rfc9309-example-rule-group-merging  anybot      forbidden  /foo /bar
rfc9309-example-rule-group-merging  anybot      allowed    /baz
rfc9309-example-simple-robots       foobot      forbidden  / /x /example/x.html
rfc9309-example-simple-robots       foobot      allowed    /example/page.html /example/allowed.gif
rfc9309-example-simple-robots       barbot      forbidden  /example/page.html
rfc9309-example-simple-robots       bazbot      forbidden  /example/page.html
rfc9309-example-simple-robots       bazbot      allowed    / /x.gif /example/
rfc9309-example-simple-robots       quxbot      allowed    / /x.gif /example/page.html
rfc9309-example-simple-robots       anybot      forbidden  /x.gif /example/ /example/page.html
rfc9309-example-simple-robots       anybot      allowed    / /publications/ /x.gif?y
robots-with-utf8-bom                foxtrot     forbidden  /profile /login.aspx /x/output/print
robots-with-utf16le-bom             foxtrot     forbidden  /profile /login.aspx /x/output/print
robots-with-utf16be-bom             foxtrot     forbidden  /profile /login.aspx /x/output/print
robots-with-utf8-bom                googlebot   forbidden  /profile /search.aspx
robots-with-utf16le-bom             googlebot   forbidden  /profile /search.aspx
robots-with-utf16be-bom             googlebot   forbidden  /profile /search.aspx
robots-with-utf16le-bom             foxtrot     allowed    / /x
twitter.com-robots                  anybot      forbidden  /x?y /x/with_friends
twitter.com-robots                  googlebot   forbidden  /x?y /x/with_friends
twitter.com-robots                  anybot      allowed    / /with
wildcards                           anybot      forbidden  /gp/cart /gp/registry/wishlist/1/reserve
wildcards                           anybot      allowed    /wishlist/universal-x / /dp/x
wildcards                           anybot      forbidden  /x/y/gcrnsts /wishlist/x
wildcards                           googlebot   forbidden  /rss/people/someone/reviews
www.flot.com-robots                 anybot      forbidden  /bitrix/x /admin/ /img/x
www.flot.com-robots                 anybot      allowed    / /bitrix
"""


@pytest.mark.parametrize("row", FETCHES.strip().splitlines(), ids=lambda row: " ".join(row.split()))
def test_what_may_be_fetched(row: str) -> None:
    name, agent, verdict, *paths = row.split()
    rules = read(name)
    for path in paths:
        assert rules.can_fetch(HOST + path, agent) is (verdict == "allowed"), path


@pytest.mark.xfail(
    strict=True,
    reason="Protego ends a group at Crawl-delay and Request-rate, which most authors mean to",
)
@pytest.mark.parametrize("name", ["crawl-delay-group-merging", "extensions-group-merging"])
def test_records_that_rfc_9309_does_not_know_end_no_group(name: str) -> None:
    assert not read(name).can_fetch(HOST + "/private/x", "mybot")


@pytest.mark.parametrize(
    ("name", "agent", "delay"),
    [
        ("astore.amazon.com-robots", "anybot", 5.0),
        ("crawl-delay-group-merging", "mybot", 10.0),
        ("crawl-delay-group-merging", "anybot", 30.0),
        ("dos-line-endings", "anybot", 1.0),
        ("twitter.com-robots", "slurp", 1.0),
        ("twitter.com-robots", "msnbot", 10.0),
        ("twitter.com-robots", "googlebot", None),
        ("twitter.com-robots", "anybot", None),
        ("merge-rules", "anybot", None),
    ],
)
def test_how_long_is_to_be_waited(name: str, agent: str, delay: float | None) -> None:
    assert read(name).crawl_delay(agent) == delay


@pytest.mark.parametrize(
    ("name", "sitemaps"),
    [
        ("relative-sitemap-robots", ["/sitemap.xml"]),
        ("extension-robots", ["/sitemap.xml"]),
        ("format-errors-robots", ["/sitemap.xml"]),
        ("robots-with-utf16be-bom", ["http://www.newsweek.com/sitemap_index.xml"]),
        ("www.flot.com-robots", ["http://flot.com/sitemap_index.xml"]),
        ("merge-rules", []),
    ],
)
def test_which_sitemaps_are_named(name: str, sitemaps: list[str]) -> None:
    assert list(read(name).sitemaps) == sitemaps


@pytest.mark.parametrize("name", ["sitemap-robots", "sitemap-robots-dedup"])
def test_several_sitemaps_are_named(name: str) -> None:
    lines = (ROBOTS / f"{name}.txt").read_text("latin-1").lower().splitlines()
    named = [line for line in lines if line.strip().startswith("sitemap")]
    assert len(list(read(name).sitemaps)) == len(named) > 1


def test_every_file_is_looked_at() -> None:
    expected = {row.split()[0] for row in FETCHES.strip().splitlines()}
    expected |= {"sitemap-robots", "sitemap-robots-dedup"}
    assert {path.stem for path in Path(ROBOTS).glob("*.txt")} == expected
