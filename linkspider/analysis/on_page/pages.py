"""The pages whose contents are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.observations import is_document

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def html_pages(view: View) -> ir.Table:
    """The pages of the internal graph that were read: status 200 and HTML, indexable or not.

    The columns of `pages`; `is_whole` says that no limit of the reading was met, so that what is
    not in the row is not in the page.
    """
    pages = view.pages.filter(view.pages.in_graph, is_document(view.pages))
    return pages.mutate(
        indexable=pages.indexable.fill_null(False), is_whole=~pages.truncated.fill_null(False)
    )


def indexable_pages(view: View) -> ir.Table:
    """Those of `html_pages` that search engines may index."""
    pages = html_pages(view)
    return pages.filter(pages.indexable)


def with_uses(table: ir.Table, column: str) -> ir.Table:
    """The table with a column `uses`: how many indexable pages have the text in ``column``.

    Null where a page has no text there; 0 where no indexable page has it.
    """
    used = table.filter(table.indexable).group_by(used_text=table[column])
    counts = used.agg(indexable_uses=lambda t: t.count())
    joined = table.left_join(counts, [(column, "used_text")])
    joined = joined.select(table, counts.indexable_uses)
    uses = ibis.ifelse(joined[column].notnull(), joined.indexable_uses.fill_null(0), None)
    return joined.mutate(uses=uses).drop("indexable_uses")


def judged(table: ir.Table, **flags: ir.BooleanValue) -> ir.Table:
    """The table with these flags, null on pages that are not indexable, and `issues`: how many
    of the flags are set."""
    flagged = table.mutate(
        **{name: ibis.ifelse(table.indexable, flag, None) for name, flag in flags.items()}
    )
    counts = [flagged[name].fill_null(False).cast("int8") for name in flags]
    return flagged.mutate(issues=sum(counts[1:], counts[0]))
