"""`scrapy export`: the tables for a spreadsheet."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from linkspider.arguments import ArgumentError
from linkspider.commands.answering import STORAGE_FAILED, Answering, output_name

if TYPE_CHECKING:
    from linkspider.analysis import View

FORMATS = ("csv", "xlsx", "screamingfrog")


class Command(Answering, ScrapyCommand):
    """Writes what is known of a domain: CSV files, one workbook, or as Screaming Frog does."""

    def short_desc(self) -> str:
        return "Export links, pages and referring domains as CSV or XLSX"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--format", metavar="FORMAT", default="csv",
            help="csv: a folder with a file a table; xlsx: a workbook with a sheet a table; "
            "screamingfrog: one CSV like its All Inlinks (default: csv)",
        )  # fmt: skip
        parser.add_argument(
            "-o", "--output", metavar="PATH", type=Path,
            help="file or folder to write (default: export-DOMAIN, with .xlsx or .csv); what is "
            "there under these names is replaced",
        )  # fmt: skip

    def check_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().check_options(args, opts)
        if opts.format not in FORMATS:
            raise ArgumentError(f"--format {opts.format}: there are {', '.join(FORMATS)}")

    def answer(self, opts: argparse.Namespace) -> None:
        view = self.open_view()
        for note in view.notes:
            print(note)
        output = opts.output or Path(f"export-{output_name(view.domain)}{_suffix(opts.format)}")
        try:
            written = _WRITERS[opts.format](view, output)
        except OSError as error:
            self.refuse(f"{output}: cannot be written: {error.strerror or error}", STORAGE_FAILED)
        for name, rows in written.items():
            print(f"  {rows:>12,} rows  {name}")
        print(f"written to {output}")


def _suffix(name: str) -> str:
    return {"csv": "", "xlsx": ".xlsx", "screamingfrog": ".csv"}[name]


def _write_folder(view: View, folder: Path) -> dict[str, int]:
    from linkspider.spreadsheets.files import write_csv
    from linkspider.spreadsheets.sheets import SHEETS

    return {
        f"{name}.csv": write_csv(rows(view), folder / f"{name}.csv")
        for name, rows in SHEETS.items()
    }


def _write_workbook(view: View, path: Path) -> dict[str, int]:
    from linkspider.spreadsheets.files import write_xlsx
    from linkspider.spreadsheets.sheets import SHEETS

    return write_xlsx({name: rows(view) for name, rows in SHEETS.items()}, path)


def _write_all_inlinks(view: View, path: Path) -> dict[str, int]:
    from linkspider.spreadsheets.files import write_csv
    from linkspider.spreadsheets.screaming_frog import all_inlinks

    return {"all inlinks": write_csv(all_inlinks(view), path)}


_WRITERS = {
    "csv": _write_folder,
    "xlsx": _write_workbook,
    "screamingfrog": _write_all_inlinks,
}
