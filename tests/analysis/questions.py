"""All questions of the analyses, found by what they take and give."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from linkspider.analysis import (
    Answer,
    View,
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


def with_options(options: Mapping[str, Any]) -> dict[str, Callable[[View, View], Answer]]:
    """All questions by name, with those of the options that they take, as questions of two views,
    of which the second is the one that most ask."""
    return {name.partition(".")[2]: _of_two(ask, options) for name, ask in questions()}


def _of_two(
    function: Callable[..., Answer], options: Mapping[str, Any]
) -> Callable[[View, View], Answer]:
    asked = inspect.signature(function).parameters
    if "before" in asked:
        return function
    ask = partial(function, **{key: value for key, value in options.items() if key in asked})
    return lambda _, view: ask(view)
