"""The frontier: the URLs that a crawl knows, what came of them, and which to fetch next.

It knows no Scrapy. `frontier` hands URLs out host by host, each at its `pace`; `queue` keeps the
first URLs of a host in memory, `store` all of them on disk.
"""
