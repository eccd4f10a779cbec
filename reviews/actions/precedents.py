"""How the desk ruled on similar claims, beside a decision."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from claims.models import ClaimTopic
from factcheck.errors import Conflict
from factcheck.models import User
from reviews.lifecycle import FactCheckStatus, PublicationStatus
from reviews.models import FactCheck, Review, Verdict
from reviews.precedents import (
    SHOWN,
    STRONG,
    Index,
    Likeness,
    Ruling,
    Said,
    agree,
    departs,
    likeness,
    marks_of,
)

_LOOKED_AT: Final = 40
_MOST: Final = 10
_SLICE: Final = 5000
# Rows committed late can have smaller numbers than rows seen: so many are read again.
_AGAIN: Final = 50


class DeviationUnexplained(Conflict):
    """`details["precedents"]` lists the verdicts from which the proposal departs: [{verdict, label}]."""

    code = "deviation_unexplained"


@dataclass(frozen=True, slots=True)
class Precedent:
    """A similar claim on which the desk ruled."""

    fact_check: UUID
    claim: UUID
    wording: str
    claimant: str
    verdict: UUID
    label: str
    ruling: Ruling
    decided_at: datetime
    url: str  # of the public page; empty where there is none
    status: str  # approved, or that of the publication: live, corrected ..., retracted
    likeness: Likeness

    @property
    def is_strong(self) -> bool:
        """So alike, and standing, that a verdict against it is explained."""
        return self.likeness.score >= STRONG and self.status != PublicationStatus.RETRACTED


@dataclass(frozen=True, slots=True)
class Deviation:
    """That a proposal departs from strong precedents. `is_explained_first`: none of them agrees with it."""

    label: str
    against: tuple[Precedent, ...]
    agreeing: int
    is_explained_first: bool


class _Known:
    """The index of all verdicts, one for the process, brought up to date with each question."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.forget()

    def forget(self) -> None:
        self.index = Index()
        self._seen: dict[int, UUID] = {}  # the newest rows, by number
        self._last = 0

    def up_to_date(self) -> Index:
        """Read what was decided since the last question; everything where the table is another one now."""
        fresh = list(self._rows(self._last - _AGAIN))
        there = {pk: uuid for pk, uuid, *_ in fresh}
        if self._last and there.get(self._last) != self._seen[self._last]:
            self.forget()
            fresh = list(self._rows(0))
        while fresh:
            self._enter([row for row in fresh if row[0] not in self._seen])
            self._last = max(self._last, fresh[-1][0])
            seen = self._seen | {pk: uuid for pk, uuid, *_ in fresh}
            self._seen = {pk: uuid for pk, uuid in seen.items() if pk >= self._last - _AGAIN}
            fresh = list(self._rows(self._last)) if len(fresh) == _SLICE else []
        return self.index

    def _rows(self, after: int) -> Iterator[tuple[int, UUID, int, str, int | None, int]]:
        claim = "fact_check__claim"
        rows = Verdict.objects.filter(pk__gt=after).order_by("pk")
        fields = ("uuid", "fact_check_id", f"{claim}__wording", f"{claim}__claimant_id", f"{claim}_id")
        yield from rows.values_list("pk", *fields)[:_SLICE]

    def _enter(self, rows: Collection[tuple[int, UUID, int, str, int | None, int]]) -> None:
        topics = _topics([row[-1] for row in rows])
        for _, _, fact_check, wording, claimant, claim in rows:
            self.index.add(fact_check, marks_of(Said(wording, claimant, topics[claim])))


_known = _Known()


def _topics(claims: Collection[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    if claims:
        rows = ClaimTopic.objects.filter(claim__in=list(claims)).values_list("claim_id", "topic__slug")
        for claim, slug in rows:
            found[claim].add(slug)
    return defaultdict(frozenset, {claim: frozenset(slugs) for claim, slugs in found.items()})


def precedents_of(fact_check: FactCheck, *, user: User | None = None) -> list[Precedent]:
    """Return at most ten similar claims on which the desk ruled, the most alike first.

    Only those whose file `user` may see (None: all). At most 40 candidates are
    looked at, in four statements, whatever the number of verdicts; a process
    reads all of them once, on its first question.
    """
    claim = fact_check.claim
    mine = Said(claim.wording, claim.claimant_id, _topics([claim.pk])[claim.pk])
    with _known.lock:
        index = _known.up_to_date()
        near = index.nearest(marks_of(mine), most=_LOOKED_AT)
        weights = {word: index.weight(word) for word in marks_of(mine)}
    rows = FactCheck.objects.visible_to(user) if user else FactCheck.objects.all()
    found = list(_ruled(rows.filter(pk__in=near).exclude(pk=fact_check.pk)))
    topics = _topics([file.claim_id for file, _, _ in found])
    alike = []
    for file, verdict, status in found:
        said = Said(file.claim.wording, file.claim.claimant_id, topics[file.claim_id])
        how = likeness(mine, said, weight=lambda word: weights.get(word, 1.0))
        if how.score >= SHOWN:
            alike.append(_precedent(file, verdict, status, how))
    return sorted(alike, key=lambda p: (-p.likeness.score, -p.decided_at.timestamp(), str(p.verdict)))[:_MOST]


def _ruled(rows: QuerySet[FactCheck]) -> Iterator[tuple[FactCheck, Verdict, str]]:
    """The verdict of each file that stands in public, or is approved and about to; nothing of a new round."""
    related = rows.select_related(
        "claim__claimant", "verdict__rating__scale", "publication__verdict__rating__scale"
    )
    for file in related:
        publication = getattr(file, "publication", None)
        if publication is not None:
            yield file, publication.verdict, publication.status
        elif file.verdict is not None and file.approved_at is not None:
            yield file, file.verdict, FactCheckStatus.APPROVED


def _precedent(file: FactCheck, verdict: Verdict, status: str, how: Likeness) -> Precedent:
    return Precedent(
        fact_check=file.uuid,
        claim=file.claim.uuid,
        wording=file.claim.wording,
        claimant=file.claim.claimant.name if file.claim.claimant else "",
        verdict=verdict.uuid,
        label=verdict.label,
        ruling=_ruling(verdict),
        decided_at=verdict.created_at,
        url=file.publication.get_absolute_url() if hasattr(file, "publication") else "",
        status=str(status),
        likeness=how,
    )


def _ruling(judged: Verdict | Review) -> Ruling:
    rating = judged.rating
    return Ruling(rating.slug, rating.scale.slug, rating.value) if rating else Ruling(judged.words)


def deviation_of(fact_check: FactCheck, found: Collection[Precedent]) -> Deviation | None:
    """Return from which strong precedents the open proposal departs; None where it departs from none.

    Of a panel under seal there is no proposal to compare.
    """
    proposal = fact_check.proposal
    if proposal is None or fact_check.is_sealed:
        return None
    tolerance, mine = fact_check.policy.tolerance, _ruling(proposal)
    strong = [precedent for precedent in found if precedent.is_strong]
    against = tuple(p for p in strong if not agree(mine, p.ruling, tolerance=tolerance))
    if not against:
        return None
    label = proposal.rating.label if proposal.rating else proposal.words
    first = departs(mine, [p.ruling for p in strong], tolerance=tolerance)
    return Deviation(label, against, len(strong) - len(against), first)


def refuse_unexplained(fact_check: FactCheck, deviation: str) -> list[UUID]:
    """Return the verdicts that stood beside an approval; one against all strong precedents has its reason.

    Raises DeviationUnexplained.
    """
    found = precedents_of(fact_check)
    departure = deviation_of(fact_check, found)
    if departure is not None and departure.is_explained_first and not deviation.strip():
        raise DeviationUnexplained(
            "Similar claims were judged otherwise: say why this one is not.",
            precedents=[{"verdict": str(p.verdict), "label": p.label} for p in departure.against],
        )
    return [precedent.verdict for precedent in found]
