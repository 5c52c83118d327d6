"""The latest two crawls of a target, on folders as the crawler writes them."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from linkspider import analysis
from linkspider.analysis import AnalysisError
from linkspider.analysis.changes import change_summary, changes, domain_changes, latest_two
from linkspider.dataset import Dataset
from tests.analysis.frames import NOW, Row, absolute, crawl, link, page, rows, write_crawl

BLOG = "https://blog.test/"


def write(data: Path, day: int, spider: str, *, name: str = "", target: str = "/tea") -> str:
    """Write a crawl of that day, of a page that links to the target; return its id."""
    name = name or f"{spider}-{day}"
    at = NOW + timedelta(days=day)
    source = absolute("/") if spider == "target" else BLOG
    about = crawl(name, spider=spider, started_at=at, finished_at=at)
    pages = [page(source, fetched_at=at)]
    write_crawl(data, about, pages, [link(source, target, "Tea", fetched_at=at)])
    return name


def crawls_of(view: analysis.View) -> list[str]:
    return sorted(name for (name,) in rows(view.crawls, "id"))


def test_each_spiders_last_crawl_is_compared_with_the_one_before(tmp_path: Path) -> None:
    for day, spider in enumerate(["referring", "target", "target", "referring", "referring"]):
        write(tmp_path, day, spider, target=f"/tea-{day}")
    before, after = latest_two(tmp_path, "shop.example")
    assert crawls_of(before) == ["referring-3", "target-1"]
    assert crawls_of(after) == ["referring-4", "target-2"]
    assert rows(changes(before, after), "change", "target_url", "target_url_after") == [
        ("changed", absolute("/tea-3"), absolute("/tea-4"))
    ]
    assert rows(changes(before, after, "internal"), "target_url", "target_url_after") == [
        (absolute("/tea-1"), absolute("/tea-2"))
    ]


def test_a_spider_that_crawled_once_has_no_part_in_it(tmp_path: Path) -> None:
    for day, spider in enumerate(["referring", "target", "verify", "referring"]):
        write(tmp_path, day, spider)
    before, after = latest_two(tmp_path, "shop.example")
    assert (crawls_of(before), crawls_of(after)) == (["referring-0"], ["referring-3"])


def test_crawls_without_a_result_are_compared_only_where_there_is_nothing_else(
    tmp_path: Path,
) -> None:
    for day in range(2):
        write(tmp_path, day, "target")
    about = crawl("runs", started_at=NOW + timedelta(days=2), finished_at=None, done=None)
    write_crawl(tmp_path, about, [page("/", fetched_at=NOW + timedelta(days=2))], None)
    before, after = latest_two(tmp_path, "shop.example")
    assert (crawls_of(before), crawls_of(after)) == (["target-0"], ["target-1"])


def test_one_spiders_crawls_may_be_named(tmp_path: Path) -> None:
    for day, spider in enumerate(["referring", "target", "target", "referring"]):
        write(tmp_path, day, spider)
    before, after = latest_two(tmp_path, "shop.example", "target")
    assert (crawls_of(before), crawls_of(after)) == (["target-1"], ["target-2"])


@pytest.mark.parametrize("spider", [None, "target", "referring", "nonsense"])
def test_with_one_crawl_there_is_one_clear_line(tmp_path: Path, spider: str | None) -> None:
    write(tmp_path, 0, "target")
    write(tmp_path, 1, "referring")
    with pytest.raises(AnalysisError, match=r"^[^\n]*shop\.example was not crawled twice[^\n]*$"):
        latest_two(tmp_path, "shop.example", spider)


def test_a_domain_that_was_never_crawled_and_an_empty_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="no crawls here"):
        latest_two(tmp_path, "shop.example")
    write(tmp_path, 0, "target")
    with pytest.raises(AnalysisError, match="never crawled"):
        latest_two(tmp_path, "other.example")


def test_a_domain_that_could_not_be_read_in_between_is_not_new(tmp_path: Path) -> None:
    write(tmp_path, 0, "referring")
    at = NOW + timedelta(days=31)
    about = crawl("february", spider="referring", started_at=at, finished_at=at)
    write_crawl(tmp_path, about, [page(BLOG, status=503, fetched_at=at)])
    write(tmp_path, 62, "referring")
    before, after = latest_two(tmp_path, "shop.example")
    assert (crawls_of(before), crawls_of(after)) == (["february"], ["referring-62"])
    assert rows(changes(before, after), "change", "reason") == [("unknown", "503")]
    assert rows(domain_changes(before, after), "source_domain", "change", "reasons") == [
        ("blog.test", "unknown", "503")
    ]


@pytest.fixture(scope="module")
def two_editions(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo crawled twice: later the news site is down, the bargains are gone, a thread is read
    without its link, the allotment has a link of its own, and Steeped links with nofollow."""
    data = tmp_path_factory.mktemp("editions") / "data"
    for table in ("crawls", "links", "pages", "sitemaps"):
        for name in ("demo-target", "demo-referring"):
            if (folder := demo_data / table / f"crawl={name}").exists():
                shutil.copytree(folder, data / table / folder.name)
    return write_later_edition(data)


def write_later_edition(data: Path) -> Path:
    """Add a later crawl of other sites to the demo's folder; the folder."""
    dataset = Dataset(str(data))
    tables = {
        table: dataset.scan(table, "demo-referring").to_table().to_pylist()
        for table in ("crawls", "pages", "links")
    }
    [about] = tables["crawls"]
    later = timedelta(days=31)
    about |= {"id": "later", "started_at": about["started_at"] + later}
    for row in tables["pages"]:
        row["fetched_at"] += later
        if row["domain"] == "harbournews.example":
            row |= {"status": 503, "indexability": "server-error", "title": None}
        if row["domain"] == "bargainlinks.example":
            row |= {"status": 410, "indexability": "client-error"}
    gone = ("harbournews.example", "bargainlinks.example")
    links: list[Row] = [row for row in tables["links"] if row["source_domain"] not in gone]
    links = [row for row in links if row["source_url"] != "http://teatalk.example/thread/102"]
    for row in links:
        row["fetched_at"] += later
        if row["source_url"] == "http://steeped.example/2025/where-i-buy":
            row |= {"rel": ["nofollow"], "nofollow": True, "followed": False}
    at = about["started_at"]
    links.append(
        link(
            "http://allotment.example/tea-bush",
            "http://shop.example/tea/",
            "tea that others grew",
            ordinal=90,
            fetched_at=at,
        )
    )
    rows_of = {"pages": tables["pages"], "links": links}
    write_crawl(data, {**about, "crawl": "later"}, *rows_of.values())
    return data


def test_the_demos_later_edition_is_told_from_the_first(two_editions: Path) -> None:
    before, after = latest_two(two_editions, "shop.example")
    assert (crawls_of(before), crawls_of(after)) == (["demo-referring"], ["later"])
    assert rows(change_summary(before, after)) == [
        ("links", 48, 33, 1, 13, 4, 3),
        ("backlinks", 43, 31, 1, 10, 4, 3),
        ("referring_pages", 29, 23, 1, 5, 1, 2),
        ("referring_hosts", 9, 8, 1, 1, 1, 1),
        ("referring_domains", 8, 7, 1, 1, 1, 1),
    ]
    found = rows(domain_changes(before, after), "source_domain", "change", "reasons")
    assert found[:3] == [
        ("bargainlinks.example", "lost", "410"),
        ("allotment.example", "new", None),
        ("harbournews.example", "unknown", "503"),
    ]
    assert {change for _, change, _ in found[3:]} == {"kept"}
    assert ("teatalk.example", "kept", "no-link") in found
    steeped = [
        row
        for row in rows(changes(before, after), "change", "reason", "source_url", "followed_after")
        if "where-i-buy" in row[2]
    ]
    assert steeped == [("changed", "rel", "http://steeped.example/2025/where-i-buy", False)] * 4
