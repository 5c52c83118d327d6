"""Internal links that lead to errors, redirects, or pages that no search engine may show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.internal.listing import LINK_COLUMNS, endings, links_to, listed

if TYPE_CHECKING:
    from linkspider.analysis.internal.segments import Segments
    from linkspider.analysis.view import View

FAILURES = (
    "dns", "connection", "tls", "timeout", "headers", "decode", "host-failing", "robots-unreachable"
)  # fmt: skip
"""Errors that a visitor would meet too; robots, too-large, private-address, internal are ours."""

UNINDEXABLE = ("robots", "noindex", "meta-refresh", "canonicalised")


def broken_links(view: View, *, segments: Segments | None = None) -> Answer:
    """Internal links to errors: their target, at the end of its redirects, answers 4xx or 5xx (400
    to 599), or not at all (dns, connection, tls, timeout, headers, decode; host-failing and
    robots-unreachable, where the host did not answer). What robots.txt forbids is not broken, only
    unread; nor is a number without meaning an error, like the 999 that refuses robots.

    Columns: `source_url`; `target_url`; `kind` (client-error, server-error, no-response); `status`
    (null where no answer came); `error`; `hops`: redirects on the way; `end_url`; `anchor_text`;
    `position`; `followed`; `ordinal`: its place among the links of the page. Rows: by target,
    source and ordinal. The segment is that of the source.
    """
    ends = endings(view)
    kind = ibis.cases(
        (ends.status.between(400, 499), "client-error"),
        (ends.status.between(500, 599), "server-error"),
        (ends.error.isin(FAILURES), "no-response"),
    )
    ends = ends.mutate(kind=kind).filter(ibis._.kind.notnull())
    links = links_to(view, ends, "kind", "status", "error", "hops", "end_url")
    return listed(view, links, segments)


def redirecting_links(view: View, *, segments: Segments | None = None) -> Answer:
    """Internal links whose target redirects.

    Columns: `source_url`; `target_url`; `first_status`: 301 and 308 are permanent, 302, 303 and 307
    are not; `hops`: 2 or more are a chain; `end_url`; `status` of the page there; `unresolved`: why
    there is no end (loop, untried, too-long, no-location: see `redirect_ends`); `anchor_text`;
    `position`; `followed`; `ordinal`. Rows: by target, source and ordinal. The segment is that of
    the source.
    """
    ends = endings(view)
    ends = ends.filter(ends.first_status.notnull())
    links = links_to(view, ends, "first_status", "hops", "end_url", "status", "unresolved")
    return listed(view, links, segments)


def links_to_unindexable(view: View, *, segments: Segments | None = None) -> Answer:
    """Internal links to pages that search engines are told not to show: their target, at the end of
    its redirects, exists and is kept out.

    Columns: `source_url`; `target_url`; `reason`, the `indexability` of the page there: robots,
    noindex, meta-refresh or canonicalised; `end_url`; `canonical_url` and `googlebot_allowed` of
    the page there (false: Google reads none of what the page says of itself); `anchor_text`;
    `position`; `followed`; `ordinal`. Rows: by target, source and ordinal. The segment is that of
    the source.
    """
    ends = endings(view).rename(reason="indexability")
    ends = ends.filter(ends.reason.isin(UNINDEXABLE))
    facts = ("reason", "end_url", "canonical_url", "googlebot_allowed")
    return listed(view, links_to(view, ends, *facts), segments)


def by_target(answer: Answer) -> Answer:
    """A list of links summed up by target: one row for each target and what is wrong with it.

    Columns: those of the list that tell of the target (a segment is one of sources, and left out);
    `links`: rows; `followed_links`; `linking_pages`: distinct `source_url`; `example`: the first of
    these by URL. Rows: the most linking pages first, then by target and the other columns.
    """
    links = answer.table
    of_link = {*LINK_COLUMNS, "has_image", "rel", "segment"}
    facts = [name for name in links.columns if name not in of_link]
    grouped = links.group_by(facts).agg(
        links=links.count(),
        followed_links=links.followed.fill_null(False).sum(),
        linking_pages=links.source_url.nunique(),
        example=links.source_url.min(),
    )
    return Answer(grouped.order_by(ibis.desc("linking_pages"), *facts), answer.complete)
