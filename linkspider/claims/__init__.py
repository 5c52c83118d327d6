"""Known backlinks, and what became of each: read from a list, held against the tables of a crawl.

Rooms: `read` (a list to claims), `judge` (claims, pages and links to verdicts; pure), `tables`
(pages and links of a crawl), `tell` (verdicts to lines of a summary).
"""
