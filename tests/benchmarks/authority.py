"""Measures PageRank on a generated graph of many pages.

`python -m tests.benchmarks.authority` makes a graph whose pages have inlinks by a power law, with a
tenth of the pages dangling and a tenth of the pairs not followed, and prints the CPU time and the
peak memory of its PageRank, in a process of its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from linkspider.analysis.authority.pagerank import Edges, pagerank

SEED = 1
MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024


def generate(pages: int, pairs: int, path: Path) -> None:
    """Write a graph of distinct pairs, in no order."""
    random = np.random.default_rng(SEED)
    keys = np.zeros(0, dtype=np.int64)
    while len(keys) < pairs:
        missing = int(1.1 * (pairs - len(keys)))
        source = random.integers(pages // 10, pages, missing)
        # So many inlinks have about k^-2.5 of the pages: the first has 1 % of all.
        target = (pages * random.random(missing) ** 3).astype(np.int64)
        keys = np.union1d(keys, (source * pages + target)[source != target])
    source, target = np.divmod(random.permutation(keys)[:pairs], pages)
    followed = random.random(pairs) >= 0.1
    np.savez(
        path, source=source.astype(np.int32), target=target.astype(np.int32), followed=followed
    )


def measure(pages: int, path: Path) -> tuple[float, float, float]:
    """CPU seconds of the PageRank; megabytes with the graph alone and at the most."""
    found = np.load(path)
    source, target, followed = (found[name] for name in ("source", "target", "followed"))
    edges = Edges(source, target, np.ones(len(source)), followed)
    before, began = peak(), time.process_time()
    rank = pagerank(edges, pages)
    seconds = time.process_time() - began
    assert rank.min() > 0
    return seconds, before, peak()


def peak() -> float:
    """The most megabytes that this process has had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_BYTES / 1e6


def main() -> int:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}.authority", description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000_000, help="%(default)s")
    parser.add_argument("--pairs", type=int, default=10_000_000, help="linked pairs (%(default)s)")
    arguments = parser.parse_args()
    # A process has at least the peak of the one that started it: both start from this small one.
    new = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory(prefix="linkspider-authority-") as folder,
        ProcessPoolExecutor(1, mp_context=new, max_tasks_per_child=1) as pool,
    ):
        path = Path(folder, "graph.npz")
        pool.submit(generate, arguments.pages, arguments.pairs, path).result()
        seconds, before, most = pool.submit(measure, arguments.pages, path).result()
    print(f"{arguments.pages:,} pages, {arguments.pairs:,} pairs")
    print(f"{seconds:8.1f} s of CPU")
    print(f"{most:8,.0f} MB at the most, {before:,.0f} MB with the graph alone")
    return 0


if __name__ == "__main__":
    sys.exit(main())
