"""robots.txt: asked for once a site, obeyed, and read for Googlebot too."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from protego import Protego
from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred

from linkspider.urls import Base

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MAX_SITES = 10_000
MAX_BYTES = 512 * 1024
"""RFC 9309 asks for at least 500 KiB."""
MAX_REDIRECTS = 5


class RobotsForbidden(IgnoreRequest):
    """robots.txt does not let us fetch the URL."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be fetched, so that nothing on the site may be (RFC 9309, 2.3.1.4)."""


class RobotsMiddleware:
    """Lets a request pass only where the site's robots.txt does.

    Notes in `meta["googlebot_allowed"]` what the same file says to Googlebot. After a file was
    read, the signal `robots_parsed` is sent with it (or with None where there is no file).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._obey = crawler.settings.getbool("ROBOTSTXT_OBEY")
        self._agent: str = (
            crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        )
        self._files: OrderedDict[str, Protego | Exception | None] = OrderedDict()
        self._asked: dict[str, Deferred[None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler)

    def bytes_received(self, data: bytes, request: Request, **_: Any) -> None:
        """End the download of a robots.txt once enough of it is there."""
        received = request.meta.get("robots_bytes")
        if received is not None:
            request.meta["robots_bytes"] = received + len(data)
            if received + len(data) > MAX_BYTES:
                raise StopDownload(fail=False)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        url = request.url
        robots = await self._robots_of(request)
        if isinstance(robots, Exception):
            raise robots.with_traceback(None)  # or each request would add its frames to it
        if robots is None:
            request.meta["googlebot_allowed"] = True
            return
        request.meta["googlebot_allowed"] = robots.can_fetch(url, "Googlebot")
        if self._obey and not robots.can_fetch(url, self._agent):
            raise RobotsForbidden(url)

    async def _robots_of(self, request: Request) -> Protego | Exception | None:
        address = Base(request.url).join("/robots.txt")
        assert address is not None
        site = address.key
        while site not in self._files:
            if site in self._asked:
                await maybe_deferred_to_future(self._asked[site])
                continue
            asked: Deferred[None] = Deferred()
            if not self._asked:  # to listen all the time would cost each page 0.1 ms
                self._crawler.signals.connect(self.bytes_received, signals.bytes_received)
            self._asked[site] = asked
            try:
                self._files[site] = await self._fetch(site, request)
                while len(self._files) > MAX_SITES:
                    self._files.popitem(last=False)
            finally:
                del self._asked[site]
                if not self._asked:
                    self._crawler.signals.disconnect(self.bytes_received, signals.bytes_received)
                asked.callback(None)
        return self._files[site]

    async def _fetch(self, site: str, request: Request) -> Protego | Exception | None:
        meta = {
            "robots_bytes": 0,
            "download_maxsize": 0,
            "dont_obey_robotstxt": True,
            "verbatim_url": True,
            "download_slot": request.meta.get("download_slot"),
        }
        url = site
        for _ in range(1 + MAX_REDIRECTS):
            self._crawler.stats.inc_value("linkspider/robots_requests")
            robots_request = Request(url, callback=NO_CALLBACK, meta=meta, dont_filter=True)
            try:
                response = await self._crawler.engine.download_async(robots_request)
            except Exception as error:  # the site's pages fail for the same reason
                return error
            location = response.headers.get(b"Location")
            if not 300 <= response.status < 400 or not location:
                break
            target = Base(url).join(location.decode("utf-8", "replace"))
            if target is None or target.host is None:
                break
            url, meta["download_slot"] = target.key, target.host
        if response.status >= 500 or response.status == 429:
            return RobotsUnreachable(site)
        if response.status >= 300:  # no file, or more redirects than are followed: all is allowed
            return self._announce(None, request)
        return self._announce(parse_robots(response.body), request)

    def _announce(self, robots: Protego | None, request: Request) -> Protego | None:
        self._crawler.signals.send_catch_log(
            signals.robots_parsed, robotparser=robots, request=request
        )
        return robots


def parse_robots(body: bytes) -> Protego:
    """The rules of a robots.txt file, of which 512 KiB are read; never raises.

    >>> rules = parse_robots(b"User-agent: *\\nDisallow: /private")
    >>> rules.can_fetch("http://a.example/private", "anybot")
    False
    """
    body = body[:MAX_BYTES]
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return Protego.parse(body.decode(encoding, "replace"))
