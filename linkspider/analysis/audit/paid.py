"""Words of paid placement beside links that pass authority all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.audit.flag import best_of_each, counted, quoted, raise_flag
from linkspider.analysis.audit.wording import first_found, paid_phrases

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.audit.profile import Profile


def paid_footprints(profile: Profile) -> ir.Table:
    """`paid_footprint`: a followed backlink (so without rel sponsored, nofollow or ugc) beside
    words of paid placement (`paid.toml`): in its anchor or the text around it, or in its page's
    title, first-level headings or URL."""
    followed = profile.backlinks.filter(profile.backlinks.followed)
    pages = profile.referring_pages
    text = ibis.literal(" ").join([pages.title.fill_null(""), pages.h1.fill_null(""), pages.url])
    told = pages.select(page_url="url", page_phrase=first_found(text, paid_phrases()))
    joined = followed.left_join(told, [("source_url", "page_url")]).select(
        "source_domain", "source_url", "paid_phrase", told.page_phrase
    )
    links = joined.mutate(phrase=ibis.coalesce(joined.paid_phrase, joined.page_phrase))
    best = best_of_each(
        links.filter(links.phrase.notnull()), ibis.asc("source_url"), ibis.asc("phrase")
    )
    return raise_flag(
        "paid_footprint", best,
        counted(best.hits, "followed link here stands", "followed links here stand"),
        " beside words of paid placement: ",
        quoted(best.phrase), " at ", best.source_url, ".",
    )  # fmt: skip
