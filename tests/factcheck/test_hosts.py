"""Slots, patience and health of other people's sites, by their rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from factcheck import hosts, robots
from factcheck.models import Host, HostSlot
from tests.factories import AT, UserFactory
from tests.holding import while_held

pytestmark = pytest.mark.django_db

SITE = "https://paper.example"
UNTIL = AT + timedelta(seconds=30)
SLOW = "User-agent: *\nCrawl-delay: 7"


def take(site: str = SITE, *, after: timedelta = timedelta()) -> hosts.Slot:
    return hosts.take(site, at=AT + after, until=UNTIL + after)


def fail(times: int, *, after: timedelta = timedelta()) -> Host:
    host = Host.objects.filter(origin=SITE).first() or take().host
    for _ in range(times):
        hosts.failed(host, reason="Nobody answered.", at=AT + after)
    host.refresh_from_db()
    HostSlot.objects.update(until=AT)
    return host


def ruled(text: str) -> Host:
    slot = take()
    hosts.keep_rules(slot.host, robots.Rules(200, text), until=AT + timedelta(days=1))
    HostSlot.objects.update(until=AT)
    return slot.host


def test_a_site_is_asked_two_things_at_a_time():
    first, second = take(), take()

    assert first.id != second.id
    with pytest.raises(hosts.HostBusy) as refusal:
        take()
    assert refusal.value.details == {"retry_at": AT + hosts.BUSY_WAIT}
    assert Host.objects.count() == 1
    assert take("http://paper.example").id not in {first.id, second.id}


def test_a_slot_given_back_is_free():
    take()
    slot = take()

    hosts.leave(slot, at=AT)

    assert take().id == slot.id


def test_a_holder_that_died_is_forgotten_at_its_deadline():
    lost = take()
    take()

    with pytest.raises(hosts.HostBusy):
        take(after=timedelta(seconds=29))
    new = take(after=timedelta(seconds=30))

    assert (new.id, new.fence) == (lost.id, lost.fence + 1)


def test_a_slot_that_was_lost_is_not_given_back():
    late = take()
    take()
    new = take(after=timedelta(seconds=30))
    take(after=timedelta(seconds=30))

    hosts.leave(late, at=UNTIL)

    assert HostSlot.objects.get(pk=new.id).until == UNTIL + timedelta(seconds=30)


@pytest.mark.django_db(transaction=True)
def test_no_slot_is_taken_inside_a_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        take()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_want_the_last_slot_do_not_both_get_it():
    slot = take()
    hosts.leave(slot, at=AT)
    HostSlot.objects.exclude(pk=slot.id).update(until=UNTIL)

    def other() -> None:
        HostSlot.objects.filter(pk=slot.id).update(fence=F("fence") + 1, until=UNTIL)

    with pytest.raises(hosts.HostBusy):
        while_held(other, take)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_failures_at_once_are_all_counted():
    host = take().host

    def failed() -> None:
        hosts.failed(host, reason="Nobody answered.", at=AT)

    while_held(failed, failed)

    assert Host.objects.get().failures == 2


def test_a_site_that_wants_a_pause_is_asked_one_thing_and_then_left_alone():
    ruled(SLOW)
    slot = take()

    with pytest.raises(hosts.HostBusy) as refusal:
        take()
    assert refusal.value.details["retry_at"] == AT + timedelta(seconds=7)
    hosts.leave(slot, at=AT)
    with pytest.raises(hosts.HostBusy):
        take(after=timedelta(seconds=6))
    assert take(after=timedelta(seconds=7)).id == slot.id


def test_five_failures_in_a_row_close_a_site():
    host = fail(4)
    assert host.closed_until is None

    host = fail(1)

    assert host.closed_until == AT + timedelta(minutes=1)
    assert host.closed_reason == "It failed 5 times in a row; the last time: Nobody answered."
    with pytest.raises(hosts.HostClosed, match="is not asked before 09:01:00 UTC on 2026-03-01") as refusal:
        take()
    assert refusal.value.details == {"retry_at": AT + timedelta(minutes=1)}


def test_every_further_failure_doubles_the_wait_up_to_a_day():
    waits = [(fail(1).closed_until, Host.objects.get().failures) for _ in range(40)][4:]

    minutes = [(until - AT) / timedelta(minutes=1) for until, _ in waits if until]
    assert minutes[:6] == [1, 2, 4, 8, 16, 32]
    assert minutes[10:] == [1024] + [1440] * 25


def test_after_its_wait_a_site_is_tried_by_one():
    fail(5)

    slot = take(after=timedelta(minutes=1))
    with pytest.raises(hosts.HostBusy):
        take(after=timedelta(minutes=1))
    hosts.answered(slot.host, at=AT + timedelta(minutes=1))
    take(after=timedelta(minutes=1))

    host = Host.objects.get()
    assert (host.failures, host.closed_until, host.closed_reason) == (0, None, "")


def test_an_answer_ends_the_row_of_failures():
    host = fail(4)

    hosts.answered(host, at=AT)

    assert fail(4).closed_until is None


def test_an_answer_does_not_end_a_pause_asked_for_since():
    fail(5)
    slot = take(after=timedelta(minutes=1))
    pause = AT + timedelta(hours=3)
    hosts.close(slot.host, until=pause, reason="It answered with status 429 and asked for a pause.")

    hosts.answered(slot.host, at=AT + timedelta(minutes=1))

    assert Host.objects.get().closed_until == pause


def test_a_shorter_pause_does_not_shorten_a_longer_one():
    host = take().host
    hosts.close(host, until=AT + timedelta(hours=2), reason="It asked for a pause.")

    hosts.close(host, until=AT + timedelta(hours=1), reason="x" * 999)

    host.refresh_from_db()
    assert (host.closed_until, host.closed_reason) == (AT + timedelta(hours=2), "It asked for a pause.")


def test_a_long_reason_is_cut():
    hosts.close(take().host, until=UNTIL, reason="x" * 999)

    assert Host.objects.get().closed_reason == "x" * 300


def test_an_editor_opens_a_site_again():
    fail(7)
    ruled_host = Host.objects.get()
    hosts.keep_rules(ruled_host, robots.Rules(200, SLOW), until=AT + timedelta(days=1))

    hosts.reopen(SITE, by=UserFactory(editor=True), at=AT)

    host = Host.objects.get()
    assert (host.failures, host.closed_until, host.closed_reason, host.robots_until) == (0, None, "", None)
    take()
    with pytest.raises(Host.DoesNotExist):
        hosts.reopen("https://other.example", by=UserFactory(editor=True), at=AT)


def test_a_site_that_nobody_asks_for_a_week_is_forgotten():
    hosts.leave(take(), at=AT)
    hosts.close(take("https://closed.example").host, until=AT + timedelta(days=30), reason="Always.")
    HostSlot.objects.update(until=AT)

    def left(after: timedelta, *, most: int = 9) -> list[str]:
        while hosts.forget(at=AT + after, most=most):
            pass
        return sorted(Host.objects.values_list("origin", flat=True))

    assert left(timedelta(days=6, hours=23)) == ["https://closed.example", SITE]
    assert left(timedelta(days=7)) == ["https://closed.example"]
    assert left(timedelta(days=31), most=1) == []
    assert HostSlot.objects.count() == 0


def broken_by(row: Host | HostSlot, **values: Any) -> str:
    """Update the row past the module; return what the database said, or fail if it said nothing."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    return str(refusal.value)


def test_a_closed_site_has_a_reason_and_an_open_one_has_none():
    open_host, closed_host = take().host, take("https://closed.example").host
    hosts.close(closed_host, until=UNTIL, reason="It asked for a pause.")

    assert "host_closed_iff_reason" in broken_by(open_host, closed_reason="It is Sunday.")
    assert "host_closed_iff_reason" in broken_by(open_host, closed_until=UNTIL)
    assert "host_closed_iff_reason" in broken_by(closed_host, closed_reason="")


def test_a_slot_of_a_site_is_there_once():
    take()
    slot = HostSlot.objects.get(number=1)

    said = broken_by(slot, number=0)

    assert "host_slot_is_numbered_once" in said or ("UNIQUE" in said and "number" in said)
