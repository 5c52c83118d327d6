"""Tables written as CSV and XLSX files, batch by batch: a file appears when it is whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.csv
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from linkspider.spreadsheets.cells import flatten, neutralise
from linkspider.whole_files import appearing

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from xlsxwriter.worksheet import Worksheet

BATCH_ROWS = 65_536
MAX_SHEET_ROWS = 1_048_575
"""What Excel takes in one sheet, below the line of names."""
MAX_CELL_SIGNS = 32_767
_COLUMN_WIDTH = 24
_WIDE_COLUMN_WIDTH = 60
_TEXT_CELLS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_csv(table: ir.Table, path: Path) -> int:
    """Write a table as CSV, and return how many rows it has.

    UTF-8 with a byte order mark, without which Excel guesses; formulas are neutralised.
    """
    rows = 0
    batches = neutralise(flatten(table)).to_pyarrow_batches(chunk_size=BATCH_ROWS)
    with appearing(path) as hidden, hidden.open("wb") as file:
        file.write("\ufeff".encode())
        with pyarrow.csv.CSVWriter(file, batches.schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
                rows += batch.num_rows
    return rows


def write_xlsx(tables: Mapping[str, ir.Table], path: Path) -> dict[str, int]:
    """Write each table as a sheet of one workbook, and return how many rows each has.

    What is longer than a sheet may be goes on in the next one. Texts become cells of text: no
    formula and no link is made of them. OSError where it cannot be written.
    """
    with appearing(path) as hidden, tempfile.TemporaryDirectory() as folder:
        # Packed there and then copied: a ZipFile that met a full disk prints a traceback of its own
        # when it is collected.
        packed = Path(folder, "book.xlsx")
        options = {"constant_memory": True, "tmpdir": folder, **_TEXT_CELLS}
        workbook = xlsxwriter.Workbook(packed, options)
        rows = {name: _write_sheets(workbook, name, table) for name, table in tables.items()}
        try:
            workbook.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from error
        shutil.copyfile(packed, hidden)
    return rows


def _write_sheets(workbook: xlsxwriter.Workbook, name: str, table: ir.Table) -> int:
    rows = _rows(flatten(table))
    total = 0
    for number in range(1, 1_000):
        first = next(rows, None)
        if first is None and number > 1:
            break
        sheet = workbook.add_worksheet(name if number == 1 else f"{name} {number}")
        of_sheet = chain([first] if first else [], islice(rows, MAX_SHEET_ROWS - 1))
        total += _write_sheet(sheet, table.columns, of_sheet, workbook.add_format({"bold": True}))
    return total


def _write_sheet(
    sheet: Worksheet, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]], bold: Any
) -> int:
    for number, name in enumerate(columns):
        is_wide = name.endswith(("url", "text", "anchor", "title", "description"))
        sheet.set_column(number, number, _WIDE_COLUMN_WIDTH if is_wide else _COLUMN_WIDTH)
        sheet.write_string(0, number, name, bold)
    sheet.freeze_panes(1, 0)
    count = 0
    for count, row in enumerate(rows, start=1):
        for number, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(count, number, value[:MAX_CELL_SIGNS])
            elif isinstance(value, bool):
                sheet.write_boolean(count, number, value)
            elif value is not None:
                sheet.write_number(count, number, value)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    return count


def _rows(table: ir.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_pyarrow_batches(chunk_size=BATCH_ROWS):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
