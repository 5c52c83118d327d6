"""Functions of a text as functions of a column of texts: for what no engine can do by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import pyarrow as pa


def on_texts(function: Callable[[str], Any], returns: str = "string") -> Any:
    """The function for a column. ``returns`` is the Ibis type of its values, of which none may be
    None; null stays null.

    It is called for each row: ask it for distinct texts, and join what it says.
    """

    def on_column(texts: Any) -> Any:
        if texts is None or isinstance(texts, str):  # Ibis has Spark call it for each text
            return None if texts is None else function(texts)
        found = [None if text is None else function(text) for text in texts.to_pylist()]
        return pa.array(found, ibis.dtype(returns).to_pyarrow())

    return ibis.udf.scalar.pyarrow(on_column, signature=(("string",), returns))
