"""Claims merged into others and taken out again: nothing is lost, everything counts where it should."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from claims import actions
from claims.actions.claims import SpokenFor
from claims.actions.merging import IntoItself, NoSuchClaim, WasPublished, WasSplit
from claims.lifecycle import ClaimStatus
from claims.models import Appearance, Claim
from factcheck import audit
from factcheck.errors import NotAllowed, Refusal
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event, Job
from tests.factories import (
    AT,
    ArticleFactory,
    ClaimFactory,
    UserFactory,
    found,
    place_of,
    statement,
    store,
    take,
)

pytestmark = pytest.mark.django_db

FELL = "Unemployment fell by eleven per cent."
DOWN = "Unemployment went down by eleven per cent."
LOWER = "Unemployment is eleven per cent lower."


@pytest.fixture
def editor(db: None) -> Any:
    return UserFactory(editor=True)


def fresh(claim: Claim) -> Claim:
    return Claim.objects.get(pk=claim.pk)


def one(wording: str, **fields: Any) -> Claim:
    return found(wording, **fields)[0]


def merge(claim: Claim, into: Claim, by: Any) -> Claim:
    return actions.merge(claim_id=claim.uuid, into=into.uuid, by=by, at=AT)


def unmerge(claim: Claim, by: Any) -> Claim:
    return actions.unmerge(claim_id=claim.uuid, by=by, at=AT)


def refused(why: type[Refusal], call: Callable[..., Any], **arguments: Any) -> Refusal:
    """Call, and hold that it is refused without a trace."""
    before = (list(Claim.objects.order_by("pk").values()), Event.objects.count(), Job.objects.count())

    with pytest.raises(why) as refusal:
        call(**arguments, at=AT)

    assert before == (list(Claim.objects.order_by("pk").values()), Event.objects.count(), Job.objects.count())
    return refusal.value


def test_a_merged_claim_counts_for_the_one_it_repeats_and_keeps_its_own_history(editor):
    kept, other = one(FELL), one(DOWN)
    one(DOWN)
    Claim.objects.filter(pk=other.pk).update(demand=3)

    merge(other, kept, editor)

    kept, other = fresh(kept), fresh(other)
    assert (other.status, other.merged_into) == (ClaimStatus.MERGED, kept)
    assert (kept.status, kept.spread, kept.demand) == (ClaimStatus.DETECTED, 3, 3)
    assert kept.priority == pytest.approx(sum(part["weight"] for part in kept.priority_parts))
    assert list(Appearance.objects.of(kept).order_by("id")) == [
        place_of(kept),
        *other.appearances.order_by("id"),
    ]
    assert Event.objects.filter(subject=other.uuid).latest("seq").data == {
        "into": str(kept.uuid),
        "was": "detected",
    }
    assert list(audit.faults()) == []


def test_a_merged_claim_is_not_on_the_list(editor):
    kept, other = one(FELL), one(DOWN)

    merge(other, kept, editor)

    assert list(Claim.objects.listed()) == [kept]


def test_an_article_with_both_counts_once(editor):
    kept, other = found(FELL, DOWN)

    merge(other, kept, editor)

    assert fresh(kept).spread == 1


def test_words_of_a_merged_claim_that_are_found_again_count_for_the_other(editor):
    kept, other = one(FELL), one(DOWN)
    merge(other, kept, editor)

    again = one(DOWN)

    assert again == other
    assert (fresh(kept).spread, fresh(other).spread) == (3, 1)
    assert Event.objects.filter(subject=kept.uuid).latest("seq").name == "claim.repeated"
    assert list(audit.faults()) == []


def test_both_wordings_in_one_new_article_count_once(editor):
    kept, other = one(FELL), one(DOWN)
    merge(other, kept, editor)

    found(FELL, DOWN)

    assert fresh(kept).spread == 3


def test_an_article_read_again_with_the_other_wording_does_not_count_again(editor):
    kept, other = one(FELL), one(DOWN)
    merge(other, kept, editor)
    article = place_of(kept).snapshot.article

    snapshot = take(article, f"{FELL}\n\n{DOWN}")
    store(snapshot, [statement(snapshot.text, words, claimant="Marta Quill") for words in (FELL, DOWN)])

    assert fresh(kept).spread == 2
    assert list(audit.faults()) == []


def test_a_claim_merged_into_a_merged_one_goes_to_where_that_one_went(editor):
    kept, other, third = one(FELL), one(DOWN), one(LOWER)
    merge(other, kept, editor)

    merge(third, other, editor)

    assert fresh(third).merged_into == kept
    assert fresh(kept).spread == 3


def test_those_merged_into_a_claim_go_along_with_it_and_come_back_with_it(editor):
    kept, other, third = one(FELL), one(DOWN), one(LOWER)
    Claim.objects.filter(pk=other.pk).update(demand=2)
    Claim.objects.filter(pk=third.pk).update(demand=1)
    merge(third, other, editor)

    merge(other, kept, editor)
    assert fresh(third).merged_into == kept
    assert (fresh(kept).spread, fresh(kept).demand) == (3, 3)

    unmerge(other, editor)
    assert fresh(third).merged_into == other
    assert (fresh(kept).spread, fresh(kept).demand) == (1, 0)
    assert (fresh(other).spread, fresh(other).demand) == (2, 3)
    assert list(audit.faults()) == []


def test_one_that_went_along_can_be_taken_out_by_itself(editor):
    kept, other, third = one(FELL), one(DOWN), one(LOWER)
    merge(third, other, editor)
    merge(other, kept, editor)

    unmerge(third, editor)
    unmerge(other, editor)

    assert [fresh(claim).merged_into for claim in (kept, other, third)] == [None, None, None]
    assert [fresh(claim).spread for claim in (kept, other, third)] == [1, 1, 1]


def test_one_that_went_along_and_was_merged_there_anew_stays(editor):
    kept, other, third = one(FELL), one(DOWN), one(LOWER)
    merge(third, other, editor)
    merge(other, kept, editor)
    unmerge(third, editor)
    merge(third, kept, editor)

    unmerge(other, editor)

    assert fresh(third).merged_into == kept


def test_a_claim_taken_out_has_what_was_found_in_its_words_meanwhile(editor):
    kept, other = one(FELL), one(DOWN)
    merge(other, kept, editor)
    one(DOWN)

    unmerge(other, editor)

    assert (fresh(kept).spread, fresh(other).spread) == (1, 2)
    assert fresh(other).status == ClaimStatus.DETECTED
    assert fresh(other).merged_into is None


def test_an_accepted_claim_can_be_merged_but_not_one_that_was_published(editor):
    accepted, settled = ClaimFactory(status=ClaimStatus.ACCEPTED), ClaimFactory(status=ClaimStatus.SETTLED)
    kept = one(FELL)

    merge(accepted, kept, editor)

    assert fresh(accepted).accepted_at is None
    refusal = refused(WasPublished, actions.merge, claim_id=settled.uuid, into=kept.uuid, by=editor)
    assert refusal.details == {"claim": str(settled.uuid)}


def test_a_published_claim_under_a_new_round_is_not_merged_away(editor):
    reopened, kept = ClaimFactory(status=ClaimStatus.SETTLED), one(FELL)
    actions.reopen(claim_id=reopened.uuid, by=editor, at=AT)

    refused(WasPublished, actions.merge, claim_id=reopened.uuid, into=kept.uuid, by=editor)


def test_others_may_be_merged_into_a_published_claim(editor):
    settled, other = ClaimFactory(status=ClaimStatus.SETTLED), one(DOWN)

    merge(other, settled, editor)

    assert fresh(settled).spread == 2


def test_a_claim_repeats_neither_itself_nor_what_repeats_it(editor):
    kept, other = one(FELL), one(DOWN)
    refused(IntoItself, actions.merge, claim_id=kept.uuid, into=kept.uuid, by=editor)
    merge(other, kept, editor)

    refused(IntoItself, actions.merge, claim_id=kept.uuid, into=other.uuid, by=editor)


def test_what_is_not_there_or_split_or_not_open_is_refused(editor):
    claim, whole = one(FELL), one("Rents rose and wages fell.")
    actions.split(claim_id=whole.uuid, wordings=["Rents rose.", "Wages fell."], by=editor, at=AT)
    declined = ClaimFactory(status=ClaimStatus.DECLINED)

    refused(NoSuchClaim, actions.merge, claim_id=claim.uuid, into=uuid4(), by=editor)
    refused(WasSplit, actions.merge, claim_id=claim.uuid, into=whole.uuid, by=editor)
    refused(IllegalMove, actions.merge, claim_id=whole.uuid, into=claim.uuid, by=editor)
    refused(IllegalMove, actions.merge, claim_id=declined.uuid, into=claim.uuid, by=editor)
    refused(IllegalMove, actions.unmerge, claim_id=claim.uuid, by=editor)
    with pytest.raises(Claim.DoesNotExist):
        actions.merge(claim_id=uuid4(), into=claim.uuid, by=editor, at=AT)


@pytest.mark.parametrize("role", ["senior", "service", "reader"])
def test_only_editors_merge_and_take_out(role, editor):
    by, kept, other, merged = UserFactory(**{role: True}), one(FELL), one(DOWN), one(LOWER)
    merge(merged, kept, editor)

    refused(NotAllowed, actions.merge, claim_id=other.uuid, into=kept.uuid, by=by)
    refused(NotAllowed, actions.merge, claim_id=other.uuid, into=uuid4(), by=by)
    refused(NotAllowed, actions.unmerge, claim_id=merged.uuid, by=by)


def test_a_merged_claim_is_neither_reworded_nor_pinned(editor):
    kept, other = one(FELL), one(DOWN)
    merge(other, kept, editor)

    refused(SpokenFor, actions.reword, claim_id=other.uuid, wording=LOWER, by=editor)
    refused(SpokenFor, actions.pin, claim_id=other.uuid, pinned=True, by=editor)


def test_a_place_added_to_a_merged_claim_by_hand_is_shown_with_the_other(editor):
    kept, other = one(FELL), one(DOWN)
    merge(other, kept, editor)

    said = actions.add_appearance(
        claim_id=other.uuid, kind="speech", quote="It is down.", occasion="A rally", by=editor, at=AT
    )

    assert said in Appearance.objects.of(kept)


def test_an_article_set_apart_counts_no_more_for_a_claim_that_others_repeat(editor):
    text = f"{FELL}\n\nIt rained."
    first, copy = take(ArticleFactory(), text), take(ArticleFactory(), text)
    (other,) = [store(s, [statement(text, FELL, claimant="Marta Quill")])[0] for s in (first, copy)][:1]
    kept = one(DOWN)
    merge(other, kept, editor)
    assert fresh(kept).spread == 3

    actions.separate_article(article_id=copy.article.uuid, by=editor, at=AT)

    assert fresh(kept).spread == 2
    assert list(audit.faults()) == []
