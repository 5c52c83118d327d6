"""What happens to a page on its way to disk, in this order: link type, anchor text, Parquet."""
