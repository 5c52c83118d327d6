"""What the commands share that answer from the tables, by one that counts links."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from scrapy.commands import ScrapyCommand

from linkspider.commands.answering import Answering
from linkspider.demo.server import DOMAIN
from tests.commands.answered import answer, refusal


class Command(Answering, ScrapyCommand):
    """Prints how many links there are."""

    def short_desc(self) -> str:
        return "Count links"

    def answer(self, opts: argparse.Namespace) -> None:
        print(self.open_view().links.count().to_pandas(), "links")


def count(capsys: pytest.CaptureFixture[str]) -> int:
    number, _ = capsys.readouterr().out.split()
    return int(number)


def test_it_answers_for_a_domain_and_for_named_crawls(
    demo_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = []
    for crawls in ("demo-target", "demo-referring", "demo-target, demo-referring"):
        answer(Command(), demo_data, "-a", f"domain={DOMAIN}", "-a", f"crawl={crawls}")
        counts.append(count(capsys))
    answer(Command(), demo_data, "-a", f"domain={DOMAIN}")
    assert count(capsys) == counts[2] > max(counts[:2]) > 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "missing argument: -a domain=…"),
        (["-a", "domain"], "-a NAME=VALUE"),
        (["-a", f"domain={DOMAIN}", "-a", "domain=b.example"], "domain is given twice"),
        (["-a", "domain=co.uk"], "public suffix"),
        (["-a", f"domain={DOMAIN}", "-a", "crawls=x"], "did you mean crawl?"),
        (["-a", f"domain={DOMAIN}", "-a", "crawl=gone"], "no crawl gone"),
        (["-a", f"domain={DOMAIN}", "--forse"], "--forse"),
        (["-a", f"domain={DOMAIN}", "word"], "word"),
        (["-a", "domain=never.example"], "never.example was never crawled"),
        (["-a", f"domain={DOMAIN}", "-s", "LINKSPIDER_DATA"], "-s NAME=VALUE"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    words: list[str], told: str, demo_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refusal(capsys, Command(), demo_data, *words)
    assert line.startswith("scrapy test_answering: ")
    assert told in line


def test_tables_that_cannot_be_read_are_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    domain = ("-a", f"domain={DOMAIN}")
    assert "no crawls here" in refusal(capsys, Command(), tmp_path, *domain)
    assert "cannot be opened" in refusal(capsys, Command(), "nowhere://data", *domain)


def test_a_line_shows_no_control_characters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refusal(capsys, Command(), tmp_path, "-a", f"domain={DOMAIN}", "\x1b[31m\nred\u202e")
    assert line.isprintable()
    assert "red" in line
