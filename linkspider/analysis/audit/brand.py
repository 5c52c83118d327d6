"""What the target is called, so that a link by its name is not taken for one by a keyword."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.anchors.normalise import normalise
from linkspider.analysis.audit.profile import read_documents
from linkspider.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkspider.analysis.view import View

_SEPARATOR = r"\s+[|·•»«:–—-]+\s+|:\s+"


def brand_names(view: View, given: Iterable[str] = ()) -> list[str]:
    """The names of the target, normalised: those given; the label of its registrable domain, with
    hyphens as blanks, as nothing, and as they are; and each part of a title (between `|`, `-`, `:`
    and the like) that at least half of its pages share, if they are two or more."""
    label = registrable_domain(view.scope.host).split(".")[0]
    names = [*given, label, label.replace("-", " "), label.replace("-", ""), *_title_parts(view)]
    return list(dict.fromkeys(filter(None, map(normalise, names))))


def _title_parts(view: View) -> list[str]:
    pages = read_documents(view)
    pages = pages.filter(pages.scope.notnull() & pages.title.notnull()).select("url", "title")
    parts = pages.select("url", part=pages.title.re_split(_SEPARATOR).unnest()).distinct()
    counts = parts.group_by("part").agg(pages=parts.count())
    titled = pages.agg(titled=pages.count())
    shared = counts.cross_join(titled).filter(
        (ibis._.pages >= 2) & (ibis._.pages * 2 >= ibis._.titled)
    )
    return [str(part) for part in shared.order_by("part").to_pyarrow()["part"].to_pylist()]
