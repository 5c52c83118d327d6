"""`scrapy` in a process that kills itself at a chosen step, or is slow at it.

    python -m tests.reliability.runner STEP:WHEN:NUMBER crawl target -a …

runs the command line behind the first argument, and ends by SIGKILL before or after (WHEN) the
step is taken for the NUMBER-th time; or the step takes a minute (`stall`), is left out (`skip`) or
raises an error (`fail`), or takes NUMBER seconds each time that it is taken in a thread (`slow`).
Rows are gathered in small lots, so that there are many steps. A step of `never` disturbs nothing.
"""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from threading import current_thread, main_thread
from time import sleep
from typing import Any

from scrapy.cmdline import execute

import linkspider.html
import linkspider.spiders.base
import linkspider.spiders.target
import pipelines.link_type
import pipelines.parquet
from linkspider.dataset import Dataset
from linkspider.frontier.store import Store
from linkspider.frontier.url_table import UrlTable

NEVER = "never:-:0"
STEPS: dict[str, tuple[Any, str]] = {
    "fsync": (os, "fsync"),
    "rename": (Path, "replace"),
    "commit": (Store, "commit"),
    "part": (Dataset, "write_part"),
    "begin": (Dataset, "begin"),
    "connect": (sqlite3, "connect"),
    "read": (linkspider.html, "read"),
    "finish": (UrlTable, "finish"),
    "answer": (linkspider.spiders.base, "add_response"),
    "tag": (pipelines.link_type, "tag_links"),
    "sitemap": (linkspider.spiders.target, "read_sitemap"),
    "look-up": (socket, "getaddrinfo"),
}
"""What a crawl does to make rows durable: each data file and then its folder are fsynced, with the
rename between; a part is one table's file; `begin` removes what a crash left; `connect` makes the
frontier's file. `read` reads a page, `tag` tags its links, `sitemap` reads a sitemap; `answer`
takes any answer in; `finish` says in the frontier's file what came of a URL; `look-up` finds the
addresses of a host."""
STALL_SECONDS = 60
BATCH_ROWS = 16
PART_ROWS = 1_500


def disturb(step: str, when: str, number: int) -> None:
    """Make the process kill itself, wait or go wrong at a step."""
    owner, name = STEPS[step]
    take_step: Callable[..., Any] = getattr(owner, name)
    taken = 0

    def count(*args: Any, **kwargs: Any) -> Any:
        nonlocal taken
        taken += 1
        if taken == number and when == "before":
            _die()
        if taken == number and when == "stall":
            print("stalled", flush=True)
            sleep(STALL_SECONDS)
        if taken == number and when == "skip":
            return None
        if taken == number and when == "fail":
            raise RuntimeError("disturbed")
        if when == "slow" and current_thread() is not main_thread():
            sleep(number)
        result = take_step(*args, **kwargs)
        if taken == number and when == "after":
            _die()
        return result

    setattr(owner, name, count)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Prepare the process, and be `scrapy`."""
    step, when, number = sys.argv[1].split(":")
    if step != "never":
        disturb(step, when, int(number))
    pipelines.parquet.BATCH_ROWS = BATCH_ROWS
    pipelines.parquet.ROW_GROUP_ROWS = PART_ROWS
    execute(["scrapy", *sys.argv[2:]])


if __name__ == "__main__":
    main()
