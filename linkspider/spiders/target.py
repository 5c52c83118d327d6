"""Crawls the target itself: all that its links, redirects and sitemaps lead to within the scope."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.http import Response

from linkspider import arguments
from linkspider.frontier.entry import Entry, Purpose, web_entry
from linkspider.items import LinkItem, PageItem, SitemapEntry, SitemapItem
from linkspider.shutdown import Abandoned
from linkspider.sitemap import MAX_BYTES, SitemapError, may_take_long, read_sitemap
from linkspider.spiders.base import LinkSpider, beyond_limit
from linkspider.threads import give_way, run_alone
from linkspider.urls import Base, Url, parse, registrable_domain

if TYPE_CHECKING:
    from protego import Protego
    from scrapy.crawler import Crawler

MAX_SITEMAP_NESTING = 3
MAX_SITEMAP_REDIRECTS = 5
MAX_SITEMAPS = 10_000
ENTRIES_AT_A_TIME = 100
"""Entries of a sitemap that are followed before others have their turn: each may be a request."""
MAX_REDIRECTS = 20
"""Hops from a link; browsers follow as many."""


class TargetSpider(LinkSpider):
    """Every page of the target, with every link on it."""

    name = "target"
    arguments = (
        arguments.DOMAIN,
        arguments.CRAWL,
        arguments.START_URLS,
        arguments.MAX_PAGES,
        arguments.max_depth(None),
        arguments.KEEP,
        arguments.SPEED,
        arguments.OBEY_NOFOLLOW,
        arguments.CHECK_OUTBOUND,
    )

    def take_arguments(self, values: dict[str, Any], crawler: Crawler) -> None:
        self.start_urls = values["start_urls"] or []
        self.obeys_nofollow: bool = values["obey_nofollow"]
        self.checks_outbound: bool = values["check_outbound"]
        if values["speed"] == "full":
            settings = crawler.settings
            settings.set("DOWNLOAD_DELAY", 0, priority="spider")
            settings.set(
                "CONCURRENT_REQUESTS_PER_DOMAIN",
                settings.getint("CONCURRENT_REQUESTS"),
                priority="spider",
            )
        self._sitemaps_left = MAX_SITEMAPS
        crawler.signals.connect(self.ask_for_sitemaps, signals.robots_parsed)

    def starts(self) -> Iterable[Entry]:
        if self.start_urls:
            return [web_entry(url) for url in self.start_urls]
        return [
            web_entry(scope.home, falls_back="://" not in scope.given)
            for scope in self.scopes.scopes
        ]

    def request(self, entry: Entry) -> Request:
        request = super().request(entry)
        if entry.purpose is Purpose.SITEMAP:
            request.callback = self.read_sitemap
            request.meta["download_maxsize"] = MAX_BYTES
        return request

    def discover(self, page: PageItem, entry: Entry, links: Sequence[LinkItem]) -> Iterator[Entry]:
        if page.redirect_to is not None:
            yield from self._discover_redirect(page.redirect_to, entry)
        if entry.purpose is Purpose.STATUS:
            return
        for link in links:
            url = link.target_url
            if url is None or link.target_host is None or self.frontier.knows(url):
                continue
            if link.element not in ("a", "area") or (self.obeys_nofollow and not link.followed):
                continue
            if self.scopes.match(link.target_host, link.target_path) is not None:
                yield web_entry(url, depth=entry.depth + 1, discovered_from=page.url)
            elif self.checks_outbound and registrable_domain(link.target_host) != page.domain:
                yield web_entry(
                    url,
                    depth=entry.depth + 1,
                    discovered_from=page.url,
                    purpose=Purpose.STATUS,
                    counted=False,
                )

    def _discover_redirect(self, url: str, entry: Entry) -> Iterator[Entry]:
        target = parse(url)
        if target is None or target.host is None:
            return
        known = {
            "depth": entry.depth,
            "discovered_from": entry.url,
            "redirects": entry.redirects + 1,
            "excluded": beyond_limit(entry, MAX_REDIRECTS),
        }
        if self.scopes.match(target.host, target.path) is not None:
            yield web_entry(url, **known)
        elif self.checks_outbound:
            yield web_entry(url, purpose=Purpose.STATUS, counted=False, **known)

    def ask_for_sitemaps(self, robotparser: Protego | None, request: Request) -> None:
        """Ask for the sitemaps of a site of the target, now that its robots.txt is known."""
        base = Base(request.url)
        home = base.join("/")
        if home is None or not any(
            scope.covers_host(home.host or "") for scope in self.scopes.scopes
        ):
            return
        named = [base.join(address) for address in robotparser.sitemaps] if robotparser else []
        for url in [*named, base.join("/sitemap.xml")]:
            self._ask_for_sitemap(url, request.url, nesting=0)

    def _ask_for_sitemap(
        self, url: Url | None, found_in: str, nesting: int, redirects: int = 0
    ) -> None:
        if url is None or url.host is None or self.crawler.engine is None:
            return
        entry = web_entry(
            url.key,
            depth=nesting,
            priority=0,
            discovered_from=found_in,
            purpose=Purpose.SITEMAP,
            counted=False,
            redirects=redirects,
        )
        if self.frontier.knows(entry.key):
            return
        if self._sitemaps_left > 0:
            self.crawler.stats.inc_value("linkspider/sitemap_requests")
            self.crawler.engine.crawl(self.request(entry))
        elif self._sitemaps_left == 0:
            self.logger.warning("more than %d sitemaps: the rest is not read", MAX_SITEMAPS)
        self._sitemaps_left -= 1

    async def read_sitemap(self, response: Response) -> AsyncIterator[Request | SitemapItem]:
        """Entries within the scope are fetched; all are rows of `sitemaps`."""
        entry: Entry = response.meta["entry"]
        entries: list[SitemapEntry] = []
        location = response.headers.get(b"Location")
        try:
            if response.status == 200:
                entries, children = await self._read_sitemap(response.body, entry.url)
                await self._ask_for_children(children, entry)
            elif 300 <= response.status < 400 and location:
                self._follow_sitemap(location.decode("utf-8", "replace"), entry)
            for number, named in enumerate(entries, 1):
                if number % ENTRIES_AT_A_TIME == 0:
                    await give_way()
                target = parse(named.url)
                if target is None or self.frontier.knows(target.key):
                    continue
                if self.scopes.match(target.host, target.path) is not None:
                    yield self.request(web_entry(target.key, discovered_from=entry.url))
        except Abandoned:
            return
        finally:
            self.frontier.release(entry)
        yield SitemapItem(sitemap_url=entry.url, entries=entries)

    async def _read_sitemap(self, body: bytes, url: str) -> tuple[list[SitemapEntry], list[str]]:
        """The entries of a sitemap, and the sitemaps that it names; where it is none, nothing."""
        arguments = body, url, datetime.now(UTC)
        try:
            if may_take_long(body):
                entries, children = await run_alone(read_sitemap, *arguments)
            else:
                entries, children = read_sitemap(*arguments)
        except SitemapError as error:
            self.logger.info("no sitemap at %s: %s", url, error)
            return [], []
        self.logger.info("sitemap %s: %d entries", url, len(entries) or len(children))
        return entries, children

    async def _ask_for_children(self, urls: list[str], entry: Entry) -> None:
        if entry.depth >= MAX_SITEMAP_NESTING:
            return
        for number, url in enumerate(urls, 1):
            if number % ENTRIES_AT_A_TIME == 0:
                await give_way()
            self._ask_for_sitemap(parse(url), entry.url, nesting=entry.depth + 1)

    def _follow_sitemap(self, location: str, entry: Entry) -> None:
        if entry.redirects < MAX_SITEMAP_REDIRECTS:
            target = Base(entry.url).join(location)
            self._ask_for_sitemap(target, entry.url, entry.depth, entry.redirects + 1)
