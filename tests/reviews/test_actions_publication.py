"""What the world gets to see, and every change of it, public and dated."""

from datetime import timedelta
from typing import Any

import pytest

from claims.models import Claim
from factcheck.errors import NotAllowed, Refusal
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event, Job, User
from factcheck.roles import Role
from reviews import actions, tasks
from reviews.actions.locks import ConflictDeclared, OwnWork
from reviews.actions.publication import NoteMissing
from reviews.models import Publication, PublicationVersion, Verdict
from tests.factories import AT
from tests.reviews.factories import (
    Case,
    approved,
    disputed,
    filed,
    given,
    published,
    reviewer,
)
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db

NEXT_DAY = AT + timedelta(days=1)


def publish(case: Case, **fields: Any) -> Publication:
    asked = {"title": "No, not so much cargo", "summary": "It was less.", **fields}
    return actions.publish(**case.as_editor() | asked)


def change(case: Case, verb: str, **fields: Any) -> Publication:
    asked = {"note": "We misread the table.", "by": case.editor, "at": NEXT_DAY, **fields}
    return actions.change_publication(publication_id=case.publication.uuid, verb=verb, **asked)


def second_round(case: Case, rating: str = "true") -> None:
    """Settle, take up again and bring the fact-check to its next approval."""
    actions.settle(fact_check_id=case.uuid, at=AT)
    actions.reopen(reason="New figures.", **case.as_editor())
    given(case, case.researcher)
    case.fresh()
    filed(case, case.seat, rating)
    actions.approve(**case.as_editor())
    case.fresh()


def kinds() -> list[tuple[int, str]]:
    return list(PublicationVersion.objects.order_by("version").values_list("version", "kind"))


def test_publishing_shows_the_verdict_and_finishes_the_work():
    case = approved()
    seat = case.seat

    publication = publish(case)

    seat.refresh_from_db()
    file = case.fresh()
    assert (file.status, file.published_at, seat.status) == ("published", AT, "done")
    assert (publication.slug, publication.status, publication.version) == ("no-not-so-much-cargo", "live", 1)
    assert (publication.verdict, publication.wording) == (file.verdict, file.claim.wording)
    assert kinds() == [(1, "first")]
    assert Event.objects.filter(subject=publication.uuid, name="publication.published").count() == 1
    assert Job.objects.filter(task="reviews.tasks.settle_claim", subject=file.uuid).count() == 1


def test_a_panel_is_published_with_all_its_seats_done():
    case = disputed()
    actions.decide(rating="true", reasoning="So.", **case.as_editor())
    actions.approve(**case.as_editor())

    publish(case)

    assert {s.status for s in case.fact_check.assignments.all()} == {"done"}


def test_a_seat_that_did_not_file_is_left_as_it_ended():
    case = approved()
    case.fact_check.assignments.filter(pk=case.seat.pk).update(status="returned")

    publish(case)

    assert case.seat.status == "returned"


@pytest.mark.parametrize(("fields", "field"), [({"title": " "}, "title"), ({"summary": ""}, "summary")])
def test_a_publication_has_a_title_and_a_summary(fields: dict[str, str], field: str):
    case = approved()

    with refused(Refusal, field=field):
        publish(case, **fields)


def test_two_publications_of_one_title_have_two_addresses():
    slugs = [publish(approved()).slug for _ in range(3)]

    assert slugs == ["no-not-so-much-cargo", "no-not-so-much-cargo-2", "no-not-so-much-cargo-3"]


def test_a_title_without_letters_of_an_address_gets_one():
    assert publish(approved(), title="?!").slug == "check"


def test_the_claim_is_settled_by_the_reaction_and_twice_is_once():
    case = published()

    for _ in range(2):
        tasks.settle_claim(subject=case.uuid, at=AT)

    claim = Claim.objects.get(pk=case.fact_check.claim_id)
    assert (claim.status, claim.settled_at) == ("settled", AT)
    assert Event.objects.filter(subject=claim.uuid, name="claim.settled").count() == 1


def test_a_reaction_that_comes_again_after_a_new_round_began_settles_nothing():
    case = published()
    tasks.settle_claim(subject=case.uuid, at=AT)
    actions.reopen(reason="New figures.", **case.as_editor())

    tasks.settle_claim(subject=case.uuid, at=AT)

    assert Claim.objects.get(pk=case.fact_check.claim_id).status == "accepted"


def test_a_later_round_replaces_what_stood_as_an_update_with_a_note():
    case = published()
    second_round(case)
    actions.hold(**case.as_editor())
    actions.resume(**case.as_editor())
    actions.approve(**case.as_editor())

    with refused(NoteMissing, field="note"):
        publish(case)
    publication = publish(case, title="It was so much", note="New figures are out.", at=NEXT_DAY)

    assert (publication.status, publication.version, publication.slug) == (
        "updated",
        2,
        "no-not-so-much-cargo",
    )
    assert (publication.published_at, publication.changed_at) == (AT, NEXT_DAY)
    assert publication.verdict.rating.slug == "true"
    assert case.fresh().published_at == AT
    assert kinds() == [(1, "first"), (2, "update")]


@pytest.mark.parametrize(
    ("verb", "status", "kind"),
    [
        ("correct", "corrected", "correction"),
        ("clarify", "clarified", "clarification"),
        ("update", "updated", "update"),
        ("retract", "retracted", "retraction"),
    ],
)
def test_a_change_is_a_new_public_version_with_its_note(verb: str, status: str, kind: str):
    case = published()

    change(case, verb, title="Not so much")

    row, version = case.publication, PublicationVersion.objects.get(version=2)
    assert (row.status, row.version, row.changed_at, row.title) == (status, 2, NEXT_DAY, "Not so much")
    assert row.summary == "It was less."
    assert (version.kind, version.note, version.by, version.at) == (
        kind,
        "We misread the table.",
        case.editor,
        NEXT_DAY,
    )
    assert Event.objects.filter(subject=row.uuid, name=f"publication.{status}").count() == 1
    assert Event.objects.filter(subject=case.uuid, name=f"fact_check.{status}").count() == 1


def test_a_change_of_words_only_keeps_the_verdict():
    case = published()

    change(case, "clarify", summary="It was less than said.")

    assert case.publication.verdict.version == 1
    assert Verdict.objects.count() == 1


def test_a_corrected_rating_is_the_next_version_of_the_verdict():
    case = published()

    change(case, "correct", rating="half-true", by=case.chief)

    verdict = case.publication.verdict
    assert (verdict.version, verdict.rating.slug, verdict.chosen_by) == (2, "half-true", case.chief)
    assert verdict.reasoning == "The table says otherwise."
    assert case.fresh().verdict == verdict


def test_a_corrected_reasoning_keeps_the_label_and_who_chose_it():
    case = published()

    change(case, "correct", reasoning="Table 2 says otherwise.")

    verdict = case.publication.verdict
    assert (verdict.version, verdict.rating.slug, verdict.chosen_by) == (2, "false", case.researcher)


def test_a_verdict_can_become_words_and_a_rating_again():
    case = published()

    change(case, "correct", words="Nobody can know.")
    in_words = case.publication.verdict
    change(case, "correct", rating="true")

    assert (in_words.rating, in_words.words) == (None, "Nobody can know.")
    assert (case.publication.verdict.rating.slug, case.publication.verdict.words) == ("true", "")


def test_a_correction_leaves_alone_the_verdict_approved_for_the_next_version():
    case = published()
    second_round(case)
    coming = case.fact_check.verdict

    change(case, "correct", reasoning="Table 2 says otherwise.")
    publication = publish(case, note="New figures are out.", at=NEXT_DAY)

    assert publication.verdict == coming
    assert case.fresh().verdict == coming


def test_a_correction_in_a_round_that_is_not_approved_moves_the_standing_verdict():
    case = published()
    actions.settle(fact_check_id=case.uuid, at=AT)
    actions.reopen(reason="New figures.", **case.as_editor())

    change(case, "correct", rating="half-true")

    assert case.fresh().verdict.rating.slug == "half-true"


def test_a_retraction_is_the_end():
    case = published()
    change(case, "retract")

    for verb in ("correct", "clarify", "update", "retract"):
        with refused(IllegalMove):
            change(case, verb)


def test_a_change_tells_the_reader_why():
    case = published()

    with refused(NoteMissing, field="note"):
        change(case, "correct", note=" ", rating="true")
    with refused(Refusal, field="rating"):
        change(case, "correct", rating="green")
    with refused(NotAllowed):
        change(case, "polish")


def test_a_change_is_an_editors_who_neither_researched_nor_has_a_conflict():
    case = published()
    profile = reviewer(case.chief)
    name = case.fact_check.claim.claimant.name
    actions.declare_conflict(reviewer_id=profile.uuid, kind="claimant", value=name, by=case.chief, at=AT)

    with refused(NotAllowed):
        change(case, "correct", by=case.researcher)
    with refused(ConflictDeclared):
        change(case, "correct", by=case.chief)
    User.objects.filter(pk=case.researcher.pk).update(role=Role.EDITOR)
    with refused(OwnWork):
        change(case, "correct", by=User.objects.get(pk=case.researcher.pk))
