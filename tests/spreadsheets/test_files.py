"""The files as pandas and openpyxl read them."""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path

import duckdb
import ibis
import openpyxl
import pandas as pd
import pytest

from linkspider.spreadsheets import files
from linkspider.spreadsheets.files import write_csv, write_xlsx

TABLE = {
    "anchor_text": ["=1+1", 'say "tea", please', "日本茶\nと水", None],
    "links": [1, -2, 3, None],
    "followed": [True, False, None, True],
}
SCHEMA = {"anchor_text": "string", "links": "int64", "followed": "boolean"}


def test_a_csv_has_all_rows_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "table.csv"
    assert write_csv(ibis.memtable(TABLE, schema=SCHEMA), path) == 4
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(path)
    assert frame["anchor_text"].tolist()[:3] == ["'=1+1", 'say "tea", please', "日本茶\nと水"]
    assert frame["links"].tolist()[:3] == [1, -2, 3]
    assert [file.name for file in path.parent.iterdir()] == ["table.csv"]


def test_texts_of_a_workbook_are_no_formulas_and_no_links(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    texts = {"cell": ["=1+1", "http://evil.example/", "javascript:alert(1)", "12", "x" * 40_000]}
    counts = write_xlsx(
        {"links": ibis.memtable(TABLE, schema=SCHEMA), "texts": ibis.memtable(texts)}, path
    )
    assert counts == {"links": 4, "texts": 5}
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["links", "texts"]
    assert [cell.value for cell in book["links"][1]] == list(TABLE)
    assert [cell.value for cell in book["links"][2]] == ["=1+1", 1, True]
    assert book["links"]["A2"].data_type == "s"
    for row in book["texts"].iter_rows(min_row=2):
        assert row[0].data_type == "s"
        assert row[0].hyperlink is None
    assert len(str(book["texts"]["A6"].value)) == 32_767


def test_what_is_longer_than_a_sheet_goes_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_SHEET_ROWS", 10)
    path = tmp_path / "book.xlsx"
    assert write_xlsx({"n": ibis.memtable({"n": range(25)})}, path) == {"n": 25}
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["n", "n 2", "n 3"]
    cells = [row[0] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert cells == list(range(25))


def test_a_table_without_rows_has_its_names(tmp_path: Path) -> None:
    table = ibis.memtable(TABLE, schema=SCHEMA).filter(ibis._.links > 99)
    assert write_csv(table, tmp_path / "table.csv") == 0
    assert pd.read_csv(tmp_path / "table.csv").columns.tolist() == list(TABLE)
    assert write_xlsx({"t": table}, tmp_path / "book.xlsx") == {"t": 0}
    assert openpyxl.load_workbook(tmp_path / "book.xlsx")["t"].max_row == 1


def test_nothing_is_left_where_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "folder.csv"
    path.mkdir()
    with pytest.raises(OSError, match="folder"):
        write_csv(ibis.memtable({"n": [1]}), path)
    assert [file.name for file in tmp_path.iterdir()] == ["folder.csv"]


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_disk_without_room_for_a_workbook_is_one_error_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results, scratch = tmp_path / "results", tmp_path / "scratch"
    results.mkdir()
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    results.joinpath(f".book.xlsx.{os.getpid()}.tmp").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left on device"):
        write_xlsx({"n": ibis.memtable({"n": [1]})}, results / "book.xlsx")
    gc.collect()
    assert [*results.iterdir(), *scratch.iterdir()] == []


def test_a_workbook_whose_rows_cannot_be_read_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    number = ibis.memtable({"n": ["1", "tea"]}).n.cast("int64")
    with pytest.raises(duckdb.ConversionException, match="tea"):
        write_xlsx({"n": number.as_table()}, tmp_path / "book.xlsx")
    assert list(tmp_path.iterdir()) == []
