"""The table of a backlog counts what the plain rules count, pair by pair."""

from dataclasses import replace

import pytest

from reviews.routing import Candidate, Need, Weights, exclusions
from reviews.routing.cost import cost
from reviews.routing.table import Table, table
from tests.reviews.routing.desks import a_desk

NO_POINTS = Weights(**dict.fromkeys(("expertise", "language", "seniority", "hours"), 0), load=0, fairness=0)


def tabled(needs: list[Need], candidates: list[Candidate], weights: Weights = Weights()) -> Table:  # noqa: B008
    return table(needs, candidates, weights=weights, most=9)


@pytest.mark.parametrize("weights", [Weights(), NO_POINTS, Weights(expertise=7, language=1, pairing=999)])
def test_the_table_bars_and_costs_what_the_rules_bar_and_cost(weights: Weights):
    for seed in range(60):
        needs, _, candidates = a_desk(seed, needs=8, people=6)

        found = tabled(needs, candidates, weights)

        for row, need in enumerate(needs):
            for column, candidate in enumerate(candidates):
                assert found.barred[row, column] == bool(exclusions(candidate, need))
                for given, step in enumerate(found.steps[column]):
                    points = cost(candidate, need, raters=need.raters, weights=weights, given=given).points
                    assert found.points[row, column] + step == points


def test_steps_are_as_many_as_there_is_room_and_never_fall():
    for seed in range(60):
        _, _, candidates = a_desk(seed)

        found = tabled([], candidates)

        for candidate, steps in zip(candidates, found.steps, strict=True):
            assert len(steps) == candidate.room
            assert list(steps) == sorted(steps)


def test_room_for_thousands_makes_one_step_more_than_there_are_seats():
    """The seats that can be given, and the next one: what that costs is the price."""
    [steps] = tabled(
        [], [replace(a_desk(1)[2][0], open_assignments=0, capacity=30_000, weekly_left=None)]
    ).steps

    assert len(steps) == 10


def test_only_allowed_pairs_become_arcs_and_the_cheaper_is_worth_more():
    for seed in range(60):
        needs, wanted, candidates = a_desk(seed)
        found = tabled(needs, candidates)

        problem = found.problem(wanted)

        allowed = {
            (r, c) for r in range(len(needs)) for c in range(len(candidates)) if not found.barred[r, c]
        }
        values = dict(
            zip(
                zip(problem.claim.tolist(), problem.reviewer.tolist(), strict=True),
                problem.value,
                strict=True,
            )
        )
        assert set(values) == allowed
        for (row, column), value in values.items():
            for (other_row, other), other_value in values.items():
                if row == other_row:
                    assert value - other_value == found.points[row, other] - found.points[row, column]


def test_a_seat_of_a_higher_priority_is_worth_more():
    [low, high] = [replace(a_desk(1)[0][0], priority=priority) for priority in (0, 1000)]

    found = tabled([low, high], a_desk(1)[2])

    assert found.worth[1] > found.worth[0]
    assert (found.points[0] == found.points[1]).all()
