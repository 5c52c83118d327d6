"""The rows of the table of changes: both sides of each link, what became of it, and why."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

BOTH = ("target_url", "anchor_text", "rel", "position", "followed")
"""What is shown of a link as it was before and as it is after."""
COLUMNS = (
    "change",
    "reason",
    "source_domain",
    "source_host",
    "source_url",
    "page_url",
    "target_url",
    "target_url_after",
    *(f"{name}_{side}" for name in BOTH[1:] for side in ("before", "after")),
    "ordinal",
    "before_at",
    "after_at",
)
COMPARED = {
    "target_url": "target_url",
    "anchor_text": "words",
    "rel": "qualifiers",
    "position": "position",
}
"""The reason for a change, and the column that then differs."""


def rows_of_before(
    before: ir.Table,
    after: ir.Table,
    pairs: ir.Table,
    fates: ir.Table,
    elsewhere: ir.Table,
    untried: str,
) -> ir.Table:
    """What became of each link that was there; ``untried`` is the reason for a page that nobody
    tried later."""
    rows = before.left_join(
        pairs.select("source_url", "ordinal", "ordinal_after"), ["source_url", "ordinal"]
    ).select(before, "ordinal_after")
    now = after.select(
        *(after[name].name(f"{name}_after") for name in (*BOTH, "words", "qualifiers")),
        now_source="source_url",
        now_ordinal="ordinal",
    )
    rows = rows.left_join(now, [("source_url", "now_source"), ("ordinal_after", "now_ordinal")])
    fates = fates.rename(fate_source="source_url", if_gone="reason")
    rows = rows.left_join(fates, [("source_url", "fate_source")])
    rows = rows.left_join(
        elsewhere.select("elsewhere_url", here_source="source_url", here_ordinal="ordinal"),
        [("source_url", "here_source"), ("ordinal", "here_ordinal")],
    )
    rows = rows.mutate(
        differences=_differences(rows),
        is_there=rows.ordinal_after.notnull(),
        if_gone=rows.if_gone.fill_null(untried),
    )
    # What differs on a page that was cut short may stand unchanged behind the cut.
    is_same, is_cut = rows.differences == "", rows.if_gone == "truncated"
    rows = rows.mutate(
        change=ibis.cases(
            (rows.is_there & is_same, "unchanged"),
            (rows.is_there & ~is_cut, "changed"),
            (rows.is_there, "unknown"),
            else_=rows.outcome.fill_null("unknown"),
        ),
        reason=ibis.cases(
            (rows.is_there & is_same, ibis.null("string")),
            (rows.is_there & ~is_cut, rows.differences),
            (rows.elsewhere_url.notnull(), "links-elsewhere"),
            else_=rows.if_gone,
        ),
        target_url_after=ibis.coalesce(rows.target_url_after, rows.elsewhere_url),
        page_url=rows.page_url.fill_null(rows.source_url),
        before_at=rows.fetched_at,
        after_at=rows.checked_at,
        **{f"{name}_before": rows[name] for name in BOTH},
    )
    return rows.select(*COLUMNS)


def _differences(rows: ir.Table) -> ir.StringColumn:
    """The reasons of COMPARED that hold, with commas between; `followed` where nothing else does
    and search engines count the link in one of the two only."""
    found = reduce(
        add,
        (
            ibis.ifelse(rows[column] == rows[f"{column}_after"], "", f", {reason}")
            for reason, column in COMPARED.items()
        ),
    ).substr(2)
    was, is_now = rows.followed.fill_null(False), rows.followed_after.fill_null(False)
    return ibis.ifelse((found == "") & (was != is_now), "followed", found)


def rows_of_new(after: ir.Table, pairs: ir.Table, fates: ir.Table) -> ir.Table:
    """The links that are in no pair: new, unless the page was tried before and could not be read.

    ``fates`` are those of the pages before.
    """
    rows = after.filter(after.source_url == after.page_url)
    rows = rows.anti_join(pairs, ["page_url", ("ordinal", "ordinal_after")])
    fates = fates.select(
        "outcome",
        fate_source="source_url",
        fate_page="page_url",
        told="reason",
        before_at="checked_at",
    )
    rows = rows.left_join(fates, [("source_url", "fate_source")])
    nothing = {
        f"{name}_before": ibis.null(rows[name].type()) for name in BOTH if name != "target_url"
    }
    rows = rows.mutate(
        change=ibis.ifelse(rows.outcome == "unknown", "unknown", "new"),
        reason=ibis.cases(
            (rows.fate_source.isnull(), "page-not-seen-before"),
            ((rows.outcome == "lost") & (rows.fate_page != rows.fate_source), "redirect"),
            else_=rows.told,
        ),
        after_at=rows.fetched_at,
        **nothing,
        **{f"{name}_after": rows[name] for name in BOTH},
    )
    return rows.select(*COLUMNS)
