"""What kind of anchor text: the rule. Pure.

| first that holds | the anchor, normalised |
|---|---|
| empty | is nothing: no text, or signs that nobody sees, or punctuation alone |
| naked_url | is an address, of whatever site |
| brand | is the brand, and says nothing else (`Example GmbH`, `the Example website`) |
| brand_plus_keyword | names the brand among other words, whichever: what others call compound |
| title | equals the title of its target page, whole or without the brand at its end, or an H1 |
| exact | equals a keyword |
| partial | contains all words of a keyword, in any order |
| generic | is a phrase that names no target (`read more`), or signs alone (`→`) |
| other | |

Without keywords there is no exact and no partial.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from linkspider.analysis.anchors.brand import Brand
from linkspider.analysis.anchors.naked_url import is_naked_url
from linkspider.analysis.anchors.phrases import is_generic
from linkspider.analysis.anchors.words import is_unspaced, normalise_visible, tokens, words

KINDS = (
    "empty",
    "naked_url",
    "brand",
    "brand_plus_keyword",
    "title",
    "exact",
    "partial",
    "generic",
    "other",
)
DESCRIBING = ("brand_plus_keyword", "title", "exact", "partial", "other")
"""Kinds that say what is to be found behind the link, not only whose page it is."""


class Keywords:
    """The words that a target wants to be found by.

    >>> keywords = Keywords(["green tea", "緑茶"])
    >>> keywords.has("green tea"), keywords.has("best green tea")
    (True, False)
    >>> [keywords.are_in(one) for one in ("tea, the green one", "美味しい緑茶", "tea")]
    [True, True, False]
    """

    def __init__(self, keywords: Iterable[str] = ()) -> None:
        self._normalised = frozenset(filter(None, map(normalise_visible, keywords)))
        self._by_word: defaultdict[str, list[list[str]]] = defaultdict(list)
        self._unspaced: list[list[str]] = []
        for keyword in self._normalised:
            parts = tokens(keyword)
            spaced = next((part for part in parts if not is_unspaced(part)), None)
            if spaced is not None:
                self._by_word[spaced].append(parts)
            elif parts:
                self._unspaced.append(parts)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._normalised)

    def has(self, anchor: str) -> bool:
        """Whether a normalised anchor equals a keyword."""
        return anchor in self._normalised

    def are_in(self, anchor: str) -> bool:
        """Whether a normalised anchor contains all words of a keyword. A word of a language that
        sets no spaces may stand inside others."""
        if not self:
            return False
        text, found = words(anchor), frozenset(tokens(anchor))
        candidates = [self._unspaced, *(self._by_word.get(token, ()) for token in found)]
        return any(
            all(part in found or (is_unspaced(part) and part in text) for part in parts)
            for keywords in candidates
            for parts in keywords
        )


NO_KEYWORDS = Keywords()


def kind_of(
    text: str, brand: Brand, keywords: Keywords = NO_KEYWORDS, titles: Collection[str] = ()
) -> str:
    """The kind of an anchor text; ``titles`` are title and H1s of the page that it leads to.

    >>> brand, keywords = Brand(("Leaf & Kettle",), "shop.example"), Keywords(["green tea"])
    >>> kind_of("Leaf and Kettle", brand, keywords), kind_of("best green tea", brand, keywords)
    ('brand', 'partial')
    >>> kind_of("About us", brand, keywords, titles=["About us | Leaf & Kettle"])
    'title'
    """
    anchor = normalise_visible(text)
    if not anchor:
        return "empty"
    if is_naked_url(anchor, brand.domain):
        return "naked_url"
    if brand.is_all_of(anchor):
        return "brand"
    if brand.is_in(anchor):
        return "brand_plus_keyword"
    if any(anchor in title_names(title, brand) for title in titles):
        return "title"
    if keywords.has(anchor):
        return "exact"
    if keywords.are_in(anchor):
        return "partial"
    if is_generic(anchor):
        return "generic"
    return "other"


def title_names(title: str, brand: Brand) -> set[str]:
    """The anchors, normalised, that equal a page's title or H1: see `Brand.off`."""
    name, bare = normalise_visible(title), brand.off(title)
    return {name, name if bare is title else normalise_visible(bare)} - {""}
