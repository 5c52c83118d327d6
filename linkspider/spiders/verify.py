"""Verifies known backlinks: reads the pages that are said to have them, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from linkspider import arguments
from linkspider.claims.read import Claim
from linkspider.frontier.entry import Entry, web_entry
from linkspider.items import LinkItem, PageItem
from linkspider.spiders.referring import ReferringSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class VerifySpider(ReferringSpider):
    """The referring spider with named pages alone: their redirects are followed, their backlinks'
    targets asked for their status."""

    name = "verify"
    arguments = (
        arguments.DOMAIN,
        arguments.CLAIMS,
        arguments.CRAWL,
        arguments.MAX_PAGES,
        arguments.CHECK_TARGETS,
        arguments.KEEP,
    )

    def take_arguments(self, values: dict[str, Any], crawler: Crawler) -> None:
        self.claims: list[Claim] = values["sources"]
        self._named = {claim.source_url for claim in self.claims}
        values |= {"sources": [], "expand": False}  # no page's links are followed
        super().take_arguments(values, crawler)

    def starts(self) -> Iterable[Entry]:
        for url in dict.fromkeys(claim.source_url for claim in self.claims):
            yield web_entry(url, priority=0)

    def discover(self, page: PageItem, entry: Entry, links: Sequence[LinkItem]) -> Iterator[Entry]:
        for found in super().discover(page, entry, links):
            # As a redirect's end or a backlink's target, a named page would be no start, or not
            # even be read.
            if found.url not in self._named:
                yield replace(found, counted=False)
