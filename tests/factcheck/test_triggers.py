from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, models, transaction

from claims.models import Topic
from factcheck import startup_checks, triggers
from factcheck.events import record
from factcheck.models import Event

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
APPEND_ONLY = [model for model in triggers.protected() if getattr(model, "append_only", False)]


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def an_event() -> Event:
    return record("topic.named", Topic.objects.create(name="Health", slug="health"), by=None, at=AT)


CHANGES: dict[str, Callable[[Event], object]] = {
    "update": lambda e: Event.objects.filter(pk=e.pk).update(name="topic.renamed"),
    "update of nothing": lambda e: Event.objects.filter(pk=e.pk).update(name=e.name),
    "delete": lambda e: Event.objects.filter(pk=e.pk).delete(),
    "raw update": lambda e: sql("UPDATE factcheck_event SET seq = 9"),
    "raw delete": lambda e: sql("DELETE FROM factcheck_event"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_events_refuse_every_change(change: str) -> None:
    event = an_event()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CHANGES[change](event)

    assert Event.objects.get(pk=event.pk).name == "topic.named"


@pytest.mark.django_db
def test_replacing_an_event_is_refused_too() -> None:
    if connection.vendor == "postgresql":
        statement = (
            "INSERT INTO factcheck_event"
            " (id, uuid, name, subject_type, subject, seq, at, data, previous_hash, hash)"
            " SELECT id, uuid, 'x', subject_type, subject, seq, at, data, '', '' FROM factcheck_event"
            " ON CONFLICT (id) DO UPDATE SET name = 'x'"
        )
    else:
        statement = "REPLACE INTO factcheck_event SELECT * FROM factcheck_event"
    an_event()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql(statement)


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model.__name__)
def test_append_only_tables_refuse_truncate(model: type[models.Model]) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql(f'TRUNCATE "{model._meta.db_table}" CASCADE')


@pytest.mark.django_db
def test_every_trigger_is_in_place_after_migrating() -> None:
    assert triggers.missing() == set()
    assert startup_checks.database(databases=["default"]) == []


@pytest.mark.django_db
def test_a_lost_trigger_is_named_and_put_back() -> None:
    name = triggers.names(Event)[0]
    on = " ON factcheck_event" if connection.vendor == "postgresql" else ""

    sql(f'DROP TRIGGER "{name}"{on}')
    lost = triggers.missing()
    (warning,) = startup_checks.database(databases=["default"])
    triggers.install()

    assert lost == {name}
    assert name in warning.msg
    assert triggers.missing() == set()


@pytest.mark.django_db
def test_lifted_triggers_are_back_after_a_failure() -> None:
    event = an_event()

    with pytest.raises(Event.DoesNotExist), triggers.lifted():
        Event.objects.get(name="topic.never_named")

    assert triggers.missing() == set()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()


def test_a_check_without_databases_looks_at_none() -> None:
    assert startup_checks.database(databases=None) == []
