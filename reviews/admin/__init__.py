"""The admin of the reviews room: rows to look at, and the room's verbs as buttons."""

from reviews.admin import (
    assignments,
    claims,
    complaints,
    evidence,
    fact_checks,
    flags,
    judgements,
    outside,
    people,
    policies,
    publications,
    reports,
    routing,
    routing_settings,
    shared_file,
    to_dos,
)

__all__ = [
    "assignments",
    "claims",
    "complaints",
    "evidence",
    "fact_checks",
    "flags",
    "judgements",
    "outside",
    "people",
    "policies",
    "publications",
    "reports",
    "routing",
    "routing_settings",
    "shared_file",
    "to_dos",
]
