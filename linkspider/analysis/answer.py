"""What an analysis returns: a table, and whether the crawls behind it saw all they were to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd


@dataclass(frozen=True)
class Answer:
    """A table that is worked out where it is asked for, and how far it can be trusted."""

    table: ir.Table
    """The rows, as an Ibis expression to go on with."""
    complete: bool
    """False where a crawl behind it met a budget, was stopped, or kept fewer links than needed
    (`keep=touching`): what is not in the table is not proven then, rather than not there."""

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a frame, whose `attrs["complete"]` says the same as `complete`.

        A whole number stays one where others of its column are null (`Int64`).
        """
        frame: pd.DataFrame = self.table.to_pandas()
        for name, kind in self.table.schema().items():
            if kind.is_integer() and frame[name].dtype.kind == "f":
                frame[name] = frame[name].astype("Int64")
        frame.attrs["complete"] = self.complete
        return frame
