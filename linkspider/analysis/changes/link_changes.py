"""Each link that came, went or changed between two looks at the same pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.changes.elsewhere import led_elsewhere
from linkspider.analysis.changes.fates import source_fates
from linkspider.analysis.changes.pairing import comparable, pair, without_same
from linkspider.analysis.changes.rows import rows_of_before, rows_of_new
from linkspider.analysis.hyperlinks import Links, is_complete, links_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

CHANGES = ("new", "lost", "changed", "unknown", "unchanged")


def changes(
    before: View, after: View, links: Links = "backlinks", *, unchanged: bool = False
) -> Answer:
    """The links that came, went or changed from one view of a target to a later one, a row each.

    ``links`` are the target's backlinks, or its internal links (hyperlinks, with their URLs as
    written: nothing is folded). Repeats of a link on a page are paired by anchor text, rel and
    position, and what is left by order; a link that is left with the anchor text (or none, like it)
    and position of another, to another target, is that one changed. White space and case of anchor
    texts do not count. Tokens of rel tell repeats apart in whatever order they stand; a link is
    another only where nofollow, ugc or sponsored came or went.

    `change` is, with its `reason`:

    - new: the link is there now, and the page was read before without it (no-link) or was not there
      (404, 410, redirect); or nobody had tried the page (page-not-seen-before);
    - lost: the page was read without the link (no-link), or with one in its place, of the same
      anchor text and position, that was not there before and leads to another site, so that it is
      no backlink any more (links-elsewhere); it is gone (404, 410), or redirects to a read page
      without the link (no-link) or to the target's own site (redirects-to-target);
    - changed: what differs (target_url, anchor_text, rel, position; followed where only the page's
      own nofollow does);
    - unknown: the page could not be read, or not to its end, later or, where the link is there now,
      before: robots and other errors by their word, a status (401, 403, 429, 503 …), challenge,
      truncated, javascript, not-html, status-only, redirect-loop, redirect-not-followed,
      too-many-redirects; or it was not tried later, as the crawl met a budget or was stopped
      (budget), or else was not known to it (not-asked);
    - unchanged: the same as before, on the page or where it redirects to; only where asked for.

    A link from a page that redirects now is looked for where the redirects end, and is not new
    there.

    Columns: `change`, `reason`, `source_domain`, `source_host`, `source_url`, `page_url` (the page
    looked at: where the redirects from the source end), `target_url` (before; after where
    the link was not seen before), `target_url_after` (of links-elsewhere: where the
    other leads; else null where the link is not there),
    `anchor_text`, `rel`, `position` (null outside body) and `followed`, each `_before` (null where
    it was not seen before) and `_after`, `ordinal` (order on the page, before; after where it was
    not seen before), `before_at` and `after_at` (when the page was tried; null where it was not).
    Order: as above, then by source domain, source, target and order on the page.
    """
    complete_before, complete_after = (is_complete(view, links) for view in (before, after))
    links_before, links_after = (comparable(links_of(view, links)) for view in (before, after))
    fates = source_fates(after).cache()
    moved = _moved(links_after, fates).cache()
    if not unchanged:
        links_before, links_after = without_same(links_before, links_after)
    links_after = links_after.mutate(page_url=links_after.source_url)
    links_before, links_after = links_before.cache(), links_after.union(moved).cache()
    pairs = pair(
        links_before.semi_join(links_after, "source_url"),
        links_after.semi_join(links_before, "source_url"),
    ).cache()
    lost = links_before.anti_join(pairs, ["source_url", "ordinal"])
    lost = lost.join(fates.filter(fates.reason == "no-link"), "source_url")
    elsewhere = led_elsewhere(lost, before, after, links).cache()
    missing = "not-asked" if complete_after else "budget"
    table = ibis.union(
        rows_of_before(links_before, links_after, pairs, fates, elsewhere, missing),
        rows_of_new(links_after, pairs, source_fates(before)),
    )
    outside_body = {name: table[name].nullif("") for name in ("position_before", "position_after")}
    table = table.mutate(**outside_body)
    if not unchanged:
        table = table.filter(table.change != "unchanged")
    rank = ibis.cases(*((table.change == name, n) for n, name in enumerate(CHANGES)))
    table = table.order_by(rank, "source_domain", "source_url", "target_url", "ordinal", "page_url")
    return Answer(table, complete_before and complete_after)


def _moved(links: ir.Table, fates: ir.Table) -> ir.Table:
    """The links of pages that others redirect to, once more for each of those.

    `source_url` is the page that redirects, `page_url` the page that the link stands on.
    """
    moves = fates.filter(fates.source_url != fates.page_url).select(
        "page_url", from_url="source_url"
    )
    joined = links.join(moves, [("source_url", "page_url")])
    joined = joined.select(links, moves.from_url, page_url=joined.source_url)
    return joined.mutate(source_url=joined.from_url).drop("from_url")
