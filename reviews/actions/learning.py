"""Skills learnt from revealed rounds, never from a sealed one. For the person and for editors to read."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch

from claims.models import ClaimTopic
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, Event
from reviews import skill
from reviews.actions.locks import locked_profiles
from reviews.lifecycle import AssignmentRole, AssignmentStatus, PublicationStatus
from reviews.models import (
    Assignment,
    FactCheck,
    Publication,
    PublicationVersion,
    Rating,
    Review,
    Reviewer,
    ReviewerTopic,
    Verdict,
    VersionKind,
)
from reviews.skill import Label

_JUDGED = [AssignmentRole.RESEARCHER, AssignmentRole.RATER]


@transaction.atomic
def learn(*, fact_check_id: UUID, at: datetime) -> list[Reviewer]:
    """Learn from a published fact-check what its people know of its topics; return whose skills changed.

    Each skill is counted anew from all revealed work, so that twice counts as
    once, and a correction or a retraction takes back what it should.
    """
    fact_check = FactCheck.objects.get(uuid=fact_check_id)
    topics = set(ClaimTopic.objects.filter(claim=fact_check.claim_id).values_list("topic_id", flat=True))
    seats = fact_check.assignments.filter(role__in=_JUDGED, status=AssignmentStatus.DONE)
    people = locked_profiles(set(seats.values_list("reviewer_id", flat=True)))
    return [
        reviewer for reviewer in people.values() if _learn(reviewer, topics, because=fact_check.uuid, at=at)
    ]


def learn_from_publication(*, publication_id: UUID, at: datetime) -> list[Reviewer]:
    """Learn anew where a publication was corrected or retracted."""
    files = Publication.objects.values_list("fact_check__uuid", flat=True)
    return learn(fact_check_id=files.get(uuid=publication_id), at=at)


def _learn(reviewer: Reviewer, topics: Collection[int], *, because: UUID, at: datetime) -> bool:
    changed = count_anew(reviewer, topics)
    if changed:
        data = {"fact_check": because, "topics": [row.topic.uuid for row in changed]}
        record("reviewer.skill_learnt", reviewer, by=None, at=at, data=data)
        reviewer.save(update_fields=CHAIN_HEAD)
    return bool(changed)


def count_anew(reviewer: Reviewer, topics: Collection[int]) -> list[ReviewerTopic]:
    """Save what is learnt of these topics by now; return the rows that changed. The profile is locked."""
    shares = _shares(reviewer, topics)
    rows = {row.topic_id: row for row in reviewer.topics.filter(topic__in=topics).select_related("topic")}
    changed = []
    for topic in sorted({*rows, *shares}):
        row = rows.get(topic) or ReviewerTopic(reviewer=reviewer, topic_id=topic)
        was = (row.learnt, row.learnt_from)
        row.learnt_from = len(shares[topic])
        row.learnt = skill.learnt(row.skill, shares[topic])
        if was != (row.learnt, row.learnt_from):
            row.save()
            changed.append(row)
    return changed


def _shares(reviewer: Reviewer, topics: Collection[int]) -> dict[int, list[float]]:
    """Topic -> what each judged piece of work on it was worth, oldest first."""
    # Done is what was published: whatever is under seal, or was dropped, has no outcome.
    seats = Assignment.objects.filter(
        reviewer=reviewer,
        role__in=_JUDGED,
        status=AssignmentStatus.DONE,
        fact_check__claim__claim_topics__topic__in=topics,
    ).distinct()
    filed = Prefetch("reviews", Review.objects.select_related("rating", "returned").order_by("revision"))
    rows = list(seats.prefetch_related(filed).order_by("id"))
    files = {seat.fact_check_id for seat in rows}
    outcomes, about = _outcomes(files), _topics_of(files, topics)
    found: dict[int, list[float]] = defaultdict(list)
    for seat in rows:
        verdict = outcomes.get((seat.fact_check_id, seat.round))
        share = _worth(seat, verdict) if verdict else None
        if share is not None:
            for topic in about[seat.fact_check_id]:
                found[topic].append(share)
    return found


def _topics_of(fact_checks: Iterable[int], topics: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    files = FactCheck.objects.filter(pk__in=fact_checks, claim__claim_topics__topic__in=topics)
    for fact_check, topic in files.values_list("pk", "claim__claim_topics__topic"):
        if topic in topics:
            found[fact_check].add(topic)
    return found


def _worth(seat: Assignment, verdict: Verdict) -> float | None:
    """A rater's first rating beside the verdict; a proposal by its returns; None for who filed neither."""
    filed: list[Any] = list(seat.reviews.all())
    if not filed:
        return None
    if seat.role == AssignmentRole.RATER:
        return skill.agreement(_label(filed[0].rating, filed[0].words), _label(verdict.rating, verdict.words))
    return skill.standing(sum(hasattr(review, "returned") for review in filed))


def _label(rating: Rating | None, words: str) -> Label:
    return Label(rating.slug, rating.value, rating.worst, rating.best) if rating else Label(words)


def _outcomes(fact_checks: Collection[int]) -> dict[tuple[int, int], Verdict]:
    """(fact-check, round) -> the verdict that the round came to, as corrected since.

    An update says that facts moved, not that anybody erred: it changes nothing
    for those who judged before. What was retracted has no verdict.
    """
    public = PublicationVersion.objects.filter(publication__fact_check__in=fact_checks)
    standing = public.exclude(publication__status=PublicationStatus.RETRACTED)
    ends = _ends_of_rounds(fact_checks)
    found: dict[tuple[int, int], Verdict] = {}
    for version in standing.select_related("publication", "verdict__rating").order_by(
        "publication", "version"
    ):
        fact_check = version.publication.fact_check_id
        round_ = 1 + sum(end < version.at for end in ends[fact_check])
        if version.kind == VersionKind.CORRECTION or (fact_check, round_) not in found:
            found[fact_check, round_] = version.verdict
    return found


def _ends_of_rounds(fact_checks: Collection[int]) -> dict[int, list[datetime]]:
    """When each round but the last was over: the next began."""
    files = dict(FactCheck.objects.filter(pk__in=fact_checks, round__gt=1).values_list("uuid", "pk"))
    found: dict[int, list[datetime]] = defaultdict(list)
    begun = Event.objects.filter(name="fact_check.reopened", subject__in=files)
    for fact_check, moment in begun.values_list("subject", "at"):
        found[files[fact_check]].append(moment)
    return found
