"""A small web of several domains, served on loopback, for a first crawl and for the tests."""
