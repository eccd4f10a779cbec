"""Putting what waits into its new order: in slices, by jobs, while the desk works on.

A pass is a row that says how far it has come. It reads scores and rules; decisions, wordings and pins are
never touched. What is stored meanwhile goes by the new rules already.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from claims.actions.ordering import as_json, current_rules, last_published, put_in_order
from claims.detection.worthiness import Worth, current_model, score_many
from claims.lifecycle import ClaimStatus
from claims.models import Claim, ClaimTopic, Rescoring, RescoringReason
from claims.models.restating import ORDER, SCORE, restate
from factcheck.errors import Conflict
from factcheck.events import due, record, record_each
from factcheck.models import CHAIN_HEAD, Job, JobStatus, User

SLICE: Final = 200
WAITING: Final = (ClaimStatus.DETECTED, ClaimStatus.SHORTLISTED)
FRESH_FOR: Final = timedelta(days=45)  # what is older has no freshness left to lose
TASK: Final = "claims.tasks.rescore"
_DECIMALS: Final = 2  # of points: less is no other place


class ChangedMeanwhile(Conflict):
    """Somebody else began the same pass at this moment, twice in a row."""

    code = "changed_meanwhile"


def ask_rescoring(
    *, reason: RescoringReason, model: str = "", by: User | None, at: datetime
) -> Rescoring | None:
    """Begin a pass over what waits; one that is under way for the same reason goes round once more.

    None where nothing waits for a new order. Call it last in a transaction that has
    made the change. Raises ChangedMeanwhile.
    """
    if reason != RescoringReason.MODEL and not _waiting().exists():
        return None
    for _ in range(3):
        found = Rescoring.objects.select_for_update().filter(reason=reason, finished_at__isnull=True).first()
        if found is not None:
            found.again, found.model = True, model or found.model
            found.save(update_fields=["again", "model"])
            return found
        begun = Rescoring(reason=reason, model=model, asked_by=by, started_at=at, total=_waiting().count())
        record("rescoring.asked", begun, by=by, at=at, data={"reason": reason, "model": model})
        try:
            with transaction.atomic():
                begun.save()
        except IntegrityError:
            continue  # begun elsewhere at this moment, and committed: now it can be seen
        return begun
    raise ChangedMeanwhile("The order is being changed by somebody else. Try again.")


@transaction.atomic
def notice_model(*, at: datetime) -> Rescoring | None:
    """Begin a pass if another model scores now than the last time anybody looked; return it."""
    stamp = "+".join(dict.fromkeys((current_model("en"), current_model("xx"))))[:40]
    last = Rescoring.objects.filter(reason=RescoringReason.MODEL).order_by("-started_at", "-id").first()
    if last is not None and last.model == stamp:
        return None
    return ask_rescoring(reason=RescoringReason.MODEL, model=stamp, by=None, at=at)


def rescore_slice(*, rescoring_id: UUID, at: datetime, most: int = SLICE) -> bool:
    """Look at the next claims of a pass; return whether some are left.

    Two workers on one pass do no harm: the one that comes second finds the pass
    further on and leaves it. Raises Rescoring.DoesNotExist.
    """
    seen = Rescoring.objects.get(uuid=rescoring_id)
    if seen.finished_at is not None:
        return False
    waiting = list(_waiting().filter(pk__gt=seen.reached).order_by("pk").values_list("pk", flat=True)[:most])
    scores = _scores(waiting) if seen.reason == RescoringReason.MODEL else {}
    with transaction.atomic():
        changed = _reorder(waiting, scores, at=at)
        row = Rescoring.objects.select_for_update().get(pk=seen.pk)
        if row.reached != seen.reached or row.finished_at is not None:
            transaction.set_rollback(True)
            return False
        return _note(row, waiting, changed, full=len(waiting) == most, at=at)


def go_on(*, rescoring_id: UUID, at: datetime) -> None:
    """Leave the rest of a pass to another job, so that none runs for long."""
    with transaction.atomic():
        due(tasks=[TASK], subjects=[rescoring_id], event=None, at=at)


def take_up_rescorings(*, at: datetime) -> int:
    """Make jobs for passes that no job works on any more; return how many."""
    live = Job.objects.filter(task=TASK, status__in=[JobStatus.DUE, JobStatus.RUNNING])
    left = Rescoring.objects.filter(finished_at__isnull=True).exclude(uuid__in=live.values("subject"))
    stuck = list(left.values_list("uuid", flat=True))
    with transaction.atomic():
        due(tasks=[TASK], subjects=stuck, event=None, at=at)
    return len(stuck)


def age_order(*, at: datetime, most: int = SLICE) -> int:
    """Let the freshness of a twenty-fourth of what waits go down, by the hour; return how many moved.

    So each claim is looked at once a day. Called twice in an hour, the second call finds nothing to do.
    """
    young = _waiting().filter(created_at__gt=at - FRESH_FOR)
    rows = young.annotate(turn=F("id") % 24).filter(turn=at.hour).order_by("pk")
    moved = reached = 0
    while found := list(rows.filter(pk__gt=reached).values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            moved += _reorder(found, {}, at=at)
        reached = found[-1]
    return moved


def _waiting() -> QuerySet[Claim]:
    return Claim.objects.filter(status__in=WAITING)


def _scores(claims: Collection[int]) -> dict[int, tuple[str, Worth]]:
    """Score those that another model scored, before anything is locked: wording and score by id."""
    alike: dict[tuple[str, bool], list[tuple[int, str]]] = defaultdict(list)
    rows = Claim.objects.filter(pk__in=claims).values_list(
        "id", "wording", "language", "claimant_id", "score_model"
    )
    for pk, wording, tongue, claimant, model in rows:
        language = tongue or "en"
        if model != current_model(language):
            alike[language, claimant is not None].append((pk, wording))  # that it was said; not by whom
    found: dict[int, tuple[str, Worth]] = {}
    for (language, claimed), listed in alike.items():
        texts = [wording for _, wording in listed]
        worths = score_many(texts, language=language, claimed=claimed)
        found |= {pk: (wording, worth) for (pk, wording), worth in zip(listed, worths, strict=True)}
    return found


def _reorder(claims: Collection[int], scores: Mapping[int, tuple[str, Worth]], *, at: datetime) -> int:
    """Lock claims, set their score and order, save those that changed; return how many did.

    What another gate or model says of a claim is an event on it; that points went down with its age is none.
    """
    locked = list(Claim.objects.select_for_update().filter(pk__in=claims, status__in=WAITING).order_by("id"))
    rules, published = current_rules(), last_published([claim.pk for claim in locked])
    topics: dict[int, set[int]] = {}
    moved: list[Claim] = []
    told: list[Claim] = []
    for claim in locked:
        gate, model, parts = claim.gate, claim.score_model, _as_seen(claim.priority_parts)
        _score(claim, scores.get(claim.pk))
        result = put_in_order(claim, rules, published_at=published.get(claim.pk), at=at)
        topics[claim.pk] = {rules.topic_ids[slug] for slug in result.topics}
        if (gate, model) != (claim.gate, claim.score_model):
            told.append(claim)
        if claim in told[-1:] or parts != _as_seen(claim.priority_parts):
            moved.append(claim)
    data = [{"gate": claim.gate, "model": claim.score_model} for claim in told]
    record_each("claim.reordered", told, by=None, at=at, data=data)
    restate(moved, columns=(*ORDER, *SCORE, *CHAIN_HEAD))
    _put_under(topics)
    return len(moved)


def _score(claim: Claim, found: tuple[str, Worth] | None) -> None:
    """Set the score that was found for the claim's words, if they are still the same."""
    if found is not None and found[0] == claim.wording:
        worth = found[1]
        claim.score, claim.score_parts, claim.score_model = worth.value, as_json(worth.parts), worth.model


def _as_seen(parts: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, float]]:
    """What a reader would call a change: not the days in the words for freshness."""
    return [
        (p["name"], "" if p["name"] == "freshness" else p["label"], round(p["weight"], _DECIMALS))
        for p in parts
    ]


def _put_under(topics: Mapping[int, set[int]]) -> None:
    """Say which topics these claims are about, by claim."""
    there: dict[int, set[int]] = {pk: set() for pk in topics}
    for claim, topic in ClaimTopic.objects.filter(claim__in=topics).values_list("claim_id", "topic_id"):
        there[claim].add(topic)
    gone = reduce(
        or_, [Q(claim=pk, topic__in=there[pk] - topics[pk]) for pk in topics if there[pk] - topics[pk]], Q()
    )
    if gone:
        ClaimTopic.objects.filter(gone).delete()
    ClaimTopic.objects.bulk_create(
        [
            ClaimTopic(claim_id=pk, topic_id=topic)
            for pk in topics
            for topic in sorted(topics[pk] - there[pk])
        ],
        ignore_conflicts=True,
    )


def _note(row: Rescoring, looked_at: Sequence[int], changed: int, *, full: bool, at: datetime) -> bool:
    """Write how far the pass has come; return whether more is left."""
    row.reached = looked_at[-1] if looked_at else row.reached
    row.done += len(looked_at)
    row.changed += changed
    if not full and row.again:
        row.again, row.reached, row.done, row.total = False, 0, 0, _waiting().count()
    elif not full:
        row.finished_at = at
        data = {"reason": row.reason, "done": row.done, "changed": row.changed}
        record("rescoring.finished", row, by=None, at=at, data=data)
    row.save(update_fields=["reached", "done", "total", "changed", "again", "finished_at", *CHAIN_HEAD])
    return row.finished_at is None
