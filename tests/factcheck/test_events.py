from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from claims.models import Topic
from factcheck import clock
from factcheck.events import due, record, record_each, record_many
from factcheck.models import CHAIN_HEAD, Event, Job

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _reactions(settings: Any) -> None:
    settings.REACTIONS = {"topic.named": ["tests.one", "tests.two"]}


def topic(name: str = "Health") -> Topic:
    return Topic.objects.create(name=name, slug=name.lower())


@pytest.mark.django_db
def test_an_event_moves_the_head_of_its_subject_and_continues_the_chain() -> None:
    subject = topic()

    first = record("topic.named", subject, by=None, at=AT)
    second = record("topic.seen", subject, by=None, at=AT, data={"n": 1})

    assert (first.seq, first.previous_hash) == (1, "")
    assert (second.seq, second.previous_hash) == (2, first.hash)
    assert (subject.chain_seq, subject.chain_hash) == (2, second.hash)


@pytest.mark.django_db
def test_an_event_writes_one_job_for_each_reaction() -> None:
    subject = topic()

    event = record("topic.named", subject, by=None, at=AT)
    record("topic.seen", subject, by=None, at=AT)

    jobs = Job.objects.order_by("task").values_list("task", "subject", "event", "due_at")
    assert list(jobs) == [(t, subject.uuid, event.uuid, AT) for t in ("tests.one", "tests.two")]


@pytest.mark.django_db
def test_one_event_tells_of_many_rows_and_each_row_has_its_jobs() -> None:
    source, rows = topic(), [Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(3)]

    event = record_many("topic.named", source, rows, by=None, at=AT, data={"why": "split"})

    assert event.data == {"why": "split", "rows": [str(row.uuid) for row in rows]}
    assert {(row.chain_seq, row.chain_hash) for row in rows} == {(0, event.hash)}
    assert Job.objects.filter(subject__in=[row.uuid for row in rows]).count() == 6


@pytest.mark.django_db
def test_many_chains_go_on_in_one_statement(django_assert_num_queries: Any) -> None:
    subjects = [topic(name) for name in ("Health", "Energy")]
    before = record("topic.seen", subjects[0], by=None, at=AT)

    with django_assert_num_queries(1):
        record_each("topic.moved", subjects, by=None, at=AT, data=[{"n": 1}, {"n": 2}])

    first, second = Event.objects.filter(name="topic.moved").order_by("id")
    assert (first.seq, first.previous_hash, first.data) == (2, before.hash, {"n": 1})
    assert (second.seq, second.previous_hash, second.data) == (1, "", {"n": 2})
    assert [(s.chain_seq, s.chain_hash) for s in subjects] == [(2, first.hash), (1, second.hash)]


@pytest.mark.django_db
def test_an_event_that_somebody_reacts_to_is_not_recorded_on_many_chains_at_once() -> None:
    with pytest.raises(ValueError, match="somebody reacts"):
        record_each("topic.named", [topic()], by=None, at=AT, data=[{}])

    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit_and_not_after_a_rollback(rings: list[str]) -> None:
    subject = topic()

    with transaction.atomic():
        record("topic.named", subject, by=None, at=AT)
        transaction.set_rollback(True)
    after_the_rollback = (list(rings), Event.objects.count(), Job.objects.count())
    subject.refresh_from_db()
    with transaction.atomic():
        record("topic.named", subject, by=None, at=AT)
        subject.save(update_fields=CHAIN_HEAD)
        before_the_commit = list(rings)

    assert after_the_rollback == ([], 0, 0)
    assert before_the_commit == []
    assert rings == ["tests.one", "tests.two"]


@pytest.mark.django_db(transaction=True)
def test_no_bell_rings_for_a_job_of_the_future(rings: list[str]) -> None:
    subject = topic()

    due(tasks=["tests.one"], subjects=[subject.uuid], event=None, at=AT, due_at=AT + timedelta(hours=1))

    assert rings == []
    assert Job.objects.get().due_at == AT + timedelta(hours=1)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"seq": 1}, {"seq": 0}])
def test_the_numbers_of_a_chain_start_at_one_and_are_used_once(change: dict[str, Any]) -> None:
    event = record("topic.seen", topic(), by=None, at=AT)
    copy = Event(name="x", subject_type="x", subject=event.subject, at=AT, hash="h", **change)

    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)

    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_a_reaction_is_written_once_for_each_event_and_subject() -> None:
    event = record("topic.named", topic(), by=None, at=AT)

    with pytest.raises(IntegrityError), transaction.atomic():
        due(tasks=["tests.one"], subjects=[event.subject], event=event.uuid, at=AT)


@pytest.mark.django_db
def test_the_clock_is_aware_and_moves_forward() -> None:
    first, second = clock.now(), clock.now()

    assert first.tzinfo is UTC
    assert abs(second - datetime.now(UTC)) < timedelta(seconds=5)
    assert second >= first
