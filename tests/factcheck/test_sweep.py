import io
import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from factcheck import clock, health, startup_checks, stop, tasks
from factcheck.models import Heartbeat, Host, HostSlot, IdempotencyKey, Job, JobStatus, User

AT = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _table(settings: Any) -> None:
    settings.BEAT = {"tests.handlers.timed": MINUTE}


def job(status: str = JobStatus.DUE, **fields: Any) -> Job:
    given = {"task": "tests.handlers.any", "subject": uuid4(), "due_at": AT, "created_at": AT, **fields}
    return Job.objects.create(status=status, **given)


@pytest.mark.django_db
def test_a_slot_becomes_one_job_however_often_the_beat_ticks(rings: list[str]) -> None:
    for second in (0, 2, 29):
        tasks.run_tick(at=AT + timedelta(seconds=second))

    (row,) = Job.objects.all()
    assert (row.task, row.slot, row.subject) == ("tests.handlers.timed", "2026-03-01T12:00:00+00:00", None)
    assert rings == ["tests.handlers.timed"] * 3


@pytest.mark.django_db
def test_the_next_slot_has_a_job_of_its_own_once_the_last_one_is_over() -> None:
    tasks.run_tick(at=AT)
    tasks.run_tick(at=AT + MINUTE)
    waiting = Job.objects.count()

    Job.objects.update(status=JobStatus.DONE, done_at=AT)
    tasks.run_tick(at=AT + MINUTE)
    tasks.run_tick(at=AT + MINUTE)
    tasks.run_tick(at=AT + 10 * MINUTE)

    assert waiting == 1
    assert Job.objects.filter(status=JobStatus.DONE).count() == 1
    assert [job.slot for job in Job.objects.filter(status=JobStatus.DUE)] == ["2026-03-01T12:01:00+00:00"]


@pytest.mark.django_db
def test_it_rings_once_for_each_task_with_work(rings: list[str], settings: Any) -> None:
    settings.BEAT = {}
    job(task="due")
    job(task="due")
    job(task="lapsed", status=JobStatus.RUNNING, fence=1, attempts=1, lease_until=AT)
    job(task="leased", status=JobStatus.RUNNING, fence=1, attempts=1, lease_until=AT + MINUTE)
    job(task="later", due_at=AT + MINUTE)
    job(task="over", status=JobStatus.DONE, done_at=AT)
    job(task="dead", status=JobStatus.DEAD, reason="broken")

    tasks.run_tick(at=AT)

    assert rings == ["due", "lapsed"]


@pytest.mark.django_db
def test_it_leaves_a_heartbeat() -> None:
    tasks.run_tick(at=AT)
    tasks.run_tick(at=AT + MINUTE)

    assert list(Heartbeat.objects.values_list("name", "at")) == [("beat", AT + MINUTE)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_three_beats_at_once_write_one_job() -> None:
    ready = threading.Barrier(3)

    def tick() -> None:
        ready.wait()
        tasks.run_tick(at=AT)
        connections.close_all()

    threads = [threading.Thread(target=tick) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("every", "start"),
    [(MINUTE, "12:00:00"), (timedelta(seconds=15), "12:00:30"), (timedelta(hours=1), "12:00:00")],
)
def test_slots_are_whole_periods(every: timedelta, start: str) -> None:
    assert tasks.slot(every=every, at=AT).isoformat() == f"2026-03-01T{start}+00:00"


@pytest.mark.django_db
def test_old_rows_are_forgotten_and_dead_jobs_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "SLICE", 2)
    user = User.objects.create_user("ann")
    for days in (1, 8, 9, 10, 11, 12):
        job(status=JobStatus.DONE, done_at=AT - timedelta(days=days))
    job(status=JobStatus.DEAD, reason="broken", due_at=AT - timedelta(days=90))
    for hours in (1, 25):
        IdempotencyKey.objects.create(user=user, key=str(hours), created_at=AT - timedelta(hours=hours))

    for days in (6, 8):
        host = Host.objects.create(origin=f"https://{days}.example")
        HostSlot.objects.create(host=host, number=0, until=AT - timedelta(days=days))

    tasks.forget_old_rows(at=AT)
    tasks.forget_old_rows(at=AT)

    assert [host.origin for host in Host.objects.all()] == ["https://6.example"]
    assert sorted(Job.objects.values_list("status", flat=True)) == [JobStatus.DEAD, JobStatus.DONE]
    assert [key.key for key in IdempotencyKey.objects.all()] == ["1"]


@pytest.mark.django_db
def test_the_doctor_finds_a_well_desk_well(monkeypatch: pytest.MonkeyPatch) -> None:
    Heartbeat.objects.create(name="beat", at=clock.now())
    said = io.StringIO()

    call_command("doctor", stdout=said, no_color=True)

    said_lines = said.getvalue().splitlines()
    assert len(said_lines) == 7
    assert all(line.startswith("well ") for line in said_lines)
    assert "the default model reads" in said_lines[-1]


@pytest.mark.django_db
def test_the_doctor_names_what_is_ill() -> None:
    job(due_at=clock.now() - timedelta(minutes=2))
    job(status=JobStatus.DEAD, reason="broken")
    said = io.StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("doctor", "--json", stdout=said)

    answer = json.loads(said.getvalue())
    assert end.value.code == 1
    assert not answer["well"]
    assert [f["code"] for f in answer["findings"] if not f["well"]] == ["oldest_job", "beat", "dead_jobs"]


@pytest.mark.django_db
def test_the_doctor_stops_at_a_database_without_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "unapplied", lambda: ["factcheck.0001_initial"])

    assert [(f.code, f.well) for f in health.examine()] == [("database", True), ("migrations", False)]


@pytest.mark.django_db
def test_the_jobs_command_counts_lists_and_brings_back_the_dead() -> None:
    dead = job(status=JobStatus.DEAD, reason="broken")
    job()
    counted, listed, left = io.StringIO(), io.StringIO(), io.StringIO()

    call_command("jobs", "--json", stdout=counted)
    call_command("jobs", "--status", "dead", "--task", "tests.handlers.any", stdout=listed)
    call_command("jobs", "--requeue", str(dead.uuid), "--status", "dead", stdout=left)

    assert {row["status"]: row["jobs"] for row in json.loads(counted.getvalue())} == {"dead": 1, "due": 1}
    assert str(dead.uuid) in listed.getvalue()
    assert "broken" in listed.getvalue()
    assert left.getvalue() == "No jobs.\n"
    with pytest.raises(CommandError, match="not dead"):
        call_command("jobs", "--requeue", str(dead.uuid))
    with pytest.raises(CommandError, match="There is no job"):
        call_command("jobs", "--requeue", str(uuid4()))


@pytest.mark.django_db
def test_the_jobs_command_drains(settings: Any) -> None:
    stop.forget()
    job(task="factcheck.tasks.forget_old_rows", subject=None, slot="now", due_at=clock.now())
    said = io.StringIO()

    call_command("jobs", "--drain", "--json", stdout=said)

    assert [row["status"] for row in json.loads(said.getvalue())] == ["done"]


def test_separate_parts_are_refused_on_a_broker_in_memory(settings: Any) -> None:
    settings.MEMORY_BROKER = True

    for refuse in (lambda: startup_checks.refuse_worker(None), startup_checks.refuse_beat):
        with pytest.raises(SystemExit, match="BROKER_URL at memory://"):
            refuse()
    startup_checks.refuse_web()
    settings.PRODUCTION = True
    with pytest.raises(SystemExit, match="separate web server"):
        startup_checks.refuse_web()


@pytest.mark.django_db
def test_a_worker_is_refused_on_a_broker_that_evicts(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEMORY_BROKER = False
    policies = iter(["noeviction", None, "allkeys-lru"])
    monkeypatch.setattr(startup_checks, "eviction_policy", lambda app: next(policies))

    startup_checks.refuse_worker(None)
    startup_checks.refuse_worker(None)
    with pytest.raises(SystemExit, match="allkeys-lru"):
        startup_checks.refuse_worker(None)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"FETCH_ALLOW": {"127.0.0.1:80"}}, "factcheck.E001"),
        ({"SECRET_KEY": "django-insecure-" + "abcdefghijk" * 5}, "factcheck.E002"),
        ({"SECRET_KEY": "ab" * 40}, "factcheck.E002"),
        ({}, None),
    ],
)
def test_a_production_desk_refuses_what_leaks(wrong: dict[str, Any], code: str | None, settings: Any) -> None:
    settings.FETCH_ALLOW, settings.SECRET_KEY = set(), "abcdefghijklmnopqrstuvwxyz0123456789" * 2
    for name, value in wrong.items():
        setattr(settings, name, value)
    settings.PRODUCTION = False
    lenient = startup_checks.desk()
    settings.PRODUCTION = True

    assert lenient == []
    assert [found.id for found in startup_checks.desk()] == ([code] if code else [])
