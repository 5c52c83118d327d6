"""Answers from the tables, one module per question. Knows no Scrapy."""
