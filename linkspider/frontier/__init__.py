"""The frontier: the URLs that a crawl knows, what came of them, and which to fetch next.

It knows no Scrapy. `frontier` takes URLs in and hands them out, within the `budgets`, in `turns` of
their `hosts`, each at its `pace`; `queue` keeps the first URLs of a host in memory, `store` all of
them on disk (in its `url_table`), with their `outcomes`.
"""
