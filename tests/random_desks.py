"""Random fact-checks under random policies, pushed about by random people; what must never be is looked for.

    python -m tests.random_desks [--fact-checks 10000] [--seed N] [--seconds S]

On a database of its own. Each fact-check is opened under a policy made at random
and moved by verbs at random, most of them by people who may, some by people who
may not; offers lapse, people step back, declare conflicts, hold, return and take
up again. After each the rows are asked (`wrongs`). The last line is JSON.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factcheck.models import User
    from reviews.models import Assignment, FactCheck

LABELS = ("false", "half-true", "true", "misleading")
STEPS = 60  # verbs tried on one fact-check


class Desk:
    """Some people, some policies, and the file on the table."""

    def __init__(self, seed: int) -> None:
        from claims.models import Claimant
        from tests.factories import AT, ClaimantFactory, UserFactory
        from tests.reviews.factories import reviewer, scale

        self.random = random.Random(seed)
        self.at: datetime = AT
        self.moved: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        scale()
        self.reviewers = [reviewer(capacity=500).user for _ in range(10)]
        self.editors = [UserFactory(editor=True) for _ in range(4)]
        for editor in self.editors[:2]:
            reviewer(editor, capacity=500)
        self.claimants: list[Claimant] = [ClaimantFactory() for _ in range(6)]
        self.policies: list[str] = []
        for _ in range(12):
            self.add_policy()

    @property
    def people(self) -> "list[User]":
        return [*self.reviewers, *self.editors]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def add_policy(self) -> None:
        """Enter a policy made at random; the first is the default."""
        from reviews import actions

        judging = self.random.choice(["proposal", "second_read", "votes", "blind"])
        panel = judging in ("votes", "blind")
        policy = actions.add_policy(
            slug=f"policy-{len(self.policies)}",
            name="Random",
            judging=judging,
            raters=self.random.randint(2, 4) if panel else 0,
            researcher_votes=judging == "votes" and self.chance(0.5),
            tolerance=self.random.choice([0, 0, 2]),
            approver=self.random.choice(["editor_not_researcher", "neither"]),
            independent_sources=self.random.choice([0, 1, 2]),
            primary_source=self.chance(0.5),
            claimant_contact=self.chance(0.5),
            second_read_hours=24 if self.chance(0.3) else 0,
            outside_editor=self.chance(0.3),
            offers=self.chance(0.5),
            is_default=not self.policies,
            by=self.random.choice(self.editors),
            at=self.at,
        )
        self.policies.append(policy.slug)

    def run(self) -> Iterator[str]:
        """Open one fact-check, push it about, and yield what is wrong with it."""
        from reviews import actions
        from tests.factories import ClaimFactory

        claim = ClaimFactory(claimant=self.random.choice(self.claimants).name)
        editor = self.random.choice(self.editors)
        slug = self.random.choice(["", *self.policies])
        file = actions.open_fact_check(claim_id=claim.uuid, policy=slug, by=editor, at=self.at)
        table = Table(self, file)
        for _ in range(STEPS):
            self.at += timedelta(minutes=self.random.randint(1, 40))
            table.step()
            if table.file.status == "closed" or (table.file.status == "published" and self.chance(0.4)):
                break
        self.ends[table.file.status] += 1
        yield from wrongs(table.file)
        yield from table.wrong
        table.put_away()


class Table:
    """One fact-check and the verbs that are tried on it."""

    def __init__(self, desk: Desk, file: "FactCheck") -> None:
        self.desk, self.file, self.wrong = desk, file, list[str]()
        self.did = False  # a seat there was to move

    def step(self) -> None:
        """Try one verb; a refusal is counted, and nothing else."""
        from factcheck.errors import Refusal

        desk = self.desk
        self.file.refresh_from_db()
        self.did = False
        useful = _USEFUL.get(self.file.status, ())
        verb = desk.random.choice(useful if useful and desk.chance(0.8) else _ALL)
        try:
            getattr(self, verb)()
        except Refusal as refusal:
            desk.refused[refusal.code] += 1
        else:
            desk.moved[verb] += self.did or verb not in _OF_SEATS
        self.file.refresh_from_db()

    def put_away(self) -> None:
        """Leave no seat of it waiting: "next" would look at all of them, and ten thousand take their time."""
        from factcheck.errors import Refusal
        from reviews import actions

        try:
            actions.hold(fact_check_id=self.file.uuid, by=self.desk.editors[0], at=self.desk.at)
        except Refusal as refusal:
            self.desk.refused[refusal.code] += 1

    def _known(self, *, editor: bool = True) -> dict[str, Any]:
        people = self.desk.editors if editor and self.desk.chance(0.9) else self.desk.people
        return {"by": self.desk.random.choice(people), "at": self.desk.at}

    def _seat(self, *statuses: str) -> "Assignment | None":
        rows = self.file.assignments.active().filter(round=self.file.round).select_related("reviewer__user")
        seats = list(rows.filter(status__in=statuses).order_by("id"))
        return self.desk.random.choice(seats) if seats else None

    def _of(self, seat: "Assignment") -> dict[str, Any]:
        stranger = self.desk.chance(0.05)
        by = self.desk.random.choice(self.desk.people) if stranger else seat.reviewer.user
        return {"assignment_id": seat.uuid, "by": by, "at": self.desk.at}

    def _researcher(self) -> "User":
        rows = self.file.assignments.active().filter(role="researcher", round=self.file.round)
        seat = rows.select_related("reviewer__user").first()
        return seat.reviewer.user if seat else self.desk.random.choice(self.desk.people)

    def hand_out(self) -> None:
        from reviews import actions
        from reviews.models import Reviewer

        to = self.desk.random.choice(list(Reviewer.objects.filter(user__in=self.desk.people)))
        actions.hand_out(fact_check_id=self.file.uuid, to=to.uuid, **self._known())

    def route(self) -> None:
        from reviews import actions

        actions.route(fact_check_id=self.file.uuid, at=self.desk.at)

    def take_next(self) -> None:
        from reviews import actions

        actions.take_next(by=self.desk.random.choice(self.desk.reviewers), at=self.desk.at)

    def accept(self) -> None:
        self._seated("accept", "offered")

    def decline(self) -> None:
        self._seated("decline", "offered", reason="No time.")

    def release(self) -> None:
        self._seated("release", "accepted", "returned", reason="Ill.")

    def recuse(self) -> None:
        self._seated("recuse", "offered", "accepted", "filed", "returned", reason="A friend.")

    def _seated(self, verb: str, *statuses: str, **fields: Any) -> None:
        from reviews import actions

        if seat := self._seat(*statuses):
            getattr(actions, verb)(**self._of(seat), **fields)
            self.did = True

    def file_one(self) -> None:
        from reviews import actions

        if seat := self._seat("accepted", "returned"):
            rating = self.desk.random.choice(LABELS[: self.desk.random.randint(1, 4)])
            actions.file(rating=rating, reasoning="The table says so.", **self._of(seat))
            self.did = True

    def start_judging(self) -> None:
        from reviews import actions

        actions.start_judging(fact_check_id=self.file.uuid, by=self._researcher(), at=self.desk.at)

    def add_evidence(self) -> None:
        from reviews import actions

        number = self.file.evidence.count()
        actions.add_evidence(
            fact_check_id=self.file.uuid,
            title=f"Table {number}",
            url=f"https://source-{number}.example/",
            quote="Three tonnes." if self.desk.chance(0.9) else "",
            stance="refutes",
            primary=self.desk.chance(0.6),
            independent=self.desk.chance(0.8),
            by=self._researcher(),
            at=self.desk.at,
        )

    def answer(self) -> None:
        from reviews import actions

        code = self.desk.random.choice(["only_source_there_is", "no_primary_exists", "why_not_contacted"])
        known = {"by": self._researcher(), "at": self.desk.at}
        actions.answer_gap(fact_check_id=self.file.uuid, code=code, reason="None to be had.", **known)

    def excuse(self) -> None:
        from reviews import actions
        from reviews.actions.file_facts import gaps_of

        gaps = gaps_of(self.file)
        code = self.desk.random.choice(gaps).code if gaps else "no_primary"
        actions.grant_exception(
            fact_check_id=self.file.uuid, code=code, reason="It cannot wait.", **self._known()
        )

    def declare(self) -> None:
        from reviews import actions
        from reviews.models import Reviewer

        profile = self.desk.random.choice(list(Reviewer.objects.filter(user__in=self.desk.people)))
        name = self.desk.random.choice(self.desk.claimants).name
        known = {"by": profile.user, "at": self.desk.at}
        conflict = actions.declare_conflict(reviewer_id=profile.uuid, kind="claimant", value=name, **known)
        if self.desk.chance(0.9):
            by = self.desk.random.choice([e for e in self.desk.editors if e.pk != profile.user_id])
            actions.end_conflict(conflict_id=conflict.uuid, by=by, at=self.desk.at)

    def lapse(self) -> None:
        from reviews import actions

        self.desk.at += timedelta(hours=self.desk.random.choice([1, 25]))
        actions.lapse_offers(at=self.desk.at)

    def _plain(self, verb: str, **fields: Any) -> None:
        from reviews import actions

        getattr(actions, verb)(fact_check_id=self.file.uuid, **fields, **self._known())

    def close_round(self) -> None:
        self._plain("close_round")

    def discuss(self) -> None:
        self._plain("discuss")

    def decide(self) -> None:
        self._plain("decide", rating=self.desk.random.choice(LABELS), reasoning="I weighed both.")

    def send_back(self) -> None:
        self._plain("return_to_research", reason="Which year?")

    def hold(self) -> None:
        self._plain("hold")

    def resume(self) -> None:
        self._plain("resume")

    def close(self) -> None:
        if self.desk.chance(0.2):
            self._plain("close", reason="Nothing in it.")

    def reopen(self) -> None:
        self._plain("reopen", reason="A newer table.")

    def approve(self) -> None:
        from factcheck.errors import Refusal

        try:
            self._plain("approve", deviation="Another year.")
        except Refusal as refusal:
            if refusal.code == "own_work":
                self.desk.moved["own approval refused"] += 1
            raise
        self._after_approval()

    def approve_from_outside(self) -> None:
        from reviews import actions

        _, token = actions.name_outside_editor(
            fact_check_id=self.file.uuid, name=f"Ruth Marks {self.desk.random.random()}", **self._known()
        )
        if self.desk.chance(0.3):
            actions.return_from_outside(token=token, reason="Which year?", at=self.desk.at)
        else:
            actions.approve_from_outside(token=token, deviation="Another year.", at=self.desk.at)
            self._after_approval()

    def _after_approval(self) -> None:
        """What must hold at the moment of an approval."""
        from reviews.actions.file_facts import gaps_of

        self.file.refresh_from_db()
        if gaps_of(self.file):
            self.wrong.append("a verdict without its gate or a named exception")

    def publish(self) -> None:
        self._plain("publish", title="What it was", summary="It was less.", note="A new round.")

    def read_again(self) -> None:
        confirms = self.desk.chance(0.5)
        self._plain("give_second_read", confirms=confirms, reason="The year is wrong.")

    def new_policy(self) -> None:
        if self.desk.chance(0.02) and len(self.desk.policies) < 40:
            self.desk.add_policy()


_SEATS = ("hand_out", "accept", "file_one")
_OF_SEATS = ("accept", "decline", "release", "recuse", "file_one")
_FILE = ("add_evidence", "answer")
_USEFUL: dict[str, tuple[str, ...]] = {
    "open": ("hand_out", "accept", "take_next", "route"),
    "in_research": (*_SEATS, *_FILE, "start_judging"),
    "returned": (*_SEATS, *_FILE, "start_judging"),
    "judging": (*_SEATS, *_SEATS, "close_round"),
    "disputed": ("discuss", "decide", "decide"),
    "agreed": ("approve", "approve", "excuse", "excuse", "answer", "approve_from_outside", "send_back"),
    "decided": ("approve", "approve", "excuse", "excuse", "answer", "approve_from_outside", "send_back"),
    "approved": ("publish", "publish", "send_back"),
    "published": ("reopen", "read_again", "read_again"),
    "on_hold": ("resume", "resume", "close"),
}
_ALL = (
    "decline",
    "release",
    "recuse",
    "recuse",
    "declare",
    "lapse",
    "close_round",
    "hold",
    "send_back",
    "close",
    "approve",
    "publish",
    "reopen",
    "decide",
    "discuss",
    "file_one",
    "start_judging",
    "take_next",
    "new_policy",
    "read_again",
)


def wrongs(file: "FactCheck") -> Iterator[str]:
    """What the rows of one fact-check say that must never be."""
    seats = list(file.assignments.select_related("reviewer__user").order_by("id"))
    yield from _of_the_seats(seats)
    yield from _of_the_approvals(file, seats)
    yield from _of_the_judgings(file)
    yield from _of_the_second_reads(file, seats)


def _of_the_seats(seats: "list[Assignment]") -> Iterator[str]:
    from reviews.actions.subjects import barred
    from reviews.models.sealing import ACTIVE

    active = [seat for seat in seats if seat.status in ACTIVE]
    people = Counter((seat.round, seat.reviewer_id) for seat in active)
    places = Counter((seat.round, seat.role, seat.seat) for seat in active)
    if any(n > 1 for n in (*people.values(), *places.values())):
        yield "two active seats of one person, or two people on one seat"
    grants: Counter[tuple[int, str, int]] = Counter()
    for seat in seats:
        place = (seat.round, seat.role, seat.seat)
        grants[place] += 1
        if seat.fence != grants[place]:
            yield "a fence that did not rise by one"
    working = [s for s in active if s.status in ("offered", "accepted", "returned")]
    if barred({(seat.reviewer_id, seat.fact_check.claim_id) for seat in working}):
        yield "somebody works under a conflict of interest"


def _worked(seats: "list[Assignment]", number: int, *roles: str) -> set[int]:
    return {
        s.reviewer.user_id
        for s in seats
        if s.round == number and s.role in roles and s.accepted_at is not None
    }


def _of_the_approvals(file: "FactCheck", seats: "list[Assignment]") -> Iterator[str]:
    from reviews.models import Approval

    for approval in Approval.objects.filter(fact_check=file).select_related("verdict__rating"):
        # Who takes a seat after his approval was sent back had none when he approved.
        before = [s for s in seats if s.accepted_at is not None and s.accepted_at <= approval.at]
        if approval.by_id in _worked(before, approval.round, "researcher"):
            yield "somebody approved his own research"
        judges = _worked(before, approval.round, "rater", "second_reader")
        if file.policy.approver == "neither" and approval.by_id in judges:
            yield "somebody approved what he had judged"
        filed = file.reviews.filter(round=approval.round, rating=approval.verdict.rating)
        if not filed.exists():
            yield "a label that no person chose"
    for seat in seats:
        # Who takes the research after his decision was sent back decides nothing any more.
        before = [s for s in seats if s.accepted_at is not None and s.accepted_at <= seat.offered_at]
        others = _worked(before, seat.round, "researcher", "rater", "second_reader")
        if seat.role == "editor" and seat.reviewer.user_id in others:
            yield "somebody decided about his own work"
    approved = file.status in ("approved", "scheduled", "published")
    if approved and not Approval.objects.filter(verdict=file.verdict).exists():
        yield "a verdict that nobody approved"


def _of_the_judgings(file: "FactCheck") -> Iterator[str]:
    from factcheck.models import Event

    told = Event.objects.filter(subject=file.uuid, name__in=["fact_check.judged", "fact_check.revealed"])
    known = {str(seat.uuid): seat.pk for seat in file.assignments.all()}
    number = 1
    for event in Event.objects.filter(subject=file.uuid).order_by("seq"):
        number += event.name == "fact_check.reopened"
        if event.pk in {e.pk for e in told} and event.data["outcome"] == "agreed":
            stage = event.data["stage"]
            seats = [known[uuid] for uuid in event.data["seats"]]
            rows = file.reviews.filter(assignment__in=seats, round=number, stage=stage).order_by("revision")
            votes = {r.assignment_id: r.rating_id for r in rows}
            yield from _of_an_agreement(file, list(votes.values()), number, stage)


def _of_an_agreement(file: "FactCheck", votes: list[int | None], number: int, stage: int) -> Iterator[str]:
    policy = file.policy
    own = file.reviews.filter(round=number, stage__lte=stage, assignment__role="researcher")
    proposal = own.order_by("-stage", "-id").first()
    if policy.judging == "second_read":
        if len(votes) != 1 or (policy.tolerance == 0 and proposal and votes[0] != proposal.rating_id):
            yield "a second reading that agreed to something else"
        return
    if policy.researcher_votes and proposal:
        votes = [*votes, proposal.rating_id]
    if 2 * max(Counter(votes).values()) <= policy.raters:
        yield "an agreement without a majority"


def _of_the_second_reads(file: "FactCheck", seats: "list[Assignment]") -> Iterator[str]:
    from reviews.models import ToDo, Verdict
    from reviews.models.todos import OWED

    told = ToDo.objects.filter(fact_check=file, key__startswith=OWED)
    if file.policy.second_read_hours and file.published_at and not told.exists():
        yield "a publication in a hurry that owes nothing"
    approvers = set(Verdict.objects.filter(fact_check=file).values_list("approved_by", flat=True))
    for to_do in told.filter(closed_at__isnull=False):
        before = [s for s in seats if s.accepted_at and to_do.closed_at and s.accepted_at <= to_do.closed_at]
        researched = {s.reviewer.user_id for s in before if s.role == "researcher"}
        done_by = to_do.closed_by_id
        if to_do.dismissed or done_by is None or done_by in researched:
            yield "a second read that was not one"
        first = Verdict.objects.filter(fact_check=file, created_at__lte=to_do.closed_at)
        if done_by in approvers and first.filter(approved_by=done_by).exists():
            yield "a second read by who approved"


def play(desk: Desk, fact_checks: int, *, until: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Run so many fact-checks and return what was wrong, counted; ends early when `until` says so."""
    found: Counter[str] = Counter()
    for _ in range(fact_checks):
        if until():
            break
        found.update(desk.run())
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Push random fact-checks about.")
    parser.add_argument("--fact-checks", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--seconds", type=int, default=3600)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from factcheck import audit

        call_command("migrate", verbosity=0)
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA synchronous = OFF")
        begun = time.monotonic()
        desk = Desk(asked.seed)
        found = play(desk, asked.fact_checks, until=lambda: time.monotonic() - begun > asked.seconds)
        found["a chain that does not hold"] += len(list(audit.faults()))
        found = +found
        _say(desk, found, asked.seed, time.monotonic() - begun)
    return 1 if found else 0


def _say(desk: Desk, found: Counter[str], seed: int, seconds: float) -> None:
    told = {
        "fact_checks": desk.ends.total(),
        "seed": seed,
        "seconds": round(seconds),
        "moves": desk.moved.total(),
        "refusals": desk.refused.total(),
        "ends": dict(desk.ends.most_common()),
        "verbs": dict(desk.moved.most_common()),
        "wrong": dict(found),
    }
    print(json.dumps(told))  # noqa: T201 - the result


if __name__ == "__main__":
    sys.exit(main())
