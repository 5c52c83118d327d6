"""The frontier: the URLs that a crawl knows, what came of them, and which to fetch next.

It knows no Scrapy. The way of a URL: the `frontier` takes an `entry` in; it stands in the `store`'s
`url_table` and waits in the `backlog`, the first ones of each host in memory (`queue`). The `hosts`
take `turns`, each at its `pace`, and the backlog says which URL of a host goes out, within the
`budgets`. What came of it (`outcomes`) is committed with the part that holds its rows.
"""
