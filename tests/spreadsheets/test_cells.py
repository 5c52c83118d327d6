"""What a spreadsheet must not run, and what it cannot hold."""

from __future__ import annotations

from datetime import UTC, datetime

import ibis
import pytest

from linkspider.spreadsheets.cells import flatten, neutralise
from tests.analysis.frames import rows

FORMULAS = [
    '=HYPERLINK("http://evil.example","click")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "  =1+1",
    "\t=1",
    "\r=1",
    "\n1",
    "＝1＋1",
    "\u00a0=1",
]
HARMLESS = ["tea", "1-2", "a=b", "", "http://shop.example/?a=1", "'=1", "“=1”"]


@pytest.mark.parametrize("text", FORMULAS)
def test_an_apostrophe_stands_before_what_would_be_run(text: str) -> None:
    [(cell, number)] = rows(neutralise(ibis.memtable({"cell": [text], "number": [-1]})))
    assert cell == "'" + text
    assert number == -1


def test_other_texts_stay_as_they_are() -> None:
    table = ibis.memtable({"cell": [*HARMLESS, None]}, schema={"cell": "string"})
    assert [cell for (cell,) in rows(neutralise(table))] == [*HARMLESS, None]


def test_lists_and_times_become_texts() -> None:
    table = ibis.memtable(
        {"rel": [["nofollow", "ugc"], []], "at": [datetime(2026, 5, 1, 6, 30, tzinfo=UTC), None]},
        schema={"rel": "array<string>", "at": "timestamp('UTC')"},
    )
    assert rows(flatten(table)) == [("nofollow ugc", "2026-05-01 06:30:00"), ("", None)]
