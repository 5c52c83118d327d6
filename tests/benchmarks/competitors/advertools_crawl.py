"""A whole crawl with advertools: `python advertools_crawl.py URL OUTPUT.jl SETTINGS_JSON`."""

from __future__ import annotations

import importlib
import json
import sys
from urllib.parse import urlsplit


def main() -> None:
    """Crawl the site; the allowed domain goes without its port, or every page is filtered."""
    start_url, output, settings = sys.argv[1:]
    importlib.import_module("advertools").crawl(
        start_url,
        output,
        follow_links=True,
        allowed_domains=[urlsplit(start_url).hostname],
        custom_settings=json.loads(settings),
    )


if __name__ == "__main__":
    main()
