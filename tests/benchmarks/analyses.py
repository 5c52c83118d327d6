"""Measures each analysis on tables of many links: seconds, CPU seconds, and peak memory.

`python -m tests.benchmarks.analyses --links 50` generates tables of 50 million links (4 GB, some
minutes) in a temporary folder, or in the one that `--data` names, where they are found again. Each
analysis runs in a process of its own; `--only` names some.
"""

from __future__ import annotations

import argparse
import importlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from linkspider import analysis
from linkspider.analysis.changes import latest_two
from linkspider.dataset import schema

DOMAIN = "big.example"
MILLION = 1_000_000
LIMIT_SECONDS = 60
LIMIT_GB = 6
GIVE_UP_SECONDS = 200
BATCH_ROWS = 250_000
PART_ROWS = 2_000_000
LINKS_OF_A_PAGE = 60
SEEN = datetime(2026, 5, 1, tzinfo=UTC)

OWN_URL = "'https://www.big.example/' || ({0} % 40)::VARCHAR || '/page-' || {0}::VARCHAR"
REFERRING_HOST = "'site' || (({0}) % 20000)::VARCHAR || '.example'"
REFERRING_URL = f"'https://' || {REFERRING_HOST} || '/post/' || ({{0}})::VARCHAR"
COMMON = """
    'a' AS element, 'text' AS anchor_source, hash(n) % 20 = 0 AS has_image,
    CASE WHEN hash(n, 1) % 10 = 0 THEN ['nofollow'] ELSE []::VARCHAR[] END AS rel,
    hash(n, 1) % 10 = 0 AS nofollow, false AS ugc, false AS sponsored,
    hash(n, 1) % 10 <> 0 AS followed,
    ['content', 'navigation', 'header', 'footer', 'aside'][(1 + hash(n, 2) % 5)::INT] AS position,
    'body/main/div[2]/p[' || (n % 60)::VARCHAR || ']/a' AS dom_path, (n % 60)::INT AS ordinal
"""


def internal_links(links: int, pages: int) -> str:
    """SQL: each own page has 60 links, most of them to few pages."""
    source = OWN_URL.format(f"(n // {LINKS_OF_A_PAGE})")
    target = OWN_URL.format(
        f"CAST(floor({pages} * pow(hash(n, 3) / 1.8446744073709552e19, 3)) AS BIGINT)"
    )
    return f"""
        SELECT {source} AS source_url, 'www.big.example' AS source_host,
            'big.example' AS source_domain, 'big.example' AS source_scope,
            {target} AS target_url, 'www.big.example' AS target_host,
            'big.example' AS target_domain, 'big.example' AS target_scope, true AS same_host,
            'internal' AS link_type, 'words ' || (hash(n, 4) % 200000)::VARCHAR AS anchor_text,
            {COMMON}
        FROM range({links}) AS t(n)"""


def referring_links(links: int, pages: int, edition: int) -> str:
    """SQL: pages of 20,000 sites, a third of whose links lead to the target; a twentieth of the
    links are others in each edition."""
    page = f"(n // {LINKS_OF_A_PAGE})"
    seed = f"(CASE WHEN hash(n, 7) % 20 = 0 THEN {edition} ELSE 0 END)"
    power = f"pow(hash(n, 3, {seed}) / 1.8446744073709552e19, 4)"
    own = OWN_URL.format(f"CAST(floor({pages} * {power}) AS BIGINT)")
    other = "'other' || (hash(n, 5) % 5000)::VARCHAR || '.example'"
    is_backlink = "n % 3 = 0"
    return f"""
        SELECT {REFERRING_URL.format(page)} AS source_url,
            {REFERRING_HOST.format(page)} AS source_host,
            {REFERRING_HOST.format(page)} AS source_domain, NULL AS source_scope,
            CASE WHEN {is_backlink} THEN {own} ELSE 'https://www.' || {other} || '/' END
                AS target_url,
            CASE WHEN {is_backlink} THEN 'www.big.example' ELSE 'www.' || {other} END
                AS target_host,
            CASE WHEN {is_backlink} THEN 'big.example' ELSE {other} END AS target_domain,
            CASE WHEN {is_backlink} THEN 'big.example' END AS target_scope, false AS same_host,
            CASE WHEN {is_backlink} THEN 'backlink' ELSE 'other' END AS link_type,
            CASE hash(n, 6) % 8 WHEN 0 THEN 'Big' WHEN 1 THEN 'click here'
                ELSE 'phrase ' || (hash(n, 4) % 300000)::VARCHAR END AS anchor_text,
            'a text before the link' AS context_before, 'and one behind it' AS context_after,
            {COMMON}
        FROM range({links}) AS t(n)"""


def page_rows(pages: int, url: str, host: str, domain: str, scope: str) -> str:
    """SQL: pages, of which some redirect, are gone, or have a canonical."""
    return f"""
        SELECT {url.format("n")} AS url, {host} AS host, {domain} AS domain, {scope} AS scope,
            CASE WHEN n % 50 = 1 THEN 301 WHEN n % 50 = 2 THEN 404 ELSE 200 END::INT AS status,
            CASE WHEN n % 50 = 1 THEN {url.format("(n + 2)")} END AS redirect_to,
            CASE WHEN n % 50 = 3 THEN {url.format("(n - 3)")} END AS canonical_url,
            (1 + hash(n) % 6)::INT AS depth, (hash(n) % 900)::INT AS elapsed_ms,
            (20000 + hash(n) % 90000)::BIGINT AS bytes, 'text/html' AS content_type,
            CASE WHEN n % 50 = 1 THEN 'redirect' WHEN n % 50 = 2 THEN 'client-error'
                WHEN n % 50 = 3 THEN 'canonicalised' ELSE 'indexable' END AS indexability,
            n % 50 NOT IN (1, 2, 3) AS indexable, false AS noindex, false AS truncated,
            'Title of page ' || (n // 2)::VARCHAR || ' | Big' AS title,
            'What page ' || n::VARCHAR || ' is about' AS meta_description,
            ['Heading ' || n::VARCHAR] AS h1, 'en' AS lang, true AS has_viewport,
            (hash(n, 9) % 900)::INT AS word_count, (hash(n, 8) % 9)::INT AS images,
            (hash(n, 7) % 3)::INT AS images_without_alt, 12 AS scripts, 1 AS canonicals,
            to_timestamp(1700000000 + n % 70000000) AS published_at,
            format('{{:016x}}', hash(n // 3)::UBIGINT) AS text_hash
        FROM range({pages}) AS t(n)"""


def generate(data: Path, links: int) -> None:
    """Write three crawls: three fifths of the links are the target's own, the rest those of the
    same referring pages, seen twice."""
    own_links, referring = links * 3 // 5, links // 5
    own_pages, referring_pages = own_links // LINKS_OF_A_PAGE, referring // LINKS_OF_A_PAGE
    hosts = REFERRING_HOST.format("n")
    write(data, "target", "links", internal_links(own_links, own_pages))
    own = page_rows(own_pages, OWN_URL, "'www.big.example'", "'big.example'", "'big.example'")
    write(data, "target", "pages", own)
    entries = (
        f"SELECT {OWN_URL.format('n')} AS url, 0.5 AS priority FROM range({own_pages}) AS t(n)"
    )
    write(data, "target", "sitemaps", entries + " WHERE n % 2 = 0")
    for edition, crawl in enumerate(("referring-1", "referring-2")):
        write(data, crawl, "links", referring_links(referring, own_pages, edition))
        pages = page_rows(referring_pages, REFERRING_URL, hosts, hosts, "NULL")
        write(data, crawl, "pages", pages)
    for crawl in ("target", "referring-1", "referring-2"):
        run = f"""SELECT '{crawl}' AS id, '{crawl.partition("-")[0]}' AS spider,
            '{DOMAIN}' AS domain, '{{}}' AS arguments, 'finished' AS finish_reason, 0 AS pending,
            '{{}}' AS reasons"""
        write(data, crawl, "crawls", run)


def write(data: Path, crawl: str, table: str, query: str) -> None:
    """Write the rows of a query as the parts of a crawl; columns that it lacks are null."""
    folder = data / table / f"crawl={crawl}"
    folder.mkdir(parents=True)
    rows, number, writer = 0, 0, None
    for batch in duckdb.sql(query).to_arrow_reader(BATCH_ROWS):
        if writer is None:
            number += 1
            part = folder / f"part-{number:05d}.parquet"
            writer = pq.ParquetWriter(part, schema(table), compression="zstd")
        writer.write_batch(complete(batch, table), row_group_size=131_072)
        rows += batch.num_rows
        if rows >= PART_ROWS:
            writer.close()
            rows, writer = 0, None
    if writer is not None:
        writer.close()


def complete(batch: pa.RecordBatch, table: str) -> pa.RecordBatch:
    """The batch with all columns of the table, in order."""
    columns = []
    for field in schema(table):
        if field.name in batch.schema.names:
            columns.append(batch[field.name].cast(field.type))
        elif field.name in ("fetched_at", "started_at", "finished_at"):
            columns.append(pa.array([SEEN] * batch.num_rows, field.type))
        else:
            columns.append(pa.nulls(batch.num_rows, field.type))
    return pa.RecordBatch.from_arrays(columns, schema=schema(table))


QUESTIONS: dict[str, tuple[str, ...]] = {
    "coverage": ("coverage", "outcomes"),
    "backlinks": (
        "profile", "referring_domains", "rel_kinds", "positions", "top_level_domains",
        "most_linked_pages", "concentration", "sitewide", "profile_sitewide_once", "reclaim",
    ),
    "anchors": (
        "anchor_kinds", "kind_shares", "overused", "anchors_of_several_pages", "generic_anchors",
    ),
    "internal": (
        "inlinks", "links_by_position", "click_depth", "unreachable", "orphans", "crowded_pages",
        "broken_links", "redirecting_links", "links_to_unindexable", "nofollowed_links",
        "non_descriptive_anchors", "under_linked", "old_pages_never_linked_by_newer",
    ),
    "authority": (
        "internal_pagerank", "incoming_authority", "authority_balance", "domain_pagerank",
        "harmonic_centrality",
    ),
    "audit": ("risky_domains",),
    "changes": ("changes", "change_summary", "domain_changes"),
    "competitors": (
        "domain_intersect", "link_gap", "shared_referring_domains", "page_intersect",
        "anchors_side_by_side",
    ),
    "on_page": (
        "titles", "descriptions", "headings", "thin_pages", "duplicate_pages",
        "images_without_alt", "no_viewport", "slow_or_heavy", "indexability",
        "linked_not_indexable", "canonical_conflicts", "hreflang", "issues",
    ),
}  # fmt: skip
"""The functions of each module below `linkspider.analysis`."""
COMPETITORS = ["other1.example", "other2.example", "other3.example"]


def ask(data: Path, module: str, name: str) -> int:
    """Run one analysis, and return how many rows its answer has."""
    function: Callable[..., analysis.Answer] = getattr(
        importlib.import_module(f"linkspider.analysis.{module}"), name
    )
    if module == "changes":
        answer = function(*latest_two(data, DOMAIN))
    elif module == "competitors":
        answer = function(analysis.open(data, DOMAIN), COMPETITORS)
    elif name == "under_linked":
        answer = function(analysis.open(data, DOMAIN), by="backlinks")
    else:
        answer = function(analysis.open(data, DOMAIN))
    return sum(batch.num_rows for batch in answer.table.to_pyarrow_batches(chunk_size=BATCH_ROWS))


def run_alone(data: Path, question: str) -> tuple[float, str]:
    """Seconds and a line for one analysis in a fresh process."""
    started = time.monotonic()
    command = [sys.executable, "-m", "tests.benchmarks.analyses", "--data", data, "--ask", question]
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=GIVE_UP_SECONDS
        )
    except subprocess.TimeoutExpired:
        return GIVE_UP_SECONDS, f"{question:<40} failed: given up after {GIVE_UP_SECONDS} s"
    seconds = time.monotonic() - started
    if run.returncode:
        return seconds, f"{question:<40} failed: {run.stderr.strip().splitlines()[-1][:200]}"
    return seconds, f"{question:<40} {seconds:7.1f} {run.stdout.rstrip()}"


def report(data: Path, questions: tuple[str, ...]) -> Iterator[str]:
    """A line for each question, as it is answered."""
    yield f"{'analysis':<40} {'seconds':>7} {'CPU s':>8} {'peak GB':>8} {'rows':>12}"
    slow = []
    for question in questions:
        seconds, line = run_alone(data, question)
        if seconds > LIMIT_SECONDS or "failed" in line:
            slow.append(question)
        yield line
    yield f"over {LIMIT_SECONDS} s, or failed: {', '.join(slow) or 'none'}"


def main() -> None:
    """Parse the options, generate what is missing, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=float, default=50, metavar="MILLION")
    parser.add_argument("--data", type=Path, help="where the tables are, or are to be")
    parser.add_argument(
        "--only",
        action="append",
        help="only this analysis, such as backlinks.profile; may be repeated",
    )
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        rows = ask(options.data, *options.ask.split("."))
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(f"{used.ru_utime + used.ru_stime:8.1f} {used.ru_maxrss / 1e6:8.2f} {rows:12,}")
        return
    with tempfile.TemporaryDirectory(prefix="linkspider-analyses-") as folder:
        data = options.data or Path(folder) / "data"
        if not data.exists():
            generate(data, round(options.links * MILLION))
        names = [f"{module}.{name}" for module, all_of in QUESTIONS.items() for name in all_of]
        chosen = [name for name in names if not options.only or name in options.only]
        for line in report(data, tuple(chosen)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
