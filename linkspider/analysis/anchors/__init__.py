"""With which words: anchor texts made comparable, sorted by kind, and counted."""
