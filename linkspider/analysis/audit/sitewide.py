"""Keywords that link here from all over a site."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.anchors.kinds import Keywords, kind_of
from linkspider.analysis.anchors.site_name import brand_of
from linkspider.analysis.anchors.words import normalise_visible, words
from linkspider.analysis.audit.flag import best_of_each, quoted, raise_flag
from linkspider.analysis.backlinks.sitewide import host_groups
from linkspider.analysis.texts import on_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import ibis.expr.types as ir

    from linkspider.analysis.audit.profile import Profile
    from linkspider.analysis.view import View


def sitewide_anchors(
    profile: Profile, keywords: Iterable[str] = (), brand: Iterable[str] = ()
) -> ir.Table:
    """`sitewide_anchor`: links that are sitewide (see `backlinks.sitewide`: on at least half of at
    least 10 read pages of a host), and the anchor is a keyword.

    With ``keywords`` that is an anchor that equals one, or is of kind `partial`: has all its words
    and no name of the target. Without, an anchor of kind `other` of two words or more: no naked
    URL, no generic phrase, and no name of the target.

    Names, so that nobody is suspected for using one, are ``brand``, those of the domain, and what
    most of the target's titles end in (see `anchors.title_endings`), unless that has a keyword.
    """
    groups = host_groups(profile.backlinks.rename(is_followed="followed"), profile.view.pages)
    # Kept, or else the engine looks at the anchors before it groups them: each link's.
    everywhere = groups.filter(groups.sitewide.fill_null(False)).cache()
    is_keyword = on_texts(_rule(profile.view, tuple(keywords), tuple(brand)), "boolean")
    exact = everywhere.filter(is_keyword(everywhere.anchor))
    best = best_of_each(
        exact, ibis.desc("pages_with_link"), *map(ibis.asc, ("source_host", "anchor", "target_url"))
    )
    return raise_flag(
        "sitewide_anchor", best,
        best.pages_with_link, " of ", best.read_pages, " read pages of ", best.source_host,
        " link to ", best.target_url, " with ", quoted(best.anchor), ", like ", best.example_url,
        ".",
    )  # fmt: skip


def _rule(view: View, keywords: tuple[str, ...], names: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether an anchor is a keyword."""
    found, wanted = brand_of(view), Keywords(keywords)
    ending = found.title_ending or ""
    ending = "" if wanted.are_in(normalise_visible(ending)) else ending
    brand = replace(found, names=(*names, *found.names, ending))
    if wanted:
        return lambda anchor: wanted.has(anchor) or kind_of(anchor, brand, wanted) == "partial"
    return lambda anchor: kind_of(anchor, brand) == "other" and _has_two_words(anchor)


def _has_two_words(anchor: str) -> bool:
    return sum(any(map(str.isalpha, word)) for word in words(anchor).split()) >= 2
