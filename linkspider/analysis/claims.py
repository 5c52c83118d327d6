"""Known backlinks: what became of each, by the tables of a crawl."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from linkspider.claims.read import Rel, read_claims
from linkspider.claims.tables import Judged, judge_claims
from linkspider.dataset import Dataset


def verify(data: str | Path, crawl: str, sources: str | Path) -> pd.DataFrame:
    """What became of each known backlink that ``sources`` names, a row each.

    ``outcome`` is found, changed, lost or unknown, and ``reason`` says why, in a word (for
    changed: anchor_text, rel). ``page_url`` is where the redirects from ``source_url`` end,
    ``now_anchor_text`` and ``now_rel`` are those of the link that comes closest, and
    ``target_answer`` is the status or error of its target, where it was asked for.
    """
    judged = judge_claims(Dataset(str(data)), crawl, read_claims(str(sources)))
    return pd.DataFrame([_row(one) for one in judged])


def _row(one: Judged) -> dict[str, str | None]:
    claim, verdict, answer = one
    link = verdict.link
    return {
        "source_url": claim.source_url,
        "target_url": claim.target_url,
        "anchor_text": claim.anchor_text,
        "rel": _write_rel(claim.rel),
        "outcome": verdict.outcome,
        "reason": verdict.reason or None,
        "page_url": verdict.page_url,
        "now_target_url": link.target_url if link else None,
        "now_anchor_text": link.anchor_text if link else None,
        "now_rel": _write_rel(link.rel) if link else None,
        "target_answer": answer or None,
    }


def _write_rel(rel: Rel) -> str | None:
    """The qualifiers that are there, with a blank between; None where nothing is known of any.

    >>> _write_rel(frozenset({("nofollow", True), ("ugc", True), ("sponsored", False)}))
    'nofollow ugc'
    >>> _write_rel(frozenset({("nofollow", False)})), _write_rel(frozenset())
    ('', None)
    """
    return " ".join(sorted(name for name, is_there in rel if is_there)) if rel else None
