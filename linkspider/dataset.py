"""The tables on disk: schemas from the items, parts that appear whole or not at all, reading."""

from __future__ import annotations

import ast
import inspect
import os
import re
import types
import typing
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.fs as pafs
import pyarrow.parquet as pq

from linkspider.items import CrawlItem, LinkItem, PageItem, SitemapEntry
from linkspider.text import storable

SCHEMA_VERSION = 1
ROW_GROUP_ROWS = 131_072
TABLES: dict[str, type] = {
    "links": LinkItem,
    "pages": PageItem,
    "sitemaps": SitemapEntry,
    "crawls": CrawlItem,
}

_ARROW_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int32(),
    float: pa.float64(),
    datetime: pa.timestamp("us", tz="UTC"),
    list[str]: pa.list_(pa.field("element", pa.string())),
}


class Column(NamedTuple):
    """A column of a table, for the data dictionary."""

    name: str
    type: pa.DataType
    nullable: bool
    description: str


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order: an item's own fields first, then those it inherits."""
    item = TABLES[table]
    hints = typing.get_type_hints(item, include_extras=True)
    is_column = {field.name: field.metadata.get("column", True) for field in fields(item)}
    result = []
    for owner in item.__mro__:
        for name, description in _field_docstrings(owner).items():
            if is_column.get(name):
                arrow_type, nullable = _arrow_type(hints[name])
                result.append(Column(name, arrow_type, nullable, description))
    return tuple(result)


@cache
def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table; descriptions stand in the fields' metadata."""
    return pa.schema(
        [
            pa.field(column.name, column.type, metadata={"description": column.description})
            for column in columns(table)
        ],
        metadata={"linkspider.schema_version": str(SCHEMA_VERSION)},
    )


def table_schema(table: str) -> pa.Schema:
    """The schema of a table as it is read: with the partition column `crawl`."""
    return schema(table).append(pa.field("crawl", pa.string()))


def _field_docstrings(owner: type) -> dict[str, str]:
    """Annotated fields of one class with the string that stands below each."""
    if owner.__module__ == "builtins":
        return {}
    body = typing.cast(ast.ClassDef, ast.parse(inspect.getsource(owner)).body[0]).body
    found = {}
    for statement, below in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            is_text = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            found[statement.target.id] = str(below.value.value) if is_text else ""  # type: ignore[union-attr]
    return found


def _arrow_type(hint: Any) -> tuple[pa.DataType, bool]:
    nullable = False
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        [hint] = [option for option in typing.get_args(hint) if option is not types.NoneType]
        nullable = True
    if typing.get_origin(hint) is typing.Annotated:
        return pa.int64(), nullable
    return _ARROW_TYPES[hint], nullable


def record_batch(table: str, rows: Sequence[Any]) -> pa.RecordBatch:
    """The items ``rows`` as Arrow columns of ``table``; text that no file can hold is repaired."""
    arrays = [
        _array(list(map(attrgetter(column.name), rows)), column.type) for column in columns(table)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema(table))


def _array(values: list[Any], arrow_type: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, arrow_type)
    except UnicodeEncodeError:
        return pa.array([_repair(value) for value in values], arrow_type)


def _repair(value: Any) -> Any:
    if isinstance(value, list):
        return [storable(text) for text in value]
    return storable(value) if isinstance(value, str) else value


class Dataset:
    """The folder of tables, on a local disk or an object store, as any Parquet reader opens it."""

    def __init__(self, uri: str) -> None:
        """Open ``uri``: a path, or what `pyarrow.fs` opens (s3://, gs://, abfs://, hdfs://)."""
        self.is_local = "://" not in uri
        if self.is_local:
            self._fs: pafs.FileSystem = pafs.LocalFileSystem()
            self._given = self._root = str(Path(uri).absolute())
        else:
            self._fs, self._root = pafs.FileSystem.from_uri(uri)
            self._given = uri.rstrip("/")

    def has_crawl(self, crawl: str) -> bool:
        """Whether some table has rows of this crawl."""
        paths = [f"{self._root}/{table}/crawl={crawl}" for table in TABLES]
        return any(info.type != pafs.FileType.NotFound for info in self._fs.get_file_info(paths))

    def check_writable(self) -> None:
        """Raise OSError where no file can be made in the folder."""
        probe = f"{self._root}/.probe-{uuid4().hex}"
        self._fs.create_dir(self._root, recursive=True)
        self._fs.open_output_stream(probe).close()
        self._fs.delete_file(probe)

    def parts(self, crawl: str) -> list[tuple[str, int]]:
        """The parts of a crawl that stand in the tables: table and number of each."""
        return [
            (table, int(found[1]))
            for table in TABLES
            for path in self._files(table, crawl)
            if (found := _PART.fullmatch(Path(path).name))
        ]

    def folder(self, table: str, crawl: str) -> str:
        """The folder of a crawl's rows: a path, or a URI where the dataset was opened by one."""
        return f"{self._given}/{table}/crawl={crawl}"

    def files(self, table: str, crawl: str) -> list[str]:
        """The files of a crawl's rows that have appeared so far, in order."""
        paths = self._files(table, crawl)
        return sorted(path for path in paths if _PART.fullmatch(Path(path).name))

    def written_schema(self, file: str) -> pa.Schema:
        """The schema that a file of a table was written with."""
        return pq.read_schema(file, filesystem=self._fs)

    def begin(self, crawl: str, recorded: Container[tuple[str, int]]) -> None:
        """Make the folders of a crawl, and remove what a crash left there: the rows of parts that
        are not ``recorded``, and parts that never appeared.

        A file that a reader has seen is never deleted but emptied, so that whoever has just listed
        it can open it. Pages go before their links, as links come before their pages.
        """
        for table in TABLES:
            self._fs.create_dir(f"{self._root}/{table}/crawl={crawl}", recursive=True)
            for path in self._files(table, crawl):
                if _HIDDEN_PART.fullmatch(Path(path).name):
                    self._fs.delete_file(path)
        lost = [part for part in self.parts(crawl) if part not in recorded and part[0] != "crawls"]
        for table, number in sorted(lost, key=lambda part: part[0] != "pages"):
            self.write_part(table, crawl, number, [])

    def _files(self, table: str, crawl: str) -> list[str]:
        folder = f"{self._root}/{table}/crawl={crawl}"
        selector = pafs.FileSelector(folder, allow_not_found=True)
        return [info.path for info in self._fs.get_file_info(selector)]

    def write_part(
        self, table: str, crawl: str, number: int, batches: Iterable[pa.RecordBatch]
    ) -> None:
        """Write part ``number`` of a crawl that was begun; it appears when it is whole.

        OSError where its folder has vanished meanwhile: earlier parts would be missing.
        """
        folder = f"{self._root}/{table}/crawl={crawl}"
        part = f"part-{number:05d}.parquet"
        data = pa.Table.from_batches(batches, schema=schema(table))
        if not self.is_local:  # on an object store, a completed upload is the appearance
            pq.write_table(data, f"{folder}/{part}", filesystem=self._fs, **_PARQUET)
            return
        hidden = f"{folder}/.{part}.tmp"
        with Path(hidden).open("wb") as file:
            pq.write_table(data, file, **_PARQUET)
            file.flush()
            os.fsync(file.fileno())
        Path(hidden).replace(f"{folder}/{part}")
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def scan(self, table: str, crawl: str | None = None) -> ds.Dataset:
        """A table's rows, of one crawl or of all, as an Arrow dataset to filter and project."""
        folder = f"{self._root}/{table}" + (f"/crawl={crawl}" if crawl else "")
        return ds.dataset(
            folder,
            schema=table_schema(table),
            format="parquet",
            partitioning=ds.partitioning(pa.schema([("crawl", pa.string())]), flavor="hive"),
            partition_base_dir=f"{self._root}/{table}",
            filesystem=self._fs,
        )

    def stream(
        self, table: str, crawl: str, names: list[str], only: pc.Expression | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Columns of a crawl's rows, in their order: there may be millions, never all in memory."""
        scanner = self.scan(table, crawl).scanner(
            names, filter=only, use_threads=False, batch_readahead=1, fragment_readahead=1
        )
        yield from scanner.to_batches()


_PART = re.compile(r"part-(\d+)\.parquet")
_HIDDEN_PART = re.compile(r"\.part-\d+\.parquet\.tmp")
_PARQUET: dict[str, Any] = {"compression": "zstd", "row_group_size": ROW_GROUP_ROWS}
