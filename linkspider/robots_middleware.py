"""Lets a request pass only where the robots.txt of its site does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

from linkspider.frontier.entry import Purpose

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

    Notes in `meta["googlebot_allowed"]` what the same file says to Googlebot.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._obeys = crawler.settings.getbool("ROBOTSTXT_OBEY")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        entry: Entry = request.meta["entry"]
        if entry.purpose is Purpose.ROBOTS:
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
