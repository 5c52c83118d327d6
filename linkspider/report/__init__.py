"""The report: the first questions about a site's links, answered in one HTML file."""
