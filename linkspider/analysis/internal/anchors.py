"""Internal links whose words do not say where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.anchors.normalise import with_normalised_anchor
from linkspider.analysis.anchors.phrases import generic_phrases
from linkspider.analysis.answer import Answer
from linkspider.analysis.internal.listing import LINK_COLUMNS, written_links
from linkspider.analysis.internal.segments import Segments, with_segment

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

ADDRESS = r"^(https?://|www\.)\S+$"


def non_descriptive_anchors(view: View, *, segments: Segments | None = None) -> Answer:
    """Internal links with an anchor text that does not describe their target.

    Columns: `source_url`; `target_url`; `kind`, the first that holds of the normalised text: empty
    (nothing but punctuation too); naked URL (it begins with http://, https:// or www. and has no
    space, or is the target's address or host without these); generic (a phrase like `read more`, of
    any language); `has_image`; `anchor_text`; `position`; `followed`; `ordinal`. Rows: by target,
    source and ordinal. The segment is that of the source.
    """
    links = written_links(view).select("target_url", "target_host", "has_image", *LINK_COLUMNS)
    texts = _suspects(links.select("anchor_text").distinct()).select(
        "kind", "anchor", text="anchor_text"
    )
    found = links.join(texts, [("anchor_text", "text")])
    is_naked = found.anchor.isin([_bare(found.target_url), _bare(found.target_host)])
    found = found.mutate(kind=ibis.ifelse(found.kind.isnull() & is_naked, "naked URL", found.kind))
    listed = found.filter(found.kind.notnull()).select(
        "source_url", "target_url", "kind", "has_image", *LINK_COLUMNS[1:]
    )
    listed = with_segment(listed, segments, "source_url")
    return Answer(listed.order_by("target_url", "source_url", "ordinal"), view.complete_inside)


def _suspects(texts: ir.Table) -> ir.Table:
    """The texts that may be non-descriptive: `anchor_text`, `anchor`, and `kind`, null where it is
    a naked URL or descriptive, by the target."""
    texts = with_normalised_anchor(texts)
    kind = ibis.cases(
        (texts.anchor == "", "empty"),
        (texts.anchor.re_search(ADDRESS), "naked URL"),
        (texts.anchor.isin(sorted(generic_phrases())), "generic"),
    )
    may_be_address = texts.anchor.re_search(r"^\S+\.\S+$")
    return texts.mutate(kind=kind).filter(kind.notnull() | may_be_address)


def _bare(address: ir.StringColumn) -> ir.StringColumn:
    """The address as people write it: without scheme, `www.` and the last slash."""
    return address.lower().re_replace(r"^(https?://)?(www\.)?", "").re_replace("/$", "")
