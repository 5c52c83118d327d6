"""Spark as the engine: what Ibis 12 leaves to be done there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends import BaseBackend


def mend(backend: BaseBackend) -> None:
    """Have Spark take rows as they are, and work a table out where it is cached, as DuckDB does.

    Ibis would hand rows over by way of pandas, which has no null among whole numbers. Of a table to
    be cached it would tell neither the functions and rows that it is made of, nor the types (Spark
    takes 0.1 for a decimal); and each plan would hold the plans of all it was cached from.
    """
    if backend.name != "pyspark" or "_create_cached_table" in vars(backend):
        return
    session = backend._session

    def register(memory: Any) -> None:
        rows = memory.data.to_pyarrow(memory.schema)
        session.createDataFrame(rows).createOrReplaceTempView(memory.name)

    def create(name: str, table: ir.Table) -> ir.Table:
        untyped = f"{name}_untyped"
        backend._register_udfs(table)
        typed = backend.create_view(untyped, table).cast(table.schema())
        rows = session.sql(backend.compile(typed)).localCheckpoint()
        rows.createTempView(name)
        session.catalog.dropTempView(untyped)
        backend._cached_dataframes[name] = rows  # Ibis lets go of it with the table
        return backend.table(name)

    backend._register_in_memory_table = register
    backend._create_cached_table = create
    # A table that was worked out may keep constraints on columns that it has no longer.
    session.conf.set("spark.sql.constraintPropagation.enabled", "false")
