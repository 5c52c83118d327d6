"""Measures how much memory a crawl needs whose URLs are many.

`python -m tests.benchmarks.memory` crawls tiny pages until a million URLs are known and half of
them fetched, and prints the curve. It ends with 1 where the crawl fails, never because of memory.
"""

from __future__ import annotations

import argparse
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .contenders import PROJECT
from .crawl import Helper, environment

SAMPLE_SECONDS = 0.5


class Sample(NamedTuple):
    """The memory of the crawl's process after so many pages."""

    pages: int
    megabytes: float


class Measured(NamedTuple):
    """A whole crawl."""

    exit_code: int
    samples: list[Sample]
    cpu_seconds: float
    log: str

    @property
    def peak(self) -> float:
        """The most megabytes that the process had in memory."""
        return max((sample.megabytes for sample in self.samples), default=0.0)

    def growth(self, warm_up: int, window: int) -> float:
        """Megabytes that the process grew for 100,000 pages after ``warm_up`` pages: least squares
        through the lowest of each ``window``, as rows pile up and are written."""
        lowest: dict[int, Sample] = {}
        for sample in self.samples:
            if sample.pages >= warm_up:
                known = lowest.setdefault(sample.pages // window, sample)
                lowest[sample.pages // window] = min(known, sample, key=lambda s: s.megabytes)
        points = list(lowest.values())
        if len(points) < 3:
            return float("nan")
        x = sum(point.pages for point in points) / len(points)
        y = sum(point.megabytes for point in points) / len(points)
        spread = sum((point.pages - x) ** 2 for point in points)
        return 1e5 * sum((p.pages - x) * (p.megabytes - y) for p in points) / spread


@contextmanager
def endless_site(total: int) -> Iterator[tuple[str, Helper]]:
    """The site while it is served."""
    with Helper("endless_site", str(total), cwd=PROJECT) as server:
        assert server.stdout
        yield server.stdout.readline().strip(), server


def pages_served(server: Helper) -> int:
    """How many pages the server has sent."""
    assert server.stdin and server.stdout
    server.stdin.write("\n")
    server.stdin.flush()
    ready, _, _ = select.select([server.stdout], [], [], 30)
    return int(server.stdout.readline()) if ready else 0


def measure(total: int, max_pages: int, timeout: float, folder: Path) -> Measured:
    """Crawl ``max_pages`` of ``total`` pages, and look at the process's memory meanwhile."""
    samples: list[Sample] = []
    with endless_site(total) as (url, server), (folder / "log.txt").open("w+") as log:
        command = [sys.executable, "-m", "scrapy", "crawl", "target", "-a", f"domain={url}",
                   "-a", "speed=full", "-a", f"max_pages={max_pages}", "-a", "crawl=memory",
                   "-s", f"LINKSPIDER_DATA={folder / 'data'}",
                   "-s", "LINKSPIDER_ALLOWED_NETWORKS=127.0.0.0/8"]  # fmt: skip
        crawl = subprocess.Popen(command, cwd=PROJECT, env=environment(), stdout=log, stderr=log)
        deadline = time.monotonic() + timeout
        try:
            while crawl.poll() is None and time.monotonic() < deadline:
                status = Path(f"/proc/{crawl.pid}/status").read_text()
                if found := [line for line in status.splitlines() if line.startswith("VmRSS")]:
                    samples.append(Sample(pages_served(server), int(found[0].split()[1]) / 1024))
                time.sleep(SAMPLE_SECONDS)
        finally:
            crawl.kill()
            crawl.wait()
        log.seek(0)
        usage = os.times()
        return Measured(
            crawl.returncode, samples, usage.children_user + usage.children_system, log.read()
        )


def main() -> int:
    """Crawl, print the curve and the figures; the exit code."""
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}.memory", description=__doc__)
    parser.add_argument("--known", type=int, default=1_000_000, help="URLs (%(default)s)")
    parser.add_argument("--pages", type=int, default=500_000, help="to fetch (%(default)s)")
    parser.add_argument("--timeout", type=float, default=3_600, help="seconds (%(default)s)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="linkspider-memory-") as folder:
        measured = measure(arguments.known, arguments.pages, arguments.timeout, Path(folder))
        state = sum(path.stat().st_size for path in Path(folder, "data/.state").iterdir())
    step = max(1, arguments.pages // 20)
    due = 0
    print("   pages     MB in memory")
    for sample in measured.samples:
        if sample.pages >= due:
            due = sample.pages + step
            bar = "#" * round(sample.megabytes / 8)
            print(f"{sample.pages:8,} {sample.megabytes:8.0f}  {bar}")
    growth = measured.growth(arguments.pages // 4, step)
    print(
        f"{arguments.known:,} URLs, {arguments.pages:,} pages: peak {measured.peak:.0f} MB, "
        f"{growth:+.1f} MB for each 100,000 pages after the first "
        f"{arguments.pages // 4:,}; {1e3 * measured.cpu_seconds / arguments.pages:.2f} ms CPU a "
        f"page; frontier {state / 2**20:.0f} MB on disk"
    )
    if measured.exit_code:
        print(measured.log[-3_000:], file=sys.stderr)
    return 1 if measured.exit_code else 0


if __name__ == "__main__":
    sys.exit(main())
