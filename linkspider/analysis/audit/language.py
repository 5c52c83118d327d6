"""Sites that are written in none of the target's languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.audit.flag import best_of_each, counted, raise_flag
from linkspider.analysis.observations import is_document

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.audit.profile import Profile


def unrelated_languages(profile: Profile) -> ir.Table:
    """`unrelated_language`: referring pages say in which language they are (`lang`), and none of
    them is in a language that any page of the target says it is in. Regions do not matter: en-GB is
    en. Nothing is known, and no flag raised, where the target's pages or the site's say nothing."""
    pages = profile.view.pages
    own = pages.filter(pages.scope.notnull(), is_document(pages))
    own = own.select(own_language=language_of(own.lang)).filter(ibis._.own_language.notnull())
    own = own.distinct()
    pages = profile.referring_pages
    pages = pages.select("source_domain", "url", language=language_of(pages.lang))
    stated = pages.filter(pages.language.notnull())
    related = stated.semi_join(own, [("language", "own_language")]).select("source_domain")
    foreign = stated.anti_join(related.distinct(), "source_domain")
    languages = own.own_language.collect().sort().join(", ")
    foreign = foreign.cross_join(own.agg(languages=languages))
    best = best_of_each(foreign.filter(foreign.languages != ""), ibis.asc("url"))
    return raise_flag(
        "unrelated_language", best,
        counted(best.hits, "page that links here says", "pages that link here say"),
        " to be in a language that is none of the target's (", best.languages, "): ",
        best.url, " is in ", best.language, ".",
    )  # fmt: skip


def language_of(lang: ir.StringColumn) -> ir.StringColumn:
    """The primary language of a tag, lower case; null where it is none."""
    primary = lang.lower().re_extract(r"^\s*([a-z]{2,3})(?:[-_][a-z0-9]|\s*$)", 1).nullif("")
    return ibis.ifelse(primary.isin(["und", "mul", "zxx"]), ibis.null("string"), primary)
