"""Kills crawls and resumes them, and counts what that cost: `make kill-test KILLS=200`.

Each crawl is killed at random, by a stranger at any time or by itself at a step of making rows
durable, and resumed with the same command until it ends. Its tables must then be those of a crawl
that nobody disturbed, row for row; a reader who opened them all the while must not have noticed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from linkspider.demo.server import serve
from linkspider.frontier.store import Store
from tests.reliability import verdict
from tests.reliability.reader import Reader
from tests.reliability.runner import NEVER
from tests.reliability.running import Course
from tests.reliability.site import GRAPHS, Site

PAGES = 2_000
FLUSH_SECONDS = 0.4
RUN_SECONDS = 120
NEVER_ENDED = 124
"""The exit code of a crawl that should have ended long ago, as of `timeout`."""
STEPS = (
    *(f"{step}:{when}" for step in ("fsync", "rename", "commit") for when in ("before", "after")),
    *("begin:before", "begin:after", "part:after"),
)
FAR = 24
"""A step is let pass so often at most: then the crawl may have ended."""


@dataclass
class Tally:
    """What the kills of one graph cost."""

    kills: Counter[str] = field(default_factory=Counter)
    """How often a crawl died in which way."""
    crawls: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    """What else is wrong: exit codes, counts that do not add up, what the reader met."""
    reads: int = 0
    refetches: int = 0
    """How often pages were asked for beyond what an undisturbed crawl asks."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, twice, unreadable or otherwise wrong."""
        return not (self.lost or self.twice or self.unreadable or self.trouble)

    def __str__(self) -> str:
        total = self.kills.total()
        ways = ", ".join(f"{count} {way}" for way, count in self.kills.most_common())
        lines = [
            f"{total} kills of {self.crawls} crawls: {len(self.lost)} rows lost, "
            f"{len(self.twice)} twice, {len(self.unreadable)} unreadable files, "
            f"{len(self.trouble)} other troubles",
            f"  {self.reads} readings meanwhile; {self.refetches} pages fetched again "
            f"({self.refetches / max(total, 1):.1f} a kill)",
            f"  {ways}",
        ]
        for name in ("lost", "twice", "unreadable", "trouble"):
            lines += [f"  {name}: {text}" for text in getattr(self, name)[:10]]
        return "\n".join(lines)


class KillTest:
    """Crawls of one graph, to be killed."""

    def __init__(self, site: Site, graph: str, folder: Path, seed: int) -> None:
        self.tally = Tally()
        self._site = site
        self._folder = folder
        self._random = Random(seed)
        self._left_out = verdict.FIRST_FOUND if graph == "dense" else ()
        begun = time.monotonic()
        calm = folder / "calm"
        with self._course(calm).begin() as process:
            code = process.wait(RUN_SECONDS)
        self._seconds = time.monotonic() - begun
        self._requests = site.page_requests
        self._expected = verdict.read_rows(calm, but=self._left_out)
        self._check_calm(calm, code)

    def _check_calm(self, calm: Path, code: int) -> None:
        urls = [row[0] for row in self._expected["pages"].elements()]
        if code != 0 or set(urls) != self._site.urls or len(urls) != len(self._site.urls):
            difference = sorted(set(urls) ^ self._site.urls)
            raise AssertionError(f"the undisturbed crawl: exit code {code}, {difference[:10]}")
        assert not verdict.misses(calm), verdict.misses(calm)

    def run(self, kills: int) -> Iterator[str]:
        """Kill so often, and say each time what happened."""
        reader = Reader()
        try:
            while self.tally.kills.total() < kills:
                data = self._folder / f"crawl-{self.tally.crawls}"
                reader.watch(data)
                yield from self._crawl(data, kills)
        finally:
            readings = reader.stop()
            self.tally.reads = readings.reads
            self.tally.trouble += [f"a reader met {text}" for text in readings.failures]
            self.tally.trouble += [f"a reader saw {url} without links" for url in readings.bare]

    def _crawl(self, data: Path, kills: int) -> Iterator[str]:
        """One crawl, killed until it ends or has been killed often enough."""
        before, way = self._site.page_requests, ""
        while True:
            spared = self.tally.kills.total() >= kills
            way = NEVER if spared else self._next_way(way, is_new=not data.exists())
            code = self._run(data, way)
            if code == 0 or (code == 2 and self._is_finished(data)):
                break
            if code != -9 or spared:
                self.tally.trouble.append(f"exit code {code} at {way}")
                self.tally.crawls += 1
                return
            self.tally.kills[way.rpartition(":")[0]] += 1
            self.tally.unreadable += verdict.unreadable_files(data)
            yield f"kill {self.tally.kills.total()}: {way}"
        self._judge(data)
        again = self._site.page_requests - before - self._requests
        self.tally.refetches += again
        lost, twice = len(self.tally.lost), len(self.tally.twice)
        yield (
            f"crawl {self.tally.crawls} ended, {again} pages fetched again; "
            f"{lost} rows lost, {twice} twice so far"
        )

    def _next_way(self, before: str, *, is_new: bool) -> str:
        """How the next run is killed: by the clock (in milliseconds), or at a step."""
        random = self._random
        if is_new and random.random() < 0.3:
            return random.choice(["connect:after:1", "commit:before:1",
                                  "commit:after:1", "commit:before:2"])  # fmt: skip
        if random.random() < 0.4:
            # A second kill soon after the first meets the run while it cleans up.
            seconds = min(self._seconds, 3.0) if "clock" in before else self._seconds
            return f"clock:at:{round(random.uniform(0, seconds) * 1000)}"
        step = random.choice(STEPS)
        once = step.startswith("begin")
        return f"{step}:{1 if once else random.randint(1, random.choice([3, 8, FAR]))}"

    def _run(self, data: Path, way: str) -> int:
        step, _, number = way.split(":")
        by_clock = step == "clock"
        with self._course(data).begin(NEVER if by_clock else way) as process:
            try:
                return process.wait(int(number) / 1000 if by_clock else RUN_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                code = process.wait()
                return code if by_clock else NEVER_ENDED

    def _course(self, data: Path) -> Course:
        """A crawl that fetches as fast as it can and writes often."""
        options = (
            "-a", "speed=full", "-s", f"LINKSPIDER_FLUSH_SECONDS={FLUSH_SECONDS}",
            "-s", "RETRY_TIMES=1", "-s", "LOG_LEVEL=WARNING",
            # What is broken is no reason to leave a host alone here: kills make it come in bunches.
            "-s", "LINKSPIDER_RETRY_SECONDS=0",
        )  # fmt: skip
        return Course(self._site, data, options, log=self._folder / "log.txt")

    def _is_finished(self, data: Path) -> bool:
        """Whether a crawl was killed only after its end, so that there is nothing to go on with."""
        store = Store(self._course(data).frontier)
        try:
            return store.fact("finished") == "yes"
        finally:
            store.close()

    def _judge(self, data: Path) -> None:
        self.tally.crawls += 1
        found = verdict.read_rows(data, but=self._left_out)
        self.tally.lost += verdict.missing(self._expected, found)
        self.tally.twice += verdict.superfluous(self._expected, found)
        self.tally.unreadable += verdict.unreadable_files(data)
        self.tally.trouble += verdict.misses(data)


def kill_crawls(
    graph: str, kills: int, *, pages: int, seed: int, folder: Path, verbose: bool = True
) -> Tally:
    """What so many kills of crawls of a graph cost."""
    with serve(Site(graph, pages)) as site:
        assert isinstance(site, Site)
        test = KillTest(site, graph, folder, seed)
        for line in test.run(kills):
            if verbose:
                print(f"{graph}: {line}", flush=True)
    return test.tally


def main() -> int:
    """Kill crawls of each graph, and say what came of it; 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how many, for each graph")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--graph", choices=GRAPHS, action="append")
    given = parser.parse_args()
    tallies = {}
    for graph in given.graph or GRAPHS:
        with tempfile.TemporaryDirectory(prefix="linkspider-kill-") as folder:
            tallies[graph] = kill_crawls(
                graph, given.kills, pages=given.pages, seed=given.seed, folder=Path(folder)
            )
    for graph, tally in tallies.items():
        print(f"\n{graph}, {given.pages} pages: {tally}")
    return 0 if all(tally.is_clean for tally in tallies.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
