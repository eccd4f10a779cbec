"""The hard rules: who cannot have a seat, and why."""

from collections.abc import Iterator
from enum import StrEnum

from reviews.lifecycle import AssignmentRole
from reviews.routing.values import Candidate, Exclusion, Need


class Reason(StrEnum):
    """Codes that never change: explanations are kept."""

    ROLE = "role"
    CONFLICT = "conflict"
    OWN_OUTLET = "own_outlet"
    NAMED_CLAIMANT = "named_claimant"
    OWN_SUBMISSION = "own_submission"
    RESEARCHER = "researcher"
    RATER = "rater"
    ALREADY_ON_IT = "already_on_it"
    LANGUAGE = "language"
    ABSENT = "absent"
    OPTED_OUT = "opted_out"
    REFUSED = "refused"
    CAPACITY = "capacity"
    WEEKLY_CAPACITY = "weekly_capacity"


# What an editor may set aside by name, with a reason. What is not here stands
# for independence, and nobody sets that aside.
OVERRIDABLE = frozenset(
    {
        Reason.LANGUAGE,
        Reason.ABSENT,
        Reason.OPTED_OUT,
        Reason.REFUSED,
        Reason.CAPACITY,
        Reason.WEEKLY_CAPACITY,
    }
)


def exclusions(candidate: Candidate, need: Need) -> tuple[Exclusion, ...]:
    """Return every reason why the candidate cannot have the seat; empty if he can."""
    aside = need.set_aside & OVERRIDABLE if need.set_aside else need.set_aside
    return tuple(
        Exclusion(candidate.id, reason) for reason in _reasons(candidate, need) if reason not in aside
    )


def _reasons(candidate: Candidate, need: Need) -> Iterator[Reason]:
    yield from _for_independence(candidate, need)
    if need.language and need.language not in candidate.languages:
        yield Reason.LANGUAGE
    if candidate.absent:
        yield Reason.ABSENT
    if candidate.opted_out & need.topics:
        yield Reason.OPTED_OUT
    if candidate.id in need.refused:
        yield Reason.REFUSED
    if candidate.open_assignments >= candidate.capacity and not need.handed_out:
        yield Reason.CAPACITY
    if candidate.weekly_left is not None and candidate.weekly_left <= 0 and not need.handed_out:
        yield Reason.WEEKLY_CAPACITY


def _for_independence(candidate: Candidate, need: Need) -> Iterator[Reason]:
    approves = need.role == AssignmentRole.EDITOR
    if need.role not in candidate.roles:
        yield Reason.ROLE
    if candidate.conflicts & need.subjects:
        yield Reason.CONFLICT
    if candidate.outlets & need.outlets:
        yield Reason.OWN_OUTLET
    if candidate.claimants & need.claimants:
        yield Reason.NAMED_CLAIMANT
    if approves and candidate.id == need.submitted_by:
        yield Reason.OWN_SUBMISSION
    if need.judges and candidate.id in need.researchers:
        yield Reason.RESEARCHER
    if approves and candidate.id in need.raters:
        yield Reason.RATER
    if candidate.id in need.on_it:
        yield Reason.ALREADY_ON_IT
