"""An explanation as JSON, and back: what is stored can be read, and the choice made again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, TypeVar

from reviews.routing import backlog
from reviews.routing.backlog import Given
from reviews.routing.greedy import choose
from reviews.routing.values import Candidate, Explanation, Need, Weights

# Names the rules that chose; a change that can choose differently gets a new one.
RULES = "greedy-2"

Value = TypeVar("Value", Candidate, Need, Weights)


def as_json(explanation: Explanation) -> dict[str, Any]:
    """Return a dict of JSON values. It holds other people's loads and conflicts: for editors only."""
    return {
        "rules": RULES,
        "need": _flat(explanation.need),
        "wanted": explanation.wanted,
        "weights": asdict(explanation.weights),
        "candidates": [_flat(candidate) for candidate in explanation.candidates],
        "chosen": list(explanation.chosen),
        "costs": [
            {
                "candidate": cost.candidate,
                "points": cost.points,
                "parts": {part.name: part.points for part in cost.parts},
            }
            for cost in explanation.costs
        ],
        "excluded": [asdict(exclusion) for exclusion in explanation.excluded],
        "remedy": _plain(asdict(explanation.remedy)) if explanation.remedy else None,
    }


def of_backlog(need: Need, given: Sequence[Given], weights: Weights, *, wanted: int) -> dict[str, Any]:
    """Return what an assignment stores of a backlog's choice; its run stores the rest, once for all."""
    return {
        "rules": backlog.RULES,
        "need": _flat(need),
        "wanted": wanted,
        "weights": asdict(weights),
        "chosen": [seat.candidate for seat in given],
        "before": {str(seat.candidate): seat.before for seat in given},
    }


def seen_by_backlog(candidates: Iterable[Candidate], totals: Mapping[int, int]) -> list[dict[str, Any]]:
    """Return what a run stores of everybody it looked at: as he was, and how many seats it gave him."""
    return [_flat(candidate) | {"given": totals.get(candidate.id, 0)} for candidate in candidates]


def joined(
    stored: Mapping[str, Any], *, candidates: Sequence[Mapping[str, Any]], prices: Mapping[str, int]
) -> dict[str, Any]:
    """Return the whole choice, in the shape of `as_json`, from what the assignment and its run stored."""
    totals = {str(seen["id"]): seen["given"] for seen in candidates if seen["given"]}
    priced = [{**seen, "price": prices.get(str(seen["id"]), 0)} for seen in candidates]
    whole = {**stored, "candidates": priced, "totals": totals}
    return {**whole, **as_json(replay(whole)), "rules": stored["rules"]}


def replay(stored: Mapping[str, Any]) -> Explanation:
    """Make a stored choice again, on the same input, by the rules of today.

    Of a backlog's choice the costs are made again: whom the others needed, only
    the whole run can say, and it said so in the prices.
    """
    if stored["rules"] == backlog.RULES:
        return _of_backlog_again(stored)
    return choose(
        [_value(Candidate, candidate) for candidate in stored["candidates"]],
        _value(Need, stored["need"]),
        wanted=stored["wanted"],
        weights=_value(Weights, stored["weights"]),
    )


def _of_backlog_again(stored: Mapping[str, Any]) -> Explanation:
    candidates = [_value(Candidate, candidate) for candidate in stored["candidates"]]
    return backlog.explained(
        _value(Need, stored["need"]),
        wanted=stored["wanted"],
        candidates=candidates,
        given=[Given(who, stored["before"][str(who)]) for who in stored["chosen"]],
        totals={int(who): seats for who, seats in stored["totals"].items()},
        prices={candidate.id: candidate.price for candidate in candidates},
        weights=_value(Weights, stored["weights"]),
    )


def need_in(stored: Mapping[str, Any]) -> Need:
    """Return the need of a stored choice."""
    return _value(Need, stored["need"])


def candidates_in(stored: Iterable[Mapping[str, Any]]) -> tuple[Candidate, ...]:
    """Return candidates as a choice, or a run, stored them."""
    return tuple(_value(Candidate, candidate) for candidate in stored)


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the dict with sets as sorted lists, so that equal explanations are equal bytes."""
    return {name: _ordered(value) for name, value in given.items()}


def _flat(value: Candidate | Need) -> dict[str, Any]:
    """Return a value as a plain dict. Nothing is nested in them, and asdict() copies each of their parts."""
    return {field.name: _ordered(getattr(value, field.name)) for field in fields(value)}


def _ordered(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(sorted(value.items()))
    return list(value) if isinstance(value, tuple) else value


def _value(kind: type[Value], stored: Mapping[str, Any]) -> Value:
    """Return the value with lists as sets again; names that no longer exist are left out.

    What a stored choice did not know of counts nothing in it: a weight that came
    later is 0. "greedy-1" knew languages and topics without degrees.
    """
    known = {field.name for field in fields(kind)}
    given: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, list) else value
        for name, value in stored.items()
        if name in known
    }
    if kind is Weights:
        given = dict.fromkeys(known, 0) | given
    if kind is Candidate:
        given |= {
            name: dict.fromkeys(given[name], full)
            for name, full in (("languages", 1.0), ("topics", 5.0))
            if isinstance(given.get(name), frozenset)
        }
    return kind(**given)
