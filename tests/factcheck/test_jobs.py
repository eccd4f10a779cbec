import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError

from factcheck import clock, handlers, jobs, leases, reasons, renewal, stop
from factcheck.jobs import Later, Lease, LeaseLost, NotDead
from factcheck.models import Job, JobStatus

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Time:
    """The one clock, standing still until a test moves it."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def time_(monkeypatch: pytest.MonkeyPatch) -> Time:
    still = Time()
    monkeypatch.setattr(clock, "now", still.now)
    return still


@pytest.fixture(autouse=True)
def _working() -> Iterator[None]:
    known = dict(handlers._known)
    stop.forget()
    yield
    stop.forget()
    handlers._known.clear()
    handlers._known.update(known)


def handler(name: str, call: Callable[..., None], *, queue: str = "desk") -> str:
    """Register a handler as the decorator does; return its task."""
    call.__module__, call.__name__ = "tests.handlers", name
    return handlers.register(call, queue=queue).name


def due(task: str, *, at: datetime = START, count: int = 1, **fields: Any) -> list[Job]:
    return [
        Job.objects.create(
            task=task,
            subject=uuid4(),
            **{"due_at": at + timedelta(milliseconds=n), "created_at": at, **fields},
        )
        for n in range(count)
    ]


@pytest.fixture
def seen() -> list[UUID]:
    return []


@pytest.fixture
def noting(seen: list[UUID]) -> str:
    def note(*, subject: UUID, at: datetime) -> None:
        seen.append(subject)

    return handler("noting", note)


@pytest.mark.django_db
def test_due_jobs_are_done_oldest_first(noting: str, seen: list[UUID], time_: Time) -> None:
    wanted = [job.subject for job in due(noting, count=12)]
    due(noting, at=START + timedelta(minutes=1))
    time_.passes(seconds=1)

    assert jobs.work_off(noting) == 12

    assert seen == wanted
    assert Job.objects.filter(status=JobStatus.DONE, done_at=time_.at, attempts=1, fence=1).count() == 12
    assert Job.objects.get(status=JobStatus.DUE).attempts == 0


@pytest.mark.django_db
def test_a_job_is_running_leased_and_counted_while_its_handler_works(time_: Time) -> None:
    during: list[Job] = []

    def look(*, subject: UUID, at: datetime, lease: Lease) -> None:
        during.append(Job.objects.get(subject=subject))
        assert (lease.fence, lease.attempts, lease.subject, at) == (1, 1, subject, START)

    due(handler("look", look))

    jobs.drain()

    (row,) = during
    assert (row.status, row.fence, row.attempts) == (JobStatus.RUNNING, 1, 1)
    assert row.lease_until == START + timedelta(seconds=60)


@pytest.mark.django_db
def test_a_failing_job_backs_off_and_is_dead_after_five_starts(time_: Time) -> None:
    def fail(*, at: datetime) -> None:
        raise ValueError("no such luck")

    (job,) = due(handler("fail", fail))
    waits = []

    for _ in range(5):
        assert jobs.drain() == 1
        job.refresh_from_db()
        waits.append((job.due_at - time_.at).total_seconds())
        time_.at = max(time_.at, job.due_at)

    assert jobs.drain() == 0
    assert (job.status, job.attempts, job.reason) == (JobStatus.DEAD, 5, "ValueError: no such luck")
    for wait, planned in zip(waits, (5, 30, 120, 600), strict=False):
        assert planned * 0.8 <= wait <= planned * 1.2


@pytest.mark.django_db
def test_a_lapsed_job_is_taken_over_with_a_higher_fence_and_the_late_holder_changes_nothing(
    time_: Time,
) -> None:
    due("tests.handlers.any")
    (first,) = leases.take("tests.handlers.any", at=START)
    assert leases.take("tests.handlers.any", at=START + timedelta(seconds=59)) == []

    (second,) = leases.take("tests.handlers.any", at=START + timedelta(seconds=60))

    assert (second.fence, second.attempts) == (2, 2)
    assert not leases.finish(first, at=START)
    assert not leases.renew([first], until=START)
    assert leases.give_back([first]) == 0
    leases.fail(first, reason="late", at=START)
    leases.put_off(first, until=START, reason="late")
    row = Job.objects.get()
    assert (row.status, row.fence, row.attempts, row.reason) == (JobStatus.RUNNING, 2, 2, "")
    assert leases.finish(second, at=START)


@pytest.mark.django_db
def test_a_job_that_killed_five_workers_is_dead_with_a_reason_and_the_next_ones_go_on(
    noting: str, time_: Time
) -> None:
    due(noting, attempts=5, fence=5, status=JobStatus.RUNNING, lease_until=START)
    due(noting, at=START, count=2)
    time_.passes(seconds=1)

    assert jobs.work_off(noting) == 2

    dead = Job.objects.get(status=JobStatus.DEAD)
    assert "Started 5 times" in dead.reason
    assert dead.lease_until is None


@pytest.mark.django_db
def test_a_job_started_before_is_leased_alone() -> None:
    due("tests.handlers.any", attempts=1, fence=1)
    due("tests.handlers.any", at=START + timedelta(milliseconds=1), count=3)
    at = START + timedelta(seconds=1)

    suspect = leases.take("tests.handlers.any", at=at)
    rest = leases.take("tests.handlers.any", at=at)

    assert [lease.attempts for lease in suspect] == [2]
    assert [lease.attempts for lease in rest] == [1, 1, 1]


@pytest.mark.django_db
def test_hold_raises_when_the_fence_has_moved_and_the_runner_leaves_the_row_alone(time_: Time) -> None:
    def overtaken(*, lease: Lease, at: datetime) -> None:
        assert leases.take(lease.task, at=at + timedelta(seconds=61))
        with transaction.atomic():
            lease.hold()

    due(handler("overtaken", overtaken))

    jobs.work_off("tests.handlers.overtaken")

    row = Job.objects.get()
    assert (row.status, row.fence) == (JobStatus.RUNNING, 2)


@pytest.mark.django_db(transaction=True)
def test_hold_belongs_inside_a_transaction() -> None:
    due("tests.handlers.any")
    (lease,) = leases.take("tests.handlers.any", at=START)

    with pytest.raises(transaction.TransactionManagementError):
        lease.hold()
    with transaction.atomic():
        lease.hold()
    leases.finish(lease, at=START)
    with pytest.raises(LeaseLost), transaction.atomic():
        lease.hold()


@pytest.mark.django_db
@pytest.mark.parametrize("when", [timedelta(minutes=5), START + timedelta(minutes=5)])
def test_a_job_put_off_keeps_its_attempts(when: datetime | timedelta, time_: Time) -> None:
    def wait(*, at: datetime) -> None:
        raise Later(when, "the site asks for patience")

    due(handler("wait", wait))

    jobs.drain()

    row = Job.objects.get()
    assert (row.status, row.attempts, row.fence) == (JobStatus.DUE, 0, 1)
    assert row.due_at == START + timedelta(minutes=5)
    assert row.reason == "the site asks for patience"


@pytest.mark.django_db
def test_a_job_cannot_be_put_off_into_the_past_nor_forever(time_: Time) -> None:
    def wait(*, at: datetime) -> None:
        raise Later(START - timedelta(days=1))

    due(handler("wait", wait), fence=98)
    starts = 0

    while Job.objects.filter(status=JobStatus.DUE).exists():
        starts += jobs.drain()
        time_.passes(minutes=20)

    row = Job.objects.get()
    assert starts == 7  # two for free, five counted
    assert row.status == JobStatus.DEAD
    assert row.reason.startswith("Put off too often")


@pytest.mark.django_db
def test_a_stop_gives_back_what_was_not_started(seen: list[UUID], time_: Time) -> None:
    def last(*, subject: UUID, at: datetime) -> None:
        seen.append(subject)
        stop.ask()

    task = handler("last", last)
    due(task, count=4)
    time_.passes(seconds=1)

    assert jobs.work_off(task) == 1

    assert Job.objects.filter(status=JobStatus.DONE).count() == 1
    assert Job.objects.filter(status=JobStatus.DUE, attempts=0, lease_until=None, fence=1).count() == 3
    assert jobs.work_off(task) == 0


@pytest.mark.django_db
def test_an_exit_in_the_middle_of_a_job_gives_back_the_others(time_: Time) -> None:
    def leave(*, at: datetime) -> None:
        raise SystemExit(15)

    task = handler("leave", leave)
    due(task, count=3)
    time_.passes(seconds=1)

    with pytest.raises(SystemExit):
        jobs.work_off(task)

    assert Job.objects.filter(status=JobStatus.RUNNING, attempts=1).count() == 1
    assert Job.objects.filter(status=JobStatus.DUE, attempts=0).count() == 2


@pytest.mark.django_db
def test_when_the_time_is_over_the_rest_is_given_back_and_rung_for(
    noting: str, rings: list[str], seen: list[UUID], time_: Time
) -> None:
    due(noting, count=3)
    time_.passes(seconds=1)

    assert jobs.work_off(noting, seconds=0) == 1

    assert rings == [noting]
    assert Job.objects.filter(status=JobStatus.DUE, attempts=0).count() == 2


@pytest.mark.django_db
def test_a_courteous_run_serves_neighbours_of_its_queue_that_wait_too_long(
    noting: str, seen: list[UUID], time_: Time
) -> None:
    busy = handler("busy", lambda *, at: None)
    foreign = handler("foreign", lambda *, at: seen.append(uuid4()), queue="fetch")
    neglected = due(noting, at=START - timedelta(seconds=3))
    due(foreign, at=START - timedelta(seconds=3))
    due(busy)

    jobs.work_off(busy, courteous=True)

    assert seen == [job.subject for job in neglected]


@pytest.mark.django_db
def test_a_process_that_stood_still_starts_nothing_under_a_lapsed_lease(
    seen: list[UUID], time_: Time
) -> None:
    def freeze(*, subject: UUID, at: datetime) -> None:
        seen.append(subject)
        time_.passes(minutes=2)

    task = handler("freeze", freeze)
    due(task, count=2)
    time_.passes(seconds=1)

    assert jobs.work_off(task) == 2

    # The second was given back unstarted and leased anew, so its fence is 2 and its attempt the first.
    assert set(Job.objects.values_list("subject", "fence", "attempts")) == {(seen[0], 1, 1), (seen[1], 2, 1)}


@pytest.mark.django_db
def test_a_batch_is_renewed_to_sixty_seconds_but_never_past_three_hundred() -> None:
    due("tests.handlers.any", count=2)
    at = START + timedelta(seconds=1)
    held = renewal.Kept(leases.take("tests.handlers.any", at=at), until=at, last=at + renewal.LONGEST)

    assert held.renew(at=at + timedelta(seconds=20))
    after_the_first = set(Job.objects.values_list("lease_until", flat=True))
    assert held.renew(at=at + timedelta(seconds=280))
    after_the_last = set(Job.objects.values_list("lease_until", flat=True))

    assert after_the_first == {at + timedelta(seconds=80)}
    assert after_the_last == {at + timedelta(seconds=300)} == {held.until}
    assert not held.renew(at=at + timedelta(seconds=300))


@pytest.mark.django_db(transaction=True)
def test_leases_are_renewed_while_a_handler_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "EVERY", timedelta(milliseconds=10))
    untils: set[datetime] = set()

    def work(*, subject: UUID, at: datetime) -> None:
        ends = time.monotonic() + 3
        while len(untils) < 2 and time.monotonic() < ends:
            untils.add(Job.objects.get(subject=subject).lease_until)

    due(handler("work", work), at=clock.now())

    jobs.drain()

    assert len(untils) == 2


@pytest.mark.django_db
def test_jobs_of_unknown_handlers_wait_and_harm_nobody(noting: str, time_: Time) -> None:
    due("claims.tasks.never_written")
    due("no.such.module")
    due("nonsense")
    due(noting)

    assert jobs.drain() == 1

    assert Job.objects.filter(status=JobStatus.DUE).count() == 3
    with pytest.raises(handlers.UnknownHandler):
        jobs.work_off("nonsense")


@pytest.mark.django_db
def test_jobs_that_follow_from_jobs_are_drained_too(noting: str, seen: list[UUID], time_: Time) -> None:
    def lead(*, at: datetime) -> None:
        due(noting)

    due(handler("lead", lead))

    assert jobs.drain() == 2
    assert len(seen) == 1


@pytest.mark.django_db(transaction=True)
def test_a_dead_job_is_due_again_with_all_its_attempts(rings: list[str]) -> None:
    (job,) = due("tests.handlers.any", status=JobStatus.DEAD, reason="broken", attempts=5, fence=5)

    jobs.requeue(job.uuid, by=None, at=START + timedelta(days=1))

    job.refresh_from_db()
    assert (job.status, job.attempts, job.fence, job.reason) == (JobStatus.DUE, 0, 5, "")
    assert job.due_at == START + timedelta(days=1)
    assert rings == ["tests.handlers.any"]
    with pytest.raises(NotDead) as refusal:
        jobs.requeue(job.uuid, by=None, at=START)
    assert refusal.value.code == "job_not_dead"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"fence": 3},
        {"fence": 2},
        {"fence": 0},
        {"status": JobStatus.RUNNING, "lease_until": START},
        {"status": JobStatus.RUNNING, "fence": 2},
        {"lease_until": START},
        {"status": JobStatus.DONE},
        {"done_at": START},
        {"status": JobStatus.DEAD},
        {"attempts": 2},
    ],
)
def test_the_database_refuses_a_lease_without_its_fence_and_an_end_without_its_facts(
    change: dict[str, Any],
) -> None:
    (job,) = due("tests.handlers.any", fence=1, attempts=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**change)

    job.refresh_from_db()
    assert (job.status, job.fence) == (JobStatus.DUE, 1)


def test_a_handler_may_ask_only_for_what_it_is_given() -> None:
    with pytest.raises(TypeError, match="not color"):
        handler("odd", lambda *, color: None)
    with pytest.raises(TypeError, match="no queue 'nowhere'"):
        handler("odd", lambda *, at: None, queue="nowhere")


def test_a_decorated_handler_stays_a_plain_function_and_becomes_a_task_of_its_name() -> None:
    from config.celery import app
    from tests.factcheck.ground import tasks

    routed = app.amqp.router.route({}, "tests.factcheck.ground.tasks.patient")

    assert "tests.factcheck.ground.tasks.patient" in app.tasks
    assert (routed["queue"].name, routed["queue"].routing_key) == ("parse", "parse")
    assert tasks.quick.__name__ == "quick"
    assert "run" not in vars(tasks.quick)


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("", "ValueError"),
        ("at https://me:pw@example.org/feed", "ValueError: at https://…@example.org/feed"),
        ("https://example.org/a?token=abc failed", "ValueError: https://example.org/a?… failed"),
        ("Authorization: Bearer abcdefghijk", "ValueError: Authorization: Bearer …"),
        ("password='hunter2', host=db", "ValueError: password='…', host=db"),
        ("key fc_abcdefghijklmnopqrstuvwx", "ValueError: key fc_…"),
        ("a\x00b\nc \ud800", "ValueError: ab c ?"),
    ],
)
def test_reasons_hold_no_secrets(said: str, stored: str) -> None:
    assert reasons.of(ValueError(said)) == stored


def test_reasons_are_cut_and_never_quote_a_row() -> None:
    assert len(reasons.of(ValueError("x" * 900))) == 500
    assert (
        reasons.of(IntegrityError("duplicate key\nDETAIL: Key (name)=(Ann)"))
        == "IntegrityError: duplicate key"
    )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_hold_the_same_job() -> None:
    """The first transaction stays open until the second has its answer: a plain lock would make it wait."""
    due("tests.handlers.any", count=15)
    at = START + timedelta(seconds=1)
    other: list[Lease] = []

    def take_too() -> None:
        other.extend(leases.take("tests.handlers.any", at=at))
        connections.close_all()

    with transaction.atomic():
        mine = leases.take("tests.handlers.any", at=at)
        thread = threading.Thread(target=take_too)
        thread.start()
        thread.join(timeout=4)
        assert not thread.is_alive()

    assert {lease.job for lease in mine}.isdisjoint({lease.job for lease in other})
    assert (len(mine), len(other)) == (10, 5)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_job_held_by_a_transaction_is_not_taken_over() -> None:
    due("tests.handlers.any")
    (lease,) = leases.take("tests.handlers.any", at=START)
    found: list[Lease] = []

    def take_too() -> None:
        found.extend(leases.take("tests.handlers.any", at=START + timedelta(minutes=5)))
        connections.close_all()

    with transaction.atomic():
        lease.hold()
        thread = threading.Thread(target=take_too)
        thread.start()
        thread.join(timeout=4)
        assert not thread.is_alive()

    assert found == []


@pytest.mark.postgres
@pytest.mark.django_db
def test_finding_due_jobs_reads_the_partial_index() -> None:
    # Sorting is dear here, whatever the few rows of a test make the planner believe.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    plan = leases.waiting(at=START).filter(task="x").order_by("due_at", "id")[:10].explain()

    assert "job_waiting" in plan
