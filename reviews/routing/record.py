"""An explanation as JSON, and back: what is stored can be read, and the choice made again."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from reviews.routing.greedy import choose
from reviews.routing.values import Candidate, Explanation, Need, Weights

# Names the rules that chose; a change that can choose differently gets a new one.
RULES = "greedy-1"

Value = TypeVar("Value", Candidate, Need, Weights)


def as_json(explanation: Explanation) -> dict[str, Any]:
    """Return a dict of JSON values. It holds other people's loads and conflicts: for editors only."""
    return {
        "rules": RULES,
        "need": _plain(asdict(explanation.need)),
        "wanted": explanation.wanted,
        "weights": asdict(explanation.weights),
        "candidates": [_plain(asdict(candidate)) for candidate in explanation.candidates],
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


def replay(stored: Mapping[str, Any]) -> Explanation:
    """Make a stored choice again, on the same input, by the rules of today."""
    return choose(
        [_value(Candidate, candidate) for candidate in stored["candidates"]],
        _value(Need, stored["need"]),
        wanted=stored["wanted"],
        weights=_value(Weights, stored["weights"]),
    )


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the dict with sets as sorted lists, so that equal explanations are equal bytes."""
    return {
        name: _list(value) if isinstance(value, frozenset | tuple) else value for name, value in given.items()
    }


def _list(values: Iterable[Any]) -> list[Any]:
    return sorted(values) if isinstance(values, frozenset) else list(values)


def _value(kind: type[Value], stored: Mapping[str, Any]) -> Value:
    """Return the value with lists as sets again; names that no longer exist are left out."""
    known = {field.name for field in fields(kind)}
    given: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, list) else value
        for name, value in stored.items()
        if name in known
    }
    return kind(**given)
