"""The answers of a report: each is worked out once, and put down as far as a page can carry it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from linkspider.report.model import Table

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis import Answer, View

TABLE_ROWS = 200
"""Rows of an answer that a report shows; `scrapy export` has them all."""

Question = Callable[..., "Answer"]
"""What is asked of a view, with further arguments or none."""


@dataclass(frozen=True)
class Worked:
    """An answer that was worked out."""

    table: ir.Table
    complete: bool

    def count(self) -> int:
        """How many rows there are."""
        return int(self.table.count().to_pyarrow().as_py())

    def total(self, column: str) -> int:
        """The sum of a column; 0 where there is no row."""
        return int(self.table[column].sum().to_pyarrow().as_py() or 0)

    def where(self, column: str, value: Any) -> Worked:
        """The rows with this value."""
        return self.only(self.table[column] == value)

    def only(self, condition: ir.BooleanColumn) -> Worked:
        """The rows of which this holds."""
        return Worked(self.table.filter(condition), self.complete)

    def first(self, rows: int) -> list[dict[str, Any]]:
        """The first rows."""
        found: list[dict[str, Any]] = self.table.limit(rows).to_pyarrow().to_pylist()
        return found


class Asker:
    """Asks questions of a view, none of them twice."""

    def __init__(self, view: View, tell: Callable[[str], None]) -> None:
        self.view = view
        self._tell = tell
        self._worked: dict[tuple[Hashable, ...], Worked] = {}

    def __call__(self, question: Question, *arguments: Hashable) -> Worked:
        """The answer to a question of the view, with these further arguments."""
        asked = (question, *arguments)
        if asked not in self._worked:
            self._tell(question.__name__.strip("_").replace("_", " "))
            answer = question(self.view, *arguments)
            self._worked[asked] = Worked(answer.table.cache(), answer.complete)
        return self._worked[asked]


def show(
    worked: Worked,
    anchor: str,
    title: str,
    *columns: str,
    headings: Mapping[str, str] = MappingProxyType({}),
) -> Table:
    """A table of the first rows with these columns, or with all, under their names or
    ``headings``."""
    names = columns or tuple(worked.table.columns)
    rows = [[row[name] for name in names] for row in worked.first(TABLE_ROWS)]
    return Table(
        anchor=anchor,
        title=title,
        columns=[headings.get(name, name) for name in names],
        rows=rows,
        total=worked.count(),
        complete=worked.complete,
    )
