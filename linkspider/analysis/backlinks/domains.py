"""Who links to the site: the referring domains, and the suffixes that they are registered under."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.backlinks.counts import backlink_rows, pair_up
from linkspider.analysis.texts import on_texts
from linkspider.urls import is_public_suffix

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def referring_domains(view: View) -> Answer:
    """The registrable domains that link to the site, those with the most backlinks first.

    Columns: `source_domain`; `links`; `backlinks`, distinct (source_url, target_url);
    `referring_pages`; `referring_hosts`; `target_pages`, the distinct target URLs as they are
    linked, not folded; `followed_links`; `followed_backlinks`, those with a followed link;
    `followed`, whether any link is; `first_observed` and `last_observed` of the referring pages:
    when the first of them was first read, and when one of them was read last.

    Order: backlinks, links, source_domain.
    """
    rows = backlink_rows(view)
    counts = count_domains(rows)
    referring = view.pages.semi_join(rows.select("source_url"), [("url", "source_url")])
    seen = referring.group_by(seen_domain="domain").agg(
        first_observed=referring.first_observed.min(), last_observed=referring.last_observed.max()
    )
    joined = counts.left_join(seen, [("source_domain", "seen_domain")]).drop("seen_domain")
    order = [ibis.desc("backlinks"), ibis.desc("links"), "source_domain"]
    return Answer(joined.order_by(order), view.complete_outside)


def count_domains(rows: ir.Table) -> ir.Table:
    """The rows of `backlink_rows` counted for each referring domain."""
    pairs = pair_up(rows)
    return pairs.group_by("source_domain").agg(
        links=pairs.links.sum(),
        backlinks=pairs.count(),
        referring_pages=pairs.source_url.nunique(),
        referring_hosts=pairs.source_host.nunique(),
        target_pages=pairs.target_url.nunique(),
        followed_links=pairs.followed_links.sum(),
        followed_backlinks=(pairs.followed_links > 0).sum(),
        followed=(pairs.followed_links > 0).any(),
    )


def top_level_domains(view: View) -> Answer:
    """Backlinks by the public suffix of the referring domain.

    The public suffix is what domains are registered under: by the Public Suffix List that is
    bundled with tldextract, with its private part, and the publishing platforms that count as
    suffixes here. So `blog.example.co.uk` is under `co.uk`, and `a.github.io` under `github.io`.

    Columns: `public_suffix` (null for IP addresses and single labels, which have none);
    `top_level_domain`, its last label (`uk`, `io`); `links`; `backlinks`; `referring_pages`;
    `referring_hosts`; `referring_domains`; `followed_referring_domains`, those with a followed
    link; `referring_domains_share`, the fraction of all referring domains.

    Order: referring_domains, backlinks, public_suffix (null last).
    """
    counts = count_domains(backlink_rows(view))
    suffix = on_texts(lambda domain: public_suffix(domain) or "")(counts.source_domain)
    counts = counts.mutate(public_suffix=suffix.nullif(""))
    table = counts.group_by("public_suffix").agg(
        links=counts.links.sum(),
        backlinks=counts.backlinks.sum(),
        referring_pages=counts.referring_pages.sum(),
        referring_hosts=counts.referring_hosts.sum(),
        referring_domains=counts.count(),
        followed_referring_domains=counts.followed.sum(),
    )
    share = table.referring_domains / table.referring_domains.sum().over(ibis.window())
    table = table.mutate(
        top_level_domain=table.public_suffix.re_extract(r"[^.]*$", 0),
        referring_domains_share=share,
    ).relocate("top_level_domain", after="public_suffix")
    order = [
        ibis.desc("referring_domains"),
        ibis.desc("backlinks"),
        ibis.asc("public_suffix", nulls_first=False),
    ]
    return Answer(table.order_by(order), view.complete_outside)


def public_suffix(domain: str) -> str | None:
    """What a registrable domain is registered under; None for an IP address or a single label.

    >>> public_suffix("example.co.uk"), public_suffix("a.github.io"), public_suffix("github.io")
    ('co.uk', 'github.io', 'github.io')
    >>> public_suffix("shop.example"), public_suffix("127.0.0.1"), public_suffix("localhost")
    ('example', None, None)
    """
    if domain.startswith("[") or domain.rpartition(".")[2].isdigit():
        return None
    if is_public_suffix(domain):
        return domain
    return domain.partition(".")[2] or None
