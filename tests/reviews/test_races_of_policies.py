"""Two people at once on a policy, a rule, a link or an open judging: the second finds what the first did."""

import pytest

from factcheck.models import Event
from reviews import actions
from reviews.actions.second_reads import NothingOwed
from reviews.models import OutsideApproval, Policy, PolicyRule, ToDo, Verdict
from tests.factories import AT, UserFactory
from tests.holding import while_held
from tests.reviews.factories import filed, judging, opened, policy, proposed, reviewer

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_versions_entered_at_once_are_two_and_one_of_them_is_in_use():
    base = policy()
    editor = UserFactory(editor=True)
    known = {"policy_id": base.uuid, "by": editor, "at": AT}

    while_held(
        lambda: actions.add_policy_version(due_hours=1, **known),
        lambda: actions.add_policy_version(due_hours=2, **known),
    )

    rows = Policy.objects.order_by("version").values_list("version", "active", "is_default")
    assert list(rows) == [(1, False, False), (2, False, False), (3, True, True)]


def test_two_rules_entered_at_once_stand_one_behind_the_other():
    editor = opened().editor
    known = {"policy": "desk", "position": 1, "by": editor, "at": AT}
    actions.add_policy_rule(kind="quote", **known)

    while_held(
        lambda: actions.add_policy_rule(kind="number", **known),
        lambda: actions.add_policy_rule(kind="fact", **known),
    )

    rows = PolicyRule.objects.order_by("position").values_list("kind", "position")
    assert list(rows) == [("fact", 1), ("number", 2), ("quote", 3)]


def test_a_link_used_twice_at_once_decides_once():
    case = proposed(slug="alone", outside_editor=True)
    known = {"name": "Ruth Marks", "by": case.editor, "at": AT}
    _, token = actions.name_outside_editor(fact_check_id=case.uuid, **known)

    with pytest.raises(OutsideApproval.DoesNotExist):
        while_held(
            lambda: actions.approve_from_outside(token=token, at=AT),
            lambda: actions.return_from_outside(token=token, reason="Which year?", at=AT),
        )

    assert Verdict.objects.count() == 1


def test_the_last_two_votes_cast_at_once_end_the_meeting():
    case = judging("rating-meeting")
    first, second = case.judges

    while_held(lambda: filed(case, first), lambda: filed(case, second, "true"))

    assert case.fresh().status == "agreed"
    assert Event.objects.filter(name="fact_check.judged").count() == 1


def test_a_second_read_given_twice_at_once_is_one():
    case = proposed(slug="urgent")
    actions.approve(**case.as_editor())
    actions.publish(title="No", summary="No.", **case.as_editor())
    known = {"fact_check_id": case.uuid, "at": AT}
    one, other = reviewer().user, reviewer().user

    with pytest.raises(NothingOwed):
        while_held(
            lambda: actions.give_second_read(confirms=True, by=one, **known),
            lambda: actions.give_second_read(confirms=False, reason="No.", by=other, **known),
        )

    assert ToDo.objects.get().closed_by == one
