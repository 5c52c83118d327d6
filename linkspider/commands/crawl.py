"""`scrapy crawl`: Scrapy's own, with checked arguments, exit codes and a summary."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sqlite3
import sys
from typing import Any, NoReturn

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from linkspider.arguments import (
    CRAWL_ID,
    ArgumentError,
    check_given_once,
    default_crawl_id,
    parse_arguments,
)
from linkspider.dataset import Dataset
from linkspider.frontier.store import FrontierHeldError, FrontierUnreadableError, Store
from linkspider.log import quieten
from linkspider.networks import Networks
from linkspider.proxy import parse_proxy
from linkspider.resuming import ResumeError, arguments_to_resume, frontier_path, open_store
from linkspider.shutdown import STORAGE_FAILED, URLS_LOST
from linkspider.spiders.base import LinkSpider
from linkspider.summary import summarise
from linkspider.text import clean
from linkspider.threads import is_busy

WRONG_ARGUMENT = 2
NOTHING_FETCHED = 5
_EXIT_CODES = {"finished": 0, "shutdown": 3, "storage": 4}


class Command(ScrapyCrawl):
    """A wrong argument ends the command before the log begins, with one line and exit code 2.

    Else: 0 finished, 3 stopped by a signal, 4 storage failed, 5 nothing could be fetched, 1
    anything else.
    """

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            check_given_once(opts.spargs)
            super().process_options(args, opts)
        except (ArgumentError, UsageError) as error:
            _refuse(str(error))
        assert self.settings is not None
        quieten(self.settings["LOG_LEVEL"])
        spider = self._load_spider(args)
        _check_connections(self.settings)
        data = self.settings["LINKSPIDER_DATA"]
        try:
            dataset = Dataset(data)
            opts.spargs = self._complete(opts.spargs, spider, dataset)
            values = parse_arguments(spider.arguments, opts.spargs)
            dataset.check_writable()
        except ArgumentError as error:
            _refuse(str(error))
        except sqlite3.Error as error:
            _refuse(f"the frontier cannot be written: {error}", _EXIT_CODES["storage"])
        except (OSError, ValueError) as error:
            _refuse(f"LINKSPIDER_DATA={data}: cannot be written: {error}")
        if values["crawl"] is None:
            opts.spargs["crawl"] = _free_crawl_id(spider, values, dataset)
        self._store = self._open_frontier(spider, opts.spargs)

    def _open_frontier(self, spider: type[LinkSpider], given: dict[str, str]) -> Store:
        """The frontier's file, which says what the crawl is: where that fails, no log has begun.

        From now on no other process can take it.
        """
        assert self.settings is not None
        data, state = self.settings["LINKSPIDER_DATA"], self.settings["LINKSPIDER_STATE"]
        path = frontier_path(data, state, given["crawl"])
        try:
            return open_store(path, spider.name, given)
        except sqlite3.Error as error:
            _refuse(f"{path} cannot be written: {error}", _EXIT_CODES["storage"])
        except OSError as error:
            _refuse(f"LINKSPIDER_STATE={path.parent}: cannot be written: {error}")
        except FrontierHeldError as error:
            _refuse(f"crawl={given['crawl']}: {error}")
        except FrontierUnreadableError as error:
            _refuse(f"crawl={given['crawl']}: its frontier {path} cannot be opened: {error}")

    def _complete(
        self, given: dict[str, str], spider: type[LinkSpider], dataset: Dataset
    ) -> dict[str, str]:
        """The arguments, with those of the crawl that is to be resumed, if it is one."""
        crawl = given.get("crawl", "").strip()
        if not CRAWL_ID.fullmatch(crawl):
            return given
        assert self.settings is not None
        data, state = self.settings["LINKSPIDER_DATA"], self.settings["LINKSPIDER_STATE"]
        path = frontier_path(data, state, crawl)
        if path.exists():
            try:
                return arguments_to_resume(path, spider.name, given, dataset)
            except ResumeError as error:
                raise ArgumentError(f"crawl={crawl}: {error}") from None
        if dataset.has_crawl(crawl):
            raise ArgumentError(
                f"crawl={crawl}: it has tables in {data}, but no frontier {path} to go on from; "
                "choose another name"
            )
        return given

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        assert self.settings is not None
        crawler = self._create_crawler(args[0])
        self.crawler_process.crawl(crawler, store=self._store, **opts.spargs)
        _tame_interpreter()
        # A private name, but Scrapy's own way waits for all threads, whatever they wait for.
        self.crawler_process._signal_kill = _end_now  # type: ignore[assignment]
        self.crawler_process.start()
        if self.crawler_process.bootstrap_failed:
            self.exitcode = 1
            return
        reason = crawler.stats.get_value("finish_reason", "shutdown")
        if crawler.stats.get_value(STORAGE_FAILED):
            reason = "storage"
        elif crawler.stats.get_value(URLS_LOST):
            reason = "error"
        self.exitcode = _EXIT_CODES.get(reason, 1)
        spider: Any = crawler.spider
        if self.exitcode == 0 and not spider.frontier.counts.done:
            logging.getLogger(__name__).error("nothing could be fetched")
            self.exitcode = NOTHING_FETCHED
        if self.exitcode != _EXIT_CODES["storage"]:
            sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
            data, claims = self.settings["LINKSPIDER_DATA"], getattr(spider, "claims", ())
            print(summarise(data, spider.crawl, spider.coverage(), claims))
        spider.frontier.store.close()
        if is_busy():
            _leave(self.exitcode)

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
        for name in ("CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN"):
            if settings.getint(name) < 1:
                raise ValueError("must be a whole number from 1")
    except ValueError as error:
        _refuse(f"{name}={settings[name]}: {error}")


def _refuse(message: str, exit_code: int = WRONG_ARGUMENT) -> NoReturn:
    print(f"scrapy crawl: {clean(message)}", file=sys.stderr)
    sys.exit(exit_code)


def _end_now(signum: int, frame: object) -> NoReturn:
    """End the process at a second signal: what is not safe by now is fetched again."""
    os.write(sys.stderr.fileno(), b"ended at once; what was not written will be fetched again\n")
    os._exit(_EXIT_CODES["shutdown"])


def _leave(exit_code: int) -> NoReturn:
    """End the process, with all said, although a thread reads on what was given up."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(exit_code)


def _tame_interpreter() -> None:
    """Look for cycles less often: links come by the hundred thousand and form none. A fifth less
    CPU per page. And let threads that read long pages give way sooner: the event loop may have to
    wait for them at each of its system calls."""
    sys.setswitchinterval(0.0005)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
