"""The moves of a claim, and what editors do to its wording and place on the list."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from claims.actions.claimants import claimant_named
from claims.actions.ordering import as_json, current_rules, last_published, put_in_order
from claims.detection.worthiness import score
from claims.fingerprint import fingerprint
from claims.lifecycle import CLAIM, SPOKEN_FOR, ClaimStatus, DeclineReason
from claims.models import Appearance, AppearanceKind, Claim, Claimant, Speech, turns
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from factcheck.roles import Role

_SYSTEM = frozenset({Role.SYSTEM})
_DECLINED = ["decline_reason", "declined_at", "declined_spread", "declined_demand"]


class SameClaim(Conflict):
    """The desk has this claim already; `details["claim"]` is its id."""

    code = "same_claim"


class SpokenFor(Conflict):
    """The claim was merged or split: another, or its parts, stand for it."""

    code = "spoken_for"


class ReasonMissing(Refusal):
    code = "reason_missing"


@transaction.atomic
def add_claim(
    *,
    wording: str,
    kind: str,
    claimant: str = "",
    language: str = "",
    pitch: str = "",
    by: User,
    at: datetime,
) -> Claim:
    """Pitch a claim that no article brought, in the desk's wording: it is shortlisted at once.

    Raises NotAllowed, SameClaim.
    """
    status = CLAIM.after("shortlist", status=ClaimStatus.DETECTED, roles=by.roles)
    turns.beside_merging()
    who = claimant_named(claimant, by=by, at=at) if claimant else None
    mark = _unused(wording, who)
    worth = score(wording, language=language or "en")
    claim = Claim(
        wording=wording,
        fingerprint=mark,
        claimant=who,
        kind=kind,
        language=language,
        status=status,
        score=worth.value,
        score_parts=as_json(worth.parts),
        score_model=worth.model,
        worded_by=by,
        pitched_by=by,
        pitch=pitch,
        created_at=at,
    )
    put_in_order(claim, current_rules(), published_at=None, at=at)
    record("claim.shortlisted", claim, by=by, at=at)
    claim.save()
    return claim


@transaction.atomic
def add_appearance(
    *,
    claim_id: UUID,
    kind: str,
    quote: str,
    url: str = "",
    time_code: timedelta | None = None,
    claimant: str = "",
    speech: str = Speech.DIRECT,
    said_on: date | None = None,
    occasion: str = "",
    by: User,
    at: datetime,
) -> Appearance:
    """Add a place outside articles where the claim was made: a post, a speech, a time code, an image.

    Raises Claim.DoesNotExist, NotAllowed, Refusal.
    """
    if not by.is_on_desk:
        raise NotAllowed("Only the desk adds appearances.")
    turns.beside_merging()
    claim = Claim.objects.select_for_update().get(uuid=claim_id)
    if kind == AppearanceKind.TEXT:
        raise Refusal("Places in article text are found in the article itself.", field="kind")
    if not url and not occasion:
        raise Refusal("Say where: an address or an occasion.", field="occasion")
    appearance = Appearance.objects.create(
        claim=claim,
        kind=kind,
        quote=quote,
        url=url,
        time_code=time_code,
        claimant=claimant_named(claimant, by=by, at=at) if claimant else claim.claimant,
        speech=speech,
        said_on=said_on,
        occasion=occasion,
        created_at=at,
    )
    record("claim.appearance_added", claim, by=by, at=at, data={"appearance": appearance.uuid})
    claim.save(update_fields=CHAIN_HEAD)
    return appearance


@transaction.atomic
def shortlist(*, claim_id: UUID, pitch: str = "", by: User, at: datetime) -> Claim:
    """Pitch a claim: say that it is worth a check, and why. Raises NotAllowed, IllegalMove."""
    claim = _locked(claim_id)
    claim.status = CLAIM.after("shortlist", status=claim.status, roles=by.roles)
    claim.pitched_by, claim.pitch = by, pitch
    return _moved(claim, "claim.shortlisted", ["pitched_by", "pitch"], by=by, at=at)


@transaction.atomic
def accept(*, claim_id: UUID, by: User, at: datetime, data: dict[str, Any] | None = None) -> Claim:
    """Commit the desk to checking a claim; its fact-check is opened by reaction.

    `data` names ids for that reaction, such as the policy the editor chose.
    Raises NotAllowed, IllegalMove.
    """
    claim = _locked(claim_id)
    claim.status = CLAIM.after("accept", status=claim.status, roles=by.roles)
    claim.accepted_at, claim.accepted_by = at, by
    return _moved(claim, "claim.accepted", ["accepted_at", "accepted_by"], by=by, at=at, data=data)


@transaction.atomic
def decline(*, claim_id: UUID, reason: str, by: User, at: datetime) -> Claim:
    """Do not pursue a claim. Raises NotAllowed, IllegalMove, ReasonMissing."""
    claim = _locked(claim_id)
    claim.status = CLAIM.after("decline", status=claim.status, roles=by.roles)
    if reason not in set(DeclineReason):
        raise ReasonMissing("Give one of the reasons: " + ", ".join(DeclineReason) + ".", field="reason")
    claim.decline_reason, claim.declined_at = reason, at
    # What is added from here on can bring it back.
    claim.declined_spread, claim.declined_demand = claim.spread, claim.demand
    return _moved(claim, "claim.declined", _DECLINED, by=by, at=at, data={"reason": reason})


@transaction.atomic
def restore(*, claim_id: UUID, by: User, at: datetime) -> Claim:
    """Take a declined claim back onto the list. Raises NotAllowed, IllegalMove."""
    claim = _locked(claim_id)
    claim.status = CLAIM.after("restore", status=claim.status, roles=by.roles)
    claim.decline_reason = ""
    claim.declined_at = claim.declined_spread = claim.declined_demand = None
    return _moved(claim, "claim.restored", _DECLINED, by=by, at=at)


@transaction.atomic
def drop(*, claim_id: UUID, by: User | None, at: datetime) -> Claim:
    """Let an accepted claim go back to the detected ones: its fact-check was closed unpublished."""
    claim = _locked(claim_id)
    claim.status = CLAIM.after("drop", status=claim.status, roles=by.roles if by else _SYSTEM)
    claim.accepted_at = claim.accepted_by = None
    return _moved(claim, "claim.dropped", ["accepted_at", "accepted_by"], by=by, at=at)


@transaction.atomic
def settle(*, claim_id: UUID, by: User | None, at: datetime) -> Claim:
    """Close a claim whose fact-check was published.

    The row stays locked until the caller's transaction ends, so two verdicts
    published at once settle it once. Raises Claim.DoesNotExist, IllegalMove.
    """
    claim = _locked(claim_id)
    claim.status = CLAIM.after("settle", status=claim.status, roles=_SYSTEM)
    claim.settled_at = at
    return _moved(claim, "claim.settled", ["settled_at"], by=by, at=at)


@transaction.atomic
def reopen(*, claim_id: UUID, by: User | None, at: datetime) -> Claim:
    """Take a settled claim up again: its fact-check begins a new round."""
    claim = _locked(claim_id)
    claim.status = CLAIM.after("reopen", status=claim.status, roles=by.roles if by else _SYSTEM)
    claim.settled_at = None
    return _moved(claim, "claim.reopened", ["settled_at"], by=by, at=at)


@transaction.atomic
def reword(*, claim_id: UUID, wording: str, by: User, at: datetime) -> Claim:
    """Put the claim into the desk's words; the machine never changes them again.

    Raises NotAllowed, SameClaim when another row says the same, Conflict once settled.
    """
    if not by.is_on_desk:
        raise NotAllowed("Only the desk words claims.")
    turns.beside_merging()
    claim = _locked(claim_id)
    _refuse_spoken_for(claim)
    if claim.status == ClaimStatus.SETTLED:
        raise Conflict("This claim was checked and published in these words.")
    if not by.is_editor and claim.status == ClaimStatus.ACCEPTED:
        raise NotAllowed("An accepted claim is reworded by an editor.")
    mark = _unused(wording, claim.claimant, but=claim)
    claim.wording, claim.fingerprint, claim.worded_by = wording, mark, by
    return _moved(claim, "claim.reworded", ["wording", "fingerprint", "worded_by"], by=by, at=at)


@transaction.atomic
def pin(*, claim_id: UUID, pinned: bool, by: User, at: datetime) -> Claim:
    """Put a claim on top of the list, or take the pin off. Raises NotAllowed."""
    if not by.is_editor:
        raise NotAllowed("Only an editor pins claims.")
    claim = _locked(claim_id)
    _refuse_spoken_for(claim)
    claim.pinned = pinned
    published_at = last_published([claim.pk]).get(claim.pk)
    put_in_order(claim, current_rules(), published_at=published_at, at=at)
    fields = ["pinned", "gate", "priority", "priority_parts"]
    return _moved(claim, "claim.pinned" if pinned else "claim.unpinned", fields, by=by, at=at)


def _locked(claim_id: UUID) -> Claim:
    # Nothing is joined: PostgreSQL gives a claimant that changed while we waited as none.
    return Claim.objects.select_for_update().get(uuid=claim_id)


def _refuse_spoken_for(claim: Claim) -> None:
    if claim.status in SPOKEN_FOR:
        raise SpokenFor(f"This claim was {claim.status}: work with what stands for it.")


def _moved(
    claim: Claim,
    event: str,
    fields: list[str],
    *,
    by: User | None,
    at: datetime,
    data: dict[str, Any] | None = None,
) -> Claim:
    record(event, claim, by=by, at=at, data=data)
    claim.save(update_fields=["status", *fields, *CHAIN_HEAD])
    return claim


def _unused(wording: str, claimant: Claimant | None, *, but: Claim | None = None) -> str:
    mark = fingerprint(wording, claimant.key if claimant else "")
    other = Claim.objects.filter(fingerprint=mark).first()
    if other is not None and other != but:
        raise SameClaim("The desk has this claim already.", field="wording", claim=str(other.uuid))
    return mark
