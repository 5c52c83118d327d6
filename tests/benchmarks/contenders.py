"""The crawls that are compared: what each runs and where it writes."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .outputs import Output, read_advertools, read_linkspider, read_tutorial

PROJECT = Path(__file__).parents[2]
COMPETITORS = Path(__file__).parent / "competitors"
SETTINGS = {
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "INFO",
    "TELNETCONSOLE_ENABLED": False,
}


@dataclass(frozen=True, kw_only=True)
class Contender:
    """One way to crawl a site."""

    name: str

    command: Callable[[str, Path], list[str]]
    """The command line for a start URL and the path to write to."""

    read: Callable[[Path], Output]

    output: str
    """The name of the file or folder that it writes."""

    in_project: bool = False
    """Runs in the project's folder; the others run in an empty one, without a project."""

    pages_without_links: bool = True
    """Its output shows pages that have no links."""

    requires: str = "scrapy"


def _linkspider(start_url: str, output: Path, program: str = "scrapy") -> list[str]:
    command = [sys.executable, "-m", program, "crawl", "target"]
    command += ["-a", "domain=127.0.0.1", "-a", f"start_urls={start_url}", "-a", "speed=full"]
    command += ["-s", f"LINKSPIDER_DATA={output}"]
    command += ["-s", "LINKSPIDER_ALLOWED_NETWORKS=127.0.0.0/8"]
    return [*command, "-s", f"LOG_LEVEL={SETTINGS['LOG_LEVEL']}"]


def _in_memory(start_url: str, output: Path) -> list[str]:
    return _linkspider(start_url, output, "tests.benchmarks.memory_frontier")


def _tutorial(start_url: str, output: Path) -> list[str]:
    spider = str(COMPETITORS / "tutorial_spider.py")
    command = [sys.executable, "-m", "scrapy", "runspider", spider]
    command += ["-a", f"start_url={start_url}", "-o", f"{output}:jsonlines"]
    for name, value in SETTINGS.items():
        command += ["-s", f"{name}={value}"]
    return command


def _advertools(start_url: str, output: Path) -> list[str]:
    script = str(COMPETITORS / "advertools_crawl.py")
    return [sys.executable, script, start_url, str(output), json.dumps(SETTINGS)]


CONTENDERS = (
    Contender(
        name="linkspider",
        command=_linkspider,
        read=read_linkspider,
        output="data",
        in_project=True,
        requires="linkspider",
    ),
    Contender(
        name="in-memory",
        command=_in_memory,
        read=read_linkspider,
        output="data",
        in_project=True,
        requires="linkspider",
    ),
    Contender(
        name="tutorial",
        command=_tutorial,
        read=read_tutorial,
        output="links.jsonl",
        pages_without_links=False,
    ),
    Contender(
        name="advertools",
        command=_advertools,
        read=read_advertools,
        output="pages.jl",
        requires="advertools",
    ),
)


def missing(contenders: list[Contender]) -> list[str]:
    """The packages that these crawls need and that cannot be imported here."""
    needed = dict.fromkeys([*(c.requires for c in contenders), "uvloop", "selectolax"])
    return [name for name in needed if importlib.util.find_spec(name) is None]
