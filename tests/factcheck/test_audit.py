import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from claims.models import Topic
from factcheck import audit, triggers
from factcheck.events import record, record_many
from factcheck.models import CHAIN_HEAD, Event

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def chain_of(count: int, name: str = "Health") -> Topic:
    topic = Topic.objects.create(name=name, slug=name.lower())
    for n in range(count):
        record("topic.seen", topic, by=None, at=AT, data={"n": n})
    topic.save(update_fields=CHAIN_HEAD)
    return topic


def event(topic: Topic, seq: int) -> Any:
    return Event.objects.filter(subject=topic.uuid, seq=seq)


def _swap(topic: Topic) -> None:
    event(topic, 2).update(seq=99)
    event(topic, 3).update(seq=2)
    event(topic, 99).update(seq=3)


def _insert(topic: Topic) -> None:
    event(topic, 4).update(seq=5)
    Event.objects.create(
        name="topic.seen", subject_type="claims.topic", subject=topic.uuid, seq=4, at=AT, hash="0" * 64
    )


TAMPERINGS: dict[str, tuple[Callable[[Topic], object], int, str]] = {
    "data changed": (lambda t: event(t, 2).update(data={"n": 7}), 2, "was changed"),
    "name changed": (lambda t: event(t, 2).update(name="topic.lost"), 2, "was changed"),
    "moment changed": (lambda t: event(t, 2).update(at=AT + timedelta(seconds=1)), 2, "was changed"),
    "first deleted": (lambda t: event(t, 1).delete(), 2, "event 1 is missing"),
    "middle deleted": (lambda t: event(t, 2).delete(), 3, "event 2 is missing"),
    "swapped": (_swap, 2, "does not continue"),
    "inserted": (_insert, 4, "does not continue"),
    "tail cut": (lambda t: event(t, 4).delete(), 3, "head is not its last event"),
    "all gone": (lambda t: Event.objects.filter(subject=t.uuid).delete(), 4, "events are gone"),
    "row gone": (lambda t: t.delete(), 4, "row of this chain is gone"),
    "head set back": (lambda t: Topic.objects.filter(pk=t.pk).update(chain_seq=3), 4, "head is not"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_found_and_the_first_bad_row_named(tampering: str) -> None:
    change, seq, problem = TAMPERINGS[tampering]
    chain_of(3, "Another")
    topic = chain_of(4)
    subject = topic.uuid

    with triggers.lifted():
        change(topic)
    (fault,) = audit.faults()

    assert (fault.subject, fault.seq, fault.subject_type) == (subject, seq, "claims.topic")
    assert problem in fault.problem


@pytest.mark.django_db
def test_an_untouched_trail_holds() -> None:
    chain_of(3)
    source = chain_of(1, "Source")
    rows = [Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(2)]
    record_many("topics.made", source, rows, by=None, at=AT)
    record("topic.seen", rows[0], by=None, at=AT)
    for row in (source, *rows):
        row.save()

    assert list(audit.faults()) == []


@pytest.mark.django_db
def test_the_command_says_that_the_trail_holds() -> None:
    chain_of(2)
    said = io.StringIO()

    call_command("audit_verify", "--json", stdout=said)

    assert json.loads(said.getvalue()) == {"holds": True, "events": 2, "faults": []}


@pytest.mark.django_db
def test_the_command_names_the_bad_row_and_fails() -> None:
    topic = chain_of(2)
    with triggers.lifted():
        event(topic, 2).update(data={})
    said, told = io.StringIO(), io.StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("audit_verify", "--json", stdout=said)
    with pytest.raises(SystemExit):
        call_command("audit_verify", "--first", stdout=told, no_color=True)

    assert end.value.code == 1
    assert json.loads(said.getvalue())["faults"][0]["seq"] == 2
    assert told.getvalue() == f"claims.topic {topic.uuid}, event 2: the event was changed\n"
