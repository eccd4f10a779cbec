"""Work given by hand: under the same checks, and a limit that an editor sets aside by name."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.models import User
from reviews.actions.locks import (
    locked,
    locked_profiles,
    locked_with_seat,
    refuse_on_sealed_seat,
    roles_on_seat,
)
from reviews.actions.research import begin_research
from reviews.actions.routing import candidates_among, free_seats, need_of, note_taken
from reviews.actions.routing_settings import weights_in_force
from reviews.actions.seats import end_seat, new_seat, offer_ends
from reviews.lifecycle import AssignmentRole, AssignmentStatus
from reviews.models import Assignment, AssignmentSource, FactCheck, Reviewer
from reviews.routing import OVERRIDABLE, Explanation, Need, Reason, as_json, choose, exclusions


class NotEligible(Conflict):
    """A hard rule keeps this person from the seat; `details["reasons"]` names it.

    `details["overridable"]` are those that an editor may set aside.
    """

    code = "not_eligible"


class NoOverride(Refusal):
    """A limit that nobody sets aside, that is none, or that is set aside without a reason."""

    code = "no_override"


@dataclass(frozen=True, slots=True)
class Override:
    """Limits that an editor sets aside, as codes of `reviews.routing.OVERRIDABLE`, and why."""

    limits: frozenset[str] = frozenset()
    reason: str = ""

    @classmethod
    def asked(cls, limits: Collection[str], reason: str, by: User) -> "Override":
        """Return it, if this person may set these aside. Raises NotAllowed, NoOverride."""
        if not limits:
            return cls()
        if not by.is_editor:
            raise NotAllowed("Only an editor sets a limit aside.", field="overrides")
        for limit in sorted(set(limits) - OVERRIDABLE):
            known = ", ".join(sorted(OVERRIDABLE))
            if limit in set(Reason):
                words = limit.replace("_", " ")
                message = f"Nobody sets “{words}” aside: it stands for independence."
            else:
                message = f"There is no limit “{limit[:40]}”. What may be set aside: {known}."
            raise NoOverride(message, field="overrides")
        if not reason.strip():
            raise NoOverride("Say why the limit is set aside.", field="override_reason")
        return cls(frozenset(limits), reason.strip())


@transaction.atomic
def hand_over(
    *,
    assignment_id: UUID,
    to: UUID,
    reason: str = "",
    overrides: Collection[str] = (),
    override_reason: str = "",
    by: User,
    at: datetime,
) -> Assignment:
    """Pass a seat on to a colleague, under the same hard rules; return the new seat.

    An editor also passes on an offer that nobody has answered: it is withdrawn,
    and routing does not offer it anew. `overrides` as for `hand_out`. Capacity
    bars what a peer passes on. Raises NotAllowed, NotEligible, NoOverride, Sealed.
    """
    fact_check, seat = locked_with_seat(assignment_id)
    refuse_on_sealed_seat(fact_check, seat, by)
    override = Override.asked(overrides, override_reason, by)
    roles = roles_on_seat(seat, by)
    if seat.status == AssignmentStatus.OFFERED and by.is_editor:
        end_seat(seat, "release", roles=roles, by=by, at=at, reason=reason, event="assignment.withdrawn")
    else:
        end_seat(seat, "hand_over", roles=roles, by=by, at=at, reason=reason)
    source = AssignmentSource.EDITOR
    return _grant(fact_check, seat.role, seat.seat, to, source=source, override=override, by=by, at=at)


@transaction.atomic
def hand_out(
    *,
    fact_check_id: UUID,
    to: UUID,
    overrides: Collection[str] = (),
    override_reason: str = "",
    by: User,
    at: datetime,
) -> Assignment:
    """Give the free seat to somebody of one's choice: capacity does not bar it, the other hard rules do.

    Under a policy with an editor from outside an editor may take the research himself.
    An editor hands out; a reviewer may keep the research of a claim he pitched
    himself. `overrides` names limits that the editor sets aside, with a reason;
    those that bar nobody here are dropped, and what stands for independence is
    refused. Raises NotAllowed, NotEligible, NoOverride, Conflict.
    """
    fact_check = locked(fact_check_id)
    keeps = fact_check.claim.pitched_by_id == by.pk and Reviewer.objects.filter(uuid=to, user=by).exists()
    if not by.is_editor and not keeps:
        raise NotAllowed("Only an editor hands out work.")
    override = Override.asked(overrides, override_reason, by)
    role, seats = free_seats(fact_check)
    if not seats:
        raise Conflict("No seat of this fact-check is free.")
    source = AssignmentSource.EDITOR if by.is_editor else AssignmentSource.FINDER
    return _grant(fact_check, role, seats[0], to, source=source, override=override, by=by, at=at)


def _grant(
    fact_check: FactCheck,
    role: str,
    seat: int,
    to: UUID,
    *,
    source: str,
    override: Override,
    by: User,
    at: datetime,
) -> Assignment:
    reviewer = Reviewer.objects.select_related("user").get(uuid=to)
    own = reviewer.user_id == by.pk
    # Judged under the lock of the profile: two who pass work on at once do not overfill anybody.
    locked_profiles([reviewer.pk])
    # Capacity bars neither an editor nor who takes work upon himself, but what a peer passes on.
    need = replace(need_of(fact_check, AssignmentRole(role), handed_out=True), handed_out=own or by.is_editor)
    # At a desk of one the editor researches, and somebody from outside approves.
    alone = own and by.is_editor and fact_check.policy.outside_editor and role == AssignmentRole.RESEARCHER
    found, used = _judged(
        need, reviewer, override, more=frozenset({str(role)}) if alone else frozenset(), at=at
    )
    granted = new_seat(
        fact_check,
        reviewer,
        role=AssignmentRole(role),
        seat=seat,
        source=source,
        accepted=own,
        explanation=as_json(found),
        overrides=used.limits,
        override_reason=used.reason,
        by=by,
        at=at,
        lapses_at=None if own else offer_ends(fact_check, at=at),
    )
    if own:
        begin_research(fact_check, granted, by=by, at=at)
    note_taken(fact_check, at=at)
    return granted


def _judged(
    need: Need, reviewer: Reviewer, override: Override, *, more: frozenset[str], at: datetime
) -> tuple[Explanation, Override]:
    """Choose this person, in the roles he has or in `more`, and keep of the override what it took.

    Raises NotEligible.
    """
    seen = candidates_among(Reviewer.objects.filter(pk=reviewer.pk), at=at)
    alone = [replace(candidate, roles=candidate.roles | more) for candidate in seen]
    # As routing would see him: only what would have barred an offer is set aside.
    offered = replace(need, handed_out=False)
    used = override.limits & {str(e.code) for candidate in alone for e in exclusions(candidate, offered)}
    found = choose(alone, replace(need, set_aside=used), wanted=1, weights=weights_in_force())
    if not found.chosen:
        raise _not_eligible([str(e.code) for e in found.excluded])
    return found, Override(used, override.reason if used else "")


def _not_eligible(reasons: list[str]) -> NotEligible:
    overridable = [code for code in reasons if code in OVERRIDABLE]
    why = ", ".join(code.replace("_", " ") for code in reasons) or "no longer active"
    message = f"This person cannot take the seat: {why}."
    if overridable == reasons and reasons:
        message += " An editor may set that aside by name, with a reason."
    return NotEligible(message, field="to", reasons=reasons, overridable=overridable)
