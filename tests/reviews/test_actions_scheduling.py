"""Publishing at a moment set before."""

from datetime import timedelta
from typing import Any

import pytest

from claims import actions as claims
from factcheck.errors import NotAllowed, Refusal
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event
from reviews import actions, tasks
from reviews.actions.approvals import ClaimReworded
from reviews.actions.flags import LegalReviewOpen
from reviews.actions.publication import NoteMissing
from reviews.models import Publication, PublicationVersion, ToDo
from tests.factories import AT, client_of
from tests.reviews.factories import Case, approved, filed, given, proposed, published
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db

NOON = AT + timedelta(hours=3)
WORDS = {"title": "No, not so much cargo", "summary": "It was less."}


def planned(case: Case, **fields: Any) -> Any:
    return actions.schedule(**case.as_editor() | {"publish_at": NOON, **WORDS} | fields)


def test_what_is_scheduled_is_published_once_its_moment_has_come():
    case = approved()
    planned(case)

    tasks.publish_due(subject=None, at=NOON - timedelta(seconds=1))
    assert not Publication.objects.exists()
    for _ in range(2):
        tasks.publish_due(subject=None, at=NOON)

    page, file = case.publication, case.fresh()
    assert (page.title, page.summary, page.published_at, page.report) == (*WORDS.values(), NOON, {})
    assert (file.status, file.published_at) == ("published", NOON)
    assert PublicationVersion.objects.get().by == case.editor
    assert Event.objects.get(subject=file.uuid, name="fact_check.published").by is None


def test_a_schedule_can_be_moved_and_its_last_words_count():
    case = approved()
    planned(case)
    planned(case, publish_at=NOON + timedelta(hours=1), title="Less cargo")

    tasks.publish_due(subject=None, at=NOON)
    tasks.publish_due(subject=None, at=NOON + timedelta(hours=1))

    assert (case.publication.title, case.publication.published_at) == (
        "Less cargo",
        NOON + timedelta(hours=1),
    )


def test_the_report_is_published_as_it_was_approved():
    case = proposed()
    known = {"fact_check_id": case.uuid, "by": case.researcher, "at": AT}
    actions.save_report(version=0, finding="It fell.", how_we_checked="We counted.", **known)
    actions.approve(**case.as_editor())
    planned(case)

    tasks.publish_due(subject=None, at=NOON)

    shown = {"finding": "It fell.", "how_we_checked": "We counted."}
    assert case.publication.report == {"cms_url": "", "sections": shown}
    assert PublicationVersion.objects.get().report == case.publication.report


def test_a_hold_takes_it_off_the_schedule():
    case = approved()
    planned(case)
    actions.hold(**case.as_editor())

    tasks.publish_due(subject=None, at=NOON)

    assert (case.fresh().status, case.fact_check.publish_at) == ("on_hold", None)


def test_a_legal_review_asked_for_meanwhile_holds_it_back():
    case = approved()
    planned(case)
    flag = actions.raise_flag(
        fact_check_id=case.uuid, kind="legal_review", text="Fair?", by=case.researcher, at=AT
    )

    tasks.publish_due(subject=None, at=NOON)
    assert case.fresh().status == "scheduled"
    actions.clear_flag(flag_id=flag.uuid, outcome="It is.", by=case.editor, at=NOON)
    tasks.publish_due(subject=None, at=NOON + timedelta(minutes=1))

    assert case.fresh().status == "published"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"publish_at": AT}, "publish_at"),
        ({"publish_at": AT + timedelta(days=366)}, "publish_at"),
        ({"title": " "}, "title"),
        ({"summary": ""}, "summary"),
    ],
)
def test_a_schedule_is_for_a_moment_within_a_year_and_has_its_words(fields: dict[str, Any], field: str):
    case = approved()

    with refused(Refusal, field=field):
        planned(case, **fields)


def test_only_what_is_approved_and_cleared_is_scheduled_by_an_editor():
    case, early = approved(), proposed()

    with refused(IllegalMove):
        planned(early)
    with refused(NotAllowed):
        planned(case, by=case.researcher)
    actions.raise_flag(fact_check_id=case.uuid, kind="legal_review", text="Fair?", by=case.editor, at=AT)
    with refused(LegalReviewOpen):
        planned(case)


def test_a_later_round_is_scheduled_with_a_note():
    case = published()
    actions.settle(fact_check_id=case.uuid, at=AT)
    actions.reopen(reason="New figures.", **case.as_editor())
    given(case, case.researcher)
    case.fresh()
    filed(case, case.seat, "true")
    actions.approve(**case.as_editor())

    with refused(NoteMissing, field="note"):
        planned(case)
    planned(case, note="New figures are out.")
    tasks.publish_due(subject=None, at=NOON)

    version = PublicationVersion.objects.get(version=2)
    assert (version.kind, version.note) == ("update", "New figures are out.")


def test_the_api_schedules():
    case = approved()
    body = {**WORDS, "publish_at": "2096-03-01T12:00:00+01:00"}

    refusal = client_of(case.editor).post(
        f"/api/v1/fact-checks/{case.uuid}/schedule/", body, content_type="application/json"
    )

    assert (refusal.status_code, refusal.json()["errors"][0]["field"]) == (400, "publish_at")


def test_words_that_nobody_approved_are_not_published():
    case = approved()
    planned(case)
    later = AT + timedelta(hours=1)
    other = {"claim_id": case.fact_check.claim.uuid, "wording": "The port moved less."}
    claims.reword(**other, by=case.editor, at=later)

    for _ in range(2):
        tasks.publish_due(subject=None, at=NOON)
    assert (case.fresh().status, Publication.objects.exists()) == ("scheduled", False)
    assert ToDo.objects.get().text.startswith("It was to be published by now.")
    with refused(ClaimReworded):
        actions.publish(**case.as_editor() | WORDS)
    with refused(ClaimReworded):
        planned(case)
    actions.hold(**case.as_editor())
    actions.resume(**case.as_editor())
    actions.approve(**case.as_editor() | {"at": later})
    actions.publish(**case.as_editor() | WORDS)

    assert case.publication.wording == "The port moved less."


def test_what_is_retracted_does_not_come_back_by_itself():
    case = published()
    actions.reopen(reason="New figures.", **case.as_editor())
    given(case, case.researcher)
    case.fresh()
    filed(case, case.seat, "true")
    actions.approve(**case.as_editor())
    planned(case, note="New figures.")
    page = case.publication.uuid
    actions.change_publication(publication_id=page, verb="retract", note="Wrong.", by=case.editor, at=AT)

    tasks.publish_due(subject=None, at=NOON)

    assert (case.publication.status, case.fresh().status) == ("retracted", "on_hold")
    assert (case.fact_check.held_from, case.fact_check.publish_at) == ("agreed", None)
