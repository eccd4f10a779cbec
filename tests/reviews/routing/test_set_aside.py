"""What an editor sets aside by name stops nobody; what stands for independence is never set aside."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reviews.routing import OVERRIDABLE, Reason, as_json, choose, exclusions, replay
from tests.reviews.routing.test_remedies import INDEPENDENCE
from tests.reviews.routing.test_routing import FREE, RESEARCH, candidates, needs


def test_every_hard_rule_is_either_of_independence_or_may_be_set_aside():
    assert set(Reason) == INDEPENDENCE | OVERRIDABLE
    assert not INDEPENDENCE & OVERRIDABLE


@given(people=candidates, need=needs, named=st.frozensets(st.sampled_from(Reason)))
def test_exactly_the_limits_that_were_named_are_set_aside(people, need, named):
    then = replace(need, set_aside=named)

    for person in people:
        barred = {e.code for e in exclusions(person, need)}
        assert {e.code for e in exclusions(person, then)} == barred - (named & OVERRIDABLE)


def test_a_choice_with_a_limit_set_aside_is_made_again_from_what_was_stored():
    abroad = replace(FREE, languages={"ml": 1.0}, absent=True)

    found = choose([abroad], replace(RESEARCH, set_aside=frozenset({"language", "absent"})))

    assert found.chosen == (1,)
    assert replay(as_json(found)) == found
