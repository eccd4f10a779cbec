"""Reading from other people's sites with manners: whatever the desk reads by itself comes through `visit`.

On top of `factcheck.net.fetch`: robots.txt is minded, a site that asks for a
pause or fails too often is left alone, and no site is asked more than two things
at a time, by all processes together. Nobody waits: who cannot go now is refused
at once, and `later_of` says when to try again.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Self

from factcheck import clock, hosts, robots
from factcheck.errors import Refusal
from factcheck.hosts import HostBusy, HostClosed
from factcheck.jobs import Later, Lease
from factcheck.leases import FREE_LEASES
from factcheck.models import Host
from factcheck.net import patience
from factcheck.net.connection import Resolver, resolve
from factcheck.net.fetch import DECODED_LIMIT, TIMEOUT_SECONDS, Answer, Fetched, fetch
from factcheck.net.refusals import BadResponse, FetchRefused, TimedOut, TlsFailed, Unreachable
from factcheck.net.urls import Url

__all__ = ["HostBusy", "HostClosed", "RobotsForbid", "later_of", "visit"]

GRACE = timedelta(seconds=10)  # a slot is held so much longer than the visit may take
UNASKED_PAUSE = timedelta(minutes=1)  # for "too many requests" without a word on when to come again
RULES_RETRY = timedelta(minutes=5)  # a robots.txt that could not be read is asked for again
OLD_RULES_KEPT = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=6)
LONGEST_BUSY_WAIT = timedelta(minutes=5)

_FAILURES = (TimedOut, Unreachable, TlsFailed, BadResponse)


class RobotsForbid(FetchRefused):
    """The site's robots.txt asks robots not to read this."""

    code = "robots"


def visit(
    url: str,
    *,
    accept: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    max_bytes: int = DECODED_LIMIT,
    timeout: float = TIMEOUT_SECONDS,
    resolver: Resolver = resolve,
) -> Fetched:
    """Fetch `url` as a guest; arguments and answer are those of `factcheck.net.fetch.fetch`.

    Each site that a redirect leads to is visited in the same way. `timeout` is
    seconds for everything together, robots.txt too.

    Raises FetchRefused: besides the fetcher's own, RobotsForbid (`robots`),
    HostClosed (`host_closed`) and HostBusy (`host_busy`), the last two with the
    moment `retry_at` among their details. RuntimeError inside a transaction.
    """
    with _Guest(seconds=timeout, resolver=resolver) as guest:
        return fetch(
            url,
            accept=accept,
            headers=headers,
            max_bytes=max_bytes,
            timeout=timeout,
            resolver=resolver,
            around=guest.ask,
        )


def later_of(refusal: Refusal, *, lease: Lease | None = None) -> Later | None:
    """Turn a refusal that time will heal into the Later of a job; None for any other.

    With the job's `lease`, waits for a busy site grow with every time the job
    was put off. None also when waiting makes no sense any more (over 6 hours at
    once, or put off some 95 times): then the refusal stands, for an editor to see.
    """
    if not isinstance(refusal, HostBusy | HostClosed):
        return None
    leases = lease.fence if lease else 1
    wait: timedelta = refusal.details["retry_at"] - clock.now()
    if wait > LONGEST_WAIT or leases > FREE_LEASES - 5:
        return None
    wait = max(wait, hosts.BUSY_WAIT)
    if isinstance(refusal, HostBusy):
        # Many jobs may want one site: each comes again less often the longer the queue has been.
        wait = max(wait, min(hosts.BUSY_WAIT * 1.1**leases, LONGEST_BUSY_WAIT))
    # A closed site opens for all at once; they come spread over a tenth of what they waited.
    spread = max(wait / (2 if isinstance(refusal, HostBusy) else 10), hosts.BUSY_WAIT)
    return Later(wait + spread * random.random(), refusal.message)  # noqa: S311 - spreads load


class _Guest:
    """One visit: the slots it holds, and how it asks. Gives the slots back on exit."""

    def __init__(self, *, seconds: float, resolver: Resolver) -> None:
        self._seconds = seconds
        self._ends = time.monotonic() + seconds
        self._resolver = resolver
        self._slots: dict[str, hosts.Slot] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._slots:
            at = clock.now()
            for slot in self._slots.values():
                hosts.leave(slot, at=at)

    def ask(self, url: Url, request: Callable[[], Answer]) -> Answer:
        """Make a request as its site wishes. Raises FetchRefused."""
        if time.monotonic() >= self._ends:
            raise TimedOut(f"No time was left to ask {url.host}.")  # which is no failure of that site
        slot = self._slot(_site(url))
        self._mind_robots(slot, url)
        return _noted(slot.host, request)

    def _ask_rules(self, url: Url, request: Callable[[], Answer]) -> Answer:
        return _noted(self._slot(_site(url)).host, request)

    def _slot(self, site: str) -> hosts.Slot:
        if site not in self._slots:
            at = clock.now()
            until = at + timedelta(seconds=self._seconds) + GRACE
            self._slots[site] = hosts.take(site, at=at, until=until)
        return self._slots[site]

    def _mind_robots(self, slot: hosts.Slot, url: Url) -> None:
        host = slot.host
        if host.robots_until is None or host.robots_until <= slot.taken_at:
            self._read_rules(host)
        if not robots.allows(host.robots, str(url)):
            raise RobotsForbid(
                f"{url.host} asks robots not to read this page (robots.txt). A person may read it and"
                " paste the text.",
                field="url",
            )

    def _read_rules(self, host: Host) -> None:
        """Read robots.txt anew. Raises FetchRefused."""
        try:
            rules = robots.ask(
                host.origin,
                timeout=min(robots.SECONDS, max(self._ends - time.monotonic(), 0.0)),
                around=self._ask_rules,
                resolver=self._resolver,
            )
        except robots.Unreadable as trouble:
            if host.robots_status is None:
                raise hosts.close(host, until=clock.now() + RULES_RETRY, reason=str(trouble)) from None
            # RFC 9309, 2.4: what it asked last still holds.
            rules, kept = robots.Rules(host.robots_status, host.robots), OLD_RULES_KEPT
        else:
            kept = hosts.RULES_KEPT
        hosts.keep_rules(host, rules, until=clock.now() + kept)


def _site(url: Url) -> str:
    return f"{url.scheme}://{url.authority}"


def _noted(host: Host, request: Callable[[], Answer]) -> Answer:
    """Make the request and note how the site is. Raises FetchRefused, HostClosed."""
    try:
        answer = request()
    except _FAILURES as refusal:
        hosts.failed(host, reason=refusal.message, at=clock.now())
        raise
    if answer.status < 500 and answer.status != 429:
        if host.failures or host.closed_until:
            hosts.answered(host, at=clock.now())
        return answer
    at = clock.now()
    said = f"It answered with status {answer.status}"
    wait = patience.asked_for(answer.headers.get("retry-after", ""), at=at)
    if answer.status in {429, 503} and wait:
        raise hosts.close(host, until=at + wait, reason=f"{said} and asked for a pause.")
    hosts.failed(host, reason=f"{said}.", at=at)
    if answer.status == 429:
        raise hosts.close(host, until=at + UNASKED_PAUSE, reason=f"{said}: too many requests.")
    return answer
