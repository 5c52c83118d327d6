"""What the notebooks share: where the tables lie, and how an answer is shown."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import itables
from IPython.display import HTML, display
from pandas import DatetimeTZDtype, isna
from pandas.api.types import (
    is_bool,
    is_bool_dtype,
    is_float_dtype,
    is_list_like,
    is_numeric_dtype,
)

from linkspider.analysis.answer import Answer
from linkspider.text import displayed, unstacked

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from linkspider.analysis.view import View

MAX_SHOWN_ROWS = 5_000
LONG_SIGNS = 60
"""Texts with more signs may take several lines on the screen."""
SHORT_SIGNS = 9
"""Columns of no more signs stay on one line even on paper."""


def data_folder() -> Path:
    """The folder `data` of the project, seen from its root or from its folder of notebooks."""
    return next(
        (folder for folder in (Path("data"), Path("../data")) if folder.is_dir()), Path("data")
    )


def introduce(*views: View) -> None:
    """Say whose links are looked at, from how many crawls, and what a reader must know of them.

    Call it first: it also brings what sorts and searches the tables, which needs no network, and
    how they look on screen and paper.
    """
    itables.init_notebook_mode(all_interactive=False, connected=False)
    style = files("linkspider.analysis").joinpath("notebook.css").read_text("utf-8")
    display(HTML(f"<style>{style}</style>"))
    for view in views:
        crawls = view.crawls.count().to_pandas()
        notes = "".join(f"<li>{escape(displayed(note, 300))}</li>" for note in view.notes)
        display(HTML(f"<p><b>{escape(view.domain)}</b>, {crawls:,} crawls</p><ul>{notes}</ul>"))


def show(answer: Answer | pd.DataFrame, *, rows: int = 10) -> None:
    """A table that sorts and searches, ``rows`` rows at a time; strangers' HTML stays text.

    Times are UTC. Below it stands whether the answer is complete. At most 5,000 rows are put into
    the notebook.
    """
    if isinstance(answer, Answer):
        total = int(answer.table.count().to_pyarrow().as_py())
        frame = Answer(answer.table.limit(MAX_SHOWN_ROWS), answer.complete).to_pandas()
    else:
        total, frame = len(answer), answer
    shown = frame.head(MAX_SHOWN_ROWS)
    is_figure = [is_numeric_dtype(kind) and not is_bool_dtype(kind) for kind in shown.dtypes]
    shown = shown.apply(_readable)
    signs = [max((len(str(value)) for value in shown[name]), default=0) for name in shown]
    itables.show(
        shown,
        allow_html=False,
        pageLength=rows,
        lengthMenu=[10, 25, 50, 100],
        maxBytes=0,
        classes="display compact tex2jax_ignore mathjax_ignore",
        style="table-layout:auto;width:100%;margin:0",
        autoWidth=False,
        columnDefs=[
            _class("dt-left", (not figure for figure in is_figure)),
            _class("long", (most > LONG_SIGNS for most in signs)),
            _class("short", (most <= SHORT_SIGNS for most in signs)),
        ],
        language={"emptyTable": "None found."},
        showIndex=False,
    )
    if total > MAX_SHOWN_ROWS:
        display(HTML(f"<p>The first {MAX_SHOWN_ROWS:,} of {total:,} rows.</p>"))
    if not frame.attrs.get("complete", True):
        display(HTML("<p>Not complete: a crawl met a limit or was stopped; there may be more.</p>"))


def _class(name: str, members: Iterable[bool]) -> dict[str, Any]:
    """A class of CSS for the columns that belong to it."""
    return {"className": name, "targets": [n for n, belongs in enumerate(members) if belongs]}


def _readable(column: pd.Series) -> pd.Series:
    """A column as a reader wants it: times without zone, three figures of a fraction, yes and no,
    and nothing where nothing is known."""
    if isinstance(column.dtype, DatetimeTZDtype):
        times: pd.Series = column.dt.strftime("%Y-%m-%d %H:%M:%S").fillna("")
        return times
    if is_float_dtype(column.dtype):
        return column.map(_rounded, na_action="ignore")
    if is_numeric_dtype(column.dtype) and not is_bool_dtype(column.dtype):
        return column
    return column.astype(object).map(_told)


def _rounded(value: float) -> float:
    return round(value, 1) if abs(value) >= 100 else float(f"{value:.3g}")


def _told(value: Any) -> str:
    """One value of a column that holds no numbers.

    >>> _told(True), _told(None), _told(["a", "b"]), _told("tea")
    ('yes', '', 'a, b', 'tea')
    """
    if is_list_like(value):
        value = ", ".join(map(str, value))
    elif isna(value):
        return ""
    elif is_bool(value):
        return "yes" if value else "no"
    return unstacked(str(value))
