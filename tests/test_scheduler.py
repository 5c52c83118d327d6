"""The frontier as Scrapy's scheduler: a host is asked when it is due, and then at once."""

from __future__ import annotations

import time
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pandas as pd
from scrapy.core.engine import _Slot

from linkspider.demo.server import Answer, serve

from .conftest import crawl_options, scrapy
from .web import SmallWeb

DELAY = 0.3
HEARTBEAT = 5.0


class ClockedWeb(SmallWeb):
    """Keeps when each host was asked for a page."""

    def __init__(self, pages: Mapping[str, Answer | str]) -> None:
        super().__init__(pages)
        self.times: dict[str, list[float]] = {}

    def answer(self, method: str, url: str) -> Answer:
        if url.startswith("http://") and not url.endswith((".txt", ".xml")):
            self.times.setdefault(url.split("/")[2], []).append(time.monotonic())
        return super().answer(method, url)


def test_a_host_is_asked_at_its_delay_and_not_at_the_engine_s_heartbeat(tmp_path: Path) -> None:
    hosts = ("one.example", "two.example")
    pages = {
        f"http://{host}/{page}": "".join(f'<a href="/{number}">{number}</a>' for number in range(8))
        for host in hosts
        for page in ("", *range(8))
    }
    web = ClockedWeb(pages)
    with serve(web):
        run = scrapy(
            "crawl", "referring", "-a", "domain=target.example",
            "-a", f"sources={','.join(hosts)}", *crawl_options(web, tmp_path),
            "-s", f"DOWNLOAD_DELAY={DELAY}", "-s", "RETRY_TIMES=0",
        )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert len(pd.read_parquet(tmp_path / "pages")) == 2 * (1 + 9)
    for host in hosts:
        times = web.times[host]
        gaps = [after - before for before, after in pairwise(times)]
        assert len(gaps) == 8
        assert min(gaps) > 0.9 * DELAY
        assert max(gaps) < HEARTBEAT / 2


def test_the_engine_has_the_bell_that_the_scheduler_rings() -> None:
    """A private name of Scrapy's: if it goes, hosts would wait for the heartbeat."""
    assert "nextcall" in _Slot.__init__.__annotations__
