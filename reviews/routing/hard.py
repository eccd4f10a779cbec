"""The hard rules: who cannot have a seat, why, and what would change that."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from reviews.lifecycle import AssignmentRole
from reviews.routing.values import Candidate, Exclusion, Need, Remedy


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


# What somebody could change, and how much it asks of them: an editor may hand
# work out over capacity; somebody may be asked again, or be called back; a
# language has to be learnt. What is not here stands for independence.
_EFFORT: Mapping[str, int] = {
    Reason.CAPACITY: 1,
    Reason.WEEKLY_CAPACITY: 1,
    Reason.REFUSED: 2,
    Reason.OPTED_OUT: 3,
    Reason.ABSENT: 5,
    Reason.LANGUAGE: 12,
}
_REMEDIES: Mapping[str, str] = {
    Reason.CAPACITY: "raise the capacity or hand it out over capacity",
    Reason.WEEKLY_CAPACITY: "raise the weekly capacity",
    Reason.REFUSED: "ask again after the refusal",
    Reason.OPTED_OUT: "ask to take the topic all the same",
    Reason.ABSENT: "end the absence",
    Reason.LANGUAGE: "work with a translator",
}


def exclusions(candidate: Candidate, need: Need) -> tuple[Exclusion, ...]:
    """Return every reason why the candidate cannot have the seat; empty if he can."""
    return tuple(Exclusion(candidate.id, reason) for reason in _reasons(candidate, need))


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


def remedy(excluded: Iterable[Exclusion], need: Need) -> Remedy:
    """Return the smallest change that would free somebody; the id breaks ties."""
    barred: dict[int, list[str]] = {}
    for exclusion in excluded:
        barred.setdefault(exclusion.candidate, []).append(exclusion.code)
    within_reach = [
        (sum(_EFFORT[code] for code in codes), candidate, codes)
        for candidate, codes in barred.items()
        if all(code in _EFFORT for code in codes)
    ]
    if not within_reach:
        return Remedy(None, (), _another_person(need))
    _, candidate, codes = min(within_reach)
    return Remedy(candidate, tuple(codes), _sentence(codes))


def _sentence(codes: Sequence[str]) -> str:
    return f"Nobody else is free. It would be enough to {' and '.join(_REMEDIES[code] for code in codes)}."


def _another_person(need: Need) -> str:
    language = f" who works in “{need.language}”" if need.language else ""
    return f"Nobody here can take this seat. The desk needs another {need.role.replace('_', ' ')}{language}."
