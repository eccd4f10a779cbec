"""Jobs of the reviews room: each turns a row that is due into one call."""

import logging
from datetime import datetime
from uuid import UUID

from factcheck import clock
from factcheck.jobs import Later, job
from factcheck.lifecycle import IllegalMove
from reviews import actions
from reviews.actions.opening import AlreadyOpen
from reviews.actions.routing import AlreadyRouting
from reviews.models import Assignment

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
def escalate(*, subject: UUID | None, at: datetime) -> None:
    """Tell the editors what is stuck, and close what has passed. A timed job."""
    actions.escalate(at=at)


@job(queue="desk")
def note_changed_words(*, subject: UUID, at: datetime) -> None:
    """Tell the editors that a source took its words back. Reacts to claim.words_changed."""
    actions.words_changed(claim_id=subject, at=at)


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
