"""Keywords that link here from all over a site."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.anchors.normalise import normalise
from linkspider.analysis.anchors.phrases import generic_phrases
from linkspider.analysis.audit.brand import brand_names
from linkspider.analysis.audit.flag import best_of_each, quoted, raise_flag
from linkspider.analysis.audit.wording import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    import ibis.expr.types as ir

    from linkspider.analysis.audit.profile import Profile

MIN_READ_PAGES = 10
_NAKED_URL = r"^(https?:|www\.)|^[^\s/]+\.[a-z]{2,}(/\S*)?$"


def sitewide_anchors(
    profile: Profile, keywords: Iterable[str] = (), brand: Iterable[str] = ()
) -> ir.Table:
    """`sitewide_anchor`: a host with at least 10 read pages carries the same (target URL,
    normalised anchor) on at least half of them, and the anchor is a keyword.

    With ``keywords`` that is an anchor that equals one, or has all its words and no name of the
    target (``brand``, and what `brand_names` finds). Without, an anchor of two words or more that
    is no naked URL, no generic phrase, and has no name of the target.
    """
    links = profile.backlinks.select(
        "source_domain", "source_host", "source_url", "target_url", "anchor"
    )
    read = profile.read_pages.select("host", "url")
    carrying = links.distinct().semi_join(read, [("source_url", "url")])
    anchors = carrying.group_by("source_domain", "source_host", "target_url", "anchor").agg(
        pages=carrying.count(), example_url=carrying.source_url.min()
    )
    hosts = read.group_by("host").agg(read_pages=read.count())
    joined = anchors.join(hosts, [("source_host", "host")])
    everywhere = joined.filter(
        (joined.read_pages >= MIN_READ_PAGES) & (joined.pages * 2 >= joined.read_pages)
    )
    exact = everywhere.filter(_is_keyword(everywhere.anchor, profile, keywords, brand))
    best = best_of_each(
        exact, ibis.desc("pages"), *map(ibis.asc, ("source_host", "anchor", "target_url"))
    )
    return raise_flag(
        "sitewide_anchor", best,
        best.pages, " of ", best.read_pages, " read pages of ", best.source_host, " link to ",
        best.target_url, " with ", quoted(best.anchor), ", like ", best.example_url, ".",
    )  # fmt: skip


def _is_keyword(
    anchor: ir.StringColumn, profile: Profile, keywords: Iterable[str], brand: Iterable[str]
) -> ir.BooleanValue:
    is_unbranded = ~anchor.re_search(pattern(brand_names(profile.view, brand)))
    named = [words for words in map(normalise, keywords) if words]
    if named:
        holds_one = reduce(or_, (_holds_all(anchor, words) for words in named))
        return anchor.isin(named) | (holds_one & is_unbranded)
    return (
        anchor.re_search(r"\p{L}\S*\s+\S*\p{L}")
        & ~anchor.re_search(_NAKED_URL)
        & ~anchor.isin(sorted(generic_phrases()))
        & is_unbranded
    )


def _holds_all(anchor: ir.StringColumn, words: str) -> ir.BooleanValue:
    return reduce(and_, (anchor.re_search(pattern([word])) for word in words.split()))
