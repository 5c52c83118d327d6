"""The files of some crawls as Ibis tables: by an embedded DuckDB, or another engine."""

from __future__ import annotations

import tempfile
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

import ibis

from linkspider.dataset import table_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir
    from ibis.backends import BaseBackend

    from linkspider.dataset import Dataset

MEMORY_LIMIT = "4GB"
"""What the embedded DuckDB may take before it goes on on disk."""


class Tables:
    """The tables of some crawls, as a backend reads them.

    ``backend`` is an Ibis backend that can read the folder; None is an embedded DuckDB. That one
    reads the parts that are there now: one that appears later changes no answer.
    """

    def __init__(
        self, dataset: Dataset, crawls: Sequence[str], backend: BaseBackend | None
    ) -> None:
        self._dataset = dataset
        self._crawls = crawls
        self._is_embedded = backend is None
        self._backend = backend or _connect()

    def read(self, table: str) -> ir.Table:
        """The rows of the crawls, with the column `crawl`."""
        if not self._is_embedded:
            whole = self._backend.read_parquet(self._dataset.folder(table))
        elif self._dataset.is_local:
            files = [file for crawl in self._crawls for file in self._dataset.files(table, crawl)]
            if not files:
                return ibis.memtable(table_schema(table).empty_table())
            # The id of a crawl could be taken for a number or a date.
            return self._backend.read_parquet(
                files, hive_partitioning=True, hive_types_autocast=False
            )
        else:
            whole = ibis.memtable(self._dataset.scan(table))
        return whole.filter(whole.crawl.isin(self._crawls))


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
