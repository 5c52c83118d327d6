"""Commands that answer from the tables, run as Scrapy runs them, without a process of their own."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings


def answer(command: ScrapyCommand, data: Path | str, *words: str) -> int:
    """Run the command with these words; its exit code."""
    command.settings = Settings({"LINKSPIDER_DATA": str(data)})
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    opts, args = parser.parse_known_args(words)
    command.process_options(args, opts)
    command.run(args, opts)
    return command.exitcode


def refusal(
    capsys: pytest.CaptureFixture[str],
    command: ScrapyCommand,
    data: Path | str,
    *words: str,
    exit_code: int = 2,
) -> str:
    """The one line that the command ends with."""
    with pytest.raises(SystemExit) as ended:
        answer(command, data, *words)
    assert ended.value.code == exit_code
    told = capsys.readouterr()
    assert told.out == ""
    [line] = told.err.splitlines()
    return line
