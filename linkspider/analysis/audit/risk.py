"""All flags, and what they come to for each referring domain: hints to look at, no verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.audit.flag import FLAGS
from linkspider.analysis.audit.hacked import (
    hidden_links,
    injected_pages,
    spam_anchors,
    spam_links,
    spam_pages,
)
from linkspider.analysis.audit.language import unrelated_languages
from linkspider.analysis.audit.link_farm import link_farms
from linkspider.analysis.audit.paid import paid_footprints
from linkspider.analysis.audit.profile import Profile
from linkspider.analysis.audit.same_pages import same_paths, same_titles
from linkspider.analysis.audit.sitewide import sitewide_anchors
from linkspider.analysis.audit.together import seen_together

if TYPE_CHECKING:
    from collections.abc import Iterable

    import ibis.expr.types as ir

    from linkspider.analysis.view import View

MIN_INDEPENDENT_FLAGS = 2


def risk_flags(
    view: View,
    keywords: str | Iterable[str] = (),
    *,
    brand: str | Iterable[str] = (),
    outbound_domains: int = 100,
    same_domains: int = 5,
    together_domains: int = 10,
) -> Answer:
    """The risk flags of referring domains, a row for each domain and flag. None is a verdict: each
    is raised by decent sites too, and says where a person should look.

    Columns: `source_domain`; `flag` and `flag_group` (see `FLAGS`; flags of one group are not
    independent); `weight`, how much the flag says, 0 to 1, by judgement; `evidence`, a sentence
    with numbers and an example URL, in strangers' words where it quotes. Ordered by domain and
    flag.

    ``keywords`` are those of the target (see `sitewide_anchors`), ``brand`` its names beside those
    that its domain and its titles tell; ``outbound_domains`` is for `link_farms`, ``same_domains``
    for `same_titles` and `same_paths`, ``together_domains`` for `seen_together`.
    """
    profile = Profile(view)
    keywords, brand = ((one,) if isinstance(one, str) else one for one in (keywords, brand))
    flags = [
        link_farms(profile, outbound_domains),
        sitewide_anchors(profile, keywords, brand),
        same_titles(profile, same_domains),
        same_paths(profile, same_domains),
        paid_footprints(profile),
        unrelated_languages(profile),
        seen_together(profile, together_domains),
        spam_links(profile),
        spam_pages(profile),
        spam_anchors(profile),
        injected_pages(profile),
        hidden_links(profile),
    ]
    # One after the other, so that they do not share the memory.
    raised = ibis.union(*(flag.cache() for flag in flags))
    return Answer(raised.order_by("source_domain", "flag"), view.complete_between)


def risky_domains(view: View, flags: Answer | None = None) -> Answer:
    """What the flags come to, a row for each referring domain with at least one.

    Columns: `source_domain`; `score` = 1 - Π(1 - weight) over its flags, 0 to 1; `flags`, how many
    there are, and `flag_names`; `independent_flags`, of how many groups; `links`,
    `followed_links` and `referring_pages`, those from the domain to the target; `evidence`, the
    sentences of all flags (a list); `proposed`, whether it has at least two independent flags and
    a followed link, so that a person may think of disavowing it once they have looked. Ordered by
    proposed, score, followed links, domain.

    ``flags`` is what `risk_flags` has found; asked for by its defaults unless given.
    """
    found = flags or risk_flags(view)
    domains = _scored(found.table)
    links = Profile(view).counted_links
    joined = domains.join(links, "source_domain").mutate(
        proposed=(domains.independent_flags >= MIN_INDEPENDENT_FLAGS)
    )
    joined = joined.mutate(proposed=joined.proposed & (joined.followed_links > 0))
    ordered = joined.order_by(
        ibis.desc("proposed"), ibis.desc("score"), ibis.desc("followed_links"), "source_domain"
    )
    return Answer(
        ordered.select(
            "source_domain", "score", "flags", "flag_names", "independent_flags", "links",
            "followed_links", "referring_pages", "evidence", "proposed",
        ),
        found.complete,
    )  # fmt: skip


def flag_meanings() -> ir.Table:
    """The flags there are: `flag`, `flag_group`, `weight`, `meaning`."""
    return ibis.memtable([flag._asdict() for flag in FLAGS.values()]).select(
        flag="name", flag_group="group", weight="weight", meaning="meaning"
    )


def _scored(flags: ir.Table) -> ir.Table:
    kept = (1 - flags.weight).ln().sum().exp()
    sentences = ibis.struct({"flag": flags.flag, "evidence": flags.evidence}).collect().sort()
    return flags.group_by("source_domain").agg(
        score=1 - kept,
        flags=flags.count(),
        flag_names=flags.flag.collect().sort().join(", "),
        independent_flags=flags.flag_group.nunique(),
        evidence=sentences.map(lambda row: row.evidence),
    )
