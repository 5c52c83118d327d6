"""How much was looked at: what is not there was not seen, or not to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.observations import was_read

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

_BLOCKED_ERRORS = ("robots", "robots-unreachable", "host-failing", "private-address")
_BLOCKED_STATUSES = (401, 403, 407, 429, 451)


def coverage(view: View) -> Answer:
    """What came of the URLs that were tried, for the site itself and for all other sites.

    Columns: `part` (site, other sites), `tried` (URLs), `read` (a redirect, 404 or 410, or a body
    that was looked at), `blocked` (robots.txt, a host that was set aside, 401, 403, 429 and the
    like, a challenge), `failed` (all others: no answer, 5xx, only asked for their status),
    `first_tried` and `last_tried` (over all crawls of the view, and all tries of a URL).
    tried = read + blocked + failed. Rows: the site first; none for a part of which nothing was
    tried.
    """
    pages = view.pages
    is_refused = pages.status.isin(_BLOCKED_STATUSES) | pages.is_challenge
    is_blocked = pages.error.isin(_BLOCKED_ERRORS) | (pages.error.isnull() & is_refused)
    read = was_read(pages)
    table = (
        pages.mutate(
            part=ibis.ifelse(pages.scope.notnull(), "site", "other sites"),
            outcome=ibis.cases(
                (read.fill_null(False), "read"), (is_blocked.fill_null(False), "blocked"),
                else_="failed",
            ),
        )
        .group_by("part")
        .agg(
            tried=ibis._.count(),
            **{
                outcome: (ibis._.outcome == outcome).sum()
                for outcome in ("read", "blocked", "failed")
            },
            first_tried=ibis._.first_tried.min(),
            last_tried=ibis._.last_tried.max(),
        )
        .order_by(ibis.desc("part"))
    )  # fmt: skip
    return Answer(table, view.complete)


def outcomes(view: View) -> Answer:
    """Why URLs were not read, or how: columns `part`, `outcome` (status or error), `pages`.

    Rows by part and number of pages, the most first.
    """
    pages: ir.Table = view.pages
    table = (
        pages.mutate(
            part=ibis.ifelse(pages.scope.notnull(), "site", "other sites"),
            outcome=ibis.coalesce(pages.error, pages.status.cast("string")),
        )
        .group_by("part", "outcome")
        .agg(pages=ibis._.count())
        .order_by(ibis.desc("part"), ibis.desc("pages"), "outcome")
    )
    return Answer(table, view.complete)
