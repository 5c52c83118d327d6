"""Files for Google's disavow tool: read, checked, and written. Pure.

Google takes text in UTF-8 (7-bit ASCII included) whose name ends in `.txt`, with a line for each
`domain:example.com`, which means its subdomains as well, or for each URL, which means that page
alone; lines that start with `#` are comments. At most 100,000 lines, blank ones and comments
included, 2 MB, and 2,048 characters for a URL. Each upload replaces the last.
"""

from linkspider.disavow.entries import Entry, EntryError, parse_entry
from linkspider.disavow.keep import KeepList
from linkspider.disavow.lint import Problem, lint
from linkspider.disavow.merge import Addition, Merged, MergeError, merge

__all__ = [
    "Addition",
    "Entry",
    "EntryError",
    "KeepList",
    "MergeError",
    "Merged",
    "Problem",
    "lint",
    "merge",
    "parse_entry",
]
