"""The text of an element as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BREAKING = (
    "address article aside blockquote br center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol "
    "option p pre search section select summary table tbody td tfoot th thead tr ul"
)
"""Elements that a reader sees set apart from the text before and behind them."""
_UNSEEN = "script style"


def _tag_ids(names: str) -> frozenset[int]:
    """The parser's numbers for element names: a page's nodes are compared by number faster."""
    sample = LexborHTMLParser("<body>")
    return frozenset(sample.create_node(name).tag_id for name in names.split())


_BREAKING_IDS = _tag_ids(_BREAKING)
_UNSEEN_IDS = _tag_ids(_UNSEEN)
_TEXT_ID = 2
"""The parser's number for a text, which has no name to create it by."""


_CHARACTERS_A_NODE = 100
"""Text of this length counts as one node more."""


class NodeBudget:
    """How much may still be read in parts of a page that can stand in each other.

    Links and headings within each other would else be read again and again.
    """

    def __init__(self, nodes: int, at_once: int = 5_000) -> None:
        self._left = nodes
        self._at_once = at_once
        self.was_met = False

    def take(self, node: LexborNode) -> list[LexborNode]:
        """The node with what is in it, in order, as far as the budget goes."""
        most = min(self._left, self._at_once)
        nodes = list(islice(node.traverse(include_text=True), most + 1))
        if len(nodes) > most:
            self.was_met = True
            del nodes[most:]
        self._left -= len(nodes)
        return nodes

    def charge(self, text: str) -> str:
        """``text`` as it is, once it is counted: a single node may hold megabytes."""
        self._left = max(0, self._left - len(text) // _CHARACTERS_A_NODE)
        return text


def inner_text(node: LexborNode, nodes: Iterable[LexborNode] | None = None) -> str:
    """The visible text inside ``node``, with white space where blocks and line breaks part it.

    White space is as in the page, only less where there is nothing else. Text of script, style and
    template elements is none. ``nodes`` are those inside to read, if not all.

    >>> import selectolax.lexbor as lexbor
    >>> page = lexbor.LexborHTMLParser("<p>H<sub>2</sub>O<script>0</script><div>is</div>wet")
    >>> inner_text(page.body).split()
    ['H2O', 'is', 'wet']
    """
    pieces: list[str] = []
    unseen: set[int] = set()
    last = " "
    for inner in node.traverse(include_text=True) if nodes is None else nodes:
        tag_id = inner.tag_id
        if tag_id == _TEXT_ID:
            text = inner.text_content
            if not text or (unseen and inner.mem_id in unseen):
                continue
            if text.isspace():
                text = " "
                if last == " ":
                    continue
            elif last > " " and text[0] > " " and _follows_a_break(inner, node):
                pieces.append(" ")
            pieces.append(text)
            last = text[-1]
        elif tag_id in _BREAKING_IDS:
            if last != " ":
                pieces.append(" ")
                last = " "
        elif tag_id in _UNSEEN_IDS:
            unseen.update(hidden.mem_id for hidden in inner.traverse(include_text=True))
    return "".join(pieces)


def is_breaking(node: LexborNode) -> bool:
    """Whether a reader sees the element set apart from what is before and behind it."""
    return node.tag_id in _BREAKING_IDS


def _follows_a_break(text: LexborNode, root: LexborNode) -> bool:
    """Whether a breaking element ends right before this text."""
    node: LexborNode | None = text
    while node is not None and node.mem_id != root.mem_id:  # == would compare their HTML
        before = node.prev
        while before is not None:
            if before.tag_id in _BREAKING_IDS:
                return True
            before = before.last_child
            if before is not None and before.tag_id == _TEXT_ID:
                return False
        if node.prev is not None:
            return False
        node = node.parent
    return False
