"""The files of some crawls as Ibis tables: by an embedded DuckDB, or another engine."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import ibis
import pyarrow as pa

from linkspider.analysis.spark import mend
from linkspider.analysis.view import AnalysisError
from linkspider.dataset import SCHEMA_VERSION, schema, table_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    import ibis.expr.types as ir
    from ibis.backends import BaseBackend

    from linkspider.dataset import Dataset

MEMORY_LIMIT = "4GB"
"""What the embedded DuckDB may take before it goes on on disk."""

_GLOB = re.compile(r"[*?[]")


class Tables:
    """The tables of some crawls, as a backend reads them.

    ``backend`` is an Ibis backend that can read the folder; None is an embedded DuckDB. A DuckDB
    reads the parts that are there now: one that appears later changes no answer.
    """

    def __init__(
        self, dataset: Dataset, crawls: Iterable[str], backend: BaseBackend | None
    ) -> None:
        self._dataset = dataset
        self._files = {
            (table, crawl): dataset.files(table, crawl)
            for crawl in crawls
            for table in ("crawls", "sitemaps", "pages", "links")  # a visible page has its links
        }
        self._backend = backend or _connect()
        self._is_duckdb = self._backend.name == "duckdb"
        mend(self._backend)

    def check(self) -> None:
        """Raise AnalysisError where a file cannot be read, or is of another schema."""
        for (table, _), files in self._files.items():
            for file in files:
                _check_file(self._dataset, table, file)

    def find_spoilt(self, table: str) -> str | None:
        """The first file of a table whose rows cannot be read, and why: looks at all of them."""
        for (name, _), files in self._files.items():
            for file in files if name == table else ():
                try:
                    self._dataset.check_rows(file)
                except (OSError, pa.ArrowException) as error:
                    return f"{file}: cannot be read: {first_line(error)}"
        return None

    def read(self, table: str, crawl: str | None = None) -> ir.Table:
        """The rows of the crawls, or of one of them, with the column `crawl`."""
        parts = {
            name: files
            for (of_table, name), files in self._files.items()
            if of_table == table and files and crawl in (None, name)
        }
        found = [self._read_crawl(table, name, files) for name, files in parts.items()]
        return ibis.union(*found) if found else self._take(table_schema(table).empty_table())

    def _read_crawl(self, table: str, crawl: str, files: list[str]) -> ir.Table:
        if not self._is_duckdb:
            rows = self._backend.read_parquet(self._dataset.folder(table, crawl))
        elif self._dataset.is_local:
            # The path above the data may hold signs of a pattern, and `name=value` of its own.
            paths = [_GLOB.sub(r"[\g<0>]", file) for file in files]
            rows = self._backend.read_parquet(paths, hive_partitioning=False)
        else:
            return self._take(self._dataset.scan(table, crawl))
        return rows.mutate(crawl=ibis.literal(crawl))

    def _take(self, rows: Any) -> ir.Table:
        """Rows of Arrow as a table of the backend, so that what is cached of them stays beside
        them."""
        name = f"linkspider_{uuid4().hex}"
        if not self._is_duckdb:
            return self._backend.create_view(name, ibis.memtable(rows))
        self._backend.con.register(name, rows)
        return self._backend.table(name)


def _check_file(dataset: Dataset, table: str, file: str) -> None:
    try:
        written = dataset.written_schema(file)
    except (OSError, pa.ArrowException) as error:
        raise AnalysisError(f"{file}: cannot be read: {first_line(error)}") from error
    version = (written.metadata or {}).get(b"linkspider.schema_version", b"none").decode()
    missing = [name for name in schema(table).names if name not in written.names]
    if version != str(SCHEMA_VERSION):
        reason = f"has schema version {version}, and version {SCHEMA_VERSION} is read here"
    elif missing:
        reason = f"has no column {', '.join(missing)}"
    else:
        return
    raise AnalysisError(f"{file}: {reason}; crawl again, or leave its crawl out")


def first_line(error: Exception) -> str:
    """What an error says, without what follows below."""
    return str(error).strip().partition("\n")[0] or type(error).__name__


@cache
def _connect() -> BaseBackend:
    """An embedded DuckDB that asks the network for nothing, and goes on on disk when it must.

    One for all views: tables of two crawls can be compared only where one engine reads both.
    """
    return ibis.duckdb.connect(
        memory_limit=MEMORY_LIMIT,
        temp_directory=f"{tempfile.gettempdir()}/linkspider-{uuid4().hex}",
        autoinstall_known_extensions=False,
    )
