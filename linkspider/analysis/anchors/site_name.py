"""What a target is called: by its domain, unless somebody says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from linkspider.analysis.anchors.brand import Brand
from linkspider.analysis.anchors.title_endings import common_title_ending
from linkspider.urls import registrable_domain

if TYPE_CHECKING:
    from linkspider.analysis.view import View


def brand_of(view: View, brand: str | Iterable[str] | None = None) -> Brand:
    """The target by name: the names given, or else those of its domain alone, whatever was crawled.

    The domain names it by the label that was registered (`leafandkettle` of
    www.leafandkettle.com, however it is written: see `Brand`) and as a whole. What most titles end
    in (see `title_endings`) is no name; it is only taken off titles.
    """
    domain = registrable_domain(view.scope.host)
    names = (domain_label(domain), domain) if brand is None else brand
    return Brand(
        names=(names,) if isinstance(names, str) else tuple(names),
        domain=domain,
        title_ending=common_title_ending(view),
    )


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
