"""What speaks against a referring domain: risk flags with their evidence. None is a verdict."""

from linkspider.analysis.audit.flag import FLAGS
from linkspider.analysis.audit.risk import flag_meanings, risk_flags, risky_domains

__all__ = ["FLAGS", "flag_meanings", "risk_flags", "risky_domains"]
