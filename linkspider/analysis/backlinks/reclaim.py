"""Backlinks to reclaim: they lead to an error, or only by detours to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.backlinks.best_page import best_pages
from linkspider.analysis.backlinks.counts import COUNTS, backlink_rows, count_by
from linkspider.analysis.final import MAX_HOPS, ends, fetched_url

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

MATCHED_TARGETS = 1_000
MATCHED_ANCHORS = 5
MIN_SCORE = 0.3


def reclaim(view: View, *, min_score: float = MIN_SCORE) -> Answer:
    """The linked URLs of the site that are broken, a row each, with the page to redirect them to.

    `problem` is the first that holds: `not-found` (404), `gone` (410), `server-error` (5xx), all
    three of the page where the redirects of the URL end, or of the URL itself; `redirect-loop`;
    `redirect-too-long`, more than 10 hops; `redirect-nowhere`, to no address that can be read;
    `redirect-chain`, 2 hops or more.

    Columns: `target_url`; `problem`; `status`, of the URL itself; `hops`, redirects followed (0
    where it does not redirect); `chain`, the URLs that it leads over, to the last, or to the first
    that repeats; `final_status`, of the last page (null where there is no last, or it has no
    answer); the counts `links`, `backlinks`, `referring_pages`, `referring_hosts`,
    `referring_domains`, `followed_links`, `followed_backlinks`, `followed_referring_domains`;
    `best_page`, the page to redirect to; `best_page_score`.

    The best page of a chain that ends at status 200 is that end, without a score. That of an error,
    a loop, or what is too long or leads nowhere is the live page (in scope, indexable) most similar
    in words: those of the URL's path and of its 5 anchors with most referring domains (without
    those that no live page has), against those of the page's path and title. The score is the
    cosine of the two sets, rare words weighing more (see `best_pages`); a page with less than
    ``min_score`` is not proposed. It is looked for in the first 1,000 rows that need it.

    Order: followed_referring_domains, referring_domains, backlinks, target_url.
    """
    rows = backlink_rows(view, "anchor_text")
    broken = _broken(rows, view).cache()
    rows = rows.semi_join(broken, "target_url")
    order = [
        *map(ibis.desc, ("followed_referring_domains", "referring_domains", "backlinks")),
        "target_url",
    ]
    counted = broken.join(count_by(rows, "target_url"), "target_url")
    counted = counted.select(*broken.columns, *COUNTS).cache()
    chains = _chains(counted.select("target_url"), view.pages)
    wanted = (
        counted.filter(counted.problem != "redirect-chain").order_by(order).limit(MATCHED_TARGETS)
    )
    wanted = wanted.select(wanted_url="target_url", text="target_url").cache()
    similar = best_pages(wanted, _anchors(rows, wanted), _live(view), min_score)
    joined = counted.left_join(similar, [("target_url", "wanted_url")])
    joined = joined.select(counted, "best_page", "best_page_score")
    joined = joined.left_join(chains, [("target_url", "chain_url")])
    arrived = (joined.problem == "redirect-chain") & (joined.final_status == 200)
    table = joined.select(
        "target_url", "problem", "status", "hops", "chain", "final_status", *COUNTS,
        "best_page_score", best_page=ibis.ifelse(arrived, joined.end_url, joined.best_page),
    )  # fmt: skip
    table = table.relocate("best_page", before="best_page_score")
    return Answer(table.order_by(order), view.complete)


def _broken(rows: ir.Table, view: View) -> ir.Table:
    """The target URLs with a problem: `target_url`, `problem`, `status`, `hops`, `end_url`,
    `final_status`."""
    targets = rows.select("target_url").distinct()
    targets = targets.mutate(asked_url=fetched_url(targets.target_url))
    joined = targets.join(ends(view.pages), [("asked_url", "url")])
    last = view.pages.select(last_url="url", final_status="status")
    joined = joined.left_join(last, [("end_url", "last_url")])
    problem = ibis.cases(
        (joined.final_status == 404, "not-found"),
        (joined.final_status == 410, "gone"),
        (joined.final_status.between(500, 599), "server-error"),
        (joined.unresolved == "loop", "redirect-loop"),
        (joined.unresolved == "too-long", "redirect-too-long"),
        (joined.unresolved == "no-location", "redirect-nowhere"),
        (joined.hops >= 2, "redirect-chain"),
    )
    table = joined.select(
        "target_url", "end_url", "final_status",
        status=ibis.coalesce(joined.first_status, joined.final_status),
        hops=joined.hops.cast("int64"), problem=problem,
    )  # fmt: skip
    return table.filter(table.problem.notnull())


def _chains(targets: ir.Table, pages: ir.Table) -> ir.Table:
    """The URLs that each target leads over: `chain_url`, `chain` (empty without a redirect)."""
    redirects = pages.filter(pages.redirect_to.notnull()).select(
        "url", to=fetched_url(pages.redirect_to)
    )
    chain = targets.select(
        chain_url="target_url",
        at=fetched_url(targets.target_url),
        before=ibis.literal([], type="array<string>"),
    )
    for _ in range(MAX_HOPS):
        step = redirects.view().select(from_url="url", next_url="to")
        joined = chain.left_join(step, [("at", "from_url")]).select(chain, step.next_url)
        goes_on = joined.next_url.notnull() & ~joined.before.contains(joined.at)
        longer = joined.before.concat(ibis.array([joined.at]))
        chain = joined.select(
            "chain_url",
            at=ibis.ifelse(goes_on, joined.next_url, joined.at),
            before=ibis.ifelse(goes_on, longer, joined.before),
        )
    return chain.select("chain_url", chain=chain.before.concat(ibis.array([chain.at]))[1:])


def _anchors(rows: ir.Table, wanted: ir.Table) -> ir.Table:
    """The anchors that most domains use for each page that is wanted: `wanted_url`, `text`."""
    used = rows.semi_join(wanted, [("target_url", "wanted_url")])
    used = used.group_by("target_url", "anchor_text").agg(domains=used.source_domain.nunique())
    used = used.filter(used.anchor_text.length() > 0)
    most_first = ibis.window(
        group_by=used.target_url, order_by=[used.domains.desc(), used.anchor_text]
    )
    used = used.mutate(place=ibis.row_number().over(most_first))
    used = used.filter(used.place < MATCHED_ANCHORS)
    return used.select(wanted_url="target_url", text="anchor_text")


def _live(view: View) -> ir.Table:
    """The texts of the live pages: `page`, `text`, its URL and its title."""
    pages = view.pages
    live = pages.filter(
        pages.scope.notnull() & (pages.status == 200) & pages.indexable.fill_null(False)
    )
    urls = live.select(page="url", text="url")
    return urls.union(live.select(page="url", text="title").filter(ibis._.text.notnull()))
