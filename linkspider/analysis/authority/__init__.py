"""What weight pages and domains have: PageRank within the site, and what backlinks bring in."""

from linkspider.analysis.authority.domains import domain_pagerank, harmonic_centrality
from linkspider.analysis.authority.incoming import authority_balance, incoming_authority
from linkspider.analysis.authority.internal import internal_pagerank
from linkspider.analysis.authority.suggest import suggest_links
from linkspider.analysis.authority.what_if import what_if

__all__ = [
    "authority_balance",
    "domain_pagerank",
    "harmonic_centrality",
    "incoming_authority",
    "internal_pagerank",
    "suggest_links",
    "what_if",
]
