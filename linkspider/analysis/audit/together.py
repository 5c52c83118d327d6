"""Many domains that began to link at the same time, as bought links do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.audit.flag import best_of_each, raise_flag

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.audit.profile import Profile


def seen_together(profile: Profile, domains: int = 10, share: float = 0.2) -> ir.Table:
    """`seen_together`: the first page of the domain that links here is of the same day (UTC) as
    those of other domains, at least ``domains`` in all, and at least ``share`` of the domains
    whose day is known in the same way.

    The day is known where a referring page says when it was published (`published_at`; the earliest
    counts), or else where two crawls tell: a page that links here was first read by a later crawl
    than another page of the domain, and the day is that crawl's start. A domain that is seen for
    the first time in all its pages says nothing: somebody has only just looked at it.
    """
    found = [_together(dated, domains, share) for dated in (_published(profile), _crawled(profile))]
    claimed, observed = found
    # A domain whose pages say when they were published is not judged by the crawls.
    told = best_of_each(claimed.union(observed), ibis.asc("url"))
    return raise_flag(
        "seen_together", told,
        told.domains, " of ", told.known, " domains whose first link here has a known day ",
        told.how, " of ", told.day, ", like ", told.url, ".",
    )  # fmt: skip


def _published(profile: Profile) -> ir.Table:
    """The earliest page of each domain that says when it was published."""
    pages = profile.referring_pages
    pages = pages.filter(pages.published_at.notnull()).select(
        "source_domain", "url", at=pages.published_at
    )
    first = best_of_each(pages, ibis.asc("at"), ibis.asc("url"))
    return first.select(
        "source_domain", "url", day=first.at.date(), how=ibis.literal("say it is that")
    )


def _crawled(profile: Profile) -> ir.Table:
    """The domains that an earlier crawl read, and a later one found a page of that links here."""
    crawls = profile.view.crawls.filter(profile.view.crawls.spider != "target")
    crawls = crawls.select(first_crawl="id", began="started_at")
    seen = profile.read_pages.join(crawls, "first_crawl")
    known_since = seen.group_by("source_domain").agg(known_since=seen.began.min())
    linking = best_of_each(seen.filter(seen.is_referring), ibis.asc("began"), ibis.asc("url"))
    dated = _published(profile).select("source_domain")
    first = linking.join(known_since, "source_domain").anti_join(dated, "source_domain")
    later = first.filter(first.began > first.known_since)
    return later.select(
        "source_domain", "url", day=later.began.date(), how=ibis.literal("were found by the crawl")
    )


def _together(dated: ir.Table, domains: int, share: float) -> ir.Table:
    """The domains whose day is that of many."""
    counted = dated.mutate(
        domains=dated.count().over(ibis.window(group_by=dated.day)),
        known=dated.count().over(ibis.window()),
    )
    return counted.filter((counted.domains >= domains) & (counted.domains >= share * counted.known))
