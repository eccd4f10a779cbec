"""The moves of a claim: made, read back; refused, nothing changed and nothing recorded."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from claims import actions
from claims.actions.claims import ReasonMissing, SameClaim
from claims.lifecycle import ClaimStatus, DeclineReason
from claims.models import Appearance, AppearanceKind, Claim
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event, Job
from tests.factories import AT, ClaimantFactory, ClaimFactory, UserFactory, found

pytestmark = pytest.mark.django_db


def refused(why: type[Refusal], call: Callable[..., Any], /, **arguments: Any) -> Refusal:
    """Call, and hold that it is refused without a trace."""
    before = (list(Claim.objects.order_by("pk").values()), Event.objects.count(), Job.objects.count())

    with pytest.raises(why) as refusal:
        call(**arguments, at=AT)

    assert before == (list(Claim.objects.order_by("pk").values()), Event.objects.count(), Job.objects.count())
    return refusal.value


def last_event(claim: Claim) -> Event:
    event = Event.objects.filter(subject=claim.uuid).latest("seq")
    claim.refresh_from_db()
    assert (event.seq, event.hash) == (claim.chain_seq, claim.chain_hash)
    return event


def pitch(by: Any, **fields: Any) -> Claim:
    given = {"wording": "The bridge cost 3 million euros.", "kind": "number", "language": "en"}
    return actions.add_claim(**{**given, **fields}, by=by, at=AT)


def test_a_pitched_claim_is_shortlisted_scored_and_in_its_place():
    reviewer = UserFactory()

    claim = Claim.objects.get(pk=pitch(reviewer, claimant="Marta Quill", pitch="It decides the vote.").pk)

    assert claim.status == ClaimStatus.SHORTLISTED
    assert (claim.pitched_by, claim.worded_by, claim.pitch) == (reviewer, reviewer, "It decides the vote.")
    assert claim.claimant is not None
    assert claim.claimant.name == "Marta Quill"
    assert claim.score > 0
    assert claim.score_parts
    assert claim.priority == pytest.approx(sum(part["weight"] for part in claim.priority_parts))
    assert last_event(claim).name == "claim.shortlisted"


def test_a_reader_pitches_nothing():
    refused(NotAllowed, pitch_with, by=UserFactory(reader=True))


def pitch_with(*, by: Any, at: Any) -> Claim:
    return pitch(by)


def test_the_same_words_of_the_same_person_are_one_claim_however_typed():
    there = pitch(UserFactory(), claimant="Marta Quill")

    refusal = refused(
        SameClaim,
        actions.add_claim,
        wording="the bridge  cost 3 MILLION euros",
        kind="number",
        claimant="marta quill",
        by=UserFactory(),
    )

    assert refusal.details == {"claim": str(there.uuid)}


def test_another_persons_same_words_are_another_claim():
    pitch(UserFactory(), claimant="Marta Quill")
    pitch(UserFactory(), claimant="Edwin Straker")

    assert Claim.objects.count() == 2


def test_shortlisting_keeps_who_pitched_and_why():
    claim, reviewer = ClaimFactory(), UserFactory()

    actions.shortlist(claim_id=claim.uuid, pitch="Repeated in the leaflet.", by=reviewer, at=AT)

    claim.refresh_from_db()
    assert (claim.status, claim.pitched_by, claim.pitch) == (
        ClaimStatus.SHORTLISTED,
        reviewer,
        "Repeated in the leaflet.",
    )
    assert last_event(claim).by == reviewer.uuid


def test_an_acceptance_writes_the_job_that_opens_the_fact_check():
    claim, editor = ClaimFactory(), UserFactory(editor=True)

    actions.accept(claim_id=claim.uuid, by=editor, at=AT, data={"policy": uuid4()})

    claim.refresh_from_db()
    assert (claim.status, claim.accepted_by, claim.accepted_at) == (ClaimStatus.ACCEPTED, editor, AT)
    assert Job.objects.filter(task="reviews.tasks.open_fact_check", subject=claim.uuid).count() == 1
    assert set(last_event(claim).data) == {"policy"}


def test_a_reviewer_accepts_nothing():
    refused(NotAllowed, actions.accept, claim_id=ClaimFactory().uuid, by=UserFactory())


@pytest.mark.parametrize("reason", list(DeclineReason))
def test_declining_keeps_the_reason(reason):
    claim = ClaimFactory()

    actions.decline(claim_id=claim.uuid, reason=reason, by=UserFactory(editor=True), at=AT)

    claim.refresh_from_db()
    assert (claim.status, claim.decline_reason) == (ClaimStatus.DECLINED, reason)
    assert last_event(claim).data == {"reason": reason}


def test_declining_needs_one_of_the_reasons():
    editor = UserFactory(editor=True)

    refused(ReasonMissing, actions.decline, claim_id=ClaimFactory().uuid, reason="", by=editor)
    refused(ReasonMissing, actions.decline, claim_id=ClaimFactory().uuid, reason="boring", by=editor)


def test_a_restored_claim_is_detected_again_without_its_reason():
    claim = ClaimFactory(status="declined")

    actions.restore(claim_id=claim.uuid, by=UserFactory(editor=True), at=AT)

    claim.refresh_from_db()
    assert (claim.status, claim.decline_reason) == (ClaimStatus.DETECTED, "")


def test_a_dropped_claim_forgets_its_acceptance():
    claim = ClaimFactory(status="accepted")

    actions.drop(claim_id=claim.uuid, by=None, at=AT)

    claim.refresh_from_db()
    assert (claim.status, claim.accepted_at, claim.accepted_by) == (ClaimStatus.DETECTED, None, None)


def test_a_claim_is_settled_once_and_can_be_taken_up_again():
    claim = ClaimFactory(status="accepted")

    actions.settle(claim_id=claim.uuid, by=None, at=AT)
    refused(IllegalMove, actions.settle, claim_id=claim.uuid, by=None)
    actions.reopen(claim_id=claim.uuid, by=UserFactory(editor=True), at=AT)

    claim.refresh_from_db()
    assert (claim.status, claim.settled_at) == (ClaimStatus.ACCEPTED, None)
    assert last_event(claim).name == "claim.reopened"


@pytest.mark.parametrize(
    ("verb", "status", "arguments"),
    [
        ("shortlist", "accepted", {}),
        ("accept", "declined", {}),
        ("decline", "accepted", {"reason": "opinion"}),
        ("restore", "detected", {}),
        ("drop", "detected", {}),
        ("settle", "detected", {}),
        ("reopen", "accepted", {}),
    ],
)
def test_a_move_from_the_wrong_status_is_refused_without_a_trace(verb, status, arguments):
    by = UserFactory(editor=True) if verb != "shortlist" else UserFactory()

    refused(
        IllegalMove, getattr(actions, verb), claim_id=ClaimFactory(status=status).uuid, by=by, **arguments
    )


@pytest.mark.parametrize(
    ("verb", "status", "arguments"),
    [
        ("shortlist", "detected", {}),
        ("accept", "detected", {}),
        ("decline", "detected", {"reason": "opinion"}),
        ("restore", "declined", {}),
        ("drop", "accepted", {}),
        ("reopen", "settled", {}),
        ("reword", "detected", {"wording": "Other words."}),
        ("pin", "detected", {"pinned": True}),
    ],
)
def test_a_reader_moves_nothing(verb, status, arguments):
    claim = ClaimFactory(status=status)

    refused(NotAllowed, getattr(actions, verb), claim_id=claim.uuid, by=UserFactory(reader=True), **arguments)


def test_a_claim_that_is_not_there_is_nobodys_to_move():
    with pytest.raises(Claim.DoesNotExist):
        actions.shortlist(claim_id=uuid4(), by=UserFactory(), at=AT)


def test_rewording_changes_words_and_fingerprint_and_says_by_whom():
    claim, reviewer = ClaimFactory(), UserFactory()
    before = claim.fingerprint

    actions.reword(claim_id=claim.uuid, wording="In 2024 the port handled more cargo.", by=reviewer, at=AT)

    claim.refresh_from_db()
    assert claim.wording == "In 2024 the port handled more cargo."
    assert claim.fingerprint != before
    assert claim.worded_by == reviewer


def test_a_claim_may_be_given_the_words_it_has():
    claim = ClaimFactory()

    actions.reword(claim_id=claim.uuid, wording=claim.wording.upper(), by=UserFactory(), at=AT)

    claim.refresh_from_db()
    assert claim.wording.isupper()


def test_two_claims_never_get_the_same_words():
    claim, other = found("The port handled 4 tonnes.", "The port handled 5 tonnes.")

    refused(SameClaim, actions.reword, claim_id=claim.uuid, wording=other.wording, by=UserFactory())


def test_a_settled_claim_keeps_its_words():
    claim = ClaimFactory(status="settled")

    refused(Conflict, actions.reword, claim_id=claim.uuid, wording="Other.", by=UserFactory(editor=True))


def test_an_accepted_claim_is_reworded_by_an_editor_alone():
    claim = ClaimFactory(status="accepted")

    refused(NotAllowed, actions.reword, claim_id=claim.uuid, wording="Other words.", by=UserFactory())
    actions.reword(claim_id=claim.uuid, wording="Other words.", by=UserFactory(editor=True), at=AT)

    claim.refresh_from_db()
    assert claim.wording == "Other words."


def test_a_pin_lifts_a_claim_above_all_others_and_comes_off_again():
    claim, other = ClaimFactory.create_batch(2)
    editor = UserFactory(editor=True)

    actions.pin(claim_id=claim.uuid, pinned=True, by=editor, at=AT)
    claim.refresh_from_db()
    pinned = claim.priority
    actions.pin(claim_id=claim.uuid, pinned=False, by=editor, at=AT)
    claim.refresh_from_db()

    assert pinned > other.priority
    assert not claim.pinned
    assert claim.priority < pinned
    assert last_event(claim).name == "claim.unpinned"


def test_a_reviewer_pins_nothing():
    refused(NotAllowed, actions.pin, claim_id=ClaimFactory().uuid, pinned=True, by=UserFactory())


def appear(claim: Claim, by: Any = None, **fields: Any) -> Appearance:
    given = {"kind": AppearanceKind.VIDEO, "quote": "Four million tonnes!", "url": "https://video.example/1"}
    return actions.add_appearance(claim_id=claim.uuid, **{**given, **fields}, by=by or UserFactory(), at=AT)


def test_an_appearance_outside_articles_keeps_place_time_and_speaker():
    claim = ClaimFactory()

    place = appear(
        claim, time_code=timedelta(seconds=750), said_on=date(2026, 2, 1), claimant="Edwin Straker"
    )

    place.refresh_from_db()
    assert (place.kind, place.snapshot, place.time_code) == ("video", None, timedelta(seconds=750))
    assert place.claimant is not None
    assert place.claimant.name == "Edwin Straker"
    assert last_event(claim).data == {"appearance": str(place.uuid)}


def test_an_appearance_without_a_speaker_is_the_claimants():
    claim = ClaimFactory()

    assert appear(claim, url="", occasion="Council meeting").claimant == claim.claimant


def test_an_appearance_needs_a_place_outside_article_texts():
    claim, by = ClaimFactory(), UserFactory()

    refused(
        Refusal, actions.add_appearance, claim_id=claim.uuid, kind="text", quote="x", url="http://a.b/", by=by
    )
    refused(Refusal, actions.add_appearance, claim_id=claim.uuid, kind="post", quote="x", by=by)


def test_only_the_desk_adds_appearances():
    claim = ClaimFactory()

    for outsider in (UserFactory(reader=True), UserFactory(service=True)):
        refused(
            NotAllowed,
            actions.add_appearance,
            claim_id=claim.uuid,
            kind="post",
            quote="x",
            url="http://a.b/",
            by=outsider,
        )


def test_a_claimant_is_one_row_with_the_roles_it_was_seen_in():
    first = ClaimantFactory(name="Marta Quill", role="councillor")
    later = AT + timedelta(days=1)

    same = actions.claimant_named("MARTA  QUILL", role="mayor", by=None, at=later)
    actions.claimant_named("Marta Quill", role="councillor", by=None, at=later)

    assert same == first
    assert list(first.roles.order_by("role").values_list("role", "first_seen_at", "last_seen_at")) == [
        ("councillor", AT, later),
        ("mayor", later, later),
    ]


@pytest.mark.parametrize(
    ("name", "role", "kind"),
    [
        ("Marta Quill", "", "person"),
        ("the regional government", "", "organisation"),
        ("The Northern Ledger", "", "organisation"),
        ("police", "", "organisation"),
        ("Quill", "councillor", "person"),
    ],
)
def test_names_of_people_are_told_from_those_of_bodies(name, role, kind):
    assert ClaimantFactory(name=name, role=role).kind == kind
