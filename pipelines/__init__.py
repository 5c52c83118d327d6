"""What happens to a page on its way to disk, in this order: link type, anchor text, Parquet."""

MANY_LINKS = 5_000
"""A page with more links is worked on in a thread, so that other hosts do not wait for it."""
