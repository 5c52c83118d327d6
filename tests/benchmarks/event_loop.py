"""Prints how late a crawl's event loop is, with healthy and hostile pages or sitemaps side by side.

Other hosts wait while it is late: reading and writing pages should not take it long at a time.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import statistics
import sys
import tempfile
from pathlib import Path
from time import monotonic, thread_time
from typing import TYPE_CHECKING, Any

from scrapy import signals

from linkspider.demo.server import serve
from linkspider.settings import EXTENSIONS
from tests.conftest import crawl_options, scrapy
from tests.hostile_shapes import SHAPES
from tests.rawweb import Page, RawWeb, http, page_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SITE = "http://late.example"
SECONDS = 0.01
HEALTHY = 400
JUST_UNDER_THE_THREAD = 240 * 1024
AMPERSANDS = b"<urlset><url><loc>" + b"&amp;" * 9_000_000


class Lateness:
    """A Scrapy extension that writes down by how much each of its naps was too long (ms)."""

    def __init__(self, crawler: Crawler) -> None:
        self._file = Path(crawler.settings["LATENESS_FILE"])
        self._late: list[tuple[float, float]] = []
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Lateness:
        extension = cls(crawler)
        crawler.signals.connect(extension.start, signals.engine_started)
        crawler.signals.connect(extension.stop, signals.engine_stopped)
        return extension

    def start(self) -> None:
        self._task = asyncio.ensure_future(self._nap())

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._file.write_text(json.dumps(self._late))

    async def _nap(self) -> None:
        while True:
            began, worked = monotonic(), thread_time()
            await asyncio.sleep(SECONDS)
            late = monotonic() - began - SECONDS
            self._late.append((late * 1000, (thread_time() - worked) * 1000))


def web(size: int) -> dict[str, Page]:
    """Hostile pages of a size, each between healthy ones, all named by the home page."""
    shapes = enumerate(SHAPES.values())
    pages: dict[str, Page] = {f"{SITE}/bad/{n}": http(make(size)) for n, make in shapes}
    pages |= {f"{SITE}/good/{n}": page_of(["http://b.example/"] * 100) for n in range(HEALTHY)}
    step = HEALTHY // (len(SHAPES) + 1)
    names: list[str] = []
    for number in range(len(SHAPES)):
        names += [f"/good/{n}" for n in range(number * step, number * step + step)]
        names.append(f"/bad/{number}")
    return pages | {f"{SITE}/": page_of(names)}


def healthy() -> dict[str, Page]:
    """Healthy pages, all named by the home page."""
    return {url: page for url, page in web(1).items() if "/bad/" not in url}


def with_sitemaps(body: bytes, number: int) -> dict[str, Page]:
    """Healthy pages, and so many sitemaps that unpack to the same."""
    packed = http(gzip.compress(body), content_type=b"application/gzip")
    maps = {f"{SITE}/{n}.xml.gz": packed for n in range(number)}
    robots = "".join(f"Sitemap: {url}\n" for url in maps)
    return {
        **healthy(),
        **maps,
        f"{SITE}/robots.txt": http(robots.encode(), content_type=b"text/plain"),
    }


def entries(number: int) -> bytes:
    """A sitemap with so many entries, of another host."""
    each = (f"<url><loc>http://elsewhere.example/{n}</loc></url>" for n in range(number))
    return b"<urlset>" + "".join(each).encode()


def index(number: int) -> bytes:
    """A sitemap that names so many others, of another host."""
    each = (
        f"<sitemap><loc>http://elsewhere.example/{n}.xml</loc></sitemap>" for n in range(number)
    )
    return b"<sitemapindex>" + "".join(each).encode()


def lateness(pages: dict[str, Page], *options: str) -> list[tuple[float, float]]:
    """The lateness of each nap of a crawl, by the clock and by the loop's own CPU (ms)."""
    with tempfile.TemporaryDirectory() as folder, serve(RawWeb(pages)) as running:
        file = Path(folder) / "late"
        extensions = json.dumps(EXTENSIONS | {"tests.benchmarks.event_loop.Lateness": 0})
        run = scrapy(
            "crawl", "target", "-a", "domain=late.example", "-a", f"start_urls={SITE}/",
            "-a", "speed=full", "-s", f"EXTENSIONS={extensions}", "-s", f"LATENESS_FILE={file}",
            "-s", "LOG_LEVEL=WARNING", *crawl_options(running, Path(folder) / "data"), *options,
        )  # fmt: skip
        if run.returncode:
            sys.exit(run.stderr)
        found: list[Any] = json.loads(file.read_text())
    return [(late, worked) for late, worked in found]


def main() -> None:
    """Print a line for each kind of web: the median, the 99th percentile and the worst."""
    webs = {
        "healthy pages": healthy(),
        "and hostile ones of 240 KB": web(JUST_UNDER_THE_THREAD // 250),
        "and hostile ones of 1 MB": web(4_000),
        "and 10 sitemaps of 50,000": with_sitemaps(entries(50_000), 10),
        "and 10 sitemaps of one word": with_sitemaps(AMPERSANDS, 10),
    }
    for name, pages in webs.items():
        late = lateness(pages)
        told = []
        for column, kind in enumerate(("by the clock", "of the loop's own CPU")):
            values = [each[column] for each in late]
            cuts = statistics.quantiles(values, n=100)
            told.append(f"{cuts[49]:5.1f} {cuts[98]:6.1f} {max(values):7.1f} ms {kind}")
        print(f"{name:28} {len(late):6} naps  median, 99 %, worst: {'; '.join(told)}", flush=True)


if __name__ == "__main__":
    main()
