"""What is wrong with a page that another names as its canonical or its translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def with_target_problem(table: ir.Table, column: str, view: View) -> ir.Table:
    """The table with `target_status`, and `problem`, why the page at ``column`` cannot stand there.

    The first that holds: untried (no row of `pages`), no-answer (robots.txt, a timeout …), redirect
    (also by meta-refresh), error (any other status than 200), noindex, canonicalised (names another
    page as its canonical); null where nothing is wrong.
    """
    pages = view.pages
    is_canonicalised = (pages.canonical_url != pages.url).fill_null(False)
    problems = pages.select(
        named_url="url",
        target_status="status",
        found=ibis.cases(
            (pages.error.notnull() | pages.status.isnull(), "no-answer"),
            (pages.status.between(300, 399) | (pages.indexability == "meta-refresh"), "redirect"),
            (pages.status != 200, "error"),
            (pages.noindex.fill_null(False), "noindex"),
            (is_canonicalised, "canonicalised"),
        ),
    )
    joined = table.left_join(problems, [(column, "named_url")])
    problem = ibis.ifelse(joined.named_url.isnull(), "untried", joined.found)
    return joined.mutate(problem=problem).drop("named_url", "found")
