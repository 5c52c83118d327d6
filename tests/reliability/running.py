"""Crawls that run beside a test, which disturbs them, and are gone on with afterwards."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from linkspider.demo.server import Answer, DemoWeb
from tests.conftest import PROJECT, crawl_options
from tests.rawweb import Crawled, page_of
from tests.reliability.runner import NEVER
from tests.reliability.site import SITE
from tests.web import SmallWeb

CRAWL = "disturbed"
PAGES = 300
LINKS = 10
PATIENCE = 60
"""Seconds after which what should have happened long ago has failed."""


class SlowWeb(SmallWeb):
    """Some hundred pages with ten links each, that take a moment."""

    seconds = 0.03

    def __init__(self) -> None:
        pages = {
            f"{SITE}/{n}": page_of(f"/{(n * 7 + step) % PAGES}" for step in range(1, LINKS + 1))
            for n in range(PAGES)
        }
        super().__init__({f"{SITE}/": page_of(["/0", "/1"]), **pages})

    def answer(self, method: str, url: str) -> Answer:
        """The answer, after a moment."""
        time.sleep(self.seconds)
        return super().answer(method, url)


@dataclass(frozen=True)
class Course:
    """How a crawl is run: where its tables are, and what else is said on the command line."""

    web: DemoWeb
    data: Path
    options: tuple[str, ...] = ()
    log: Path | None = None
    """Where it writes what it says; where there is none, it can be `ended`."""
    file_bytes: int | None = None
    """No file may be larger than that, as if its disk were full."""

    @property
    def frontier(self) -> Path:
        """Where its frontier is, if the options do not say otherwise."""
        return self.data / ".state" / f"{CRAWL}.sqlite"

    @contextmanager
    def begin(self, way: str = NEVER) -> Iterator[subprocess.Popen[str]]:
        """The crawl, begun or gone on with; ``way`` is where its process disturbs itself."""
        command = [
            sys.executable, "-m", "tests.reliability.runner", way, "crawl", "target",
            "-a", "domain=site.example", "-a", f"start_urls={SITE}/", "-a", f"crawl={CRAWL}",
            *crawl_options(self.web, self.data), *self.options,
        ]  # fmt: skip
        limit_files = None if self.file_bytes is None else self._limit_files
        with nullcontext(subprocess.PIPE) if self.log is None else self.log.open("ab") as output:
            process = subprocess.Popen(
                command, cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)},
                stdout=output, stderr=output, text=True, preexec_fn=limit_files,
            )  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()

    def ended(self, process: subprocess.Popen[str]) -> Ended:
        """What the process said, once it has ended by itself."""
        asked = time.monotonic()
        stdout, stderr = process.communicate(timeout=PATIENCE)
        seconds = time.monotonic() - asked
        return Ended(process.returncode, stdout, stderr, seconds)

    def run(self) -> Crawled:
        """The crawl, gone on with to its end."""
        with self.begin() as process:
            code, stdout, stderr, _ = self.ended(process)
        return Crawled(code, stdout, stderr, self.data, self.web)

    def _limit_files(self) -> None:
        assert self.file_bytes is not None
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.file_bytes, self.file_bytes))


class Ended(NamedTuple):
    """How a process ended, and how long it took from when it was waited for."""

    code: int
    stdout: str
    stderr: str
    seconds: float


def wait_until(is_so: Callable[[], bool], process: subprocess.Popen[str] | None = None) -> None:
    """Returns when something has happened, which must be before the process ends."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        if process is not None and process.poll() is not None:
            raise AssertionError(process.communicate()[1])
        time.sleep(0.01)
