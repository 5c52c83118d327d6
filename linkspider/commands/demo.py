"""`scrapy demo`: both spiders over the bundled web, twice, and what came of it."""

from __future__ import annotations

import argparse
import subprocess
import sys
from datetime import UTC, datetime

from scrapy.commands import ScrapyCommand

from linkspider.demo.server import DOMAIN, HOSTS, REFERRING, DemoWeb, serve

WRONG_ARGUMENT = 2


class Command(ScrapyCommand):
    """Serves the demo web on a free loopback port and crawls it as a user would the real one."""

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        return "Crawl the bundled demo web now and a month later, and show what comes of it"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            print(f"scrapy demo: it takes no arguments, not {args[0]!r}", file=sys.stderr)
            self.exitcode = WRONG_ARGUMENT
            return
        assert self.settings is not None
        data = self.settings["LINKSPIDER_DATA"]
        moment = datetime.now(UTC).strftime("%Y%m%dt%H%M%Sz")
        for name, web in (("demo", DemoWeb()), ("later", DemoWeb(later=True))):
            with serve(web):
                when = " as they are a month later" if name == "later" else ""
                print(f"{len(HOSTS)} hosts of the demo web are served at {web.proxy}{when}\n")
                for arguments in (
                    ["target", "-a", f"domain={DOMAIN}", "-a", "speed=full"],
                    ["referring", "-a", f"domain={DOMAIN}", "-a", f"sources={REFERRING}"],
                ):
                    self.exitcode = self.exitcode or _crawl(
                        [*arguments, "-a", f"crawl={name}-{arguments[0]}-{moment}"], web.proxy, data
                    )
                    print(flush=True)
        print(f"The tables stand in {data}. What they say: make report DOMAIN={DOMAIN}")


def _crawl(arguments: list[str], proxy: str, data: str) -> int:
    """Run `scrapy crawl`; the demo web is ours, so nobody needs to be waited for."""
    settings = {
        "LINKSPIDER_PROXY": proxy,
        "LINKSPIDER_DATA": data,
        "DOWNLOAD_DELAY": "0",
        "LINKSPIDER_RETRY_SECONDS": "0.1",
        "USER_AGENT": "linkspider (demo)",
    }
    options = [text for name, value in settings.items() for text in ("-s", f"{name}={value}")]
    print("$ scrapy crawl " + " ".join(arguments), flush=True)
    command = [sys.executable, "-m", "scrapy", "crawl", *arguments, *options]
    return subprocess.run(command, check=False).returncode
