import pytest

from claims.lifecycle import CLAIM, ClaimStatus
from factcheck.errors import NotAllowed
from factcheck.lifecycle import IllegalMove
from factcheck.roles import DESK, EDITORS, Role


def test_every_status_has_a_place_in_the_table():
    assert CLAIM.statuses() == {str(status) for status in ClaimStatus}


def test_a_claim_goes_from_detected_to_settled_and_can_be_reopened():
    status = str(ClaimStatus.DETECTED)
    for verb, role in [
        ("shortlist", Role.REVIEWER),
        ("accept", Role.EDITOR),
        ("settle", Role.SYSTEM),
        ("reopen", Role.EDITOR),
    ]:
        status = CLAIM.after(verb, status=status, roles=[role])

    assert status == ClaimStatus.ACCEPTED


def test_an_editor_may_accept_a_claim_that_nobody_pitched():
    assert CLAIM.after("accept", status=ClaimStatus.DETECTED, roles=[Role.EDITOR]) == ClaimStatus.ACCEPTED


@pytest.mark.parametrize("role", sorted(DESK))
def test_anyone_at_the_desk_may_pitch(role):
    assert CLAIM.after("shortlist", status=ClaimStatus.DETECTED, roles=[role]) == ClaimStatus.SHORTLISTED


@pytest.mark.parametrize("verb", ["accept", "decline", "restore", "drop", "reopen"])
@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.SENIOR_REVIEWER, Role.SERVICE])
def test_only_editors_commit_the_time_of_the_desk(verb, role):
    with pytest.raises(NotAllowed):
        CLAIM.after(verb, status=ClaimStatus.DETECTED, roles=[role])


@pytest.mark.parametrize("role", sorted(EDITORS))
def test_no_person_settles_a_claim_by_hand(role):
    with pytest.raises(NotAllowed):
        CLAIM.after("settle", status=ClaimStatus.ACCEPTED, roles=[role])


@pytest.mark.parametrize(
    ("verb", "status"), [("restore", ClaimStatus.DECLINED), ("drop", ClaimStatus.ACCEPTED)]
)
@pytest.mark.parametrize("role", [Role.EDITOR, Role.SYSTEM])
def test_a_declined_or_dropped_claim_is_back_among_the_detected(verb, status, role):
    assert CLAIM.after(verb, status=status, roles=[role]) == ClaimStatus.DETECTED


@pytest.mark.parametrize("status", [ClaimStatus.ACCEPTED, ClaimStatus.SETTLED, ClaimStatus.DECLINED])
def test_what_was_decided_cannot_be_declined(status):
    with pytest.raises(IllegalMove):
        CLAIM.after("decline", status=status, roles=[Role.EDITOR])
