"""How wide a text is in a search result: in Arial, by a table of its signs' widths.

| sign | width |
|---|---|
| combining marks, joiners, controls, skin tones, what a joiner adds to an emoji | 0 |
| in `widths.toml` (Latin, Greek, Cyrillic, Hebrew, punctuation) | Arial's advance width |
| East Asian wide, full-width or ambiguous: CJK, emoji, ① ★ ※ | the font's size |
| East Asian half-width, and half of a flag | half of the font's size |
| any other: Arabic, Thai, Devanagari … | that of a digit, 0.556 of the font's size |

Kerning counts for nothing: a browser's sum differs by a pixel or two on a title.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING

from linkspider.analysis.texts import on_texts

if TYPE_CHECKING:
    import ibis.expr.types as ir

UNITS = 2048
"""Units to the font's size, in which widths are told."""
_OTHER = 1139
_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc", "Cs"})
_BY_EAST_ASIAN_WIDTH = {"W": UNITS, "F": UNITS, "A": UNITS, "H": UNITS // 2}
_JOINED = re.compile("\u200d[\u2600-\u27bf\U0001f000-\U0001faff]|[\U0001f3fb-\U0001f3ff]")
"""What is drawn into the emoji before it: a skin tone, or what follows a joiner."""


class _Widths(dict[str, int]):
    """Widths of signs in units; one that is not in the table is looked up by what it is."""

    def __missing__(self, sign: str) -> int:
        self[sign] = width = self._look_up(sign)
        return width

    @staticmethod
    def _look_up(sign: str) -> int:
        if unicodedata.category(sign) in _UNSEEN:
            return 0
        if "\U0001f1e6" <= sign <= "\U0001f1ff":
            return UNITS // 2
        if sign == "\u2011":  # the hyphen that breaks no line, which the font draws as a hyphen
            return sign_widths()["-"]
        return _BY_EAST_ASIAN_WIDTH.get(unicodedata.east_asian_width(sign), _OTHER)


@cache
def sign_widths() -> _Widths:
    """The table of widths, in units."""
    data = files("linkspider.analysis.on_page").joinpath("widths.toml").read_text("utf-8")
    signs = tomllib.loads(data).items()
    return _Widths((sign, int(width)) for width, together in signs for sign in together)


def pixel_width(text: str, size: int) -> int:
    """The width of a text in Arial of so many pixels, rounded to whole pixels.

    >>> pixel_width("Tea", 20), pixel_width("新茶", 20), pixel_width("e\u0301", 20)
    (34, 40, 11)
    """
    if not text.isascii():
        text = _JOINED.sub("", unicodedata.normalize("NFC", text))
    return (sum(map(sign_widths().__getitem__, text)) * size + UNITS // 2) // UNITS


def half_widths(text: str) -> int:
    """The text's length where a full-width (East Asian wide) sign counts as two.

    So do people count who write in them: 30 full-width signs are a title of 60 half-width ones.

    >>> half_widths("tea"), half_widths("新茶")
    (3, 4)
    """
    if text.isascii():
        return len(text)
    return len(text) + sum(map(_is_full_width, text))


@cache
def _is_full_width(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def measured(table: ir.Table, column: str, size: int) -> ir.Table:
    """The table with `pixels`, how wide the text in ``column`` is in Arial of this size, and
    `half_widths`, how long it is where a full-width sign counts as two.

    Null where there is no text. Each distinct text is measured once.
    """
    texts = table.filter(table[column].notnull()).select(text=column).distinct()
    texts = texts.mutate(
        pixels=on_texts(partial(pixel_width, size=size), "int64")(texts.text),
        half_widths=on_texts(half_widths, "int64")(texts.text),
    )
    joined = table.left_join(texts, [(column, "text")])
    return joined.select(table, texts.pixels, texts.half_widths)
