"""Other people's sites as the desk knows them: who is there now, how they are, what they asked for.

Each call is a short transaction of its own: nobody holds one while talking to a
site. Moments come in as `at`, from factcheck.clock.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from factcheck import robots
from factcheck.models import Host, HostSlot, User
from factcheck.net.patience import LONGEST
from factcheck.net.refusals import FetchRefused

log = logging.getLogger(__name__)

SLOTS = 2  # requests of one site at a time
TOLERATED = 5  # failures in a row; from then on it is left alone
FIRST_WAIT = timedelta(minutes=1)  # doubles with every failure, up to 24 h
BUSY_WAIT = timedelta(seconds=2)
RULES_KEPT = timedelta(hours=24)
KEPT = timedelta(days=7)  # a site that nobody asked for so long is forgotten
_REASON_LENGTH = 300


class HostBusy(FetchRefused):
    """The desk is at this site already; `retry_at` says when to come again."""

    code = "host_busy"


class HostClosed(FetchRefused):
    """The site is left alone until `retry_at`: it failed too often, or asked for it."""

    code = "host_closed"


@dataclass(frozen=True, slots=True)
class Slot:
    """The right to ask one site, until its row's deadline or `leave`. Ours while the row has this fence."""

    id: int
    fence: int
    host: Host
    taken_at: datetime


@transaction.atomic(durable=True)
def take(site: str, *, at: datetime, until: datetime) -> Slot:
    """Take one of the site's slots, at the latest to `until`: a holder that dies is forgotten then.

    After too many failures, and where robots.txt wants a pause between requests,
    there is one slot instead of two. Raises HostBusy, HostClosed; RuntimeError
    inside a transaction, which would stay open while the site is talked to.
    """
    host = Host.objects.filter(origin=site).first() or _new(site, at=at)
    if host.closed_until is not None and host.closed_until > at:
        raise _closed(host.origin, host.closed_until, host.closed_reason)
    pause = robots.delay(host.robots)
    room = 1 if pause or host.failures >= TOLERATED else SLOTS
    for slot in HostSlot.objects.filter(host=host, number__lt=room, until__lte=at).order_by("number"):
        mine = HostSlot.objects.filter(pk=slot.pk, fence=slot.fence, until__lte=at)
        if mine.update(fence=F("fence") + 1, until=until):
            return Slot(id=slot.pk, fence=slot.fence + 1, host=host, taken_at=at)
    raise HostBusy(
        f"The desk is reading from {site} already. It comes back in a moment.",
        retry_at=at + max(pause, BUSY_WAIT),
    )


def leave(slot: Slot, *, at: datetime) -> None:
    """Give the slot back, after the pause that the site asks for. A slot that was lost is left alone."""
    free_at = at + robots.delay(slot.host.robots)
    HostSlot.objects.filter(pk=slot.id, fence=slot.fence).update(until=free_at)


def answered(host: Host, *, at: datetime) -> None:
    """Note that the site is well. `host` is as it was when its slot was taken."""
    if host.failures:
        Host.objects.filter(pk=host.pk).update(failures=0)
    if host.closed_until is not None:
        # Not a pause asked for since then, by an answer to somebody else.
        Host.objects.filter(pk=host.pk, closed_until__lte=at).update(closed_until=None, closed_reason="")


@transaction.atomic
def failed(host: Host, *, reason: str, at: datetime) -> None:
    """Count a failure; from the fifth in a row the site is closed, for longer each time."""
    row = Host.objects.select_for_update().only("failures").get(pk=host.pk)
    host.failures = row.failures = row.failures + 1
    row.save(update_fields=["failures"])
    if row.failures >= TOLERATED:
        doubled = min(row.failures - TOLERATED, 12)
        wait = min(FIRST_WAIT * 2**doubled, LONGEST)
        close(
            host, until=at + wait, reason=f"It failed {row.failures} times in a row; the last time: {reason}"
        )


def close(host: Host, *, until: datetime, reason: str) -> HostClosed:
    """Leave the site alone until then, unless it is closed for longer; return the refusal that says so."""
    later = Q(closed_until__isnull=True) | Q(closed_until__lt=until)
    Host.objects.filter(later, pk=host.pk).update(closed_until=until, closed_reason=reason[:_REASON_LENGTH])
    return _closed(host.origin, until, reason)


def keep_rules(host: Host, rules: robots.Rules, *, until: datetime) -> None:
    """Keep a robots.txt as read, in the row and in `host`."""
    host.robots, host.robots_status, host.robots_until = rules.text, rules.status, until
    host.save(update_fields=["robots", "robots_status", "robots_until"])


def reopen(site: str, *, by: User, at: datetime) -> None:
    """Ask a site again from now on, its robots.txt first. Raises Host.DoesNotExist."""
    changed = Host.objects.filter(origin=site).update(
        failures=0, closed_until=None, closed_reason="", robots_until=None
    )
    if not changed:
        raise Host.DoesNotExist(site)
    log.info("%s is asked again from %s on, by %s", site, at.isoformat(), by.uuid)


def forget(*, at: datetime, most: int) -> int:
    """Delete up to `most` sites that nobody asked for a week and that asked for nothing; return how many."""
    visited = HostSlot.objects.filter(until__gt=at - KEPT).values("host")
    rows = Host.objects.exclude(closed_until__gt=at).exclude(pk__in=visited)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:most])
    Host.objects.filter(pk__in=ids).delete()
    return len(ids)


def _new(site: str, *, at: datetime) -> Host:
    """Enter a site with its slots, all free; two who do it at once enter it once."""
    Host.objects.bulk_create([Host(origin=site)], ignore_conflicts=True)
    host = Host.objects.get(origin=site)
    slots = [HostSlot(host=host, number=number, until=at) for number in range(SLOTS)]
    HostSlot.objects.bulk_create(slots, ignore_conflicts=True)
    return host


def _closed(site: str, until: datetime, reason: str) -> HostClosed:
    return HostClosed(
        f"{site} is not asked before {until:%H:%M:%S} UTC on {until:%Y-%m-%d}. {reason}", retry_at=until
    )
