"""Which link of a page is which of its links at an earlier look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    from collections.abc import Sequence

    import ibis.expr.types as ir

SAME = ("target_url", "words", "qualifiers", "position")
ROUNDS = (
    ("target_url", "words", "tokens", "position"),
    SAME,
    ("target_url",),
    ("words", "position"),
)
"""In what two links of a page must agree to be paired, round by round."""


def comparable(links: ir.Table) -> ir.Table:
    """The links with what is compared: `words` (the anchor text, whose case does not count),
    `qualifiers` (1 nofollow, 2 ugc, 4 sponsored: another rel is no change) and `position`."""
    flags = [links[name].fill_null(False).cast("int8") for name in ("nofollow", "ugc", "sponsored")]
    return links.select(
        "source_url",
        "source_host",
        "source_domain",
        "target_url",
        "anchor_text",
        "rel",
        "followed",
        "ordinal",
        "fetched_at",
        position=links.position.fill_null(""),
        words=links.anchor_text.fill_null("").lower(),
        qualifiers=flags[0] + flags[1] * 2 + flags[2] * 4,
    )


def without_same(before: ir.Table, after: ir.Table) -> tuple[ir.Table, ir.Table]:
    """Both tables without the links that are there equally often: they need no pairing.

    Most links of most sites do not change: this looks at each once, as two hashes of 64 bits.
    """
    before, after = _with_hashes(before), _with_hashes(after)
    counted = ibis.union(
        before.select("page_hash", "link_hash", one=ibis.literal(1, "int64")),
        after.select("page_hash", "link_hash", one=ibis.literal(-1, "int64")),
    )
    counted = counted.group_by("page_hash", "link_hash").agg(surplus=ibis._.one.sum())
    rest = counted.filter(counted.surplus != 0).cache()
    hashes = ["page_hash", "link_hash"]
    return before.semi_join(rest, hashes).drop(hashes), after.semi_join(rest, hashes).drop(hashes)


def _with_hashes(links: ir.Table) -> ir.Table:
    same = ibis.struct({name: links[name] for name in (*SAME, "rel", "followed")})
    return links.mutate(page_hash=links.source_url.hash(), link_hash=same.hash())


def pair(before: ir.Table, after: ir.Table) -> ir.Table:
    """Pairs of links of the same `source_url`, each link in one pair at most, in rounds:

    1. same target, anchor text, rel and position: the first with the first, in order. First all
       tokens of rel count, in whatever order, then only nofollow, ugc and sponsored;
    2. what is left of one target, in order;
    3. what is left of one anchor text and position, in order: the link has another target.

    ``after`` has a column `page_url`, the page that each link stands on. Columns: `source_url`,
    `ordinal` (of the link before), `page_url`, `ordinal_after`.
    """
    pairs = []
    before, after = _with_tokens(before), _with_tokens(after)
    for keys in ROUNDS:
        found = _pair_in_order(before, after, ("source_url", *keys))
        pairs.append(found)
        before = before.anti_join(found, ["source_url", "ordinal"])
        after = after.anti_join(found, ["source_url", ("ordinal", "ordinal_after")])
    return ibis.union(*pairs)


def _with_tokens(links: ir.Table) -> ir.Table:
    """The links with `tokens`: those of rel, each once, in the order of the alphabet."""
    return links.mutate(tokens=links.rel.unique().sort().join(" ").fill_null(""))


def _pair_in_order(before: ir.Table, after: ir.Table, keys: Sequence[str]) -> ir.Table:
    first = numbered(before, keys).select(*keys, "nth", "ordinal")
    second = numbered(after, keys).select(*keys, "nth", "page_url", ordinal_after="ordinal")
    paired = first.join(second, [*keys, "nth"])
    return paired.select("source_url", "ordinal", "page_url", "ordinal_after")


def numbered(links: ir.Table, keys: Sequence[str]) -> ir.Table:
    """The links with `nth`: how many of the same keys stand before each on its page."""
    in_order = ibis.window(group_by=[links[key] for key in keys], order_by=links.ordinal)
    return links.mutate(nth=ibis.row_number().over(in_order))
