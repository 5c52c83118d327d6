"""Columns as a spreadsheet takes them: no lists, no time zones, and nothing that it would run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

FORMULA = r"^[\s\p{Z}]*[=+\-@＝＋－＠]|^[\t\r\n]"
"""What begins like this is run as a formula by some spreadsheet, or hides that it does."""


def flatten(table: ir.Table) -> ir.Table:
    """The table with lists as text (their values with a blank between) and times as text, UTC."""
    flat = {}
    for name, kind in table.schema().items():
        if kind.is_array():
            flat[name] = table[name].join(" ")
        elif kind.is_timestamp():
            flat[name] = table[name].strftime("%Y-%m-%d %H:%M:%S")
    return table.mutate(**flat) if flat else table


def neutralise(table: ir.Table) -> ir.Table:
    """The table with an apostrophe before each text that a spreadsheet would run as a formula.

    An anchor text is a stranger's: `=HYPERLINK(…)` in a CSV would be a link of theirs, and worse.
    """
    safe = {
        name: ibis.ifelse(
            table[name].re_search(FORMULA), ibis.literal("'") + table[name], table[name]
        )
        for name, kind in table.schema().items()
        if kind.is_string()
    }
    return table.mutate(**safe) if safe else table
