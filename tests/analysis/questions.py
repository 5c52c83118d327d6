"""All questions of the analyses, found by what they take and give."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator

from linkspider.analysis import (
    Answer,
    anchors,
    audit,
    authority,
    backlinks,
    changes,
    competitors,
    coverage,
    internal,
    on_page,
)

PACKAGES = (anchors, audit, authority, backlinks, changes, competitors, coverage, internal, on_page)


def questions() -> Iterator[tuple[str, Callable[..., Answer]]]:
    """The public functions from a view, or from two, to an answer, as `package.function`."""
    for package in PACKAGES:
        for name, function in inspect.getmembers(package, inspect.isfunction):
            asked = inspect.signature(function)
            if asked.return_annotation == "Answer" and {"view", "before"} & set(asked.parameters):
                yield f"{package.__name__.rpartition('.')[2]}.{name}", function
