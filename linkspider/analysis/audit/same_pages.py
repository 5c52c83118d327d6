"""Pages that many domains have alike, as networks of sites made by one hand do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.audit.flag import best_of_each, quoted, raise_flag

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.audit.profile import Profile

_TITLE_THAT_SAYS_SOMETHING = (
    r"\S+\s+\S+\s+\S+|[\x{3040}-\x{30ff}\x{3400}-\x{9fff}\x{ac00}-\x{d7a3}]{6}"
)
_PATH_THAT_SAYS_SOMETHING = r"[a-z]{2,}[^a-z]+[a-z]{2,}[^a-z]+[a-z]{2,}"


def same_titles(profile: Profile, domains: int = 5) -> ir.Table:
    """`same_title`: a referring page has the same title as referring pages of other domains, at
    least ``domains`` in all. Titles are compared without case, white space collapsed; those of
    fewer than three words (or six Chinese, Japanese or Korean characters) say too little."""
    pages = profile.referring_pages
    title = pages.title.lower().re_replace(r"\s+", " ").strip()
    pages = pages.select("url", "source_domain", shared=title)
    shared = _shared(pages.filter(pages.shared.re_search(_TITLE_THAT_SAYS_SOMETHING)), domains)
    return raise_flag(
        "same_title", shared,
        shared.domains, " domains have a page titled ", quoted(shared.shared),
        " that links here, of this one ", shared.url, ".",
    )  # fmt: skip


def same_paths(profile: Profile, domains: int = 5) -> ir.Table:
    """`same_path`: a referring page has the same URL path as referring pages of other domains, at
    least ``domains`` in all. Paths are compared without case and query; those of fewer than three
    words, like /blog/ or /about-us, say too little."""
    pages = profile.referring_pages
    path = pages.url.lower().re_extract(r"^[a-z]+://[^/?]*([^?]*)", 1)
    pages = pages.select("url", "source_domain", shared=path)
    shared = _shared(pages.filter(pages.shared.re_search(_PATH_THAT_SAYS_SOMETHING)), domains)
    return raise_flag(
        "same_path", shared,
        shared.domains, " domains have a page at ", quoted(shared.shared),
        " that links here, of this one ", shared.url, ".",
    )  # fmt: skip


def _shared(pages: ir.Table, domains: int) -> ir.Table:
    """The page of each domain that most domains share."""
    counts = pages.group_by("shared").agg(domains=pages.source_domain.nunique())
    counts = counts.filter(counts.domains >= domains)
    found = pages.join(counts, "shared")
    return best_of_each(found, ibis.desc("domains"), ibis.asc("url"))
