"""The words of a text, for comparing: no case, accents, punctuation or signs."""

from __future__ import annotations

import re
import unicodedata

from linkspider.analysis.anchors.normalise import normalise

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"  # Japanese, Chinese
    "\uac00-\ud7af"  # Korean
)
"""Letters of languages that set words, or what belongs to them, without spaces between."""

_STARTS_UNSPACED = re.compile(f"[{UNSPACED}]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_NO_ASCII_WORD = re.compile("[^0-9a-z]+")
_TOKEN = re.compile(f"[{UNSPACED}]+|[^ {UNSPACED}]+")


def normalise_visible(text: str) -> str:
    """The text normalised, without the signs that nobody sees (zero-width, soft hyphen …).

    >>> normalise_visible("\\u200bRead\\u00ad more\\u200f")
    'read more'
    """
    if not text.isascii():
        text = "".join(
            sign
            for sign in text
            if unicodedata.category(sign) != "Cf" and sign not in _VARIATION_SELECTORS
        )
    return normalise(text)


def fold(text: str) -> str:
    """Normalised text without accents.

    >>> fold("thé vert"), fold("smørrebrød"), fold("ё"), fold("が")
    ('the vert', 'smorrebrod', 'е', 'が')
    """
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).translate(_STROKES)


def spellings(text: str) -> frozenset[str]:
    """Normalised text without accents, with umlauts as one letter and as two.

    >>> sorted(spellings("müller"))
    ['mueller', 'muller']
    """
    if text.isascii():
        return frozenset((text,))
    return frozenset((fold(text), fold(text.translate(_UMLAUTS))))


def words(text: str) -> str:
    """The words of normalised text with a blank between, without accents and signs.

    >>> words("read more →"), words("l'été"), words("★★★")
    ('read more', 'l ete', '')
    """
    if text.isascii():
        return _NO_ASCII_WORD.sub(" ", text).strip()
    kept = (sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in fold(text))
    return " ".join("".join(kept).split())


def tokens(text: str) -> list[str]:
    """The words of normalised text, parted where a script that sets no spaces begins or ends.

    >>> tokens("asyncioモジュール no.1")
    ['asyncio', 'モジュール', 'no', '1']
    """
    return _TOKEN.findall(words(text))


def is_unspaced(token: str) -> bool:
    """Whether a token is of a language that sets no spaces between words.

    >>> is_unspaced("緑茶"), is_unspaced("tea")
    (True, False)
    """
    return _STARTS_UNSPACED.match(token) is not None
