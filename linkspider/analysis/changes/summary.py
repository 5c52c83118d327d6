"""How much came, went and changed: in links, backlinks, pages, hosts and domains, and by date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.changes.fates import unread_sites
from linkspider.analysis.changes.link_changes import changes
from linkspider.analysis.hyperlinks import links_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

LEVELS = {
    "backlinks": ("source_url", "target_url"),
    "referring_pages": ("source_url",),
    "referring_hosts": ("source_host",),
    "referring_domains": ("source_domain",),
}
"""What makes two links of one backlink, referring page, host or domain."""
SITES: dict[str, Literal["host", "domain"]] = {"source_host": "host", "source_domain": "domain"}
DOMAIN_COUNTS = (
    "links_before",
    "links_after",
    "referring_pages_before",
    "referring_pages_after",
    "new_links",
    "lost_links",
    "changed_links",
    "unknown_links",
)


def change_summary(before: View, after: View) -> Answer:
    """What came, went and changed, counted in links, backlinks, referring pages, hosts and domains.

    A link is what `changes` says of it. A backlink, page, host or domain that had no link before is
    new, unless some of its links are unknown, or it is a host or domain of which no page could be
    read before: then it is unknown. One that had is, the first that holds: changed where it has
    some changed link; still there (and not counted) where it has any link, old or new; unknown
    where some link's fate is; else lost: only when all its links are.

    Columns: `measure`; `before` and `after`, how many there are in each view; `new`, `lost`,
    `changed`, `unknown`. One row each for links, backlinks, referring_pages, referring_hosts and
    referring_domains, in this order.
    """
    answer = changes(before, after)
    rows = answer.table.cache()
    both = ibis.union(_one_side(before, is_after=False), _one_side(after, is_after=True))
    tables = [_tally("links", both, rows)]
    for measure, keys in LEVELS.items():
        # Pairs of URLs by the millions are counted as two hashes of 64 bits.
        names = [both[key].hash().name(key) if len(keys) > 1 else both[key] for key in keys]
        found = both.select(*names, "is_after").distinct()
        tables.append(_tally(measure, found, _rolled_up(rows, before, keys)))
    table = ibis.union(*tables)
    measures = ["links", *LEVELS]
    rank = ibis.cases(*((table.measure == name, n) for n, name in enumerate(measures)))
    return Answer(table.order_by(rank), answer.complete)


def _one_side(view: View, *, is_after: bool) -> ir.Table:
    keys = dict.fromkeys(key for keys in LEVELS.values() for key in keys)
    return links_of(view, "backlinks").select(*keys, is_after=ibis.literal(is_after))


def _tally(measure: str, both: ir.Table, rows: ir.Table) -> ir.Table:
    """How many there are on both sides, and how many of them changed.

    Each is worked out by itself: a query that uses many millions of links twice keeps a copy.
    """
    totals = both.agg(
        before=(~both.is_after).sum().fill_null(0), after=both.is_after.sum().fill_null(0)
    )
    counts = rows.agg(
        **{
            change: (rows.change == change).sum().fill_null(0)
            for change in ("new", "lost", "changed", "unknown")
        }
    )
    return (
        totals.cache()
        .cross_join(counts.cache())
        .select(ibis.literal(measure).name("measure"), *totals.columns, *counts.columns)
    )


def _rolled_up(rows: ir.Table, before: View, keys: tuple[str, ...]) -> ir.Table:
    """The changes of what the keys make of the links, a row for each that any change touches."""
    touched = _count_changes(rows, keys)
    # A link that nothing happened to is no row of the changes.
    there = (
        links_of(before, "backlinks")
        .semi_join(touched, keys)
        .group_by(keys)
        .agg(links_before=ibis._.count())
    )
    joined = touched.left_join(there, keys).select(touched, there.links_before)
    joined = joined.mutate(links_before=joined.links_before.fill_null(0))
    joined = _with_unread(joined, before, keys[0])
    kept = ibis.ifelse(joined.changed_links > 0, "changed", "kept")
    return joined.select(change=_fate(joined, kept))


def _count_changes(rows: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    is_gone = (rows.change == "lost") | rows.target_url_after.isnull()
    return rows.group_by(keys).agg(
        gone_links=is_gone.sum(),
        there_links=(~is_gone).sum(),
        **{
            f"{change}_links": (rows.change == change).sum()
            for change in ("new", "lost", "changed", "unknown")
        },
    )


def _with_unread(table: ir.Table, before: View, key: str) -> ir.Table:
    """The table with `unread`: why no page of the host or domain in column ``key`` could be read
    before; null where some was, or none was tried, and for other keys."""
    if key not in SITES:
        return table.mutate(unread=ibis.null("string"))
    return table.left_join(unread_sites(before.pages, SITES[key]), [(key, "site")]).drop("site")


def _fate(table: ir.Table, kept: ir.StringValue | str) -> ir.StringColumn:
    is_doubtful = (table.unknown_links > 0) | table.unread.notnull()
    return ibis.cases(
        (table.links_before == 0, ibis.ifelse(is_doubtful, "unknown", "new")),
        ((table.links_before > table.gone_links) | (table.there_links > 0), kept),
        (table.unknown_links > 0, "unknown"),
        else_="lost",
    )


def domain_changes(before: View, after: View) -> Answer:
    """The referring domains of both views, and which of them are new, lost, kept or unknown.

    A domain that had no link before is new; unknown where a page that has a link now was tried
    before and could not be read, or no page of it could. One that had is kept where it has any link
    now, lost only where all its links are, on all its pages; else unknown.

    Columns: `source_domain`, `change`, `links_before`, `links_after`, `referring_pages_before`,
    `referring_pages_after`, `new_links`, `lost_links`, `changed_links`, `unknown_links` (see
    `changes`), and `reasons` (those of its lost and unknown links, or, of an unknown domain without
    any, why no page of it could be read before; with commas between; null where it has none).
    Order: lost, new, unknown, kept; then most links, before or after; then domain.
    """
    answer = changes(before, after)
    rows = answer.table.cache()
    first = _by_domain(links_of(before, "backlinks"), "before")
    second = _by_domain(links_of(after, "backlinks"), "after").rename(domain="source_domain")
    table = first.outer_join(second, [("source_domain", "domain")])
    table = table.mutate(source_domain=table.source_domain.fill_null(table.domain)).drop("domain")
    counted = _count_changes(rows, ("source_domain",)).rename(domain="source_domain")
    table = table.left_join(counted, [("source_domain", "domain")]).drop("domain")
    table = table.left_join(_reasons(rows), [("source_domain", "domain")]).drop("domain")
    table = _with_unread(table, before, "source_domain")
    counts = (*DOMAIN_COUNTS, "gone_links", "there_links")
    table = table.mutate(**{name: table[name].fill_null(0) for name in counts})
    table = table.mutate(change=_fate(table, "kept"))
    unread = ibis.ifelse(table.change == "unknown", table.unread, None)
    table = table.mutate(reasons=table.reasons.fill_null(unread))
    rank = ibis.cases(
        *((table.change == name, n) for n, name in enumerate(("lost", "new", "unknown", "kept")))
    )
    most = ibis.greatest(table.links_before, table.links_after)
    table = table.order_by(rank, most.desc(), "source_domain")
    return Answer(
        table.select("source_domain", "change", *DOMAIN_COUNTS, "reasons"), answer.complete
    )


def _by_domain(links: ir.Table, side: str) -> ir.Table:
    return links.group_by("source_domain").agg(
        **{
            f"links_{side}": links.count(),
            f"referring_pages_{side}": links.source_url.nunique(),
        }
    )


def _reasons(rows: ir.Table) -> ir.Table:
    gone = rows.filter(rows.change.isin(["lost", "unknown"]))
    gone = gone.select("reason", domain="source_domain").distinct()
    return gone.group_by("domain").agg(reasons=gone.reason.collect().sort().join(", "))


def changes_by_date(
    before: View, after: View, unit: Literal["day", "week", "month"] = "week"
) -> Answer:
    """New and lost links by the day, week or month that the later crawl saw them, or saw them gone.

    Columns: `date` (the first day of it; weeks begin on Monday), `new`, `lost` (links, see
    `changes`). Only dates with any, the earliest first.
    """
    answer = changes(before, after)
    rows = answer.table
    rows = rows.filter(rows.change.isin(["new", "lost"])).select(
        "change", date=rows.after_at.truncate({"day": "D", "week": "W", "month": "M"}[unit]).date()
    )
    table = rows.group_by("date").agg(
        new=(rows.change == "new").sum(), lost=(rows.change == "lost").sum()
    )
    return Answer(table.order_by("date"), answer.complete)
