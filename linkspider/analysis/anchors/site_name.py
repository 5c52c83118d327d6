"""What a target is called: by its domain, and by the titles of its pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.anchors.brand import TITLE_END, Brand
from linkspider.analysis.anchors.kinds import Keywords
from linkspider.analysis.anchors.phrases import is_generic
from linkspider.analysis.anchors.words import normalise_visible
from linkspider.analysis.observations import is_document
from linkspider.urls import registrable_domain

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

MIN_TITLED_PAGES = 3
MIN_TITLED_SHARE = 0.5


def brand_of(
    view: View, brand: str | Iterable[str] | None = None, keywords: Iterable[str] = ()
) -> Brand:
    """The target by name: the names given, or else those of its domain and its titles.

    The domain names it by the label that was registered (`leafandkettle` of
    www.leafandkettle.com) and as a whole; the titles by `site_name`, unless that contains a
    keyword. Where there is such a name, a label that is a generic phrase (`shop`) is none.
    """
    domain = registrable_domain(view.scope.host)
    if brand is not None:
        names = (brand,) if isinstance(brand, str) else tuple(brand)
        return Brand(names, domain)
    name, label = site_name(view.pages), domain_label(domain)
    if name is None or Keywords(keywords).are_in(normalise_visible(name)):
        return Brand((label, domain), domain)
    labels = () if is_generic(normalise_visible(label)) else (label,)
    return Brand((name, *labels, domain), domain)


def domain_label(domain: str) -> str:
    """The label that was registered, in its own script; of an IP address all of it.

    >>> domain_label("leafandkettle.co.uk"), domain_label("xn--mller-kva.de")
    ('leafandkettle', 'müller')
    >>> domain_label("192.0.2.1")
    '192.0.2.1'
    """
    if domain.rpartition(".")[2].isdigit() or domain.startswith("["):
        return domain
    label = domain.partition(".")[0]
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


def site_name(pages: ir.Table) -> str | None:
    """The end of at least half of the titles of the target's pages, behind a separator as in
    `Green tea | Leaf & Kettle`; None where there is none, or fewer than 3 pages have it."""
    titled = pages.filter(pages.scope.notnull(), is_document(pages), pages.title != "")
    ends = titled.select(name=titled.title.re_extract(TITLE_END, 2))
    counted = ends.group_by("name").agg(pages=ends.count())
    counted = counted.mutate(all_pages=counted.pages.sum().over(ibis.window()))
    is_name = (
        (counted.name != "")
        & (counted.pages >= MIN_TITLED_PAGES)
        & (counted.pages >= MIN_TITLED_SHARE * counted.all_pages)
    )
    found = counted.filter(is_name).order_by(counted.pages.desc(), "name").limit(1)
    names = found.to_pyarrow()["name"].to_pylist()
    return names[0] if names else None
