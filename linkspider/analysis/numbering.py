"""URLs and pages by number: numbers are compared and grouped faster than URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.final import fold

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def numbers(texts: ir.StringColumn) -> ir.IntegerColumn:
    """A number for each distinct text, from 0 in their order; null where there is none."""
    number = ibis.dense_rank().over(order_by=texts).cast("int32")
    return ibis.ifelse(texts.isnull(), None, number)


def numbered_urls(view: View, links: ir.Table) -> ir.Table:
    """The URLs that were tried, as all are that ``links`` stand on, and those that these lead to.

    Columns: `url`; `number`, its own; `final_url` (see `final_urls`; null where its redirects have
    no end); `page`, the number of that, of another sequence.
    """
    targets = links.select(url="target_url").distinct()
    urls = ibis.union(view.finals.select("url"), targets, distinct=True)
    folded = fold(urls, "url", view.finals, "final_url")
    return folded.mutate(number=numbers(folded.url), page=numbers(folded.final_url)).cache()


def with_numbers(links: ir.Table, sources: ir.Table, targets: ir.Table) -> ir.Table:
    """The links whose ends are both known, with numbers in place of their URLs.

    ``sources`` has the columns `source_url` and `source`, ``targets`` `target_url` and `target`.
    What else they have is beside.
    """
    joined = links.join(sources, "source_url").drop("source_url")
    return joined.join(targets, "target_url").drop("target_url")


def between_pages(links: ir.Table) -> ir.Table:
    """Of links between final pages by number, those that are not from a page to itself."""
    return links.filter((links.source != links.target).fill_null(True))
