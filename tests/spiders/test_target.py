"""What the target spider does to a made-up site, as its tables and the site's server tell it."""

from __future__ import annotations

import gzip
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from socket import SO_SNDBUF, SOL_SOCKET, socket

import pytest

from linkspider.demo.server import Answer
from tests.rawweb import Crawled, Page, RawWeb, crawl, http, page_of
from tests.web import SmallWeb, redirect

SITE = "http://site.example"
HOME = f"{SITE}/"

ROBOTS = """\
User-agent: *
Disallow: /private
Disallow: /secret

User-agent: Googlebot
Disallow: /not-for-google
Disallow: /secret

Sitemap: http://site.example/maps/index.xml
Sitemap: http://cdn.example/site-map.xml
Sitemap: http://site.example/maps/moved.xml
Sitemap: /maps/relative.txt
"""


def urlset(*entries: str) -> bytes:
    """A sitemap of these url elements."""
    inner = "".join(f"<url>{entry}</url>" for entry in entries)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{space}">{inner}</urlset>'.encode()
    )


def xml(body: bytes) -> bytes:
    """XML as an answer."""
    return http(body, content_type=b"application/xml")


INDEX = (
    b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    b"<sitemap><loc>http://site.example/maps/pages.xml.gz</loc></sitemap>"
    b"<sitemap><loc>http://site.example/maps/index.xml</loc></sitemap></sitemapindex>"
)
ZIPPED = gzip.compress(
    urlset(
        "<loc>http://site.example/from-gz</loc><lastmod>2026-05-01T12:00:00+02:00</lastmod>"
        "<priority>0.8</priority>",
        "<loc>http://elsewhere.example/named</loc><priority>7</priority><lastmod>soon</lastmod>",
    )
)

HOME_LINKS = (
    "/about",
    "/private/x",
    "/secret/x",
    "/not-for-google",
    "/moved",
    "/leaves",
    "/loop",
    "/refreshing",
    "/deep",
    "/brochure.pdf",
    "/brochure.pdf",
    "/zipped.pdf",
    "/untyped",
    "/untyped-file",
    "/fragment#one",
    "/fragment#two",
    "/query?a=1&b=2",
    "/query?b=2&a=1",
    "/",
    "http://SITE.example:80/",
    "/#top",
    "/gone",
    "/page-nofollow",
    "http://ann:secret@site.example/with-credentials",
    "/odd|path?q={x}'%zz#f",
    "http://outside.example/page",
    "http://outside.example/zipped",
    "mailto:ann@site.example",
    "http://sub.site.example/",
    "https://site.example/only-https",
)

HEAD = """\
<link rel="canonical" href="/by-canonical"><link rel="alternate" hreflang="de" href="/by-alternate">
<link rel="next" href="/by-next"><link rel="stylesheet" href="/by-style.css">
"""
BODY_MORE = """\
<map name="m"><area href="/by-area" alt="area"></map><iframe src="/by-iframe"></iframe>
<img src="/by-image.png"><a href="/nofollowed" rel="nofollow">nofollowed</a>
<form action="/by-form"><button>go</button></form></body>
"""


class Measured:
    """A PDF of 5 MB, with the number of bytes of it that the server could send."""

    size = 5_000_000

    def __init__(self) -> None:
        self.sent = 0

    def __call__(self, connection: socket) -> None:
        """Sends the PDF in pieces until the client hangs up."""
        connection.setsockopt(SOL_SOCKET, SO_SNDBUF, 65_536)
        connection.settimeout(10)
        head = http(content_type=b"application/pdf", length=str(self.size).encode())
        connection.sendall(head)
        while self.sent < self.size:
            self.sent += connection.send(b"%" * 16_384)


def pages_of_the_site(brochure: Page) -> dict[str, Page]:
    """The site and the hosts around it."""
    home = page_of(HOME_LINKS, head=HEAD).replace("</body>", BODY_MORE)
    pages: dict[str, Page] = {
        "/": http(home.encode(), b"Set-Cookie: id=1; Path=/", b'Link: </by-header>; rel="next"'),
        "/robots.txt": http(ROBOTS.encode(), content_type=b"text/plain"),
        "/maps/index.xml": xml(INDEX),
        "/maps/pages.xml.gz": http(ZIPPED, content_type=b"application/gzip"),
        "/maps/moved.xml": redirect("/maps/moved-here.xml"),
        "/maps/moved-here.xml": xml(urlset("<loc>http://site.example/from-moved</loc>")),
        "/maps/relative.txt": http(b"http://site.example/from-text\n", content_type=b"text/plain"),
        "/sitemap.xml": xml(
            urlset(
                "<loc>http://site.example/from-default</loc><lastmod>2026-05-01</lastmod>",
                "<loc>http://site.example/private/listed</loc>",
                "<loc>http://site.example/about</loc>",
            )
        ),
        "/about": page_of(["/", "/deep"]),
        "/by-area": page_of([]),
        "/not-for-google": page_of([]),
        "/moved": redirect("/moved-on", 302),
        "/moved-on": redirect("http://site.example/landed#part", 307),
        "/landed": page_of(["/behind-redirects"]),
        "/behind-redirects": page_of([]),
        "/leaves": redirect("http://elsewhere.example/landed"),
        "/loop": redirect("/loop-back"),
        "/loop-back": redirect("/loop"),
        "/refreshing": page_of([], head='<meta http-equiv="refresh" content="0; url=/by-refresh">'),
        "/deep": page_of(["/deeper"]),
        "/deeper": redirect("/deeper-moved"),
        "/deeper-moved": page_of(["/deepest"]),
        "/deepest": page_of(["/"]),
        "/brochure.pdf": brochure,
        "/zipped.pdf": http(
            gzip.compress(b"%" * 9_999), b"Content-Encoding: gzip", content_type=b"application/pdf"
        ),
        "/untyped": http(page_of(["/from-untyped"]).encode(), content_type=None),
        "/untyped-file": http(b"\x89PNG\r\n\x1a\n" + b"\0" * 99, content_type=None),
        "/from-untyped": page_of([]),
        "/fragment": page_of([]),
        "/query?a=1&b=2": page_of([]),
        "/query?b=2&a=1": page_of([]),
        "/nofollowed": page_of([]),
        "/page-nofollow": page_of(
            ["/behind-nofollow"], head='<meta name="robots" content="nofollow">'
        ),
        "/behind-nofollow": page_of([]),
        "/with-credentials": page_of([]),
        "/odd|path?q={x}%27%zz": page_of([]),
    }
    pages |= {f"/from-{kind}": page_of([]) for kind in ("gz", "moved", "text", "default", "cdn")}
    return {SITE + path: page for path, page in pages.items()} | {
        "http://cdn.example/site-map.xml": xml(
            urlset("<loc>http://site.example/from-cdn</loc>", "<loc></loc>", "<loc>http://[</loc>")
        ),
        "http://sub.site.example/": page_of(["http://site.example/"]),
        "http://sub.site.example/sitemap.xml": redirect("/sitemap.xml"),
        "http://outside.example/page": page_of(["http://outside.example/further"]),
        "http://outside.example/zipped": http(
            gzip.compress(page_of(["/further"]).encode()), b"Content-Encoding: gzip"
        ),
        "http://elsewhere.example/landed": page_of([]),
        "http://elsewhere.example/named": page_of([]),
    }


TWO_TARGETS: dict[str, Answer | str] = {
    "http://one.example/": page_of(
        ["http://two.example/docs/from-one", "http://www.one.example/", "http://two.example/"]
    ),
    "http://www.one.example/": page_of([]),
    "http://two.example/docs/": page_of(
        ["in", "../out", "/docs-not", "http://one.example/from-two", "http://sub.two.example/docs/"]
    ),
    "http://two.example/docs/in": page_of([]),
    "http://two.example/docs/from-one": page_of([]),
    "http://two.example/out": page_of([]),
    "http://two.example/docs-not": page_of([]),
    "http://sub.two.example/docs/": page_of([]),
    "http://one.example/from-two": page_of([]),
}

FILES: dict[str, Answer | str] = {
    HOME: page_of([*(f"/{n}.pdf" for n in range(60)), *(f"/{n}" for n in range(60))]),
    **{f"{SITE}/{n}": page_of([]) for n in range(60)},
    **{
        f"{SITE}/{n}.pdf": Answer(200, {"Content-Type": "application/pdf"}, b"%PDF")
        for n in range(60)
    },
}

BROCHURE = Measured()
CRAWLS: dict[str, dict[str, object]] = {
    "all": {"domain": "site.example"},
    "careful": {
        "domain": "site.example", "start_urls": HOME, "obey_nofollow": 1, "check_outbound": 1,
    },
    "four pages": {"domain": "site.example", "start_urls": HOME, "max_pages": 4},
    "one deep": {"domain": "site.example", "start_urls": HOME, "max_depth": 1},
    "touching": {
        "domain": "site.example",
        "start_urls": f"{SITE}/deep, {HOME}",
        "max_depth": 0,
        "keep": "touching",
    },
    "two targets": {"domain": "one.example,http://two.example/docs/"},
    "prefix, checked": {"domain": "http://two.example/docs/", "check_outbound": 1},
    "one page": {"domain": "one.example", "max_pages": 1},
    "many files": {"domain": "site.example", "start_urls": HOME, "speed": "full"},
}  # fmt: skip


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Crawled]:
    """Each crawl once."""

    def run(name: str) -> Crawled:
        if name in ("two targets", "prefix, checked", "one page", "many files"):
            web = SmallWeb(FILES if name == "many files" else TWO_TARGETS)
            return crawl(web, folders[name], "target", **CRAWLS[name])
        brochure: Page = BROCHURE if name == "all" else http(content_type=b"application/pdf")
        return crawl(RawWeb(pages_of_the_site(brochure)), folders[name], "target", **CRAWLS[name])

    folders: dict[str, Path] = {name: tmp_path_factory.mktemp("crawl") / "data" for name in CRAWLS}
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(CRAWLS, pool.map(run, CRAWLS), strict=True))


@pytest.fixture(scope="module")
def full(crawls: dict[str, Crawled]) -> Crawled:
    """The crawl with no argument but the domain."""
    return crawls["all"]


@pytest.mark.parametrize("name", [name for name in CRAWLS if name != "one page"])
def test_the_crawl_ends_well(crawls: dict[str, Crawled], name: str) -> None:
    assert crawls[name].exit_code == 0, crawls[name].stderr
    assert "Traceback" not in crawls[name].stderr
    [row] = crawls[name].rows("crawls")
    assert row["finish_reason"] == "finished"
    assert row["known"] == row["done"] + row["failed"] + row["excluded"]
    assert row["pending"] == 0


@pytest.mark.parametrize("name", CRAWLS)
def test_each_url_tried_has_one_row_and_was_asked_for_once(
    crawls: dict[str, Crawled], name: str
) -> None:
    rows = Counter(row["url"] for row in crawls[name].rows("pages"))
    assert set(rows.values()) == {1}
    served = Counter(url for url in crawls[name].requests if "map" not in url)
    repeated = {url for url, count in served.items() if count > 1}
    # Hosts that are not there answer 502, which is tried again.
    assert not {url for url in repeated if "sub.two.example" not in url}
    assert set(served) - {url for url in served if url.endswith("/robots.txt")} <= set(rows)


def test_the_start_falls_back_to_http_where_https_cannot_be_reached(full: Crawled) -> None:
    assert full.pages["https://site.example/"]["error"] == "robots-unreachable"
    assert full.pages["https://site.example/"]["status"] is None
    assert full.pages[HOME]["status"] == 200
    assert full.pages[HOME]["depth"] == 0
    assert full.pages[HOME]["discovered_from"] is None


def test_a_link_to_https_has_no_fallback(full: Crawled) -> None:
    assert full.pages["https://site.example/only-https"]["error"] == "robots-unreachable"
    assert f"{SITE}/only-https" not in full.requests


@pytest.mark.parametrize("path", ["/private/x", "/private/listed", "/secret/x"])
def test_what_robots_txt_forbids_is_a_row_and_never_asked_for(full: Crawled, path: str) -> None:
    row = full.pages[SITE + path]
    assert (row["error"], row["status"], row["indexability"]) == ("robots", None, "robots")
    assert SITE + path not in full.requests


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/private/x", True), ("/secret/x", False), ("/not-for-google", False), ("/about", True)],
)
def test_the_same_robots_txt_is_read_for_googlebot(full: Crawled, path: str, allowed: bool) -> None:
    assert full.pages[SITE + path]["googlebot_allowed"] is allowed


def test_a_page_for_us_and_not_for_googlebot_is_read(full: Crawled) -> None:
    assert full.pages[f"{SITE}/not-for-google"]["status"] == 200


def test_robots_txt_is_asked_for_once_a_site_and_before_its_pages(full: Crawled) -> None:
    assert full.requests[0] == f"{SITE}/robots.txt"
    assert full.requests.count(f"{SITE}/robots.txt") == 1
    assert full.requests.count("http://sub.site.example/robots.txt") == 1


@pytest.mark.parametrize("kind", ["gz", "moved", "text", "default", "cdn"])
def test_pages_that_only_a_sitemap_names_are_read(full: Crawled, kind: str) -> None:
    row = full.pages[f"{SITE}/from-{kind}"]
    assert (row["status"], row["depth"]) == (200, 0)


def test_each_sitemap_entry_is_a_row(full: Crawled) -> None:
    rows = [row for row in full.rows("sitemaps") if row["url"] != row["sitemap_url"]]
    entries = {(row["sitemap_url"], row["url"]) for row in rows}
    assert len(entries) == len(rows)
    assert entries == {
        (f"{SITE}/maps/pages.xml.gz", f"{SITE}/from-gz"),
        (f"{SITE}/maps/pages.xml.gz", "http://elsewhere.example/named"),
        (f"{SITE}/maps/moved-here.xml", f"{SITE}/from-moved"),
        (f"{SITE}/maps/relative.txt", f"{SITE}/from-text"),
        (f"{SITE}/sitemap.xml", f"{SITE}/from-default"),
        (f"{SITE}/sitemap.xml", f"{SITE}/private/listed"),
        (f"{SITE}/sitemap.xml", f"{SITE}/about"),
        ("http://cdn.example/site-map.xml", f"{SITE}/from-cdn"),
    }


def test_a_sitemap_entry_without_an_address_is_left_out(full: Crawled) -> None:
    assert not [row for row in full.rows("sitemaps") if row["url"] == row["sitemap_url"]]


def test_sitemap_entries_keep_lastmod_and_priority(full: Crawled) -> None:
    rows = {row["url"]: (row["lastmod"], row["priority"]) for row in full.rows("sitemaps")}
    assert rows[f"{SITE}/from-gz"] == (datetime(2026, 5, 1, 10, tzinfo=UTC), 0.8)
    assert rows[f"{SITE}/from-default"] == (datetime(2026, 5, 1, tzinfo=UTC), None)
    assert rows["http://elsewhere.example/named"] == (None, None)


def test_a_sitemap_entry_out_of_scope_is_not_fetched(full: Crawled) -> None:
    assert "http://elsewhere.example/named" not in full.requests
    assert "http://elsewhere.example/named" not in full.pages


def test_sitemaps_and_robots_txt_are_counted_and_no_page_rows(full: Crawled) -> None:
    assert not [url for url in full.pages if "map" in url or "robots.txt" in url]
    [row] = full.rows("crawls")
    assert row["sitemap_requests"] == sum("map" in url for url in full.requests) == 8
    # Two sites of the target, the sitemap's host, and https, which cannot be reached.
    assert row["robots_requests"] >= sum("robots.txt" in url for url in full.requests) == 3


@pytest.mark.parametrize("path", ["/about", "/by-area", "/nofollowed", "/behind-nofollow"])
def test_links_of_a_and_area_are_followed_nofollow_or_not(full: Crawled, path: str) -> None:
    assert full.pages[SITE + path]["status"] == 200


@pytest.mark.parametrize("kind", ["canonical", "alternate", "next", "iframe", "refresh", "header"])
def test_other_elements_are_recorded_and_not_followed(full: Crawled, kind: str) -> None:
    assert f"{SITE}/by-{kind}" in {link["target_url"] for link in full.links}
    assert f"{SITE}/by-{kind}" not in full.requests
    assert f"{SITE}/by-{kind}" not in full.pages


def test_what_is_no_link_is_neither_recorded_nor_asked_for(full: Crawled) -> None:
    for path in ("/by-form", "/by-image.png", "/by-style.css"):
        assert SITE + path not in {link["target_url"] for link in full.links}
        assert SITE + path not in full.requests


def test_every_hyperlink_of_the_home_page_is_a_row(full: Crawled) -> None:
    rows = [row for row in full.links if row["source_url"] == HOME]
    hyperlinks = [row for row in rows if row["element"] in ("a", "area")]
    assert len(hyperlinks) == len(HOME_LINKS) + 2
    assert sorted(row["ordinal"] for row in rows) == list(range(len(rows)))
    assert [row["target_url"] for row in rows].count(f"{SITE}/brochure.pdf") == 2


def test_redirects_are_rows_and_chains_a_join(full: Crawled) -> None:
    chain, url = [], f"{SITE}/moved"
    while (row := full.pages[url])["redirect_to"] is not None:
        assert row["indexability"] == "redirect"
        chain.append((row["status"], row["redirect_to"]))
        url = row["redirect_to"]
    assert chain == [(302, f"{SITE}/moved-on"), (307, f"{SITE}/landed")]
    assert row["status"] == 200


def test_a_redirect_out_of_scope_is_a_row_and_not_followed(full: Crawled) -> None:
    row = full.pages[f"{SITE}/leaves"]
    assert (row["status"], row["redirect_to"]) == (301, "http://elsewhere.example/landed")
    assert "http://elsewhere.example/landed" not in full.requests


def test_a_redirect_loop_ends(full: Crawled) -> None:
    assert full.pages[f"{SITE}/loop"]["redirect_to"] == f"{SITE}/loop-back"
    assert full.pages[f"{SITE}/loop-back"]["redirect_to"] == f"{SITE}/loop"


@pytest.mark.parametrize(
    ("path", "depth"),
    [
        ("/deep", 1),
        ("/deeper", 2),
        ("/deeper-moved", 2),
        ("/deepest", 3),
        ("/moved", 1),
        ("/landed", 1),
        ("/behind-redirects", 2),
    ],
)
def test_depth_counts_links_and_no_redirects(full: Crawled, path: str, depth: int) -> None:
    assert full.pages[SITE + path]["depth"] == depth


def test_discovered_from_names_page_redirect_or_sitemap(full: Crawled) -> None:
    found = {url: row["discovered_from"] for url, row in full.pages.items()}
    assert found[f"{SITE}/by-area"] == HOME
    assert found[f"{SITE}/landed"] == f"{SITE}/moved-on"
    assert found[f"{SITE}/from-gz"] == f"{SITE}/maps/pages.xml.gz"


def test_a_pdf_in_scope_is_a_row_without_a_body(full: Crawled) -> None:
    row = full.pages[f"{SITE}/brochure.pdf"]
    assert (row["status"], row["content_type"]) == (200, "application/pdf")
    assert (row["indexability"], row["bytes"]) == ("not-html", Measured.size)
    assert not full.targets(row["url"])
    assert BROCHURE.sent < 1_000_000


def test_a_compressed_pdf_is_no_error(full: Crawled) -> None:
    row = full.pages[f"{SITE}/zipped.pdf"]
    assert (row["status"], row["error"], row["indexability"]) == (200, None, "not-html")


def test_html_without_a_content_type_is_recognised(full: Crawled) -> None:
    assert full.pages[f"{SITE}/untyped"]["content_type"] is None
    assert full.targets(f"{SITE}/untyped") == [f"{SITE}/from-untyped"]
    assert full.pages[f"{SITE}/from-untyped"]["status"] == 200
    assert full.pages[f"{SITE}/untyped-file"]["indexability"] == "not-html"


def test_fragments_make_no_pages(full: Crawled) -> None:
    assert full.requests.count(f"{SITE}/fragment") == 1
    links = [row for row in full.links if row["target_url"] == f"{SITE}/fragment"]
    assert [row["target_fragment"] for row in links] == ["one", "two"]


def test_the_order_of_parameters_makes_another_page(full: Crawled) -> None:
    for query in ("a=1&b=2", "b=2&a=1"):
        assert full.pages[f"{SITE}/query?{query}"]["status"] == 200


def test_a_home_page_that_is_linked_from_elsewhere_is_read_once(full: Crawled) -> None:
    assert full.requests.count(HOME) == 1


def test_a_url_is_asked_for_as_the_standard_writes_it(full: Crawled) -> None:
    assert full.pages[f"{SITE}/odd|path?q={{x}}%27%zz"]["status"] == 200


def test_a_subdomain_is_in_scope(full: Crawled) -> None:
    row = full.pages["http://sub.site.example/"]
    assert (row["status"], row["scope"]) == (200, "site.example")


def test_credentials_in_a_link_are_never_sent(full: Crawled) -> None:
    assert full.pages[f"{SITE}/with-credentials"]["status"] == 200
    assert not [url for url in full.requests if "secret@" in url]
    assert not [url for url in full.pages if "secret@" in url]


def test_no_cookie_referer_or_authorization_is_sent(full: Crawled) -> None:
    assert isinstance(full.web, RawWeb)
    for asked in full.web.asked:
        for name in ("Cookie", "Referer", "Authorization", "Proxy-Authorization"):
            assert not asked.header(name), asked
        if asked.method == "GET":
            assert asked.header("User-Agent") == ["linkspider (test)"]


def test_outbound_links_are_not_asked_for(full: Crawled) -> None:
    assert not [url for url in full.requests if "outside.example" in url]
    assert "http://outside.example/page" in full.targets(HOME)


def test_a_page_with_status_404_is_a_row(full: Crawled) -> None:
    row = full.pages[f"{SITE}/gone"]
    assert (row["status"], row["error"], row["indexability"]) == (404, None, "client-error")


def test_link_types_follow_the_table(full: Crawled) -> None:
    types = {row["target_url"]: row["link_type"] for row in full.links if row["source_url"] == HOME}
    assert types[f"{SITE}/about"] == types["http://sub.site.example/"] == "internal"
    assert types["http://outside.example/page"] == "outbound"
    assert types["mailto:ann@site.example"] == "other"


def test_obey_nofollow_leaves_out_what_search_engines_may_not_follow(
    crawls: dict[str, Crawled],
) -> None:
    careful = crawls["careful"]
    assert f"{SITE}/nofollowed" not in careful.requests
    assert f"{SITE}/behind-nofollow" not in careful.requests
    assert f"{SITE}/nofollowed" in careful.targets(HOME)
    assert careful.pages[f"{SITE}/about"]["status"] == 200


def test_check_outbound_asks_for_status_alone(crawls: dict[str, Crawled]) -> None:
    careful = crawls["careful"]
    for path in ("/page", "/zipped"):
        row = careful.pages[f"http://outside.example{path}"]
        assert (row["status"], row["error"], row["indexability"]) == (200, None, None)
        assert not careful.targets(row["url"])
    assert "http://outside.example/further" not in careful.requests


def test_check_outbound_asks_for_no_link_that_is_internal(crawls: dict[str, Crawled]) -> None:
    links = {row["target_url"]: row["link_type"] for row in crawls["prefix, checked"].links}
    checked = crawls["prefix, checked"].pages
    assert links["http://two.example/out"] == "internal"
    assert "http://one.example/from-two" in checked
    assert "http://two.example/out" not in checked


def test_max_pages_ends_the_crawl(crawls: dict[str, Crawled]) -> None:
    few = crawls["four pages"]
    assert len(few.pages) == 4
    pages = [url for url in few.requests if "map" not in url and "robots" not in url]
    assert len(pages) <= 4
    [row] = few.rows("crawls")
    assert row["excluded"] > 0


def test_max_pages_is_not_used_up_by_a_start_that_https_cannot_reach(
    crawls: dict[str, Crawled],
) -> None:
    assert crawls["one page"].pages["http://one.example/"]["status"] == 200
    assert crawls["one page"].requests.count("http://one.example/") == 1


def test_max_depth_ends_the_crawl_and_keeps_the_links_beyond(crawls: dict[str, Crawled]) -> None:
    shallow = crawls["one deep"]
    assert {row["depth"] for row in shallow.pages.values()} == {0, 1}
    assert f"{SITE}/deeper" in shallow.targets(f"{SITE}/deep")
    assert f"{SITE}/deeper" not in shallow.requests
    assert shallow.pages[f"{SITE}/landed"]["status"] == 200


def test_start_urls_are_where_the_crawl_starts(crawls: dict[str, Crawled]) -> None:
    touching = crawls["touching"]
    starts = {url for url, row in touching.pages.items() if row["discovered_from"] is None}
    assert starts == {f"{SITE}/deep", HOME}
    assert {row["depth"] for row in touching.pages.values()} == {0}


def test_keep_touching_leaves_out_links_of_type_other(crawls: dict[str, Crawled]) -> None:
    kept = {row["target_url"] for row in crawls["touching"].links}
    assert "mailto:ann@site.example" not in kept
    assert "http://outside.example/page" in kept
    assert {row["link_type"] for row in crawls["touching"].links} == {"internal", "outbound"}


def test_several_targets_are_crawled_each_in_its_scope(crawls: dict[str, Crawled]) -> None:
    two = crawls["two targets"]
    read = {url: row["scope"] for url, row in two.pages.items() if row["status"] == 200}
    docs = "http://two.example/docs/"
    assert read == {
        "http://one.example/": "one.example",
        "http://www.one.example/": "one.example",
        "http://one.example/from-two": "one.example",
        docs: docs,
        f"{docs}in": docs,
        f"{docs}from-one": docs,
    }


def test_links_between_targets_name_both_scopes(crawls: dict[str, Crawled]) -> None:
    docs = "http://two.example/docs/"
    facts = {
        row["target_url"]: (row["source_scope"], row["target_scope"], row["link_type"])
        for row in crawls["two targets"].links
    }
    assert facts[f"{docs}from-one"] == ("one.example", docs, "backlink")
    assert facts["http://one.example/from-two"] == (docs, "one.example", "backlink")
    assert facts["http://two.example/"] == ("one.example", None, "outbound")
    assert facts["http://sub.two.example/docs/"] == (docs, None, "internal")


def test_all_links_of_a_page_with_very_many_are_followed(tmp_path: Path) -> None:
    pages = {f"{SITE}/{number}": "" for number in range(2_500)}
    crawled = crawl(
        RawWeb({**pages, f"{SITE}/": page_of(pages)}), tmp_path, "target",
        domain="site.example", start_urls=f"{SITE}/", speed="full",
    )  # fmt: skip
    assert set(crawled.pages) == {*pages, f"{SITE}/"}
