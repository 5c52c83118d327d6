"""What several tests share: crawls as a user runs them, and the demo web crawled once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from linkspider.demo.server import DOMAIN, REFERRING, DemoWeb, serve
from tests.hostile_texts import HostileWeb

PROJECT = Path(__file__).parents[1]
CRAWL_SECONDS = 120


def scrapy(*arguments: object, cwd: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    """Run `scrapy` with these arguments, as a user would in the project's folder."""
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=CRAWL_SECONDS,
        check=False,
    )


def crawl_options(web: DemoWeb, data: Path) -> list[str]:
    """The settings for a crawl of the demo web, which needs no politeness."""
    settings = {
        "LINKSPIDER_PROXY": web.proxy,
        "LINKSPIDER_DATA": data,
        "DOWNLOAD_DELAY": 0,
        "LINKSPIDER_RETRY_SECONDS": 0.05,
        "USER_AGENT": "linkspider (test)",
    }
    return [text for name, value in settings.items() for text in ("-s", f"{name}={value}")]


@pytest.fixture(scope="session")
def demo_web() -> Iterator[DemoWeb]:
    """The demo web, served on loopback."""
    with serve() as web:
        yield web


@pytest.fixture(scope="session")
def demo_data(demo_web: DemoWeb, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of both spiders' crawls of the demo web."""
    data = tmp_path_factory.mktemp("demo") / "data"
    crawl_demo(demo_web, data, "demo")
    return data


@pytest.fixture(scope="session")
def demo_months(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the same crawls, and of those a month later."""
    data = tmp_path_factory.mktemp("months") / "data"
    shutil.copytree(demo_data, data)
    with serve(DemoWeb(later=True)) as web:
        crawl_demo(web, data, "later")
    return data


@pytest.fixture(scope="session")
def hostile_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of both spiders' crawls of a web whose every text is an attack."""
    data = tmp_path_factory.mktemp("hostile") / "data"
    with serve(HostileWeb()) as web:
        for spider, *arguments in (
            ["target", "speed=full", "start_urls=http://shop.example/"],
            ["referring", "sources=evil.example"],
        ):
            given = [part for text in ("domain=shop.example", *arguments) for part in ("-a", text)]
            run = scrapy("crawl", spider, *given, *crawl_options(web, data))
            assert run.returncode == 0, run.stderr
    return data


def crawl_demo(web: DemoWeb, data: Path, name: str) -> None:
    """Both crawls of a demo web: NAME-target and NAME-referring."""
    for arguments in (
        ["target", "-a", "speed=full", "-a", f"crawl={name}-target"],
        ["referring", "-a", f"sources={REFERRING}", "-a", f"crawl={name}-referring"],
    ):
        options = crawl_options(web, data)
        run = scrapy("crawl", *arguments, "-a", f"domain={DOMAIN}", *options)
        assert run.returncode == 0, run.stderr
