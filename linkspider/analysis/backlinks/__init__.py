"""The backlink profile: who links to the site, how, to what, and what is lost on the way."""

from linkspider.analysis.backlinks.concentration import concentration, concentration_curve
from linkspider.analysis.backlinks.domains import referring_domains, top_level_domains
from linkspider.analysis.backlinks.kinds import positions, rel_kinds
from linkspider.analysis.backlinks.network import reference_network
from linkspider.analysis.backlinks.profile import profile
from linkspider.analysis.backlinks.reclaim import reclaim
from linkspider.analysis.backlinks.sitewide import profile_sitewide_once, sitewide
from linkspider.analysis.backlinks.targets import most_linked_pages

__all__ = [
    "concentration",
    "concentration_curve",
    "most_linked_pages",
    "positions",
    "profile",
    "profile_sitewide_once",
    "reclaim",
    "reference_network",
    "referring_domains",
    "rel_kinds",
    "sitewide",
    "top_level_domains",
]
