"""What came of a crawl, for the person who ran it: read from its tables, not from memory."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from linkspider.claims.read import Claim
from linkspider.claims.tables import judge_claims
from linkspider.claims.tell import tell_claims
from linkspider.dataset import TABLES, Dataset
from linkspider.text import quoted

TOP_ANCHORS = 8
MAX_LISTED = 10


def summarise(
    data: str, crawl: str, coverage: Mapping[str, str], claims: Sequence[Claim] = ()
) -> str:
    """The summary of one crawl as lines of text.

    ``coverage`` names the registrable domains that were searched, each with the budget that left
    some of its pages out, or with an empty string. ``claims`` are the known backlinks that the
    crawl was to verify.
    """
    dataset = Dataset(data)
    [run] = dataset.scan("crawls", crawl).to_table().to_pylist()
    pages = _read_pages(dataset, crawl)
    is_hyperlink = pc.field("element").isin(["a", "area"])
    types: Counter[str] = Counter()
    for batch in dataset.stream("links", crawl, ["link_type"], is_hyperlink):
        types.update(batch["link_type"].to_pylist())
    backlinks = dataset.scan("links", crawl).to_table(
        columns=["source_url", "source_host", "source_domain", "target_url", "anchor_text"],
        filter=is_hyperlink & (pc.field("link_type") == "backlink"),
    )
    lines = [
        ("URLs", _describe_counts(run)),
        ("pages", _describe_pages(pages)),
        ("links", _describe_types(types)),
        *_describe_backlinks(backlinks),
    ]
    if claims:
        lines += tell_claims(judge_claims(dataset, crawl, claims))
        lines.append(("all claims", _describe_way_to_claims(data, run)))
    elif run["spider"] != "target":
        lines += _describe_silence(pages, backlinks, coverage)
    if run["pending"]:
        lines.append(("go on with", f"scrapy crawl {run['spider']} -a crawl={crawl}"))
    lines += [
        ("Parquet", ", ".join(f"{data}/{table}" for table in TABLES)),
        ("open it", f'import pandas as pd; pd.read_parquet("{data}/links/crawl={crawl}")'),
    ]
    return "\n".join([_describe_run(run), *(f"  {name:<13} {text}" for name, text in lines)])


def _describe_way_to_claims(data: str, run: Mapping[str, Any]) -> str:
    given = ", ".join(map(repr, (data, run["id"], json.loads(run["arguments"])["sources"])))
    return f"from linkspider.analysis.claims import verify; verify({given})"


@dataclass
class _Pages:
    """The pages of a crawl, counted."""

    outcomes: Counter[str] = field(default_factory=Counter)
    """Pages by status or error."""
    read: Counter[str] = field(default_factory=Counter)
    """Pages with status 200 by registrable domain."""
    started: set[str] = field(default_factory=set)
    """Registrable domains of the starts."""
    redirected: set[str] = field(default_factory=set)
    """Registrable domains with a redirect."""


def _read_pages(dataset: Dataset, crawl: str) -> _Pages:
    pages = _Pages()
    names = ["domain", "discovered_from", "status", "error", "redirect_to"]
    for batch in dataset.stream("pages", crawl, names):
        for row in batch.to_pylist():
            domain = row["domain"]
            pages.outcomes[row["error"] or f"status {row['status']}"] += 1
            if row["status"] == 200:
                pages.read[domain] += 1
            if row["discovered_from"] is None:
                pages.started.add(domain)
            if row["redirect_to"]:
                pages.redirected.add(domain)
    return pages


def _describe_run(run: Mapping[str, Any]) -> str:
    seconds = (run["finished_at"] - run["started_at"]).total_seconds()
    return f"crawl {run['id']}: {run['finish_reason']} after {timedelta(seconds=round(seconds))}"


def _describe_counts(run: Mapping[str, Any]) -> str:
    states = ("done", "failed", "excluded", "pending")
    told = f"{run['known']:,} known = " + " + ".join(f"{run[state]:,} {state}" for state in states)
    reasons = Counter(json.loads(run["reasons"])).most_common(MAX_LISTED)
    return told + "".join(f"; {count:,} {name}" for name, count in reasons)


def _describe_pages(pages: _Pages) -> str:
    rest = pages.outcomes.copy()
    read = rest.pop("status 200", 0)
    told = ", ".join(f"{count:,} {name}" for name, count in rest.most_common(MAX_LISTED))
    return f"{pages.outcomes.total():,} tried, {read:,} with status 200" + (told and f"; {told}")


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
    yield "top anchors", ", ".join(f"{quoted(text or '')} {count:,}" for text, count in anchors)


def _describe_silence(
    pages: _Pages, backlinks: pa.Table, coverage: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Domains that were searched without a hit. Where a budget was met, no link is not proven."""
    read = pages.read
    silent = sorted(pages.started - set(backlinks["source_domain"].to_pylist()))
    for number, domain in enumerate(silent[:MAX_LISTED]):
        if not read[domain]:
            told = "redirects elsewhere" if domain in pages.redirected else "could not be read"
        elif domain not in coverage:
            told = f"not found in {read[domain]:,} pages, those that were named"
        elif budget := coverage[domain]:
            told = f"not found in {read[domain]:,} pages ({budget} met)"
        else:
            told = f"no link on any of its {read[domain]:,} pages that could be reached"
        yield "" if number else "without a hit", f"{domain}: {told}"
    if len(silent) > MAX_LISTED:
        yield "", f"… and {len(silent) - MAX_LISTED:,} more domains"
