"""Parts of a site that never end, recognised while it is crawled. Pure: knows no Scrapy."""

from linkspider.traps.judge import Traps, Verdict

__all__ = ["Traps", "Verdict"]
