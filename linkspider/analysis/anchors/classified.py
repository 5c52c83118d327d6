"""The links that are counted by their anchor text, with its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from linkspider.analysis.anchors.kinds import KINDS, Keywords, kind_of, title_names
from linkspider.analysis.anchors.normalise import normalise
from linkspider.analysis.anchors.site_name import brand_of
from linkspider.analysis.anchors.words import normalise_visible
from linkspider.analysis.hyperlinks import Links, links_of
from linkspider.analysis.numbering import between_pages, numbered_urls, numbers, with_numbers
from linkspider.analysis.observations import is_document
from linkspider.analysis.texts import on_texts

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.anchors.brand import Brand
    from linkspider.analysis.view import View


@dataclass(frozen=True)
class ClassifiedLinks:
    """Links by their anchor texts. What is counted of them is a number, in the order of what it
    stands for: a site has tens of millions of links, and their texts and URLs take gigabytes."""

    rows: ir.Table
    """A row each: `source_page` (the page that it stands on; of internal links the final one),
    `source_host`, `source_domain` (these two as texts), `target_url`, `target_page` (the final
    page; null where the redirects have no end), `example` (the anchor text as written), `anchor`
    (normalised), `kind` (its place in `KINDS`; title by the title and H1s of the final page),
    `has_image`, `followed`."""
    names: Mapping[str, ir.Table]
    """What the numbers in `anchor`, `kind`, `example` and `target_page` stand for: `number`,
    `name`."""

    def spell_out(self, table: ir.Table) -> ir.Table:
        """The table with what the numbers in its columns stand for in their place."""
        for column, names in self.names.items():
            if column in table.columns:
                joined = table.left_join(names, table[column] == names.number)
                table = joined.mutate(**{column: joined.name}).drop("number", "name")
        return table


def classified_links(
    view: View,
    links: Links,
    brand: str | Iterable[str] | None = None,
    keywords: str | Iterable[str] = (),
) -> ClassifiedLinks:
    """The backlinks, or the internal links but those of a page to itself, by their anchor text."""
    keywords = (keywords,) if isinstance(keywords, str) else tuple(keywords)
    named, wanted = brand_of(view, brand), Keywords(keywords)
    written = _written(view, links)
    urls = numbered_urls(view, written)
    pages = urls.filter(urls.page.notnull()).select(number="page", name="final_url").distinct()
    # Each distinct text is looked at once, and the titles meet these, not the links.
    texts = _texts(written, named, wanted)
    titles = _titles(view.pages, named).join(texts, "title_name")
    titles = titles.select("page", "anchor", "normalised").distinct()
    titles = titles.join(pages, [("page", "name")]).select(
        titled_page="number",
        titled_anchor="anchor",
        title_kind=_kinds(named, wanted, is_title=True)(titles.normalised),
    )
    found = _numbered(written, urls, links).join(texts, "anchor_text")
    found = found.left_join(
        titles, [("target_page", "titled_page"), ("anchor", "titled_anchor")]
    ).mutate(kind=ibis.coalesce(titles.title_kind, texts.kind))
    return ClassifiedLinks(
        rows=found.drop("anchor_text", "normalised", "title_name", *titles.columns),
        names={
            "anchor": texts.select(number="anchor", name="normalised").distinct(),
            "kind": ibis.memtable(pa.table({"number": range(len(KINDS)), "name": KINDS})),
            "example": texts.select(number="example", name="anchor_text"),
            "target_page": pages,
        },
    )


def _written(view: View, links: Links) -> ir.Table:
    found = links_of(view, links)
    return found.select(
        "source_url",
        "source_host",
        "source_domain",
        "target_url",
        anchor_text=found.anchor_text.fill_null(""),
        has_image=found.has_image.fill_null(False),
        followed=found.followed.fill_null(False),
    )


def _texts(written: ir.Table, brand: Brand, keywords: Keywords) -> ir.Table:
    """The distinct anchor texts of the links, with their numbers, kinds and names."""
    texts = written.select("anchor_text").distinct()
    texts = texts.mutate(normalised=on_texts(normalise)(texts.anchor_text)).cache()
    return texts.mutate(
        example=numbers(texts.anchor_text),
        anchor=numbers(texts.normalised),
        kind=_kinds(brand, keywords, is_title=False)(texts.normalised),
        title_name=on_texts(normalise_visible)(texts.normalised),
    ).cache()


def _numbered(written: ir.Table, urls: ir.Table, links: Links) -> ir.Table:
    """The links with the numbers of their pages, and of their targets as written."""
    is_internal = links == "internal"
    sources = urls.select(source_url="url", source="page" if is_internal else "number")
    targets = urls.view().select(target_url="url", linked="number", target="page")
    found = with_numbers(written, sources, targets)
    found = between_pages(found) if is_internal else found
    return found.rename(source_page="source", target_url="linked", target_page="target")


def _titles(pages: ir.Table, brand: Brand) -> ir.Table:
    """What the target's pages are called: `page`, `title_name`, a row for each title and H1."""
    read = pages.filter(pages.scope.notnull(), is_document(pages))
    titles = read.select(page="url", title="title")
    titles = titles.union(read.select(page="url", title=read.h1.unnest()))
    titles = titles.filter(titles.title != "")
    distinct = titles.select("title").distinct()
    names = on_texts(lambda title: sorted(title_names(title, brand)), "array<string>")
    named = distinct.mutate(name=names(distinct.title)).cache()
    named = named.select("title", title_name=named.name.unnest())
    return titles.join(named, "title").select("page", "title_name")


def _kinds(brand: Brand, keywords: Keywords, *, is_title: bool) -> Any:
    """The kind of each normalised anchor, of titles or of none, as its place in `KINDS`."""

    def place(anchor: str) -> int:
        titles = (anchor,) if is_title else ()
        return KINDS.index(kind_of(anchor, brand, keywords, titles=titles))

    return on_texts(place, "int8")
