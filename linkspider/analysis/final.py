"""final(url): the page that a URL stands for, after its redirects and one canonical.

Nothing is guessed: URLs that differ in a slash, a parameter, or http and https are different pages
unless a redirect or a canonical says otherwise; rel next and prev fold nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

MAX_HOPS = 10
REDIRECTS = (301, 302, 303, 307, 308)
"""Statuses that send a visitor to another address."""


def fetched_url(url: ir.StringColumn) -> ir.StringColumn:
    """The URL as it is asked for: without user name and password, which are never sent."""
    bare = url.re_replace(r"^(https?://)[^/?@]*@", r"\1")
    return ibis.ifelse(url.contains("@"), bare, url)


def redirect_ends(pages: ir.Table) -> ir.Table:
    """Where each redirect ends: a row for each page that redirects.

    Columns: `url`, `first_status` (301, 302 …), `hops` (redirects followed, at most 10),
    `end_url` (null where there is none), and `unresolved`, which then says why: loop; untried, as
    the next page is no row of `pages`; too-long; no-location, as the last one names no address that
    can be read.
    """
    redirects = pages.filter(pages.redirect_to.notnull() | pages.status.isin(REDIRECTS)).select(
        "url", status="status", to=fetched_url(pages.redirect_to)
    )
    chain = redirects.select(
        "url",
        first_status="status",
        at=ibis.coalesce(redirects.to, redirects.url),
        hops=redirects.to.notnull().cast("int8"),
        is_cycle=(redirects.to == redirects.url).fill_null(False),
    )
    for _ in range(MAX_HOPS - 1):
        chain = _follow(chain, redirects)
    # Whoever runs into a circle is in it after ten hops.
    circle = chain.filter(chain.is_cycle).select(circle_url="url")
    last = pages.select(last_url="url", last_status="status", last_to="redirect_to")
    chain = chain.left_join(circle, [("at", "circle_url")]).left_join(last, [("at", "last_url")])
    chain = chain.mutate(
        unresolved=ibis.cases(
            (chain.is_cycle | chain.circle_url.notnull(), "loop"),
            (chain.last_to.notnull(), "too-long"),
            (chain.last_url.isnull(), "untried"),
            (chain.last_status.isin(REDIRECTS), "no-location"),
        )
    )
    end = ibis.ifelse(chain.unresolved.isnull(), chain.at, None)
    return chain.select("url", "first_status", "hops", "unresolved", end_url=end)


def ends(pages: ir.Table) -> ir.Table:
    """Where each URL that was tried ends, before its canonical: a row for each of ``pages``.

    Columns: `url`; `first_status` and `unresolved` (see `redirect_ends`; null where it does not
    redirect); `hops`, 0 or more; `end_url`: itself where it does not redirect; null where its
    redirects have no end.
    """
    redirects = redirect_ends(pages).rename(redirect_url="url")
    joined = pages.select("url").left_join(redirects, [("url", "redirect_url")])
    joined = joined.select("url", *redirects.columns)
    return joined.select(
        "url",
        "first_status",
        "unresolved",
        hops=joined.hops.fill_null(0),
        end_url=ibis.ifelse(joined.redirect_url.isnull(), joined.url, joined.end_url),
    )


def _follow(chain: ir.Table, redirects: ir.Table) -> ir.Table:
    """The chain one hop further, where there is one."""
    step = redirects.view().select(from_url="url", next_url="to")
    joined = chain.left_join(step, [("at", "from_url")]).select(chain, step.next_url)
    return joined.select(
        "url",
        "first_status",
        at=ibis.coalesce(joined.next_url, joined.at),
        hops=joined.hops + joined.next_url.notnull().cast("int8"),
        is_cycle=joined.is_cycle | (joined.next_url == joined.url).fill_null(False),
    )


def final_urls(pages: ir.Table) -> ir.Table:
    """The final page of each URL that was tried.

    Columns: `url`; `final_url`, the end of its redirects (see `ends`; null where they have none),
    and then the page that this one names as its canonical, only where it was read with status 200
    itself, is of the same registrable domain, and is neither noindex nor canonicalised in turn.
    Only a page with status 200 has its canonical followed: an error stays an error.
    """
    joined = ends(pages).left_join(_canonicals(pages), [("end_url", "from_url")])
    return joined.select("url", final_url=ibis.coalesce(joined.canonical_url, joined.end_url))


def _canonicals(pages: ir.Table) -> ir.Table:
    """Pages with a canonical that may stand for them: `from_url`, `canonical_url`."""
    answered = pages.filter(pages.status == 200)
    answered = answered.select(
        "url",
        "domain",
        canonical_url=fetched_url(answered.canonical_url),
        noindex=answered.noindex.fill_null(False),
    )
    canonicalised = answered.canonical_url.notnull() & (answered.canonical_url != answered.url)
    pointing = answered.filter(canonicalised).select(
        "canonical_url", from_url="url", from_domain="domain"
    )
    standing = answered.filter(~canonicalised & ~answered.noindex).select(
        to_url="url", to_domain="domain"
    )
    joined = pointing.join(
        standing,
        [("canonical_url", "to_url"), ("from_domain", "to_domain")],
    )
    return joined.select("from_url", "canonical_url")


def fold(table: ir.Table, column: str, finals: ir.Table, name: str) -> ir.Table:
    """The table with a column ``name``: the final page of the URL in ``column``.

    ``finals`` is what `final_urls` returns. A URL that was never tried stands for itself; null
    where the redirects from it have no end.
    """
    # Most pages stand for themselves: to leave those out makes the join a small one.
    moved = finals.filter(finals.final_url.isnull() | (finals.final_url != finals.url))
    found = moved.select(fold_url="url", fold_final="final_url")
    joined = table.left_join(found, fetched_url(table[column]) == found.fold_url)
    folded = ibis.ifelse(joined.fold_url.isnull(), fetched_url(joined[column]), joined.fold_final)
    return joined.mutate(**{name: folded}).drop("fold_url", "fold_final")


def fold_or_stay(table: ir.Table, column: str, finals: ir.Table, name: str) -> ir.Table:
    """The same as `fold`, but a URL whose redirects have no end stands for itself."""
    folded = fold(table, column, finals, name)
    return folded.mutate(**{name: folded[name].fill_null(fetched_url(folded[column]))})
