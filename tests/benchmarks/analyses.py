"""Measures each analysis on tables of many links: seconds, CPU seconds, and peak memory.

`python -m tests.benchmarks.analyses --links 50` generates tables of 50 million links (4 GB, some
minutes) in a temporary folder, or in the one that `--data` names, where they are found again. Each
question runs in a process of its own; `--only` names some. The last line names what took more than
60 s or 6 GB, and then the exit code is 1.
"""

from __future__ import annotations

import argparse
import inspect
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from linkspider import analysis
from linkspider.analysis.changes import latest_two
from linkspider.dataset import schema
from tests.analysis.questions import questions

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


COMPETITORS = ["other1.example", "other2.example", "other3.example"]
WEIGHED_LINKS = [(4, 0), (9, 5)]
"""Numbers of own pages between which `what_if` puts links."""
VISITED_PAGES = 100_000


def asked_questions() -> dict[str, tuple[Callable[..., analysis.Answer], dict[str, Any]]]:
    """Every question with what it is given; those that can be asked otherwise, so too."""
    asked: dict[str, tuple[Callable[..., analysis.Answer], dict[str, Any]]] = {}
    for name, function in questions():
        takes = inspect.signature(function).parameters
        given = {"competitors": COMPETITORS} if "competitors" in takes else {}
        if name == "authority.what_if":
            given = {
                "add": [(own_url(source), own_url(target)) for source, target in WEIGHED_LINKS]
            }
        asked[name] = function, given
        if "links" in takes:
            asked[f"{name}:internal"] = function, {"links": "internal"}
        if name == "internal.under_linked":
            asked[f"{name}:sitemap"] = function, {"by": "sitemap"}
            asked[f"{name}:traffic"] = function, {"by": traffic()}
    return asked


def own_url(number: int) -> str:
    """What `OWN_URL` is for a page."""
    return f"https://www.big.example/{number % 40}/page-{number}"


def traffic() -> pd.DataFrame:
    """Visits of some own pages."""
    numbers = range(VISITED_PAGES)
    return pd.DataFrame({"url": map(own_url, numbers), "visits": numbers})


def ask(data: Path, question: str) -> int:
    """Ask one question, and return how many rows its answer has."""
    function, given = asked_questions()[question]
    takes_two = "before" in inspect.signature(function).parameters
    views = latest_two(data, DOMAIN) if takes_two else (analysis.open(data, DOMAIN),)
    answer = function(*views, **given)  # held by a name: what it has cached lives as long
    return sum(batch.num_rows for batch in answer.table.to_pyarrow_batches(chunk_size=BATCH_ROWS))


def run_alone(data: Path, question: str) -> tuple[bool, str]:
    """Whether a question is answered within the limits in a fresh process, and a line of it."""
    started = time.monotonic()
    command = [sys.executable, "-m", "tests.benchmarks.analyses", "--data", data, "--ask", question]
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=GIVE_UP_SECONDS
        )
    except subprocess.TimeoutExpired:
        return False, f"{question:<45} failed: given up after {GIVE_UP_SECONDS} s"
    seconds = time.monotonic() - started
    if run.returncode:
        return False, f"{question:<45} failed: {run.stderr.strip().splitlines()[-1][:200]}"
    cpu_seconds, gigabytes, rows = run.stdout.split()
    line = f"{question:<45} {seconds:7.1f} {cpu_seconds:>8} {gigabytes:>8} {rows:>12}"
    return seconds <= LIMIT_SECONDS and float(gigabytes) <= LIMIT_GB, line


def report(data: Path, asked: Iterable[str]) -> int:
    """Print a line for each question as it is answered; 1 where one took too much, or failed."""
    print(f"{'analysis':<45} {'seconds':>7} {'CPU s':>8} {'peak GB':>8} {'rows':>12}", flush=True)
    too_much = []
    for question in asked:
        is_within, line = run_alone(data, question)
        print(line, flush=True)
        if not is_within:
            too_much.append(question)
    print(f"over {LIMIT_SECONDS} s or {LIMIT_GB} GB, or failed: {', '.join(too_much) or 'none'}")
    return 1 if too_much else 0


def main() -> int:
    """Parse the options, generate what is missing, and print the table; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=float, default=50, metavar="MILLION")
    parser.add_argument("--data", type=Path, help="where the tables are, or are to be")
    parser.add_argument(
        "--only",
        action="append",
        choices=asked_questions(),
        metavar="QUESTION",
        help="only this one, such as backlinks.profile or changes.changes:internal; may be "
        "repeated",
    )
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        rows = ask(options.data, options.ask)
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(f"{used.ru_utime + used.ru_stime:.1f} {used.ru_maxrss / 1e6:.2f} {rows:,}")
        return 0
    with tempfile.TemporaryDirectory(prefix="linkspider-analyses-") as folder:
        data = options.data or Path(folder) / "data"
        if not data.exists():
            generate(data, round(options.links * MILLION))
        return report(data, options.only or asked_questions())


if __name__ == "__main__":
    sys.exit(main())
