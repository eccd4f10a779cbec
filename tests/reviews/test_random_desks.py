"""Fact-checks at random, a few of them; `python -m tests.random_desks` pushes ten thousand about."""

import pytest

from factcheck import audit
from tests.random_desks import Desk, play

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2])
def test_random_fact_checks_under_random_policies_break_no_rule(seed: int):
    desk = Desk(seed)

    found = play(desk, 3)

    assert not found
    assert desk.moved.total() > 20
    assert list(audit.faults()) == []
