"""Which row tells of a page that several crawls have tried.

| page | its row |
|---|---|
| in scope, and tried by the latest target crawl | the row of that crawl: the internal graph |
| any other | the latest that was read; where none was, the latest answered, or else tried |

A page was **read** where the answer says what became of it: a redirect, 404 or 410, or a body that
was looked at and is no challenge. A timeout, a 503, a 403 or robots.txt say nothing, so they never
replace a reading. A status of 200 alone says only that the page is there: it replaces a redirect,
404 or 410, but no body.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir


WORDS_OF_A_CHALLENGE = 200
"""A page with as many words is no challenge, whatever its title."""
_READ_AS_HTML = ("noindex", "meta-refresh", "canonicalised", "indexable")
_PUNCTUATION = r"[\p{P}\p{S}\s]*"
_SITE_NAME = r"\s*(?:\||\s[·–—-]\s)\s*\S+(?:\s+\S+){0,2}\s*"
_SAID_OF_ITSELF = (
    "indexability", "indexable", "noindex", "nofollow", "canonical_url", "canonicals",
)  # fmt: skip
"""What a page says of itself to search engines, which a challenge in its place cannot say."""


def is_document(pages: ir.Table) -> ir.BooleanColumn:
    """Whether a row of a view's pages is one whose contents are known: status 200, and its HTML was
    looked at. PDFs and images are no pages that can carry a link."""
    return ((pages.status == 200) & pages.indexability.isin(_READ_AS_HTML)).fill_null(False)


def was_read(pages: ir.Table) -> ir.BooleanColumn:
    """Whether a row of a view's pages says what became of the page."""
    return _is_settled(pages) | _has_body(pages)


def _is_settled(pages: ir.Table) -> ir.BooleanColumn:
    says = pages.status.between(300, 399) | pages.status.isin([404, 410])
    return pages.error.isnull() & says.fill_null(False)


def _has_body(pages: ir.Table) -> ir.BooleanColumn:
    return _is_there(pages) & pages.indexability.notnull()


def _is_there(pages: ir.Table) -> ir.BooleanColumn:
    return pages.error.isnull() & pages.status.between(200, 299).fill_null(False)


def _is_challenge(pages: ir.Table) -> ir.BooleanColumn:
    """Whether a row of `pages` is what a guard shows to robots in the place of the page: it has a
    title of those in `challenges.toml`, and fewer than 200 words."""
    is_short = pages.word_count.fill_null(0) < WORDS_OF_A_CHALLENGE
    return is_short & pages.title.fill_null("").re_search(_challenge_title())


@cache
def _challenge_title() -> str:
    """A pattern for the titles of challenge pages: one look at each title, not many."""
    data = tomllib.loads(
        files("linkspider.analysis").joinpath("challenges.toml").read_text("utf-8")
    )
    beginnings, whole = ("|".join(map(re.escape, data[name])) for name in ("beginnings", "whole"))
    ending = rf"{_PUNCTUATION}(?:{_SITE_NAME})?$"
    return rf"(?i)^\s*(?:(?:{beginnings})|(?:{whole}){ending})"


def _without_guards_words(pages: ir.Table) -> ir.Table:
    """The rows with nothing that a challenge with a status of 200 seems to say of the page."""
    is_veiled = pages.is_challenge & pages.status.between(200, 299).fill_null(False)
    return pages.mutate(
        **{name: ibis.ifelse(is_veiled, None, pages[name]) for name in _SAID_OF_ITSELF}
    )


def choose_observations(pages: ir.Table, graph_crawl: str | None) -> ir.Table:
    """One row for each URL: which crawl tells of it, and when it was seen.

    ``pages`` has the rows of all crawls, with `scope` for the target; ``graph_crawl`` is the
    latest target crawl. Columns: `url`, `crawl`, `scope`, `first_observed` and `last_observed`
    (read; null where it never was), `first_crawl` (that read it first), `first_tried`,
    `last_tried`, `in_graph` (in scope, and of the latest target crawl), `is_challenge` (a guard
    answered in the place of the page).
    """
    pages = _without_guards_words(pages.mutate(is_challenge=_is_challenge(pages)))
    in_graph = ibis.literal(False)
    if graph_crawl is not None:
        in_graph = (pages.crawl == graph_crawl) & pages.scope.notnull()
    has_body, is_settled = _has_body(pages), _is_settled(pages)
    tried = pages.select(
        "url", "crawl", "scope", "fetched_at", "is_challenge",
        in_graph=in_graph,
        answered=pages.status.notnull(),
        is_there=_is_there(pages) & ~pages.is_challenge,
        read_at=ibis.ifelse(has_body | is_settled, pages.fetched_at, None),
        body_at=ibis.ifelse(has_body, pages.fetched_at, None),
    )  # fmt: skip
    of_url = ibis.window(group_by=tried.url)
    dated = tried.mutate(
        first_observed=tried.read_at.min().over(of_url),
        last_observed=tried.read_at.max().over(of_url),
        first_tried=tried.fetched_at.min().over(of_url),
        last_tried=tried.fetched_at.max().over(of_url),
        last_body=tried.body_at.max().over(of_url),
    )
    first_crawl = ibis.ifelse(dated.read_at == dated.first_observed, dated.crawl, None)
    dated = dated.mutate(first_crawl=first_crawl.min().over(ibis.window(group_by=dated.url)))
    was_gone = (dated.last_body < dated.last_observed).fill_null(dated.last_observed.notnull())
    is_back = dated.is_there & was_gone & (dated.fetched_at > dated.last_observed)
    rank = ibis.cases(
        (dated.in_graph, 3), (dated.read_at.notnull() | is_back, 2), (dated.answered, 1), else_=0
    )
    ranked = dated.mutate(rank=rank)
    best_first = ibis.window(
        group_by=ranked.url,
        order_by=[ranked["rank"].desc(), ranked.fetched_at.desc(), ranked.crawl.desc()],
    )
    return (
        ranked.mutate(place=ibis.row_number().over(best_first))
        .filter(ibis._.place == 0)
        .select(
            "url", "crawl", "scope", "in_graph", "is_challenge",
            "first_observed", "last_observed", "first_crawl", "first_tried", "last_tried",
        )
    )  # fmt: skip


def observed_pages(pages: ir.Table, chosen: ir.Table) -> ir.Table:
    """The rows of `pages` that were chosen, with the columns of `choose_observations`; what a
    challenge with a status of 200 says of itself is null, as nothing is known of the page."""
    return _without_guards_words(pages.join(chosen, ["url", "crawl"]))


def observed_links(links: ir.Table, chosen: ir.Table) -> ir.Table:
    """The links of the observations that were chosen; of pages in scope those of the graph alone,
    so that a page that only an older crawl found has no say in it."""
    seen = chosen.filter(chosen.in_graph | chosen.scope.isnull())
    return links.semi_join(seen, [("source_url", "url"), "crawl"])
