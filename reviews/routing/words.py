"""Routing's codes and parts in the newsroom's words. Works on choices as they are stored, of any age."""

from collections.abc import Mapping
from typing import Any

from reviews.routing.hard import Reason
from reviews.routing.remedies import ChangeCode

REASONS: Mapping[str, str] = {
    Reason.ROLE: "does other work on this desk",
    Reason.CONFLICT: "declared a conflict of interest that touches it",
    Reason.OWN_OUTLET: "works for an outlet that it appeared in",
    Reason.NAMED_CLAIMANT: "made the claim",
    Reason.OWN_SUBMISSION: "sent it in, and may not approve it",
    Reason.RESEARCHER: "researched it, and may not judge it",
    Reason.RATER: "rates it, and may not approve it",
    Reason.ALREADY_ON_IT: "has a seat on it already",
    Reason.LANGUAGE: "does not work in its language",
    Reason.ABSENT: "is away",
    Reason.OPTED_OUT: "opted out of its topic",
    Reason.REFUSED: "was asked in this round and did not take or keep it",
    Reason.CAPACITY: "has no room for more at once",
    Reason.WEEKLY_CAPACITY: "has no room for more this week",
}
PARTS: Mapping[str, str] = {
    "expertise": "what is not known of its topics",
    "language": "how far its language is from one’s own",
    "seniority": "experience that an urgent claim asks for",
    "hours": "not at work now, and it is urgent",
    "load": "work held now, of the capacity",
    "fairness": "work of the last four weeks, beside the usual share",
    "scarcity": "what other claims would miss if this person were busy",
    "deadline": "how much of the time left is taken by open work",
    "pairing": "rated lately with the same raters",
}
# What everybody on the desk can see of a colleague anyway. Of the other reasons (what he
# declared, refused, or holds) only editors read; others read how many there were.
OPEN_REASONS = frozenset(
    {
        Reason.ROLE,
        Reason.OWN_OUTLET,
        Reason.RESEARCHER,
        Reason.RATER,
        Reason.ALREADY_ON_IT,
        Reason.LANGUAGE,
        Reason.ABSENT,
        Reason.OPTED_OUT,
    }
)
_CHANGES: Mapping[str, str] = {
    ChangeCode.RAISE_CAPACITY: "Raise the capacity of {who} to {to}",
    ChangeCode.RAISE_WEEKLY_CAPACITY: "Raise the weekly capacity of {who} to {to}",
    ChangeCode.ASK_AGAIN: "Ask {who} again",
    ChangeCode.LIFT_OPT_OUT: "Ask {who} to take “{to}” all the same",
    ChangeCode.END_ABSENCE: "End the absence of {who}",
    ChangeCode.ADD_LANGUAGE: "Let {who} work in “{to}”, with a translator",
}


def reason(code: str) -> str:
    """Return why somebody could not have the seat, as it stands after a name: “Ada Hall is away”."""
    return REASONS.get(code, code.replace("_", " "))


def reason_with_figures(code: str, candidate: Mapping[str, Any], need: Mapping[str, Any]) -> str:
    """Return the reason with the figures it rests on. For editors, and for oneself."""
    match code:
        case Reason.CAPACITY:
            held, capacity = candidate.get("open_assignments", 0), candidate.get("capacity", 0)
            return f"{reason(code)}: {held} held, {capacity} at once"
        case Reason.LANGUAGE:
            return f"does not work in “{need.get('language', '')}”"
        case Reason.OPTED_OUT:
            topics = sorted({*candidate.get("opted_out", ())} & {*need.get("topics", ())})
            return f"opted out of {', '.join(f'“{topic}”' for topic in topics)}" if topics else reason(code)
    return reason(code)


def part(name: str) -> str:
    """Return what a part of the cost counts."""
    return PARTS.get(name, name.replace("_", " "))


def change(code: str, who: str, to: object) -> str:
    """Return a step of a remedy as something to do. `to` of a weekly capacity is its new value."""
    return _CHANGES.get(code, f"{code.replace('_', ' ').capitalize()}: {{who}}").format(who=who, to=to)
