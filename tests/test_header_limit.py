"""Response headers have an end: what has none, or no meaning, is an error of one page."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from socket import socket
from types import SimpleNamespace
from typing import Any

import pytest
from twisted.internet.testing import StringTransport
from twisted.web._newclient import HTTPClientParser

from linkspider.header_limit import MAX_HEADER_BYTES, LimitedParser
from tests.rawweb import Crawled, Page, RawWeb, Sender, crawl, http, page_of

SITE = "http://site.example"
SENT_MOST = 16 * 1024 * 1024
"""Bytes after which an endless answer ends after all."""
BODY = b"<a href='/'>home</a>"


def endless(start: bytes, chunks: Iterable[bytes]) -> Sender:
    """Sends a start, and then the same again and again until nobody listens."""
    chunks = tuple(chunks)
    repeat = SENT_MOST // sum(map(len, chunks))

    def send(connection: socket) -> None:
        with suppress(OSError):
            connection.sendall(start)
            for _ in range(repeat):
                for chunk in chunks:
                    connection.sendall(chunk)

    return send


def split(answer: bytes, size: int) -> Sender:
    """Sends an answer in pieces, so that lines are cut anywhere."""

    def send(connection: socket) -> None:
        for start in range(0, len(answer), size):
            connection.sendall(answer[start : start + size])
            time.sleep(0.001)

    return send


def headers_of(size: int, line: int = 1_000) -> list[bytes]:
    """Header lines of this many bytes in all."""
    lines = [b"X-%07d: " % number + b"x" * (line - 13) for number in range(size // line)]
    return [*lines, b"X: " + b"x" * (size % line)]


READ: dict[str, Page] = {
    "plain": http(BODY),
    "half-a-limit-of-headers": http(BODY, *headers_of(MAX_HEADER_BYTES // 2)),
    "almost-the-limit": http(BODY, *headers_of(MAX_HEADER_BYTES - 10_000)),
    "a-long-line": http(BODY, b"Content-Security-Policy: " + b"x" * 100_000),
    "a-line-of-almost-the-limit": http(BODY, b"X: " + b"x" * (MAX_HEADER_BYTES - 1_000)),
    "a-long-line-in-pieces": split(http(BODY, b"X: " + b"x" * 200_000), 1_997),
    "long-link-header": http(
        BODY, b"Link: </a.css>; rel=preload" + b", </a.css>; rel=preload" * 5_000
    ),
    "large-body-in-one-piece": http(BODY + b" " * 3 * 1024 * 1024),
    "in-small-pieces": split(http(BODY, *headers_of(20_000)), 97),
    "early-hints": b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 20 + http(BODY),
    "bare-line-feeds": http(BODY).replace(b"\r\n", b"\n"),
    "a-line-without-colon": http(BODY, b"no colon here"),
}
REFUSED: dict[str, Page] = {
    "many-headers": http(BODY, *headers_of(MAX_HEADER_BYTES + 10_000)),
    "many-small-headers": http(BODY, *[b"a: b"] * 300_000),
    "one-long-line": http(BODY, b"X: " + b"x" * (MAX_HEADER_BYTES + 10_000)),
    "folded-line": http(BODY, b"X: x", *[b" " + b"x" * 1_000] * 1_100),
    "endless-headers": endless(b"HTTP/1.1 200 OK\r\n", [b"X: " + b"x" * 1_000 + b"\r\n"]),
    "endless-line": endless(b"HTTP/1.1 200 OK\r\nX: ", [b"x" * 64_000]),
    "endless-status": endless(b"HTTP/1.1 200 ", [b"x" * 64_000]),
    "endless-interim": endless(b"", [b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n" * 1_000]),
    "no-status-line": b"<!doctype html><title>not HTTP</title>\r\n\r\n",
    "status-in-words": b"HTTP/1.1 two hundred OK\r\n\r\n",
    "no-version": b"200 OK\r\n\r\n",
    "odd-version": b"HTTP/x.y 200 OK\r\n\r\n",
    "other-protocol": b"SSH-2.0-OpenSSH_9.6\r\n",
    "folded-first-line": b"HTTP/1.1 200 OK\r\n folded\r\n\r\n",
    "two-lengths": http(BODY, b"Content-Length: 1"),
    "odd-length": http(BODY, length=b"many"),
    "unknown-transfer-encoding": http(BODY, b"Transfer-Encoding: snappy"),
}


def test_a_line_is_not_looked_through_again_with_each_packet() -> None:
    parser: Any = HTTPClientParser(SimpleNamespace(method=b"GET"), lambda _: None)  # type: ignore[no-untyped-call]
    parser.__class__ = LimitedParser
    parser.unfinished = bytearray()
    parser.makeConnection(StringTransport())
    parser.dataReceived(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(100_000):
        parser.dataReceived(b"x" * 10)
    assert len(parser._buffer) < 10
    parser.dataReceived(b"\r\nY: y\r\n")
    assert parser.headers.getRawHeaders(b"X") == [b"x" * 1_000_000]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """A crawl of a site with each of these answers, without retries."""
    pages = {f"{SITE}/{name}": page for name, page in {**READ, **REFUSED}.items()}
    pages[f"{SITE}/"] = page_of([f"/{name}" for name in (*READ, *REFUSED)])
    return crawl(
        RawWeb(pages), tmp_path_factory.mktemp("headers") / "data", "target",
        domain="site.example", start_urls=f"{SITE}/", speed="full",
    )  # fmt: skip


def test_the_crawl_goes_on(crawled: Crawled) -> None:
    assert crawled.exit_code == 0, crawled.stderr[-2_000:]
    assert "Traceback" not in crawled.stderr


@pytest.mark.parametrize("name", READ)
def test_headers_within_the_limit_are_read(crawled: Crawled, name: str) -> None:
    row = crawled.pages[f"{SITE}/{name}"]
    assert (row["status"], row["error"]) == (200, None)
    assert crawled.targets(f"{SITE}/{name}") == [f"{SITE}/"]


@pytest.mark.parametrize("name", REFUSED)
def test_headers_without_end_or_meaning_are_an_error(crawled: Crawled, name: str) -> None:
    row = crawled.pages[f"{SITE}/{name}"]
    assert (row["status"], row["error"]) == (None, "headers")


@pytest.mark.parametrize("name", REFUSED)
def test_such_an_answer_is_asked_for_once(crawled: Crawled, name: str) -> None:
    assert crawled.requests.count(f"{SITE}/{name}") == 1
