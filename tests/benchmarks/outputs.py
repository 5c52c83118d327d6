"""What the crawls have written, read back from their files."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .survey import page_key


@dataclass(frozen=True, kw_only=True)
class Output:
    """The pages and hyperlinks found in the output of one crawl."""

    pages: frozenset[str]
    """Decoded paths of the pages that answered 200, or of those that links were found on."""

    links: int
    """Hyperlinks written."""


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_linkspider(folder: Path) -> Output:
    """The tables `pages` and `links` below a data folder."""
    parquet = importlib.import_module("pyarrow.parquet")
    pages = parquet.read_table(folder / "pages", columns=["url", "status"]).to_pydict()
    fetched = (u for u, s in zip(pages["url"], pages["status"], strict=True) if s == 200)
    elements = parquet.read_table(folder / "links", columns=["element"])["element"]
    counts = {entry["values"]: entry["counts"] for entry in elements.value_counts().to_pylist()}
    return Output(
        pages=frozenset(page_key(url) for url in fetched),
        links=counts.get("a", 0) + counts.get("area", 0),
    )


def read_tutorial(file: Path) -> Output:
    """JSON lines of one link each; pages without links leave nothing."""
    sources, links = set[str](), 0
    for link in _lines(file):
        sources.add(link["source_url"])
        links += 1
    return Output(pages=frozenset(page_key(url) for url in sources), links=links)


def read_advertools(file: Path) -> Output:
    """JSON lines of one page each, its link URLs joined by `@@`."""
    pages, links = set[str](), 0
    for page in _lines(file):
        if page.get("status") == 200:
            pages.add(page_key(page["url"]))
        if urls := page.get("links_url"):
            links += len(urls.split("@@"))
    return Output(pages=frozenset(pages), links=links)
