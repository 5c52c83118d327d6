"""Whom a text names: a brand, however it is spelt. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple

from linkspider.analysis.anchors.phrases import generic_words
from linkspider.analysis.anchors.words import (
    UNSPACED,
    fold,
    normalise_visible,
    spellings,
    words,
)

_GAP = r"[\W_]{0,3}"
_LETTER = rf"[^\W_{UNSPACED}]"
TITLE_END = r"^(.*\S)(?:\s+(?:[-‒–—―·•»›:/~]|::)\s+|\s*[|｜]\s*)(.+)$"
"""A title, and what stands behind its last separator: mostly the site's name."""


class _Data(NamedTuple):
    """`brand.toml`, ready for use."""

    beside: frozenset[str]
    """Words that say nothing beside a name."""
    legal_forms: frozenset[str]
    and_word: re.Pattern[str]
    and_pattern: str
    """A pattern for what may stand for "and" in a name, nothing included."""


@cache
def _data() -> _Data:
    text = files("linkspider.analysis.anchors").joinpath("brand.toml").read_text("utf-8")
    data = tomllib.loads(text)
    close, apart = ("|".join(map(re.escape, data[name])) for name in ("and_close", "and_apart"))
    return _Data(
        beside=frozenset(map(fold, data["beside"])),
        legal_forms=frozenset(words(normalise_visible(form)) for form in data["legal_forms"]),
        and_word=re.compile(rf"(?<=\S) (?:{close}|{apart}) (?=\S)"),
        and_pattern=rf"{_GAP}(?:(?:{close}){_GAP}|(?<=[\W_])(?:{apart})[\W_]{{1,3}})?",
    )


@dataclass(frozen=True)
class Brand:
    """A target by name.

    A name is found with and without accents, spaces, punctuation and words for "and", but not
    inside other words:

    >>> brand = Brand(("Leaf & Kettle",), "leafandkettle.com")
    >>> brand.is_all_of("leafandkettle"), brand.is_all_of("the leaf and kettle website")
    (True, True)
    >>> brand.is_in("green tea by leaf+kettle"), brand.is_in("leaf & kettles")
    (True, False)
    """

    names: tuple[str, ...]
    """The names, as people write them."""
    domain: str
    """The target's registrable domain."""
    title_ending: str | None = None
    """What most of its titles end in: no name of it, but taken off them like one."""

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        spelt = {one for name in self.names for one in spellings(normalise_visible(name))}
        found = sorted(filter(None, map(_name_pattern, spelt)), key=lambda one: (-len(one), one))
        if not found:
            return None
        return re.compile(rf"(?<!{_LETTER})(?:{'|'.join(found)})(?:tm)?(?:['’]s)?(?!{_LETTER})")

    def is_in(self, anchor: str) -> bool:
        """Whether a normalised anchor names the brand."""
        pattern = self._pattern
        return pattern is not None and any(map(pattern.search, spellings(anchor)))

    def is_all_of(self, anchor: str) -> bool:
        """Whether a normalised anchor names the brand and says nothing else: what is left is a
        legal form (`GmbH`), small words (`by`) or a generic phrase (`visit`, `website`)."""
        pattern = self._pattern
        if pattern is None:
            return False
        for text in spellings(anchor):
            rest, names = pattern.subn(" ", text)
            if names and _says_nothing(words(rest)):
                return True
        return False

    def off(self, title: str) -> str:
        """The title of a page without the brand, or what most titles end in, at its end.

        >>> Brand(("Leaf & Kettle",), "").off("Green tea - loose | Leaf & Kettle Help")
        'Green tea - loose'
        """
        found = re.match(TITLE_END, title)
        return found[1] if found and self._is_ending(found[2]) else title

    @cached_property
    def _is_ending(self) -> Callable[[str], bool]:
        """Whether a title's ending is to be taken off; the titles of a site share few of them."""

        @lru_cache(1_000)
        def is_ending(ending: str) -> bool:
            return ending == self.title_ending or self.is_in(normalise_visible(ending))

        return is_ending


def _says_nothing(rest: str) -> bool:
    content = " ".join(word for word in rest.split() if word not in _data().beside)
    return not content or any(
        one in _data().legal_forms or one in generic_words() for one in (rest, content)
    )


def _name_pattern(name: str) -> str:
    """A pattern for one name, normalised and without accents; empty where it has no words."""
    spaced = words(re.sub("[&+]", " and ", name))
    if " " in spaced:
        return _data().and_pattern.join(map(re.escape, _data().and_word.sub(" ", spaced).split()))
    # A domain's label, say: where its words end is not known.
    parts = re.split(r"(?<=..)(?:and|und)(?=..)", spaced)
    return _data().and_pattern.join(_GAP.join(map(re.escape, part)) for part in parts)
