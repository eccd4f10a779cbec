"""A desk that worked for some weeks, made from a seed, with its decisions as routing would have kept them."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from reviews.routing import Candidate, Need, Weights, choose
from reviews.routing.backlog import route_all
from reviews.routing.rehearsal import Decision, Ending, Fate

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
END = BEGIN + timedelta(weeks=4)
TOPICS = ["health", "energy", "war"]


def people(rng: random.Random, count: int) -> list[Candidate]:
    return [
        Candidate(
            id=number,
            roles=frozenset({"researcher"}),
            languages={"en": 1.0} if number % 4 else {"en": 0.6, "de": 1.0},
            topics={topic: float(rng.randint(1, 5)) for topic in rng.sample(TOPICS, 2)},
            open_assignments=rng.randint(0, 1),
            capacity=rng.randint(1, 4),
            weekly_left=rng.choice([None, None, 6]),
            recent=rng.randint(0, 5),
            usual=8,
        )
        for number in range(1, count + 1)
    ]


def weeks_of(
    seed: int, *, weights: Weights, needs: int = 40, staff: int = 6, batch: int = 1
) -> list[Decision]:
    """Decisions of a desk that routes by these weights; who is chosen holds the seat for a while.

    What a candidate holds besides (when he is first seen) stays with him. With
    `batch`, each fifth time so many needs are routed together.
    """
    rng = random.Random(seed)
    desk = people(rng, staff)
    held: dict[int, list[tuple[datetime, datetime, bool]]] = defaultdict(list)
    found: list[Decision] = []
    prices: tuple[datetime, dict[int, int]] = (BEGIN, {})
    moments = [BEGIN + timedelta(minutes=n) for n in sorted(rng.sample(range(27 * 24 * 60), needs))]
    for turn, at in enumerate(moments):
        seen = tuple(_now(person, held[person.id], at) for person in desk)
        asked = [_need(rng) for _ in range(batch if turn % 5 == 0 else 1)]
        together = batch > 1 and turn % 5 == 0
        if together:
            routed = route_all(asked, [1] * batch, seen, weights=weights, seconds=60)
            picked = [tuple(given.candidate for given in seats) for seats in routed.given]
            if not all(picked):
                continue  # what stayed empty would be kept nowhere, but counts in the prices
            prices = at, dict(routed.prices)
        else:
            hold = at - prices[0] < timedelta(days=7)
            priced = [replace(person, price=prices[1].get(person.id, 0) * hold) for person in seen]
            picked = [choose(priced, asked[0], weights=weights).chosen]
        for number, (need, chosen) in enumerate(zip(asked, picked, strict=True)):
            fate = Fate(
                timedelta(hours=rng.randint(1, 120)),
                rng.choice([Ending.KEPT, Ending.KEPT, Ending.GIVEN_BACK, Ending.DECLINED]),
            )
            for reviewer in chosen:
                held[reviewer].append((at, at + fate.held, fate.ending == Ending.DECLINED))
            if chosen:
                key, run = f"claim {turn}-{number}", f"run {turn}" if together else ""
                known = {"chosen": chosen, "fates": (fate,), "batch": run}
                found.append(Decision(key, 10 * turn + number, at, at, need, 1, seen, key, **known))
    return found


def _need(rng: random.Random) -> Need:
    return Need(
        role="researcher",
        language=rng.choice(["en", "en", "de"]),
        topics=frozenset(rng.sample(TOPICS, rng.randint(0, 2))),
        hours_left=48,
    )


def _now(person: Candidate, seats: list[tuple[datetime, datetime, bool]], at: datetime) -> Candidate:
    def given(since: datetime) -> int:
        return sum(since <= start and not (declined and end <= at) for start, end, declined in seats)

    weekly = person.weekly_left
    return replace(
        person,
        open_assignments=person.open_assignments + sum(at < end for _, end, _ in seats),
        recent=person.recent + given(at - timedelta(weeks=4)),
        weekly_left=None if weekly is None else weekly - given(at - timedelta(days=7)),
    )
