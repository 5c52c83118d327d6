"""A crawl tells strangers nothing, opens no door, and speaks nothing but HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from socket import socket
from threading import Event

import pytest

from linkspider.demo.server import serve
from tests.conftest import CRAWL_SECONDS, PROJECT, crawl_options
from tests.rawweb import Crawled, Page, RawWeb, crawl, http, page_of

SITE, OTHER = "http://site.example", "http://other.example"
SECRET = "s3cret"
COOKIES = (b"Set-Cookie: session=s3cret; Path=/", b"Set-Cookie: all=s3cret; Domain=example")
REFUSED_SCHEMES = (
    "file:///etc/passwd", "file://site.example/a", "ftp://site.example/a", "gopher://site.example/",
    "data:text/html,<a href='http://site.example/from-data'>x</a>", "s3://bucket/key",
    "javascript:alert(1)", "mailto:ann@site.example", "ws://site.example/", "dict://site.example/",
    "view-source:http://site.example/", "blob:http://site.example/1", "about:blank", "jar:x!/",
)  # fmt: skip
LINKS = (
    "/redirect", "/login", f"http://ann:{SECRET}@site.example/with-password",
    f"http://{SECRET}@site.example/with-user", f"{OTHER}/", "/proxy-login", *REFUSED_SCHEMES,
    *(f"/to-scheme/{number}" for number in range(len(REFUSED_SCHEMES))),
)  # fmt: skip


def moved(url: str) -> bytes:
    """A redirect that sets cookies."""
    return http(b"", *COOKIES, b"Location: " + url.encode(), status=b"302 Found")


def answered(*links: str) -> bytes:
    """A page that sets cookies and demands its address as Referer."""
    return http(page_of(links).encode(), *COOKIES, b"Referrer-Policy: unsafe-url")


NAMED = "".join(f"Sitemap: {url}\n" for url in REFUSED_SCHEMES)
ENTRIES = "".join(f"<url><loc>{url.replace('<', '')}</loc></url>" for url in REFUSED_SCHEMES)
WEB: dict[str, Page] = {
    f"{SITE}/robots.txt": moved("/robots-moved.txt"),
    f"{SITE}/robots-moved.txt": http(
        f"User-agent: *\nDisallow:\n{NAMED}Sitemap: {SITE}/moved.xml".encode(), *COOKIES
    ),
    f"{SITE}/moved.xml": moved("/map.xml"),
    f"{SITE}/map.xml": http(
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{ENTRIES}<url><loc>"
        f"http://ann:{SECRET}@site.example/from-sitemap</loc></url></urlset>".encode(),
        *COOKIES,
    ),
    f"{SITE}/": answered(*LINKS),
    f"{SITE}/redirect": moved(f"http://ann:{SECRET}@site.example/landed"),
    f"{SITE}/landed": answered("/"),
    f"{SITE}/with-password": answered("/"),
    f"{SITE}/with-user": answered("/"),
    f"{SITE}/from-sitemap": answered("/"),
    f"{SITE}/login": http(
        b"", *COOKIES, b'WWW-Authenticate: Basic realm="x"', status=b"401 Unauthorized"
    ),
    f"{SITE}/proxy-login": http(
        b"", *COOKIES, b'Proxy-Authenticate: Basic realm="x"', status=b"407 Proxy"
    ),
    f"{OTHER}/": answered(f"{SITE}/"),
    f"{OTHER}/robots.txt": moved("file:///etc/passwd"),
    **{f"{SITE}/to-scheme/{number}": moved(url) for number, url in enumerate(REFUSED_SCHEMES)},
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """A crawl of sites that ask for secrets and name other schemes, in every way."""
    data = tmp_path_factory.mktemp("leaks") / "data"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("http_proxy", "http://ann:s3cret@127.0.0.1:9")
        yield crawl(
            RawWeb(WEB), data, "target", "-s", "RETRY_ENABLED=0", domain="site.example",
            start_urls=f"{SITE}/", speed="full", check_outbound=1,
        )  # fmt: skip


def test_everything_was_asked_for(crawled: Crawled) -> None:
    assert crawled.exit_code == 0, crawled.stderr[-2_000:]
    assert set(WEB) <= set(crawled.requests)


@pytest.mark.parametrize(
    "name", ["Cookie", "Authorization", "Proxy-Authorization", "Referer", "Origin", "From"]
)
def test_no_such_header_is_ever_sent(crawled: Crawled, name: str) -> None:
    assert isinstance(crawled.web, RawWeb)
    assert len(crawled.web.asked) >= len(WEB)
    assert [asked.url for asked in crawled.web.asked if asked.header(name)] == []


def test_no_secret_is_sent_in_any_other_way(crawled: Crawled) -> None:
    assert isinstance(crawled.web, RawWeb)
    assert [asked for asked in crawled.web.asked if SECRET in repr(asked)] == []


def test_only_web_addresses_have_rows(crawled: Crawled) -> None:
    assert {url.partition("://")[0] for url in crawled.pages} == {"http"}
    assert not [row for row in crawled.pages.values() if row["error"] == "internal"]


def test_nothing_but_get_is_asked(crawled: Crawled) -> None:
    assert {method for method, _ in crawled.web.requests} <= {"GET", "HEAD"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_crawl_listens_nowhere(tmp_path: Path) -> None:
    asked, looked = Event(), Event()

    def wait(connection: socket) -> None:
        asked.set()
        looked.wait(CRAWL_SECONDS)
        connection.sendall(http(b"done"))

    with serve(RawWeb({f"{SITE}/": wait})) as web:
        command = [
            sys.executable, "-m", "scrapy", "crawl", "target", "-a", "domain=site.example",
            "-a", f"start_urls={SITE}/", *crawl_options(web, tmp_path / "data"),
        ]  # fmt: skip
        with subprocess.Popen(
            command, cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            assert asked.wait(CRAWL_SECONDS)
            open_now, listening = sockets_of(process.pid), listening_sockets()
            looked.set()
            assert process.wait(CRAWL_SECONDS) == 0
        own = sockets_of(os.getpid())
    assert open_now, "the connection to the site at least"
    assert not open_now & listening
    assert own & listening, "the made-up web itself does listen, and is seen"


def sockets_of(pid: int) -> set[str]:
    """The inodes of a process's sockets."""
    names = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            names.add(str(file.readlink()))
    return {name.strip("socket:[]") for name in names if name.startswith("socket:")}


def listening_sockets() -> set[str]:
    """The inodes of all sockets that wait for connections."""
    tables = [Path(f"/proc/net/{name}") for name in ("tcp", "tcp6")]
    rows = [line.split() for table in tables for line in table.read_text().splitlines()[1:]]
    return {row[9] for row in rows if row[3] == "0A"}
