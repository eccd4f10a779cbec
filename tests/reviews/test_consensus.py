from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.consensus import NothingFiled, Rating, weigh

SCALE = [
    Rating("true", 5),
    Rating("mostly_true", 4),
    Rating("half_true", Decimal(3)),
    Rating("false", 1),
    Rating("misleading"),
    Rating("satire"),
]
rounds = st.dictionaries(st.integers(1, 50), st.sampled_from(SCALE), min_size=1, max_size=7)
tolerances = st.integers(0, 4)


def weighed(*labels, **settings):
    ratings = {rating.label: rating for rating in SCALE}
    return weigh({rater: ratings[label] for rater, label in enumerate(labels, start=1)}, **settings)


@given(ratings=rounds, tolerance=tolerances, majority_suffices=st.booleans())
def test_the_label_is_one_that_a_rater_chose(ratings, tolerance, majority_suffices):
    outcome = weigh(ratings, tolerance=tolerance, majority_suffices=majority_suffices)

    chosen = {rating.label for rating in ratings.values()}
    assert outcome.agreed in chosen | {None}
    assert outcome.agreed in {outcome.majority, None}
    assert outcome.disputed == (outcome.agreed is None)


@given(ratings=rounds, tolerance=tolerances, data=st.data())
def test_the_order_of_filing_decides_nothing(ratings, tolerance, data):
    shuffled = dict(data.draw(st.permutations(list(ratings.items()))))

    assert weigh(shuffled, tolerance=tolerance) == weigh(ratings, tolerance=tolerance)


@given(ratings=rounds)
def test_dissenters_and_majority_are_all_raters(ratings):
    outcome = weigh(ratings)

    agreeing = {rater for rater, rating in ratings.items() if rating.label == outcome.majority}
    assert agreeing.isdisjoint(outcome.dissenters)
    assert agreeing | set(outcome.dissenters) == set(ratings)


@given(ratings=rounds, tolerance=tolerances)
def test_more_tolerance_never_ends_an_agreement(ratings, tolerance):
    strict = weigh(ratings, tolerance=tolerance)
    mild = weigh(ratings, tolerance=tolerance + 1)

    assert strict.disputed or mild.agreed == strict.agreed


def test_one_rater_alone_agrees_with_himself():
    outcome = weighed("misleading")

    assert (outcome.agreed, outcome.spread, outcome.dissenters) == ("misleading", 0, ())
    assert not outcome.needs_discussion


def test_neighbours_on_the_scale_agree_within_the_tolerance_on_the_label_of_the_majority():
    outcome = weighed("true", "mostly_true", "true", tolerance=1)

    assert (outcome.agreed, outcome.spread, outcome.dissenters) == ("true", 1, (2,))


def test_the_same_ratings_without_tolerance_need_a_discussion():
    outcome = weighed("true", "mostly_true", "true")

    assert outcome.disputed
    assert outcome.majority == "true"
    assert outcome.needs_discussion


def test_after_the_discussion_the_majority_suffices():
    outcome = weighed("true", "false", "true", majority_suffices=True)

    assert (outcome.agreed, outcome.dissenters) == ("true", (2,))
    assert not outcome.needs_discussion


def test_a_tie_is_never_averaged_but_left_to_the_editor():
    outcome = weighed("true", "half_true", tolerance=2)

    assert outcome.disputed
    assert (outcome.majority, outcome.dissenters) == (None, (1, 2))
    assert not outcome.needs_discussion


def test_a_label_without_a_number_is_within_no_tolerance_of_another():
    outcome = weighed("misleading", "misleading", "false", tolerance=4)

    assert outcome.spread is None
    assert outcome.disputed


def test_the_same_label_without_a_number_is_agreement():
    assert weighed("satire", "satire", "satire").agreed == "satire"


def test_one_vote_of_three_carries_no_round_that_was_closed_early():
    assert weighed("true", seats=3).disputed
    assert weighed("true", "true", seats=3).agreed == "true"


def test_a_round_without_ratings_has_no_outcome():
    with pytest.raises(NothingFiled) as refusal:
        weigh({})

    assert refusal.value.code == "nothing_filed"
