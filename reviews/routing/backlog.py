"""A whole backlog at once: the seats that all of them together cost least, and the reasons of each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reviews.routing.cost import cost
from reviews.routing.hard import exclusions
from reviews.routing.solving import solve
from reviews.routing.table import table
from reviews.routing.values import Candidate, Cost, Explanation, Need, Weights

# Names the rules that chose; a change that can choose differently gets a new one.
RULES = "backlog-1"


@dataclass(frozen=True, slots=True)
class Given:
    """A seat of a need: to whom, and how many seats the same routing gave him before this one."""

    candidate: int
    before: int


@dataclass(frozen=True, slots=True)
class Routed:
    """What a backlog comes to.

    `given` holds for each need, in the order they were asked, who takes its
    seats; `prices` for the id of each candidate with room what one more of his
    seats would be worth. `gap` is the most points that any other answer could be better by.
    """

    given: tuple[tuple[Given, ...], ...]
    prices: Mapping[int, int]
    solver: str
    gap: int

    @property
    def totals(self) -> Counter[int]:
        """Candidate -> seats he was given."""
        return Counter(seat.candidate for seats in self.given for seat in seats)


def route_all(
    needs: Sequence[Need],
    wanted: Sequence[int],
    candidates: Iterable[Candidate],
    *,
    weights: Weights,
    seconds: float,
) -> Routed:
    """Choose up to `wanted` people for each need so that as many seats as possible are filled, at least cost.

    Never breaks a hard rule; whoever has several seats of the result has them
    for different needs and within his room. The order of the candidates decides
    nothing; that of the needs only whose seat counts as whose first. `seconds`
    bound the search, not the answer: one that was cut short is still allowed.
    """
    ordered = sorted(candidates, key=lambda candidate: candidate.id)
    pairs = table(needs, ordered, weights=weights, most=sum(wanted))
    solution = solve(pairs.problem(wanted), seconds=seconds)
    before: Counter[int] = Counter()
    given: list[list[Given]] = [[] for _ in needs]
    for place, column in solution.pairs.tolist():
        who = ordered[column].id
        given[place].append(Given(who, before[who]))
        before[who] += 1
    # Whoever has no room at all has no price: what a seat of his would be worth, nobody tried.
    prices = {
        candidate.id: price
        for candidate, price in zip(ordered, solution.prices.tolist(), strict=True)
        if candidate.room
    }
    return Routed(tuple(tuple(seats) for seats in given), prices, solution.solver, solution.gap)


def explained(
    need: Need,
    *,
    wanted: int,
    candidates: Iterable[Candidate],
    given: Sequence[Given],
    totals: Mapping[int, int],
    prices: Mapping[int, int],
    weights: Weights,
) -> Explanation:
    """Say why these have the need's seats: what each cost at his turn, and the others after all were given.

    With the prices counted, nobody passed over costs less than the chosen, up
    to the gap: whoever looks cheaper without them is worth more elsewhere.
    """
    priced = {c.id: replace(c, price=prices.get(c.id, 0)) for c in candidates}
    ordered = tuple(priced[key] for key in sorted(priced))
    excluded = tuple(reason for candidate in ordered for reason in exclusions(candidate, need))
    chosen = {seat.candidate: seat.before for seat in given}
    turns = dict(totals) | chosen
    free = sorted(set(priced) - {exclusion.candidate for exclusion in excluded})
    costs = {
        key: cost(priced[key], need, raters=need.raters, weights=weights, given=turns.get(key, 0))
        for key in free
    }
    rest = sorted((costs[key] for key in free if key not in chosen), key=_rank)
    return Explanation(
        need=need,
        wanted=wanted,
        candidates=ordered,
        chosen=tuple(chosen),
        costs=(*(costs[key] for key in chosen), *rest),
        excluded=excluded,
        remedy=None,
        weights=weights,
    )


def _rank(costed: Cost) -> tuple[int, int]:
    return costed.points, costed.candidate
