"""What was found in an article, stored in one call: claims, their places, their order."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import orjson
from django.db import transaction
from django.db.models import Q

from claims import triage
from claims.actions.claimants import of_speakers
from claims.actions.earlier import Earlier
from claims.actions.following import Found, flag, followed, note_missed, recast, recognise, unflag
from claims.actions.ordering import put_in_order
from claims.detection import Statement
from claims.lifecycle import SPOKEN_FOR
from claims.models import Appearance, Article, Claim, Snapshot, turns
from claims.models.entering import NewClaim, NewPlace, Told, enter
from claims.models.families import ahead, behind
from claims.models.knowing import Knowledge, read
from claims.models.restating import restate
from factcheck.events import append_many, make_due, prepared_many, record, record_each
from factcheck.models import CHAIN_HEAD, Event

_MOVES = ["detected_at", *CHAIN_HEAD]
_STATE = ["uuid", "snapshot", *_MOVES]


@transaction.atomic
def store_claims(
    *, snapshot_id: int, statements: Sequence[Statement], left_out: int = 0, at: datetime
) -> list[UUID]:
    """Store the statements of one snapshot; return the ids of their claims in the order given.

    Words that stood in the article before, or in the one it is a copy of, go to
    the claim that they had there, wherever they stand now; claims whose words
    stand no more are flagged. Any other statement whose fingerprint is known is
    one more appearance of that claim. Each raises the claim's spread, once per
    article. Called twice, the second call finds everything there; a snapshot that
    a newer one has replaced is left alone once that one was looked at. Costs a
    fixed number of statements, however many claims. `left_out` statements were too
    many to be taken in; the event says so.
    """
    found = [Found.of(statement) for statement in statements]
    known = _alone_with(snapshot_id, found)
    piece = known.piece
    if piece.passed_by:
        return []
    claimants = of_speakers([s.speaker for s in statements if s.speaker], known.claimants, at=at)
    earlier = Earlier.of(piece)
    recognise(found, earlier, claimants)
    moved, missed = followed(found, earlier, piece)
    storing = _Storing(known, left_out=left_out, at=at)
    gone = {group[0].claim for group in missed}
    if known.some_claim_is_there or not piece.is_first_look:
        storing.lock(found, {place.claim for place in moved}, gone)
    storing.enter(found, moved)
    if missed:
        note_missed(missed, piece)
    storing.settle(gone)
    return [one.uuid for one in found if one.uuid]


def _alone_with(snapshot_id: int, found: Sequence[Found]) -> Knowledge:
    """Wait until nobody else stores claims of this article, its first or its copies; return what is known.

    Nobody else comes in before the transaction ends. Raises Snapshot.DoesNotExist.
    """
    keys = {one.key for one in found if one.key}
    while True:
        first = turns.at_family_of(snapshot=snapshot_id)
        known = read(snapshot_id, keys=keys, fingerprints={one.fingerprint for one in found})
        if recast(found, known.claimants):
            known = read(snapshot_id, keys=keys, fingerprints={one.fingerprint for one in found})
        if first is None or first == known.piece.first:
            return known
        # An editor set it apart while we waited: it is of another family now.


@transaction.atomic
def detection_failed(*, snapshot_id: int, code: str, at: datetime) -> None:
    """Note on the article that its claims could not be looked for; its text stays, `detected_at` is empty."""
    snapshot = Snapshot.objects.get(pk=snapshot_id)
    article = Article.objects.select_for_update(no_key=True).defer("given").get(pk=snapshot.article_id)
    record("detection.failed", article, by=None, at=at, data={"snapshot": snapshot.number, "code": code})
    article.save(update_fields=CHAIN_HEAD)


class _Storing:
    """The claims of one call: those that were there, locked, and those that are new."""

    def __init__(self, known: Knowledge, *, left_out: int, at: datetime) -> None:
        self.piece = known.piece
        self.some_are_spoken_for = known.some_claim_is_spoken_for or not known.piece.is_first_look
        self.left_out = left_out
        self.at = at
        self.rows: dict[int, Claim] = {}  # locked, by id
        self.placed: list[Claim] = []  # of them: those with a place in this snapshot
        # The claims that these count for, in whose words nothing stood in this article before.
        self.repeated: dict[int, Claim] = {}
        self.rules = triage.rules_from(known.rules)

    def lock(self, found: Sequence[Found], moved: set[int | None], gone: set[int]) -> None:
        """Lock the claims that are there, in one order: known by their words, or by their fingerprint."""
        marks = {one.fingerprint for one in found if one.claim is None}
        ids = {one.claim for one in found} | moved | gone - {None}
        which = Q(fingerprint__in=marks) | Q(pk__in=ids) if ids - {None} else Q(fingerprint__in=marks)
        standing = self._standing(which)
        if standing:
            which |= Q(pk__in=set().union(*standing.values()))
        rows = list(Claim.objects.select_for_update().filter(which).order_by("id"))
        by_mark = {row.fingerprint: row.pk for row in rows}
        for one in found:
            one.claim = one.claim or by_mark.get(one.fingerprint)
        self.rows |= {row.pk: row for row in rows}
        here = {one.claim for one in found} | moved
        placed = {row.pk: row for row in rows if row.pk in here}
        self.placed += placed.values()
        counted = {pk for row in placed for pk in standing.get(row, (row,))}
        self.repeated |= {pk: self.rows[pk] for pk in sorted(self._first_here(counted))}

    def _standing(self, which: Q) -> dict[int, set[int]]:
        """Merged or split row -> the claims that stand for it. Nobody merges while claims are stored."""
        if not self.some_are_spoken_for:
            return {}
        rows = Claim.objects.filter(which, status__in=SPOKEN_FOR)
        return ahead(list(rows.values_list("pk", flat=True)))

    def _first_here(self, claims: set[int]) -> set[int]:
        if not claims or self.piece.is_first_look:
            return claims
        rows = behind(claims)
        asked = set().union(*rows.values())
        places = Appearance.objects.filter(claim__in=asked, snapshot__article=self.piece.article)
        before = set(places.values_list("claim_id", flat=True))
        return {claim for claim in claims if not rows[claim] & before}

    def enter(self, found: Sequence[Found], moved: Sequence[NewPlace]) -> None:
        """Enter new claims and all places, with one event for the call."""
        new = self._drafts(found)
        places = [*moved, *(one.place() for one in found if not one.covered)]
        entered = self._enter(new, places)
        uuids = {entered[draft.fingerprint]: draft.uuid for draft in new if draft.fingerprint in entered}
        late = []
        for one in found:
            one.claim = one.claim or entered.get(one.fingerprint)
            if one.claim is None:
                late.append(one)
        if late:
            self.lock(late, set(), set())
            enter([], [one.place() for one in late], snapshot=self.piece.snapshot, at=self.at)
        uuids |= {pk: row.uuid for pk, row in self.rows.items()}
        for one in found:
            one.uuid = uuids[one.claim] if one.claim else None

    def _drafts(self, found: Sequence[Found]) -> list[NewClaim]:
        """The new claims, sorted: two articles read at once that bring the same ones wait in one order."""
        first = {one.fingerprint: one for one in reversed(found) if one.claim is None}
        return [self._draft(first[mark]) for mark in sorted(first)]

    def _draft(self, one: Found) -> NewClaim:
        said, published_at = one.statement, self.piece.published_at
        order = triage.triage(
            kind=said.kind,
            score=said.score,
            wording=said.wording,
            spread=1,
            age=max(self.at - published_at, timedelta(0)) if published_at else None,
            demand=0,
            pinned=False,
            rules=self.rules,
        )
        return NewClaim(
            uuid=uuid4(),
            wording=said.wording[:2000],
            fingerprint=one.fingerprint,
            claimant=one.claimant,
            kind=said.kind,
            language=self.piece.language,
            score=said.score,
            score_parts=orjson.dumps(said.parts).decode(),
            score_model=said.model,
            priority=order.priority,
            priority_parts=orjson.dumps(order.parts).decode(),
            gate=order.gate,
            topics=[self.rules.topic_ids[slug] for slug in order.topics],
        )

    def _enter(self, new: Sequence[NewClaim], places: Sequence[NewPlace]) -> dict[str, int]:
        """Enter the rows and the event that their chains continue from; return new ids by fingerprint."""
        piece = self.piece
        if not new and (piece.superseded or piece.detected_at is not None):
            return enter([], places, snapshot=piece.snapshot, at=self.at)
        article = Article.objects.select_for_update(no_key=True).only(*_STATE).get(pk=piece.article)
        newest = article.snapshot_id == piece.snapshot
        detected_at = self.at if newest else article.detected_at
        head = article.chain_seq, article.chain_hash
        told = Told(self._event(article, new), article.pk, detected_at)
        entered = enter(new, places, snapshot=piece.snapshot, told=told, at=self.at)
        if len(entered) == len(new):
            make_due(told.event)
        else:  # another article brought some of these claims at this very moment
            article.chain_seq, article.chain_hash = head
            event = self._event(article, [draft for draft in new if draft.fingerprint in entered])
            Claim.objects.filter(pk__in=entered.values()).update(chain_hash=event.hash)
            append_many(event)
            article.detected_at = detected_at
            article.save(update_fields=_MOVES)
        return entered

    def _event(self, article: Article, new: Sequence[NewClaim]) -> Event:
        data = {"snapshot": self.piece.number}
        if self.left_out:
            data["left_out"] = self.left_out
        ids = [draft.uuid for draft in new]
        return prepared_many("claims.detected", article, ids, by=None, at=self.at, data=data)

    def settle(self, gone: set[int]) -> None:
        """Raise the spread of claims that came again; flag those that are `gone`, or take the flag off."""
        where = {"article": self.piece.article_uuid, "snapshot": self.piece.number}
        placed = {claim.pk for claim in self.placed}
        repeated = list(self.repeated.values())
        changed = [
            *unflag(self.placed, data=where, at=self.at),
            *flag([self.rows[pk] for pk in gone - placed], data=where, at=self.at),
            *repeated,
        ]
        for claim in repeated:
            claim.spread += 1
            put_in_order(claim, self.rules, published_at=self.piece.published_at, at=self.at)
        spread = [{"article": self.piece.article_uuid, "spread": claim.spread} for claim in repeated]
        record_each("claim.repeated", repeated, by=None, at=self.at, data=spread)
        restate(list({claim.pk: claim for claim in changed}.values()))
