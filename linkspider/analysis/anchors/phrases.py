"""Generic anchor texts (`read more`) of many languages, from `generic.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from linkspider.analysis.anchors.normalise import normalise


@cache
def generic_phrases() -> frozenset[str]:
    """The phrases of all languages, normalised."""
    data = files("linkspider.analysis.anchors").joinpath("generic.toml").read_text("utf-8")
    return frozenset(normalise(one) for phrases in tomllib.loads(data).values() for one in phrases)
