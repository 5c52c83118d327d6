"""The demo web's proxy, asked the way a crawler behind a proxy asks."""

from __future__ import annotations

import codecs
import gzip
import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from linkspider.demo.server import DOMAIN, HOSTS, REFERRING, DemoWeb, Site, serve

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    """The demo web, running."""
    with serve() as running:
        yield running


@dataclass(frozen=True)
class Response:
    """What came back for one request."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def connect(web: DemoWeb) -> http.client.HTTPConnection:
    """A connection to the proxy."""
    return http.client.HTTPConnection(urlsplit(web.proxy).netloc, timeout=5)


def ask(connection: http.client.HTTPConnection, url: str, method: str = "GET") -> Response:
    """The response to one request in absolute form."""
    connection.request(method, url)
    response = connection.getresponse()
    return Response(response.status, response.headers, response.read())


def fetch(web: DemoWeb, url: str, method: str = "GET") -> Response:
    """The response to one request on a connection of its own."""
    connection = connect(web)
    try:
        return ask(connection, url, method)
    finally:
        connection.close()


@pytest.mark.parametrize("host", [host for host in HOSTS if host != "www.shop.example"])
def test_every_host_has_a_start_page(web: DemoWeb, host: str) -> None:
    response = fetch(web, f"http://{host}/")
    assert response.status == 200
    assert response.headers.get_content_type() == "text/html"
    assert b"<title>" in response.body
    assert b"$" not in response.body


def test_www_moves_every_path_to_the_bare_domain(web: DemoWeb) -> None:
    for path in ("/", "/tea/green/sencha"):
        response = fetch(web, f"http://www.shop.example{path}")
        assert (response.status, response.headers["Location"]) == (301, f"http://{DOMAIN}{path}")


def test_the_old_address_takes_two_hops_to_the_green_teas(web: DemoWeb) -> None:
    hops = []
    url = "http://shop.example/old/green-tea.php"
    while (response := fetch(web, url)).status in (301, 302):
        hops.append(response.status)
        url = urljoin(url, response.headers["Location"])
    assert hops == [301, 302]
    assert (response.status, url) == (200, "http://shop.example/tea/green/")


def test_urllib_reaches_the_demo_web_through_the_proxy(web: DemoWeb) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": web.proxy}))
    with opener.open("http://shop.example/old/green-tea.php", timeout=5) as response:
        assert response.url == "http://shop.example/tea/green/"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        opener.open("http://shop.example/teaware/chasen", timeout=5)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("http://shop.example/blog/matcha-guide", 404),
        ("http://shop.example/tea", 404),
        ("http://shop.example/tea/index.html", 404),
        ("http://shop.example/_layout.html", 404),
        ("http://shop.example/../shop.example/about.html", 404),
        ("http://teatalk.example/thread/99", 404),
        ("http://shop.example/tea/herbal/", 410),
        ("http://elsewhere.example/", 502),
    ],
)
def test_what_is_not_there_says_so_on_a_page_without_links(
    web: DemoWeb, url: str, status: int
) -> None:
    response = fetch(web, url)
    assert response.status == status
    assert response.headers.get_content_type() == "text/html"
    assert b"href" not in response.body


def test_a_query_changes_nothing(web: DemoWeb) -> None:
    plain = fetch(web, "http://shop.example/tea/green/")
    assert fetch(web, "http://shop.example/tea/green/?sort=price").body == plain.body


def test_a_page_in_utf_16_is_known_by_its_byte_order_mark_alone(web: DemoWeb) -> None:
    response = fetch(web, "http://clayandfire.example/atelier")
    assert response.headers["Content-Type"] == "text/html"
    assert response.body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    assert "thé vert ombragé" in response.body.decode("utf-16")


@pytest.mark.parametrize(
    ("url", "encoding", "text"),
    [
        ("http://chasil.example/", "euc-kr", "찻실"),
        ("http://chasil.example/2026/ujeon", "euc-kr", "바닷가 찻집에서 산 우지 센차"),
        ("http://teatalk.example/thread/101", "iso-8859-1", "Amélie"),
    ],
)
def test_an_encoding_is_declared_by_the_page_alone(
    web: DemoWeb, url: str, encoding: str, text: str
) -> None:
    response = fetch(web, url)
    assert response.headers["Content-Type"] == "text/html"
    assert f"charset={encoding}" in response.body.decode("ascii", "ignore").replace('"', "")
    assert text in response.body.decode(encoding)


def test_the_korean_pages_use_no_syllable_that_only_python_can_encode() -> None:
    for answer in Site("chasil.example").answers.values():
        assert answer.body.decode("cp949") == answer.body.decode("euc-kr")


def test_other_pages_name_their_encoding_in_the_header(web: DemoWeb) -> None:
    response = fetch(web, "http://shop.example/de/ueber-uns")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Über uns" in response.body.decode()


def test_robots_txt_leads_to_a_sitemap_index_with_a_plain_and_a_compressed_child(
    web: DemoWeb,
) -> None:
    robots = fetch(web, "http://shop.example/robots.txt")
    assert robots.headers.get_content_type() == "text/plain"
    assert b"Disallow: /account/" in robots.body
    assert b"Sitemap: http://shop.example/sitemap.xml" in robots.body
    assert sitemap(fetch(web, "http://shop.example/sitemap.xml").body) == [
        "http://shop.example/sitemap-pages.xml",
        "http://shop.example/sitemap-blog.xml.gz",
    ]
    pages = sitemap(fetch(web, "http://shop.example/sitemap-pages.xml").body)
    assert "http://shop.example/tea/black/keemun" in pages
    compressed = fetch(web, "http://shop.example/sitemap-blog.xml.gz")
    assert compressed.headers["Content-Type"] == "application/gzip"
    assert compressed.headers["Content-Encoding"] is None
    assert "http://shop.example/blog/water" in sitemap(gzip.decompress(compressed.body))


def sitemap(body: bytes) -> list[str | None]:
    """The addresses that a sitemap names."""
    return [loc.text for loc in ElementTree.fromstring(body).iter(LOC)]


def test_the_catalogue_is_a_pdf(web: DemoWeb) -> None:
    response = fetch(web, "http://shop.example/catalogue.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.body.startswith(b"%PDF-")
    table_at = int(response.body.split(b"startxref\n")[1].split(b"\n")[0])
    assert response.body[table_at:].startswith(b"xref\n")


def test_a_site_s_own_headers_are_sent(web: DemoWeb) -> None:
    assert fetch(web, "http://shop.example/cart").headers["X-Robots-Tag"] == "noindex"
    link = fetch(web, "http://shop.example/brew-timer").headers["Link"]
    assert link == '<http://shop.example/brew-timer>; rel="canonical"'


def test_a_path_that_is_not_ascii_is_asked_for_percent_encoded(web: DemoWeb) -> None:
    response = fetch(web, "http://shop.example/fr/%C3%A0-propos")
    assert '<html lang="fr">' in response.body.decode()


def test_a_tunnel_is_refused(web: DemoWeb) -> None:
    connection = connect(web)
    connection.set_tunnel("shop.example", 443)
    with pytest.raises(OSError, match="502"):
        connection.request("GET", "/")


def test_a_connection_serves_several_requests_and_heads_have_no_body(web: DemoWeb) -> None:
    connection = connect(web)
    head = ask(connection, "http://shop.example/", "HEAD")
    socket = connection.sock
    page = ask(connection, "http://shop.example/")
    missing = ask(connection, "http://shop.example/nothing")
    assert connection.sock is socket
    assert head.body == b""
    assert int(head.headers["Content-Length"]) == len(page.body)
    assert missing.status == 404
    connection.close()


def test_requests_are_kept_in_order() -> None:
    with serve() as web:
        fetch(web, "http://shop.example/robots.txt")
        fetch(web, "http://shop.example/?a=b", "HEAD")
        assert web.requests == [
            ("GET", "http://shop.example/robots.txt"),
            ("HEAD", "http://shop.example/?a=b"),
        ]


def test_leaving_the_context_ends_the_server_and_open_connections() -> None:
    with serve() as web:
        open_connection = connect(web)
        assert ask(open_connection, "http://shop.example/").status == 200
        socket = open_connection.sock
    assert socket.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        connect(web).connect()


def test_the_sources_name_hosts_of_the_demo_web_and_two_single_pages(web: DemoWeb) -> None:
    sources = [line for line in REFERRING.read_text("utf-8").splitlines() if line[0] != "#"]
    urls = [source for source in sources if "/" in source]
    assert set(sources) - set(urls) <= set(HOSTS)
    assert [fetch(web, url).status for url in urls] == [200, 200]


def test_a_month_later_links_have_come_and_gone_and_changed() -> None:
    news, tasting = "http://harbournews.example/2026/05/market", "/2026/sencha-tasting"
    with serve() as before, serve(DemoWeb(later=True)) as later:
        assert b"cold brewed sencha" not in fetch(before, news).body
        assert b"cold brewed sencha" in fetch(later, news).body
        sunday = "http://slowmornings.example/sunday-tea"
        assert b"brew-timer" in fetch(before, sunday).body
        assert b"brew-timer" not in fetch(later, sunday).body
        changed = [fetch(web, f"http://steeped.example{tasting}").body for web in (before, later)]
        assert changed[0] != changed[1]
        for url, status in (
            ("http://bargainlinks.example/", 503),
            ("http://finelinks.example/home-garden", 410),
            ("http://teatalk.example/thread/102", 403),
            ("http://shop.example/blog/cold-brew", 200),
        ):
            assert fetch(later, url).status == status
            assert fetch(before, url).status == (404 if "cold-brew" in url else 200)


def test_what_does_not_change_in_a_month_is_answered_as_before() -> None:
    with serve() as before, serve(DemoWeb(later=True)) as later:
        for url in ("http://shop.example/", "http://clayandfire.example/links"):
            assert fetch(before, url).body == fetch(later, url).body
