"""Words followed from one reading of an article to the next: which stand, which moved, which are gone."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import orjson

from claims.actions.claimants import key_of
from claims.actions.earlier import Earlier, Place, found_again
from claims.detection import Statement
from claims.fingerprint import fingerprint, normalised
from claims.models import Appearance, Claim, Snapshot
from claims.models.entering import NewPlace
from claims.models.knowing import NamedRole, Piece
from factcheck.events import record


@dataclass(slots=True)
class Found:
    """A statement, its claimant, and the claim that it belongs to as soon as that is known."""

    statement: Statement
    key: str  # of the claimant; "" for the article's own voice
    fingerprint: str
    claimant: int | None = None
    claim: int | None = None
    uuid: UUID | None = None  # of the claim
    covered: bool = False  # its words were found again as those of an earlier place

    @classmethod
    def of(cls, statement: Statement) -> Self:
        key = key_of(statement.speaker.name) if statement.speaker else ""
        return cls(statement, key, fingerprint(statement.wording, key))

    def place(self) -> NewPlace:
        """Where it stands, for its claim."""
        said, speaker = self.statement, self.statement.speaker
        return NewPlace(
            claim=self.claim,
            fingerprint=self.fingerprint,
            start=said.start,
            end=said.end,
            quote=said.quote,
            quoted_parts=orjson.dumps(said.quoted_parts).decode(),
            claimant=self.claimant,
            role=speaker.role[:200] if speaker else "",
            organisation=speaker.organisation[:200] if speaker else "",
            speech=said.speech,
        )


def recast(found: Sequence[Found], claimants: Iterable[NamedRole]) -> bool:
    """Give the statements of merged claimants the fingerprints of who stands for them; say if any changed."""
    known_as = {who.key: who.known_as for who in claimants}
    changed = False
    for one in found:
        name = known_as.get(one.key, one.key)
        if name != one.key:
            mark = fingerprint(one.statement.wording, name)
            changed = changed or mark != one.fingerprint
            one.fingerprint = mark
    return changed


def recognise(found: Sequence[Found], earlier: Earlier, claimants: Mapping[str, int]) -> None:
    """Give the statements their claimants, and their claims where these words stood before."""
    known = earlier.by_words()
    for one in found:
        one.claimant = claimants[one.key] if one.key else None
        one.claim = known.claim_of(one.statement.quote, one.claimant)


def followed(
    found: Sequence[Found], earlier: Earlier, piece: Piece
) -> tuple[list[NewPlace], list[list[Place]]]:
    """Look in the text for earlier words that are no statement of their own now.

    Returns their places where they stand, and the groups that do not. Statements
    that mostly consist of words found again are theirs, and `covered`.
    """
    standing = {(one.claim, normalised(one.statement.quote)) for one in found if one.claim}
    asked = [g for g in earlier.to_find() if (g[0].claim, normalised(g[0].quote)) not in standing]
    if piece.superseded or not asked:
        return [], []
    text = Snapshot.objects.values_list("text", flat=True).get(pk=piece.snapshot)
    moved: list[NewPlace] = []
    missed: list[list[Place]] = []
    for group in asked:
        again = found_again(group, text)
        moved += again
        if not again and group[0].changed_in is None:
            missed.append(group)
    _cover(found, moved, len(text))
    return moved, missed


def _cover(found: Iterable[Found], moved: Iterable[NewPlace], length: int) -> None:
    places = sorted(moved, key=lambda place: place.start)
    mask = bytearray(length)
    for place in places:
        mask[place.start : place.end] = b"\x01" * (place.end - place.start)
    starts = [place.start for place in places]
    for one in found:
        begin, end = one.statement.start, one.statement.end
        if one.claim is None and 2 * mask.count(1, begin, end) > end - begin:
            one.claim, one.covered = places[bisect_left(starts, end) - 1].claim, True


def note_missed(missed: Sequence[Sequence[Place]], piece: Piece) -> None:
    """Note on all earlier places of these words in the article that they do not stand in this snapshot."""
    words = {(group[0].claim, normalised(group[0].quote)) for group in missed}
    before = Appearance.objects.filter(
        snapshot__article=piece.article,
        snapshot__number__lt=piece.number,
        claim__in={claim for claim, _ in words},
        changed_in__isnull=True,
    )
    gone = [
        place
        for place, claim, quote in before.values_list("id", "claim_id", "quote")
        if (claim, normalised(quote)) in words
    ]
    Appearance.objects.filter(pk__in=gone).update(changed_in=piece.snapshot)


def flag(claims: Iterable[Claim], *, data: dict[str, Any], at: datetime) -> list[Claim]:
    """Flag those of these locked claims whose words stand nowhere any more; return them, unsaved."""
    asked = [claim for claim in claims if claim.words_changed_at is None]
    if not asked:
        return []
    somewhere = Appearance.objects.filter(claim__in=asked, changed_in__isnull=True)
    standing = set(somewhere.values_list("claim_id", flat=True))
    flagged = [claim for claim in asked if claim.pk not in standing]
    for claim in flagged:
        claim.words_changed_at = at
        record("claim.words_changed", claim, by=None, at=at, data=data)
    return flagged


def unflag(claims: Iterable[Claim], *, data: dict[str, Any], at: datetime) -> list[Claim]:
    """Take the flag off those of these locked claims that have it; return them, unsaved."""
    restored = [claim for claim in claims if claim.words_changed_at is not None]
    for claim in restored:
        claim.words_changed_at = None
        record("claim.words_restored", claim, by=None, at=at, data=data)
    return restored
