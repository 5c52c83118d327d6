"""What the log says: our own lines, and of Scrapy's those that a person must act on."""

from __future__ import annotations

import logging


def quieten(level: str | int) -> None:
    """Keep Scrapy's own log to warnings: records below are not even built. DEBUG shows all."""
    if level in ("DEBUG", logging.DEBUG):
        return
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    logging.getLogger("twisted").setLevel(logging.ERROR)
    # What a certificate lacks is a column, what a body lacks a row: not a line for each page.
    for name in ("core.downloader.tls", "core.downloader.handlers.http11",
                 "downloadermiddlewares.httpcompression"):  # fmt: skip
        logging.getLogger(f"scrapy.{name}").setLevel(logging.ERROR)
    # These speak before Scrapy's log is set up, which resets levels but not filters.
    for name in ("scrapy.utils.log", "scrapy.addons"):
        logging.getLogger(name).addFilter(_is_warning)


def _is_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
