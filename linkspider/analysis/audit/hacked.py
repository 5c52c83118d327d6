"""Traces of sites that somebody broke into to place links.

The words and paths stand in `spam.toml`. Topics that the target's own titles are of are left out:
to a casino, a page on casinos is no trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.audit.flag import best_of_each, counted, quoted, raise_flag
from linkspider.analysis.audit.wording import injected_paths, is_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.audit.profile import Profile

MIN_READ_PAGES = 5


def spam_links(profile: Profile, links: int = 3) -> ir.Table:
    """`spam_links`: a referring page has at least ``links`` different followed links (domain and
    anchor) to other domains whose anchors are of a topic of spam, and no page of the domain has a
    title of any such topic."""
    outbound = profile.outbound.filter(profile.outbound.followed)
    texts = outbound.select(text="anchor_text").distinct()
    texts = texts.filter(is_of(texts.text, profile.spam_topics))
    spam = outbound.semi_join(texts, [("anchor_text", "text")]).distinct()
    spam = spam.anti_join(_titled(profile).select("source_domain").distinct(), "source_domain")
    pages = spam.group_by("source_domain", "source_url").agg(
        links=spam.count(), example=spam.anchor_text.min()
    )
    worst = best_of_each(
        pages.filter(pages.links >= links), ibis.desc("links"), ibis.asc("source_url")
    )
    return raise_flag(
        "spam_links", worst,
        counted(worst.hits, "page that links here carries", "pages that link here carry"),
        " links of spam, though no title of the site is of it: ", worst.source_url, " has ",
        worst.links, ", like ", quoted(worst.example), ".",
    )  # fmt: skip


def spam_pages(profile: Profile, share: float = 0.2) -> ir.Table:
    """`spam_pages`: a referring page has a title of a topic of spam, and at most ``share`` of the
    domain's read pages do, of at least five."""
    spam = _titled(profile)
    pages = profile.read_pages
    read = pages.group_by("source_domain").agg(read_pages=pages.count())
    found = spam.group_by("source_domain").agg(spam_pages=spam.count())
    counts = read.join(found, "source_domain")
    is_unrelated = counts.spam_pages <= share * counts.read_pages
    unrelated = counts.filter(is_unrelated & (counts.read_pages >= MIN_READ_PAGES))
    linking = spam.filter(spam.is_referring).join(unrelated, "source_domain")
    best = best_of_each(linking, ibis.asc("url"))
    return raise_flag(
        "spam_pages", best,
        best.spam_pages, " of ", best.read_pages, " read pages have titles of spam, and links here"
        " stand on such: ", quoted(best.title), " at ", best.url, ".",
    )  # fmt: skip


def spam_anchors(profile: Profile) -> ir.Table:
    """`spam_anchors`: a backlink whose anchor is of a topic of spam."""
    links = profile.backlinks
    texts = links.select(text="anchor").filter(ibis._.text.notnull()).distinct()
    texts = texts.filter(is_of(texts.text, profile.spam_topics))
    spam = links.semi_join(texts, [("anchor", "text")])
    best = best_of_each(spam, ibis.asc("source_url"), ibis.asc("anchor"))
    return raise_flag(
        "spam_anchors", best,
        counted(best.hits, "link here has", "links here have"), " words of spam for a text: ",
        quoted(best.anchor), " at ", best.source_url, ".",
    )  # fmt: skip


def injected_pages(profile: Profile) -> ir.Table:
    """`injected_path`: a referring page whose URL has a path at which no author puts pages, like
    /wp-content/uploads/….html."""
    links = profile.backlinks.select("source_domain", "source_url").distinct()
    path = links.source_url.lower().re_extract(r"^[a-z]+://[^/?]*([^?]*)", 1)
    found = links.filter(path.re_search("|".join(injected_paths().values())))
    best = best_of_each(found, ibis.asc("source_url"))
    return raise_flag(
        "injected_path", best,
        counted(best.hits, "page that links here lies", "pages that link here lie"),
        " where no author puts one: ", best.source_url, ".",
    )  # fmt: skip


def hidden_links(profile: Profile) -> ir.Table:
    """`hidden_links`: a followed backlink that no reader sees: one with neither image nor text
    (punctuation is none), or one outside the page's body."""
    links = profile.backlinks
    best = best_of_each(
        links.filter(links.is_hidden & links.followed), *map(ibis.asc, ("source_url", "target_url"))
    )
    return raise_flag(
        "hidden_links", best,
        counted(best.hits, "followed link", "followed links"), " here without text and image, or"
        " outside the page's body: at ", best.source_url, " to ", best.target_url, ".",
    )  # fmt: skip


def _titled(profile: Profile) -> ir.Table:
    """The read pages whose titles are of a topic of spam."""
    pages = profile.read_pages
    return pages.filter(is_of(pages.title, profile.spam_topics))
