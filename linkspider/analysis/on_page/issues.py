"""All issues of the pages at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from linkspider.analysis.answer import Answer
from linkspider.analysis.on_page.checks import INDEXABLE, QUESTIONS, READ, TRIED, Question
from linkspider.analysis.on_page.pages import html_pages

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def issues(view: View) -> Answer:
    """Every issue that is looked for, and how many pages have it.

    Columns: `issue`; `pages` (of the internal graph; 0 where none has it); `among` (the pages among
    which it is looked for: indexable; read, with status 200 as HTML; tried, all of the internal
    graph); `pages_share` (of those; null where there are none); `example_url` (the first page
    that has it); `why` (why it matters). Thresholds are the defaults of each question. Order:
    pages, the most first; issue.
    """
    found = ibis.union(*(_found(question, view) for question in QUESTIONS))
    counts = found.group_by("found_issue").agg(
        found_pages=found.url.nunique(), example_url=found.url.min()
    )
    joined = _checks().left_join(counts, [("issue", "found_issue")])
    joined = joined.left_join(_totals(view), [("among", "total_among")])
    joined = joined.mutate(pages=joined.found_pages.fill_null(0))
    table = joined.select(
        "issue", "pages", "among", "example_url", "why",
        pages_share=joined.pages / joined.total.nullif(0),
    )  # fmt: skip
    table = table.select("issue", "pages", "among", "pages_share", "example_url", "why")
    return Answer(table.order_by(ibis.desc("pages"), "issue"), view.complete_inside)


def _found(question: Question, view: View) -> ir.Table:
    """A row for each page and issue of a question: `url`, `found_issue`."""
    table = question.find(view)
    names = [
        ibis.literal(check.issue)
        if check.column is None
        else ibis.ifelse(table[check.column], check.issue, None)
        for check in question.checks
    ]
    found = table.select("url", found_issue=ibis.array(names).unnest())
    return found.filter(found.found_issue.notnull())


def _checks() -> ir.Table:
    """`issue`, `among` and `why` of each check."""
    checks = [(one.among, check) for one in QUESTIONS for check in one.checks]
    return ibis.memtable(
        pa.table(
            {
                "issue": [check.issue for _, check in checks],
                "among": [among for among, _ in checks],
                "why": [check.why for _, check in checks],
            }
        )
    )


def _totals(view: View) -> ir.Table:
    """How many pages there are among which issues are looked for: `total_among`, `total`."""
    read = html_pages(view)
    tried = view.pages.filter(view.pages.in_graph)
    counted = {INDEXABLE: read.filter(read.indexable), READ: read, TRIED: tried}
    return ibis.union(
        *(
            table.agg(total=table.count()).mutate(total_among=ibis.literal(among))
            for among, table in counted.items()
        )
    )
