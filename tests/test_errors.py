"""Failures are rows: each with its word, whatever went wrong."""

from __future__ import annotations

import socket
from pathlib import Path
from threading import Thread

import pyarrow.parquet as pq

from tests.conftest import scrapy
from tests.rawweb import RawWeb, crawl, http


def serve_once_each(listener: socket.socket, answer: bytes) -> None:
    """Answer every connection with these bytes, until the listener is closed."""
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            connection.recv(65_536)
            connection.sendall(answer)


def listening(host: str, answer: bytes) -> socket.socket:
    """A socket on loopback that answers so."""
    listener = socket.create_server((host, 0))
    Thread(target=serve_once_each, args=(listener, answer), daemon=True).start()
    return listener


def test_what_cannot_be_reached_says_why_where_robots_txt_is_not_obeyed(tmp_path: Path) -> None:
    with (
        listening("127.0.0.2", b"no TLS here\r\n\r\n") as plain,
        listening("127.0.0.3", b"\x00\x01 no HTTP \r\n\r\n") as junk,
        socket.create_server(("127.0.0.4", 0)) as silent,
        socket.socket() as closed,
    ):
        closed.bind(("127.0.0.1", 0))
        expected = {
            "http://nobody.invalid/": "dns",
            f"http://127.0.0.1:{closed.getsockname()[1]}/": "connection",
            f"https://127.0.0.2:{plain.getsockname()[1]}/": "tls",
            f"http://127.0.0.3:{junk.getsockname()[1]}/": "headers",
            f"http://127.0.0.4:{silent.getsockname()[1]}/": "timeout",
            "http://10.0.0.1/": "private-address",
        }
        run = scrapy(
            "crawl", "referring", "-a", "domain=target.example",
            "-a", f"sources={','.join(expected)}", "-s", f"LINKSPIDER_DATA={tmp_path}",
            "-s", "ROBOTSTXT_OBEY=0", "-s", "LINKSPIDER_ALLOWED_NETWORKS=127.0.0.0/29",
            "-s", "LINKSPIDER_RETRY_SECONDS=0.02", "-s", "DOWNLOAD_DELAY=0",
            "-s", "DOWNLOAD_TIMEOUT=1", "-s", "RETRY_ENABLED=0",
        )  # fmt: skip
    assert run.returncode == 5, run.stderr
    rows = {row["url"]: row["error"] for row in pq.read_table(tmp_path / "pages").to_pylist()}
    assert rows == expected


def test_what_came_and_could_not_be_used_says_why(tmp_path: Path) -> None:
    flood = [b"X-%d: %s" % (number, b"y" * 900) for number in range(1_300)]
    web = RawWeb(
        {
            "http://site.example/": http(b"x" * 9_000_000),
            "http://site.example/garbled": http(b"no gzip", b"Content-Encoding: gzip"),
            "http://site.example/flood": http(b"", *flood),
            "http://site.example/forbidden": "<p>",
            "http://site.example/robots.txt": http(
                b"User-agent: *\nDisallow: /forbidden", content_type=b"text/plain"
            ),
        }
    )  # fmt: skip
    starts = [url for url in web._pages if not url.endswith("robots.txt")]
    crawled = crawl(
        web, tmp_path, "target", "-s", "RETRY_ENABLED=0",
        domain="site.example", start_urls=",".join(starts), speed="full",
    )  # fmt: skip
    found = {url.rpartition("/")[2]: row["error"] for url, row in crawled.pages.items()}
    assert found == {
        "": "too-large",
        "garbled": "decode",
        "flood": "headers",
        "forbidden": "robots",
    }
