"""The links that are counted by their anchor text, with its kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import ibis

from linkspider.analysis.anchors.kinds import KINDS, Keywords, kind_of, title_names
from linkspider.analysis.anchors.normalise import with_normalised_anchor
from linkspider.analysis.anchors.site_name import brand_of
from linkspider.analysis.anchors.words import normalise_visible
from linkspider.analysis.final import fold
from linkspider.analysis.hyperlinks import Links, internal_links, links_of
from linkspider.analysis.observations import is_document
from linkspider.analysis.texts import on_texts

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.anchors.brand import Brand
    from linkspider.analysis.view import View


def classified_links(
    view: View,
    links: Links,
    brand: str | Iterable[str] | None = None,
    keywords: str | Iterable[str] = (),
) -> ir.Table:
    """The links, a row each, by their anchor text.

    Columns: `source_page` (the page that it stands on; of internal links the final one),
    `source_host`, `source_domain`, `target_url`, `target_page` (the final page; null where the
    redirects have no end), `anchor_text` as written, `anchor` normalised, `kind` (see `kinds`;
    title by the title and H1s of the final page), `has_image`, `followed`.
    """
    keywords = (keywords,) if isinstance(keywords, str) else tuple(keywords)
    named, wanted = brand_of(view, brand), Keywords(keywords)
    found = _chosen(view, links)
    # Each distinct text is looked at once, and the titles meet these, not the links.
    texts = with_normalised_anchor(_texts(view, links))
    texts = texts.mutate(
        kind=_kinds(named, wanted, is_title=False)(texts.anchor),
        name=on_texts(normalise_visible)(texts.anchor),
    ).cache()
    titles = _titles(view.pages, named).join(texts, "name").select("page", "anchor").distinct()
    titles = titles.mutate(title_kind=_kinds(named, wanted, is_title=True)(titles.anchor))
    joined = found.left_join(texts, "anchor_text").select(found, texts.anchor, texts.kind)
    joined = joined.left_join(titles, [("target_page", "page"), ("anchor", "anchor")]).select(
        joined, titles.title_kind
    )
    return joined.mutate(kind=ibis.coalesce(joined.title_kind, joined.kind)).drop("title_kind")


def first_kind(kind: ir.StringColumn) -> ir.StringScalar:
    """Of the kinds in a column, the one that stands first in the rule."""
    place = kind.cases(*((name, place) for place, name in enumerate(KINDS)))
    return ibis.array(list(KINDS))[place.min()]


def _chosen(view: View, links: Links) -> ir.Table:
    if links == "internal":
        found = internal_links(view).mutate(source_page=ibis._.source_final)
    else:
        found = fold(links_of(view, links), "target_url", view.finals, "target_final")
        found = found.mutate(source_page=found.source_url)
    return found.select(
        "source_page",
        "source_host",
        "source_domain",
        "target_url",
        target_page="target_final",
        anchor_text=found.anchor_text.fill_null(""),
        has_image=found.has_image.fill_null(False),
        followed=found.followed.fill_null(False),
    )


def _texts(view: View, links: Links) -> ir.Table:
    """The distinct anchor texts of the links, whether or not they lead to their own page."""
    found = links_of(view, links)
    return found.select(anchor_text=found.anchor_text.fill_null("")).distinct()


def _titles(pages: ir.Table, brand: Brand) -> ir.Table:
    """What the target's pages are called: `page`, `name`, a row for each title and H1."""
    read = pages.filter(pages.scope.notnull(), is_document(pages))
    titles = read.select(page="url", title="title")
    titles = titles.union(read.select(page="url", title=read.h1.unnest()))
    titles = titles.filter(titles.title != "")
    distinct = titles.select("title").distinct()
    names = on_texts(lambda title: sorted(title_names(title, brand)), "array<string>")
    named = distinct.mutate(name=names(distinct.title)).cache()
    named = named.select("title", name=named.name.unnest())
    return titles.join(named, "title").select("page", "name")


def _kinds(brand: Brand, keywords: Keywords, *, is_title: bool) -> Any:
    return on_texts(
        lambda anchor: kind_of(anchor, brand, keywords, titles=(anchor,) if is_title else ())
    )
