"""`scrapy columns`: the data dictionary in a terminal."""

from __future__ import annotations

import subprocess

import pytest

from linkspider.dataset import TABLES, columns
from tests.conftest import scrapy


@pytest.fixture(scope="module")
def everything() -> subprocess.CompletedProcess[str]:
    """The command without arguments."""
    return scrapy("columns")


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_every_table_is_told(
    everything: subprocess.CompletedProcess[str], table: str
) -> None:
    assert everything.returncode == 0
    assert everything.stderr == ""
    assert table in everything.stdout.splitlines()
    told = "".join(everything.stdout.split())  # lines may be broken behind a hyphen
    for column in columns(table):
        assert column.description
        assert f"\n  {column.name} " in everything.stdout
        assert "".join(column.description.split()) in told


def test_lines_fit_a_terminal(everything: subprocess.CompletedProcess[str]) -> None:
    assert max(map(len, everything.stdout.splitlines())) <= 120


def test_one_table_is_told_alone() -> None:
    run = scrapy("columns", "links")
    assert run.returncode == 0
    assert run.stdout.splitlines()[0] == "links"
    assert not {"pages", "sitemaps", "crawls"} & set(run.stdout.splitlines())


def test_an_unknown_table_is_refused_with_one_line() -> None:
    run = scrapy("columns", "links", "anchors")
    assert (run.returncode, run.stdout) == (2, "")
    [line] = run.stderr.splitlines()
    assert "anchors" in line
    assert all(table in line for table in TABLES)


def test_the_dictionary_can_be_had_as_markdown() -> None:
    run = scrapy("columns", "--markdown", "crawls")
    rows = [line for line in run.stdout.splitlines() if line.startswith("| `")]
    assert len(rows) == len(columns("crawls"))
    assert all(row.count(" | ") == 2 for row in rows)
