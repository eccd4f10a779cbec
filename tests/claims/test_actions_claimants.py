"""Two rows for one person made one, and two again: claims, appearances, names and new finds follow."""

from typing import Any
from uuid import uuid4

import pytest

from claims import actions
from claims.actions.claimant_merging import AlreadyMerged, NoSuchClaimant, NotMerged, SameClaimant
from claims.lifecycle import ClaimStatus
from claims.models import Appearance, Claim, Claimant, ClaimantMerge
from factcheck import audit
from factcheck.errors import NotAllowed
from factcheck.models import Event
from tests.claims.test_actions_merging import fresh, refused
from tests.factories import AT, ArticleFactory, ClaimantFactory, UserFactory, statement, store, take

pytestmark = pytest.mark.django_db

FELL = "Unemployment fell by eleven per cent."
ROSE = "Rents rose by five per cent."
LONG, SHORT = "Dmitry Peskov", "Kremlin spokesman Peskov"


@pytest.fixture
def editor(db: None) -> Any:
    return UserFactory(editor=True)


def said(wording: str, name: str) -> Claim:
    """The claim of these words in an article of its own, which is nobody's copy."""
    text = "\n\n".join([wording, *(f"{uuid4()} {uuid4()}" for _ in range(20))])
    return store(take(ArticleFactory(), text), [statement(text, wording, claimant=name)])[0]


def row(name: str) -> Claimant:
    return Claimant.objects.get(name=name)


def merge(name: str, into: str, by: Any) -> Any:
    return actions.merge_claimants(claimant_id=row(name).uuid, into=row(into).uuid, by=by, at=AT)


def unmerge(name: str, by: Any) -> Any:
    return actions.unmerge_claimants(claimant_id=row(name).uuid, by=by, at=AT)


def state() -> Any:
    """All that a merge of claimants touches, but for chains."""
    claims = Claim.objects.order_by("pk").values_list(
        "wording", "fingerprint", "claimant", "status", "merged_into", "spread", "demand", "priority"
    )
    places = Appearance.objects.order_by("pk").values_list("claim", "claimant")
    return list(claims), list(places), list(Claimant.objects.order_by("pk").values_list("key", "merged_into"))


def test_claims_and_appearances_go_to_the_other_row(editor):
    kept, moved = said(FELL, LONG), said(ROSE, SHORT)

    done = merge(SHORT, LONG, editor)

    assert (done.claims, done.merged, done.left) == (1, [], [])
    assert fresh(moved).claimant == row(LONG)
    assert set(Appearance.objects.values_list("claimant__name", flat=True)) == {LONG}
    assert row(SHORT).merged_into == row(LONG)
    assert fresh(kept).status == fresh(moved).status == ClaimStatus.DETECTED
    assert list(audit.faults()) == []


def test_new_claims_under_either_name_go_to_the_row_that_stands(editor):
    said(FELL, LONG)
    moved = said(ROSE, SHORT)
    merge(SHORT, LONG, editor)

    by_old_name, by_new_name, other = said(ROSE, SHORT), said(ROSE, LONG), said("Wages rose.", SHORT)

    assert by_old_name == by_new_name == moved
    assert fresh(moved).spread == 3
    assert other.claimant == row(LONG)
    assert actions.claimant_named(SHORT, by=None, at=AT) == row(LONG)
    assert list(audit.faults()) == []


def test_a_pitch_under_the_old_name_is_one_of_the_other_row(editor):
    said(FELL, LONG)
    said(ROSE, SHORT)
    merge(SHORT, LONG, editor)

    pitched = actions.add_claim(wording="Wages fell.", kind="fact", claimant=SHORT, by=editor, at=AT)

    assert pitched.claimant == row(LONG)


def test_claims_that_both_had_made_become_one(editor):
    kept, moved = said(FELL, LONG), said(FELL, SHORT)

    done = merge(SHORT, LONG, editor)

    assert (done.merged, done.left) == ([moved.uuid], [])
    assert fresh(moved).merged_into == kept
    assert fresh(kept).spread == 2
    assert list(audit.faults()) == []


def test_what_waits_is_merged_into_what_is_further(editor):
    waits, settled = said(FELL, LONG), said(FELL, SHORT)
    actions.accept(claim_id=settled.uuid, by=editor, at=AT)
    actions.settle(claim_id=settled.uuid, by=None, at=AT)

    done = merge(SHORT, LONG, editor)

    assert (done.merged, done.left) == ([waits.uuid], [])
    assert fresh(waits).merged_into == settled
    assert said(FELL, LONG) == waits
    assert fresh(settled).spread == 3


def test_of_two_that_are_both_further_both_stay_and_are_reported(editor):
    one, other = said(FELL, LONG), said(FELL, SHORT)
    for claim in (one, other):
        actions.accept(claim_id=claim.uuid, by=editor, at=AT)
    mark = fresh(other).fingerprint

    done = merge(SHORT, LONG, editor)

    assert (done.merged, done.left) == ([], [other.uuid])
    assert (fresh(other).claimant, fresh(other).fingerprint) == (row(LONG), mark)
    unmerge(SHORT, editor)
    assert (fresh(other).claimant, fresh(other).fingerprint) == (row(SHORT), mark)


def test_undone_everything_is_as_it_was(editor):
    said(FELL, LONG), said(FELL, SHORT), said(ROSE, SHORT), said(ROSE, LONG)
    said("Wages fell.", SHORT), said("Prices fell.", LONG)
    before = state()

    merge(SHORT, LONG, editor)
    unmerge(SHORT, editor)

    assert state() == before
    merge_row = ClaimantMerge.objects.get()
    assert (merge_row.undone_by, merge_row.undone_at) == (editor, AT)
    assert list(audit.faults()) == []


def test_what_came_in_between_stays_where_it_came(editor):
    said(FELL, LONG), said(ROSE, SHORT)
    merge(SHORT, LONG, editor)
    between = said("Wages fell.", SHORT)

    unmerge(SHORT, editor)

    assert fresh(between).claimant == row(LONG)
    assert said("Wages fell.", SHORT) != between


def test_rows_merged_into_one_go_along_with_it_and_come_back_with_it(editor):
    third = "D. Peskov"
    for name in (LONG, SHORT, third):
        said(f"{FELL} Says {name}", name)
    merge(third, SHORT, editor)
    before = state()

    merge(SHORT, LONG, editor)
    assert row(third).merged_into == row(LONG)
    assert set(Claim.objects.values_list("claimant__name", flat=True)) == {LONG}

    unmerge(SHORT, editor)
    assert state() == before
    unmerge(third, editor)
    assert Claim.objects.filter(claimant=row(third)).count() == 1
    assert list(audit.faults()) == []


def test_a_row_merged_into_a_merged_one_goes_to_where_that_one_went(editor):
    third = ClaimantFactory(name="D. Peskov")
    said(FELL, LONG), said(ROSE, SHORT)
    merge(SHORT, LONG, editor)

    merge(third.name, SHORT, editor)

    assert row(third.name).merged_into == row(LONG)


def test_what_was_taken_apart_since_is_left_alone(editor):
    kept, moved = said(FELL, LONG), said(FELL, SHORT)
    merge(SHORT, LONG, editor)
    actions.unmerge(claim_id=moved.uuid, by=editor, at=AT)
    actions.merge(claim_id=moved.uuid, into=kept.uuid, by=editor, at=AT)

    done = unmerge(SHORT, editor)

    assert done.merged == []
    assert (fresh(moved).status, fresh(moved).claimant) == (ClaimStatus.MERGED, row(SHORT))


def test_a_claim_reworded_meanwhile_goes_back_in_its_new_words(editor):
    said(FELL, LONG)
    moved = said(ROSE, SHORT)
    merge(SHORT, LONG, editor)
    actions.reword(claim_id=moved.uuid, wording="Rents are up by five per cent.", by=editor, at=AT)

    unmerge(SHORT, editor)

    assert said("Rents are up by five per cent.", SHORT) == moved


def test_what_makes_no_sense_is_refused(editor):
    said(FELL, LONG), said(ROSE, SHORT)
    long, short = row(LONG).uuid, row(SHORT).uuid

    refused(SameClaimant, actions.merge_claimants, claimant_id=long, into=long, by=editor)
    refused(NoSuchClaimant, actions.merge_claimants, claimant_id=long, into=uuid4(), by=editor)
    refused(NotMerged, actions.unmerge_claimants, claimant_id=long, by=editor)
    merge(SHORT, LONG, editor)
    refused(SameClaimant, actions.merge_claimants, claimant_id=long, into=short, by=editor)
    refusal = refused(AlreadyMerged, actions.merge_claimants, claimant_id=short, into=long, by=editor)
    assert refusal.details == {"into": str(long)}
    with pytest.raises(Claimant.DoesNotExist):
        actions.merge_claimants(claimant_id=uuid4(), into=long, by=editor, at=AT)


@pytest.mark.parametrize("role", ["senior", "service", "reader"])
def test_only_editors_merge_claimants(role, editor):
    by = UserFactory(**{role: True})
    said(FELL, LONG), said(ROSE, SHORT)

    asked = {"claimant_id": row(SHORT).uuid, "into": row(LONG).uuid, "by": by}
    refused(NotAllowed, actions.merge_claimants, **asked)
    merge(SHORT, LONG, editor)
    refused(NotAllowed, actions.unmerge_claimants, claimant_id=row(SHORT).uuid, by=by)


def test_both_histories_tell_of_the_merge_and_of_its_undoing(editor):
    said(FELL, LONG), said(ROSE, SHORT)
    merge(SHORT, LONG, editor)
    unmerge(SHORT, editor)

    told = {
        name: list(
            Event.objects.filter(subject=row(name).uuid).order_by("seq").values_list("name", flat=True)
        )
        for name in (LONG, SHORT)
    }
    assert told == {
        LONG: ["claimant.added", "claimant.joined", "claimant.parted"],
        SHORT: ["claimant.added", "claimant.merged", "claimant.unmerged"],
    }
