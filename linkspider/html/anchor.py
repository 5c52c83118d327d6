"""What may name a link to its reader, and the text that stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborNode

from linkspider.items import AnchorCandidates
from linkspider.text import clean

CONTEXT_LENGTH = 100
MAX_CONTEXT_STEPS = 60
MAX_ANCHOR_NODES = 10_000

_BREAKING_TAGS = (
    "address article aside blockquote br center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol "
    "option p pre search section select summary table tbody td tfoot th thead tr ul"
)
_BREAKING = frozenset(_BREAKING_TAGS.split())
"""Elements that a reader sees set apart from the text before and behind them."""
_NEEDS_A_WALK = _BREAKING | {"img"}


def read_candidates(
    node: LexborNode, attributes: Mapping[str, str | None]
) -> tuple[AnchorCandidates, bool]:
    """The raw texts that may name the link, and whether an img stands inside it."""
    text, alt, has_image = "", "", False
    child = node.first_child
    if child is not None:
        if child.next is None and child.is_text_node:
            text = child.text_content or ""
        elif _NEEDS_A_WALK.isdisjoint([inner.tag for inner in node.traverse()]):
            text = node.text()
        else:
            text, alt, has_image = _read_inside(node)
    return (
        AnchorCandidates(
            text,
            alt or attributes.get("alt") or "",
            attributes.get("aria-label") or "",
            attributes.get("title") or "",
        ),
        has_image,
    )


def _read_inside(link: LexborNode) -> tuple[str, str, bool]:
    texts: list[str] = []
    alts: list[str] = []
    has_image = False
    for node, breaks in _walk(link):
        if node.is_text_node:
            texts.append(node.text_content or "")
        elif breaks:
            texts.append(" ")
        elif node.tag == "img":
            has_image = True
            if alt := node.attributes.get("alt"):
                alts.append(alt)
    return "".join(texts), " ".join(alts), has_image


def _walk(link: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """The nodes inside a link in order; breaking elements twice, where they begin and end."""
    node, steps = link.first_child, 0
    while node is not None and steps < MAX_ANCHOR_NODES:
        steps += 1
        breaks = node.tag in _BREAKING
        yield node, breaks
        below = node.first_child
        if below is not None:
            node = below
            continue
        while node is not None and node != link:
            if node.tag in _BREAKING:
                yield node, True
            if node.next is not None:
                node = node.next
                break
            node = node.parent
        else:
            return


def read_context(link: LexborNode) -> tuple[str, str]:
    """About 100 characters of the page's text before the link, and as many behind it."""
    return _collect(link, back=True), _collect(link, back=False)


def _collect(link: LexborNode, *, back: bool) -> str:
    pieces: list[str] = []
    length = 0
    node: LexborNode | None = link
    for _ in range(MAX_CONTEXT_STEPS):
        if node is None or node.tag == "body":
            break
        beside = node.prev if back else node.next
        if beside is None:
            node = node.parent
            pieces.append(" ")
            continue
        node = beside
        text = node.text_content if node.is_text_node else node.text(separator=" ")
        if text:
            # White space may take most of a piece: cut generously, before cleaning.
            text = text[-20 * CONTEXT_LENGTH :] if back else text[: 20 * CONTEXT_LENGTH]
            pieces.append(text)
            length += len(text.strip())
        if length >= CONTEXT_LENGTH:
            break
    joined = clean("".join(reversed(pieces) if back else pieces), limit=40 * CONTEXT_LENGTH)
    return _cut_at_word(joined, back=back)


def _cut_at_word(text: str, *, back: bool) -> str:
    if len(text) <= CONTEXT_LENGTH:
        return text
    if back:
        kept = text[-CONTEXT_LENGTH:]
        return kept if text[-CONTEXT_LENGTH - 1] == " " else kept.partition(" ")[2] or kept
    kept = text[:CONTEXT_LENGTH]
    return kept if text[CONTEXT_LENGTH] == " " else kept.rpartition(" ")[0] or kept
