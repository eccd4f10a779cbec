"""Compound claims split into claims of their own, and put together again."""

from typing import Any

import pytest

from claims import actions
from claims.actions.merging import WasSplit
from claims.actions.splitting import PartsUnfit, PartTaken
from claims.lifecycle import ClaimStatus
from claims.models import Appearance, Claim, ClaimPart, ClaimTopic
from factcheck import audit
from factcheck.errors import NotAllowed
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event
from tests.claims.test_actions_merging import fresh, merge, one, refused, unmerge
from tests.factories import AT, TopicFactory, UserFactory, place_of

pytestmark = pytest.mark.django_db

BOTH = "Rents rose by 5 % and wages fell by 2 %."
ROSE, SANK = "Rents rose by 5 %.", "Wages fell by 2 %."


@pytest.fixture
def editor(db: None) -> Any:
    return UserFactory(editor=True)


def split(claim: Claim, by: Any, *wordings: str) -> list[Claim]:
    actions.split(claim_id=claim.uuid, wordings=wordings or (ROSE, SANK), by=by, at=AT)
    return [link.part for link in claim.parts.select_related("part").order_by("position")]


def unsplit(claim: Claim, by: Any) -> Claim:
    return actions.unsplit(claim_id=claim.uuid, by=by, at=AT)


def test_a_split_claim_stays_off_the_list_and_its_parts_have_its_places(editor):
    TopicFactory(slug="rents", keywords=["rents"])
    whole = one(BOTH)
    one(BOTH)

    rose, sank = split(whole, editor)

    assert fresh(whole).status == ClaimStatus.SPLIT
    assert [part.wording for part in (rose, sank)] == [ROSE, SANK]
    for part in (rose, sank):
        assert (part.status, part.spread, part.worded_by) == (ClaimStatus.DETECTED, 2, editor)
        assert (part.claimant, part.kind, part.language) == (whole.claimant, whole.kind, whole.language)
        assert part.score > 0
        assert part.priority == pytest.approx(sum(p["weight"] for p in part.priority_parts))
        assert list(Appearance.objects.of(part)) == list(whole.appearances.all())
        assert list(ClaimTopic.objects.filter(claim=part).values_list("topic__slug", flat=True)) == ["rents"]
    assert whole not in Claim.objects.listed()
    assert list(audit.faults()) == []


def test_places_found_later_are_those_of_the_parts(editor):
    whole = one(BOTH)
    rose, sank = split(whole, editor)

    one(BOTH)

    assert [fresh(claim).spread for claim in (rose, sank)] == [2, 2]
    assert list(audit.faults()) == []


def test_an_article_with_the_whole_and_a_part_counts_once_for_the_part(editor):
    whole = one(BOTH)
    rose, sank = split(whole, editor)

    actions_found = [one(ROSE), one(BOTH)]

    assert actions_found == [rose, whole]
    assert (fresh(rose).spread, fresh(sank).spread) == (3, 2)


def test_a_claim_in_the_words_of_a_part_becomes_it_and_keeps_what_it_is(editor):
    declined = one(ROSE)
    actions.decline(claim_id=declined.uuid, reason="opinion", by=editor, at=AT)
    whole = one(BOTH)

    parts = split(whole, editor)

    assert parts[0] == declined
    assert (parts[0].status, parts[0].spread) == (ClaimStatus.DECLINED, 2)
    assert Event.objects.filter(subject=declined.uuid).latest("seq").name == "claim.taken_as_part"
    assert list(audit.faults()) == []


def test_a_part_in_the_words_of_a_merged_claim_is_the_one_that_stands_for_it(editor):
    merged, kept, whole = one(ROSE), one("Rents went up by 5 %."), one(BOTH)
    merge(merged, kept, editor)

    assert split(whole, editor)[0] == kept
    assert fresh(kept).spread == 3


def test_a_part_can_be_split_again(editor):
    whole = one(BOTH)
    _, sank = split(whole, editor)

    halves = split(sank, editor, "Wages fell.", "They fell by 2 %.")

    assert [half.spread for half in halves] == [1, 1]
    assert list(Appearance.objects.of(halves[0])) == [place_of(whole)]


def test_put_together_again_it_is_as_it_was(editor):
    there = one(ROSE)
    whole = one(BOTH)
    _, sank = split(whole, editor)

    unsplit(whole, editor)

    assert (fresh(whole).status, fresh(whole).spread) == (ClaimStatus.DETECTED, 1)
    assert (fresh(there).status, fresh(there).spread) == (ClaimStatus.DETECTED, 1)
    assert (fresh(sank).status, fresh(sank).merged_into) == (ClaimStatus.MERGED, whole)
    assert not ClaimPart.objects.exists()
    assert list(audit.faults()) == []


def test_it_can_be_split_anew_into_the_same_parts(editor):
    whole = one(BOTH)
    first = split(whole, editor)
    unsplit(whole, editor)

    assert split(whole, editor) == first
    assert [part.status for part in first] == [ClaimStatus.DETECTED] * 2
    assert list(audit.faults()) == []


def test_parts_that_somebody_took_further_stay(editor):
    whole = one(BOTH)
    rose, sank = split(whole, editor)
    actions.shortlist(claim_id=rose.uuid, by=UserFactory(), at=AT)
    repeated = one("Wages went down by 2 %.")
    merge(repeated, sank, editor)

    unsplit(whole, editor)

    assert [fresh(part).status for part in (rose, sank)] == [ClaimStatus.SHORTLISTED, ClaimStatus.DETECTED]
    assert fresh(sank).spread == 1
    unmerge(repeated, editor)
    assert fresh(repeated).spread == 1


def test_accepted_parts_keep_it_split(editor):
    whole = one(BOTH)
    rose, _ = split(whole, editor)
    actions.accept(claim_id=rose.uuid, by=editor, at=AT)

    refusal = refused(PartTaken, actions.unsplit, claim_id=whole.uuid, by=editor)

    assert refusal.details == {"parts": [str(rose.uuid)]}


@pytest.mark.parametrize(
    "wordings",
    [
        (),
        (ROSE,),
        (ROSE, ROSE.upper()),
        (ROSE, " . "),
        (ROSE, BOTH),
        (ROSE, "x" * 2001),
        tuple(f"Rent {n} rose." for n in range(11)),
    ],
    ids=["none", "one", "the same", "no words", "the whole", "too long", "too many"],
)
def test_parts_are_two_to_ten_different_claims(wordings, editor):
    whole = one(BOTH)

    refusal = refused(PartsUnfit, actions.split, claim_id=whole.uuid, wordings=wordings, by=editor)

    assert refusal.field
    assert refusal.field.startswith("wordings")


def test_two_parts_that_are_one_claim_here_are_refused(editor):
    merged, kept, whole = one(ROSE), one(SANK), one(BOTH)
    merge(merged, kept, editor)

    refused(PartsUnfit, actions.split, claim_id=whole.uuid, wordings=(ROSE, SANK), by=editor)


def test_a_claim_that_was_split_is_nobody_s_part(editor):
    other, whole = one(ROSE), one(BOTH)
    split(other, editor, "Rents rose.", "It was by 5 %.")

    refused(WasSplit, actions.split, claim_id=whole.uuid, wordings=(ROSE, SANK), by=editor)


def test_what_is_accepted_or_split_is_not_split_and_what_is_whole_is_not_put_together(editor):
    accepted, whole = one(ROSE), one(BOTH)
    actions.accept(claim_id=accepted.uuid, by=editor, at=AT)

    refused(IllegalMove, actions.split, claim_id=accepted.uuid, wordings=("Rents.", "Five."), by=editor)
    refused(IllegalMove, actions.unsplit, claim_id=whole.uuid, by=editor)
    split(whole, editor, "Wages.", "Rents.")
    refused(IllegalMove, actions.split, claim_id=whole.uuid, wordings=("A.", "B."), by=editor)


@pytest.mark.parametrize("role", ["senior", "service", "reader"])
def test_only_editors_split_and_put_together(role, editor):
    by, whole, done = UserFactory(**{role: True}), one(BOTH), one("It snowed and it rained.")
    split(done, editor, "It snowed.", "It rained.")

    refused(NotAllowed, actions.split, claim_id=whole.uuid, wordings=(), by=by)
    refused(NotAllowed, actions.unsplit, claim_id=done.uuid, by=by)
