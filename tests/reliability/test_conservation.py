"""URLs that get lost on the way are said to be: by a line, the exit code and the crawl's row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from linkspider.demo.server import serve
from tests.rawweb import Crawled, page_of
from tests.reliability.running import Course
from tests.reliability.site import SITE
from tests.web import SmallWeb

PAGES = 12


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Course]:
    """A crawl of a few pages."""
    home = page_of(f"/{number}" for number in range(PAGES - 1))
    pages = {f"{SITE}/{number}": page_of(["/"]) for number in range(PAGES - 1)}
    with serve(SmallWeb({f"{SITE}/": home, **pages})) as web:
        yield Course(web, tmp_path / "data")


LOST = {
    "finish:skip:3": "URLs were lost: ",
    "answer:fail:3": "1 URLs were left pending at the end",
}
"""How a URL gets lost, and what is said: the frontier's file is not told what came of it; or what
it led to is never known."""


@pytest.mark.parametrize("way", LOST)
def test_a_crawl_that_lost_a_url_says_so_and_can_be_gone_on_with(course: Course, way: str) -> None:
    with course.begin(way) as process:
        ended = course.ended(process)
    assert ended.code == 1
    assert ended.stderr.count(LOST[way]) == 1
    [row] = Crawled(ended.code, ended.stdout, ended.stderr, course.data, course.web).rows("crawls")
    assert row["finish_reason"] == "error"
    assert row["known"] == PAGES == row["done"] + row["failed"] + row["excluded"] + row["pending"]
    assert ": error after" in ended.stdout
    again = course.run()
    assert again.exit_code == 0, again.stderr
    assert set(again.pages) == {f"{SITE}/", *(f"{SITE}/{number}" for number in range(PAGES - 1))}
