"""How fast hosts are asked with other settings, and over connections that stay open."""

from __future__ import annotations

from pathlib import Path
from socket import SHUT_RDWR, socket
from statistics import mean

from tests.conftest import crawl_options, scrapy
from tests.rawweb import Page, RawWeb, as_bytes, crawl, http, page_of

from .clocked import ClockedHandler, ClockedWeb, in_turn, slowly

JITTER = 0.02
CRAWL_DELAY = http(b"User-agent: *\nCrawl-delay: 1\n")
BUSY = http(b"", b"Retry-After: 1", status=b"429 Too Many Requests")
FINE = page_of(())


def site(host: str, robots: Page, *pages: Page) -> dict[str, Page]:
    """A home page that leads to these."""
    root = f"http://{host}"
    return {
        f"{root}/robots.txt": robots,
        f"{root}/": page_of(f"/{number}" for number in range(len(pages))),
        **{f"{root}/{number}": page for number, page in enumerate(pages)},
    }


def hang_up(connection: socket) -> None:
    """End a connection without an answer."""
    connection.shutdown(SHUT_RDWR)


class StayingWeb(ClockedWeb):
    """A `ClockedWeb` whose connections stay open."""

    def __init__(self, pages: dict[str, Page]) -> None:
        super().__init__(pages)
        self.RequestHandlerClass = StayingHandler

    def find(self, url: str) -> Page:
        page = super().find(url)
        return page if callable(page) else as_bytes(page).replace(b"Connection: close\r\n", b"")


class StayingHandler(ClockedHandler):
    """One connection, for as many requests as come."""

    def handle(self) -> None:
        while self.rfile.peek():  # type: ignore[attr-defined]
            super().handle()


def test_a_page_a_second_and_no_more_over_connections_that_stay_open(tmp_path: Path) -> None:
    """A connection that breaks is no reason to ask again at once either."""
    web = StayingWeb(
        site("steady.example", http(), *[FINE] * 8)
        | site("breaking.example", http(), FINE, hang_up, FINE)
    )
    run = crawl(
        web, tmp_path, "target", "-s", "DOWNLOAD_DELAY=1", "-s", "LINKSPIDER_RETRY_SECONDS=1",
        "-s", "RETRY_TIMES=1", domain="http://steady.example/,http://breaking.example/",
    )  # fmt: skip
    assert run.exit_code == 0, run.stderr
    assert len(web.gaps("steady.example")) == 10
    assert 1 <= mean(web.gaps("steady.example")) < 1.6
    assert len(web.times("http://breaking.example/1")) == 2
    for host in ("steady.example", "breaking.example"):
        assert min(web.gaps(host)) >= 1 - JITTER


def test_what_hosts_ask_for_holds_over_several_connections_and_with_autothrottle(
    tmp_path: Path,
) -> None:
    web = ClockedWeb(
        site("plain.example", http(), *[FINE] * 10)
        | site("patient.example", CRAWL_DELAY, *[FINE] * 3)
        | site("busy.example", http(), *[in_turn(BUSY, FINE)] * 2)
        | site("slow.example", http(), *[slowly(0.5, FINE)] * 4)
    )
    hosts = ("plain.example", "patient.example", "busy.example", "slow.example")
    run = crawl(
        web, tmp_path, "target", "-s", "DOWNLOAD_DELAY=0.1", "-s", "LINKSPIDER_RETRY_SECONDS=0.1",
        "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=4", "-s", "AUTOTHROTTLE_ENABLED=1",
        "-s", "AUTOTHROTTLE_START_DELAY=0.6",
        domain=",".join(f"http://{host}/" for host in hosts),
    )  # fmt: skip
    assert run.exit_code == 0, run.stderr
    for host in hosts:
        assert min(web.gaps(host)) >= 0.1 - JITTER
    assert web.gaps("plain.example")[0] >= 0.5  # counted from another moment than ours
    assert min(web.gaps("patient.example")) >= 1 - JITTER
    [first, *_] = sorted(web.times("http://busy.example/0"))
    later = [visit.arrived for visit in web.visits("busy.example") if visit.arrived > first + 0.2]
    assert min(later) >= first + 1 - JITTER


def test_at_full_speed_one_s_own_site_is_asked_at_once_until_it_says_stop(tmp_path: Path) -> None:
    web = ClockedWeb(
        site("own.example", CRAWL_DELAY, *[slowly(0.1, FINE)] * 40)
        | site("busy.example", http(), in_turn(BUSY, FINE))
    )
    run = crawl(
        web, tmp_path, "target", "-s", "LINKSPIDER_RETRY_SECONDS=0.1",
        domain="http://own.example/,http://busy.example/", speed="full",
    )  # fmt: skip
    assert run.exit_code == 0, run.stderr
    assert len(web.overlaps("own.example")) > 10
    visits = web.visits("own.example")
    assert visits[-1].arrived - visits[0].arrived < 20
    first, second = web.times("http://busy.example/0")
    assert second - first >= 1 - JITTER


def test_full_speed_is_not_for_the_sites_of_others(tmp_path: Path) -> None:
    run = scrapy(
        "crawl", "referring", "-a", "domain=own.example", "-a", "sources=other.example",
        "-a", "speed=full", *crawl_options(RawWeb({}), tmp_path),
    )  # fmt: skip
    assert run.returncode == 2
    assert "unknown argument 'speed'" in run.stderr
