"""What came of a crawl, for the person who ran it: read from its tables, not from memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from linkspider.dataset import TABLES, Dataset

TOP_ANCHORS = 8
MAX_LISTED = 10
PAGE_COLUMNS = ["domain", "discovered_from", "status", "error", "redirect_to"]


def summarise(data: str, crawl: str, coverage: Mapping[str, str]) -> str:
    """The summary of one crawl as lines of text.

    ``coverage`` names the registrable domains that were searched, each with the budget that left
    some of its pages out, or with an empty string.
    """
    dataset = Dataset(data)
    [run] = dataset.scan("crawls", crawl).to_table().to_pylist()
    pages = dataset.scan("pages", crawl).to_table(columns=PAGE_COLUMNS)
    is_hyperlink = pc.field("element").isin(["a", "area"])
    links = dataset.scan("links", crawl)
    types = Counter(
        links.to_table(columns=["link_type"], filter=is_hyperlink)["link_type"].to_pylist()
    )
    backlinks = links.to_table(
        columns=["source_url", "source_host", "source_domain", "target_url", "anchor_text"],
        filter=is_hyperlink & (pc.field("link_type") == "backlink"),
    )
    lines = [
        ("pages", _describe_pages(pages)),
        ("links", _describe_types(types)),
        *_describe_backlinks(backlinks),
    ]
    if run["spider"] != "target":
        lines += _describe_silence(pages, backlinks, coverage)
    lines += [
        ("Parquet", ", ".join(f"{data}/{table}" for table in TABLES)),
        ("open it", f'import pandas as pd; pd.read_parquet("{data}/links/crawl={crawl}")'),
    ]
    return "\n".join([_describe_run(run), *(f"  {name:<13} {text}" for name, text in lines)])


def _describe_run(run: Mapping[str, Any]) -> str:
    seconds = (run["finished_at"] - run["started_at"]).total_seconds()
    return f"crawl {run['id']}: {run['finish_reason']} after {timedelta(seconds=round(seconds))}"


def _describe_pages(pages: pa.Table) -> str:
    read = pc.sum(pc.equal(pages["status"], 200)).as_py() or 0
    rest = Counter(
        error or f"status {status}"
        for status, error in zip(
            pages["status"].to_pylist(), pages["error"].to_pylist(), strict=True
        )
        if status != 200
    )
    told = ", ".join(f"{count:,} {name}" for name, count in rest.most_common(MAX_LISTED))
    return f"{len(pages):,} tried, {read:,} with status 200" + (f"; {told}" if told else "")


def _describe_types(types: Counter[str]) -> str:
    order = ("internal", "backlink", "outbound", "other")
    told = ", ".join(f"{types[name]:,} {name}" for name in order)
    return f"{types.total():,} hyperlinks: {told}"


def _describe_backlinks(backlinks: pa.Table) -> Iterator[tuple[str, str]]:
    if not len(backlinks):
        return
    pairs = backlinks.group_by(["source_url", "target_url"]).aggregate([])
    distinct = {
        name: pc.count_distinct(backlinks[column]).as_py()
        for name, column in (
            ("referring pages", "source_url"),
            ("hosts", "source_host"),
            ("domains", "source_domain"),
        )
    }
    told = ", ".join(f"{count:,} {name}" for name, count in distinct.items())
    yield "backlinks", f"{len(backlinks):,} links, {len(pairs):,} backlinks from {told}"
    anchors = Counter(backlinks["anchor_text"].to_pylist()).most_common(TOP_ANCHORS)
    yield "top anchors", ", ".join(f"{_quote(text)} {count:,}" for text, count in anchors)


def _quote(text: str | None, limit: int = 40) -> str:
    text = text or ""
    return f"“{text if len(text) <= limit else text[: limit - 1] + '…'}”"


def _describe_silence(
    pages: pa.Table, backlinks: pa.Table, coverage: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Domains that were searched without a hit. Where a budget was met, no link is not proven."""
    rows = pages.to_pylist()
    searched = {row["domain"] for row in rows if row["discovered_from"] is None}
    silent = sorted(searched - set(backlinks["source_domain"].to_pylist()))
    read = Counter(row["domain"] for row in rows if row["status"] == 200)
    redirected = {row["domain"] for row in rows if row["redirect_to"]}
    for number, domain in enumerate(silent[:MAX_LISTED]):
        if not read[domain]:
            told = "redirects elsewhere" if domain in redirected else "could not be read"
        elif domain not in coverage:
            told = f"not found in {read[domain]:,} pages, those that were named"
        elif budget := coverage[domain]:
            told = f"not found in {read[domain]:,} pages ({budget} met)"
        else:
            told = f"no link on any of its {read[domain]:,} pages that could be reached"
        yield "" if number else "without a hit", f"{domain}: {told}"
    if len(silent) > MAX_LISTED:
        yield "", f"… and {len(silent) - MAX_LISTED:,} more domains"
