"""What a notebook shows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from linkspider.analysis import notebook


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The tables and texts that were shown."""
    shown: list[Any] = []
    monkeypatch.setattr(notebook.itables, "show", lambda table, **_: shown.append(table))
    monkeypatch.setattr(notebook, "display", lambda html: shown.append(html.data))
    yield shown


def test_values_are_shown_for_a_reader(told: list[Any]) -> None:
    frame = pd.DataFrame(
        {
            "url": ["http://a.example/", None],
            "flag": pd.array([True, None], dtype="boolean"),
            "sure": [True, False],
            "share": [7 / 9, np.nan],
            "status": pd.array([404, None], dtype="Int64"),
            "chain": [["a", "b"], np.array([])],
            "at": pd.to_datetime(["2026-05-01T06:30:00Z", None]),
        }
    )
    notebook.show(frame)
    [shown] = told
    assert shown.iloc[0].tolist() == [
        "http://a.example/", "yes", "yes", 0.778, 404, "a, b", "2026-05-01 06:30:00",
    ]  # fmt: skip
    assert shown.iloc[1][["url", "flag", "sure", "chain", "at"]].tolist() == ["", "", "no", "", ""]
    assert frame["sure"].tolist() == [True, False]


@pytest.mark.parametrize("names", [["url", "links"], []])
def test_a_table_without_rows_is_shown(names: list[str], told: list[Any]) -> None:
    notebook.show(pd.DataFrame(columns=names))
    [shown] = told
    assert list(shown.columns) == names


def test_it_is_said_that_a_table_may_lack_rows(told: list[Any]) -> None:
    frame = pd.DataFrame({"links": [1]})
    frame.attrs["complete"] = False
    notebook.show(frame)
    assert told[1] == "<p>Not complete: a crawl met a limit or was stopped; there may be more.</p>"


@pytest.mark.parametrize(
    ("value", "rounded"), [(0.049530, 0.0495), (99.57, 99.6), (1234.56, 1234.6), (0, 0), (-7, -7)]
)
def test_fractions_have_three_figures(value: float, rounded: float) -> None:
    assert notebook._rounded(value) == rounded


def test_a_table_without_rows_is_shown_too(told: list[Any]) -> None:
    frame = pd.DataFrame(
        {"url": pd.array([], dtype="str"), "links": pd.array([], dtype="int64"), "chain": []}
    )
    notebook.show(frame)
    [shown] = told
    assert list(shown.columns) == ["url", "links", "chain"]
