"""Prints what pages of hostile shapes cost to read: CPU seconds, and memory at the largest size."""

from __future__ import annotations

import gc
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from linkspider import html
from tests.hostile_shapes import SHAPES

SIZES = (2_000, 8_000, 32_000)
MOST_SECONDS = 2.0
MOST_MEGABYTES = 512


class Cost(NamedTuple):
    """What the reading of one page took, and what came of it."""

    kilobytes: int
    seconds: float
    megabytes: float
    links: int
    truncated: bool


def cost(shape: str, size: int) -> Cost:
    """What the page of this shape and size costs; to be asked in a process of its own."""
    body = SHAPES[shape](size)
    gc.set_threshold(100_000, 50, 50)  # as in a crawl
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    page = html.read(
        body,
        "http://a.example/",
        {"content-type": ["text/html"]},
        lambda target: target.host == "t.example",
    )
    seconds = time.process_time() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return Cost(len(body) // 1024, seconds, grown / 1024, len(page.links), page.truncated or False)


def main() -> None:
    """Print a line for each shape (those named as arguments, or all), marked where it is dear."""
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as processes:
        for shape in sys.argv[1:] or SHAPES:
            costs = list(processes.map(cost, [shape] * len(SIZES), SIZES))
            told = "  ".join(f"{each.kilobytes:5,} KB {each.seconds:5.2f} s" for each in costs)
            last = costs[-1]
            is_dear = last.seconds > MOST_SECONDS or last.megabytes > MOST_MEGABYTES
            print(
                f"{shape:34} {told} {last.megabytes:6.0f} MB {last.links:7,} links",
                "truncated" if last.truncated else "         ",
                "!" if is_dear else "",
                flush=True,
            )


if __name__ == "__main__":
    main()
