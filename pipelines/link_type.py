"""Tags each link: internal, backlink, outbound or other."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from linkspider.items import LinkItem, PageItem
from linkspider.threads import run_alone
from linkspider.urls import registrable_domain
from pipelines import MANY_LINKS

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from linkspider.scope import Scopes


def link_type(*, source_in_scope: bool, target_in_scope: bool, same_domain: bool) -> str:
    """The type of a link, by who it belongs to and whether source and target share an owner.

    | target in scope | source in scope | same domain | link type |
    |---|---|---|---|
    | yes | any | yes | internal |
    | yes | any | no | backlink |
    | no | yes | yes | internal |
    | no | yes | no | outbound |
    | no | no | any | other |
    """
    if target_in_scope:
        return "internal" if same_domain else "backlink"
    if source_in_scope:
        return "internal" if same_domain else "outbound"
    return "other"


def tag_link(link: LinkItem, page: PageItem, scopes: Scopes) -> None:
    """Fill in whose page and whose address it is, and the link type that follows."""
    link.source_host = page.host
    link.source_domain = page.domain
    link.source_scope = page.scope
    link.fetched_at = page.fetched_at
    host = link.target_host
    if host is None:  # not a web link
        link.link_type = "other"
        return
    link.target_domain = domain = registrable_domain(host)
    link.target_scope = scope = scopes.match(host, link.target_path)
    link.same_host = host == page.host
    link.link_type = link_type(
        source_in_scope=page.scope is not None,
        target_in_scope=scope is not None,
        same_domain=domain == page.domain,
    )


def tag_links(page: PageItem, scopes: Scopes) -> None:
    """Tag each link of a page."""
    for link in page.links:
        tag_link(link, page, scopes)


class LinkTypePipeline:
    """Tags the links of each page, and leaves out those of type other where that is wanted."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LinkTypePipeline:
        return cls(crawler)

    async def process_item(self, item: object) -> object:
        if isinstance(item, PageItem):
            spider = self._crawler.spider
            if len(item.links) > MANY_LINKS:
                await run_alone(tag_links, item, spider.scopes)  # type: ignore[union-attr]
            else:
                tag_links(item, spider.scopes)  # type: ignore[union-attr]
            self._count(item.links)
            if spider.keep == "touching":  # type: ignore[union-attr]
                item.links = [link for link in item.links if link.link_type != "other"]
        return item

    def _count(self, links: list[LinkItem]) -> None:
        stats = self._crawler.stats
        assert stats is not None
        types = Counter([link.link_type for link in links if link.element in ("a", "area")])
        for name, count in types.items():
            stats.inc_value("linkspider/links", count)
            stats.inc_value(f"linkspider/links/{name}", count)
