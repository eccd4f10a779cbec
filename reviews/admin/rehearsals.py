"""A comparison of two settings as plots."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from reviews.admin import plots
from reviews.admin.plots import Pair

MOST_PEOPLE = 30


def plots_of(told: Mapping[str, Any]) -> list[tuple[str, str, SafeString]]:
    """Return (title, what it shows, the plot) of load, fairness, waits and knowledge, from `compared`."""
    a, b = told["a"], told["b"]
    return [
        _drawn(
            "load",
            "Seats per reviewer",
            f"Who would have had how much{_left_out(a, b)}. Hollow: A, filled: B.",
            plots.rows,
            _loads(a, b),
            "seats",
        ),
        _drawn(
            "weeks",
            "How evenly the work is shared, week by week",
            "Gini coefficient of seats per place of capacity: 0 is all alike, 1 is everything to one.",
            plots.lines,
            [
                Pair(f"{one['begins_at']:%-d %b}", one["gini"], other["gini"])
                for one, other in zip(a["weeks"], b["weeks"], strict=True)
            ],
            "Gini",
        ),
        _drawn(
            "waits",
            "How long seats waited for an offer",
            "From the moment somebody was needed.",
            plots.columns,
            _buckets(a["waits"]["buckets"], b["waits"]["buckets"]),
            "seats",
        ),
        _drawn(
            "match",
            "How much of the topics the reviewer knows",
            "Of seats on claims that have topics.",
            plots.columns,
            _buckets(a["matches"], b["matches"]),
            "seats",
        ),
    ]


def _drawn(
    key: str, title: str, words: str, draw: Any, pairs: list[Pair], unit: str
) -> tuple[str, str, SafeString]:
    return title, words, draw(key, title, pairs, unit=unit)


def _loads(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[Pair]:
    """The reviewers with the most seats first."""
    other = {load["reviewer"].pk: load["seats"] for load in b["loads"]}
    mine = {load["reviewer"].pk: load["seats"] for load in a["loads"]}
    people = {load["reviewer"].pk: load["reviewer"] for side in (a, b) for load in side["loads"]}
    ranked = sorted(people, key=lambda pk: (-max(mine.get(pk, 0), other.get(pk, 0)), str(people[pk]), pk))
    return [Pair(str(people[pk]), mine.get(pk, 0), other.get(pk, 0)) for pk in ranked[:MOST_PEOPLE]]


def _left_out(a: Mapping[str, Any], b: Mapping[str, Any]) -> str:
    more = len({load["reviewer"].pk for side in (a, b) for load in side["loads"]}) - MOST_PEOPLE
    return f"; {more} more have fewer" if more > 0 else ""


def _buckets(a: list[Mapping[str, Any]], b: list[Mapping[str, Any]]) -> list[Pair]:
    return [Pair(one["name"], one["seats"], other["seats"]) for one, other in zip(a, b, strict=True)]
