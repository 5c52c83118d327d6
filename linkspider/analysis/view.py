"""What the analyses look at: the tables as they are for one target."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from linkspider.analysis.final import final_urls

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.scope import Scope


class AnalysisError(ValueError):
    """What was asked for is not there; the message is one line for the person who asked."""


@dataclass(frozen=True, kw_only=True)
class View:
    """The tables as they are for one target, as Ibis tables."""

    scope: Scope
    """The target."""
    links: ir.Table
    """`links` of the pages below; `link_type` and the scopes are for this target alone."""
    pages: ir.Table
    """`pages`, one row a URL, with `first_observed` and `last_observed` (when it was read first and
    last; null where it never was), `first_crawl` (that read it first), `first_tried`, `last_tried`,
    `in_graph` (in scope, and of the crawl that the internal graph is from) and `is_challenge` (a
    guard answered in the place of the page: what it said of itself to search engines is null)."""
    sitemaps: ir.Table
    """`sitemaps` of the crawl that the internal graph is from."""
    crawls: ir.Table
    """`crawls` that the rows come from."""
    graph_crawl: str | None
    """The id of the crawl that the internal graph is from; None where there is none."""
    complete_inside: bool
    """Whether the crawl of the target's own pages ended with none left out for a budget."""
    complete_outside: bool
    """The same for all crawls of other sites; false where there is none."""
    notes: tuple[str, ...] = ()
    """What a reader must know before believing a number, a sentence each."""

    @property
    def domain(self) -> str:
        """The target as it was given."""
        return self.scope.given

    @cached_property
    def finals(self) -> ir.Table:
        """The final page of each URL that was tried: see `final_urls`. Worked out once."""
        return final_urls(self.pages).cache()

    @property
    def complete(self) -> bool:
        """Whether no crawl at all met a budget or was stopped."""
        return self.complete_inside and self.complete_outside

    @cached_property
    def complete_between(self) -> bool:
        """The same as `complete_outside`, for what other sites link to besides the target: whether
        these crawls also kept all links."""
        outside = self.crawls.filter(self.crawls.spider != "target")
        arguments = outside.select("arguments").to_pyarrow()["arguments"].to_pylist()
        return self.complete_outside and all(map(kept_all_links, arguments))


def kept_all_links(arguments: str | None) -> bool:
    """Whether a crawl with these arguments, a JSON object, kept the links that touch no target.

    >>> kept_all_links('{"keep": "touching"}'), kept_all_links("{}"), kept_all_links(None)
    (False, True, True)
    """
    return bool(json.loads(arguments or "{}").get("keep", "all") == "all")
