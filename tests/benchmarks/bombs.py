"""Prints what bodies that unpack to 10 GB cost a crawl: peak memory beyond that of a healthy one.

Each is the only page, or the only sitemap, of a crawl in a process of its own.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import brotli
import pyarrow.parquet as pq
from backports import zstd

from linkspider.demo.server import serve
from tests.conftest import PROJECT, crawl_options
from tests.rawweb import Page, RawWeb, http, page_of

SITE = "http://bombs.example"
ZEROS = bytes(100_000_000)
TIMES = 100
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'


def deflated() -> bytes:
    """10 GB of zeros for zlib; the checksum, which nobody should reach, is missing."""
    packer = zlib.compressobj(9)
    first = packer.compress(ZEROS) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(ZEROS) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (TIMES - 1)


def brotlied() -> bytes:
    """10 GB of zeros for Brotli."""
    packer = brotli.Compressor(quality=5)
    pieces = [packer.process(ZEROS) + packer.flush() for _ in range(3)]
    return pieces[0] + pieces[1] + pieces[2] * (TIMES - 2)


def page(encoding: bytes, body: bytes) -> dict[str, Page]:
    """A web whose only page is packed."""
    return {f"{SITE}/": http(body, b"Content-Encoding: " + encoding)}


def sitemap(*bodies: bytes) -> dict[str, Page]:
    """A web of one page and sitemaps, the first of which robots.txt names."""
    maps = {
        f"{SITE}/map{number}": http(body, content_type=b"application/xml")
        for number, body in enumerate(bodies)
    }
    robots = http(f"Sitemap: {SITE}/map0\n".encode(), content_type=b"text/plain")
    return {f"{SITE}/": page_of([]), f"{SITE}/robots.txt": robots, **maps}


def index(names: range) -> bytes:
    """A sitemap index that names sitemaps by number."""
    return INDEX.format(
        "".join(f"<sitemap><loc>{SITE}/map{name}</loc></sitemap>" for name in names)
    ).encode()


URLS = b"<urlset>%b</urlset>"
ENTRY = b"<url><loc>http://bombs.example/?%d</loc><lastmod>2026-05-01</lastmod></url>"
BOMBS: Mapping[str, Callable[[], dict[str, Page]]] = {
    "a healthy page": lambda: {f"{SITE}/": page_of(["http://b.example/"])},
    "gzip": lambda: page(b"gzip", gzip.compress(ZEROS) * 80),
    "deflate": lambda: page(b"deflate", deflated()[: 8 * 1024 * 1024]),
    "br": lambda: page(b"br", brotlied()),
    "zstd": lambda: page(b"zstd", zstd.compress(ZEROS) * TIMES),
    "br in gzip in gzip": lambda: page(b"br, gzip, gzip", gzip.compress(gzip.compress(brotlied()))),
    "400,000 empty gzips": lambda: page(b"gzip", gzip.compress(b"") * 400_000),
    "sitemap .gz": lambda: sitemap(gzip.compress(ZEROS) * TIMES),
    "sitemap in br": lambda: (
        sitemap()
        | {
            f"{SITE}/map0": http(
                brotlied(), b"Content-Encoding: br", content_type=b"application/xml"
            )
        }
    ),
    "sitemaps that name each other": lambda: sitemap(*[index(range(200))] * 200),
    "an index of 50,000 sitemaps": lambda: sitemap(index(range(50_000))),
    "a sitemap of 50 MB": lambda: sitemap(URLS % b"".join(ENTRY % n for n in range(600_000))),
    "50 MB of one element": lambda: sitemap(URLS % (b"<x/>" * 12_000_000)),
    "50 MB of open elements": lambda: sitemap(b"<urlset>" + b"<x>" * 16_000_000),
    "50 MB of text": lambda: sitemap(b"<urlset><url><loc>" + b"x " * 24_000_000),
    "50 MB of words": lambda: sitemap(b"x " * 24_000_000),
}


def crawl(pages: dict[str, Page], data: Path) -> dict[str, Any]:
    """What a crawl of the pages cost."""
    with serve(RawWeb(pages)) as web:
        process = subprocess.Popen(
            [
                sys.executable, "-m", "tests.benchmarks.measure", "300",
                sys.executable, "-m", "scrapy", "crawl", "target", "-a", "domain=bombs.example",
                "-a", f"start_urls={SITE}/", "-a", "speed=full", *crawl_options(web, data),
                "-s", f"LOG_FILE={data.parent / 'log'}",
            ],
            cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )  # fmt: skip
        assert process.stdout is not None
        # It ends when its standard input does, which must stay open until then.
        cost: dict[str, Any] = json.loads(process.stdout.read())
        process.communicate()
    lines = (data.parent / "log").read_text("utf-8").splitlines()
    reasons = [line[9:] for line in lines if "sitemap" in line]
    return cost | {"reason": reasons[-1] if reasons else ""}


def main() -> None:
    """Print a line for each bomb (those named as arguments, or all), after the healthy page."""
    healthy: float | None = None
    for name in ["a healthy page", *(sys.argv[1:] or list(BOMBS)[1:])]:
        with tempfile.TemporaryDirectory() as folder:
            cost = crawl(BOMBS[name](), Path(folder) / "data")
            [row] = pq.read_table(Path(folder) / "data/pages").to_pylist()[:1]
        peak = cost["peak_bytes"] / 1024 / 1024
        healthy = healthy or peak
        print(
            f"{name:32} {peak - healthy:+6.0f} MB {cost['user_seconds']:6.1f} s CPU",
            f"exit {cost['exit_code']} {row['error'] or row['status']} {cost['reason'][:90]}",
            flush=True,
        )


if __name__ == "__main__":
    main()
