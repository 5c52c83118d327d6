"""The benchmark of the analyses: what it asks, and what it calls too much."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.analysis.questions import questions
from tests.benchmarks import analyses


def test_each_question_is_measured_in_each_way_that_it_can_be_asked() -> None:
    asked = set(analyses.asked_questions())
    ways = {name for name in asked if ":" in name}
    assert asked - ways == {name for name, _ in questions()}
    assert ways == {
        "anchors.anchor_kinds:internal", "anchors.anchors_of_several_pages:internal",
        "anchors.generic_anchors:internal", "anchors.kind_shares:internal",
        "changes.changes:internal", "internal.under_linked:sitemap",
        "internal.under_linked:traffic",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "code", "told"),
    [
        ("9.0 5.99 1,000\n", 0, "over 60 s or 6 GB, or failed: none"),
        ("9.0 6.01 1,000\n", 1, "over 60 s or 6 GB, or failed: backlinks.profile"),
    ],
)
def test_what_takes_too_much_memory_is_named_and_makes_the_exit_code(
    printed: str,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = subprocess.CompletedProcess([], 0, stdout=printed, stderr="")
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: run)
    assert analyses.report(Path("data"), ["backlinks.profile"]) == code
    assert capsys.readouterr().out.splitlines()[-1] == told


def test_what_takes_too_long_is_named_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = subprocess.CompletedProcess([], 0, stdout="9.0 1.00 1,000\n", stderr="")
    clock = iter((0.0, 60.1))
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: run)
    monkeypatch.setattr(analyses.time, "monotonic", lambda: next(clock))
    assert analyses.report(Path("data"), ["backlinks.profile"]) == 1
    assert capsys.readouterr().out.endswith("failed: backlinks.profile\n")
