"""What all spiders share: an entry becomes a request, its answer a row of `pages`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.http import Response
from twisted.python.failure import Failure

from linkspider.arguments import Argument, default_crawl_id, parse_arguments
from linkspider.errors import error_word
from linkspider.frontier.budgets import Limits
from linkspider.frontier.entry import DOUBTFUL, Entry, Purpose
from linkspider.frontier.frontier import Frontier
from linkspider.html.place import Tokens, load_tokens
from linkspider.indexability import indexability
from linkspider.items import LinkItem, PageItem, SitemapItem
from linkspider.networks import PrivateAddressError
from linkspider.politeness import HostSetAside
from linkspider.resuming import frontier_path, open_store
from linkspider.robots import MAX_BYTES, Robots, Rules, product_token
from linkspider.scope import Scopes
from linkspider.shutdown import Abandoned, patience_over
from linkspider.spiders.documents import has_html, read_document
from linkspider.spiders.pages import add_document, add_response, tried_page
from linkspider.threads import give_up, give_way
from linkspider.traps import Traps
from linkspider.urls import parse, registrable_domain

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from linkspider.frontier.store import Store

LINKS_AT_A_TIME = 250
"""Links of a page that are followed before others have their turn."""

UNREACHABLE = ("connection", "timeout", "tls", "robots-unreachable")
"""Errors after which the http form of an https start is tried."""


class LinkSpider(Spider):
    """Fetches the entries of a frontier and makes a `PageItem` of each."""

    arguments: ClassVar[tuple[Argument, ...]]
    crawl: str
    scopes: Scopes
    frontier: Frontier
    robots: Robots
    traps: Traps | None = None
    """What recognises traps; None where the crawl goes into them."""

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, str] = {}
        self.keep = "all"
        self._position_tokens: Tokens | None = None

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, *args: Any, store: Store | None = None, **kwargs: Any
    ) -> LinkSpider:
        """Make the spider from checked or unchecked arguments; ArgumentError where one is wrong.

        ``store`` is its frontier's file, where that is open already.
        """
        values = parse_arguments(cls.arguments, {name: str(v) for name, v in kwargs.items()})
        spider = cls()
        spider.given = {name: str(value) for name, value in kwargs.items()}
        spider.scopes = values["domain"]
        spider.crawl = values["crawl"] or default_crawl_id(cls.name, spider.scopes)
        spider.keep = values["keep"]
        spider.take_arguments(values, crawler)
        spider._set_crawler(crawler)
        crawler.signals.connect(give_up, patience_over)
        settings = crawler.settings
        spider._open_frontier(values, settings, store)
        if settings.getbool("LINKSPIDER_TRAPS"):
            spider._watch_for_traps()
        tokens = settings["LINKSPIDER_POSITION_TOKENS"]
        spider._position_tokens = load_tokens(Path(tokens) if tokens else None)
        return spider

    def _open_frontier(
        self, values: dict[str, Any], settings: BaseSettings, store: Store | None
    ) -> None:
        path = frontier_path(settings["LINKSPIDER_DATA"], settings["LINKSPIDER_STATE"], self.crawl)
        retry_seconds = settings.getfloat("LINKSPIDER_RETRY_SECONDS")
        self.frontier = Frontier(
            store or open_store(path, self.name, self.given),
            Limits(
                max_pages=values["max_pages"],
                max_depth=values.get("max_depth"),
                pages_per_domain=values.get("pages_per_domain"),
            ),
            per_host=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
            at_risk=max(1, settings.getint("CONCURRENT_REQUESTS") // 2),
            delay=settings.getfloat("DOWNLOAD_DELAY"),
            least_back_off=retry_seconds,
        )
        self.robots = Robots(
            self.frontier,
            settings["ROBOTSTXT_USER_AGENT"] or product_token(settings["USER_AGENT"]),
            retry_seconds=retry_seconds,
            keeps_crawl_delay=values.get("speed") != "full",
            is_obeyed=settings.getbool("ROBOTSTXT_OBEY"),
        )

    def _watch_for_traps(self) -> None:
        self.traps = Traps(self.frontier.knows)
        if known := self.frontier.store.fact("traps"):
            self.traps.load(known.encode())
        self.frontier.backlog.judge_again = self.traps.judge_again

    @abstractmethod
    def take_arguments(self, values: dict[str, Any], crawler: Crawler) -> None:
        """Take what is this spider's own among the arguments."""

    @abstractmethod
    def starts(self) -> Iterable[Entry]:
        """The entries that the crawl begins with."""

    @abstractmethod
    def discover(self, page: PageItem, entry: Entry, links: Sequence[LinkItem]) -> Iterator[Entry]:
        """The entries that a fetched page leads to by its redirect and ``links``, known or not."""

    def coverage(self) -> dict[str, str]:
        """Registrable domains that were crawled, each with why URLs of it were left, or empty."""
        searched = {registrable_domain(scope.host): "" for scope in self.scopes.scopes}
        return searched | self.frontier.limited()

    async def start(self) -> AsyncIterator[Request]:
        for entry in self.starts():
            if not self.frontier.knows(entry.url):
                yield self.request(entry)

    def request(self, entry: Entry) -> Request:
        """The request for an entry: its URL to the letter."""
        meta: dict[str, Any] = {
            "entry": entry,
            "verbatim_url": True,
            "download_slot": entry.host,
        }
        if entry.purpose is Purpose.ROBOTS:
            meta |= {"dont_retry": True, "download_maxsize": 0, "stop_after": MAX_BYTES}
            meta["download_fail_on_dataloss"] = True  # half a file may lack the rule that counts
        elif entry.retries:
            meta["retry_times"] = entry.retries
        callback = self.read_robots if entry.purpose is Purpose.ROBOTS else self.read_page
        return Request(entry.url, callback, errback=self.read_failure, meta=meta, dont_filter=True)

    def read_robots(self, response: Response) -> None:
        """Take in a robots.txt; its site is crawled once all that it needs is there."""
        entry: Entry = response.meta["entry"]
        location = response.headers.get(b"Location")
        target = location.decode("utf-8", "replace") if location else None
        rules = self.robots.answered(entry, response.status, target, response.body)
        self.frontier.release(entry)
        self._announce(rules, entry)

    def _announce(self, rules: Rules | None, entry: Entry) -> None:
        """Send Scrapy's signal for a robots.txt that is known now (None: there is none)."""
        self.crawler.stats.inc_value("linkspider/robots_requests")
        if rules is not None and rules.is_reachable:
            self.crawler.signals.send_catch_log(
                signals.robots_parsed,
                robotparser=rules.file,
                request=Request(entry.discovered_from or entry.url),
            )

    async def read_page(self, response: Response) -> AsyncIterator[Request | PageItem]:
        """New requests first, the page last: what a page names is known before it is done."""
        entry: Entry = response.meta["entry"]
        page = self._tried_page(response.request)
        add_response(page, response)
        is_html = entry.purpose is Purpose.PAGE and has_html(response)
        try:
            if is_html:
                await self._read_document(page, response)
            if entry.purpose is Purpose.PAGE:
                page.indexability = indexability(page, is_html=is_html)
                page.indexable = page.indexability == "indexable"
            for start in range(0, max(1, len(page.links)), LINKS_AT_A_TIME):
                for request in self._new_requests(page, entry, start):
                    yield request
                if len(page.links) > LINKS_AT_A_TIME:
                    await give_way()
        except Abandoned:
            return
        finally:  # only now, or the first link found would be the next fetched
            self.frontier.release(entry)
        yield page

    async def _read_document(self, page: PageItem, response: Response) -> None:
        try:
            document = await read_document(response, self.scopes, self._position_tokens)
            add_document(page, document)
        except Abandoned:
            raise
        except Exception as error:  # whatever a stranger's page breaks, the crawl goes on
            page.error = "internal"
            self.logger.warning("could not read %s: %r", page.url, error)

    def read_failure(self, failure: Failure) -> Iterator[Request | PageItem | SitemapItem]:
        """No answer is a row as well."""
        request: Request = failure.request  # type: ignore[attr-defined]
        entry: Entry = request.meta["entry"]
        self.frontier.release(entry)
        if isinstance(failure.value, Abandoned):
            return
        if entry.purpose is Purpose.ROBOTS:
            is_refused = isinstance(failure.value, PrivateAddressError)
            rules = (self.robots.refused if is_refused else self.robots.failed)(entry)
            self._announce(rules, entry)
            return
        if entry.purpose is Purpose.SITEMAP:
            yield SitemapItem(sitemap_url=entry.url, entries=[])
            return
        page = self._tried_page(request)
        assert failure.value is not None
        page.error = error_word(failure.value)
        if isinstance(failure.value, (PrivateAddressError, HostSetAside)):
            page.googlebot_allowed = None  # the site was not asked for its rules
        if page.error == "internal":
            self.logger.warning("could not fetch %s: %r", page.url, failure.value)
        if entry.falls_back and self._falls_back(entry, page.error):
            return
        if entry.purpose is Purpose.PAGE:
            page.indexability = indexability(page, is_html=False)
            page.indexable = False
        yield from self._new_requests(page, entry)
        yield page

    def _falls_back(self, entry: Entry, error: str) -> bool:
        """Try the http form of an https start that failed; whether the start stays pending.

        It was asked once, if only its robots.txt failed: should its http form redirect to it, it is
        tried as often as others are. Otherwise it fails in the end.
        """
        if error not in UNREACHABLE or entry.was_put_off:
            return False
        plain = "http://" + entry.url.removeprefix("https://")
        is_new = self.frontier.add(
            replace(entry, url=plain, falls_back=False, counted=False, retries=0)
        )
        if error != "robots-unreachable":
            return False
        # Known already, before the crawl was gone on with: it may have led here, and does no more.
        entry.falls_back = is_new
        self.frontier.put_off(entry)
        return True

    def _tried_page(self, request: Request | None) -> PageItem:
        assert request is not None
        entry: Entry = request.meta["entry"]
        url = parse(entry.url)
        return tried_page(entry, request, self.scopes, url.path if url else "/")

    def _new_requests(self, page: PageItem, entry: Entry, start: int = 0) -> Iterator[Request]:
        """Requests for what some of a page's links lead to and is not known yet: to make one for
        each link would cost the most."""
        if self.traps is not None and not start:
            self.traps.observe(page)
        for found in self.discover(page, entry, page.links[start : start + LINKS_AT_A_TIME]):
            if not self.frontier.knows(found.key):
                self._judge(found)
                yield self.request(found)
            else:
                self.frontier.recall(found.key)

    def _judge(self, found: Entry) -> None:
        """Leave a URL out, or put it last, where it seems to belong to a trap."""
        if self.traps is None or found.purpose is not Purpose.PAGE or found.excluded:
            return
        verdict = self.traps.judge(found.url, found.discovered_from)
        found.excluded = verdict.excluded
        if verdict.is_doubtful:
            found.priority = DOUBTFUL


def beyond_limit(entry: Entry, max_redirects: int) -> str | None:
    """Why what an entry redirects to is left out; None where so many redirects are followed."""
    return "max_redirects" if entry.redirects >= max_redirects else None
