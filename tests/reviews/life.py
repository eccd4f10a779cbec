"""The whole life of fact-checks as a state machine: any verb, by anybody, at any time.

The rules try what people, clients, sweeps and crashes do. A refusal is an
answer; whatever was answered otherwise must be there from then on.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from claims import actions as claims
from factcheck import audit
from factcheck.errors import Conflict, Refusal
from factcheck.jobs import drain
from factcheck.models import Event, Job, JobStatus, User
from factcheck.roles import EDITORS
from reviews import actions
from reviews.actions.locks import conflicts_of
from reviews.actions.subjects import subjects_of
from reviews.lifecycle import ASSIGNMENT, FACT_CHECK, AssignmentStatus, FactCheckStatus
from reviews.models import (
    Approval,
    Assignment,
    Draft,
    FactCheck,
    Publication,
    PublicationVersion,
    Review,
    Reviewer,
    ToDo,
    Verdict,
)
from reviews.models.sealing import ACTIVE
from tests.factories import AT, UserFactory
from tests.reviews.factories import RATINGS, reviewer

POLICIES: dict[str, dict[str, Any]] = {
    "desk": {"judging": "proposal", "is_default": True},
    "second-read": {"judging": "second_read"},
    "rating-meeting": {"judging": "votes", "raters": 3, "researcher_votes": True},
    "urgent": {"judging": "proposal", "second_read_hours": 24},
    "blind-panel": {"judging": "blind", "raters": 2, "approver": "neither"},
}
# What the last event on a seat's chain says of its status.
SEAT_AFTER = {
    "assignment.offered": AssignmentStatus.OFFERED,
    "assignment.accepted": AssignmentStatus.ACCEPTED,
    "assignment.filed": AssignmentStatus.FILED,
    "assignment.returned": AssignmentStatus.RETURNED,
    "assignment.declined": AssignmentStatus.DECLINED,
    "assignment.lapsed": AssignmentStatus.LAPSED,
    "assignment.handed_over": AssignmentStatus.HANDED_OVER,
    "assignment.released": AssignmentStatus.RELEASED,
    "assignment.round_closed": AssignmentStatus.RELEASED,
    "assignment.withdrawn": AssignmentStatus.RELEASED,
    "assignment.recused": AssignmentStatus.RECUSED,
    "assignment.done": AssignmentStatus.DONE,
}
MOST_FILES = 3
INDEX = st.integers(0, 99)
LABELS = st.sampled_from(["false", "half-true", "true", "misleading"])


class Crash(Exception):
    """The process died here."""


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.at = AT
        self.clock = patch("factcheck.clock.now", lambda: self.at)
        self.clock.start()
        for slug, fields in POLICIES.items():
            given = {"name": slug, "offers": slug != "urgent", "raters": 0, "reminder_hours": 2} | fields
            actions.add_policy(slug=slug, by=None, at=AT, **given)
        actions.add_scale(slug="steps", name="Steps", ratings=RATINGS, is_default=True, by=None, at=AT)
        self.people = [reviewer(capacity=2).user for _ in range(4)]
        self.finder: User = UserFactory.create()
        self.editors: list[User] = UserFactory.create_batch(2, editor=True)
        self.people += [reviewer(user).user for user in self.editors]
        self.told: dict[tuple[str, UUID], set[str]] = defaultdict(set)
        self.cited: dict[UUID, tuple[Any, ...]] = {}
        self.approved: dict[UUID, list[UUID]] = defaultdict(list)

    def teardown(self) -> None:
        try:
            self.at += timedelta(days=2)
            for _ in range(20):
                if not drain():
                    break
                self.at += timedelta(minutes=15)
            left = Job.objects.exclude(status__in=[JobStatus.DONE, JobStatus.DEAD])
            assert not left.exists(), list(left.values_list("task", "status", "due_at"))
            assert not Job.objects.filter(status=JobStatus.DEAD).exists(), list(
                Job.objects.filter(status=JobStatus.DEAD).values_list("task", "reason")
            )
            assert not list(audit.faults())
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.world.__exit__(None, None, None)

    # -- who and what

    def person(self, n: int) -> User:
        return self.people[n % len(self.people)]

    def editor(self, n: int) -> User:
        return self.editors[n % len(self.editors)]

    def file_no(self, n: int) -> FactCheck | None:
        files = list(FactCheck.objects.order_by("id"))
        return files[n % len(files)] if files else None

    def seat_no(self, n: int, *statuses: str) -> Assignment | None:
        rows = Assignment.objects.select_related("reviewer__user", "fact_check").order_by("id")
        seats = list(rows.filter(status__in=statuses) if statuses else rows)
        return seats[n % len(seats)] if seats else None

    def attempt(self, verb: Callable[..., Any], /, **given: Any) -> Any:
        """Do it; None where it was refused. What was answered is remembered as told."""
        before = counts()
        try:
            answer = verb(**given, at=self.at)
        except Refusal as said_no:
            refused = said_no
        else:
            self.tell(answer)
            return answer
        after = counts()
        kept = {"reviews.draft"} if isinstance(refused, Conflict) else set()
        assert {t for t in after if after[t] != before[t]} <= kept, (verb.__name__, refused)
        return None

    def tell(self, answer: Any) -> None:
        if isinstance(answer, FactCheck | Assignment | Review | Publication):
            self.told[type(answer)._meta.label, answer.uuid].add(str(getattr(answer, "status", "")))

    # -- rules

    @initialize(first=st.sampled_from(sorted(POLICIES)), second=st.sampled_from(sorted(POLICIES)))
    def begin(self, first: str, second: str) -> None:
        for n, policy in enumerate((first, second)):
            self.open(policy, n)

    @rule(policy=st.sampled_from(sorted(POLICIES)), n=INDEX)
    def open(self, policy: str, n: int) -> None:
        if FactCheck.objects.count() >= MOST_FILES:
            return
        claim = claims.add_claim(
            wording=f"The port handled {n} thousand tonnes in {FactCheck.objects.count()}.",
            kind="number",
            claimant=f"Speaker {n % 3}",
            language="en",
            by=self.finder,
            at=self.at,
        )
        self.attempt(actions.open_fact_check, claim_id=claim.uuid, policy=policy, by=self.editor(n))

    @rule()
    def work(self) -> None:
        """A worker does what is due."""
        drain()

    @rule(n=INDEX, label=LABELS, steps=st.integers(1, 12))
    def go_on_for_long(self, n: int, label: str, steps: int) -> None:
        self.go_on(n, label, steps)

    @rule(n=INDEX, label=LABELS, steps=st.integers(1, 4))
    def go_on(self, n: int, label: str, steps: int) -> None:
        """What a desk does on a good day: the next step of one file, some times over."""
        for _ in range(steps):
            if file := self.file_no(n):
                self._step(file, label)

    def _step(self, file: FactCheck, label: str) -> None:
        here = file.assignments.filter(round=file.round).select_related("reviewer__user").order_by("id")
        held = here.filter(status__in=[AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED]).first()
        offered = here.filter(status=AssignmentStatus.OFFERED).first()
        if offered:
            self.attempt(actions.accept, assignment_id=offered.uuid, by=offered.reviewer.user)
        elif held and held.role == "researcher":
            index = self.people.index(held.reviewer.user)
            self.gather(self._number(file), index)
            if file.policy.is_blind:
                self.attempt(actions.start_judging, fact_check_id=file.uuid, by=held.reviewer.user)
            else:
                given = {"rating": label, "reasoning": "So.", "by": held.reviewer.user}
                self.attempt(actions.file, assignment_id=held.uuid, **given)
        elif held:
            given = {"rating": label, "reasoning": "I agree.", "by": held.reviewer.user}
            self.attempt(actions.file, assignment_id=held.uuid, **given)
        elif file.status in (FactCheckStatus.AGREED, FactCheckStatus.DECIDED):
            author = here.filter(role="researcher").last()
            if author:
                self.promote(self.people.index(author.reviewer.user))
            for index in (0, 1, 2, 3, 4, 5):
                self.approve(self._number(file), index)
        elif file.status == FactCheckStatus.DISPUTED:
            self.decide(self._number(file), 4, label)
        elif file.status == FactCheckStatus.APPROVED:
            self.publish(self._number(file), 5)
        else:
            for index in range(4):
                to = Reviewer.objects.get(user=self.people[index]).uuid
                self.attempt(actions.hand_out, fact_check_id=file.uuid, to=to, by=self.editors[0])

    def _number(self, file: FactCheck) -> int:
        return list(FactCheck.objects.order_by("id")).index(file)

    @rule(n=INDEX, who=INDEX, by=INDEX)
    def hand_out(self, n: int, who: int, by: int) -> None:
        if file := self.file_no(n):
            to = Reviewer.objects.get(user=self.person(who)).uuid
            self.attempt(actions.hand_out, fact_check_id=file.uuid, to=to, by=self.person(by))

    @rule(n=INDEX, yes=st.booleans(), by=INDEX, own=st.booleans())
    def answer(self, n: int, yes: bool, by: int, own: bool) -> None:
        if seat := self.seat_no(n, AssignmentStatus.OFFERED):
            user = seat.reviewer.user if own else self.person(by)
            if yes:
                self.attempt(actions.accept, assignment_id=seat.uuid, by=user)
            else:
                self.attempt(actions.decline, assignment_id=seat.uuid, reason="No time.", by=user)

    @rule(n=INDEX)
    def next(self, n: int) -> None:
        self.attempt(actions.take_next, by=self.person(n))

    @rule(n=INDEX, label=LABELS, again=st.booleans(), by=INDEX, own=st.booleans())
    def file(self, n: int, label: str, again: bool, by: int, own: bool) -> None:
        held = (AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED)
        if seat := self.seat_no(n, *held) or self.seat_no(n):
            user = seat.reviewer.user if own else self.person(by)
            given = {"assignment_id": seat.uuid, "rating": label, "reasoning": "It says so.", "by": user}
            filed = self.attempt(actions.file, **given)
            if filed and again:
                number = seat.reviews.count()
                self.attempt(actions.file, **given)
                assert seat.reviews.count() == number, "one filing had two effects"

    @rule(n=INDEX, label=LABELS)
    def file_late(self, n: int, label: str) -> None:
        """Who lost the seat is refused, and finds the text as a draft."""
        lost = (AssignmentStatus.LAPSED, AssignmentStatus.RELEASED, AssignmentStatus.HANDED_OVER)
        if seat := self.seat_no(n, *lost):
            text = f"Late {n}."
            user = seat.reviewer.user
            given = {"assignment_id": seat.uuid, "rating": label, "reasoning": text, "by": user}
            assert self.attempt(actions.file, **given) is None
            assert Draft.objects.get(assignment=seat).reasoning == text

    @rule(n=INDEX, by=INDEX, own=st.booleans(), verb=st.sampled_from(["release", "recuse", "renew"]))
    def leave(self, n: int, by: int, own: bool, verb: str) -> None:
        if seat := self.seat_no(n):
            user = seat.reviewer.user if own else self.person(by)
            reason = {} if verb == "renew" else {"reason": "So it is."}
            self.attempt(getattr(actions, verb), assignment_id=seat.uuid, by=user, **reason)

    @rule(n=INDEX, to=INDEX, own=st.booleans(), by=INDEX)
    def hand_over(self, n: int, to: int, own: bool, by: int) -> None:
        if seat := self.seat_no(n, *ACTIVE):
            user = seat.reviewer.user if own else self.person(by)
            whom = Reviewer.objects.get(user=self.person(to)).uuid
            self.attempt(actions.hand_over, assignment_id=seat.uuid, to=whom, reason="Holiday.", by=user)

    @rule(n=INDEX, by=INDEX)
    def gather(self, n: int, by: int) -> None:
        """Put into the file what the gate asks for."""
        file = self.file_no(n)
        if file is None:
            return
        user = self.person(by)
        for number in (1, 2):
            self.attempt(
                actions.add_evidence,
                fact_check_id=file.uuid,
                title=f"Table {number}",
                kind="interview",
                publisher=f"Office {number}",
                owner=f"Owner {number}",
                quote="3.1 million tonnes",
                stance="refutes",
                primary=True,
                independent=True,
                by=user,
            )
        self.attempt(
            actions.answer_gap,
            fact_check_id=file.uuid,
            code="why_not_contacted",
            reason="Anonymous.",
            by=user,
        )

    @rule(n=INDEX, by=INDEX, edit=st.booleans())
    def change_evidence(self, n: int, by: int, edit: bool) -> None:
        file = self.file_no(n)
        evidence = file.evidence.order_by("id").first() if file else None
        if evidence and edit:
            self.attempt(actions.edit_evidence, evidence_id=evidence.uuid, title=f"T{n}", by=self.person(by))
        elif evidence:
            self.attempt(
                actions.withdraw_evidence, evidence_id=evidence.uuid, reason="Wrong.", by=self.person(by)
            )

    @rule(
        n=INDEX,
        by=INDEX,
        verb=st.sampled_from(["start_judging", "discuss", "close_round", "hold", "resume"]),
    )
    def move(self, n: int, by: int, verb: str) -> None:
        if file := self.file_no(n):
            self.attempt(getattr(actions, verb), fact_check_id=file.uuid, by=self.person(by))

    @rule(n=INDEX, by=INDEX, verb=st.sampled_from(["return_to_research", "close", "reopen"]))
    def send_back(self, n: int, by: int, verb: str) -> None:
        if file := self.file_no(n):
            self.attempt(getattr(actions, verb), fact_check_id=file.uuid, reason="Thin.", by=self.person(by))

    @rule(n=INDEX, by=INDEX, label=LABELS)
    def decide(self, n: int, by: int, label: str) -> None:
        if file := self.file_no(n):
            self.attempt(
                actions.decide, fact_check_id=file.uuid, rating=label, reasoning="So.", by=self.person(by)
            )

    @rule(n=INDEX, by=INDEX)
    def approve(self, n: int, by: int) -> None:
        file = self.file_no(n)
        user = self.person(by)
        if file and (done := self.attempt(actions.approve, fact_check_id=file.uuid, by=user)):
            assert done.verdict is not None
            self.approved[file.uuid].append(done.verdict.uuid)
            worked = Assignment.objects.filter(
                fact_check=file, round=done.round, reviewer__user=user, accepted_at__isnull=False
            )
            barred = {"researcher"} | ({"rater"} if done.policy.is_blind else set())
            assert not worked.filter(role__in=barred).exists(), "approved his own work"
            assert user.role in EDITORS
            profile = Reviewer.objects.get(user=user)
            about = subjects_of([done.claim_id])[done.claim_id]
            assert not conflicts_of([profile.pk])[profile.pk] & about, "approved under a conflict"

    @rule(n=INDEX, by=INDEX)
    def publish(self, n: int, by: int) -> None:
        file = self.file_no(n)
        given = {"title": "No", "summary": "It was less.", "note": "Moved."}
        if file and self.attempt(actions.publish, fact_check_id=file.uuid, **given, by=self.person(by)):
            assert file.publication.verdict.uuid == self.approved[file.uuid][-1]

    @rule(n=INDEX, by=INDEX, verb=st.sampled_from(["correct", "clarify", "update", "retract"]), label=LABELS)
    def correct(self, n: int, by: int, verb: str, label: str) -> None:
        rows = list(Publication.objects.order_by("id"))
        if rows:
            publication = rows[n % len(rows)]
            rating = {"rating": label} if verb == "correct" else {}
            changed = self.attempt(
                actions.change_publication,
                publication_id=publication.uuid,
                verb=verb,
                note="We erred.",
                **rating,
                by=self.person(by),
            )
            if changed and verb == "retract":
                last = changed.versions.order_by("-version").first()
                assert (changed.status, last.kind) == ("retracted", "retraction")

    @rule(n=INDEX, file=INDEX)
    def declare(self, n: int, file: int) -> None:
        """Somebody notices that the claim is about somebody he knows."""
        found = self.file_no(file)
        profile = Reviewer.objects.get(user=self.person(n))
        claimant = found.claim.claimant if found else None
        if claimant and profile.conflicts.count() < 1 and n % 4 == 0:
            self.attempt(
                actions.declare_conflict,
                reviewer_id=profile.uuid,
                kind="claimant",
                value=claimant.name,
                by=profile.user,
            )

    @rule(n=INDEX)
    def promote(self, n: int) -> None:
        """Who researched becomes an editor: what he made himself he does not approve even then."""
        user = self.people[n % 4]
        if not User.objects.filter(pk__in=[p.pk for p in self.people[:4]], role="editor").exists():
            User.objects.filter(pk=user.pk).update(role="editor")
            user.refresh_from_db()

    @rule(hours=st.integers(1, 60))
    def pass_time(self, hours: int) -> None:
        """Time goes by, and the sweepers come."""
        self.at += timedelta(hours=hours)
        actions.lapse_offers(at=self.at)
        actions.keep_clocks(at=self.at)
        actions.escalate(at=self.at)
        late = Assignment.objects.filter(
            lapses_at__lte=self.at, status__in=[AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED]
        )
        assert not late.exists(), "the sweeper left an offer whose time is over"

    @rule(n=INDEX, who=INDEX)
    def crash(self, n: int, who: int) -> None:
        """The process dies after the first, second or third event of a verb: nothing of it is there."""
        self._dies(self.next, who % 4)
        self._dies(self.file, n, "false", False, who, True)
        self._dies(self.publish, n, who)

    def _dies(self, verb: Callable[..., None], *given: Any) -> None:
        for after in (1, 2, 3):
            before, died = everything(), dying(after)
            try:
                with patch.object(Event, "save", died.save):
                    verb(*given)
            except Crash:
                assert everything() == before, f"{verb.__name__} left something half done"
            else:
                return

    @precondition(lambda self: Assignment.objects.filter(status__in=ACTIVE).exists())
    @rule(n=INDEX)
    def write_past_the_lock(self, n: int) -> None:
        """Somebody who read before the lock writes a second seat: the database refuses it."""
        seat = self.seat_no(n, *ACTIVE)
        assert seat is not None
        here = Assignment.objects.filter(fact_check=seat.fact_check, round=seat.round, status__in=ACTIVE)
        free = Reviewer.objects.exclude(pk__in=here.values("reviewer")).order_by("pk").first()
        last = Assignment.objects.filter(
            fact_check=seat.fact_check, round=seat.round, role=seat.role, seat=seat.seat
        ).count()
        if free is not None:
            self._refused_by_the_database(seat, reviewer=free, fence=last + 1)
        self._refused_by_the_database(seat, seat=seat.seat + 7, fence=1)

    def _refused_by_the_database(self, like: Assignment, **fields: Any) -> None:
        again = Assignment.objects.get(pk=like.pk)
        again.pk, again.uuid, again.chain_seq, again.chain_hash = None, uuid4(), 0, ""
        for name, value in fields.items():
            setattr(again, name, value)
        try:
            with transaction.atomic():
                again.save(force_insert=True)
        except IntegrityError:
            return
        raise AssertionError("a second active seat was written")

    # -- what must hold

    @invariant()
    def what_was_told_is_there_in_a_legal_state(self) -> None:
        legal = {"reviews.FactCheck": FACT_CHECK.statuses(), "reviews.Assignment": ASSIGNMENT.statuses()}
        for (label, uuid), _ in self.told.items():
            row = apps.get_model(label).objects.get(uuid=uuid)
            assert label not in legal or row.status in legal[label]

    @invariant()
    def a_seat_has_one_holder_and_a_person_one_seat_in_a_round(self) -> None:
        rows = list(Assignment.objects.select_related("fact_check"))
        by_events = {str(AssignmentStatus(SEAT_AFTER[name])): name for name in SEAT_AFTER}
        assert by_events
        folded = folded_seats()
        for seats in (
            [r for r in rows if r.status in ACTIVE],
            [r for r in rows if folded[r.uuid] in ACTIVE],
        ):
            places = Counter((r.fact_check_id, r.round, r.role, r.seat) for r in seats)
            people = Counter((r.fact_check_id, r.round, r.reviewer_id) for r in seats)
            assert max([*places.values(), *people.values()], default=1) == 1
        for row in rows:
            assert folded[row.uuid] == row.status, f"the events say {folded[row.uuid]}, the row {row.status}"

    @invariant()
    def fences_and_revisions_count_without_gap(self) -> None:
        grants: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for row in Assignment.objects.order_by("id"):
            grants[row.fact_check_id, row.round, row.role, row.seat].append(row.fence)
        assert all(fences == list(range(1, len(fences) + 1)) for fences in grants.values())
        revisions: dict[int, list[int]] = defaultdict(list)
        for review in Review.objects.select_related("assignment").order_by("id"):
            assert review.fence == review.assignment.fence
            revisions[review.assignment_id].append(review.revision)
        assert all(found == list(range(1, len(found) + 1)) for found in revisions.values())

    @invariant()
    def the_head_of_every_chain_is_its_last_event(self) -> None:
        last: dict[UUID, tuple[int, str]] = {}
        for subject, seq, digest in Event.objects.order_by("seq").values_list("subject", "seq", "hash"):
            last[subject] = (seq, digest)
        for model in (FactCheck, Assignment, Publication, ToDo):
            for row in model.objects.all():
                assert last[row.uuid] == (row.chain_seq, row.chain_hash), f"{row!r} moved without an event"

    @invariant()
    def what_is_published_is_the_last_approved_verdict(self) -> None:
        for publication in Publication.objects.select_related("fact_check__verdict", "verdict"):
            file = publication.fact_check
            last = publication.versions.order_by("-version").first()
            assert last is not None
            assert (last.version, last.verdict_id) == (publication.version, publication.verdict_id)
            assert (publication.status == "retracted") == (last.kind == "retraction")
            if file.status == FactCheckStatus.PUBLISHED:
                assert file.verdict_id == publication.verdict_id
        for verdict in Verdict.objects.all():
            known = (verdict.rating_id, verdict.words, verdict.reasoning, repr(verdict.evidence))
            assert self.cited.setdefault(verdict.uuid, known) == known, "a verdict changed"

    @invariant()
    def nobody_approved_his_own_research(self) -> None:
        for approval in Approval.objects.select_related("fact_check"):
            worked = approval.fact_check.assignments.filter(
                round=approval.round,
                role="researcher",
                reviewer__user=approval.by_id,
                accepted_at__isnull=False,
                accepted_at__lte=approval.at,
            )
            assert not worked.exists()

    @invariant()
    def a_breach_is_told_once_and_not_before_it_is_due(self) -> None:
        rows = list(ToDo.objects.all())
        standing = Counter(r.key for r in rows if r.closed_at is None or r.closed_by_id is not None)
        assert max(standing.values(), default=1) == 1
        for row in rows:
            if row.kind == "overdue" and row.owner_id is None and row.due_at is not None:
                assert row.created_at >= row.due_at

    @invariant()
    def a_sealed_rating_is_its_raters_alone(self) -> None:
        sealed = Review.objects.filter(assignment__in=Assignment.objects.all().sealed()).select_related(
            "assignment__reviewer", "fact_check"
        )
        for review in sealed:
            if review.stage > review.fact_check.revealed_stage:
                for user in self.people:
                    seen = Review.objects.visible_to(user).filter(pk=review.pk).exists()
                    assert seen == (review.assignment.reviewer.user_id == user.pk)


def folded_seats() -> dict[UUID, str]:
    """The status of each seat as its events tell it."""
    found: dict[UUID, str] = {}
    rows = Event.objects.filter(subject_type="reviews.assignment").order_by("subject", "seq")
    for subject, name in rows.values_list("subject", "name"):
        if name in SEAT_AFTER:
            found[subject] = str(SEAT_AFTER[name])
        elif name == "assignment.closed":
            filed = found[subject] == AssignmentStatus.FILED
            found[subject] = str(AssignmentStatus.DONE if filed else AssignmentStatus.RELEASED)
    return found


def counts() -> dict[str, int]:
    """How many rows each table has, and the sum of their versions."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in ("reviews", "claims") or model is Event or model is Job:
            found[model._meta.label_lower] = model._default_manager.count()
    return found


def everything() -> dict[str, list[Any]]:
    """All rows that a verb of this room could write."""
    models = (
        FactCheck,
        Assignment,
        Review,
        Draft,
        Verdict,
        Publication,
        PublicationVersion,
        Event,
        Job,
        ToDo,
    )
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}


class dying:  # noqa: N801 - reads as a verb where it is used
    """An Event.save that dies after so many events."""

    def __init__(self, after: int) -> None:
        really, left = Event.save, after

        def save(event: Event, *args: Any, **kwargs: Any) -> None:
            nonlocal left
            really(event, *args, **kwargs)
            left -= 1
            if left == 0:
                raise Crash

        self.save = save
