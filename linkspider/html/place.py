"""Where on a page an element stands: its position (content, footer …) and its path from body."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from linkspider.text import storable

PATH_STEPS = 32
MAX_STEP_LENGTH = 64

_FOOTER, _ASIDE, _NAVIGATION, _HEADER, _MAIN = 16, 8, 4, 2, 1
_LANDMARK_TAGS = {
    "footer": _FOOTER,
    "aside": _ASIDE,
    "nav": _NAVIGATION,
    "header": _HEADER,
    "main": _MAIN,
}
_LANDMARK_ROLES = {
    "contentinfo": _FOOTER,
    "complementary": _ASIDE,
    "navigation": _NAVIGATION,
    "banner": _HEADER,
    "main": _MAIN,
    "presentation": 0,
    "none": 0,
}
_SECTIONS = {"article", "section", "main", "aside", "nav"}
"""Inside these, a header or footer is that of the section, no landmark of the page."""
_OF_A_SECTION = {"header", "footer"}
_POSITIONS = {
    _FOOTER: "footer",
    _ASIDE: "aside",
    _NAVIGATION: "navigation",
    _HEADER: "header",
}

Tokens = Mapping[str, int]


@cache
def load_tokens(path: Path | None = None) -> Tokens:
    """Class and id tokens with the position each stands for, from a TOML file (ours if None)."""
    text = (path or Path(__file__).with_name("position_tokens.toml")).read_text("utf-8")
    flags = {name: flag for flag, name in _POSITIONS.items()}
    return {token: flags[name] for name, tokens in tomllib.loads(text).items() for token in tokens}


class _Block(NamedTuple):
    """An element that links stand in: its path, and what it and the blocks around it say."""

    path: str
    depth: int
    landmarks: int
    tokens: int
    in_section: bool
    position: str


class Places:
    """The places of one page's elements. Each block is looked at once, however many links it has.

    Position comes from the landmarks around an element, and where there is none from the class
    and id tokens of the blocks around it. Footer wins over aside over navigation over header.
    """

    def __init__(self, body: LexborNode, tokens: Tokens | None = None) -> None:
        self._tokens = load_tokens() if tokens is None else tokens
        self._blocks = {body.mem_id: _Block("body", 1, 0, 0, False, "content")}
        self._steps: dict[int, dict[int, str]] = {}

    def of(self, node: LexborNode) -> tuple[str, str] | tuple[None, None]:
        """Position and path of an element; None twice where it stands outside body."""
        parent = node.parent
        if parent is None:
            return None, None
        block = self._blocks.get(parent.mem_id) or self._find(parent)
        if block is None:
            return None, None
        path = block.path if block.depth < PATH_STEPS else block.path.partition("/")[2]
        return block.position, f"{path}/{self._step(node, parent)}"

    def _find(self, node: LexborNode) -> _Block | None:
        """The block that a node is, and on the way all blocks around it."""
        inner = []
        current: LexborNode | None = node
        block = None
        while current is not None and (block := self._blocks.get(current.mem_id)) is None:
            inner.append(current)
            current = current.parent
        if block is None:
            return None
        assert current is not None
        while inner:
            node = inner.pop()
            block = self._enter(block, node, current)
            current = node
        return block

    def _enter(self, around: _Block, node: LexborNode, parent: LexborNode) -> _Block:
        path, depth, landmarks, tokens, in_section, position = around
        if depth < PATH_STEPS:
            depth += 1
        else:
            path = path.partition("/")[2]
        tag = node.tag or ""
        landmark = _LANDMARK_TAGS.get(tag, 0)
        if in_section and tag in _OF_A_SECTION:
            landmark = 0
        attributes = node.attributes
        if attributes:
            if role := attributes.get("role"):
                landmark = _LANDMARK_ROLES.get(role.strip().lower(), landmark)
            if tag != "main":
                for name in ("class", "id"):
                    if value := attributes.get(name):
                        for token in value.lower().split():
                            tokens |= self._tokens.get(token, 0)
        landmarks |= landmark
        if flags := landmarks or tokens:
            position = _position(flags)
        block = self._blocks[node.mem_id] = _Block(
            f"{path}/{self._step(node, parent)}",
            depth,
            landmarks,
            tokens,
            in_section or tag in _SECTIONS,
            position,
        )
        return block

    def _step(self, node: LexborNode, parent: LexborNode) -> str:
        """The last step of the path to an element: its name, numbered where siblings share it."""
        mem_id = parent.mem_id
        steps = self._steps.get(mem_id)
        if steps is None:
            if node.prev is None and node.next is None:
                return _name(node)
            steps = self._steps[mem_id] = _steps_to_children(parent)
        return steps[node.mem_id]


def _name(node: LexborNode) -> str:
    """A name may hold anything but white space, / and >."""
    tag = node.tag or ""
    return tag if tag.isalnum() else storable(tag)[:MAX_STEP_LENGTH]


def _steps_to_children(node: LexborNode) -> dict[int, str]:
    """The step to each child element."""
    steps = {child.mem_id: child.tag or "" for child in node.iter()}
    first: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for mem_id, tag in steps.items():
        if tag in first:
            numbers[tag] = number = numbers[tag] + 1
            steps[mem_id] = f"{tag}[{number}]"
        else:
            first[tag] = mem_id
            numbers[tag] = 1
    for tag, number in numbers.items():
        if number > 1:
            steps[first[tag]] += "[1]"
    if not "".join(first).isalnum():
        return {mem_id: storable(step)[:MAX_STEP_LENGTH] for mem_id, step in steps.items()}
    return steps


@cache
def _position(flags: int) -> str:
    for flag, position in _POSITIONS.items():
        if flags & flag:
            return position
    return "content"
