"""What is said of claims in the end: all are counted, some are named."""

from __future__ import annotations

from linkspider.claims.judge import Link, Verdict
from linkspider.claims.read import Claim, qualifiers
from linkspider.claims.tables import Judged
from linkspider.claims.tell import MAX_LISTED, tell_claims

PAGE, TARGET = "https://blog.example/a", "https://shop.example/tea"
LINK = Link(TARGET, "x" * 2_000, qualifiers(frozenset({"ugc"})))


def judged(outcome: str, reason: str = "", link: Link | None = None, answer: str = "") -> Judged:
    """A claim of one page with this outcome."""
    claim = Claim(PAGE, TARGET, "Tea", qualifiers(frozenset({"nofollow"})))
    return Judged(claim, Verdict(outcome, reason, PAGE, link), answer)


def test_every_claim_is_counted_with_its_reason() -> None:
    cases = [
        *[judged("found", link=LINK)] * 1_010,
        *[judged("changed", "rel", LINK)] * 31,
        judged("lost", "404"),
        *[judged("unknown", "timeout")] * 2,
        judged("unknown", "robots"),
    ]
    assert next(iter(tell_claims(cases))) == (
        "claims",
        "1,045: 1,010 found, 31 changed (31 rel), 1 lost (1 404), 3 unknown (2 timeout, 1 robots)",
    )


def test_of_many_cases_some_are_named_and_the_rest_is_counted() -> None:
    lines = list(tell_claims([judged("lost", "no-link")] * 1_234))[1:]
    assert [label for label, _ in lines] == ["lost", *[""] * MAX_LISTED]
    assert lines[0][1] == f"{PAGE} -> {TARGET}: no link any more"
    assert lines[-1][1] == f"… and {1_234 - MAX_LISTED:,} more"


def test_what_changed_is_told_shortly() -> None:
    [_, (label, told)] = tell_claims([judged("changed", "anchor_text, rel", LINK)])
    words = f"“Tea” is now “{'x' * 39}…”"
    assert (label, told) == (
        "changed", f"{PAGE} -> {TARGET}: {words}, no longer nofollow, now ugc"
    )  # fmt: skip


def test_links_to_what_is_gone_are_named_and_targets_of_lost_links_are_not() -> None:
    cases = [
        judged("found", link=LINK, answer="200"),
        judged("found", link=LINK, answer="503"),
        judged("unknown", "truncated", answer="404"),
    ]
    assert list(tell_claims(cases))[1:] == [("broken", f"{PAGE} -> {TARGET}: 503")]
