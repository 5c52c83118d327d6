"""Commands of `scrapy` in this project, beside Scrapy's own."""
