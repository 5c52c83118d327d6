"""Anchor texts made comparable: `Read  More »` and `read more` are one."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from linkspider.analysis.texts import on_texts

if TYPE_CHECKING:
    import ibis.expr.types as ir


def normalise(text: str) -> str:
    """The text by Unicode NFKC, casefolded, spaces collapsed, punctuation (P*) off at its edges.

    >>> normalise("  »Ｒｅａｄ\\tmore…« "), normalise("C++"), normalise("¡¿?!")
    ('read more', 'c++', '')
    """
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    start, end = 0, len(folded)
    while start < end and _is_edge(folded[start]):
        start += 1
    while end > start and _is_edge(folded[end - 1]):
        end -= 1
    return folded[start:end]


def _is_edge(sign: str) -> bool:
    return sign == " " or unicodedata.category(sign).startswith("P")


def with_normalised_anchor(links: ir.Table) -> ir.Table:
    """The links with a column `anchor`: `anchor_text` normalised; null where there is none.

    Each distinct text is looked at once: a site's menu has the same words on each of its pages.
    """
    texts = links.filter(links.anchor_text.notnull()).select(text="anchor_text").distinct()
    texts = texts.mutate(anchor=on_texts(normalise)(texts.text))
    joined = links.left_join(texts, [("anchor_text", "text")])
    return joined.select(links, texts.anchor)
