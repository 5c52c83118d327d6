"""SIGINT and SIGTERM: what a first signal lets go on, what a second ends, and that both can be
gone on from."""

from __future__ import annotations

import gzip
import signal
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from socket import socket
from subprocess import Popen

import pyarrow.parquet as pq
import pytest

from linkspider.demo.server import serve
from linkspider.shutdown import PATIENCE_SECONDS
from tests.benchmarks.event_loop import entries
from tests.rawweb import Asked, Page, RawWeb, Sender, http, page_of
from tests.reliability.running import Course, Ended, wait_until
from tests.reliability.site import SITE

SIGNALS = (signal.SIGINT, signal.SIGTERM)
PAGES = 200
AT_ONCE = 5
"""Seconds: what ends at once takes less than one, on a machine that is not busy."""
SOON = 30
ON_ITS_WAY = 0.5
"""Seconds that a signal, or a request that was sent before it, may take to arrive."""


class SignalledWeb(RawWeb):
    """Pages that take a moment or more, and when they were asked for."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        links = [*pages, *(f"/{number}" for number in range(PAGES))]
        plain: dict[str, Page] = {
            f"{SITE}/{number}": after(0.05, page_of(["/"])) for number in range(PAGES)
        }
        super().__init__({f"{SITE}/": page_of(links), **plain, **pages})
        self.times: list[float] = []

    def note(self, asked: Asked) -> None:
        self.times.append(time.monotonic())
        super().note(asked)

    def was_asked(self, url: str) -> bool:
        """Whether a URL was asked for."""
        return any(asked.url == url for asked in self.asked)


def after(seconds: float, page: str, *headers: bytes, status: bytes = b"200 OK") -> Sender:
    """Sends a page some seconds after it was asked for, unless nobody waits any longer."""

    def send(connection: socket) -> None:
        connection.settimeout(seconds)
        with suppress(TimeoutError):
            connection.recv(1)
            return
        connection.sendall(http(page.encode(), *headers, status=status))

    return send


def course(web: RawWeb, folder: Path, *options: str) -> Course:
    """A crawl of the pages."""
    return Course(web, folder / "data", ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=4", *options))


def signalled(process: Popen[str], course: Course, *signals: signal.Signals) -> Ended:
    """How the crawl ends after these signals, with half a second between them."""
    for number, sent in enumerate(signals):
        if number:
            time.sleep(0.5)
        process.send_signal(sent)
    ended = course.ended(process)
    print(f"{' '.join(sent.name for sent in signals)}: ended after {ended.seconds:.1f} s")
    assert ended.code == 3, ended.stderr
    assert "Traceback" not in ended.stderr
    return ended


def check_resumed(course: Course, pages: int) -> None:
    """The crawl can be gone on with, and then each page and each link is there once."""
    crawled = course.run()
    assert crawled.exit_code == 0, crawled.stderr
    assert len(crawled.rows("pages")) == len(crawled.pages) == pages
    assert {row["error"] for row in crawled.rows("pages")} == {None}
    links = [(row["source_url"], row["ordinal"]) for row in crawled.links]
    assert len(links) == len(set(links)) == pages - 1 + pages - 1


@pytest.mark.parametrize("sent", SIGNALS, ids=lambda sent: sent.name)
def test_after_a_signal_nothing_is_sent_and_what_runs_may_finish(
    tmp_path: Path, sent: signal.Signals
) -> None:
    slow = f"{SITE}/slow"
    with serve(SignalledWeb({slow: after(4, page_of(["/"]))})) as web:
        assert isinstance(web, SignalledWeb)
        crawl = course(web, tmp_path)
        with crawl.begin() as process:
            wait_until(lambda: web.was_asked(slow) and len(web.asked) > 40, process)
            moment = time.monotonic()
            ended = signalled(process, crawl, sent)
        assert ended.seconds < SOON
        late = [asked for asked in web.times if asked > moment + ON_ITS_WAY]
        assert not late
        assert slow in web.answered
        asked = len(web.asked)
        assert asked < PAGES
        check_resumed(crawl, PAGES + 2)
        assert len([url for url in web.answered if url == slow]) == 1


def test_a_download_that_takes_too_long_is_abandoned_and_stays_pending(tmp_path: Path) -> None:
    stalling = f"{SITE}/stalling"
    pages: dict[str, Page] = {stalling: after(3 * PATIENCE_SECONDS, "")}
    with serve(SignalledWeb(pages)) as web:
        assert isinstance(web, SignalledWeb)
        crawl = course(web, tmp_path, "-s", "DOWNLOAD_TIMEOUT=100")
        with crawl.begin() as process:
            wait_until(lambda: web.was_asked(stalling) and len(web.asked) > 40, process)
            ended = signalled(process, crawl, signal.SIGTERM)
        assert PATIENCE_SECONDS - 2 < ended.seconds < SOON
        pages[stalling] = page_of(["/"])
        web._pages = {**web._pages, **pages}
        check_resumed(crawl, PAGES + 2)


@pytest.mark.parametrize("way", ["read:slow:4", "tag:slow:4"], ids=["to be read", "to be tagged"])
def test_pages_that_wait_for_long_are_given_up_and_stay_pending(tmp_path: Path, way: str) -> None:
    pages: dict[str, Page] = {f"{SITE}/large-{n}": page_of(["/"] * 5_500) for n in range(20)}
    with serve(SignalledWeb(pages)) as web:
        assert isinstance(web, SignalledWeb)
        crawl = course(web, tmp_path, "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=64")
        with crawl.begin(way) as process:
            wait_until(lambda: pages.keys() <= set(web.answered), process)
            ended = signalled(process, crawl, signal.SIGTERM)
        assert PATIENCE_SECONDS - 2 < ended.seconds < SOON
        crawled = crawl.run()
    assert crawled.exit_code == 0, crawled.stderr
    assert len(crawled.rows("pages")) == len(crawled.pages) == PAGES + 1 + len(pages)
    links = pq.read_table(crawl.data / "links", columns=["source_url", "ordinal"])
    of_each = Counter(links["source_url"].to_pylist())
    assert {of_each[url] for url in pages} == {5_500}
    assert len(set(zip(*links.to_pydict().values(), strict=True))) == len(links)


@pytest.mark.parametrize("sent", SIGNALS, ids=lambda sent: sent.name)
def test_a_second_signal_ends_a_crawl_that_waits_for_an_answer(
    tmp_path: Path, sent: signal.Signals
) -> None:
    stalling = f"{SITE}/stalling"
    with serve(SignalledWeb({stalling: after(60, "")})) as web:
        assert isinstance(web, SignalledWeb)
        crawl = course(web, tmp_path, "-s", "DOWNLOAD_TIMEOUT=100")
        with crawl.begin() as process:
            wait_until(lambda: web.was_asked(stalling) and len(web.asked) > 40, process)
            ended = signalled(process, crawl, sent, sent)
        assert ended.seconds < AT_ONCE
        web._pages = {**web._pages, stalling: page_of(["/"])}
        check_resumed(crawl, PAGES + 2)


@pytest.mark.parametrize(
    "way",
    ["read:stall:9", "fsync:stall:9", "part:stall:5", "commit:stall:5"],
    ids=["a page is read", "a file is synced", "a part is written", "the frontier is written"],
)
def test_a_second_signal_ends_a_crawl_that_is_busy(tmp_path: Path, way: str) -> None:
    large = page_of(["/"], head="<!--" + "x" * 300_000 + "-->")
    pages: dict[str, Page] = {}
    if way.startswith("read"):  # large pages are read in a thread
        pages = {f"{SITE}/large-{number}": large for number in range(20)}
    with serve(SignalledWeb(pages)) as web:
        crawl = course(web, tmp_path, "-s", "LINKSPIDER_FLUSH_SECONDS=0.5")
        with crawl.begin(way) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "stalled\n"
            ended = signalled(process, crawl, signal.SIGTERM, signal.SIGTERM)
        assert ended.seconds < AT_ONCE
        check_resumed(crawl, PAGES + 1 + len(pages))


def test_sitemaps_that_wait_for_long_are_given_up_and_stay_pending(tmp_path: Path) -> None:
    maps = {f"{SITE}/{n}.xml.gz": http(gzip.compress(entries(10))) for n in range(20)}
    rules = "".join(f"Sitemap: {url}\n" for url in maps).encode()
    pages: dict[str, Page] = {**maps, f"{SITE}/robots.txt": http(rules)}
    with serve(SignalledWeb(pages)) as web:
        assert isinstance(web, SignalledWeb)
        crawl = course(web, tmp_path, "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=64")
        with crawl.begin("sitemap:slow:4") as process:
            wait_until(lambda: maps.keys() <= set(web.answered), process)
            ended = signalled(process, crawl, signal.SIGTERM)
        assert PATIENCE_SECONDS - 2 < ended.seconds < SOON
        crawled = crawl.run()
    assert crawled.exit_code == 0, crawled.stderr
    assert Counter(row["sitemap_url"] for row in crawled.rows("sitemaps")) == dict.fromkeys(
        maps, 10
    )


def test_look_ups_that_hang_do_not_hold_the_process(tmp_path: Path) -> None:
    with serve(RawWeb({f"{SITE}/": page_of(["/"])})) as web:
        crawl = course(web, tmp_path, "-s", "LINKSPIDER_PROXY=", "-s", "DNS_TIMEOUT=1")
        with crawl.begin("look-up:slow:59") as process:
            ended = crawl.ended(process)
    assert ended.code == 5, ended.stderr
    assert ended.seconds < SOON
    assert "nothing could be fetched" in ended.stderr
    assert "1 known = 0 done + 1 failed" in ended.stdout
    [row] = pq.read_table(crawl.data / "pages").to_pylist()
    assert row["error"] == "robots-unreachable"
    [record] = pq.read_table(crawl.data / "crawls").to_pylist()
    assert record["finish_reason"] == "finished"


BUSY = http(b"", b"Retry-After: 300", status=b"503 Service Unavailable")
WAITING: dict[str, tuple[dict[str, Page], tuple[str, ...]]] = {
    "robots.txt to be asked for again": (
        {f"{SITE}/robots.txt": http(status=b"500 Internal Server Error")},
        ("-s", "LINKSPIDER_RETRY_SECONDS=100"),
    ),
    "a host that said Retry-After": ({f"{SITE}/": BUSY}, ()),
    "a host that is asked slowly": ({}, ("-s", "DOWNLOAD_DELAY=100")),
    "a host that asks for slowness": (
        {f"{SITE}/robots.txt": http(b"User-agent: *\nCrawl-delay: 25", content_type=b"text/plain")},
        (),
    ),
}


@pytest.mark.parametrize("sent", SIGNALS, ids=lambda sent: sent.name)
@pytest.mark.parametrize("name", WAITING)
def test_a_crawl_that_waits_ends_at_once(tmp_path: Path, name: str, sent: signal.Signals) -> None:
    pages, options = WAITING[name]
    with serve(SignalledWeb({f"{SITE}/sitemap.xml": http(status=b"404 Not Found")})) as web:
        assert isinstance(web, SignalledWeb)
        usual = web._pages
        web._pages = {**usual, **pages}
        crawl = course(web, tmp_path)
        with replace(crawl, options=(*crawl.options, *options)).begin() as process:
            wait_until(lambda: bool(web.answered), process)
            time.sleep(2)
            assert len(web.asked) < PAGES
            ended = signalled(process, crawl, sent)
        assert ended.seconds < AT_ONCE
