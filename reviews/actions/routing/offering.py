"""A part of what was decided for the backlog, written: under locks, each offer looked at once more."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from factcheck.events import record_many
from factcheck.models import CHAIN_HEAD
from reviews.actions.locks import locked_profiles
from reviews.actions.routing.candidates import candidates_among
from reviews.actions.routing.needs import Around, File, Opening, around, need
from reviews.actions.routing.notes import Note, note_unfilled
from reviews.actions.routing.runs import held
from reviews.lifecycle import AssignmentStatus
from reviews.models import Assignment, AssignmentSource, FactCheck, Reviewer, RoutingRun
from reviews.models.sealing import ACTIVE
from reviews.routing import Candidate, Need, Weights, exclusions
from reviews.routing.backlog import Given
from reviews.routing.cost import cost
from reviews.routing.record import of_backlog


@dataclass(frozen=True, slots=True)
class Decision:
    """What a fact-check's free seats come to: who is offered them, and what is said of the others."""

    opening: Opening
    given: tuple[Given, ...]
    note: Note

    @property
    def wanted(self) -> int:
        return len(self.opening.seats)

    @property
    def is_news(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.given) or self.note != self.opening.file.unfilled


@dataclass(frozen=True, slots=True)
class Batch:
    """Decisions written together."""

    decisions: tuple[Decision, ...]
    candidates: Mapping[int, Candidate]
    weights: Weights


@transaction.atomic
def offer(run: RoutingRun, batch: Batch, *, at: datetime) -> tuple[RoutingRun, list[File]]:
    """Write one batch; return the run as it is now, and the fact-checks that have changed since.

    Locks the fact-checks, then the chosen, then the run. An offer that a hard
    rule forbids by now is not made: somebody declared a conflict, took other
    work, left. Raises RunOver.
    """
    by_file = {decision.opening.file.pk: decision for decision in batch.decisions}
    files = _locked_files(by_file)
    people = locked_profiles({seat.candidate for d in batch.decisions for seat in d.given})
    run = held(run, at=at)
    now = _Now.of(files, people, at=at)
    offers: list[tuple[File, Assignment]] = []
    notes: dict[int, Note] = {}
    changed = []
    for file in files:
        decision = by_file[file.pk]
        made = _offers(file, decision, now, at=at)
        offers += [(file, assignment) for assignment in made]
        if len(made) == len(decision.given) and now.free(file, decision) == decision.opening.seats:
            notes |= {file.pk: decision.note} if decision.note != file.unfilled else {}
        elif file.wants == decision.opening.file.wants:
            changed.append(file)
        if made:
            why = of_backlog(decision.opening.need, decision.given, batch.weights, wanted=decision.wanted)
            for assignment in made:
                assignment.run, assignment.explanation = run, why
            run.cost += _points(decision, made, batch)
    fact_checks = FactCheck.objects.in_bulk(notes) if notes else {}
    note_unfilled([(fact_checks[pk], note) for pk, note in notes.items()], at=at)
    _save(run, offers, at=at)
    return run, changed


def _locked_files(ids: Iterable[int]) -> list[File]:
    """Lock the fact-checks by id, and read them then."""
    rows = FactCheck.objects.filter(pk__in=ids).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    return [File._make(row) for row in rows.values_list(*File._fields)]


class _Now:
    """The fact-checks and the chosen as they are under their locks, with what this transaction gives."""

    def __init__(
        self, known: Around, candidates: Iterable[Candidate], people: Mapping[int, Reviewer]
    ) -> None:
        self.known = known
        self.people = people
        self._by_id = {candidate.id: candidate for candidate in candidates}

    @classmethod
    def of(cls, files: Sequence[File], people: Mapping[int, Reviewer], *, at: datetime) -> "_Now":
        return cls(around(files), candidates_among(Reviewer.objects.filter(pk__in=people), at=at), people)

    def free(self, file: File, decision: Decision) -> tuple[int, ...]:
        """The seats of the decision that are free; none where another role or round is asked for now."""
        opening = decision.opening
        if file.wants != opening.file.wants or file.round != opening.file.round:
            return ()
        here = [s for s in self.known.seats[file.pk] if (s.round, s.role) == (file.round, opening.role)]
        taken = {s.seat for s in here if s.status in ACTIVE}
        return tuple(seat for seat in opening.seats if seat not in taken)

    def grants(self, file: File, role: str, seat: int) -> int:
        """How often the seat was given in this round."""
        return sum((s.round, s.role, s.seat) == (file.round, role, seat) for s in self.known.seats[file.pk])

    def takes(self, who: int, asked: Need) -> bool:
        """Give a seat to somebody, if no hard rule forbids it."""
        now = self._by_id.get(who)
        if now is None or exclusions(now, asked):
            return False
        left = None if now.weekly_left is None else now.weekly_left - 1
        self._by_id[who] = replace(now, open_assignments=now.open_assignments + 1, weekly_left=left)
        return True


def _offers(file: File, decision: Decision, now: _Now, *, at: datetime) -> list[Assignment]:
    """Return the offers to make on one fact-check, unsaved."""
    role = decision.opening.role
    asked = need(file, role, now.known)
    free = now.free(file, decision)
    chosen = [seat.candidate for seat in decision.given[: len(free)] if now.takes(seat.candidate, asked)]
    return [
        Assignment(
            fact_check_id=file.pk,
            round=file.round,
            role=role,
            seat=seat,
            reviewer=now.people[who],
            status=AssignmentStatus.OFFERED,
            source=AssignmentSource.OFFER,
            fence=now.grants(file, role, seat) + 1,
            offered_at=at,
            lapses_at=at + timedelta(hours=file.policy__offer_hours),
        )
        for seat, who in zip(free, chosen, strict=False)
    ]


def _points(decision: Decision, made: Iterable[Assignment], batch: Batch) -> int:
    """What these offers cost, without the prices."""
    turns = {seat.candidate: seat.before for seat in decision.given}
    asked, weights = decision.opening.need, batch.weights
    return sum(
        cost(batch.candidates[who], asked, raters=asked.raters, weights=weights, given=turns[who]).points
        for who in (assignment.reviewer_id for assignment in made)
    )


def _save(run: RoutingRun, offers: Sequence[tuple[File, Assignment]], *, at: datetime) -> None:
    if offers:
        rows = [assignment for _, assignment in offers]
        record_many("assignments.offered", run, rows, by=None, at=at, data=_summary(offers))
        Assignment.objects.bulk_create(rows)
        run.offers += len(rows)
    run.save(update_fields=["offers", "cost", "lease_until", *CHAIN_HEAD])


def _summary(offers: Sequence[tuple[File, Assignment]]) -> dict[str, Any]:
    """Count the offers, and vouch for who was offered which seat."""
    lines = sorted(
        f"{row.uuid} {file.uuid} {row.reviewer.uuid} {row.round} {row.role} {row.seat} {row.fence}"
        for file, row in offers
    )
    return {"count": len(offers), "digest": hashlib.sha256("\n".join(lines).encode()).hexdigest()}
