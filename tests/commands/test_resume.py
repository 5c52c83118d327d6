"""`scrapy crawl -a crawl=…` again: what is gone on with, and what is refused."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from linkspider.demo.server import DemoWeb, serve
from linkspider.frontier.store import Store
from tests.conftest import PROJECT, crawl_options, scrapy
from tests.rawweb import Crawled, page_of
from tests.reliability.running import SlowWeb
from tests.web import SmallWeb

SITE = "http://site.example"
PAGES = 30
ARGUMENTS = ("-a", "domain=site.example", "-a", f"start_urls={SITE}/", "-a", "max_depth=9",
             "-a", "speed=full")  # fmt: skip
NAME = ("-a", "crawl=mine")
ANY_CHANGE = "max_pages, speed, keep"


def small_web() -> SmallWeb:
    """Some pages, each with a link that touches no target."""
    links = [f"/{number}" for number in range(PAGES - 1)]
    pages = {f"{SITE}{link}": page_of(["/", "mailto:a@site.example"]) for link in links}
    return SmallWeb({f"{SITE}/": page_of(links), **pages})


def run(
    web: DemoWeb, folder: Path, *arguments: str, spider: str = "target"
) -> subprocess.CompletedProcess[str]:
    """A crawl named `mine` whose tables are in a folder."""
    return scrapy("crawl", spider, *NAME, *arguments, *crawl_options(web, folder / "data"))


def killed(web: DemoWeb, folder: Path, way: str, *arguments: str, spider: str = "target") -> None:
    """Begin a crawl that ends by a kill."""
    command = [sys.executable, "-m", "tests.reliability.runner", way, "crawl", spider, *NAME,
               *arguments, *crawl_options(web, folder / "data")]  # fmt: skip
    ended = subprocess.run(
        command, cwd=PROJECT, env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == -9, ended.stderr


UNWRITTEN = "commit:before:4"
"""All is fetched and stands in parts, and the frontier knows nothing of it."""
UNNAMED = "commit:before:2"
"""The frontier is there, and nothing in it."""
UNFINISHED = "commit:after:5"
"""All is done, but for the fact that it is finished."""


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    """The pages, served."""
    with serve(small_web()) as served:
        yield served


@pytest.fixture(scope="module")
def begun(web: DemoWeb, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a crawl that was killed; take a copy of it."""
    folder = tmp_path_factory.mktemp("begun")
    killed(web, folder, UNWRITTEN, *ARGUMENTS)
    return folder


@pytest.fixture(scope="module")
def limited(web: DemoWeb, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a crawl that ended because it met its max_pages; take a copy of it."""
    folder = tmp_path_factory.mktemp("limited")
    assert run(web, folder, *ARGUMENTS, "-a", "max_pages=10").returncode == 0
    return folder


@pytest.fixture(scope="module")
def finished(web: DemoWeb, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a crawl that came to its end; take a copy of it."""
    folder = tmp_path_factory.mktemp("finished")
    assert run(web, folder, *ARGUMENTS).returncode == 0
    return folder


# --- What is gone on with ------------------------------------------------------------------------


class Resumed(NamedTuple):
    """A command line that goes on with a crawl, and how many pages that has at its end."""

    folder: str
    arguments: tuple[str, ...] = ()
    pages: int = PAGES


RESUMED = {
    "its name alone": Resumed("begun"),
    "all arguments again": Resumed("begun", ARGUMENTS),
    "some arguments again": Resumed("begun", ("-a", "domain=site.example")),
    "a limit": Resumed("begun", ("-a", "max_pages=12"), 12),
    "another speed": Resumed("begun", ("-a", "speed=polite", "-a", "max_pages=2"), 2),
    "fewer links kept": Resumed("begun", ("-a", "keep=touching")),
    "a finished crawl's larger limit": Resumed("limited", ("-a", "max_pages=20")),
    "a finished crawl's limit that is never met": Resumed("limited", ("-a", "max_pages=99")),
}


@pytest.fixture(scope="module")
def resumed(
    web: DemoWeb, begun: Path, limited: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Crawled]:
    """All command lines that go on with a crawl, run once each."""
    folders = {"begun": begun, "limited": limited}

    def resume(name: str) -> Crawled:
        case = RESUMED[name]
        folder = tmp_path_factory.mktemp("resumed") / "copy"
        shutil.copytree(folders[case.folder], folder)
        ended = run(web, folder, *case.arguments)
        return Crawled(ended.returncode, ended.stdout, ended.stderr, folder / "data", web)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(RESUMED, pool.map(resume, RESUMED), strict=True))


@pytest.mark.parametrize("name", RESUMED)
def test_a_crawl_is_gone_on_with_and_has_each_page_once(
    resumed: dict[str, Crawled], name: str
) -> None:
    crawled, case = resumed[name], RESUMED[name]
    assert crawled.exit_code == 0, crawled.stderr
    pages = 20 if name == "a finished crawl's larger limit" else case.pages
    assert len(crawled.rows("pages")) == len(crawled.pages) == pages
    [row] = crawled.rows("crawls")
    assert (row["finish_reason"], row["pending"], row["done"]) == ("finished", 0, pages)


@pytest.mark.parametrize("name", RESUMED)
def test_a_crawl_that_is_gone_on_with_has_each_link_once(
    resumed: dict[str, Crawled], name: str
) -> None:
    crawled = resumed[name]
    hyperlinks = 1 if name == "fewer links kept" else 2
    for url in crawled.pages:
        assert len(crawled.links_of[url]) == (PAGES - 1 if url == f"{SITE}/" else hyperlinks)


def test_links_that_were_once_left_out_are_told_though_more_are_kept_now(
    web: DemoWeb, tmp_path: Path
) -> None:
    begun = run(web, tmp_path, *ARGUMENTS, "-a", "max_pages=3", "-a", "keep=touching")
    ended = run(web, tmp_path, "-a", "max_pages=5", "-a", "keep=all")
    assert (begun.returncode, ended.returncode) == (0, 0), ended.stderr
    [row] = Crawled(0, ended.stdout, ended.stderr, tmp_path / "data", web).rows("crawls")
    arguments = json.loads(row["arguments"])
    assert (arguments["keep"], arguments["max_pages"]) == ("touching", "5")


@pytest.mark.parametrize("way", [UNNAMED, UNFINISHED])
def test_a_crawl_that_was_killed_at_its_first_or_last_moment_ends_well(
    web: DemoWeb, tmp_path: Path, way: str
) -> None:
    killed(web, tmp_path, way, *ARGUMENTS)
    ended = run(web, tmp_path, *ARGUMENTS)
    assert ended.returncode == 0, ended.stderr
    crawled = Crawled(ended.returncode, ended.stdout, ended.stderr, tmp_path / "data", web)
    assert len(crawled.rows("pages")) == len(crawled.pages) == PAGES


def test_a_frontier_may_be_kept_elsewhere(web: DemoWeb, tmp_path: Path) -> None:
    state = ("-s", f"LINKSPIDER_STATE={tmp_path / 'state'}")
    killed(web, tmp_path, UNWRITTEN, *ARGUMENTS, *state)
    assert (tmp_path / "state" / "mine.sqlite").exists()
    assert not (tmp_path / "data" / ".state").exists()
    refused = run(web, tmp_path)
    assert refused.returncode == 2
    assert "no frontier" in refused.stderr
    assert run(web, tmp_path, *state).returncode == 0


def test_sources_must_say_what_they_said(web: DemoWeb, tmp_path: Path) -> None:
    sources = tmp_path / "sources.txt"
    sources.write_text(f"{SITE}/1\n{SITE}/2\n")
    search = ("-a", "domain=target.example", "-a", f"sources={sources}")
    killed(web, tmp_path, UNWRITTEN, *search, spider="referring")
    sources.write_text(f"{SITE}/3\n")
    ended = run(web, tmp_path, spider="referring")
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert f"sources={sources}" in ended.stderr and "changed" in ended.stderr
    sources.write_text(f"{SITE}/1\n{SITE}/2\n")
    assert run(web, tmp_path, spider="referring").returncode == 0
    pages = Crawled(0, "", "", tmp_path / "data", web).pages
    assert set(pages) == {f"{SITE}/1", f"{SITE}/2"}


# --- What is refused -----------------------------------------------------------------------------


def keep(_: Path) -> None:
    """Leave the folder as it is."""


def lose_frontier(folder: Path) -> None:
    shutil.rmtree(folder / "data" / ".state")


def lose_part(folder: Path) -> None:
    (folder / "data" / "pages" / "crawl=mine" / "part-00000.parquet").unlink()


def frontier(folder: Path) -> Path:
    return folder / "data" / ".state" / "mine.sqlite"


def close_log(folder: Path) -> None:
    """Take what stands in the log into the frontier's file itself."""
    Store(frontier(folder)).close()


def spoil_start(folder: Path) -> None:
    close_log(folder)
    with frontier(folder).open("r+b") as file:
        file.write(b"This is no frontier. " * 200)


def spoil_middle(folder: Path) -> None:
    close_log(folder)
    size = frontier(folder).stat().st_size
    with frontier(folder).open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))


def truncate(folder: Path) -> None:
    close_log(folder)
    os.truncate(frontier(folder), 5_000)


def put_folder(folder: Path) -> None:
    shutil.rmtree(folder / "data" / ".state")
    frontier(folder).mkdir(parents=True)


def put_stranger(folder: Path) -> None:
    lose_frontier(folder)
    frontier(folder).parent.mkdir()
    with sqlite3.connect(frontier(folder)) as stranger:
        stranger.execute("CREATE TABLE pictures (name TEXT)")
    stranger.close()


def put_version(folder: Path) -> None:
    store = Store(frontier(folder))
    store.set_fact("format", "999")
    store.commit()
    store.close()


class Refused(NamedTuple):
    """A crawl that is not gone on with, and a word that says why."""

    folder: str
    words: str
    arguments: str = "target"
    spoil: Callable[[Path], None] = keep


REFUSED = {
    "another domain": Refused(
        "begun", "domain=site.example", "target -a domain=site.example,b.example"
    ),
    "other starts": Refused("begun", "start_urls=", f"target -a start_urls={SITE}/1"),
    "another depth": Refused("begun", "max_depth=9", "target -a max_depth=8"),
    "an argument more": Refused("begun", "no obey_nofollow", "target -a obey_nofollow=1"),
    "what may change is said": Refused("begun", ANY_CHANGE, "target -a check_outbound=1"),
    "a wrong argument": Refused("begun", "max_pages", "target -a max_pages=many"),
    "an unknown argument": Refused("begun", "max_pages", "target -a maxpages=3"),
    "another spider": Refused(
        "begun", "spider target", "referring -a domain=site.example -a sources=a.example"
    ),
    "another spider by name alone": Refused("begun", "spider target", "referring"),
    "a finished crawl": Refused("finished", "finished"),
    "a finished crawl that met no limit": Refused("finished", "finished", "target -a max_pages=99"),
    "a finished crawl, its limit again": Refused("limited", "finished", "target -a max_pages=10"),
    "a finished crawl, a smaller limit": Refused("limited", "finished", "target -a max_pages=9"),
    "a finished crawl that met its limit": Refused("limited", "finished"),
    "tables without a frontier": Refused("begun", "no frontier", spoil=lose_frontier),
    "a recorded part is missing": Refused("begun", "part 0", spoil=lose_part),
    "a frontier that begins with rubbish": Refused("begun", "cannot be read", spoil=spoil_start),
    "a frontier full of rubbish": Refused("begun", "cannot be read", spoil=spoil_middle),
    "a frontier cut short": Refused("begun", "cannot be read", spoil=truncate),
    "a folder as frontier": Refused("begun", "cannot be read", spoil=put_folder),
    "a frontier of a stranger": Refused("begun", "cannot be read", spoil=put_stranger),
    "a frontier of another version": Refused("begun", "another version", spoil=put_version),
    "a crawl that another process is at": Refused("begun", "another process"),
}


class Refusal(NamedTuple):
    """What was said, and whether anything was changed."""

    ended: subprocess.CompletedProcess[str]
    before: dict[str, bytes]
    after: dict[str, bytes]


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder, but for those that SQLite makes while a frontier is open."""
    return {
        str(path): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
        if not path.name.endswith(("-wal", "-shm"))
    }


@pytest.fixture(scope="module")
def refused(
    web: DemoWeb,
    begun: Path,
    limited: Path,
    finished: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Refusal]:
    """All command lines that are refused, run once each."""
    folders = {"begun": begun, "limited": limited, "finished": finished}

    def refuse(name: str) -> Refusal:
        case = REFUSED[name]
        folder = tmp_path_factory.mktemp("refused") / "copy"
        shutil.copytree(folders[case.folder], folder)
        with suppress(FileNotFoundError):
            close_log(folder)
        case.spoil(folder)
        before = contents(folder)
        # To read the file again would end its lock: POSIX ends all that a process has on it.
        holder = Store(frontier(folder)) if name.endswith("another process is at") else None
        spider, *arguments = case.arguments.split()
        ended = run(web, folder, *arguments, spider=spider)
        if holder is not None:
            holder.close()
        return Refusal(ended, before, contents(folder))

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(REFUSED, pool.map(refuse, REFUSED), strict=True))


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_gone_on_with_is_refused_with_one_line(
    refused: dict[str, Refusal], name: str
) -> None:
    ended = refused[name].ended
    assert ended.returncode == 2, ended.stderr[-2_000:]
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert REFUSED[name].words in ended.stderr
    assert ended.stdout == ""


def test_of_two_crawls_of_one_name_that_begin_at_once_one_is_refused(tmp_path: Path) -> None:
    with serve(SlowWeb()) as web, ThreadPoolExecutor(2) as pool:
        slowly = (*ARGUMENTS, "-s", "CONCURRENT_REQUESTS=1")
        ran = pool.map(lambda _: run(web, tmp_path, *slowly), range(2))
        finished, refused = sorted(ran, key=lambda ended: ended.returncode)
    assert (finished.returncode, refused.returncode) == (0, 2), refused.stderr
    assert refused.stderr == "scrapy crawl: crawl=mine: another process is at this crawl\n"


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_changes_nothing(refused: dict[str, Refusal], name: str) -> None:
    assert refused[name].after == refused[name].before
