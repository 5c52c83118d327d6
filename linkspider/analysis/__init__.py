"""Answers from the tables, one module per question. Knows no Scrapy.

`open` gives a `View`: the tables as they are for one target. Each question is a function from a
view to an `Answer`, whose `to_pandas()` gives the rows.
"""

from linkspider.analysis.answer import Answer
from linkspider.analysis.opening import crawled_domains, open
from linkspider.analysis.view import AnalysisError, View

__all__ = ["AnalysisError", "Answer", "View", "crawled_domains", "open"]
