"""What came of a crawl, for the person who ran it: read from its tables, not from memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from linkspider.dataset import Dataset

TOP_ANCHORS = 8
MAX_LISTED = 10


def summarise(data: str, crawl: str, limited: Mapping[str, str] | None = None) -> str:
    """The summary of one crawl as lines of text.

    ``limited`` names the registrable domains of which a budget left pages out, with the budget.
    """
    dataset = Dataset(data)
    pages = dataset.scan("pages", crawl).to_table(
        columns=["domain", "scope", "depth", "status", "error", "indexability"]
    )
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
        *_describe_silence(pages, backlinks, limited or {}),
        (
            "Parquet",
            ", ".join(f"{data}/{table}" for table in ("links", "pages", "sitemaps", "crawls")),
        ),
        ("open it", f'import pandas as pd; pd.read_parquet("{data}/links/crawl={crawl}")'),
    ]
    return "\n".join([f"crawl {crawl}", *(f"  {name:<13} {text}" for name, text in lines)])


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
    pages: pa.Table, backlinks: pa.Table, limited: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Domains that were searched without a hit. Where a budget was met, no link is not proven."""
    searched = pages.filter(pc.is_null(pages["scope"]))
    answered = Counter(searched.filter(pc.equal(searched["status"], 200))["domain"].to_pylist())
    silent = set(searched["domain"].to_pylist()) - set(backlinks["source_domain"].to_pylist())
    if not len(searched) or (set(pages["scope"].to_pylist()) == {None} and not silent):
        return
    for number, domain in enumerate(sorted(silent)):
        if number == MAX_LISTED:
            yield "", f"… and {len(silent) - MAX_LISTED:,} more domains without a hit"
            return
        count = answered[domain]
        if count == 0:
            told = "could not be read"
        elif domain in limited:
            told = f"not found in {count:,} pages ({limited[domain]} met)"
        else:
            told = f"no link on any of its {count:,} pages that could be reached"
        yield "without a hit" if number == 0 else "", f"{domain}: {told}"
