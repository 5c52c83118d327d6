"""Lets a request pass only where the robots.txt of its site does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, StopDownload

from linkspider.frontier.entry import Purpose
from linkspider.robots import MAX_BYTES

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from linkspider.frontier.entry import Entry
    from linkspider.robots import Robots, Rules


class RobotsForbidden(IgnoreRequest):
    """robots.txt does not let us fetch the URL."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be fetched, so that nothing on the site may be (RFC 9309, 2.3.1.4)."""


class RobotsMiddleware:
    """Raises RobotsForbidden or RobotsUnreachable for what must not be fetched.

    Notes in `meta["googlebot_allowed"]` what the same file says to Googlebot. Ends the download of
    a robots.txt where enough of it is there.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._obeys = crawler.settings.getbool("ROBOTSTXT_OBEY")
        self._downloads = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        entry: Entry = request.meta["entry"]
        if entry.purpose is Purpose.ROBOTS:
            self._listen(1)
            return
        rules: Rules = request.meta["rules"]  # from the scheduler, which asks for them first
        if rules.is_reachable:
            request.meta["googlebot_allowed"] = rules.allow(entry.url, "Googlebot")
        if not self._obeys:
            return
        if not rules.is_reachable:
            raise RobotsUnreachable(entry.url)
        robots: Robots = self._crawler.spider.robots  # type: ignore[union-attr]
        if not rules.allow(entry.url, robots.agent):
            raise RobotsForbidden(entry.url)

    def process_response(self, request: Request, response: Any) -> Any:
        if request.meta["entry"].purpose is Purpose.ROBOTS:
            self._listen(-1)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if request.meta["entry"].purpose is Purpose.ROBOTS:
            self._listen(-1)

    def bytes_received(self, data: bytes, request: Request, **_: Any) -> None:
        """End the download of a robots.txt once enough of it is there."""
        received = request.meta.get("robots_bytes")
        if received is not None:
            request.meta["robots_bytes"] = received + len(data)
            if received + len(data) > MAX_BYTES:
                raise StopDownload(fail=False)

    def _listen(self, change: int) -> None:
        """Listen to bodies while some robots.txt comes: all the time would cost a page 0.1 ms."""
        before, self._downloads = self._downloads, self._downloads + change
        if not before:
            self._crawler.signals.connect(self.bytes_received, signals.bytes_received)
        elif not self._downloads:
            self._crawler.signals.disconnect(self.bytes_received, signals.bytes_received)
