"""Someone who reads the tables all the time, in a process of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import sleep

import pandas as pd

TABLES = ("pages", "links", "sitemaps", "crawls")
PAUSE_SECONDS = 0.1


@dataclass
class Readings:
    """What a reader met."""

    reads: int = 0
    """How often all tables were read."""
    failures: list[str] = field(default_factory=list)
    """What was said where a table could not be read."""
    bare: list[str] = field(default_factory=list)
    """Pages that were visible without their links."""


class Reader:
    """Reads what is in a folder over and over, from the moment that all tables are there."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_read_on, args=(theirs,), daemon=True)
        self._process.start()

    def watch(self, data: Path) -> None:
        """Turn to another folder, which must not be removed before the end."""
        self._pipe.send(data)

    def stop(self) -> Readings:
        """What was met until now; nothing more is read."""
        self._pipe.send(None)
        readings: Readings = self._pipe.recv()
        self._process.join()
        return readings


def _read_on(orders: Connection) -> None:
    readings, data = Readings(), None
    while True:
        while orders.poll(None if data is None else PAUSE_SECONDS):
            data = orders.recv()
            if data is None:
                orders.send(readings)
                return
        if data is not None and all(list((data / name).glob("*/*.parquet")) for name in TABLES):
            _read(data, readings)


def _read(data: Path, readings: Readings) -> None:
    try:
        before = _pages(data)
        links = set(pd.read_parquet(data / "links", columns=["source_url"])["source_url"])
        # What is there before and after was there while the links were read.
        for url in set.intersection(before, _pages(data)):
            if url[0] not in links:
                readings.bare.append(url[0])
        for name in TABLES:
            pd.read_parquet(data / name)
    except Exception as error:  # whatever a reader may meet is what is asked for
        readings.failures.append(f"{type(error).__name__}: {error}"[:300])
        sleep(PAUSE_SECONDS)
    readings.reads += 1


def _pages(data: Path) -> set[tuple[str, pd.Timestamp]]:
    """The pages that must have links, each with when it was fetched."""
    pages = pd.read_parquet(data / "pages", columns=["url", "status", "fetched_at"])
    pages = pages[pages["status"] == 200]
    return set(zip(pages["url"], pages["fetched_at"], strict=True))
