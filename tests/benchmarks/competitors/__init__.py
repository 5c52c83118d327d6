"""The other ways to crawl a site that linkspider is measured against."""
