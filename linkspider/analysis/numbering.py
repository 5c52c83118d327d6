"""Pages by number: numbers are compared and grouped faster than URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir


def page_numbers(final_urls: ir.StringColumn) -> ir.IntegerColumn:
    """A number for each final page, from 0 in the order of their URLs; null where there is none."""
    number = ibis.dense_rank().over(order_by=final_urls).cast("int32")
    return ibis.ifelse(final_urls.isnull(), None, number)


def between_pages(links: ir.Table, sources: ir.Table, targets: ir.Table) -> ir.Table:
    """The links whose ends are both known, with the ends in place of their URLs; those from a page
    to itself are out.

    ``sources`` has the columns `source_url` and `source`, ``targets`` `target_url` and `target`,
    the numbers of the final pages. What else they have is beside.
    """
    joined = links.join(sources, "source_url").drop("source_url")
    joined = joined.join(targets, "target_url").drop("target_url")
    return joined.filter((joined.source != joined.target).fill_null(True))
