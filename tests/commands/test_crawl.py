"""`scrapy crawl`: what it refuses, its exit codes, and tables that can be read while it runs."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from linkspider.demo.server import Answer, DemoWeb, serve
from tests.conftest import CRAWL_SECONDS, PROJECT, crawl_options, scrapy
from tests.rawweb import Crawled, crawl, page_of
from tests.web import SmallWeb

SITE = "http://site.example"
TABLES = ("links", "pages", "sitemaps", "crawls")
SMALL: dict[str, Answer | str] = {
    f"{SITE}/": page_of(["/a", "http://b.example/"]),
    f"{SITE}/a": page_of(["/"]),
}


class Refused(NamedTuple):
    """A command line that is refused, and words that its one line must hold."""

    arguments: str
    words: str = ""


REFUSED = {
    "no spider": Refused("", "target"),
    "an unknown spider": Refused("nobody -a domain=site.example", "target"),
    "no argument": Refused("target", "domain"),
    "an unknown argument": Refused("target -a domain=site.example -a maxpages=3", "max_pages"),
    "an argument of another spider": Refused(
        "referring -a domain=site.example -a sources=a.example -a speed=full", "speed"
    ),
    "an argument given twice": Refused(
        "target -a domain=site.example -a domain=b.example", "domain is given twice"
    ),
    "an argument without a value": Refused("target -a domain"),
    "an empty argument": Refused("target -a domain=", "domain"),
    "an unparseable domain": Refused("target -a domain=http://[", "domain"),
    "a domain with a path": Refused("target -a domain=site.example/docs", "https://"),
    "a public suffix": Refused("target -a domain=co.uk", "co.uk"),
    "a domain on two lines": Refused("target -a domain=si%0Ate.example%0A/x", "domain"),
    "a domain of odd bytes": Refused("target -a domain=%FF%FE", "domain"),
    "no sources": Refused("referring -a domain=site.example", "sources"),
    "a missing file": Refused("referring -a domain=site.example -a sources=DIR/no.txt", "no.txt"),
    "an empty file": Refused(
        "referring -a domain=site.example -a sources=DIR/empty.txt", "sources"
    ),
    "a CSV without URLs": Refused(
        "referring -a domain=site.example -a sources=DIR/bare.csv", "source_url"
    ),
    "a bad line": Refused("referring -a domain=site.example -a sources=DIR/bad.txt", "line 2"),
    "max_pages in words": Refused("target -a domain=site.example -a max_pages=abc", "max_pages"),
    "a huge number": Refused("target -a domain=site.example -a max_depth=" + "9" * 5_000),
    "a crawl id in digits": Refused("target -a domain=site.example -a crawl=2026", "crawl"),
    "a crawl id with a path": Refused("target -a domain=site.example -a crawl=a/../../b", "crawl"),
    "a crawl id with a line break": Refused("target -a domain=site.example -a crawl=a%0Ab"),
    "an existing crawl id": Refused("target -a domain=site.example -a crawl=taken", "taken"),
    "a start that is no URL": Refused(
        "target -a domain=site.example -a start_urls=x", "start_urls"
    ),
    "data below a file": Refused(
        "target -a domain=site.example -s LINKSPIDER_DATA=DIR/empty.txt/x", "LINKSPIDER_DATA"
    ),
    "data in no known place": Refused(
        "target -a domain=site.example -s LINKSPIDER_DATA=nowhere://x/y", "LINKSPIDER_DATA"
    ),
    "a proxy that is none": Refused(
        "target -a domain=site.example -s LINKSPIDER_PROXY=proxy.example:3128",
        "LINKSPIDER_PROXY=proxy.example:3128: must be like http://",
    ),
    "a proxy with a password": Refused(
        "target -a domain=site.example -s LINKSPIDER_PROXY=http://me:secret@proxy.example",
        "without a user name",
    ),
    "a network that is none": Refused(
        "target -a domain=site.example -s LINKSPIDER_ALLOWED_NETWORKS=10.0.0.0/8,home",
        "LINKSPIDER_ALLOWED_NETWORKS=10.0.0.0/8,home: 'home'",
    ),
    "a network with host bits": Refused(
        "target -a domain=site.example -s LINKSPIDER_ALLOWED_NETWORKS=10.0.0.1/8", "10.0.0.0/8"
    ),
}


class Bench(NamedTuple):
    """The refused command lines, run once each, in a folder with one crawl."""

    folder: Path
    runs: dict[str, subprocess.CompletedProcess[str]]
    before: dict[str, float]
    after: dict[str, float]


def files_in(folder: Path) -> dict[str, float]:
    """All files and folders below a folder, with their times of change."""
    found = {str(path): path.stat().st_mtime for path in folder.rglob("*")}
    # A probe that was made and deleted leaves the data folder itself changed.
    return {path: 0.0 if Path(path).is_dir() else changed for path, changed in found.items()}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """All refused command lines."""
    folder = tmp_path_factory.mktemp("bench")
    (folder / "empty.txt").write_text("\n# nothing\n")
    (folder / "bare.csv").write_text("rank,anchor\n1,tea\n")
    (folder / "bad.txt").write_text("a.example\nhttp://[\n")
    with serve(SmallWeb(SMALL)) as web:
        options = crawl_options(web, folder / "data")
        first = scrapy(
            "crawl", "target", "-a", "domain=site.example", "-a", f"start_urls={SITE}/",
            "-a", "crawl=taken", *options,
        )  # fmt: skip
        assert first.returncode == 0, first.stderr

        def run(case: Refused) -> subprocess.CompletedProcess[str]:
            line = case.arguments.replace("DIR", str(folder)).replace("%0A", "\n")
            words: list[str | bytes] = [
                word.replace("%FF%FE", "\udcff\udcfe") for word in line.split(" ") if word
            ]
            return scrapy("crawl", *options, *words)

        before = files_in(folder)
        with ThreadPoolExecutor(3) as pool:
            runs = dict(zip(REFUSED, pool.map(run, REFUSED.values()), strict=True))
    return Bench(folder, runs, before, files_in(folder))


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_ends_with_one_readable_line_and_exit_code_2(bench: Bench, name: str) -> None:
    run = bench.runs[name]
    assert run.returncode == 2, run.stderr[-2_000:]
    assert len(run.stderr.splitlines()) == 1, run.stderr
    assert REFUSED[name].words in run.stderr
    assert len(run.stderr) < 400
    assert run.stderr.strip().isprintable()


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_prints_nothing_on_stdout(bench: Bench, name: str) -> None:
    assert bench.runs[name].stdout == ""


def test_bad_input_writes_nothing(bench: Bench) -> None:
    assert bench.after == bench.before


def test_a_refused_crawl_makes_no_data_folder(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    run = scrapy("crawl", "target", "-a", "domain=co.uk", "-s", f"LINKSPIDER_DATA={data}")
    assert run.returncode == 2
    assert not data.parent.exists()


@pytest.fixture(scope="module")
def refused_connections(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """A crawl through a proxy that is not there."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    data = tmp_path_factory.mktemp("refused") / "data"
    web = SmallWeb({})
    web.server_close()
    web.proxy = f"http://127.0.0.1:{port}"
    run = scrapy("crawl", "target", "-a", "domain=site.example", *crawl_options(web, data))
    return Crawled(run.returncode, run.stdout, run.stderr, data, web)


def test_where_nothing_could_be_fetched_the_exit_code_is_5(refused_connections: Crawled) -> None:
    assert refused_connections.exit_code == 5
    assert "Traceback" not in refused_connections.stderr


def test_where_nothing_could_be_fetched_there_are_rows(refused_connections: Crawled) -> None:
    rows = {url: row["error"] for url, row in refused_connections.pages.items()}
    assert rows == dict.fromkeys(
        ["https://site.example/", "http://site.example/"], "robots-unreachable"
    )
    [crawl_row] = refused_connections.rows("crawls")
    assert (crawl_row["done"], crawl_row["failed"]) == (0, 2)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """A small crawl with a feed of JSON lines beside the tables."""
    folder = tmp_path_factory.mktemp("small")
    return crawl(
        SmallWeb(SMALL), folder / "data", "target", "-O", str(folder / "pages.jl"),
        domain="site.example", start_urls=f"{SITE}/",
    )  # fmt: skip


def test_a_crawl_without_a_name_is_named_after_spider_domain_and_time(small: Crawled) -> None:
    [row] = small.rows("crawls")
    assert re.fullmatch(r"target-site\.example-\d{8}t\d{6}z", row["id"])
    assert row["crawl"] == row["id"]
    assert row["finish_reason"] == "finished"


def test_a_feed_can_be_written_beside_the_tables(small: Crawled) -> None:
    assert small.exit_code == 0, small.stderr
    lines = (small.data.parent / "pages.jl").read_text().splitlines()
    urls = {row.get("url") for row in map(json.loads, lines)}
    assert set(small.pages) <= urls
    assert "Traceback" not in small.stderr


def test_the_summary_says_where_the_rows_are(small: Crawled) -> None:
    assert str(small.data) in small.stdout
    assert "pd.read_parquet" in small.stdout
    assert "pd.read_parquet" not in small.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_the_summary_is_printed_whatever_the_terminal_s_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    pages: dict[str, Answer | str] = {
        "http://b.example/": page_of([f"{SITE}/"], text="日本語のお茶")
    }
    crawled = crawl(
        SmallWeb(pages), tmp_path / "data", "referring",
        domain="site.example", sources="http://b.example/",
    )  # fmt: skip
    assert crawled.exit_code == 0, crawled.stderr[-500:]
    assert "Traceback" not in crawled.stderr


# --- While it runs, and what ends it -------------------------------------------------------------

PAGES = 400


class SlowWeb(SmallWeb):
    """Some hundred pages with ten links each, that take a moment."""

    seconds = 0.06

    def __init__(self) -> None:
        pages = {
            f"{SITE}/{n}": page_of(f"/{(n * 7 + step) % PAGES}" for step in range(1, 11))
            for n in range(PAGES)
        }
        super().__init__({f"{SITE}/": page_of(["/0", "/1"]), **pages})
        self.sent: set[str] = set()

    def answer(self, method: str, url: str) -> Answer:
        """The answer, after a moment."""
        time.sleep(self.seconds)
        answer = super().answer(method, url)
        if answer.status == 200:
            self.sent.add(url)
        return answer


@contextmanager
def running(
    web: DemoWeb, data: Path, *options: str, spider: str = "target"
) -> Iterator[subprocess.Popen[str]]:
    """A crawl in a process of its own, once its tables are open."""
    if not any(option.startswith("domain=") for option in options):
        options = ("-a", "domain=site.example", *options)
    with serve(web):
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "crawl", spider, *options,
             *crawl_options(web, data)],
            cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            deadline = time.monotonic() + 20
            while not all(list((data / name).glob("*/*.parquet")) for name in TABLES):
                assert process.poll() is None, process.communicate()[1]
                assert time.monotonic() < deadline
                time.sleep(0.01)
            yield process
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()


def wait_for(web: SlowWeb, pages: int) -> None:
    """Returns when so many pages were sent."""
    deadline = time.monotonic() + 20
    while len(web.sent) < pages:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def ended(process: subprocess.Popen[str], data: Path, web: DemoWeb) -> Crawled:
    """What the process said, once it has ended."""
    stdout, stderr = process.communicate(timeout=CRAWL_SECONDS)
    return Crawled(process.returncode, stdout, stderr, data, web)


TARGET = ("-a", f"start_urls={SITE}/", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=4")


class Watched(NamedTuple):
    """A crawl that was read while it ran and then interrupted."""

    crawled: Crawled
    reads: int
    seen: list[int]
    """How many pages could be read, time after time."""
    troubles: list[str]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """A crawl that writes every second, read all the time, ended by SIGINT."""
    data = tmp_path_factory.mktemp("watched") / "data"
    web, troubles, seen = SlowWeb(), [], []
    options = (*TARGET, "-s", "LINKSPIDER_FLUSH_SECONDS=1")
    with running(web, data, *options) as process:
        while len(web.sent) < PAGES * 0.7 and process.poll() is None:
            pages = pd.read_parquet(data / "pages")
            links = pd.read_parquet(data / "links")
            for name in ("sitemaps", "crawls"):
                pd.read_parquet(data / name)
            seen.append(len(pages))
            counts = Counter(links["source_url"])
            troubles += [
                f"{url} has {counts[url]} links"
                for url in pages.loc[pages["status"] == 200, "url"]
                if counts[url] != (2 if url == f"{SITE}/" else 10)
            ]
        process.send_signal(signal.SIGINT)
        crawled = ended(process, data, web)
    return Watched(crawled, len(seen), seen, troubles)


def test_every_table_can_be_read_at_any_moment_of_a_crawl(watched: Watched) -> None:
    assert watched.reads > 10
    assert watched.seen == sorted(watched.seen)
    assert len(set(watched.seen)) >= 3


def test_every_page_that_can_be_seen_has_its_links(watched: Watched) -> None:
    assert not watched.troubles


@pytest.fixture(scope="module")
def terminated(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """A crawl ended by SIGTERM before it ever wrote a page."""
    data = tmp_path_factory.mktemp("terminated") / "data"
    web = SlowWeb()
    with running(web, data, *TARGET) as process:
        wait_for(web, 30)
        process.terminate()
        return ended(process, data, web)


@pytest.mark.parametrize("ending", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_the_crawl_with_exit_code_3(
    watched: Watched, terminated: Crawled, ending: str
) -> None:
    crawled = watched.crawled if ending == "SIGINT" else terminated
    assert crawled.exit_code == 3, crawled.stderr
    assert "Traceback" not in crawled.stderr
    [row] = crawled.rows("crawls")
    assert row["finish_reason"] == "shutdown"
    assert row["finished_at"] is not None
    assert row["pending"] > 0
    assert row["known"] == row["done"] + row["failed"] + row["excluded"] + row["pending"]


@pytest.mark.parametrize("ending", ["SIGINT", "SIGTERM"])
def test_at_a_signal_every_row_is_written(
    watched: Watched, terminated: Crawled, ending: str
) -> None:
    crawled = watched.crawled if ending == "SIGINT" else terminated
    assert isinstance(crawled.web, SlowWeb)
    assert set(crawled.pages) == crawled.web.sent
    assert len(crawled.rows("pages")) == len(crawled.pages) == crawled.rows("crawls")[0]["done"]
    assert all(len(crawled.targets(url)) in (2, 10) for url in crawled.pages)


def test_of_a_site_that_was_not_searched_to_the_end_no_link_is_denied(tmp_path: Path) -> None:
    web = SlowWeb()
    options = ("-a", f"sources={SITE}/0", "-a", "expand=1", "-a", "domain=target.example")
    with running(web, tmp_path / "data", *options, spider="referring") as process:
        wait_for(web, 5)
        process.terminate()
        crawled = ended(process, tmp_path / "data", web)
    assert crawled.exit_code == 3, crawled.stderr
    assert crawled.rows("crawls")[0]["pending"] > 0
    assert "site.example: " in crawled.stdout
    assert "no link" not in crawled.stdout


@pytest.mark.parametrize("flush_seconds", ["1", "120"], ids=["in mid-crawl", "at its end"])
def test_where_storage_fails_the_exit_code_is_4(tmp_path: Path, flush_seconds: str) -> None:
    data, web = tmp_path / "data", SlowWeb()
    web.seconds = 0.06 if flush_seconds == "1" else 0.005
    with running(web, data, *TARGET, "-s", f"LINKSPIDER_FLUSH_SECONDS={flush_seconds}") as process:
        wait_for(web, 10)
        for _ in range(50):  # the crawl may write while its folder is removed
            shutil.rmtree(data, ignore_errors=True)
            if not data.exists():
                break
        data.write_text("not a folder")
        _, stderr = process.communicate(timeout=CRAWL_SECONDS)
    assert process.returncode == 4, stderr
    assert "Traceback" not in stderr
    assert "could not be written" in stderr


def test_where_no_table_can_be_begun_nothing_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "links").write_text("not a folder")
    crawled = crawl(
        SmallWeb(SMALL), tmp_path, "target", domain="site.example", start_urls=f"{SITE}/"
    )
    assert crawled.exit_code == 4, crawled.stderr
    assert crawled.requests == []
    assert "Traceback" not in crawled.stderr
