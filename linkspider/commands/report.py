"""`scrapy report`: the first questions about a site's links, answered in one HTML file."""

from __future__ import annotations

import argparse
from pathlib import Path

from scrapy.commands import ScrapyCommand

from linkspider.commands.answering import Answering, output_name

STORAGE_FAILED = 4


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
        page = render(build(view, before_and_after))
        try:
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_text(page, "utf-8")
        except OSError as error:
            self.refuse(f"{output}: cannot be written: {error}", STORAGE_FAILED)
        for note in view.notes:
            print(note)
        print(f"written to {output}")
