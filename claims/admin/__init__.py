"""The admin of the claims room: rows to look at, and the room's verbs as buttons."""

from claims.admin import articles, claimants, claims, feeds, merging, outlets, triage_rules, triage_settings

__all__ = [
    "articles",
    "claimants",
    "claims",
    "feeds",
    "merging",
    "outlets",
    "triage_rules",
    "triage_settings",
]
