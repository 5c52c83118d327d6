"""What became of a crawl's rows, by comparison with a crawl that nobody disturbed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

TABLES = ("links", "pages", "sitemaps")
TIMES = {"fetched_at", "elapsed_ms", "crawl"}
FIRST_FOUND = {"depth", "discovered_from"}
"""Where many pages name a page, chance says which of them is read first."""

Rows = dict[str, Counter[tuple[Any, ...]]]
"""The rows of each table, with how often each stands there."""


def read_rows(data: Path, *, but: Collection[str] = ()) -> Rows:
    """All rows of a data folder without their times, and without the columns ``but``."""
    left_out = TIMES | set(but)
    return {name: Counter(_rows(data / name, left_out)) for name in TABLES}


def _rows(folder: Path, left_out: Collection[str]) -> list[tuple[Any, ...]]:
    table: pa.Table = ds.dataset(folder, format="parquet").to_table()
    columns = [
        [tuple(value) if isinstance(value, list) else value for value in table[name].to_pylist()]
        for name in table.column_names
        if name not in left_out
    ]
    return list(zip(*columns, strict=True))


def missing(expected: Rows, found: Rows) -> list[str]:
    """Rows that should be there and are not."""
    return _name_rows(expected, found)


def superfluous(expected: Rows, found: Rows) -> list[str]:
    """Rows that should not be there, or not so often."""
    return _name_rows(found, expected)


def _name_rows(these: Rows, those: Rows) -> list[str]:
    rest = {name: these[name] - those[name] for name in TABLES}
    return [f"{name}: {row[:2]}" for name in TABLES for row in rest[name].elements()]


def unreadable_files(data: Path) -> list[str]:
    """Visible files that are no whole Parquet files."""
    found = []
    for path in data.rglob("*.parquet"):
        if path.name.startswith("."):
            continue
        try:
            pq.ParquetFile(path).read()
        except Exception as error:  # whatever it is, it cannot be read
            found.append(f"{path}: {error}")
    return found


def misses(data: Path) -> list[str]:
    """Where the row of `crawls` does not add up, or does not agree with `pages`."""
    [row] = ds.dataset(data / "crawls", format="parquet").to_table().to_pylist()
    pages = ds.dataset(data / "pages", format="parquet").count_rows()
    total = row["done"] + row["failed"] + row["excluded"] + row["pending"]
    if not row["known"] == total == pages or row["pending"] or row["finish_reason"] != "finished":
        return [f"crawls: {row}, {pages} pages"]
    return []
