"""Opening the tables: on folders written as the crawler writes them, and on what is none."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from linkspider import analysis
from linkspider.analysis import AnalysisError
from linkspider.analysis.hyperlinks import backlinks, internal_hyperlinks
from linkspider.analysis.internal import home_page
from linkspider.dataset import TABLES, Dataset
from tests.analysis.frames import (
    DOMAIN,
    NOW,
    Row,
    absolute,
    crawl,
    link,
    page,
    rows,
    sitemap_entry,
    write_crawl,
)

BLOG = "https://blog.test/"


def on_day(number: int, name: str, **facts: Any) -> Row:
    """A row of `crawls` of a day."""
    at = NOW + timedelta(days=number)
    return crawl(name, started_at=at, finished_at=at, **facts)


def at_day(number: int) -> datetime:
    """When a page was fetched that day."""
    return NOW + timedelta(days=number)


def write_site(data: Path, name: str = "now", day: int = 0, **facts: Any) -> None:
    """Write a target crawl of two pages, of which one links to the other, and a blog."""
    write_crawl(
        data,
        on_day(day, name, **facts),
        [page("/", fetched_at=at_day(day)), page("/tea", fetched_at=at_day(day))],
        [link("/", "/tea", "Tea"), link("/", BLOG, ordinal=1)],
        [sitemap_entry("/tea")],
    )


def write_backlinks(data: Path, name: str = "links", day: int = 1, **facts: Any) -> None:
    """Write a crawl of a page that links to the site."""
    about = on_day(day, name, spider="referring", **facts)
    write_crawl(data, about, [page(BLOG, fetched_at=at_day(day))], [link(BLOG, "/tea", "Tea")])


def message(ask: Callable[..., object], *arguments: Any, **options: Any) -> str:
    """What is said to who asked: one line."""
    with pytest.raises(AnalysisError) as raised:
        ask(*arguments, **options)
    said = str(raised.value)
    assert "\n" not in said
    assert said
    return said


def test_the_two_spiders_together_tell_all(tmp_path: Path) -> None:
    write_site(tmp_path)
    write_backlinks(tmp_path)
    view = analysis.open(tmp_path, DOMAIN)
    assert set(rows(view.links, "source_url", "target_url", "link_type", "crawl")) == {
        (absolute("/"), absolute("/tea"), "internal", "now"),
        (absolute("/"), BLOG, "outbound", "now"),
        (BLOG, absolute("/tea"), "backlink", "links"),
    }
    assert set(rows(view.pages, "url", "in_graph", "crawl")) == {
        (absolute("/"), True, "now"),
        (absolute("/tea"), True, "now"),
        (BLOG, False, "links"),
    }
    assert rows(view.sitemaps, "url", "crawl") == [(absolute("/tea"), "now")]
    assert set(rows(view.crawls, "id")) == {("now",), ("links",)}
    assert (view.domain, view.complete_inside, view.complete_outside) == (DOMAIN, True, True)
    assert view.notes == ()


def test_the_internal_graph_is_that_of_the_latest_target_crawl(tmp_path: Path) -> None:
    write_crawl(
        tmp_path,
        on_day(0, "zzz-old"),
        [page("/"), page("/gone"), page(BLOG)],
        [link("/gone", "/"), link(BLOG, "/gone")],
        [sitemap_entry("/gone")],
    )
    write_site(tmp_path, "new", 1)
    view = analysis.open(tmp_path, DOMAIN)
    assert set(rows(view.links, "source_url", "target_url")) == {
        (absolute("/"), absolute("/tea")),
        (absolute("/"), BLOG),
        (BLOG, absolute("/gone")),
    }
    seen = {url: facts for url, *facts in rows(view.pages, "url", "in_graph", "first_observed")}
    assert seen == {
        absolute("/"): [True, at_day(0)],
        absolute("/tea"): [True, at_day(1)],
        absolute("/gone"): [False, at_day(0)],
        BLOG: [False, at_day(0)],
    }
    assert rows(view.sitemaps, "url") == [(absolute("/tea"),)]


@pytest.mark.parametrize("wanted", ["old", ["old"], {"old"}, ("old", "old"), iter(["old"])])
def test_crawls_are_named_in_any_collection(tmp_path: Path, wanted: Any) -> None:
    write_crawl(tmp_path, on_day(0, "old"), [page("/gone")], [link("/gone", "/")])
    write_site(tmp_path, "new", 1)
    view = analysis.open(tmp_path, DOMAIN, crawl=wanted)
    assert rows(view.links, "source_url", "crawl") == [(absolute("/gone"), "old")]
    assert rows(view.pages, "url", "in_graph") == [(absolute("/gone"), True)]


@pytest.mark.parametrize(
    "name", ["nan", "true", "infinity", "e1", "null", "none", "d2026-01-01", "a.b_c-d", "x" * 100]
)
def test_a_crawl_may_be_named_like_anything(tmp_path: Path, name: str) -> None:
    write_site(tmp_path, name)
    view = analysis.open(tmp_path, DOMAIN, crawl=name)
    assert set(rows(view.pages, "crawl")) == set(rows(view.crawls, "crawl")) == {(name,)}
    assert rows(internal_hyperlinks(view.links), "crawl") == [(name,)]


@pytest.mark.parametrize(
    "folder",
    [
        "with spaces", "it's", 'say "tea"', "[a]", "[", "a]b", "*", "**", "?", "a[!b]c", "{a,b}",
        "ünï 緑茶", "url=zz", "crawl=other", "%41", "#1", "back\\slash", "$HOME", "-v", "links",
    ],
)  # fmt: skip
def test_the_folder_may_be_named_like_anything(tmp_path: Path, folder: str) -> None:
    write_site(tmp_path / folder / "data")
    write_site(tmp_path / "another" / "data", "now", domain="another.example")
    view = analysis.open(tmp_path / folder / "data", DOMAIN)
    assert set(rows(view.pages, "url", "crawl")) == {
        (absolute("/"), "now"),
        (absolute("/tea"), "now"),
    }
    assert view.links.count().to_pyarrow().as_py() == 2


def test_each_target_of_a_crawl_of_several_has_its_own_view(tmp_path: Path) -> None:
    pages = [page("https://a.example/"), page("https://b.example/")]
    links = [
        link("https://a.example/", "https://b.example/"),
        link("https://a.example/", "https://a.example/x"),
        link("https://b.example/", "https://b.example/y"),
    ]
    write_crawl(tmp_path, crawl(domain="a.example,https://b.example/"), pages, links)
    types = {}
    for domain in analysis.crawled_domains(tmp_path):
        view = analysis.open(tmp_path, domain)
        types[domain] = rows(view.links.order_by("source_url", "target_url"), "link_type")
        assert rows(view.pages.filter(view.pages.in_graph), "scope") == [(domain,)]
    assert types == {
        "a.example": [("internal",), ("outbound",), ("other",)],
        "https://b.example/": [("other",), ("backlink",), ("internal",)],
    }


@pytest.mark.parametrize(
    ("crawled", "asked", "is_known"),
    [
        ("shop.example", "www.shop.example", True),
        ("shop.example", "blog.shop.example", True),
        ("shop.example", "https://shop.example/docs/", True),
        ("https://shop.example/", "http://shop.example/docs", True),
        ("https://shop.example/docs", "https://shop.example/docs/", True),
        ("blog.shop.example", "shop.example", False),
        ("https://shop.example/", "shop.example", False),
        ("https://shop.example/", "https://www.shop.example/", False),
        ("https://shop.example/docs/", "https://shop.example/docs", False),
        ("https://shop.example/docs/", "https://shop.example/", False),
    ],
)
def test_a_narrower_target_than_crawled_is_known_and_a_broader_is_not(
    tmp_path: Path, crawled: str, asked: str, is_known: bool
) -> None:
    write_site(tmp_path, domain=crawled)
    if is_known:
        view = analysis.open(tmp_path, asked)
        home = view.scope.covers(DOMAIN, "/")
        assert dict(rows(view.pages, "url", "in_graph")) == {
            absolute("/"): home,
            absolute("/tea"): home,
        }
    else:
        said = message(analysis.open, tmp_path, asked)
        assert said.endswith(f"{asked} was never crawled; crawled were {crawled}")


def test_crawled_domains_are_named_once_the_latest_first(tmp_path: Path) -> None:
    write_site(tmp_path, "a", 0, domain="old.example")
    write_site(tmp_path, "b", 1, domain="shop.example, rival.example")
    write_site(tmp_path, "c", 2, domain="old.example")
    write_site(tmp_path, "d", -1, domain="first.example")
    assert analysis.crawled_domains(tmp_path) == [
        "old.example",
        "shop.example",
        "rival.example",
        "first.example",
    ]


def test_a_running_crawl_is_answered_with_what_is_complete_and_said(tmp_path: Path) -> None:
    running = {"finished_at": None, "finish_reason": None, "pending": None, "reasons": None}
    links = [link("/", "/tea"), link("/tea", "/")]  # the part with the page /tea is to come
    write_crawl(tmp_path, crawl() | running, [page("/")], links)
    view = analysis.open(tmp_path, DOMAIN)
    assert rows(view.links, "source_url") == [(absolute("/"),)]
    assert not view.complete_inside
    assert any("now has not ended" in note for note in view.notes)


@pytest.mark.parametrize("backend", [None, ibis.duckdb.connect()])
def test_a_crawl_that_has_just_begun_has_nothing_yet(tmp_path: Path, backend: Any) -> None:
    running = {"finished_at": None, "finish_reason": None, "pending": None, "reasons": None}
    write_crawl(tmp_path, crawl() | running, None, [link("/", "/tea")])
    view = analysis.open(tmp_path, DOMAIN, backend=backend)
    for table in (view.links, view.pages, view.sitemaps, view.finals):
        assert table.count().to_pyarrow().as_py() == 0
    assert "crawl" in view.pages.columns
    assert not view.complete_inside


@pytest.mark.parametrize(
    "later", [{"finished_at": None, "finish_reason": None, "done": None}, {"done": 0}],
    ids=["runs still", "read nothing"],
)  # fmt: skip
def test_a_crawl_without_a_result_takes_no_graph_away(tmp_path: Path, later: Row) -> None:
    write_site(tmp_path, "a", 0)
    failed = page("/", status=None, error="timeout", fetched_at=at_day(1))
    write_crawl(tmp_path, on_day(1, "b") | later, [failed], None)
    view = analysis.open(tmp_path, DOMAIN)
    alone = analysis.open(tmp_path, DOMAIN, "a")
    assert rows(view.links) == rows(alone.links) != []
    told = ("url", "crawl", "in_graph")
    assert rows(view.pages, *told) == rows(alone.pages, *told)
    assert rows(analysis.open(tmp_path, DOMAIN, "b").pages, *told) == [(absolute("/"), "b", True)]
    assert view.graph_crawl == "a"
    assert [note for note in view.notes if note.startswith("Crawl b")] == [view.notes[-1]]
    assert view.notes[-1].endswith(": the site's own links are those of a.")
    assert home_page(view) == absolute("/")


def test_the_home_page_is_found_by_the_crawl_that_the_graph_is_from(tmp_path: Path) -> None:
    www = "https://www.shop.example/"
    write_crawl(tmp_path, on_day(0, "a", domain="www.shop.example"), [page(www)], None)
    failed = page("/", status=None, error="dns", fetched_at=at_day(1))
    write_crawl(tmp_path, on_day(1, "b", done=0), [failed], None)
    rival = on_day(2, "rival", domain="rival.example")
    write_crawl(tmp_path, rival, [page("https://rival.example/")], None)
    assert home_page(analysis.open(tmp_path, "shop.example", crawl=["a", "b", "rival"])) == www


def test_a_crawl_with_no_link_has_pages_and_no_links(tmp_path: Path) -> None:
    write_crawl(tmp_path, crawl(), [page("/")], None)
    view = analysis.open(tmp_path, DOMAIN)
    assert rows(view.pages, "url") == [(absolute("/"),)]
    assert rows(view.links) == []


def test_what_appears_later_changes_no_answer(tmp_path: Path) -> None:
    write_site(tmp_path)
    view = analysis.open(tmp_path, DOMAIN)
    part = pa.RecordBatch.from_pylist([link("/tea", "/")], schema=pq_schema(tmp_path, "links"))
    Dataset(str(tmp_path)).write_part("links", "now", 1, [part])
    assert view.links.count().to_pyarrow().as_py() == 2
    assert analysis.open(tmp_path, DOMAIN).links.count().to_pyarrow().as_py() == 3


def pq_schema(data: Path, table: str) -> pa.Schema:
    """The schema of the first part of the crawl `now`."""
    return pq.read_schema(data / table / "crawl=now" / "part-00000.parquet")


STOPPED: dict[str, tuple[Row, str]] = {
    "was stopped": ({"finish_reason": "shutdown"}, "was stopped (shutdown)"),
    "met a budget": ({"reasons": '{"max_pages": 1200, "robots": 3}'}, "1,200 for max_pages"),
    "met a trap": ({"reasons": '{"trap-calendar": 5}'}, "5 for trap-calendar"),
    "left URLs to do": ({"pending": 7}, "7 URLs to do"),
}


@pytest.mark.parametrize("name", STOPPED)
def test_an_answer_is_complete_only_where_its_crawl_left_nothing_out(
    tmp_path: Path, name: str
) -> None:
    facts, note = STOPPED[name]
    write_site(tmp_path / "inside", **facts)
    write_backlinks(tmp_path / "inside")
    inside = analysis.open(tmp_path / "inside", DOMAIN)
    assert (inside.complete_inside, inside.complete_outside) == (False, True)
    write_site(tmp_path / "outside")
    write_backlinks(tmp_path / "outside", **facts)
    outside = analysis.open(tmp_path / "outside", DOMAIN)
    assert (outside.complete_inside, outside.complete_outside) == (True, False)
    for view in (inside, outside):
        assert not view.complete
        assert [note in said for said in view.notes] == [True]


def test_where_links_between_other_sites_were_left_out_it_is_told(tmp_path: Path) -> None:
    write_site(tmp_path, arguments='{"keep": "touching"}')
    write_backlinks(tmp_path)
    view = analysis.open(tmp_path, DOMAIN)
    assert (view.complete, view.complete_between, view.notes) == (True, True, ())
    write_backlinks(tmp_path, "few", arguments='{"keep": "touching"}')
    view = analysis.open(tmp_path, DOMAIN)
    assert (view.complete, view.complete_between) == (True, False)
    [note] = view.notes
    assert note.startswith("Crawl few kept links to its targets alone")


def test_what_robots_txt_forbade_is_no_budget(tmp_path: Path) -> None:
    write_site(tmp_path, reasons='{"robots": 3, "dns": 1}')
    assert analysis.open(tmp_path, DOMAIN).complete_inside


def test_without_a_crawl_of_other_sites_no_backlink_is_disproved(tmp_path: Path) -> None:
    write_site(tmp_path)
    view = analysis.open(tmp_path, DOMAIN)
    assert (view.complete_inside, view.complete_outside) == (True, False)
    assert [note for note in view.notes if note.startswith("No crawl of other sites")]


def test_without_a_target_crawl_nothing_is_known_of_the_site_itself(tmp_path: Path) -> None:
    about = crawl("links", spider="referring")
    links = [link(BLOG, "/"), link("/", "/tea")]
    write_crawl(tmp_path, about, [page(BLOG), page("/")], links, [sitemap_entry("/")])
    view = analysis.open(tmp_path, DOMAIN)
    assert rows(view.links, "source_url") == [(BLOG,)]
    assert set(rows(view.pages, "url", "in_graph")) == {(BLOG, False), (absolute("/"), False)}
    assert rows(view.sitemaps) == []
    assert (view.complete_inside, view.complete_outside) == (False, True)
    assert [note for note in view.notes if note.startswith("No target crawl")]


def test_a_stopped_crawl_is_read_without_links_whose_page_is_missing(tmp_path: Path) -> None:
    about = crawl(finish_reason="storage")
    write_crawl(tmp_path, about, [page("/")], [link("/", "/tea"), link("/tea", "/")])
    assert rows(analysis.open(tmp_path, DOMAIN).links, "source_url") == [(absolute("/"),)]


def test_a_crawl_of_another_domain_may_be_added_and_is_told(tmp_path: Path) -> None:
    write_site(tmp_path)
    about = on_day(1, "rival", domain="blog.test")
    write_crawl(tmp_path, about, [page(BLOG), page("/")], [link(BLOG, "/tea"), link("/", "/x")])
    assert rows(backlinks(analysis.open(tmp_path, DOMAIN).links)) == []
    view = analysis.open(tmp_path, DOMAIN, crawl=["now", "rival"])
    assert rows(backlinks(view.links), "source_url") == [(BLOG,)]
    assert set(rows(view.pages.filter(view.pages.in_graph), "crawl")) == {("now",)}
    assert not view.complete_outside
    assert [note for note in view.notes if note.startswith("Crawl rival was of blog.test")]


def test_a_folder_with_nothing_in_it_says_what_to_do_first(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("tea")
    (tmp_path / "begun" / "crawls" / "crawl=now").mkdir(parents=True)
    for name in ("missing", "empty", "begun"):
        expected = f"{tmp_path / name}: no crawls here; crawl first: scrapy crawl"
        assert message(analysis.open, tmp_path / name, DOMAIN).startswith(expected)
        assert message(analysis.crawled_domains, tmp_path / name).startswith(expected)
    assert message(analysis.open, tmp_path / "file", DOMAIN).startswith(str(tmp_path))
    assert message(analysis.open, "nowhere://x/y", DOMAIN).startswith("nowhere://x/y: ")


def test_a_file_that_is_no_table_is_named(tmp_path: Path) -> None:
    for table in TABLES:
        data = tmp_path / table
        write_site(data)
        part = data / table / "crawl=now" / "part-00000.parquet"
        for content in (b"", b"tea", part.read_bytes()[:-20]):
            part.write_bytes(content)
            said = message(analysis.open, data, DOMAIN)
            assert "cannot be read" in said
            assert str(part) in said


@pytest.mark.parametrize("start", [4, 5_000])
def test_a_file_whose_rows_are_spoilt_is_named(tmp_path: Path, start: int) -> None:
    pages = [page(f"/{number * 7919 % 10_007}") for number in range(5_000)]
    write_crawl(tmp_path, crawl(), pages)
    part = tmp_path / "pages" / "crawl=now" / "part-00000.parquet"
    content = bytearray(part.read_bytes())
    content[start : start + 3_000] = random.Random(0).randbytes(3_000)
    part.write_bytes(content)
    said = message(analysis.open, tmp_path, DOMAIN)
    assert said.startswith(f"{part}: cannot be read: ")


OTHER_SCHEMAS: dict[str, Callable[[pa.Table], pa.Table]] = {
    "has schema version 0": lambda old: old.replace_schema_metadata(
        {"linkspider.schema_version": "0"}
    ),
    "has schema version none": lambda old: old.replace_schema_metadata(None),
    "has no column fetched_at, finished_at": lambda old: old.drop_columns(
        [name for name in ("fetched_at", "finished_at") if name in old.column_names]
    ),
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("reason", OTHER_SCHEMAS)
def test_a_table_of_another_schema_is_refused(tmp_path: Path, table: str, reason: str) -> None:
    write_site(tmp_path)
    part = tmp_path / table / "crawl=now" / "part-00000.parquet"
    pq.write_table(OTHER_SCHEMAS[reason](pq.ParquetFile(part).read()), part)
    said = message(analysis.open, tmp_path, DOMAIN)
    assert said.startswith(f"{part}: ")
    assert reason.partition(", ")[0].rpartition(" ")[0] in said
    write_site(tmp_path, "other", 1)
    assert analysis.open(tmp_path, DOMAIN, crawl="other").complete_inside


def test_a_row_of_crawls_that_says_nothing_is_refused(tmp_path: Path) -> None:
    write_site(tmp_path)
    part = tmp_path / "crawls" / "crawl=now" / "part-00000.parquet"
    pq.write_table(pq.ParquetFile(part).read().drop_columns(["domain"]), part)
    expected = f"{tmp_path}: crawl now is of another schema; remove it"
    assert message(analysis.open, tmp_path, DOMAIN) == expected
    assert message(analysis.crawled_domains, tmp_path) == expected


def test_a_crawl_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    write_site(tmp_path, "b", 1)
    write_site(tmp_path, "a", 2)
    there = "there are b, a"
    assert message(analysis.open, tmp_path, DOMAIN, crawl="x") == (
        f"{tmp_path}: no crawl x; {there}"
    )
    assert message(analysis.open, tmp_path, DOMAIN, crawl=["y", "a", "x"]) == (
        f"{tmp_path}: no crawl x, y; {there}"
    )
    for nothing in ([], set(), iter(())):
        said = message(analysis.open, tmp_path, DOMAIN, crawl=nothing)
        assert said == f"{tmp_path}: no crawl named; {there}"


def test_a_domain_that_was_never_crawled_is_told_with_those_that_were(tmp_path: Path) -> None:
    write_site(tmp_path, "a", 1, domain="a.example,b.example")
    write_site(tmp_path, "c", 2, domain="c.example")
    said = message(analysis.open, tmp_path, "x.example")
    assert said.endswith(
        "x.example was never crawled; crawled were a.example, b.example, c.example"
    )
    said = message(analysis.open, tmp_path, "a.example", crawl="c")
    assert said.endswith("a.example was never crawled by c; crawled were c.example")


@pytest.mark.parametrize(
    "domain",
    ["", " ", "co.uk", "a b", "shop.example/docs", "mailto:a@b.example", "a,b", "https://"],
)
def test_what_is_no_domain_is_refused(tmp_path: Path, domain: str) -> None:
    write_site(tmp_path)
    assert message(analysis.open, tmp_path, domain).startswith("domain: ")


def everything(view: analysis.View) -> list[set[tuple[Any, ...]]]:
    """What a view tells, in any order."""
    return [
        set(rows(view.links, "source_url", "ordinal", "target_url", "link_type", "crawl")),
        set(rows(view.pages, "url", "crawl", "in_graph", "status", "first_observed", "last_tried")),
        set(rows(view.sitemaps, "url", "sitemap_url", "crawl")),
        set(rows(view.crawls, "id", "spider")),
        set(rows(view.finals)),
        set(rows(internal_hyperlinks(view.links), "source_url", "ordinal", "followed")),
    ]


def test_a_given_connection_and_an_address_of_the_folder_give_the_same(demo_data: Path) -> None:
    view = analysis.open(demo_data, DOMAIN)
    expected = everything(view)
    assert [len(part) for part in expected] == [968, 101, 16, 2, 101, 596]
    assert (
        everything(analysis.open(str(demo_data), DOMAIN, backend=ibis.duckdb.connect())) == expected
    )
    for backend in (None, ibis.duckdb.connect()):
        assert everything(analysis.open(demo_data.as_uri(), DOMAIN, backend=backend)) == expected


def test_the_demo_web_is_open_and_complete_inside(demo_data: Path) -> None:
    assert analysis.crawled_domains(demo_data) == [DOMAIN]
    view = analysis.open(demo_data, DOMAIN)
    assert (view.complete_inside, view.complete_outside) == (True, False)
    assert view.notes == ("Crawl demo-referring left URLs out: 1 for max_depth.",)
