"""How a check came about, told without people."""

import pytest

from reviews.models import Policy
from reviews.models.policies import Approver, Judging
from reviews.publication.method import method


@pytest.mark.parametrize("judging", Judging.values)
@pytest.mark.parametrize("approver", Approver.values)
def test_every_policy_can_be_told(judging, approver):
    told = method(Policy(judging=judging, approver=approver, raters=3))

    assert len(told) == 4
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in told)


def test_what_a_policy_does_not_ask_for_is_not_told():
    policy = Policy(
        judging=Judging.BLIND,
        approver=Approver.NEITHER,
        raters=3,
        independent_sources=0,
        claimant_contact=False,
    )

    assert method(policy) == (
        "A researcher gathered the evidence; 3 raters then judged it,"
        " each without knowing what the others thought.",
        "An editor who neither researched nor rated it approved it.",
    )


@pytest.mark.parametrize(
    ("count", "primary", "rule"),
    [
        (1, False, "Our rule is one source."),
        (
            2,
            True,
            "Our rule is 2 sources independent of each other, and a first-hand one where there is one.",
        ),
    ],
)
def test_the_rule_for_sources_is_that_of_the_policy(count, primary, rule):
    policy = Policy(
        judging=Judging.PROPOSAL,
        approver=Approver.NEITHER,
        independent_sources=count,
        primary_source=primary,
    )

    assert rule in method(policy)
