"""Two rows for one person or body: one is merged into the other, and can be taken out again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from claims.actions.merging import around, join, leave, locked, repeating, stand_for
from claims.fingerprint import fingerprint
from claims.lifecycle import SPOKEN_FOR, ClaimStatus
from claims.models import Appearance, Claim, Claimant, ClaimantMerge, turns
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record, record_each
from factcheck.models import CHAIN_HEAD, Event, User

_WAITING = frozenset({ClaimStatus.DETECTED, ClaimStatus.SHORTLISTED})


class NoSuchClaimant(Refusal):
    code = "no_such_claimant"


class SameClaimant(Refusal):
    """A claimant is not merged into itself, nor into one that was merged into it."""

    code = "same_claimant"


class AlreadyMerged(Conflict):
    """The claimant was merged; `details["into"]` is the id of the row that stands for it."""

    code = "already_merged"


class NotMerged(Conflict):
    """The claimant stands for itself."""

    code = "not_merged"


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of a merge of claimants, or of its undoing."""

    claimant: Claimant
    claims: int  # that changed their claimant
    merged: list[UUID]  # claims that said the same as another, or do so no more
    left: list[
        UUID
    ]  # claims that say the same as another and could not be merged, nor given their fingerprint


@transaction.atomic
def merge_claimants(*, claimant_id: UUID, into: UUID, by: User, at: datetime) -> Moved:
    """Say that two rows are one person or body: claims, appearances and new finds go to the other row.

    Claims that both had made become one, where neither is taken further than the
    list. Rows merged into this one go along. Raises Claimant.DoesNotExist,
    NotAllowed, NoSuchClaimant, SameClaimant, AlreadyMerged.
    """
    _refuse_others(by)
    turns.alone_merging()
    claimant, other = _both(claimant_id, into)
    claims = set(Claim.objects.filter(claimant=claimant).values_list("pk", flat=True))
    marks = _marks(claims, other)
    there = _there(marks.values(), but=claims)
    rows = locked(claims | there | repeating(claims | there))
    _lock([claimant, other])
    merge = ClaimantMerge.objects.create(
        claimant=claimant, into=other, claims=sorted(claims), appearances=_move(claimant, other), by=by, at=at
    )
    same = _give([rows[pk] for pk in sorted(claims)], other, marks, by=by, at=at)
    merged, two = _made_one(same, rows, merge, by=by, at=at)
    data = {"into": other.uuid, "claims": len(claims), "merged": [str(uuid) for uuid in merged]}
    _lead(Claimant.objects.filter(merged_into=claimant), other, "claimant.moved_along", by=by, at=at)
    claimant.merged_into = other
    record("claimant.merged", claimant, by=by, at=at, data=data)
    claimant.save(update_fields=["merged_into", *CHAIN_HEAD])
    record("claimant.joined", other, by=by, at=at, data={"claimant": claimant.uuid})
    other.save(update_fields=CHAIN_HEAD)
    return Moved(claimant, len(claims), merged, two)


@transaction.atomic
def unmerge_claimants(*, claimant_id: UUID, by: User, at: datetime) -> Moved:
    """Undo the merge of a claimant: what was moved then goes back, unless it was moved again since.

    Claims that were made one by it are two again. Raises Claimant.DoesNotExist,
    NotAllowed, NotMerged.
    """
    _refuse_others(by)
    turns.alone_merging()
    claimant = Claimant.objects.select_related("merged_into").get(uuid=claimant_id)
    other = claimant.merged_into
    if other is None:
        raise NotMerged("This claimant stands for itself.")
    merge = ClaimantMerge.objects.get(claimant=claimant, undone_at__isnull=True)
    back = set(Claim.objects.filter(pk__in=merge.claims, claimant=other).values_list("pk", flat=True))
    made_one = _made_one_by(claimant, merge)
    rows = locked(back | {row.pk for row in made_one} | {pk for row in made_one for pk in around(row)})
    _lock([claimant, other])
    for row in made_one:
        leave(rows[row.pk], rows, by=by, at=at)
    Appearance.objects.filter(pk__in=merge.appearances, claimant=other).update(claimant=claimant)
    marks = _marks(back, claimant)
    same = _give([rows[pk] for pk in sorted(back)], claimant, marks, by=by, at=at)
    stand_for(rows.values(), at=at)
    merge.undone_by, merge.undone_at = by, at
    merge.save(update_fields=["undone_by", "undone_at"])
    claimant.merged_into = None
    along = ClaimantMerge.objects.filter(into=claimant, undone_at__isnull=True).values("claimant")
    _lead(
        Claimant.objects.filter(merged_into=other, pk__in=along),
        claimant,
        "claimant.moved_back",
        by=by,
        at=at,
    )
    record("claimant.unmerged", claimant, by=by, at=at, data={"from": other.uuid, "claims": len(back)})
    claimant.save(update_fields=["merged_into", *CHAIN_HEAD])
    record("claimant.parted", other, by=by, at=at, data={"claimant": claimant.uuid})
    other.save(update_fields=CHAIN_HEAD)
    return Moved(claimant, len(back), [row.uuid for row in made_one], [claim.uuid for claim, _ in same])


def _refuse_others(by: User) -> None:
    if not by.is_editor:
        raise NotAllowed("Only an editor says who is one person or body.")


def _both(claimant_id: UUID, into: UUID) -> tuple[Claimant, Claimant]:
    known = Claimant.objects.select_related("merged_into")
    claimant = known.get(uuid=claimant_id)
    if claimant.merged_into is not None:
        raise AlreadyMerged("This claimant was merged already.", into=str(claimant.merged_into.uuid))
    other = known.filter(uuid=into).first()
    if other is None:
        raise NoSuchClaimant("The desk has no such claimant.", field="into")
    other = other.merged_into or other
    if other == claimant:
        raise SameClaimant("A claimant is not merged into itself.", field="into")
    return claimant, other


def _lock(claimants: Iterable[Claimant]) -> None:
    """Lock the rows by id, after the claims, and bring their chains' heads up to date."""
    for row in sorted(claimants, key=lambda row: row.pk):
        held = Claimant.objects.select_for_update(no_key=True).get(pk=row.pk)
        row.chain_seq, row.chain_hash = held.chain_seq, held.chain_hash


def _marks(claims: Collection[int], claimant: Claimant) -> dict[int, str]:
    """Claim -> its fingerprint as a claim of this claimant."""
    rows = Claim.objects.filter(pk__in=claims).values_list("pk", "wording")
    return {pk: fingerprint(wording, claimant.key) for pk, wording in rows}


def _there(marks: Iterable[str], *, but: Collection[int]) -> set[int]:
    """The claims that have one of these fingerprints, and those they were merged into."""
    rows = Claim.objects.filter(fingerprint__in=list(marks)).exclude(pk__in=but)
    return {pk for row in rows.values_list("pk", "merged_into_id") for pk in row if pk is not None}


def _move(claimant: Claimant, other: Claimant) -> list[int]:
    appearances = Appearance.objects.filter(claimant=claimant)
    ids = sorted(appearances.values_list("pk", flat=True))
    appearances.update(claimant=other)
    return ids


def _give(
    claims: Sequence[Claim], claimant: Claimant, marks: Mapping[int, str], *, by: User, at: datetime
) -> list[tuple[Claim, int]]:
    """Give locked claims another claimant; return those whose fingerprint another has, with its pk.

    They keep the one they had.
    """
    there = Claim.objects.filter(fingerprint__in=list(marks.values()))
    holders = dict(there.values_list("fingerprint", "pk"))
    same: list[tuple[Claim, int]] = []
    for claim in claims:
        claim.claimant = claimant
        holder = holders.setdefault(marks[claim.pk], claim.pk)
        if holder == claim.pk:
            claim.fingerprint = marks[claim.pk]
        else:
            same.append((claim, holder))
    told = [{"claimant": claimant.uuid}] * len(claims)
    record_each("claim.claimant_changed", claims, by=by, at=at, data=told)
    Claim.objects.bulk_update(claims, ["claimant", "fingerprint", *CHAIN_HEAD], batch_size=200)
    return same


def _made_one(
    same: Iterable[tuple[Claim, int]],
    rows: Mapping[int, Claim],
    merge: ClaimantMerge,
    *,
    by: User,
    at: datetime,
) -> tuple[list[UUID], list[UUID]]:
    """Merge claims that say the same, the one that waits into the one that is further.

    Returns the merged ones, and those where neither waits or one is spoken for.
    """
    merged: list[UUID] = []
    left: list[UUID] = []
    changed: dict[int, Claim] = {}
    for claim, holder in same:
        there = rows[rows[holder].merged_into_id or holder]
        lesser, survivor = (claim, there) if claim.status in _WAITING else (there, claim)
        if lesser.status not in _WAITING or survivor.status in SPOKEN_FOR or lesser == survivor:
            left.append(claim.uuid)
            continue
        join(lesser, survivor, rows, by=by, at=at, data={"claimants": merge.uuid})
        merged.append(lesser.uuid)
        changed[survivor.pk] = survivor
    stand_for(changed.values(), at=at)
    return merged, left


def _made_one_by(claimant: Claimant, merge: ClaimantMerge) -> list[Claim]:
    """Those that this merge of claimants has merged, if nobody has taken them out or elsewhere since."""
    told = Event.objects.filter(subject=claimant.uuid, name="claimant.merged").latest("seq")
    rows = Claim.objects.filter(uuid__in=told.data["merged"], status=ClaimStatus.MERGED)
    merges = Event.objects.filter(subject__in=[row.uuid for row in rows], name="claim.merged")
    last = {event.subject: event for event in merges.order_by("seq")}
    return [row for row in rows if last[row.uuid].data.get("claimants") == str(merge.uuid)]


def _lead(rows: Iterable[Claimant], to: Claimant, event: str, *, by: User, at: datetime) -> None:
    """Let rows that were merged lead to another."""
    given = sorted(rows, key=lambda row: row.pk)
    for row in given:
        row.merged_into = to
    record_each(event, given, by=by, at=at, data=[{"into": to.uuid}] * len(given))
    Claimant.objects.bulk_update(given, ["merged_into", *CHAIN_HEAD])
