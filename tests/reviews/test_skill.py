"""What is learnt leans on what was declared, moves with what was published, and stays on the scale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.skill import DECLARED, FEWEST, HIGHEST, LOWEST, Label, agreement, learnt, standing

FALSE, HALF, TRUE = (Label(name, number, 1, 5) for name, number in (("false", 1), ("half", 3), ("true", 5)))
SATIRE, WORDS = Label("satire"), Label("It is so, with a but.")

declared = st.none() | st.integers(1, 5)
shares = st.lists(st.floats(0, 1), max_size=40)


@given(declared=declared, shares=shares)
def test_what_is_learnt_is_on_the_scale_and_needs_a_few_judgements(declared, shares):
    found = learnt(declared, shares)

    assert (found is None) == (len(shares) < FEWEST)
    assert found is None or LOWEST <= found <= HIGHEST


@given(declared=declared, shares=st.lists(st.floats(0, 1), min_size=FEWEST, max_size=20), place=st.data())
def test_better_work_never_lowers_it_and_the_order_does_not_matter(declared, shares, place):
    worse = list(shares)
    worse[place.draw(st.integers(0, len(shares) - 1))] = 0.0

    assert learnt(declared, worse) <= learnt(declared, shares)
    assert learnt(declared, place.draw(st.permutations(shares))) == pytest.approx(
        learnt(declared, shares), abs=0.011
    )


def test_a_few_judgements_move_little_and_many_decide():
    assert learnt(3, [1.0] * 2) is None
    assert learnt(3, [1.0] * 3) == 3.67
    assert learnt(3, [1.0] * DECLARED) == 4.0
    assert learnt(3, [1.0] * 60) == 4.82
    assert learnt(5, [0.0] * 60) == 1.36
    assert learnt(None, [1.0] * 3) == 3.0


@pytest.mark.parametrize(
    ("rated", "published", "share"),
    [
        (FALSE, FALSE, 1),
        (FALSE, HALF, 0.5),
        (FALSE, TRUE, 0),
        (SATIRE, SATIRE, 1),
        (SATIRE, FALSE, 0),
        (FALSE, SATIRE, 0),
        (WORDS, WORDS, 1),
        (WORDS, FALSE, 0),
    ],
)
def test_how_near_a_rating_came(rated: Label, published: Label, share: float):
    assert agreement(rated, published) == share


def test_each_return_costs_a_proposal_less_than_the_one_before():
    assert [standing(n) for n in range(3)] == [1.0, 0.5, pytest.approx(1 / 3)]
