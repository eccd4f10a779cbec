from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from factcheck import tasks
from factcheck.models import Job
from tests.holding import while_held

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_a_slot_has_one_job():
    slot = {"task": "tests.handlers.timed", "slot": AT.isoformat(), "due_at": AT, "created_at": AT}
    Job.objects.create(**slot)

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(**slot)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_beats_that_tick_at_once_write_one_job(settings):
    settings.BEAT = {"tests.handlers.timed": timedelta(minutes=1)}

    while_held(lambda: tasks.run_tick(at=AT), lambda: tasks.run_tick(at=AT))

    assert Job.objects.count() == 1
