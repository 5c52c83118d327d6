"""A page's visible text in two numbers: how long it is, and whether it is another's."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

_ASCII_SPACES = b" \t\n\v\f\r"
_OTHER_SPACES = "\x85\xa0\u2028\u2029\u3000"
_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_MAY_BE_WITHOUT_SPACES = bytes([0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEF])
"""First UTF-8 bytes of those characters: bytes are found a hundred times faster than a pattern."""


class VisibleText(NamedTuple):
    """A page's text in two numbers."""

    word_count: int
    text_hash: str | None


def measure(text: str) -> VisibleText:
    """Words of ``text`` (each Chinese or Japanese character is one), and 64 bits of its BLAKE2b.

    The hash is 16 hexadecimal digits, over the text without white space, salted with the number of
    words; None where there is none. How much white space stands between words changes nothing.

    >>> measure("two words").word_count, measure("お茶 tea").word_count
    (2, 3)
    >>> measure(" a  b").text_hash == measure("a b").text_hash != measure("ab").text_hash
    True
    """
    for space in _OTHER_SPACES:
        if space in text:
            text = text.replace(space, " ")
    data = text.encode("utf-8", "replace")
    count = _count_words(data)
    if count == 0:
        return VisibleText(0, None)
    dense = data.translate(None, _ASCII_SPACES)
    salt = count.to_bytes(blake2b.SALT_SIZE, "big")
    digest = blake2b(dense, digest_size=8, salt=salt).hexdigest()
    if any(byte in dense for byte in _MAY_BE_WITHOUT_SPACES):
        spaced, characters = _WITHOUT_SPACES.subn(" ", text)
        count = len(spaced.split()) + characters
    return VisibleText(count, digest)


def _count_words(data: bytes) -> int:
    """``len(data.split())``, four times faster on the text of a whole page."""
    is_space = np.frombuffer(b" " + data, dtype=np.uint8) <= ord(" ")
    return int(np.count_nonzero(is_space[:-1] > is_space[1:]))
