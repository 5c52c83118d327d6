"""What became of claims, in a few lines for the person who asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from linkspider.claims.judge import OUTCOMES
from linkspider.claims.tables import Judged
from linkspider.text import quoted

MAX_LISTED = 10
_TOLD = {
    "no-link": "no link any more",
    "redirects-to-target": "redirects to its target",
}


def tell_claims(judged: Sequence[Judged]) -> Iterator[tuple[str, str]]:
    """Label and text of each line: how many of each outcome, and some that ask for a look."""
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for _, verdict, _ in judged:
        reasons[verdict.outcome][verdict.reason] += 1
    told = ", ".join(_tell_outcome(outcome, reasons[outcome]) for outcome in OUTCOMES)
    yield "claims", f"{len(judged):,}: {told}"
    for outcome, describe in (("lost", _tell_lost), ("changed", _tell_changed)):
        cases = [one for one in judged if one.verdict.outcome == outcome]
        yield from _list(outcome, [describe(one) for one in cases[:MAX_LISTED]], len(cases))
    broken = [one for one in judged if one.verdict.link and _is_broken(one.target_answer)]
    lines = [f"{_tell_link(one)}: {one.target_answer}" for one in broken[:MAX_LISTED]]
    yield from _list("broken", lines, len(broken))


def _tell_outcome(outcome: str, reasons: Counter[str]) -> str:
    named = ", ".join(f"{count:,} {reason}" for reason, count in reasons.most_common() if reason)
    return f"{reasons.total():,} {outcome}" + (named and f" ({named})")


def _list(label: str, lines: Sequence[str], total: int) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines):
        yield "" if number else label, line
    if total > len(lines):
        yield "", f"… and {total - len(lines):,} more"


def _tell_lost(one: Judged) -> str:
    return f"{_tell_link(one)}: {_TOLD.get(one.verdict.reason, one.verdict.reason)}"


def _tell_changed(one: Judged) -> str:
    """The link as it is now, as far as it differs from what was claimed."""
    claim, (_, reason, _, link), _ = one
    assert link is not None
    told = []
    if "anchor_text" in reason:
        told.append(f"{quoted(claim.anchor_text or '')} is now {quoted(link.anchor_text)}")
    if "rel" in reason:
        now = dict(link.rel)
        flips = sorted(name for name, is_there in claim.rel if now[name] != is_there)
        told += [f"now {name}" if now[name] else f"no longer {name}" for name in flips]
    return f"{_tell_link(one)}: {', '.join(told)}"


def _tell_link(one: Judged) -> str:
    """The page and the target, as they were claimed."""
    source, target, *_ = one.claim
    return source if target is None else f"{source} -> {target}"


def _is_broken(answer: str) -> bool:
    return answer in ("404", "410", "dns") or answer.startswith("5")
