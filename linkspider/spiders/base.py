"""What all spiders share: an entry becomes a request, its answer a row of `pages`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.asyncio import run_in_thread
from twisted.python.failure import Failure

from linkspider import html
from linkspider.arguments import Argument, parse_arguments
from linkspider.errors import error_word
from linkspider.frontier import Entry, Frontier, Limits, Purpose
from linkspider.html.place import Tokens, load_tokens
from linkspider.indexability import indexability
from linkspider.items import HtmlDocument, PageItem, SitemapItem
from linkspider.scope import Scopes
from linkspider.spiders.pages import (
    add_document,
    add_response,
    has_html,
    header_values,
    tried_page,
)
from linkspider.urls import Url, parse, registrable_domain, without_credentials

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class LinkSpider(Spider):
    """Fetches the entries of a frontier and makes a `PageItem` of each."""

    arguments: ClassVar[tuple[Argument, ...]]
    crawl: str
    scopes: Scopes
    frontier: Frontier

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, str] = {}
        self.keep = "all"
        self._position_tokens: Tokens | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> LinkSpider:
        """Make the spider from checked or unchecked arguments; ArgumentError where one is wrong."""
        values = parse_arguments(cls.arguments, {name: str(v) for name, v in kwargs.items()})
        spider = cls()
        spider.given = {name: str(value) for name, value in kwargs.items()}
        spider.scopes = values["domain"]
        spider.crawl = values["crawl"] or default_crawl_id(cls.name, spider.scopes)
        spider.keep = values["keep"]
        spider.take_arguments(values, crawler)
        spider._set_crawler(crawler)
        settings = crawler.settings
        spider.frontier = Frontier(
            Limits(
                max_pages=values["max_pages"],
                max_depth=values["max_depth"],
                pages_per_domain=values.get("pages_per_domain"),
            ),
            per_host=max(1, settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")),
        )
        tokens = settings["LINKSPIDER_POSITION_TOKENS"]
        spider._position_tokens = load_tokens(Path(tokens) if tokens else None)
        return spider

    @abstractmethod
    def take_arguments(self, values: dict[str, Any], crawler: Crawler) -> None:
        """Take what is this spider's own among the arguments."""

    @abstractmethod
    def starts(self) -> Iterable[Entry]:
        """The entries that the crawl begins with."""

    @abstractmethod
    def discover(self, page: PageItem, entry: Entry) -> Iterator[Entry]:
        """The entries that a fetched page leads to, known or not."""

    def coverage(self) -> dict[str, str]:
        """Registrable domains that were crawled, with the budget that was met, or empty."""
        searched = {registrable_domain(scope.host): "" for scope in self.scopes.scopes}
        return searched | self.frontier.limited

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
        if entry.retries:
            meta["retry_times"] = entry.retries
        return Request(
            entry.url, self.read_page, errback=self.read_failure, meta=meta, dont_filter=True
        )

    async def read_page(self, response: Response) -> AsyncIterator[Request | PageItem]:
        """New requests first, the page last: what a page names is known before it is done."""
        entry: Entry = response.meta["entry"]
        page = self._tried_page(response.request)
        add_response(page, response)
        is_html = entry.purpose is Purpose.PAGE and has_html(response)
        if is_html:
            try:
                add_document(page, await self._read_html(response))
            except Exception as error:  # whatever a stranger's page breaks, the crawl goes on
                page.error = "internal"
                self.logger.warning("could not read %s: %r", page.url, error)
        if entry.purpose is Purpose.PAGE:
            page.indexability = indexability(page, is_html=is_html)
            page.indexable = page.indexability == "indexable"
        for request in self._new_requests(page, entry):
            yield request
        self.frontier.release(entry)  # only now, or the first link found would be the next fetched
        yield page

    def read_failure(self, failure: Failure) -> Iterator[Request | PageItem | SitemapItem]:
        """No answer is a row as well."""
        request: Request = failure.request  # type: ignore[attr-defined]
        entry: Entry = request.meta["entry"]
        self.frontier.release(entry)
        if entry.purpose is Purpose.SITEMAP:
            yield SitemapItem(sitemap_url=entry.url, entries=[])
            return
        page = self._tried_page(request)
        assert failure.value is not None
        page.error = error_word(failure.value)
        if page.error == "internal":
            self.logger.warning("could not fetch %s: %r", page.url, failure.value)
        if entry.purpose is Purpose.PAGE:
            page.indexability = indexability(page, is_html=False)
            page.indexable = False
        yield from self._new_requests(page, entry)
        yield page

    def _tried_page(self, request: Request | None) -> PageItem:
        assert request is not None
        entry: Entry = request.meta["entry"]
        url = parse(entry.url)
        return tried_page(entry, request, self.scopes, url.path if url else "/")

    async def _read_html(self, response: Response) -> HtmlDocument:
        url = response.meta["entry"].url
        arguments = (
            response.body,
            url,
            header_values(response.headers),
            self._context_for(registrable_domain(response.meta["entry"].host)),
            self._position_tokens,
        )
        if html.may_take_long(response.body):  # in a thread, so that other hosts do not wait for it
            return await run_in_thread(html.read, *arguments)
        return html.read(*arguments)

    def _context_for(self, source_domain: str) -> html.ContextFor:
        """Whether a link from this domain is a backlink, of which the text around is kept."""

        def is_backlink(target: Url) -> bool:
            return (
                target.host is not None
                and registrable_domain(target.host) != source_domain
                and self.scopes.match(target.host, target.path) is not None
            )

        return is_backlink

    def _new_requests(self, page: PageItem, entry: Entry) -> Iterator[Request]:
        """Requests for what is not known yet: to make one for each link would cost the most."""
        for found in self.discover(page, entry):
            if not self.frontier.knows(found.key):
                yield self.request(found)
        if entry.falls_back and page.error in ("connection", "timeout", "tls"):
            plain = "http://" + entry.url.removeprefix("https://")
            if not self.frontier.knows(plain):
                yield self.request(
                    replace(entry, url=plain, falls_back=False, counted=False, retries=0)
                )


def web_entry(url: str, **known: Any) -> Entry:
    """An entry for a URL that is known to be http(s); a stranger's credentials are left out."""
    url = without_credentials(url)
    target = parse(url)
    assert target is not None and target.host is not None
    return Entry(url=url, host=target.host, **known)


def default_crawl_id(spider: str, scopes: Scopes) -> str:
    """The name of a crawl that its user did not name: what, whom, when (UTC)."""
    host = "".join(sign for sign in scopes.scopes[0].host if sign.isalnum() or sign in "._-")
    moment = datetime.now(UTC).strftime("%Y%m%dt%H%M%Sz")
    return f"{spider}-{host[:70]}-{moment}"
