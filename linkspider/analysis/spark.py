"""Spark as the engine: what Ibis 12 leaves to be done there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends import BaseBackend


def mend_caching(backend: BaseBackend) -> None:
    """Have Spark work a table out where it is cached, once, as DuckDB does.

    Ibis would not tell it of the functions and rows that the table is made of, nor of its types
    (Spark takes 0.1 for a decimal); and each plan would hold the plans of all it was cached from.
    """
    if backend.name != "pyspark" or "_create_cached_table" in vars(backend):
        return
    session = backend._session

    def create(name: str, table: ir.Table) -> ir.Table:
        untyped = f"{name}_untyped"
        backend._register_udfs(table)
        typed = backend.create_view(untyped, table).cast(table.schema())
        rows = session.sql(backend.compile(typed)).localCheckpoint()
        rows.createTempView(name)
        session.catalog.dropTempView(untyped)
        backend._cached_dataframes[name] = rows  # Ibis lets go of it with the table
        return backend.table(name)

    backend._create_cached_table = create
    # A table that was worked out may keep constraints on columns that it has no longer.
    session.conf.set("spark.sql.constraintPropagation.enabled", "false")
