"""Pages that link to very many domains, as link farms and exchange directories do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.audit.flag import best_of_each, counted, raise_flag

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.audit.profile import Profile


def link_farms(profile: Profile, outbound_domains: int = 100) -> ir.Table:
    """`link_farm`: a referring page links to at least ``outbound_domains`` other registrable
    domains, that of the target among them."""
    pairs = profile.outbound.select("source_domain", "source_url", "target_domain").distinct()
    pages = pairs.group_by("source_domain", "source_url").agg(domains=pairs.count())
    many = pages.filter(pages.domains >= outbound_domains)
    worst = best_of_each(many, ibis.desc("domains"), ibis.asc("source_url"))
    return raise_flag(
        "link_farm", worst,
        counted(worst.hits, "page that links here links", "pages that link here link"),
        f" to {outbound_domains} other domains or more: ", worst.source_url, " to ",
        worst.domains, ".",
    )  # fmt: skip
