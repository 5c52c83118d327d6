"""What servers see of a crawl: when each host was asked, and that it was never asked too soon.

The arrival of a request is what the server's kernel says, to the millisecond. What remains is the
way from the crawler's clock to the wire, which is not always equally long: `JITTER`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from socket import socket
from statistics import median
from time import monotonic, time

import pytest

from tests.rawweb import Crawled, Page, crawl, http, page_of

from .clocked import ClockedWeb, answer, in_turn, slowly

DELAY = 0.3
JITTER = 0.02
SLACK = 3.0
"""How late a request may be where the machine has other things to do."""
CRAWL_DELAY = 1.0
RETRY_AFTER = 2.0
SLOWNESS = 0.5

PLAIN = [f"plain{number:02}.example" for number in range(38)]
FALLING_BACK = ["bare0.example", "bare1.example"]
PATIENT = ["patient0.example", "patient1.example"]
WAITED_FOR = {
    "busy.example": "http://busy.example/1",
    "down.example": "http://down.example/1",
    "rules.example": "http://rules.example/robots.txt",
    "moved.example": "http://moved.example/1",
    "sitemap.example": "http://sitemap.example/sitemap.xml",
}
"""Hosts that ask once to be left alone for RETRY_AFTER seconds, and where they do."""
HOSTS = [
    *PLAIN, *FALLING_BACK, *PATIENT, *WAITED_FOR,
    "dated.example", "tired.example", "slow.example", "both.example",
]  # fmt: skip

LONG = {*PATIENT, "slow.example", "both.example"}
"""Hosts that are asked for less, as it takes longer."""

ASKS_TO_WAIT = b"Retry-After: %d" % RETRY_AFTER
BUSY = b"429 Too Many Requests"
DOWN = b"503 Service Unavailable"


class DatedAnswer:
    """Answers first with 503 and a date to come back at; keeps the date."""

    def __init__(self) -> None:
        self.date: float | None = None

    def __call__(self, connection: socket) -> None:
        """Sends the answer."""
        if self.date is not None:
            answer(connection, page_of(()))
            return
        moment = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
        self.date = moment.timestamp()
        header = b"Retry-After: " + format_datetime(moment, usegmt=True).encode()
        answer(connection, http(b"", header, status=DOWN))


def site(host: str, pages: int) -> dict[str, Page]:
    """A home page, pages, a redirect, a page that fails once, a sitemap and a robots.txt."""
    paths = [f"/{number}" for number in range(1, pages + 1)]
    urls = "".join(f"<url><loc>http://{host}{path}</loc></url>" for path in paths)
    root = f"http://{host}"
    return {
        f"{root}/robots.txt": http(b"User-agent: *\nDisallow: /private\n"),
        f"{root}/sitemap.xml": http(f"<urlset>{urls}</urlset>".encode(), content_type=b"text/xml"),
        f"{root}/": page_of([*paths, "/moved", "/flaky", "/private"]),
        f"{root}/moved": http(b"", b"Location: /landed", status=b"301 Moved Permanently"),
        f"{root}/landed": page_of(()),
        f"{root}/flaky": in_turn(http(b"", status=b"500 Oops"), page_of(())),
        **{root + path: page_of(()) for path in paths},
    }


def whole_web(dated: DatedAnswer) -> dict[str, Page]:
    """All hosts; those that differ from others do so in one thing."""
    pages: dict[str, Page] = {}
    for host in HOSTS:
        pages |= site(host, pages=2 if host in LONG else 5)
    asks_to_wait = {
        "busy.example": http(b"", ASKS_TO_WAIT, status=BUSY),
        "down.example": http(b"", ASKS_TO_WAIT, status=DOWN),
        "rules.example": http(b"", ASKS_TO_WAIT, status=BUSY),
        "moved.example": http(b"", ASKS_TO_WAIT, b"Location: /landed", status=b"302 Found"),
        "sitemap.example": http(b"", ASKS_TO_WAIT, status=DOWN),
    }
    for host, url in WAITED_FOR.items():
        pages[url] = in_turn(asks_to_wait[host], pages[url])
    crawl_delay = http(b"User-agent: *\nDisallow: /private\nCrawl-delay: %d\n" % CRAWL_DELAY)
    for host in (*PATIENT, "both.example"):
        pages[f"http://{host}/robots.txt"] = crawl_delay
    pages["http://both.example/1"] = in_turn(http(b"", ASKS_TO_WAIT, status=BUSY), page_of(()))
    pages["http://dated.example/1"] = dated
    tired = http(b"", status=BUSY)
    pages["http://tired.example/1"] = in_turn(tired, tired, page_of(()))
    for url in pages:
        if url.startswith("http://slow.example/"):
            pages[url] = slowly(SLOWNESS, pages[url])
    return pages


@pytest.fixture(scope="module")
def dated() -> DatedAnswer:
    return DatedAnswer()


@pytest.fixture(scope="module")
def web(dated: DatedAnswer) -> ClockedWeb:
    return ClockedWeb(whole_web(dated))


@pytest.fixture(scope="module")
def crawled(web: ClockedWeb, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """A crawl of fifty hosts."""
    domain = ",".join(host if host in FALLING_BACK else f"http://{host}/" for host in HOSTS)
    run = crawl(
        web, tmp_path_factory.mktemp("polite"), "target",
        "-s", f"DOWNLOAD_DELAY={DELAY}", "-s", "LINKSPIDER_RETRY_SECONDS=0.6",
        "-s", "CONCURRENT_REQUESTS=64", domain=domain,
    )  # fmt: skip
    assert run.exit_code == 0, run.stderr
    return run


def test_everything_was_asked_for_and_answered_at_last(crawled: Crawled, web: ClockedWeb) -> None:
    assert len(HOSTS) >= 49
    for host in HOSTS:
        root = f"http://{host}"
        for path in ("/", "/1", "/2", "/landed", "/flaky"):
            status = crawled.pages[root + path]["status"]
            assert status in (200, 302), f"{root}{path}"
        assert crawled.pages[f"{root}/private"]["error"] == "robots"
        assert web.times(f"{root}/private") == []
        assert web.times(f"{root}/sitemap.xml")


def test_no_host_is_asked_sooner_than_its_delay_after_the_last_request(
    crawled: Crawled, web: ClockedWeb
) -> None:
    gaps = {host: web.gaps(host) for host in HOSTS}
    assert sum(map(len, gaps.values())) > 8 * len(HOSTS)
    soon = {host: min(found) for host, found in gaps.items() if min(found) < DELAY - JITTER}
    assert not soon


def test_no_host_is_asked_twice_at_a_time(crawled: Crawled, web: ClockedWeb) -> None:
    assert [visit for host in HOSTS for visit in web.overlaps(host)] == []


def test_an_https_start_that_falls_back_keeps_the_delay_too(
    crawled: Crawled, web: ClockedWeb
) -> None:
    for host in FALLING_BACK:
        urls = [visit.url for visit in web.visits(host)]
        assert urls[:3] == [f"{host}:443", f"http://{host}/robots.txt", f"http://{host}/"]


@pytest.mark.parametrize("host", [*PATIENT, "both.example"])
def test_crawl_delay_is_kept(host: str, crawled: Crawled, web: ClockedWeb) -> None:
    assert min(web.gaps(host)) >= CRAWL_DELAY - JITTER
    assert median(web.gaps(host)) < CRAWL_DELAY + SLACK


@pytest.mark.parametrize("host", [*WAITED_FOR, "both.example"])
def test_retry_after_is_kept(host: str, crawled: Crawled, web: ClockedWeb) -> None:
    """By whatever comes next to the host: the same URL again, or another."""
    url = WAITED_FOR.get(host, f"http://{host}/1")
    asked = web.times(url)[0]
    later = [visit.arrived for visit in web.visits(host) if visit.arrived > asked]
    assert RETRY_AFTER - JITTER <= later[0] - asked < RETRY_AFTER + SLACK


def test_a_date_in_retry_after_is_kept(
    crawled: Crawled, web: ClockedWeb, dated: DatedAnswer
) -> None:
    asked = web.times("http://dated.example/1")[0]
    later = [visit.arrived for visit in web.visits("dated.example") if visit.arrived > asked]
    assert dated.date is not None
    date = dated.date - time() + monotonic()
    assert date - JITTER <= later[0] < date + SLACK


def test_what_says_too_many_requests_is_asked_ever_less_often(
    crawled: Crawled, web: ClockedWeb
) -> None:
    first, second, third = web.times("http://tired.example/1")
    after = [visit.arrived for visit in web.visits("tired.example")]
    waits = [after[after.index(moment) + 1] - moment for moment in (first, second)]
    assert waits[0] >= 2 * DELAY - JITTER
    assert waits[1] >= 4 * DELAY - JITTER
    assert third > second > first


def test_a_slow_host_rests_as_long_as_it_worked_and_no_other_waits_for_it(
    crawled: Crawled, web: ClockedWeb
) -> None:
    slow = web.gaps("slow.example")
    assert min(slow) >= 2 * SLOWNESS - JITTER
    others = [gap for host in PLAIN for gap in web.gaps(host)]
    assert median(others) < min(DELAY + SLACK, *slow)
