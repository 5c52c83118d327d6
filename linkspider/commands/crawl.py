"""`scrapy crawl`: Scrapy's own, with checked arguments, exit codes and a summary."""

from __future__ import annotations

import argparse
import gc
import logging
import sys
from typing import Any, NoReturn

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from linkspider.arguments import ArgumentError, parse_arguments
from linkspider.dataset import Dataset
from linkspider.log import quieten
from linkspider.networks import Networks
from linkspider.proxy import parse_proxy
from linkspider.spiders.base import LinkSpider, default_crawl_id
from linkspider.summary import summarise
from linkspider.text import clean

NOTHING_FETCHED = 5
_EXIT_CODES = {"finished": 0, "shutdown": 3, "storage": 4}


class Command(ScrapyCrawl):
    """A wrong argument ends the command before the log begins, with one line and exit code 2.

    Else: 0 finished, 3 stopped by a signal, 4 storage failed, 5 nothing could be fetched, 1
    anything else.
    """

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
        except UsageError as error:
            _refuse(str(error))
        assert self.settings is not None
        quieten(self.settings["LOG_LEVEL"])
        spider = self._load_spider(args)
        try:
            values = parse_arguments(spider.arguments, opts.spargs)
        except ArgumentError as error:
            _refuse(str(error))
        _check_connections(self.settings)
        data = self.settings["LINKSPIDER_DATA"]
        try:
            dataset = Dataset(data)
            dataset.check_writable()
        except (OSError, ValueError) as error:
            _refuse(f"LINKSPIDER_DATA={data}: cannot be written: {error}")
        crawl = values["crawl"]
        if crawl is not None and dataset.has_crawl(crawl):
            _refuse(f"crawl={crawl}: this crawl exists in {data}; choose another name")
        if crawl is None:
            opts.spargs["crawl"] = _free_crawl_id(spider, values, dataset)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        assert self.settings is not None
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        _tame_garbage_collector()
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            self.exitcode = 1
            return
        reason = crawler.stats.get_value("finish_reason")
        if crawler.stats.get_value("linkspider/storage_failed"):
            reason = "storage"
        self.exitcode = _EXIT_CODES.get(reason, 1)
        if self.exitcode == 0 and not crawler.stats.get_value("linkspider/answered"):
            logging.getLogger(__name__).error("nothing could be fetched")
            self.exitcode = NOTHING_FETCHED
        if self.exitcode != _EXIT_CODES["storage"]:
            spider: Any = crawler.spider
            sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
            print(summarise(self.settings["LINKSPIDER_DATA"], spider.crawl, spider.coverage()))

    def _load_spider(self, args: list[str]) -> type[LinkSpider]:
        assert self.settings is not None
        loader = SpiderLoader.from_settings(self.settings)
        if len(args) != 1 or args[0] not in loader.list():
            said = " ".join(args) or "none"
            _refuse(f"name one spider: {' or '.join(sorted(loader.list()))} (given: {said})")
        spider: Any = loader.load(args[0])
        return spider  # type: ignore[no-any-return]


def _free_crawl_id(spider: type[LinkSpider], values: dict[str, Any], dataset: Dataset) -> str:
    crawl = name = default_crawl_id(spider.name, values["domain"])
    number = 2
    while dataset.has_crawl(crawl):
        crawl = f"{name}-{number}"
        number += 1
    return crawl


def _check_connections(settings: BaseSettings) -> None:
    name = "LINKSPIDER_PROXY"
    try:
        parse_proxy(settings[name])
        name = "LINKSPIDER_ALLOWED_NETWORKS"
        Networks.parse(settings.getlist(name))
    except ValueError as error:
        _refuse(f"{name}={settings[name]}: {error}")


def _refuse(message: str) -> NoReturn:
    print(f"scrapy crawl: {clean(message)}", file=sys.stderr)
    sys.exit(2)


def _tame_garbage_collector() -> None:
    """Look for cycles less often: links come by the hundred thousand and form none. A fifth less
    CPU per page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
