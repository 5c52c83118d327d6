"""Judges doubtful URLs again when their turn comes: by then the rest of their host is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

from linkspider.frontier import DOUBTFUL

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from linkspider.spiders.base import LinkSpider


class LeftOut(IgnoreRequest):
    """A URL that is not asked for, and has no row."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TrapGuard:
    """Stops requests before anything, even robots.txt, is fetched for them."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TrapGuard:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise `LeftOut` where the URL belongs to a trap."""
        entry = request.meta.get("entry")  # robots.txt has none
        if entry is None or entry.priority < DOUBTFUL or entry.retries:
            return
        spider: LinkSpider = self._crawler.spider  # type: ignore[assignment]
        if spider.traps is not None and (reason := spider.traps.judge_again(entry.url)):
            raise LeftOut(reason)
