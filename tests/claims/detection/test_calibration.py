"""Scores become probabilities, and the threshold serves years that were not seen."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.calibration import GIVEN, STEPS, Unseen, logistic, mean_f1, odds_to_probability, threshold_for
from training.debates import groups, year_of, years_of
from training.measures import calibration_error, f1_at


def _unseen(seed: int, shift: float = 0.0) -> Unseen:
    """Four years of 200 statements; `shift` is added to the log-odds that are said."""
    rng = np.random.default_rng(seed)
    odds = rng.normal(-1, 2, 800)
    labels = (rng.random(800) < odds_to_probability(odds)).astype(float)
    return Unseen(labels, np.repeat([1960, 1984, 2008, 2016], 200), odds_to_probability(odds + shift))


def test_a_regression_finds_the_weights_that_made_the_labels() -> None:
    rng = np.random.default_rng(7)
    features = np.column_stack([rng.normal(size=20_000), np.ones(20_000)])
    labels = (rng.random(20_000) < odds_to_probability(features @ [1.5, -0.5])).astype(float)

    assert logistic(features, labels) == pytest.approx([1.5, -0.5], abs=0.1)


def test_what_is_said_too_boldly_is_an_error_of_calibration() -> None:
    honest, bold = _unseen(3), _unseen(3, shift=2.0)

    assert calibration_error(honest.labels, honest.probabilities) < 0.06
    assert calibration_error(bold.labels, bold.probabilities) > 0.15
    assert calibration_error(np.array([1.0, 0.0]), np.array([1.0, 0.0])) == 0


@given(seed=st.integers(0, 50), shift=st.floats(-1, 1))
def test_the_threshold_is_fit_for_dev_and_no_lower_than_best_for_unseen_years(
    seed: int, shift: float
) -> None:
    held_out, dev = _unseen(seed), _unseen(seed + 100, shift)

    threshold = threshold_for(held_out, dev)

    best = STEPS[int(np.argmax([mean_f1(held_out, step) for step in STEPS]))]
    on_dev = {round(float(step), 4): f1_at(dev.labels, dev.probabilities, step) for step in STEPS}
    fit = [step for step, f1 in on_dev.items() if f1 >= max(on_dev.values()) - GIVEN and step >= best - 1e-9]
    assert threshold == (fit[0] if fit else round(float(best), 4))


def test_each_year_counts_the_same() -> None:
    labels = np.array([1.0] * 10 + [1.0])
    years = np.array([1960] * 10 + [2016])
    unseen = Unseen(labels, years, np.array([0.9] * 10 + [0.1]))

    assert math.isclose(mean_f1(unseen, 0.5), 0.5)


def test_no_year_is_in_two_groups() -> None:
    years = years_of(range(0, 34_000, 50))

    dealt = groups(years, 3)

    assert sorted(np.concatenate(dealt).tolist()) == list(range(len(years)))
    kept = [set(years[rows].tolist()) for rows in dealt]
    assert sum(map(len, kept)) == len(set.union(*kept))


def test_the_year_is_that_of_the_debate() -> None:
    assert [year_of(number) for number in (16, 2093, 8000, 34_133)] == [1988, 2012, 1960, 2016]
