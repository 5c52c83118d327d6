"""Measures what it costs to hand out a URL, with one host and with thousands.

`python -m tests.benchmarks.frontier` fills frontiers with the same number of URLs on ever more
hosts, hands all of them out, and prints the CPU time of each step for a URL.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from linkspider.frontier.budgets import Limits
from linkspider.frontier.entry import Entry
from linkspider.frontier.frontier import Frontier
from linkspider.frontier.outcomes import Outcome, State
from linkspider.frontier.store import Store

BATCH = 10_000


def measure(urls: int, hosts: int, path: Path) -> tuple[float, float, float, float]:
    """Microseconds of CPU for a URL: to take it in, to look it up, to hand it out, to finish it."""
    frontier = Frontier(Store(path), Limits(), per_host=BATCH)
    names = [f"host{number}.example" for number in range(hosts)]
    entries = [
        Entry(
            url=f"https://{names[number % hosts]}/page/{number}",
            host=names[number % hosts],
            depth=number % 7,
            discovered_from=f"https://{names[number % hosts]}/",
        )
        for number in range(urls)
    ]
    moments = [time.process_time()]
    for entry in entries:
        frontier.add(entry)
    frontier.commit()
    moments.append(time.process_time())
    for entry in entries:
        assert frontier.knows(entry.key)
    moments.append(time.process_time())
    outcomes = []
    finishing = 0.0
    while (taken := frontier.take(0.0, lambda host: 0.0)) is not None:
        frontier.release(taken)
        outcomes.append(Outcome(taken.key, State.DONE))
        if len(outcomes) == BATCH or not frontier.queued:
            began = time.process_time()
            frontier.commit(outcomes)
            outcomes = []
            finishing += time.process_time() - began
    moments.append(time.process_time())
    assert frontier.counts.done == urls
    added, known, handed_out = (after - before for before, after in pairwise(moments))
    frontier.store.close()
    return tuple(1e6 * cost / urls for cost in (added, known, handed_out - finishing, finishing))  # type: ignore[return-value]


def main() -> int:
    """Print a line for each number of hosts."""
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}.frontier", description=__doc__)
    parser.add_argument("--urls", type=int, default=200_000, help="of each frontier (%(default)s)")
    parser.add_argument("--hosts", type=int, nargs="+", default=[1, 100, 5_000, 50_000])
    arguments = parser.parse_args()
    print("µs of CPU a URL")
    print("  hosts   take in   look up  hand out    finish")
    for hosts in arguments.hosts:
        with tempfile.TemporaryDirectory(prefix="linkspider-frontier-") as folder:
            costs = measure(arguments.urls, hosts, Path(folder, "frontier.sqlite"))
        print(f"{hosts:7,} " + " ".join(f"{cost:9.1f}" for cost in costs), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
