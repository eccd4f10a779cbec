"""Jobs of the reviews room: each turns a row that is due into one call."""

import logging
from datetime import datetime
from uuid import UUID

from factcheck import clock, visits
from factcheck.errors import Refusal
from factcheck.jobs import Later, Lease, job
from factcheck.leases import MAX_ATTEMPTS
from factcheck.lifecycle import IllegalMove
from reviews import actions
from reviews.actions.evidence import awaited, seen_before, words_kept
from reviews.actions.opening import AlreadyOpen
from reviews.actions.routing import AlreadyRouting
from reviews.evidence.looking import MAY_PASS, Look, look_at
from reviews.models import Assignment, Evidence

log = logging.getLogger(__name__)


@job(queue="desk")
def open_fact_check(*, subject: UUID, at: datetime) -> None:
    """Open the fact-check of an accepted claim under the desk's default policy. Reacts to claim.accepted."""
    try:
        actions.open_fact_check(claim_id=subject, by=None, at=at)
    except (AlreadyOpen, IllegalMove):
        # Opened with the acceptance, delivered twice, or dropped meanwhile: nothing is left to do.
        log.debug("claim %s is not waiting for a fact-check", subject)


@job(queue="desk")
def route_fact_check(*, subject: UUID, at: datetime) -> None:
    """Offer the free seats of a fact-check. Reacts to its opening, judging and reopening."""
    actions.route(fact_check_id=subject, at=at)


@job(queue="desk")
def reroute(*, subject: UUID, at: datetime) -> None:
    """Offer a seat that was given back to the next best. Reacts to declined, lapsed, released, recused."""
    fact_check = Assignment.objects.values_list("fact_check__uuid", flat=True).get(uuid=subject)
    actions.route(fact_check_id=fact_check, at=at)


@job(queue="desk")
def recuse_conflicted(*, subject: UUID, at: datetime) -> None:
    """Take a person off seats that were being given while he declared. Reacts to conflict.declared."""
    actions.recuse_conflicted(conflict_id=subject, at=at)


@job(queue="desk")
def close_merged(*, subject: UUID, at: datetime) -> None:
    """Close the fact-check of a claim that was merged into another. Reacts to claim.merged."""
    actions.close_merged(claim_id=subject, at=at)


@job(queue="desk")
def recuse_merged(*, subject: UUID, at: datetime) -> None:
    """Take people off a claim to which a conflict came by a merge. Reacts to claim.merged."""
    actions.recuse_merged(claim_id=subject, at=at)


@job(queue="desk")
def recuse_of_merged_claimant(*, subject: UUID, at: datetime) -> None:
    """Take people off claims of a person whom a conflict names by another row. Reacts to claimant.merged."""
    actions.recuse_of_merged_claimant(claimant_id=subject, at=at)


@job(queue="desk")
def escalate(*, subject: UUID | None, at: datetime) -> None:
    """Tell the editors what is stuck, and close what has passed. A timed job."""
    actions.escalate(at=at)


@job(queue="desk")
def note_changed_words(*, subject: UUID, at: datetime) -> None:
    """Tell the editors that a source took its words back. Reacts to claim.words_changed."""
    actions.words_changed(claim_id=subject, at=at)


@job(queue="desk")
def look_for_flags(*, subject: UUID, at: datetime) -> None:
    """Raise the flags that rules ask for. Reacts to a fact-check's opening, proposal and reopening."""
    actions.look_for_flags(fact_check_id=subject, at=at)


@job(queue="desk")
def look_for_flags_of_claim(*, subject: UUID, at: datetime) -> None:
    """The same for the fact-check of a claim. Reacts to claim.reworded."""
    actions.look_for_flags_of_claim(claim_id=subject, at=at)


@job(queue="deliver")
def publish_due(*, subject: UUID | None, at: datetime) -> None:
    """Publish what is scheduled for now. A timed job."""
    actions.publish_due(at=at)


@job(queue="desk")
def expire_verdicts(*, subject: UUID | None, at: datetime) -> None:
    """Open a new round for each published verdict whose time is over. A timed job."""
    actions.expire(at=at)


@job(queue="desk")
def remind_of_complaints(*, subject: UUID | None, at: datetime) -> None:
    """Tell the editors of complaints that are due soon, or late. A timed job."""
    actions.remind_of_complaints(at=at)


@job(queue="desk")
def tell_of_repeats(*, subject: UUID | None, at: datetime) -> None:
    """Tell the editors of checked claims that are repeated much. A timed job."""
    actions.tell_of_repeats(at=at)


@job(queue="desk")
def learn_skills(*, subject: UUID, at: datetime) -> None:
    """Learn from a published fact-check who knows what. Reacts to fact_check.published."""
    actions.learn(fact_check_id=subject, at=at)


@job(queue="desk")
def learn_skills_anew(*, subject: UUID, at: datetime) -> None:
    """Learn anew where a publication was corrected or retracted. Reacts to both."""
    actions.learn_from_publication(publication_id=subject, at=at)


@job(queue="desk")
def settle_claim(*, subject: UUID, at: datetime) -> None:
    """Settle the claim of a published fact-check. Reacts to fact_check.published."""
    try:
        actions.settle(fact_check_id=subject, at=at)
    except IllegalMove:
        # Delivered twice, perhaps after a new round began: then the claim stays open.
        log.debug("the claim of fact-check %s is settled already", subject)


@job(queue="fetch")
def capture_source(*, subject: UUID, at: datetime, lease: Lease) -> None:
    """Get a copy of a source. Reacts to evidence.capture_asked."""
    _look(subject, lease, fresh=True)


@job(queue="fetch")
def recheck_source(*, subject: UUID, at: datetime, lease: Lease) -> None:
    """Look whether a source is still as its copy shows it. Reacts to evidence.recheck_asked."""
    _look(subject, lease, fresh=False)


def _look(subject: UUID, lease: Lease, *, fresh: bool) -> None:
    """Visit a source and keep what came, once however often the job runs.

    What passes by itself is tried again with growing waits; what does not, or the
    last try, is kept as a look that brought nothing, with the reason.
    """
    evidence = Evidence.objects.select_related("capture").get(uuid=subject)
    if not awaited(evidence, lease.event):
        return
    before = seen_before(evidence)
    try:
        look = look_at(evidence.url)
    except Refusal as refusal:
        if later := visits.later_of(refusal, lease=lease):
            raise later from refusal
        if refusal.code in MAY_PASS and lease.attempts < MAX_ATTEMPTS:
            raise
        look = Look.refused(evidence.url, refusal)
    actions.keep_look(
        evidence_id=subject,
        look=look,
        before=before,
        asked=lease.event,
        fresh=fresh,
        hold=lease.hold,
        at=clock.now(),
    )


@job(queue="parse")
def look_for_quote(*, subject: UUID, at: datetime) -> None:
    """Look for another quote in the copy there is. Reacts to evidence.quote_changed."""
    evidence = Evidence.objects.told().select_related("capture").filter(uuid=subject).first()
    words = words_kept(evidence.capture) if evidence and evidence.capture else None
    if evidence and words:
        actions.note_quote(evidence_id=subject, quote=evidence.quote, words=words, at=clock.now())


@job(queue="desk")
def recheck_sources(*, subject: UUID | None, at: datetime) -> None:
    """Have sources looked at again whose time has come. A timed job."""
    while actions.ask_due_rechecks(at=at):
        pass


@job(queue="desk")
def recheck_soon(*, subject: UUID, at: datetime) -> None:
    """Look at the sources of what was just published sooner. Reacts to fact_check.published."""
    actions.recheck_soon(fact_check_id=subject, at=at)


@job(queue="desk")
def lapse_offers(*, subject: UUID | None, at: datetime) -> None:
    """End offers whose time has run out. A timed job."""
    actions.lapse_offers(at=at)


@job(queue="desk")
def keep_clocks(*, subject: UUID | None, at: datetime) -> None:
    """Let work go on that waited for answers which come no more. A timed job."""
    actions.keep_clocks(at=at)


@job(queue="desk")
def route_claims(*, subject: UUID | None, at: datetime) -> None:
    """Route the whole backlog, or the run an editor asked for. A timed job; reacts to routing_run.asked."""
    try:
        actions.route_backlog(run_id=subject, at=at, now=clock.now)
    except AlreadyRouting as running:
        # One that died in the middle is over at this moment, and its rest is ours.
        raise Later(running.until, "The backlog is being routed.")


@job(queue="desk")
def route_unfilled(*, subject: UUID | None, at: datetime) -> None:
    """Route the backlog, under the name this had before: jobs written by the last release still wait."""
    route_claims(subject=None, at=at)
