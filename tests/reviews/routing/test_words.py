"""Every code that routing can give has words, and words of a code never come from elsewhere."""

import pytest

from reviews.routing import ChangeCode, Reason, Weights, words
from reviews.routing.cost import cost
from tests.reviews.routing.test_routing import FREE, RESEARCH


@pytest.mark.parametrize("code", Reason)
def test_every_hard_rule_has_words(code: Reason):
    assert code in words.REASONS
    assert (
        words.reason(code) == words.reason_with_figures(code, {}, {}).partition(":")[0] or code == "language"
    )


def test_every_part_of_the_cost_has_words():
    counted = cost(FREE, RESEARCH, raters=frozenset(), weights=Weights())

    assert set(words.PARTS) == {part.name for part in counted.parts}


@pytest.mark.parametrize("code", ChangeCode)
def test_every_change_is_something_to_do_about_somebody(code: ChangeCode):
    said = words.change(code, "Ada Hall", "9")

    assert "Ada Hall" in said
    assert said[0].isupper()
    assert "{" not in said


def test_what_somebody_declared_refused_or_holds_is_not_open_to_all():
    private = {Reason.CONFLICT, Reason.REFUSED, Reason.CAPACITY, Reason.WEEKLY_CAPACITY}

    assert not private & words.OPEN_REASONS


def test_figures_stand_with_the_reasons_that_rest_on_them():
    candidate = {"open_assignments": 4, "capacity": 3, "opted_out": ["war", "health"]}
    need = {"language": "ml", "topics": ["war", "energy"]}

    assert words.reason_with_figures("capacity", candidate, need).endswith("4 held, 3 at once")
    assert words.reason_with_figures("language", candidate, need) == "does not work in “ml”"
    assert words.reason_with_figures("opted_out", candidate, need) == "opted out of “war”"


def test_a_code_that_is_no_longer_known_is_shown_as_it_is():
    assert words.reason("shoe_size") == "shoe size"
    assert words.part("shoe_size") == "shoe size"
    assert words.change("buy_shoes", "Ada Hall", None) == "Buy shoes: Ada Hall"
