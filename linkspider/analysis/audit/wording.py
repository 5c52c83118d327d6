"""Words that give a page away, read from the TOML files beside, and how they are found in texts."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import ibis

from linkspider.analysis.anchors.words import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable

    import ibis.expr.types as ir

_UNSPACED = re.compile(f"[{UNSPACED}]")
"""Scripts in which a word need not end where a space or another sign is."""


@cache
def _read(name: str) -> Any:
    return tomllib.loads(files("linkspider.analysis.audit").joinpath(name).read_text("utf-8"))


@cache
def paid_phrases() -> tuple[str, ...]:
    """Words of paid placement that mean it wherever they stand."""
    return _distinct(phrase for words in _read("paid.toml").values() for phrase in words["phrases"])


@cache
def paid_labels() -> tuple[str, ...]:
    """Words of paid placement that mean it beside a link."""
    return _distinct(label for words in _read("paid.toml").values() for label in words["labels"])


def spam_topics() -> dict[str, list[str]]:
    """The words of each topic that is injected into other people's pages."""
    topics: dict[str, list[str]] = _read("spam.toml")["topics"]
    return topics


def injected_paths() -> dict[str, str]:
    """Regular expressions for the paths of pages that no author put there, by name."""
    paths: dict[str, str] = _read("spam.toml")["paths"]
    return paths


def _distinct(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrases))


def pattern(phrases: Iterable[str]) -> str:
    r"""A regular expression, for lower-case texts and URLs, that finds a phrase in whole words.

    >>> found = re.compile(pattern(["guest post"]).replace(r"\p{L}\p{N}", r"\w"))
    >>> [bool(found.search(text)) for text in ("a guest post!", "/guest-post/", "guest posture")]
    [True, True, False]
    """
    spaced: list[str] = []
    unspaced: list[str] = []
    for phrase in phrases:
        written = r"[\s_+-]+".join(re.escape(word) for word in phrase.split())
        (unspaced if _UNSPACED.search(phrase) else spaced).append(written)
    edge = r"[^\p{L}\p{N}]"
    parts = [rf"(?:^|{edge})(?:{'|'.join(spaced)})(?:{edge}|$)"] if spaced else []
    return "|".join(parts + unspaced)


def first_found(text: ir.StringColumn, phrases: Iterable[str]) -> ir.StringColumn:
    """The first of the phrases that a text holds, as it stands there; null where it holds none."""
    found = text.lower().re_extract(pattern(phrases), 0)
    return found.re_replace(r"^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$", "").nullif("")


def is_of(text: ir.StringColumn, topics: Iterable[str]) -> ir.BooleanValue:
    """Whether a text holds a word of one of the topics; null where there is none."""
    words = [word for topic in topics for word in spam_topics()[topic]]
    return text.lower().re_search(pattern(words)) if words else ibis.literal(False)
