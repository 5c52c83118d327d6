"""`scrapy export` as its user runs it."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import openpyxl
import pandas as pd
import pytest

from linkspider.spreadsheets.sheets import SHEETS
from tests.conftest import scrapy


def export(data: Path, *options: object) -> CompletedProcess[str]:
    """The command on the demo data."""
    return scrapy("export", "-a", "domain=shop.example", "-s", f"LINKSPIDER_DATA={data}", *options)


def test_a_folder_has_a_csv_for_each_table(demo_data: Path, tmp_path: Path) -> None:
    run = export(demo_data, "-o", tmp_path / "out")
    assert run.returncode == 0, run.stderr
    assert {file.stem for file in (tmp_path / "out").iterdir()} == set(SHEETS)
    backlinks = pd.read_csv(tmp_path / "out" / "backlinks.csv")
    assert len(backlinks) == 48
    statuses = dict(zip(backlinks["target_url"], backlinks["target_status"], strict=True))
    assert statuses["http://shop.example/blog/matcha-guide"] == 404
    assert statuses["http://shop.example/"] == 200
    domains = pd.read_csv(tmp_path / "out" / "referring_domains.csv")
    assert domains["links"].sum() == len(backlinks)
    for name in SHEETS:
        assert f"rows  {name}.csv" in run.stdout


def test_a_workbook_has_a_sheet_for_each_table(demo_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    assert export(demo_data, "--format", "xlsx", "-o", path).returncode == 0
    book = openpyxl.load_workbook(path, read_only=True)
    assert book.sheetnames == list(SHEETS)
    assert sum(1 for _ in book["backlinks"].iter_rows()) == 49


def test_a_workbook_that_cannot_be_written_is_a_storage_error(demo_data: Path) -> None:
    run = export(demo_data, "--format", "xlsx", "-o", "/proc/book.xlsx")
    assert run.returncode == 4
    assert run.stderr.startswith("scrapy export: /proc/book.xlsx: cannot be written: ")
    assert len(run.stderr.splitlines()) == 1


def test_links_whose_rows_are_spoilt_are_named_in_one_line(demo_data: Path, tmp_path: Path) -> None:
    data = shutil.copytree(demo_data, tmp_path / "data")
    parts = (data / "links" / "crawl=demo-target").glob("*.parquet")
    part = max(parts, key=lambda file: file.stat().st_size)
    content = bytearray(part.read_bytes())
    content[40:4_000] = random.Random(0).randbytes(3_960)
    part.write_bytes(content)
    run = export(data, "-o", tmp_path / "out")
    assert run.returncode == 2
    assert run.stderr.startswith(f"scrapy export: {part}: cannot be read: ")
    assert len(run.stderr.splitlines()) == 1


def test_screaming_frogs_table_has_the_links_of_the_site(demo_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "all_inlinks.csv"
    assert export(demo_data, "--format", "screamingfrog", "-o", path).returncode == 0
    frame = pd.read_csv(path)
    assert frame.columns[:3].tolist() == ["Type", "Source", "Destination"]
    links = pd.read_parquet(demo_data / "links" / "crawl=demo-target")
    own = links[links["source_scope"].notna() & links["target_url"].notna()]
    hyperlinks = own["element"].isin(["a", "area"]).sum()
    assert (frame["Type"] == "Hyperlink").sum() == hyperlinks
    assert (frame["Type"] == "HTTP Redirect").sum() == 3


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "ods"], "--format ods: there are csv, xlsx, screamingfrog"),
        (["-a", "crawl=none"], "no crawl none; there are demo-target, demo-referring"),
        (["-o", "/proc/none/x"], "/proc/none/x: cannot be written"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(demo_data: Path, options: list[str], said: str) -> None:
    run = export(demo_data, *options)
    assert run.returncode in (2, 4)
    assert said in run.stderr
    assert len(run.stderr.splitlines()) == 1
