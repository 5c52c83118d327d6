"""What may name a link to its reader, and the text that stands around it."""

from __future__ import annotations

from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from linkspider.html.inner_text import NodeBudget, inner_text, is_breaking
from linkspider.items import AnchorCandidates
from linkspider.text import clean

CONTEXT_LENGTH = 100
MAX_CONTEXT_STEPS = 40
MAX_CONTEXT_NODES = 400
MAX_RAW_LENGTH = 20_000
"""Characters that are kept of a text before it is cleaned: white space may take most of it."""


def read_candidates(
    node: LexborNode, attributes: Mapping[str, str | None], budget: NodeBudget
) -> tuple[AnchorCandidates, bool]:
    """The raw texts that may name the link, and whether an img stands inside it."""
    text, alt, has_image = "", "", False
    child = node.first_child
    if child is not None:
        if child.next is None and child.is_text_node:
            text = child.text_content or ""
        else:
            inside = budget.take(node)
            text = budget.charge(inner_text(node, inside))[:MAX_RAW_LENGTH]
            images = [inner for inner in inside if inner.tag == "img"]
            has_image = bool(images)
            alts = " ".join(filter(None, (image.attributes.get("alt") for image in images)))
            alt = budget.charge(alts)[:MAX_RAW_LENGTH]
    return (
        AnchorCandidates(
            text,
            alt or attributes.get("alt") or "",
            attributes.get("aria-label") or "",
            attributes.get("title") or "",
        ),
        has_image,
    )


def read_context(link: LexborNode, budget: NodeBudget) -> tuple[str, str]:
    """About 100 characters of the page's text before the link, and as many behind it."""
    return _collect(link, budget, back=True), _collect(link, budget, back=False)


def _collect(link: LexborNode, budget: NodeBudget, *, back: bool) -> str:
    pieces: list[str] = []
    length = 0
    near = NodeBudget(MAX_CONTEXT_NODES)
    node: LexborNode | None = link
    for _ in range(MAX_CONTEXT_STEPS):
        if node is None or node.tag == "body" or length >= CONTEXT_LENGTH:
            break
        beside = node.prev if back else node.next
        if beside is None:
            node = node.parent
            if node is not None and is_breaking(node):
                pieces.append(" ")
            continue
        node = beside
        if text := budget.charge(inner_text(node, near.take(node))):
            # White space may take most of a piece: cut generously, before cleaning.
            text = text[-20 * CONTEXT_LENGTH :] if back else text[: 20 * CONTEXT_LENGTH]
            pieces.append(f" {text} " if is_breaking(node) else text)
            length += len(text.strip())
        elif is_breaking(node):
            pieces.append(" ")
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
