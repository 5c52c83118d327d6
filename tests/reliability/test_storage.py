"""Storage that fails: the crawl says so, ends, and can be gone on with once there is room again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from linkspider.demo.server import serve
from tests.reliability.running import LINKS, PAGES, Course, Ended, SlowWeb, wait_until

OFTEN = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=4", "-s", "LINKSPIDER_FLUSH_SECONDS=0.5")
TABLES = ("links", "pages")


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Course]:
    """A crawl of some hundred pages that writes twice a second."""
    state = ("-s", f"LINKSPIDER_STATE={tmp_path / 'state'}")
    with serve(SlowWeb()) as web:
        yield Course(web, tmp_path / "data", (*OFTEN, *state))


@contextmanager
def mounted(folder: Path) -> Iterator[None]:
    """A disk of two megabytes."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Callable[[], None]:
    """Leave no room on the disk; gives what makes room again."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return path.unlink


def parts(course: Course) -> list[Path]:
    return list((course.data / "pages").glob("*/part-*.parquet"))


def check_failed(course: Course, ended: Ended) -> None:
    """The crawl ended soon, with one line that says why."""
    print(f"ended after {ended.seconds:.1f} s, {len(course.web.requests)} requests")
    assert ended.code == 4, ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout
    errors = [line for line in ended.stderr.splitlines() if " INFO " not in line]
    assert len(errors) == 1, ended.stderr
    assert "written" in errors[0]
    assert len(course.web.requests) < PAGES


def check_resumed(course: Course) -> None:
    """The crawl can be gone on with, and then each page and each link is there once."""
    crawled = course.run()
    assert crawled.exit_code == 0, crawled.stderr
    assert len(crawled.rows("pages")) == len(crawled.pages) == PAGES + 1
    assert all(len(crawled.targets(url)) in (2, LINKS) for url in crawled.pages)
    assert crawled.rows("crawls")[0]["done"] == PAGES + 1


def disturbed(course: Course, disturb: Callable[[], object]) -> Ended:
    """How the crawl ends when it is disturbed after some parts were written."""
    with course.begin() as process:
        wait_until(lambda: len(parts(course)) >= 2, process)
        disturb()
        return course.ended(process)


@pytest.mark.parametrize("name", ["data", "state"])
def test_a_full_disk_ends_the_crawl(course: Course, tmp_path: Path, name: str) -> None:
    repair: list[Callable[[], None]] = []
    with mounted(tmp_path / name):
        ended = disturbed(course, lambda: repair.append(fill(tmp_path / name)))
        check_failed(course, ended)
        repair[0]()
        check_resumed(course)


def test_a_disk_that_is_full_from_the_start_ends_the_crawl(course: Course, tmp_path: Path) -> None:
    with mounted(tmp_path / "state"):
        make_room = fill(tmp_path / "state")
        with course.begin() as process:
            check_failed(course, course.ended(process))
        assert not course.web.requests
        make_room()
        check_resumed(course)


def test_a_disk_that_is_full_when_the_crawl_is_gone_on_with_ends_it(
    course: Course, tmp_path: Path
) -> None:
    with mounted(tmp_path / "state"):
        with course.begin("commit:before:4") as process:
            course.ended(process)
        make_room = fill(tmp_path / "state")
        with course.begin() as process:
            check_failed(course, course.ended(process))
        make_room()
        check_resumed(course)


@pytest.mark.parametrize("table", TABLES)
def test_a_part_that_finds_no_room_ends_the_crawl(course: Course, table: str) -> None:
    def link_to_full_device() -> None:
        for number in range(2, 40):
            hidden = course.data / table / "crawl=disturbed" / f".part-{number:05d}.parquet.tmp"
            if not hidden.exists():
                hidden.symlink_to("/dev/full")

    check_failed(course, disturbed(course, link_to_full_device))
    check_resumed(course)


@pytest.mark.parametrize("kilobytes", [40, 80])
def test_a_file_that_may_not_grow_ends_the_crawl(course: Course, kilobytes: int) -> None:
    small = replace(course, file_bytes=kilobytes * 1024)
    with small.begin() as process:
        check_failed(small, small.ended(process))
    check_resumed(course)


@pytest.mark.parametrize("table", TABLES)
def test_a_folder_that_vanished_ends_the_crawl(course: Course, table: str) -> None:
    folder = course.data / table
    away = course.data / "away"
    check_failed(course, disturbed(course, lambda: folder.rename(away)))
    away.rename(folder)
    check_resumed(course)


def test_a_data_folder_that_vanished_with_its_frontier_ends_the_crawl(
    course: Course, tmp_path: Path
) -> None:
    beside = replace(course, options=OFTEN)
    away = tmp_path / "away"
    check_failed(beside, disturbed(beside, lambda: beside.data.rename(away)))
    shutil.rmtree(beside.data, ignore_errors=True)
    away.rename(beside.data)
    check_resumed(beside)


def test_a_frontier_that_vanished_alone_ends_the_crawl(course: Course, tmp_path: Path) -> None:
    state, away = tmp_path / "state", tmp_path / "away"
    check_failed(course, disturbed(course, lambda: state.rename(away)))
    away.rename(state)
    check_resumed(course)


@pytest.mark.parametrize("table", TABLES)
def test_a_folder_that_cannot_be_written_ends_the_crawl(course: Course, table: str) -> None:
    folder = course.data / table / "crawl=disturbed"
    with ExitStack() as stack:

        def forbid() -> None:
            if os.geteuid():
                folder.chmod(0o500)
                stack.callback(folder.chmod, 0o700)
            elif subprocess.run(["chattr", "+i", str(folder)], capture_output=True).returncode:
                pytest.skip("no folder can be made read-only for root here")
            else:
                stack.callback(subprocess.run, ["chattr", "-i", str(folder)], check=True)

        ended = disturbed(course, forbid)
    check_failed(course, ended)
    check_resumed(course)
