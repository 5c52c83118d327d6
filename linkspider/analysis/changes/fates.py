"""What it means that no link is found on a page: it is not there, or nobody can know.

Of the later look at a page this tells what became of a link, of the earlier one whether it is new.

| outcome | what holds of the page at the end of the redirects | reason |
|---|---|---|
| lost | it was read to its end | no-link |
| lost | it is gone | 404, 410 |
| lost | it belongs to the very site that the link led to | redirects-to-target |
| unknown | it could not be read, or not to its end | see `page_fates` |
| unknown | the redirects have no end | redirect-loop, redirect-not-followed, too-many-redirects |

The words are those of the verify spider's verdicts; `challenge` and `javascript` are beyond it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import ibis

from linkspider.analysis.final import ends
from linkspider.urls import registrable_domain

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

FEW_WORDS = 30
"""Below so many words, a page with scripts is taken for the shell of one that scripts write."""


def page_fates(pages: ir.Table) -> ir.Table:
    """What an absent link means for each page, its redirects left out of account.

    Columns: `url`, `host`, `domain`, `fetched_at`, `redirect_to`, `outcome` (lost, unknown) and
    `reason`, the first that holds:

    - the error (robots, timeout …), 404 and 410 (lost);
    - challenge: a guard answered in its place;
    - the status, where it is not 200 (401, 403, 429, 503 …);
    - status-only (its body was not asked for), not-html, truncated (a limit cut it short);
    - javascript: fewer than 30 words, and scripts: it may well be written by them;
    - no-link (lost): it was read, and nothing of it is missing.
    """
    is_shell = (pages.word_count < FEW_WORDS) & (pages.scripts > 0)
    reason = ibis.cases(
        (pages.error.notnull(), pages.error),
        (pages.status.isin([404, 410]), pages.status.cast("string")),
        (pages.is_challenge, "challenge"),
        (pages.status != 200, pages.status.cast("string")),
        (pages.indexability.isnull(), "status-only"),
        (pages.indexability == "not-html", "not-html"),
        (pages.truncated, "truncated"),
        (is_shell, "javascript"),
        else_="no-link",
    )
    fates = pages.select("url", "host", "domain", "fetched_at", "redirect_to", reason=reason)
    is_lost = fates.reason.isin(["404", "410", "no-link"])
    return fates.mutate(outcome=ibis.ifelse(is_lost, "lost", "unknown"))


def source_fates(view: View) -> ir.Table:
    """What became of the pages, by this look: what an absent link means for each URL tried.

    Columns: `source_url`, `page_url` (where its redirects end; itself where they have no end),
    `outcome`, `reason`, `checked_at` (when that page was tried).
    """
    fates = page_fates(view.pages)
    starts = fates.select("url", "domain").join(ends(view.pages), "url")
    starts = starts.select("url", "domain", "end_url", "unresolved")
    starts = starts.select(
        "unresolved",
        source_url="url",
        source_domain="domain",
        page_url=ibis.coalesce(starts.end_url, starts.url),
    )
    found = starts.join(fates.view(), [("page_url", "url")])
    unresolved = ibis.cases(
        (found.unresolved == "loop", "redirect-loop"),
        (found.unresolved == "untried", "redirect-not-followed"),
        (found.unresolved == "too-long", "too-many-redirects"),
        (found.unresolved == "no-location", "redirect-nowhere"),
    )
    leads_to_target = (found.domain != found.source_domain) & (
        found.domain == registrable_domain(view.scope.host)
    )
    found = found.mutate(
        outcome=ibis.cases(
            (found.unresolved.notnull(), "unknown"), (leads_to_target, "lost"), else_=found.outcome
        ),
        reason=ibis.cases(
            (found.unresolved.notnull(), unresolved),
            (leads_to_target, "redirects-to-target"),
            else_=found.reason,
        ),
    )
    return found.select("source_url", "page_url", "outcome", "reason", checked_at="fetched_at")


def unread_sites(pages: ir.Table, site: Literal["host", "domain"]) -> ir.Table:
    """The hosts or domains of which some page was tried and none could be read, redirects aside:
    `site`, and `unread`, the reasons with commas between."""
    fates = page_fates(pages)
    fates = fates.filter(fates.redirect_to.isnull()).select("outcome", "reason", site=site)
    reasons = fates.distinct().group_by("site")
    table = reasons.agg(
        unread=ibis._.reason.collect().sort().join(", "),
        is_unread=(ibis._.outcome == "unknown").all(),
    )
    return table.filter(table.is_unread).drop("is_unread")
