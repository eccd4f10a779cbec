"""Any verbs, by anybody, in any order: what must hold, holds.

A longer search, which also shrinks what it finds: LIFE_EXAMPLES=500 pytest tests/reviews/test_life.py
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.reviews.life import Life

EXAMPLES = int(os.environ.get("LIFE_EXAMPLES", "0"))
STEPS = int(os.environ.get("LIFE_STEPS", "25"))


@pytest.mark.django_db
def test_the_life_of_fact_checks_keeps_its_promises():
    # The suite takes the same few lives each time: a guard that was removed is found, or it is not.
    phases = tuple(Phase) if EXAMPLES else (Phase.explicit, Phase.generate)
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=EXAMPLES or 12,
            stateful_step_count=STEPS,
            phases=phases,
            derandomize=not EXAMPLES,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
