"""The tables on disk: their columns, and parts that any reader opens."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from linkspider.dataset import TABLES, Dataset, columns, record_batch, schema
from linkspider.items import CrawlItem, LinkItem, PageItem, SitemapEntry

FETCHED_AT = datetime(2026, 11, 20, 8, 13, 0, 123456, tzinfo=UTC)

LINKS = """
    source_url source_host source_domain source_scope target_url target_fragment target_host
    target_domain target_scope same_host link_type element anchor_text anchor_source has_image rel
    nofollow ugc sponsored followed position dom_path hreflang ordinal context_before context_after
    href fetched_at
"""
PAGES = """
    url host domain scope status error redirect_to depth discovered_from fetched_at elapsed_ms
    bytes content_type encoding last_modified ip_address tls_valid truncated title meta_description
    h1 h2 h3 canonical_url canonicals meta_robots x_robots_tag noindex nofollow googlebot_allowed
    indexability indexable lang has_viewport word_count images images_without_alt scripts generator
    published_at modified_at text_hash
"""
LINK_COLUMNS, PAGE_COLUMNS = LINKS.split(), PAGES.split()
SITEMAP_COLUMNS = ["url", "lastmod", "priority", "sitemap_url", "fetched_at"]


def make_link(number: int = 0, anchor_text: str | None = None) -> LinkItem:
    return LinkItem(
        source_url="https://example.com/",
        target_url=f"https://example.com/{number}",
        element="a",
        anchor_text=anchor_text,
        rel=["nofollow", "ugc"],
        ordinal=number,
        fetched_at=FETCHED_AT,
    )


def make_page(title: str | None = None, h1: list[str] | None = None) -> PageItem:
    return PageItem(
        url="https://example.com/",
        host="example.com",
        domain="example.com",
        depth=0,
        fetched_at=FETCHED_AT,
        title=title,
        h1=h1,
    )


def column_names(table: str) -> list[str]:
    return [column.name for column in columns(table)]


def test_there_are_four_tables() -> None:
    assert set(TABLES) == {"links", "pages", "sitemaps", "crawls"}


def test_the_columns_of_links_come_in_the_order_of_the_items_fields() -> None:
    assert column_names("links") == LINK_COLUMNS


def test_the_columns_of_sitemaps_come_in_the_order_of_the_items_fields() -> None:
    assert column_names("sitemaps") == SITEMAP_COLUMNS


def test_pages_has_its_own_columns_first_and_then_those_of_the_document() -> None:
    names = column_names("pages")
    assert sorted(names) == sorted(PAGE_COLUMNS)
    assert names[:3] == ["url", "host", "domain"]
    own = [name for name in PAGE_COLUMNS if names.index(name) < names.index("encoding")]
    document = [name for name in PAGE_COLUMNS if name not in own]
    assert names == own + document


def test_crawls_has_what_names_and_counts_a_run() -> None:
    expected = {"id", "spider", "domain", "arguments", "started_at", "finished_at"}
    expected |= {"finish_reason", "known", "done", "failed", "excluded", "pending", "versions"}
    assert expected <= set(column_names("crawls"))


@pytest.mark.parametrize("table", list(TABLES))
def test_every_column_has_a_description_and_a_name_of_its_own(table: str) -> None:
    assert len(set(column_names(table))) == len(columns(table))
    for column in columns(table):
        assert len(column.description) > 10, column.name
        assert column.description.endswith("."), column.name
        assert "\n" not in column.description, column.name


@pytest.mark.parametrize("table", list(TABLES))
def test_descriptions_and_version_stand_in_the_schema(table: str) -> None:
    written = schema(table)
    assert [field.name for field in written] == column_names(table)
    for column in columns(table):
        metadata = written.field(column.name).metadata
        assert metadata[b"description"].decode() == column.description
    assert int(written.metadata[b"linkspider.schema_version"]) >= 1


@pytest.mark.parametrize(
    ("table", "column", "arrow_type"),
    [
        ("links", "source_url", pa.string()),
        ("links", "same_host", pa.bool_()),
        ("links", "ordinal", pa.int32()),
        ("links", "fetched_at", pa.timestamp("us", tz="UTC")),
        ("pages", "status", pa.int32()),
        ("pages", "bytes", pa.int64()),
        ("pages", "title", pa.string()),
        ("pages", "text_hash", pa.string()),
        ("pages", "published_at", pa.timestamp("us", tz="UTC")),
        ("sitemaps", "priority", pa.float64()),
        ("sitemaps", "lastmod", pa.timestamp("us", tz="UTC")),
        ("crawls", "id", pa.string()),
        ("crawls", "finished_at", pa.timestamp("us", tz="UTC")),
    ],
)
def test_a_fields_type_gives_the_columns_type(
    table: str, column: str, arrow_type: pa.DataType
) -> None:
    assert schema(table).field(column).type == arrow_type


@pytest.mark.parametrize(
    ("table", "column"), [("links", "rel"), ("pages", "h1"), ("pages", "h2"), ("pages", "h3")]
)
def test_a_list_of_texts_is_a_list_column(table: str, column: str) -> None:
    assert pa.types.is_list(schema(table).field(column).type)
    assert schema(table).field(column).type.value_type == pa.string()


def test_what_is_no_column_stays_out_of_the_tables() -> None:
    assert not {"candidates", "target_path"} & set(column_names("links"))
    assert not {"links", "has_meta_refresh"} & set(column_names("pages"))


@pytest.mark.parametrize(
    ("table", "nullable"),
    [
        ("links", {"source_url": False, "target_url": True, "rel": False, "ordinal": False}),
        ("pages", {"url": False, "status": True, "h1": True, "depth": False}),
        ("sitemaps", {"url": False, "lastmod": True}),
    ],
)
def test_whether_a_column_can_be_null_is_told(table: str, nullable: dict[str, bool]) -> None:
    found = {column.name: column.nullable for column in columns(table)}
    assert {name: found[name] for name in nullable} == nullable


def test_items_become_the_rows_of_a_batch() -> None:
    batch = record_batch("links", [make_link(number, f"Tea {number}") for number in range(3)])
    assert batch.schema.equals(schema("links"), check_metadata=True)
    rows = batch.to_pylist()
    assert [row["anchor_text"] for row in rows] == ["Tea 0", "Tea 1", "Tea 2"]
    assert [row["ordinal"] for row in rows] == [0, 1, 2]
    assert rows[0]["rel"] == ["nofollow", "ugc"]
    assert rows[0]["fetched_at"] == FETCHED_AT
    assert rows[0]["position"] is None


def test_no_item_makes_an_empty_batch() -> None:
    batch = record_batch("pages", [])
    assert batch.num_rows == 0
    assert batch.schema.equals(schema("pages"))


def test_null_and_empty_lists_stay_apart() -> None:
    rows = record_batch("pages", [make_page(h1=None), make_page(h1=[])]).to_pylist()
    assert [row["h1"] for row in rows] == [None, []]


@pytest.mark.parametrize("text", ["\ud800", "tea \udfff", "\udf75\ud83c"], ids=ascii)
def test_a_lone_surrogate_spoils_neither_its_row_nor_its_neighbours(text: str) -> None:
    links = [make_link(0, "before"), make_link(1, text), make_link(2, "behind")]
    rows = record_batch("links", links).to_pylist()
    assert [row["anchor_text"] for row in rows][::2] == ["before", "behind"]
    assert "\ufffd" in rows[1]["anchor_text"]


def test_a_lone_surrogate_in_a_list_is_repaired_too() -> None:
    [row] = record_batch("pages", [make_page(h1=["Tea", "a\ud800b"])]).to_pylist()
    assert row["h1"] == ["Tea", "a\ufffdb"]


def test_repairing_a_batch_keeps_nulls_and_letters() -> None:
    links = [make_link(0, None), make_link(1, "\ud800"), make_link(2, "緑茶 🍵")]
    rows = record_batch("links", links).to_pylist()
    assert [row["anchor_text"] for row in rows] == [None, "\ufffd", "緑茶 🍵"]


PARTS = {(table, number) for table in TABLES for number in range(1_000)}
"""All parts that tests write: none is to be removed."""


def write_links(dataset: Dataset, crawl: str, number: int, count: int) -> None:
    batch = record_batch("links", [make_link(ordinal) for ordinal in range(count)])
    dataset.begin(crawl, PARTS)
    dataset.write_part("links", crawl, number, [batch])


def test_parts_lie_in_a_folder_for_each_table_and_crawl(tmp_path: Path) -> None:
    dataset = Dataset(str(tmp_path))
    write_links(dataset, "one", 1, 2)
    write_links(dataset, "one", 2, 2)
    write_links(dataset, "two", 1, 2)
    dataset.begin("one", PARTS)
    dataset.write_part("pages", "one", 1, [record_batch("pages", [make_page()])])
    files = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.parquet"))
    assert [name.rpartition("/")[0] for name in files] == [
        "links/crawl=one",
        "links/crawl=one",
        "links/crawl=two",
        "pages/crawl=one",
    ]
    assert all(name.rpartition("/")[2].startswith("part-") for name in files)


def test_a_written_part_leaves_no_other_file_behind(tmp_path: Path) -> None:
    write_links(Dataset(str(tmp_path)), "one", 1, 2)
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".parquet"]


def test_any_reader_opens_the_folder_of_a_table(tmp_path: Path) -> None:
    dataset = Dataset(str(tmp_path))
    write_links(dataset, "one", 1, 3)
    write_links(dataset, "two", 1, 4)
    frame = pd.read_parquet(tmp_path / "links")
    assert len(frame) == 7
    assert set(frame.columns) == {*LINK_COLUMNS, "crawl"}
    assert frame["crawl"].astype(str).value_counts().to_dict() == {"two": 4, "one": 3}


def test_a_part_is_compressed_and_tells_its_columns(tmp_path: Path) -> None:
    write_links(Dataset(str(tmp_path)), "one", 1, 3)
    [part] = tmp_path.rglob("*.parquet")
    file = pq.ParquetFile(part)
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert file.schema_arrow.field("link_type").metadata[b"description"]
    assert b"linkspider.schema_version" in file.schema_arrow.metadata


def test_a_large_part_has_row_groups_of_about_128_thousand(tmp_path: Path) -> None:
    batch = record_batch("links", [make_link()] * 50_000)
    dataset = Dataset(str(tmp_path))
    dataset.begin("one", PARTS)
    dataset.write_part("links", "one", 1, [batch] * 6)
    [part] = tmp_path.rglob("*.parquet")
    metadata = pq.ParquetFile(part).metadata
    rows = [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)]
    assert sum(rows) == 300_000
    assert all(100_000 <= count <= 140_000 for count in rows[:-1])


def test_an_empty_part_can_be_read(tmp_path: Path) -> None:
    dataset = Dataset(str(tmp_path))
    dataset.begin("one", PARTS)
    dataset.write_part("links", "one", 1, [])
    assert len(pd.read_parquet(tmp_path / "links")) == 0
    assert dataset.scan("links").to_table().num_rows == 0
    write_links(dataset, "one", 2, 3)
    assert len(pd.read_parquet(tmp_path / "links")) == 3


def test_a_file_in_the_making_is_seen_by_no_reader(tmp_path: Path) -> None:
    dataset = Dataset(str(tmp_path))
    write_links(dataset, "one", 1, 3)
    hidden = tmp_path / "links/crawl=one/.part-00002.parquet.tmp"
    hidden.write_bytes(b"PAR1 not whole")
    assert len(pd.read_parquet(tmp_path / "links")) == 3
    assert dataset.scan("links").to_table().num_rows == 3


def test_reading_while_parts_are_written_always_works(tmp_path: Path) -> None:
    dataset = Dataset(str(tmp_path))
    write_links(dataset, "one", 0, 1_000)
    finished = threading.Event()
    names: set[str] = set()

    def write() -> None:
        for number in range(1, 30):
            write_links(dataset, "one", number, 1_000)
        finished.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while not finished.is_set() and writer.is_alive():
            assert len(pd.read_parquet(tmp_path / "links", columns=["ordinal"])) % 1_000 == 0
            names |= {path.name for path in (tmp_path / "links/crawl=one").iterdir()}
    finally:
        writer.join()
    assert finished.is_set()
    assert all(name.startswith(".") != name.endswith(".parquet") for name in names)
    assert len(pd.read_parquet(tmp_path / "links")) == 30_000


def test_a_part_that_is_written_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    dataset = Dataset(str(tmp_path))
    write_links(dataset, "one", 1, 3)
    write_links(dataset, "one", 1, 5)
    assert len(pd.read_parquet(tmp_path / "links")) == 5


@pytest.mark.parametrize("crawl", ["20261120", "007", "1e5", "true", "null", "t20261120t081300z"])
def test_a_crawl_id_is_read_back_as_the_text_it_is(tmp_path: Path, crawl: str) -> None:
    dataset = Dataset(str(tmp_path))
    write_links(dataset, crawl, 1, 2)
    assert dataset.scan("links").to_table()["crawl"].to_pylist() == [crawl] * 2
    assert dataset.scan("links", crawl).to_table()["crawl"].to_pylist() == [crawl] * 2


def test_one_crawl_can_be_read_alone(tmp_path: Path) -> None:
    dataset = Dataset(str(tmp_path))
    write_links(dataset, "one", 1, 2)
    write_links(dataset, "one-2", 1, 3)
    assert dataset.scan("links", "one").to_table().num_rows == 2
    assert dataset.scan("links").to_table().num_rows == 5


def test_a_crawl_is_there_once_any_table_has_it(tmp_path: Path) -> None:
    dataset = Dataset(str(tmp_path))
    assert not dataset.has_crawl("one")
    write_links(dataset, "one", 1, 1)
    assert dataset.has_crawl("one")
    assert not dataset.has_crawl("on")


def test_every_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    items = {
        "links": make_link(),
        "pages": make_page("Tea", ["Tea"]),
        "sitemaps": SitemapEntry(
            url="https://example.com/",
            priority=0.5,
            sitemap_url="https://example.com/sitemap.xml",
            fetched_at=FETCHED_AT,
        ),
        "crawls": CrawlItem(
            id="one", spider="target", domain="example.com", arguments="{}", started_at=FETCHED_AT
        ),
    }
    dataset = Dataset(str(tmp_path))
    for table, item in items.items():
        dataset.begin("one", PARTS)
        dataset.write_part(table, "one", 1, [record_batch(table, [item])])
        [row] = dataset.scan(table).to_table().to_pylist()
        assert row.pop("crawl") == "one"
        assert row == {name: getattr(item, name) for name in column_names(table)}


def test_a_folder_that_cannot_be_written_is_found_out_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match=r".+"):
        Dataset(str(tmp_path / "file" / "data")).check_writable()


def test_checking_a_folder_leaves_nothing_in_it(tmp_path: Path) -> None:
    Dataset(str(tmp_path / "data")).check_writable()
    assert list((tmp_path / "data").iterdir()) == []


def test_what_a_crash_left_behind_has_no_rows_and_whoever_listed_it_can_open_it(
    tmp_path: Path,
) -> None:
    dataset = Dataset(str(tmp_path))
    dataset.begin("c", ())
    for number in range(3):
        dataset.write_part("pages", "c", number, [record_batch("pages", [make_page()])])
    hidden = tmp_path / "pages" / "crawl=c" / ".part-00003.parquet.tmp"
    hidden.write_bytes(b"PAR1")
    listed = dataset.scan("pages", "c")
    dataset.begin("c", {("pages", 0), ("pages", 1)})
    assert listed.to_table().num_rows == dataset.scan("pages", "c").count_rows() == 2
    assert not hidden.exists()


def test_what_a_crash_left_behind_vanishes_with_pages_before_their_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = Dataset(str(tmp_path))
    dataset.begin("c", ())
    for table in TABLES:
        dataset.write_part(table, "c", 0, [])
    emptied = []
    monkeypatch.setattr(dataset, "write_part", lambda *part: emptied.append(part))
    dataset.begin("c", ())
    assert emptied[0] == ("pages", "c", 0, [])
    assert sorted(part[0] for part in emptied) == ["links", "pages", "sitemaps"]
