"""The spider that Scrapy's tutorial leads to: follow every link, yield every link."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor


class TutorialSpider(scrapy.Spider):
    """A crawl of one host; Scrapy's duplicate filter and offsite filter do the rest."""

    name = "tutorial"

    def __init__(self, start_url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [start_url]
        self.allowed_domains = [urlsplit(start_url).hostname or ""]
        self.link_extractor = LinkExtractor()

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Any]:
        """One item and one request for each link of the page."""
        if not isinstance(response, HtmlResponse):
            return
        for link in self.link_extractor.extract_links(response):
            yield {
                "source_url": response.url,
                "target_url": link.url,
                "anchor_text": link.text.strip(),
                "nofollow": link.nofollow,
            }
            yield response.follow(link, callback=self.parse)
