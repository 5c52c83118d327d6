"""`scrapy report`: the first questions about a site's links, answered in one HTML file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scrapy.commands import ScrapyCommand
from tqdm import tqdm

from linkspider.commands.answering import STORAGE_FAILED, Answering, output_name
from linkspider.whole_files import appearing


class Command(Answering, ScrapyCommand):
    """Writes one HTML file that needs no other: it opens offline, in light, dark and print."""

    def short_desc(self) -> str:
        return "Write what is known of a domain's links as one HTML file"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-o", "--output", metavar="FILE", type=Path,
            help="file to write (default: report-DOMAIN.html); it is replaced where it is there",
        )  # fmt: skip

    def answer(self, opts: argparse.Namespace) -> None:
        from linkspider.report.build import build
        from linkspider.report.page import render

        view = self.open_view()
        before_and_after = self.open_latest_two()
        output = opts.output or Path(f"report-{output_name(view.domain)}.html")
        # On a terminal, a line tells what is being answered: it takes minutes for large tables.
        with tqdm(bar_format="{desc}", leave=False, file=sys.stderr, disable=None) as line:
            page = render(build(view, before_and_after, tell=line.set_description_str))
        try:
            with appearing(output) as hidden:
                hidden.write_text(page, "utf-8")
        except OSError as error:
            self.refuse(f"{output}: cannot be written: {error.strerror or error}", STORAGE_FAILED)
        for note in view.notes:
            print(note)
        print(f"written to {output}")
