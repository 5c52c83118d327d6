"""What a crawl does for each thing that can come instead of a robots.txt, or as one."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from socket import SO_LINGER, SOL_SOCKET, create_server, socket
from struct import pack
from time import sleep
from typing import Literal

import pytest

from linkspider.demo.server import serve
from tests.conftest import scrapy
from tests.rawweb import Crawled, Page, RawHandler, RawWeb, crawl, http, page_of

from .clocked import in_turn

RULES = "User-agent: *\nDisallow: /private\n"
AGENT = "treebot/2.1 (+https://tree.example/bot)"
OPTIONS = (
    "-s", "LINKSPIDER_RETRY_SECONDS=0.05", "-s", "DOWNLOAD_TIMEOUT=2", "-s", "RETRY_TIMES=0",
    "-s", "CONCURRENT_REQUESTS=100", "-s", "LINKSPIDER_ALLOWED_NETWORKS=127.0.0.0/8",
)  # fmt: skip


def text(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    return http(body, *headers, status=status, content_type=b"text/plain")


def status(line: str) -> bytes:
    """A status with rules that forbid all, which must not be read."""
    return text(b"User-agent: *\nDisallow: /\n", status=line.encode())


def moved(location: str, line: str = "301 Moved Permanently") -> bytes:
    return http(b"", b"Location: " + location.encode(), status=line.encode())


def hops(count: int) -> dict[str, Page]:
    """Rules at the end of so many redirects."""
    pages: dict[str, Page] = {
        f"/hop{number}": moved(f"/hop{number + 1}") for number in range(count)
    }
    pages["/robots.txt"] = moved("/hop1")
    return pages | {f"/hop{count}": text(RULES.encode())}


def wait(connection: socket) -> None:
    """Never answer."""
    connection.recv(1)


def reset(connection: socket) -> None:
    """Send half of it, and break the connection."""
    connection.sendall(http(RULES.encode(), length=b"9999"))
    sleep(0.1)
    connection.setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))
    connection.close()


def hang_up(connection: socket) -> None:
    """Send nothing, and end the connection."""


def send_for_ever(connection: socket) -> None:
    """Send rules, and then comments without end."""
    connection.sendall(http(length=b"999999999999") + RULES.encode())
    with suppress(OSError):
        while True:
            connection.sendall(b"# and on and on\n" * 4_096)


def drip(connection: socket) -> None:
    """Send rules, and then a letter now and then."""
    connection.sendall(http(length=b"999999") + b"#")
    with suppress(OSError):
        while True:
            connection.sendall(b"x")
            sleep(0.2)


@dataclass(frozen=True)
class Case:
    """What a host has for robots.txt, and what must come of it."""

    robots: Page | Mapping[str, Page]
    verdict: Literal["obeyed", "no rules", "unreachable"]
    asked: int = 1
    """How often /robots.txt is asked for."""
    pages: Mapping[str, Page] = field(init=False)

    def __post_init__(self) -> None:
        pages = self.robots if isinstance(self.robots, Mapping) else {"/robots.txt": self.robots}
        object.__setattr__(self, "pages", pages)


CASES = {
    "200": Case(text(RULES.encode()), "obeyed"),
    "200-as-html": Case(http(RULES.encode()), "obeyed"),
    "204": Case(http(status=b"204 No Content"), "no rules"),
    "301-200": Case({"/robots.txt": moved("/r"), "/r": text(RULES.encode())}, "obeyed"),
    "301-404": Case(moved("/nothing-there"), "no rules"),
    "301-503": Case({"/robots.txt": moved("/r"), "/r": status("503 No")}, "unreachable", 4),
    "301-nowhere": Case(moved("http://["), "no rules"),
    "five-redirects": Case(hops(5), "obeyed"),
    "six-redirects": Case(hops(6), "no rules"),
    "to-itself": Case(moved("/robots.txt"), "no rules", 6),
    "302-other-host": Case(moved("http://shared.example/rules", "302 Found"), "obeyed"),
    **{line[:3]: Case(status(line), "no rules") for line in (
        "400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone",
    )},
    **{line[:3]: Case(status(line), "unreachable", 4) for line in (
        "429 Too Many Requests", "500 Oops", "502 Bad Gateway", "503 Unavailable", "999 Denied",
    )},
    "503-503-200": Case(
        in_turn(status("503 No"), status("503 No"), text(RULES.encode())), "obeyed", 3
    ),
    "hung-up-then-200": Case(in_turn(hang_up, text(RULES.encode())), "obeyed", 2),
    # failures
    "timeout": Case(wait, "unreachable", 4),
    "drip": Case(drip, "unreachable", 4),
    "reset": Case(reset, "unreachable", 4),
    "empty": Case(hang_up, "unreachable", 4),
    "garbage": Case(b"\x16\x03\x01\x00 no HTTP at all\r\n\r\n", "unreachable", 4),
    "bad-gzip": Case(text(b"\x1f\x8bno gzip", b"Content-Encoding: gzip"), "unreachable", 4),
    "endless": Case(send_for_ever, "obeyed"),
    "large": Case(text(RULES.encode() + b"# long\n" * 3_000_000), "obeyed"),
    "gzip": Case(text(gzip.compress(RULES.encode()), b"Content-Encoding: gzip"), "obeyed"),
    "gzip-bomb": Case(
        text(gzip.compress(RULES.encode() + b"#" * 100_000_000), b"Content-Encoding: gzip"),
        "unreachable", 4,
    ),
    # encodings
    "utf-8-bom": Case(text(b"\xef\xbb\xbf" + RULES.encode()), "obeyed"),
    "utf-16-le": Case(text(b"\xff\xfe" + RULES.encode("utf-16-le")), "obeyed"),
    "utf-16-be": Case(text(b"\xfe\xff" + RULES.encode("utf-16-be")), "obeyed"),
    "latin-1": Case(text(b"# d\xe9fense\nUser-agent: \xff\n" + RULES.encode()), "obeyed"),
    "crlf": Case(text(RULES.replace("\n", "\r\n").encode()), "obeyed"),
    "cr": Case(text(RULES.replace("\n", "\r").encode()), "obeyed"),
    "nul-lines": Case(text(b"\0\0\n" + RULES.encode() + b"\0"), "obeyed"),
    "junk-is-no-rule": Case(text(bytes(range(256)) * 99), "no rules"),
    "html-is-no-rule": Case(http(b"<h1>Welcome</h1>"), "no rules"),
}  # fmt: skip


def whole_web() -> dict[str, Page]:
    """All hosts: each has a home page, and one that the rules forbid."""
    pages: dict[str, Page] = {"http://shared.example/rules": text(RULES.encode())}
    for name, case in CASES.items():
        root = f"http://{name}.example"
        pages |= {f"{root}/": page_of(["/private"]), f"{root}/private": page_of(())}
        pages |= {root + path: page for path, page in case.pages.items()}
    return pages


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """A crawl of all of them at once."""
    web = RawWeb(whole_web())
    return crawl(
        web, tmp_path_factory.mktemp("matrix"), "target", *OPTIONS, "-s", f"USER_AGENT={AGENT}",
        domain=",".join(f"http://{name}.example/" for name in CASES),
    )  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_rules_are_kept_or_the_host_is_not_crawled(name: str, crawled: Crawled) -> None:
    root, case = f"http://{name}.example", CASES[name]
    home, private = crawled.pages[f"{root}/"], crawled.pages.get(f"{root}/private")
    if case.verdict == "unreachable":
        assert (home["status"], home["error"]) == (None, "robots-unreachable")
        assert private is None, "nobody knows of it"
    else:
        assert (home["status"], home["error"]) == (200, None)
        assert private is not None
        assert private["error"] == ("robots" if case.verdict == "obeyed" else None)
        assert private["status"] == (None if case.verdict == "obeyed" else 200)
    was_asked = [f"{root}{path}" in crawled.requests for path in ("/", "/private")]
    assert was_asked == [case.verdict != "unreachable", case.verdict == "no rules"]


@pytest.mark.parametrize("name", CASES)
def test_a_robots_txt_is_asked_for_once_and_up_to_three_times_more(
    name: str, crawled: Crawled
) -> None:
    assert crawled.requests.count(f"http://{name}.example/robots.txt") == CASES[name].asked


def test_the_crawl_says_who_it_is_and_nothing_else(crawled: Crawled) -> None:
    assert crawled.exit_code == 0, crawled.stderr
    assert "no contact" not in crawled.stderr
    web = crawled.web
    assert isinstance(web, RawWeb)
    assert len(web.asked) > 100
    for asked in web.asked:
        assert asked.header("User-Agent") == [AGENT]
        names = {name.lower() for name, _ in asked.headers}
        assert names <= {"host", "user-agent", "accept", "accept-language", "accept-encoding"}


class NoTls(RawHandler):
    """Says at once, and in plain text, that it does not understand."""

    def handle(self) -> None:
        self.connection.sendall(http(status=b"400 Bad Request"))


def test_a_host_that_cannot_be_connected_to_is_not_crawled(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Without a proxy: a closed port, TLS with a server that knows none, an unknown name."""
    data = tmp_path_factory.mktemp("direct")
    with create_server(("127.0.0.1", 0)) as unused:
        closed_port = unused.getsockname()[1]
    web = RawWeb({})
    web.RequestHandlerClass = NoTls
    with serve(web):
        port = web.server_address[1]
        urls = [
            f"http://127.0.0.1:{closed_port}/",
            f"https://127.0.0.1:{port}/",
            "http://nobody-has-this-name.invalid/",
        ]
        run = scrapy(
            "crawl", "target", *OPTIONS, "-a", f"domain={','.join(urls)}",
            "-s", f"LINKSPIDER_DATA={data}", "-s", "DNS_TIMEOUT=2", "-s", "DOWNLOAD_DELAY=0",
        )  # fmt: skip
    pages = Crawled(run.returncode, run.stdout, run.stderr, data, web).pages
    assert {url: page["error"] for url, page in pages.items()} == dict.fromkeys(
        urls, "robots-unreachable"
    )
    assert "no contact in USER_AGENT" in run.stderr
