"""Searches pages and sites that may refer to a target, for the links that do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from linkspider import arguments
from linkspider.arguments import Argument
from linkspider.frontier.entry import Entry, Purpose, web_entry
from linkspider.items import LinkItem, PageItem
from linkspider.sources import Source
from linkspider.spiders.base import LinkSpider, beyond_limit
from linkspider.urls import parse, registrable_domain

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MAX_REDIRECTS = 5
"""Hops from a page that was named or found; from starts over any sites."""
MAX_CHECK_REDIRECTS = 10
"""Hops from the target of a backlink."""
FIRST, NEXT, LAST = 0, 1, 2
_FILE_ENDINGS = (
    ".7z .avi .bmp .bz2 .css .csv .dmg .doc .docx .eps .epub .exe .gif .gz .ico .iso .jpeg .jpg "
    ".js .json .mov .mp3 .mp4 .ogg .pdf .png .ppt .pptx .rar .rss .svg .tar .tgz .tif .wav .webm "
    ".webp .wmv .xls .xlsx .xml .zip"
)
_FILES = tuple(_FILE_ENDINGS.split())
"""Addresses that end so are rarely pages, and come after all others."""


class ReferringSpider(LinkSpider):
    """Named pages alone, and named domains within their budgets, read for links to the target."""

    name = "referring"
    arguments: ClassVar[tuple[Argument, ...]] = (
        arguments.DOMAIN,
        arguments.SOURCES,
        arguments.CRAWL,
        arguments.PAGES_PER_DOMAIN,
        arguments.max_depth(3),
        arguments.MAX_PAGES,
        arguments.EXPAND,
        arguments.CHECK_TARGETS,
        arguments.KEEP,
    )

    def take_arguments(self, values: dict[str, Any], crawler: Crawler) -> None:
        self.sources: list[Source] = values["sources"]
        self.expands: bool = values["expand"]
        self.checks_targets: bool = values["check_targets"]
        self._sites = {_site_of(source.host) for source in self.sources if source.is_domain}
        self._names = {name for scope in self.scopes.scopes for name in _names_of(scope.host)}

    def starts(self) -> Iterable[Entry]:
        # Named pages first: where a URL is both, it must not take from a budget.
        for source in sorted(self.sources, key=lambda source: source.is_domain):
            yield web_entry(
                source.url,
                priority=FIRST,
                counted=source.is_domain,
                site=_site_of(source.host) if self.expands else self._searched_site(source.host),
                falls_back=source.is_domain,
            )

    def discover(self, page: PageItem, entry: Entry, links: Sequence[LinkItem]) -> Iterator[Entry]:
        if page.redirect_to is not None:
            yield from self._discover_redirect(page.redirect_to, entry)
        if entry.purpose is Purpose.STATUS:
            return
        for link in links:
            if link.element not in ("a", "area") or link.target_host is None:
                continue
            if link.target_url is None or self.frontier.knows(link.target_url):
                continue
            if (found := self._entry_for(link, page, entry)) is not None:
                yield found

    def _entry_for(self, link: LinkItem, page: PageItem, entry: Entry) -> Entry | None:
        """What a link leads to: a page to read, a target to check, or nothing for us."""
        url, host = link.target_url, link.target_host
        assert url is not None and host is not None
        if self._is_backlink(link, page):
            site = self._searched_site(host)  # a target may be searched too, as a rival's rival
            if site is None:
                depth = entry.depth + 1
                return _status_check(url, page.url, depth) if self.checks_targets else None
        elif entry.site is not None and _is_within(host, entry.site):
            site = entry.site
        else:
            return None
        return web_entry(
            url,
            depth=entry.depth + 1,
            priority=self._priority(link),
            discovered_from=page.url,
            site=site,
        )

    def _discover_redirect(self, url: str, entry: Entry) -> Iterator[Entry]:
        target = parse(url)
        if target is None or target.host is None:
            return
        if entry.purpose is Purpose.STATUS:
            check = _status_check(url, entry.url, entry.depth, entry.redirects + 1)
            check.excluded = beyond_limit(entry, MAX_CHECK_REDIRECTS)
            yield check
            return
        stays = registrable_domain(target.host) == registrable_domain(entry.host)
        within = entry.site is not None and _is_within(target.host, entry.site)
        if within or entry.depth == 0:
            yield web_entry(
                url,
                depth=entry.depth,
                priority=entry.priority,
                discovered_from=entry.url,
                redirects=entry.redirects + 1,
                counted=entry.counted and stays,
                site=entry.site if stays else None,
                excluded=beyond_limit(entry, MAX_REDIRECTS),
            )

    def _searched_site(self, host: str) -> str | None:
        """The site among the sources that a host belongs to; None where it is not searched."""
        labels = host.split(".")
        names = (".".join(labels[start:]) for start in range(len(labels)))
        return next(
            (name for name in names if name in self._sites and _is_within(host, name)), None
        )

    def coverage(self) -> dict[str, str]:
        """Registrable domains that were searched, with the budget that was met, or empty."""
        searched = {registrable_domain(site): "" for site in self._sites}
        return searched | self.frontier.limited()

    def _is_backlink(self, link: LinkItem, page: PageItem) -> bool:
        host = link.target_host
        return (
            host is not None
            and self.scopes.match(host, link.target_path) is not None
            and registrable_domain(host) != page.domain
        )

    def _priority(self, link: LinkItem) -> int:
        """Pages whose URL or anchor names the target come first, files last."""
        anchor = " ".join(link.candidates or ())
        words = f"{link.target_url} {anchor}".lower()
        if any(name in words for name in self._names):
            return FIRST
        return LAST if link.target_path.lower().endswith(_FILES) else NEXT


def _status_check(url: str, found_on: str, depth: int, redirects: int = 0) -> Entry:
    return web_entry(
        url,
        purpose=Purpose.STATUS,
        depth=depth,
        priority=FIRST,
        discovered_from=found_on,
        redirects=redirects,
        counted=False,
    )


def _names_of(host: str) -> Iterator[str]:
    """How people name a site: its domain, and the label that was registered, if that is a word."""
    domain = registrable_domain(host)
    yield domain
    label = domain.split(".")[0]
    if len(label) > 3:
        yield label


def _site_of(host: str) -> str:
    return host.removeprefix("www.") if host.count(".") > 1 else host


def _is_within(host: str, site: str) -> bool:
    """Whether links to ``host`` are followed: the site's host or a subdomain, of the same owner."""
    return host == site or (
        host.endswith("." + site) and registrable_domain(host) == registrable_domain(site)
    )
