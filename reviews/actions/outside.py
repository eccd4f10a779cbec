"""An editor from outside: a desk of one person has its work approved by somebody else, through a link.

The link carries 256 random bits and is shown once; only its hash is stored. It
ends by use, by its time, by being taken back, and with the round.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from claims.actions.claimants import key_of
from claims.models import Appearance, ClaimantKind
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.lifecycle import IllegalMove
from factcheck.models import CHAIN_HEAD, User
from factcheck.roles import Role
from reviews.actions.fact_checks import return_by
from reviews.actions.locks import locked, refuse_conflicted
from reviews.actions.moves import moved
from reviews.actions.verdicts import approve_by
from reviews.lifecycle import FACT_CHECK
from reviews.models import FactCheck, OutsideApproval
from reviews.naming import Names, forms_of

HOURS, MOST_HOURS = 72, 14 * 24
LONGEST_NAME: Final = 200
_OUTSIDE: Final = frozenset({Role.OUTSIDE_EDITOR})


class NoOutsideEditor(Conflict):
    """The policy of this fact-check knows no editor from outside."""

    code = "no_outside_editor"


class AlreadyNamed(Conflict):
    """A link is open already: take it back first. `details["outside_approval"]` is its id."""

    code = "already_named"


class NotIndependent(Refusal):
    """The name is that of somebody whom the fact-check is about, or who works on it."""

    code = "not_independent"


class LinkOver(Conflict):
    """The link was used, taken back, or its time is over."""

    code = "link_over"


def digest_of(token: str) -> str:
    """Return the SHA-256 of a link's token, hex."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


@transaction.atomic
def name_outside_editor(
    *, fact_check_id: UUID, name: str, hours: int = HOURS, by: User, at: datetime
) -> tuple[OutsideApproval, str]:
    """Name who approves a fact-check that waits for it; return the approval to be, and the link's token.

    Whoever researched may do this, for he approves nothing by it. The person
    named cannot log in. Raises NotAllowed, IllegalMove, NoOutsideEditor,
    AlreadyNamed, NotIndependent, Refusal naming the field at fault.
    """
    if not by.is_editor:
        raise NotAllowed("Only an editor names one from outside.")
    fact_check = locked(fact_check_id)
    if not fact_check.policy.outside_editor:
        raise NoOutsideEditor("Under this policy an editor of the desk approves.")
    FACT_CHECK.after("approve", status=fact_check.status, roles=_OUTSIDE)
    refuse_conflicted(fact_check, by)
    name = " ".join(name.split())
    if not 2 <= len(name) <= LONGEST_NAME:
        raise Refusal(f"Give the name of a person, 2 to {LONGEST_NAME} characters.", field="name")
    if not 1 <= hours <= MOST_HOURS:
        raise Refusal(f"A link lives from 1 to {MOST_HOURS} hours.", field="hours")
    _refuse_dependent(fact_check, name, by)
    _end_what_expired(fact_check, by=by, at=at)
    token = secrets.token_urlsafe(32)
    editor = User.objects.create_user(
        f"outside-{uuid4().hex[:16]}", name=name, role=Role.READER, is_active=False
    )
    approval = OutsideApproval(
        fact_check=fact_check,
        round=fact_check.round,
        editor=editor,
        token_hash=digest_of(token),
        named_by=by,
        named_at=at,
        expires_at=at + timedelta(hours=hours),
    )
    record("outside_approval.named", approval, by=by, at=at, data=_about(fact_check, editor))
    approval.save()
    moved(fact_check, "fact_check.outside_editor_named", by=by, at=at, data={"approval": approval.uuid})
    return approval, token


@transaction.atomic
def revoke_outside_editor(*, approval_id: UUID, by: User, at: datetime) -> OutsideApproval:
    """Take a link back. Raises NotAllowed, LinkOver."""
    if not by.is_editor:
        raise NotAllowed("Only an editor takes a link back.")
    file_id = OutsideApproval.objects.values_list("fact_check__uuid", flat=True).get(uuid=approval_id)
    fact_check = locked(file_id)
    approval = OutsideApproval.objects.select_for_update(of=("self",)).get(uuid=approval_id)
    approval.fact_check = fact_check
    if approval.used_at is not None or approval.revoked_at is not None:
        raise LinkOver("This link is over already.")
    return _ended(approval, by=by, at=at)


def opened_by(token: str, *, at: datetime) -> OutsideApproval:
    """Return what a link opens at this moment. Raises OutsideApproval.DoesNotExist."""
    rows = OutsideApproval.objects.filter(
        token_hash=digest_of(token), used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    found = rows.select_related("editor", "fact_check__policy", "fact_check__claim__claimant").get()
    if found.round != found.fact_check.round:
        raise OutsideApproval.DoesNotExist
    return found


def waits_for(approval: OutsideApproval) -> bool:
    """Whether the fact-check waits for an approval now."""
    try:
        FACT_CHECK.after("approve", status=approval.fact_check.status, roles=_OUTSIDE)
    except IllegalMove:
        return False
    return True


@transaction.atomic
def approve_from_outside(
    *, token: str, checklist: Sequence[Mapping[str, Any]] = (), deviation: str = "", at: datetime
) -> FactCheck:
    """Approve through the link, under the same gate and checklist as at the desk; the link ends by it.

    Raises OutsideApproval.DoesNotExist, IllegalMove, GateClosed, ChecklistOpen,
    ReportMissing, DeviationUnexplained.
    """
    approval = _locked(token, at=at)
    known: dict[str, Any] = {"checklist": checklist, "deviation": deviation}
    fact_check = approve_by(approval.fact_check, roles=_OUTSIDE, **known, by=approval.editor, at=at)
    _used(approval, "approved", at=at)
    return fact_check


@transaction.atomic
def return_from_outside(*, token: str, reason: str, at: datetime) -> FactCheck:
    """Send the work back through the link, with a reason; the link ends by it.

    Raises OutsideApproval.DoesNotExist, IllegalMove, ReasonMissing.
    """
    approval = _locked(token, at=at)
    fact_check = return_by(approval.fact_check, roles=_OUTSIDE, reason=reason, by=approval.editor, at=at)
    _used(approval, "returned", at=at)
    return fact_check


def _locked(token: str, *, at: datetime) -> OutsideApproval:
    """Lock the fact-check, then the link, and look whether it is good still: of two who use it, one does."""
    seen = opened_by(token, at=at)
    fact_check = locked(seen.fact_check.uuid)
    OutsideApproval.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    approval = opened_by(token, at=at)
    approval.fact_check = fact_check
    return approval


def _used(approval: OutsideApproval, outcome: str, *, at: datetime) -> None:
    approval.used_at = at
    record("outside_approval.used", approval, by=approval.editor, at=at, data={"outcome": outcome})
    approval.save(update_fields=["used_at", *CHAIN_HEAD])


def _ended(approval: OutsideApproval, *, by: User, at: datetime) -> OutsideApproval:
    approval.revoked_at = at
    record("outside_approval.revoked", approval, by=by, at=at)
    approval.save(update_fields=["revoked_at", *CHAIN_HEAD])
    return approval


def _end_what_expired(fact_check: FactCheck, *, by: User, at: datetime) -> None:
    """Make room for another link. Raises AlreadyNamed where one is good still."""
    open_links = OutsideApproval.objects.filter(
        fact_check=fact_check, used_at__isnull=True, revoked_at__isnull=True
    )
    for approval in open_links.select_for_update(of=("self",)).order_by("id"):
        if approval.expires_at > at and approval.round == fact_check.round:
            raise AlreadyNamed(
                "A link is open already: take it back first.", outside_approval=str(approval.uuid)
            )
        _ended(approval, by=by, at=at)


def _about(fact_check: FactCheck, editor: User) -> dict[str, Any]:
    return {"fact_check": fact_check.uuid, "editor": editor.uuid}


def _refuse_dependent(fact_check: FactCheck, name: str, by: User) -> None:
    """Compare the name with those whom the fact-check is about and those who work on it."""
    own = Names({0: forms_of(name, person=True)})
    claim = fact_check.claim
    quotes = Appearance.objects.filter(claim=claim).values_list("quote", flat=True)[:200]
    about = _claimants(fact_check)
    if any(_same(name, other, person) for other, person in about) or any(
        own.named_in(text) for text in (claim.wording, *quotes)
    ):
        raise NotIndependent("This is the name of somebody whom the claim is about.", field="name")
    worked = fact_check.assignments.filter(round=fact_check.round, accepted_at__isnull=False)
    people = worked.values_list("reviewer__user__name", "reviewer__user__username")
    names: Iterable[str] = {n for pair in people for n in pair} | {by.name, by.username}
    if any(key_of(other) == key_of(name) for other in names if other):
        raise NotIndependent("This is the name of somebody who works on the fact-check.", field="name")


def _claimants(fact_check: FactCheck) -> list[tuple[str, bool]]:
    """The names of who made the claim, and whether each is a person's."""
    made = Appearance.objects.filter(claim=fact_check.claim, claimant__isnull=False)
    rows = set(made.values_list("claimant__name", "claimant__kind").distinct()[:200])
    if claimant := fact_check.claim.claimant:
        rows.add((claimant.name, claimant.kind))
    return [(name, kind == ClaimantKind.PERSON) for name, kind in rows]


def _same(name: str, other: str, person: bool) -> bool:
    return key_of(name) == key_of(other) or bool(Names({0: forms_of(other, person=person)}).named_in(name))
