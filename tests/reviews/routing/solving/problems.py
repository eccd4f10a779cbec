"""Small routing problems for the tests, drawn by Hypothesis, and their best answer by trying all."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from reviews.routing.solving import Problem


@st.composite
def problems(draw, claims=6, reviewers=4):
    """A problem of any shape: nobody, nothing, no room, claims nobody may take, points that are all alike."""
    count = draw(st.integers(0, reviewers))
    need = draw(st.lists(st.integers(0, 3), max_size=claims))
    highest = draw(st.sampled_from([1, 4, 1000]))
    pairs = [(claim, reviewer) for claim in range(len(need)) for reviewer in range(count)]
    arcs = [(*pair, points) for pair in pairs if (points := draw(st.integers(-highest // 2, highest))) > 0]
    step = st.tuples(st.integers(0, 2), st.integers(0, highest))
    steps = [
        sorted(draw(st.lists(step, max_size=3)), key=lambda seats_cost: seats_cost[1]) for _ in range(count)
    ]
    return problem(need, arcs, steps, unfilled=draw(st.sampled_from([0, 3, 2000])))


def problem(need, arcs, steps, unfilled=2000) -> Problem:
    """Return the problem with arcs given as `(claim, reviewer, value)`."""
    claim, reviewer, value = np.array(arcs, np.int64).reshape(-1, 3).T
    return Problem(np.array(need, np.int64), claim, reviewer, value, steps, unfilled)


def shuffled(given: Problem, order) -> Problem:
    order = np.array(order, np.int64)
    return Problem(
        given.need, given.claim[order], given.reviewer[order], given.value[order], given.steps, given.unfilled
    )


def answers(given: Problem) -> Iterator[list[tuple[int, int]]]:
    """All answers that break no rule but, perhaps, a reviewer's seats."""

    def choices(claim):
        allowed = given.reviewer[given.claim == claim].tolist()
        for seats in range(min(int(given.need[claim]), len(allowed)) + 1):
            yield from combinations(allowed, seats)

    def from_claim(claim):
        if claim == given.claims:
            yield []
            return
        for rest in from_claim(claim + 1):
            for chosen in choices(claim):
                yield [(claim, reviewer) for reviewer in chosen] + rest

    return from_claim(0)


def drawn(seed, claims=300, reviewers=20) -> Problem:
    """Claims that want the few who know their topic; the reviewers are the same for each seed."""
    people, work = np.random.default_rng(0), np.random.default_rng(seed)
    skill = people.random((reviewers, 6))
    topic = work.choice(6, claims, p=[0.4, 0.2, 0.15, 0.1, 0.1, 0.05])
    claim, reviewer = np.nonzero(work.random((claims, reviewers)) < 0.4)
    return Problem(
        need=work.integers(1, 3, claims),
        claim=claim,
        reviewer=reviewer,
        value=1 + (900 * skill[reviewer, topic[claim]]).astype(np.int64),
        steps=[[(12, 0), (6, 40), (4, 120)]] * reviewers,
        unfilled=2000,
    )
