"""What would help where nobody is free: the lightest changes, and the values as they would be with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from reviews.routing.hard import Reason, exclusions
from reviews.routing.values import Candidate, Change, Need, Remedy


class ChangeCode(StrEnum):
    """Codes that never change: explanations are kept."""

    RAISE_CAPACITY = "raise_capacity"  # to: the new capacity
    RAISE_WEEKLY_CAPACITY = "raise_weekly_capacity"  # to: by so many
    ASK_AGAIN = "ask_again"
    LIFT_OPT_OUT = "lift_opt_out"  # to: the topic
    END_ABSENCE = "end_absence"
    ADD_LANGUAGE = "add_language"  # to: the language


_WITH_A_TRANSLATOR = 0.5  # how well one works in a language that one does not know

# How much a change asks of people, by the step: an editor raises a capacity
# with a word; somebody may be asked again, or be called back; a language has
# to be learnt, or a translator found. What is not here stands for
# independence, which is never given up.
EFFORT: Mapping[str, int] = {
    ChangeCode.RAISE_CAPACITY: 1,
    ChangeCode.RAISE_WEEKLY_CAPACITY: 1,
    ChangeCode.ASK_AGAIN: 2,
    ChangeCode.LIFT_OPT_OUT: 3,
    ChangeCode.END_ABSENCE: 5,
    ChangeCode.ADD_LANGUAGE: 12,
}
_WORDS: Mapping[str, str] = {
    ChangeCode.RAISE_CAPACITY: "raise the capacity of one person to {to}",
    ChangeCode.RAISE_WEEKLY_CAPACITY: "raise the weekly capacity of one person by {to}",
    ChangeCode.ASK_AGAIN: "ask one person again after the refusal",
    ChangeCode.LIFT_OPT_OUT: "ask one person to take “{to}” all the same",
    ChangeCode.END_ABSENCE: "end the absence of one person",
    ChangeCode.ADD_LANGUAGE: "let one person work in “{to}”, with a translator",
}


def remedy(candidates: Iterable[Candidate], need: Need, *, wanted: int = 1) -> Remedy:
    """Return the smallest change that lets `wanted` of them take a seat.

    Each person has his own limits, so the smallest change frees those who are
    nearest to being free; ties go to the lowest id. Where all of them together
    are too few, `new_people` says how many more the desk needs.
    """
    barred: list[tuple[int, int, tuple[Change, ...], tuple[str, ...]]] = []
    missing = wanted
    for candidate in sorted(candidates, key=lambda candidate: candidate.id):
        codes = tuple(exclusion.code for exclusion in exclusions(candidate, need))
        if not codes:
            missing -= 1
        elif (changes := changes_for(candidate, need, codes)) is not None:
            barred.append((sum(_effort(c, candidate) for c in changes), candidate.id, changes, codes))
    nearest = sorted(barred)[: max(0, missing)]
    found = tuple(change for _, _, changes, _ in nearest for change in changes)
    new_people = max(0, missing) - len(nearest)
    return Remedy(
        candidate=nearest[0][1] if nearest else None,
        codes=nearest[0][3] if nearest else (),
        changes=found,
        new_people=new_people,
        message=" ".join(_sentences(found, new_people, need)),
    )


def changes_for(candidate: Candidate, need: Need, codes: Iterable[str]) -> tuple[Change, ...] | None:
    """Return what would set these reasons aside for him; None where one stands for independence."""
    found: list[Change] = []
    for code in codes:
        match code:
            case Reason.CAPACITY:
                found.append(Change(ChangeCode.RAISE_CAPACITY, candidate.id, candidate.open_assignments + 1))
            case Reason.WEEKLY_CAPACITY:
                short = 1 - (candidate.weekly_left or 0)
                found.append(Change(ChangeCode.RAISE_WEEKLY_CAPACITY, candidate.id, short))
            case Reason.REFUSED:
                found.append(Change(ChangeCode.ASK_AGAIN, candidate.id))
            case Reason.OPTED_OUT:
                topics = sorted(candidate.opted_out & need.topics)
                found += [Change(ChangeCode.LIFT_OPT_OUT, candidate.id, topic) for topic in topics]
            case Reason.ABSENT:
                found.append(Change(ChangeCode.END_ABSENCE, candidate.id))
            case Reason.LANGUAGE:
                found.append(Change(ChangeCode.ADD_LANGUAGE, candidate.id, need.language))
            case _:
                return None
    return tuple(found)


def applied(
    candidates: Iterable[Candidate], need: Need, changes: Sequence[Change]
) -> tuple[list[Candidate], Need]:
    """Return the candidates and the need as they are once the changes are made."""
    by_id = {candidate.id: candidate for candidate in candidates}
    for change in changes:
        if change.code == ChangeCode.ASK_AGAIN:
            need = replace(need, refused=need.refused - {change.reviewer})
        else:
            by_id[change.reviewer] = _changed(by_id[change.reviewer], change)
    return list(by_id.values()), need


def _changed(candidate: Candidate, change: Change) -> Candidate:
    match change.code, change.to:
        case ChangeCode.RAISE_CAPACITY, int(capacity):
            return replace(candidate, capacity=capacity)
        case ChangeCode.RAISE_WEEKLY_CAPACITY, int(more):
            return replace(candidate, weekly_left=(candidate.weekly_left or 0) + more)
        case ChangeCode.LIFT_OPT_OUT, str(topic):
            return replace(candidate, opted_out=candidate.opted_out - {topic})
        case ChangeCode.END_ABSENCE, None:
            return replace(candidate, absent=False)
        case ChangeCode.ADD_LANGUAGE, str(language):
            return replace(candidate, languages={**candidate.languages, language: _WITH_A_TRANSLATOR})
    raise ValueError(f"{change} changes nothing of a person's")


def _effort(change: Change, candidate: Candidate) -> int:
    match change.code, change.to:
        case ChangeCode.RAISE_CAPACITY, int(capacity):
            steps = capacity - candidate.capacity
        case ChangeCode.RAISE_WEEKLY_CAPACITY, int(more):
            steps = more
        case _:
            steps = 1
    return EFFORT[change.code] * steps


def _sentences(changes: Sequence[Change], new_people: int, need: Need) -> Iterator[str]:
    if changes:
        steps = [_WORDS[change.code].format(to=change.to) for change in changes]
        yield f"Nobody else is free. It would {'help' if new_people else 'be enough'} to {_listed(steps)}."
    elif new_people:
        yield "Nobody here can take this seat."
    if new_people:
        yield _new_people(new_people, need)


def _listed(steps: Sequence[str]) -> str:
    return ", ".join(steps[:-1]) + (" and " if len(steps) > 1 else "") + steps[-1]


def _new_people(number: int, need: Need) -> str:
    language = f" who {'works' if number == 1 else 'work'} in “{need.language}”" if need.language else ""
    role = need.role.replace("_", " ")
    who = f"another {role}" if number == 1 else f"{number} more {role}s"
    return f"The desk needs {who}{language}."
