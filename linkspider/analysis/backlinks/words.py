"""The words of URLs, titles and anchors, as sets that can be compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from linkspider.analysis.anchors.normalise import normalise
from linkspider.analysis.anchors.words import is_unspaced, tokens
from linkspider.analysis.texts import on_texts

if TYPE_CHECKING:
    import ibis.expr.types as ir

MAX_WORDS = 40
"""Of one text; a title of a thousand words is no title."""

_PATH = re.compile(r"^[a-z][a-z0-9+.-]*://[^/?#]*([^?#]*)")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def words(text: str) -> list[str]:
    """The distinct words of a text, or of a URL's path without file extension; at most 40.

    Runs of signs that are set without spaces become pairs of neighbouring signs.

    >>> words("Green tea, GREEN cups"), words("https://a.example/Green%20tea/old_cups.php?id=7")
    (['green', 'tea', 'cups'], ['green', 'tea', 'old', 'cups'])
    >>> words("煎茶入門")
    ['煎茶', '茶入', '入門']
    """
    if found := _PATH.match(text):
        text = unquote(_EXTENSION.sub("", found[1]), errors="replace")
    parts = (part for word in tokens(normalise(text)) for part in _parts(word))
    return list(dict.fromkeys(parts))[:MAX_WORDS]


def _parts(word: str) -> list[str]:
    if len(word) < 3 or not is_unspaced(word):
        return [word]
    return [word[start : start + 2] for start in range(len(word) - 1)]


def spread_words(texts: ir.Table, key: str, text: str) -> ir.Table:
    """The distinct pairs of a key and a word of its texts: columns ``key`` and `word`."""
    distinct = texts.filter(texts[text].notnull()).select(distinct_text=text).distinct()
    found = on_texts(words, "array<string>")(distinct.distinct_text)
    distinct = distinct.select("distinct_text", word=found.unnest())
    joined = texts.join(distinct, [(text, "distinct_text")])
    return joined.select(key, "word").distinct()
