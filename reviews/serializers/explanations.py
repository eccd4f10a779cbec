"""A choice of routing put into names and words, for whoever asks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from factcheck.models import User
from reviews.actions.routing import explain, explanation_of, free_seats
from reviews.models import Assignment, FactCheck, Reviewer
from reviews.routing import ChangeCode, Reason, as_json, words
from reviews.serializers import explanation_text

_RULES = [str(reason).replace("_", " ") for reason in Reason]
# What stands for the reasons that only editors read one by one.
OWN_REASONS = "own_reasons"


def explained(seat: Assignment, user: User) -> dict[str, Any]:
    """Return why the seat is its holder's, as `WhyChosen` shows it.

    Other people's exclusions, loads and costs are the editors'; everybody else
    reads what was counted of himself, and how many others there were.
    """
    stored = explanation_of(seat)
    may_read_all = user.is_editor or seat.reviewer.user_id == user.pk
    told = {
        **_choice(stored, user, holder=seat.reviewer_id),
        "role": seat.role,
        "rules": stored.get("rules", ""),
        "hard_rules": _RULES,
        "overrides": seat.overrides if may_read_all else [],
        "override_reason": seat.override_reason if may_read_all else "",
    }
    told["why"] = explanation_text.why(seat, told)
    return told | {"text": explanation_text.of_seat(seat, told)}


def waiting(fact_check: FactCheck, user: User, *, at: datetime) -> dict[str, Any]:
    """Return what keeps the free seats of a fact-check empty now, as `WhyWaiting` shows it. For editors."""
    role, seats = free_seats(fact_check)
    found = as_json(explain(fact_check, role, wanted=len(seats), at=at)) if seats else {}
    told = {**_choice(found, user, holder=None), "role": str(role) if seats else "", "seats": len(seats)}
    return told | {"text": explanation_text.of_waiting(told)}


def _choice(stored: Mapping[str, Any], user: User, *, holder: int | None) -> dict[str, Any]:
    """Return the part that both have: `stored` is a choice as JSON, or {} where none was made."""
    need = stored.get("need", {})
    people = _people(stored, user)
    costs = {cost["candidate"]: cost for cost in stored.get("costs", [])}
    base = costs[holder]["points"] if holder in costs else None
    # How far one's own cost is above the holder's would tell the holder's.
    may_compare = user.is_editor or (holder in people and people[holder].user_id == user.pk)
    seen = {candidate["id"]: candidate for candidate in stored.get("candidates", [])}
    barred = _barred(stored)
    return {
        "language": need.get("language", ""),
        "topics": need.get("topics", []),
        "considered": [
            {
                "reviewer": reviewer,
                "chosen": pk in stored["chosen"],
                "excluded": barred.get(pk, []),
                "reasons": [
                    words.reason_with_figures(code, seen.get(pk, {}), need) for code in barred.get(pk, [])
                ],
                **_cost(costs.get(pk), base if may_compare else None),
            }
            for pk, reviewer in people.items()
        ],
        "counts": {
            "considered": len(costs) + len(barred),
            "could": len(costs),
            "excluded": _counted(barred.values(), openly=user.is_editor),
        },
        "remedy": _remedy(stored, people) if user.is_editor else None,
        "lowest": base is not None and base == min(cost["points"] for cost in costs.values()),
        "parts_in_words": {name: words.part(name) for cost in costs.values() for name in cost["parts"]},
    }


def _barred(stored: Mapping[str, Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for exclusion in stored.get("excluded", []):
        found.setdefault(exclusion["candidate"], []).append(exclusion["code"])
    return found


def _people(stored: Mapping[str, Any], user: User) -> dict[int, Reviewer]:
    """The reviewers of the choice whom the person may read about, in the order of the choice."""
    costs = [cost["candidate"] for cost in stored.get("costs", [])]
    ids = list(dict.fromkeys([*costs, *_barred(stored)]))
    found = Reviewer.objects.figures_for(user).filter(pk__in=ids).select_related("user").in_bulk()
    return {pk: found[pk] for pk in ids if pk in found}


def _cost(cost: Mapping[str, Any] | None, base: int | None) -> dict[str, Any]:
    if cost is None:
        return {"points": None, "parts": {}, "above": None}
    above = cost["points"] - base if base is not None else None
    return {"points": cost["points"], "parts": cost["parts"], "above": above}


def _counted(barred: Iterable[list[str]], *, openly: bool) -> list[dict[str, Any]]:
    """Count the excluded by reason; what somebody declared, refused or holds only in sum, unless `openly`."""
    reviewers: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for codes in barred:
        shown = {code if openly or code in words.OPEN_REASONS else OWN_REASONS for code in codes}
        reviewers.update(shown)
        if len(shown) == 1:
            alone.update(shown)
    return [
        {
            "code": code,
            "words": "for reasons of their own" if code == OWN_REASONS else words.reason(code),
            "reviewers": number,
            "alone": alone[code],
        }
        for code, number in sorted(reviewers.items(), key=lambda item: (-item[1], item[0]))
    ]


def _remedy(stored: Mapping[str, Any], people: Mapping[int, Reviewer]) -> dict[str, Any] | None:
    remedy = stored.get("remedy")
    if not remedy:
        return None
    changes = [
        _change(c, people[c["reviewer"]]) for c in remedy.get("changes", []) if c["reviewer"] in people
    ]
    return {
        "message": remedy["message"],
        "changes": changes,
        "new_people": remedy.get("new_people", 0),
    }


def _change(change: Mapping[str, Any], reviewer: Reviewer) -> dict[str, Any]:
    to = change["to"]
    if change["code"] == ChangeCode.RAISE_WEEKLY_CAPACITY:
        to = (reviewer.weekly_capacity or 0) + to
    return {
        "code": change["code"],
        "reviewer": reviewer,
        "to": None if to is None else str(to),
        "words": words.change(change["code"], str(reviewer.user), to),
    }
