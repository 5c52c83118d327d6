"""The risk flags there are, and how one is raised: a row for a domain, with evidence.

A flag is a hint for a person who looks at the site, never a verdict: each of them is also raised by
decent sites. Flags of one group see the same thing in several ways, so they are not independent.
"""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING, NamedTuple

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir


class Flag(NamedTuple):
    """One kind of hint."""

    name: str
    group: str
    weight: float
    """How much it says, 0 to 1: a judgement, no measurement."""
    meaning: str


FLAGS = {
    flag.name: flag
    for flag in (
        Flag("link_farm", "outbound", 0.4, "its pages link to very many domains"),
        Flag("sitewide_anchor", "anchors", 0.4, "one keyword links here from half of its pages"),
        Flag("same_title", "network", 0.3, "many domains have a page of the same title"),
        Flag("same_path", "network", 0.2, "many domains have a page of the same path"),
        Flag("paid_footprint", "paid", 0.5, "words of paid placement, and a followed link"),
        Flag("unrelated_language", "language", 0.1, "written in none of the target's languages"),
        Flag("seen_together", "timing", 0.2, "many domains began to link at the same time"),
        Flag("spam_links", "hacked", 0.5, "links of spam on a site of another topic"),
        Flag("spam_pages", "hacked", 0.4, "a page of spam on a site of another topic"),
        Flag("spam_anchors", "hacked", 0.4, "links here with words of spam"),
        Flag("injected_path", "hacked", 0.4, "its page lies where no author puts one"),
        Flag("hidden_links", "hacked", 0.3, "its links here cannot be seen by a reader"),
    )
}


def best_of_each(hits: ir.Table, *best_first: ir.Value) -> ir.Table:
    """The best hit of each `source_domain`, with `hits`: how many it has."""
    of_domain = ibis.window(group_by=hits.source_domain)
    ranked = hits.mutate(
        place=ibis.row_number().over(
            ibis.window(group_by=hits.source_domain, order_by=list(best_first))
        ),
        hits=hits.count().over(of_domain),
    )
    return ranked.filter(ranked.place == 0).drop("place")


def raise_flag(name: str, domains: ir.Table, *sentence: str | ir.Value) -> ir.Table:
    """The rows of a flag for these domains; the sentence is of words and columns."""
    flag = FLAGS[name]
    return domains.select(
        "source_domain",
        flag=ibis.literal(flag.name),
        flag_group=ibis.literal(flag.group),
        weight=ibis.literal(flag.weight),
        evidence=reduce(add, map(_said, sentence)),
    )


def _said(part: str | ir.Value) -> ir.StringValue:
    return ibis.literal(part) if isinstance(part, str) else part.cast("string")


def counted(number: ir.IntegerColumn, one: str, many: str) -> ir.StringColumn:
    """A number and what it counts: 1 page, 2 pages."""
    return number.cast("string") + ibis.ifelse(number == 1, f" {one}", f" {many}")


def quoted(text: ir.StringColumn) -> ir.StringColumn:
    """A stranger's text in a sentence: its first 80 characters, in quotation marks."""
    return ibis.literal("“") + text.substr(0, 80) + "”"
