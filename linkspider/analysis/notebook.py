"""What the notebooks share: where the tables lie, and how an answer is shown."""

from __future__ import annotations

from html import escape
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
from linkspider.text import displayed

if TYPE_CHECKING:
    import pandas as pd

    from linkspider.analysis.view import View

MAX_SHOWN_ROWS = 5_000
LONG_TEXT_SIGNS = 40
"""Signs from which a column is kept wide enough to be read."""


def data_folder() -> Path:
    """The folder `data` of the project, seen from its root or from its folder of notebooks."""
    return next(
        (folder for folder in (Path("data"), Path("../data")) if folder.is_dir()), Path("data")
    )


def introduce(view: View) -> None:
    """Say whose links are looked at, from how many crawls, and what a reader must know of them.

    Call it first: it also brings what sorts and searches the tables, which needs no network.
    """
    itables.init_notebook_mode(all_interactive=False, connected=False)
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
    is_long = [
        not figure and max(map(len, shown[name]), default=0) > LONG_TEXT_SIGNS
        for name, figure in zip(shown, is_figure, strict=True)
    ]
    itables.show(
        shown,
        allow_html=False,
        pageLength=rows,
        lengthMenu=[10, 25, 50, 100],
        maxBytes=0,
        classes="display compact tex2jax_ignore mathjax_ignore",
        style="table-layout:auto;width:100%;margin:0",
        scrollX=True,
        columnDefs=[
            {
                "className": "dt-left",
                "targets": [place for place, figure in enumerate(is_figure) if not figure],
            },
            {
                "width": "18em",
                "targets": [place for place, long in enumerate(is_long) if long],
            },
        ],
        language={"emptyTable": "None found."},
        showIndex=False,
    )
    if total > MAX_SHOWN_ROWS:
        display(HTML(f"<p>The first {MAX_SHOWN_ROWS:,} of {total:,} rows.</p>"))
    if not frame.attrs.get("complete", True):
        display(HTML("<p>Not complete: a crawl met a limit or was stopped; there may be more.</p>"))


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
        return ", ".join(map(str, value))
    if isna(value):
        return ""
    if is_bool(value):
        return "yes" if value else "no"
    return str(value)
