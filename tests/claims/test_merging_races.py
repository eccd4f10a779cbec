"""Merges and splits beside what others do at the same moment: one waits, and nothing is lost."""

from typing import Any

import pytest

from claims import actions
from claims.actions.merging import IntoItself
from claims.lifecycle import ClaimStatus
from claims.models import Appearance, Claim, Claimant
from factcheck import audit
from factcheck.errors import Conflict
from factcheck.lifecycle import IllegalMove
from tests.factories import AT, ArticleFactory, ClaimFactory, UserFactory, found, statement, take
from tests.holding import while_held

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

BOTH, ROSE, SANK = "Rents rose and wages fell.", "Rents rose.", "Wages fell."


@pytest.fixture
def editor(db: None) -> Any:
    return UserFactory(editor=True)


def storing(wording: str, *, claimant: str = "Marta Quill") -> Any:
    snapshot = take(ArticleFactory(), f"{wording}\n\nIt rained all day long, and nobody came to the harbour.")
    said = [statement(snapshot.text, wording, claimant=claimant)]
    return lambda: actions.store_claims(snapshot_id=snapshot.pk, statements=said, at=AT)


def merging(claim: Claim, into: Claim, by: Any) -> Any:
    return lambda: actions.merge(claim_id=claim.uuid, into=into.uuid, by=by, at=AT)


def fresh(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)


def test_a_claim_merged_while_another_accepts_it_is_not_accepted(editor):
    kept, claim = ClaimFactory.create_batch(2)

    with pytest.raises(IllegalMove):
        while_held(
            merging(claim, kept, editor), lambda: actions.accept(claim_id=claim.uuid, by=editor, at=AT)
        )

    assert fresh(claim).status == ClaimStatus.MERGED
    assert list(audit.faults()) == []


def test_a_claim_accepted_while_another_merges_it_is_merged_with_what_the_acceptance_began(editor):
    kept, claim = ClaimFactory.create_batch(2)

    while_held(lambda: actions.accept(claim_id=claim.uuid, by=editor, at=AT), merging(claim, kept, editor))

    merged = fresh(claim)
    assert (merged.status, merged.accepted_at, merged.merged_into) == (ClaimStatus.MERGED, None, kept)
    assert list(audit.faults()) == []


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_merges_in_opposite_directions_the_second_makes_no_circle(order, editor):
    one, other = ClaimFactory.create_batch(2)[::order]

    with pytest.raises(IntoItself):
        while_held(merging(one, other, editor), merging(other, one, editor))

    assert (fresh(one).merged_into, fresh(other).merged_into) == (other, None)


def test_words_stored_while_their_claim_is_merged_count_for_the_other(editor):
    kept, (claim,) = ClaimFactory(), found(ROSE)

    while_held(merging(claim, kept, editor), storing(ROSE))

    assert fresh(kept).spread == 3
    assert fresh(claim).appearances.count() == 2
    assert list(audit.faults()) == []


def test_a_claim_merged_while_its_words_are_stored_counts_them(editor):
    kept, (claim,) = ClaimFactory(), found(ROSE)

    while_held(storing(ROSE), merging(claim, kept, editor))

    assert fresh(kept).spread == 3
    assert list(audit.faults()) == []


def test_a_split_takes_the_claim_that_is_stored_at_the_same_moment(editor):
    (whole,) = found(BOTH)

    while_held(
        storing(ROSE),
        lambda: actions.split(claim_id=whole.uuid, wordings=[ROSE, SANK], by=editor, at=AT),
    )

    assert Claim.objects.filter(wording=ROSE).get().spread == 2
    assert list(audit.faults()) == []


def test_a_claim_stored_while_it_becomes_a_part_is_that_part(editor):
    (whole,) = found(BOTH)

    while_held(
        lambda: actions.split(claim_id=whole.uuid, wordings=[ROSE, SANK], by=editor, at=AT), storing(ROSE)
    )

    assert Claim.objects.filter(wording=ROSE).get().spread == 2
    assert list(audit.faults()) == []


def test_a_claim_pitched_while_it_becomes_a_part_is_known(editor):
    (whole,) = found(BOTH)

    with pytest.raises(Conflict) as refusal:
        while_held(
            lambda: actions.split(claim_id=whole.uuid, wordings=[ROSE, SANK], by=editor, at=AT),
            lambda: actions.add_claim(
                wording=ROSE, kind="fact", claimant="Marta Quill", by=UserFactory(), at=AT
            ),
        )

    assert refusal.value.code == "same_claim"


@pytest.mark.parametrize("stored_first", [True, False])
def test_claims_stored_while_their_claimant_is_merged_are_those_of_the_row_that_stands(stored_first, editor):
    found(BOTH, claimant="Dmitry Peskov")
    found(SANK, claimant="D. Peskov")
    row, into = Claimant.objects.get(name="D. Peskov"), Claimant.objects.get(name="Dmitry Peskov")

    def merge() -> Any:
        return actions.merge_claimants(claimant_id=row.uuid, into=into.uuid, by=editor, at=AT)

    both = [storing(ROSE, claimant="D. Peskov"), merge]
    while_held(*(both if stored_first else both[::-1]))

    assert set(Claim.objects.values_list("claimant", flat=True)) == {into.pk}
    assert set(Appearance.objects.values_list("claimant", flat=True)) == {into.pk}
    assert list(audit.faults()) == []


def test_a_claim_reworded_while_its_claimant_is_merged_has_the_fingerprint_of_the_row_that_stands(editor):
    found(BOTH, claimant="Dmitry Peskov")
    (claim,) = found(SANK, claimant="D. Peskov")
    row, into = Claimant.objects.get(name="D. Peskov"), Claimant.objects.get(name="Dmitry Peskov")

    while_held(
        lambda: actions.merge_claimants(claimant_id=row.uuid, into=into.uuid, by=editor, at=AT),
        lambda: actions.reword(claim_id=claim.uuid, wording=ROSE, by=editor, at=AT),
    )

    assert storing(ROSE, claimant="Dmitry Peskov")() == [claim.uuid]
