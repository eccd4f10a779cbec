"""A desk that worked for some weeks, made from a seed, with its decisions as routing would have kept them."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from reviews.routing import Candidate, Need, Weights, choose
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


def weeks_of(seed: int, *, weights: Weights, needs: int = 40, staff: int = 6) -> list[Decision]:
    """Decisions of a desk that routes by these weights; who is chosen holds the seat for a while.

    What a candidate holds besides (when he is first seen) stays with him.
    """
    rng = random.Random(seed)
    desk = people(rng, staff)
    held: dict[int, list[tuple[datetime, datetime, bool]]] = defaultdict(list)
    found: list[Decision] = []
    moments = sorted(BEGIN + timedelta(minutes=rng.randint(0, 27 * 24 * 60)) for _ in range(needs))
    for place, at in enumerate(moments):
        seen = tuple(_now(person, held[person.id], at) for person in desk)
        need = Need(
            role="researcher",
            language=rng.choice(["en", "en", "de"]),
            topics=frozenset(rng.sample(TOPICS, rng.randint(0, 2))),
            hours_left=48,
        )
        chosen = choose(seen, need, weights=weights).chosen
        fate = Fate(
            timedelta(hours=rng.randint(1, 120)),
            rng.choice([Ending.KEPT, Ending.KEPT, Ending.GIVEN_BACK, Ending.DECLINED]),
        )
        for reviewer in chosen:
            held[reviewer].append((at, at + fate.held, fate.ending == Ending.DECLINED))
        if chosen:
            found.append(
                Decision(f"claim {place}", place, at, at, need, 1, seen, chosen, (fate,), f"file {place}")
            )
    return found


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
