"""`scrapy columns`: the data dictionary."""

from __future__ import annotations

import argparse
import sys
import textwrap

from scrapy.commands import ScrapyCommand

from linkspider.dataset import TABLES, columns


class Command(ScrapyCommand):
    """Prints what each column of each table means; the README has the same as Markdown."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[options] [table …]"

    def short_desc(self) -> str:
        return "Print the tables' columns with their meaning"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--markdown", action="store_true", help="print Markdown tables")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        unknown = [name for name in args if name not in TABLES]
        if unknown:
            print(
                f"scrapy columns: no table {unknown[0]!r}; there are {', '.join(TABLES)}",
                file=sys.stderr,
            )
            self.exitcode = 2
            return
        for table in args or TABLES:
            print(markdown(table) if opts.markdown else plain(table))


def markdown(table: str) -> str:
    """One table's columns as a Markdown table."""
    rows = [
        f"| `{column.name}` | {_type_name(column.type)} | {column.description} |"
        for column in columns(table)
    ]
    return "\n".join([f"### {table}\n", "| column | type | meaning |", "|---|---|---|", *rows, ""])


def plain(table: str) -> str:
    """One table's columns for a terminal."""
    lines = [table]
    for column in columns(table):
        head = f"  {column.name:<20} {_type_name(column.type):<15} "
        lines += textwrap.wrap(
            column.description, 100, initial_indent=head, subsequent_indent=" " * 38
        )
    return "\n".join([*lines, ""])


def _type_name(arrow_type: object) -> str:
    return {
        "list<element: string>": "list of string",
        "timestamp[us, tz=UTC]": "timestamp (UTC)",
        "int32": "integer",
        "int64": "integer (64)",
        "double": "float",
    }.get(str(arrow_type), str(arrow_type))
