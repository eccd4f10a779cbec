"""A desk with a row of every noun, as much as may be about one file: who asks it is not told nothing."""

from typing import Any

from claims import actions as claims
from factcheck.captures import keep_upload
from factcheck.removals import ask_removal
from reviews import actions
from reviews.actions.to_dos import open_once
from reviews.models import Evidence, EvidenceCheck, Publication, ToDoKind
from tests.factories import (
    AT,
    ArticleFactory,
    ClaimantFactory,
    ClaimFactory,
    FeedFactory,
    TopicFactory,
)
from tests.reviews.factories import Case, filed, in_research, reviewer, with_evidence

_FLOODS: dict[str, Any] = {"name": "Floods", "keywords": ["flood*"]}
_NUMBERS = {"policy": "blind-panel", "kind": "number"}


def furnished(slug: str) -> Case:
    """A file in research with all that a file may hold, on a desk that has everything else as well."""
    corrected = _published_and_corrected()
    case = with_evidence(in_research(slug, claim=_repeated(corrected)))
    _fill_the_file(case)
    _bring_things_in(case)
    _set_the_desk_up(case)
    return case


def _published_and_corrected() -> Case:
    """A published check with a report, a note, an answered complaint and a correction."""
    case = with_evidence(in_research())
    actions.save_report(version=0, finding="It fell.", **case.as_editor())
    filed(case, case.seat)
    actions.approve(**case.as_editor())
    actions.publish(title="No, not so much cargo", summary="It was less.", **case.as_editor())
    page = case.publication.uuid
    known = {"by": case.editor, "at": AT}
    given = {"publication_id": page, "text": "It was eleven.", "from_name": "A reader"}
    complaint = actions.receive_complaint(**given, **known).uuid
    actions.receive_complaint(**given | {"text": "It was twelve."}, **known)
    actions.look_at_complaint(complaint_id=complaint, **known)
    actions.answer_complaint(complaint_id=complaint, outcome="upheld", answer="Yes.", **known)
    actions.change_publication(
        publication_id=page, verb="correct", note="It was eleven.", summary="Eleven.", **known
    )
    assert Publication.objects.get(uuid=page).version == 2
    return case


def _repeated(case: Case) -> Any:
    """A claim that repeats the published one: a precedent stands beside it."""
    claim = case.fact_check.claim
    return ClaimFactory(wording=claim.wording.rstrip(".") + " again.", claimant=claim.claimant.name)


def _fill_the_file(case: Case) -> None:
    known: dict[str, Any] = {"fact_check_id": case.uuid, "by": case.researcher, "at": AT}
    words = {"finding": "It fell.", "how_we_checked": "We counted."}
    actions.save_report(version=0, **words, **known)
    actions.save_report(version=1, **words | {"finding": "It fell by half."}, **known)
    actions.add_note(title="So far", text="Little.", **known)
    actions.add_comment(text="Look again.", **known)
    actions.add_evidence(title="A call", kind="interview", confidential=True, **known)
    copy = keep_upload(b"3.1 million tonnes", at=AT)
    for evidence in Evidence.objects.filter(fact_check=case.fact_check, confidential=False):
        Evidence.objects.filter(pk=evidence.pk).update(capture=copy, capture_status="captured")
        EvidenceCheck.objects.create(evidence=evidence, found="first", capture=copy, at=AT)
    actions.raise_flag(kind="legal_review", text="Who is named?", **known | {"by": case.editor})


def _set_the_desk_up(case: Case) -> None:
    known: dict[str, Any] = {"by": case.editor, "at": AT}
    actions.add_policy_rule(**_NUMBERS, **known)
    actions.add_flag_rule(kind="legal_review", name="Floods", keywords=["flood*"], **known)
    actions.add_routing_settings(weights={}, **known)
    run = actions.ask_for_routing(**known)
    actions.route_backlog(run_id=run.uuid, at=AT, now=lambda: AT)
    claims.add_harm_area(slug="floods", gravity=0.8, **_FLOODS, **known)
    claims.start_incident(**_FLOODS, **known)
    claims.add_triage_settings(weights={}, **known)
    TopicFactory(slug="harbour")
    actions.declare_conflict(reviewer_id=reviewer().uuid, kind="topic", value="harbour", **known)
    open_once(kind=ToDoKind.OVERDUE, key="one", text="It was due.", at=AT)
    outside = with_evidence(in_research("alone", outside_editor=True))
    by_editor = {"by": outside.editor, "at": AT}
    filed(outside, outside.seat)
    actions.name_outside_editor(fact_check_id=outside.uuid, name="Ruth Marks", **by_editor)
    # Of a sealed file no note goes out.
    note = actions.add_note(fact_check_id=outside.uuid, title="So far", text="Little.", **by_editor)
    actions.publish_note(note_id=note.uuid, **by_editor)


def _bring_things_in(case: Case) -> None:
    known: dict[str, Any] = {"by": case.editor, "at": AT}
    FeedFactory(url="https://herald.example/feed.xml")
    ArticleFactory(status="read")
    merged, kept = ClaimFactory(), ClaimFactory()
    claims.merge(claim_id=merged.uuid, into=kept.uuid, **known)
    claims.split(claim_id=ClaimFactory().uuid, wordings=["The pier is old.", "The quay is new."], **known)
    ClaimantFactory(name="Port Council of Wexmouth")
    ClaimantFactory(name="Port Council Wexmouth")
    gone = keep_upload(b"Nine tonnes.", at=AT).uuid
    ask_removal(capture_id=gone, reason="A court ordered it.", **known)
