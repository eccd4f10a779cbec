"""A stored choice of routing, put into names and words for who asks."""

from collections.abc import Mapping
from typing import Any

from factcheck.models import User
from reviews.models import Assignment, Reviewer
from reviews.routing import Reason

_RULES = [str(reason).replace("_", " ") for reason in Reason]


def explained(seat: Assignment, user: User) -> dict[str, Any]:
    """Return the choice as `WhyChosen` shows it.

    Other people's exclusions, loads and costs are the editors'; everybody else
    reads the rules and what was counted of himself.
    """
    stored: Mapping[str, Any] = seat.explanation or {}
    people = _people(stored, user)
    considered = [_considered(stored, pk, reviewer) for pk, reviewer in people.items()]
    need = stored.get("need", {})
    remedy = (stored.get("remedy") or {}).get("message", "") if user.is_editor else ""
    return {
        "text": _text(seat, considered, people.get(seat.reviewer_id)),
        "rules": stored.get("rules", ""),
        "hard_rules": _RULES,
        "role": seat.role,
        "language": need.get("language", ""),
        "topics": need.get("topics", []),
        "considered": considered,
        "remedy": remedy,
    }


def _people(stored: Mapping[str, Any], user: User) -> dict[int, Reviewer]:
    """The reviewers of the choice whom the person may read about, in the order of the choice."""
    costs = [cost["candidate"] for cost in stored.get("costs", [])]
    barred = [exclusion["candidate"] for exclusion in stored.get("excluded", [])]
    ids = list(dict.fromkeys([*costs, *barred]))
    found = Reviewer.objects.figures_for(user).filter(pk__in=ids).select_related("user").in_bulk()
    return {pk: found[pk] for pk in ids if pk in found}


def _considered(stored: Mapping[str, Any], pk: int, reviewer: Reviewer) -> dict[str, Any]:
    cost = next((c for c in stored["costs"] if c["candidate"] == pk), None)
    return {
        "reviewer": reviewer,
        "chosen": pk in stored["chosen"],
        "excluded": [e["code"] for e in stored["excluded"] if e["candidate"] == pk],
        "points": cost["points"] if cost else None,
        "parts": cost["parts"] if cost else {},
    }


def _text(seat: Assignment, considered: list[dict[str, Any]], holder: Reviewer | None) -> str:
    if not seat.explanation:
        return f"{seat.reviewer.user} took this seat by deciding."
    lines = [f"{seat.reviewer.user} has the seat: {seat.get_source_display()}."]
    lines += [_sentence(row, holder) for row in considered]
    return " ".join(lines)


def _sentence(row: Mapping[str, Any], holder: Reviewer | None) -> str:
    who = row["reviewer"].user
    if row["excluded"]:
        return f"{who} could not: {', '.join(code.replace('_', ' ') for code in row['excluded'])}."
    counted = ", ".join(f"{name} {points}" for name, points in row["parts"].items() if points) or "nothing"
    chosen = "chosen" if row["chosen"] else "next in line"
    return f"{who}, {chosen}, cost {row['points']} points ({counted}); the lowest is chosen."
