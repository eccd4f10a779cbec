"""One row for several assertions: split into claims of their own, and put together again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from claims.actions.merging import WasSplit, around, join, leave, locked, stand_for
from claims.actions.ordering import as_json
from claims.detection.worthiness import score
from claims.fingerprint import fingerprint, normalised
from claims.lifecycle import CLAIM, ClaimStatus
from claims.models import Appearance, Claim, ClaimPart, ClaimTopic, turns
from claims.models.families import ahead
from factcheck.errors import Conflict, Refusal
from factcheck.events import record, record_each, record_many
from factcheck.models import CHAIN_HEAD, User

FEWEST: Final = 2
MOST: Final = 10
_LONGEST: Final = 2000


class PartsUnfit(Refusal):
    """The wordings are not those of two to ten different claims."""

    code = "parts_unfit"


class PartTaken(Conflict):
    """The desk has accepted or settled parts; `details["parts"]` are their ids."""

    code = "part_taken"


@transaction.atomic
def split(*, claim_id: UUID, wordings: Sequence[str], by: User, at: datetime) -> Claim:
    """Split a compound claim into claims that assert one thing each, in these words.

    It stays, off the list; its places, also those found later, are those of its
    parts. A claim that has these words already becomes the part, as it is; a new
    one has the topics, kind, language and claimant of the whole. Raises
    Claim.DoesNotExist, NotAllowed, IllegalMove, PartsUnfit, WasSplit.
    """
    turns.alone_merging()
    asked = Claim.objects.select_related("claimant").get(uuid=claim_id)
    marks = [fingerprint(words, asked.claimant.key if asked.claimant else "") for words in wordings]
    there = {row.fingerprint: row for row in Claim.objects.filter(fingerprint__in=marks)}
    rows = locked({asked.pk}.union(*(_touched(row, asked) for row in there.values())))
    claim = rows[asked.pk]
    status = CLAIM.after("split", status=claim.status, roles=by.roles)
    _refuse_unfit(wordings, marks)
    taken = {
        mark: _part_of(rows[there[mark].pk], claim, rows, by=by, at=at) for mark in marks if mark in there
    }
    _refuse_twice(claim, list(taken.values()))
    new = {
        mark: _draft(words, mark, claim, by=by, at=at)
        for words, mark in zip(wordings, marks, strict=True)
        if mark not in taken
    }
    parts = [taken.get(mark) or new[mark] for mark in marks]
    claim.status = status
    data = {"parts": [str(part.uuid) for part in parts]}
    record_many("claim.split", claim, list(new.values()), by=by, at=at, data=data)
    claim.save(update_fields=["status", *CHAIN_HEAD])
    _enter(claim, parts, list(new.values()))
    of = [{"claim": claim.uuid}] * len(taken)
    record_each("claim.taken_as_part", list(taken.values()), by=by, at=at, data=of)
    stand_for(parts, at=at)
    return claim


def _touched(row: Claim, claim: Claim) -> set[int]:
    """The pks of what changes when the claim that has the words of a part becomes one."""
    if row.merged_into_id == claim.pk:
        return {row.pk} | around(row)
    return {row.pk, row.merged_into_id or row.pk}


def _refuse_unfit(wordings: Sequence[str], marks: Sequence[str]) -> None:
    if not FEWEST <= len(wordings) <= MOST:
        raise PartsUnfit(f"Split it into {FEWEST} to {MOST} claims.", field="wordings")
    for place, words in enumerate(wordings):
        if not normalised(words) or len(words) > _LONGEST:
            raise PartsUnfit(f"Give words, at most {_LONGEST} characters.", field=f"wordings.{place}")
        if marks[place] in marks[:place]:
            raise PartsUnfit("Two of the parts say the same.", field=f"wordings.{place}")


def _part_of(row: Claim, claim: Claim, rows: Mapping[int, Claim], *, by: User, at: datetime) -> Claim:
    """Return the claim that has the words of a part: itself, or the one it was merged into."""
    if row.merged_into_id == claim.pk:
        leave(row, rows, by=by, at=at)  # an editor says now that it is a part and no repetition
    part = rows[row.merged_into_id or row.pk]
    if part.status == ClaimStatus.SPLIT and part != claim:
        raise WasSplit("A claim in these words was split itself.", field="wordings", claim=str(part.uuid))
    return part


def _refuse_twice(claim: Claim, taken: Sequence[Claim]) -> None:
    if claim in taken:
        raise PartsUnfit("One of the parts is the whole claim.", field="wordings")
    if len({part.pk for part in taken}) < len(taken):
        raise PartsUnfit("Two of the parts are one claim at this desk.", field="wordings")


def _draft(words: str, mark: str, claim: Claim, *, by: User, at: datetime) -> Claim:
    worth = score(words, language=claim.language or "en")
    return Claim(
        wording=words,
        fingerprint=mark,
        claimant_id=claim.claimant_id,
        kind=claim.kind,
        language=claim.language,
        score=worth.value,
        score_parts=as_json(worth.parts),
        score_model=worth.model,
        worded_by=by,
        created_at=at,
    )


def _enter(claim: Claim, parts: Sequence[Claim], new: Sequence[Claim]) -> None:
    Claim.objects.bulk_create(new)
    ClaimPart.objects.bulk_create(
        ClaimPart(claim=claim, part=part, position=place) for place, part in enumerate(parts, 1)
    )
    topics = list(ClaimTopic.objects.filter(claim=claim).values_list("topic_id", flat=True))
    ClaimTopic.objects.bulk_create(ClaimTopic(claim=part, topic_id=topic) for part in new for topic in topics)


@transaction.atomic
def unsplit(*, claim_id: UUID, by: User, at: datetime) -> Claim:
    """Put a split claim together again: it is detected.

    Parts that the split has made and nobody has touched since are merged into
    it; the others stay, without its places. Raises Claim.DoesNotExist,
    NotAllowed, IllegalMove, PartTaken.
    """
    turns.alone_merging()
    asked = Claim.objects.get(uuid=claim_id)
    parts = set(asked.parts.values_list("part_id", flat=True))
    standing = set().union(*ahead(parts).values())
    rows = locked({asked.pk} | parts | standing)
    claim = rows[asked.pk]
    claim.status = CLAIM.after("unsplit", status=claim.status, roles=by.roles)
    if worked_on := [rows[pk] for pk in sorted(parts) if rows[pk].status in _TAKEN]:
        ids = [str(part.uuid) for part in worked_on]
        raise PartTaken("The desk has accepted parts of it.", parts=ids)
    untouched = _untouched(claim, [rows[pk] for pk in sorted(parts)])
    claim.parts.all().delete()
    record("claim.unsplit", claim, by=by, at=at, data={"merged": [str(part.uuid) for part in untouched]})
    claim.save(update_fields=["status", *CHAIN_HEAD])
    for part in untouched:
        join(part, claim, rows, by=by, at=at)
    stand_for(rows.values(), at=at)
    return claim


_TAKEN: Final = frozenset({ClaimStatus.ACCEPTED, ClaimStatus.SETTLED})


def _untouched(claim: Claim, parts: Iterable[Claim]) -> list[Claim]:
    """Those that are there for this split alone: detected, pitched by nobody, found nowhere themselves."""
    listed = list(parts)
    used = set(Appearance.objects.filter(claim__in=listed).values_list("claim_id", flat=True))
    used |= set(Claim.objects.filter(merged_into__in=listed).values_list("merged_into_id", flat=True))
    others = ClaimPart.objects.filter(part__in=listed).exclude(claim=claim)
    used |= set(others.values_list("part_id", flat=True))
    return [
        part
        for part in listed
        if part.status == ClaimStatus.DETECTED and part.pitched_by_id is None and part.pk not in used
    ]
