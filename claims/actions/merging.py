"""Two rows for one assertion: one is merged into the other and can be taken out; both histories stay."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max

from claims.actions.ordering import current_rules, put_in_order
from claims.lifecycle import CLAIM, SPOKEN_FOR, ClaimStatus
from claims.models import Appearance, Claim, turns
from claims.models.families import ahead, behind
from claims.models.restating import restate
from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, Event, User

_MOVED = ["status", "merged_into", "accepted_at", "accepted_by", "demand", *CHAIN_HEAD]


class NoSuchClaim(Refusal):
    code = "no_such_claim"


class IntoItself(Refusal):
    """A claim is not merged into itself, nor into one that was merged into it."""

    code = "into_itself"


class WasPublished(Conflict):
    """A published verdict stands on this claim; `details["claim"]` is its id. Merge the other one into it."""

    code = "was_published"


class WasSplit(Conflict):
    """The claim was split: its parts stand for it; `details["claim"]` is its id."""

    code = "was_split"


@transaction.atomic
def merge(*, claim_id: UUID, into: UUID, by: User, at: datetime) -> Claim:
    """Say that a claim repeats another, which from now on stands for it.

    Its places stay on its row and count for the other, as does what is found in
    its words from now on. One that was merged itself leads on to where it went;
    those merged into this one go along. An open fact-check is closed by reaction.
    Raises Claim.DoesNotExist, NotAllowed, IllegalMove, NoSuchClaim, IntoItself,
    WasPublished, WasSplit.
    """
    turns.alone_merging()
    known = {row.uuid: row for row in Claim.objects.filter(uuid__in=[claim_id, into])}
    if claim_id not in known:
        raise Claim.DoesNotExist
    ends = {uuid: row.merged_into_id or row.pk for uuid, row in known.items()}
    rows = locked({known[claim_id].pk, *ends.values()} | repeating([known[claim_id].pk]))
    claim = rows[known[claim_id].pk]
    may_merge(claim, by=by)
    if into not in ends:
        raise NoSuchClaim("The desk has no such claim.", field="into")
    join(claim, rows[ends[into]], rows, by=by, at=at)
    stand_for([rows[ends[into]]], at=at)
    return claim


@transaction.atomic
def unmerge(*, claim_id: UUID, by: User, at: datetime) -> Claim:
    """Take a merged claim out again: it is detected, with the places that are its own.

    Those that had gone along with it come back to it. Raises Claim.DoesNotExist,
    NotAllowed, IllegalMove.
    """
    turns.alone_merging()
    asked = Claim.objects.get(uuid=claim_id)
    rows = locked({asked.pk} | around(asked))
    claim = rows[asked.pk]
    leave(claim, rows, by=by, at=at)
    stand_for(rows.values(), at=at)
    return claim


def may_merge(claim: Claim, *, by: User) -> str:
    """Return the status of this claim once it is merged. Raises NotAllowed, IllegalMove, WasPublished."""
    if by.is_editor and _was_published(claim):
        raise WasPublished(
            "This claim was checked and published: merge the other into it.", claim=str(claim.uuid)
        )
    return CLAIM.after("merge", status=claim.status, roles=by.roles)


def _was_published(claim: Claim) -> bool:
    """Whether it is settled, or was before a new round began."""
    settled = Event.objects.filter(subject=claim.uuid, name="claim.settled")
    return claim.status == ClaimStatus.SETTLED or (claim.status == ClaimStatus.ACCEPTED and settled.exists())


def join(
    claim: Claim,
    survivor: Claim,
    rows: Mapping[int, Claim],
    *,
    by: User,
    at: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Merge a claim into another and save it; `stand_for` then counts what the other has won.

    `rows` are all locked ones by pk, those merged into the claim (`repeating`)
    among them. Raises what `merge` does of the two.
    """
    status = may_merge(claim, by=by)
    if claim.pk == survivor.pk:
        raise IntoItself("A claim does not repeat itself.", field="into")
    if survivor.status == ClaimStatus.SPLIT:
        raise WasSplit(
            "That claim was split: merge into one of its parts.", field="into", claim=str(survivor.uuid)
        )
    told = {"into": survivor.uuid, "was": str(claim.status), **(data or {})}
    survivor.demand += claim.demand
    for row in [row for row in rows.values() if row.merged_into_id == claim.pk]:
        claim.demand = max(claim.demand - row.demand, 0)
        _lead(row, survivor, "claim.moved_along", {"into": survivor.uuid, "with": claim.uuid}, by=by, at=at)
    claim.status, claim.merged_into = status, survivor
    claim.accepted_at = claim.accepted_by = None
    record("claim.merged", claim, by=by, at=at, data=told)
    claim.save(update_fields=_MOVED)
    record("claim.repetition_found", survivor, by=by, at=at, data={"claim": claim.uuid})
    survivor.save(update_fields=["demand", *CHAIN_HEAD])


def leave(claim: Claim, rows: Mapping[int, Claim], *, by: User, at: datetime) -> None:
    """Take a claim out of the one it was merged into and save both; `stand_for` then counts anew.

    `rows` are all locked ones by pk, those `around` the claim among them.
    Raises NotAllowed, IllegalMove.
    """
    claim.status = CLAIM.after("unmerge", status=claim.status, roles=by.roles)
    survivor = rows[claim.merged_into_id or 0]
    claim.merged_into = None
    back = [rows[pk] for pk in _with_it(claim, survivor.pk)]
    survivor.demand = max(survivor.demand - claim.demand - sum(row.demand for row in back), 0)
    for row in back:
        claim.demand += row.demand
        _lead(row, claim, "claim.moved_back", {"into": claim.uuid}, by=by, at=at)
    record("claim.unmerged", claim, by=by, at=at, data={"from": survivor.uuid})
    claim.save(update_fields=_MOVED)
    record("claim.repetition_withdrawn", survivor, by=by, at=at, data={"claim": claim.uuid})
    survivor.save(update_fields=["demand", *CHAIN_HEAD])


def repeating(claims: Iterable[int]) -> set[int]:
    """The pks of those merged into these claims."""
    return set(Claim.objects.filter(merged_into__in=list(claims)).values_list("pk", flat=True))


def around(claim: Claim) -> set[int]:
    """The pks of those that change when this merged claim is taken out; empty if it is not merged.

    The one it was merged into, the claims that stand for that one, and those that went along with this.
    """
    into = claim.merged_into_id
    if into is None:
        return set()
    return {into} | ahead([into])[into] | set(_with_it(claim, into))


def _lead(row: Claim, survivor: Claim, event: str, data: dict[str, Any], *, by: User, at: datetime) -> None:
    row.merged_into = survivor
    record(event, row, by=by, at=at, data=data)
    row.save(update_fields=["merged_into", *CHAIN_HEAD])


def _with_it(claim: Claim, survivor: int) -> list[int]:
    """The pks of those that went along when the claim was merged, and have not been moved since."""
    there = dict(Claim.objects.filter(merged_into=survivor).values_list("uuid", "pk"))
    moves = Event.objects.filter(
        subject__in=there, name__in=["claim.merged", "claim.moved_along", "claim.moved_back"]
    )
    last = {event.subject: event for event in moves.order_by("seq")}
    return [there[uuid] for uuid, event in last.items() if event.data.get("with") == str(claim.uuid)]


def locked(claims: Iterable[int]) -> dict[int, Claim]:
    """Return the claims by pk, locked by id."""
    rows = Claim.objects.select_for_update().filter(pk__in=list(claims))
    return {row.pk: row for row in rows.order_by("id")}


def stand_for(claims: Iterable[Claim], *, at: datetime) -> None:
    """Save these locked claims with the spread and order of their places, if they stand for themselves."""
    living = [claim for claim in claims if claim.status not in SPOKEN_FOR]
    recount(living, at=at)
    restate(living)


def recount(claims: Collection[Claim], *, at: datetime) -> None:
    """Set the spread and order of claims by the places that are theirs now. Does not save."""
    rows, rules = behind([claim.pk for claim in claims]), current_rules()
    for claim in claims:
        places = Appearance.objects.filter(claim__in=rows[claim.pk], snapshot__isnull=False)
        seen = places.aggregate(
            articles=Count("snapshot__article", distinct=True), latest=Max("snapshot__published_at")
        )
        claim.spread = max(seen["articles"], 1)  # one that no article brought was heard of once
        put_in_order(claim, rules, published_at=seen["latest"], at=at)
