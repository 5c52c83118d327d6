"""Link intelligence: crawl a site and those who link to it, and keep every link as a row."""

__version__ = "0.1.0"
