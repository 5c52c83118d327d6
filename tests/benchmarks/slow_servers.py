"""Prints what healthy servers answer beside slow, silent and broken ones, and alone."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from socket import SO_LINGER, SOL_SOCKET, socket
from statistics import median
from struct import pack

from linkspider.demo.server import serve
from tests.conftest import crawl_options, scrapy
from tests.rawweb import Page, RawWeb, Sender, http, page_of

ROUNDS = 2
HEALTHY = 20
PAGES = 40
BAD_HOSTS = 20
BAD_PAGES = 6
"""Hosts of each bad kind."""
TIMEOUT = 5
"""Seconds a crawl waits for an answer here."""


def until_closed(step: Callable[[socket], None]) -> Sender:
    """Repeats a step until the crawler hangs up."""

    def send(connection: socket) -> None:
        end = time.monotonic() + 10 * TIMEOUT
        while time.monotonic() < end:
            step(connection)

    return send


def drip(connection: socket) -> None:
    """A byte a second."""
    connection.sendall(b"H")
    time.sleep(1)


def drip_body(connection: socket) -> None:
    """A head at once, then a byte of the body a second."""
    connection.sendall(http(length=b"100000"))
    until_closed(drip)(connection)


def silence(connection: socket) -> None:
    """Nothing."""
    time.sleep(1)


def endless(connection: socket) -> None:
    """A body that never ends, as fast as it is taken."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    until_closed(lambda each: each.sendall(b"<p>" * 20_000))(connection)


def reset(connection: socket) -> None:
    """A reset in the middle of an answer."""
    connection.sendall(http(b"<p>", length=b"1000"))
    connection.setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))
    connection.close()


def headers(connection: socket) -> None:
    """Headers that never end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    until_closed(lambda each: each.sendall(b"X: %b\r\n" % (b"y" * 1_000)))(connection)


BAD: dict[str, Sender] = {
    "drip": until_closed(drip),
    "drip-body": drip_body,
    "silence": until_closed(silence),
    "endless": endless,
    "reset": reset,
    "headers": headers,
}


def healthy_web() -> dict[str, Page]:
    """Sites whose pages name each other."""
    pages: dict[str, Page] = {}
    for number in range(HEALTHY):
        site = f"http://good-{number}.example"
        names = [f"{site}/{page}" for page in range(PAGES)]
        pages |= {name: page_of([*names, "http://target.example/"]) for name in names}
        pages[f"{site}/"] = page_of(names)
    return pages


def bad_web() -> dict[str, Page]:
    """Sites of each bad kind, robots.txt and all; and some that are bad behind a good home page."""
    pages: dict[str, Page] = {}
    for kind, answer in BAD.items():
        for number in range(BAD_HOSTS):
            site = f"http://{kind}-{number}.example"
            pages |= {f"{site}/{page}": answer for page in range(BAD_PAGES)}
            home = page_of([f"{site}/{page}" for page in range(BAD_PAGES)])
            pages[f"{site}/"] = home if number % 2 else answer
            if not number % 2:
                pages[f"{site}/robots.txt"] = answer
    return pages


def throughput(pages: dict[str, Page]) -> tuple[float, int, float]:
    """Healthy pages a second until the last was asked for; how many; seconds of the whole crawl."""
    arrived: list[float] = []

    class Noting(RawWeb):
        def find(self, url: str) -> Page:
            if url.startswith("http://good-") and not url.endswith("robots.txt"):
                arrived.append(time.monotonic())
            return super().find(url)

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        web = stack.enter_context(serve(Noting(pages)))
        sources = folder / "sources.txt"
        hosts = sorted({url.split("/")[2] for url in pages})
        sources.write_text("\n".join(hosts))
        began = time.monotonic()
        run = scrapy(
            "crawl", "referring", "-a", "domain=target.example", "-a", f"sources={sources}",
            *crawl_options(web, folder / "data"), "-s", "DOWNLOAD_DELAY=0.5",
            "-s", f"DOWNLOAD_TIMEOUT={TIMEOUT}", "-s", "RETRY_TIMES=0", "-s", "LOG_LEVEL=WARNING",
        )  # fmt: skip
        seconds = time.monotonic() - began
        if run.returncode:
            sys.exit(run.stderr)
    return len(arrived) / (arrived[-1] - arrived[0]), len(arrived), seconds


def main() -> None:
    """Print the pages a second of the healthy servers, alone and in bad company, in turn."""
    alone, beside = [], []
    for _ in range(ROUNDS):
        for rates, pages in ((alone, healthy_web()), (beside, healthy_web() | bad_web())):
            rate, count, seconds = throughput(pages)
            rates.append(rate)
            kind = "alone" if rates is alone else "in bad company"
            print(f"{kind:15} {rate:6.1f} pages/s of {count:,}; the crawl took {seconds:.0f} s")
    print(f"kept            {median(beside) / median(alone):6.0%} of the median")


if __name__ == "__main__":
    main()
