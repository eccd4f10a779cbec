"""The desk as a guest: it minds robots.txt, comes back when asked, leaves the weak alone, never queues."""

import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from factcheck import clock, hosts, visits
from factcheck.leases import Lease
from factcheck.models import Host, HostSlot
from factcheck.net import patience
from factcheck.net.connection import resolve
from factcheck.net.refusals import FetchRefused, ForbiddenAddress, TimedOut
from factcheck.net.urls import checked
from factcheck.visits import later_of, visit
from tests.factcheck.net.sites import Reply, Site, ok, sent_on
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.0/8"])]

DISALLOW = ok(b"User-agent: *\nDisallow: /private/\n")


def status(code: int, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {code} No", "Content-Length: 0", *headers, "", ""]).encode()


class Time:
    def __init__(self) -> None:
        self.at = AT

    def now(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def time_(monkeypatch: pytest.MonkeyPatch) -> Time:
    still = Time()
    monkeypatch.setattr(clock, "now", still.now)
    return still


@pytest.fixture
def open_site(settings: Any) -> Iterator[Callable[..., Site]]:
    """A site that the fetcher may ask."""
    sites: list[Site] = []

    def build(reply: Reply = b"", **kind: Any) -> Site:
        sites.append(Site(reply or ok(), **kind))
        settings.FETCH_ALLOW = frozenset(site.origin for site in sites)
        return sites[-1]

    yield build
    for site in sites:
        site.close()


def code_of(url: str, **how: Any) -> str:
    try:
        visit(url, **how)
    except FetchRefused as refusal:
        return refusal.code
    return ""


# robots.txt


def test_a_page_is_read_when_robots_are_welcome(open_site, time_):
    site = open_site(ok(b"<p>Hello</p>", "Content-Type: text/html"))

    page = visit(site.url + "a", accept=("text/html",), headers={"If-None-Match": '"7"'})

    assert (page.status, page.body, page.final_url) == (200, b"<p>Hello</p>", site.url + "a")
    assert 'if-none-match: "7"' in site.requests[0]
    assert "accept: text/html, " in site.requests[0]


def test_a_page_that_robots_are_not_to_read_is_refused(open_site, time_):
    site = open_site()
    site.robots = DISALLOW

    with pytest.raises(visits.RobotsForbid, match=r"asks robots not to read this page \(robots\.txt\)") as no:
        visit(site.url + "private/one")

    assert no.value.code == "robots"
    assert site.requests == []
    assert visit(site.url + "public/one").status == 200


def test_robots_txt_is_read_once_a_day(open_site, time_):
    site = open_site()
    site.robots = DISALLOW

    for _ in range(3):
        visit(site.url)
    time_.passes(hours=23)
    assert code_of(site.url + "private/") == "robots"
    assert site.asked_for_robots == 1

    site.robots = status(404)
    time_.passes(hours=1, seconds=1)
    assert code_of(site.url + "private/") == ""
    assert site.asked_for_robots == 2


def test_robots_txt_holds_for_its_own_site_alone(open_site, time_):
    strict, free = open_site(), open_site(address="127.0.0.3")
    strict.robots = DISALLOW

    assert (code_of(strict.url + "private/"), code_of(free.url + "private/")) == ("robots", "")


def test_a_redirect_to_where_robots_are_unwelcome_is_not_followed(open_site, time_):
    there = open_site(address="127.0.0.3")
    there.robots = DISALLOW
    here = open_site(sent_on(there.url + "private/one"))

    assert code_of(here.url) == "robots"
    assert (len(here.requests), there.requests) == (1, [])


@pytest.mark.parametrize("code", [500, 502, 503])
def test_a_site_whose_wishes_cannot_be_known_is_left_alone_for_a_while(open_site, time_, code):
    site = open_site()
    site.robots = status(code)

    with pytest.raises(visits.HostClosed, match=f"robots.txt, it answered with status {code}") as refusal:
        visit(site.url)
    assert refusal.value.details == {"retry_at": AT + timedelta(minutes=5)}
    assert code_of(site.url) == "host_closed"
    assert (site.requests, site.asked_for_robots) == ([], 1)

    site.robots = status(404)
    time_.passes(minutes=5)
    assert code_of(site.url) == ""


def test_what_a_site_asked_last_holds_while_it_is_in_trouble(open_site, time_):
    site = open_site()
    site.robots = DISALLOW
    visit(site.url)
    time_.passes(hours=25)
    site.robots = status(500)

    assert (code_of(site.url + "private/"), code_of(site.url)) == ("robots", "")
    assert site.asked_for_robots == 2
    assert Host.objects.get().failures == 0

    site.robots = status(404)
    time_.passes(hours=1, seconds=1)
    assert code_of(site.url + "private/") == ""


def test_a_site_that_cannot_be_reached_for_its_robots_txt_is_not_asked_for_the_page(open_site, time_):
    site = open_site()
    site.robots = b""

    assert code_of(site.url) == "bad_response"
    assert (site.requests, Host.objects.get().failures) == ([], 1)


def test_the_rules_of_a_site_that_answers_nothing_share_the_time_of_the_visit(open_site, time_):
    site = open_site()
    site.robots = lambda talk: talk.recv(1)

    with pytest.raises(TimedOut, match=r"took longer than 0\.1 seconds"):
        visit(site.url, timeout=0.1)


def test_a_site_that_no_time_was_left_for_is_not_asked_and_has_not_failed():
    asked: list[str] = []

    def request() -> Any:
        asked.append("once")

    with (
        visits._Guest(seconds=0, resolver=resolve) as guest,
        pytest.raises(TimedOut, match=r"^No time was left to ask paper\.example\.$"),
    ):
        guest.ask(checked("https://paper.example/"), request)

    assert asked == []
    assert Host.objects.count() == 0


# Slots


def slots_held() -> int:
    return HostSlot.objects.filter(until__gt=clock.now()).count()


def test_a_slot_is_held_during_the_visit_and_for_all_of_its_requests(open_site, time_):
    held = []
    site = open_site()
    site.robots = status(404)
    steps = iter([sent_on("/b"), ok()])

    def reply(talk: socket.socket) -> None:
        talk.sendall(next(steps))

    site.reply = reply
    plain = hosts.take

    def take(*args: Any, **fields: Any) -> hosts.Slot:
        held.append(fields["until"] - fields["at"])
        return plain(*args, **fields)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hosts, "take", take)
        visit(site.url, timeout=5)

    assert held == [timedelta(seconds=15)]
    assert slots_held() == 0


@pytest.mark.parametrize(
    "reply", [ok(), status(404), status(500), b"HTTP", b"SSH-2.0", sent_on("http://10.0.0.1/")]
)
def test_a_slot_is_given_back_however_the_visit_ends(open_site, time_, reply):
    site = open_site(reply)

    code_of(site.url)

    assert slots_held() == 0
    assert HostSlot.objects.count() == 2


def test_a_third_visit_at_a_time_is_refused_at_once(open_site, time_):
    site = open_site()
    visit(site.url)
    HostSlot.objects.update(until=time_.at + timedelta(seconds=9))

    with pytest.raises(visits.HostBusy) as refusal:
        visit(site.url)

    assert refusal.value.details["retry_at"] > time_.at
    assert len(site.requests) == 1
    time_.passes(seconds=9)
    assert code_of(site.url) == ""


def test_a_redirect_to_a_busy_site_is_not_followed_either(open_site, time_):
    there = open_site(address="127.0.0.3")
    visit(there.url)
    HostSlot.objects.update(until=time_.at + timedelta(seconds=9))
    here = open_site(sent_on(there.url))

    assert code_of(here.url) == "host_busy"
    assert len(there.requests) == 1


def test_a_robots_txt_elsewhere_is_asked_for_with_a_slot_of_that_site(open_site, time_):
    there = open_site(address="127.0.0.3")
    visit(there.url)
    here = open_site()
    here.robots = sent_on(there.url + "robots.txt")

    assert code_of(here.url) == ""
    HostSlot.objects.filter(host__origin=there.url.rstrip("/")).update(until=time_.at + timedelta(seconds=9))
    Host.objects.update(robots_until=None)
    assert code_of(here.url) == "host_busy"


def test_a_pause_between_requests_is_made(open_site, time_):
    site = open_site(sent_on("/there"))
    site.robots = ok(b"User-agent: *\nCrawl-delay: 7\n")
    site.reply = lambda talk: talk.sendall(sent_on("/there") if len(site.requests) == 1 else ok())

    assert code_of(site.url) == ""  # its own redirect is no second visit
    assert code_of(site.url) == "host_busy"
    time_.passes(seconds=7)
    assert code_of(site.url) == ""


# Wishes and failures


@pytest.mark.parametrize("code", [429, 503])
@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Sun, 01 Mar 2026 10:30:00 GMT", timedelta(minutes=90)),
        ("999999", timedelta(hours=24)),
        ("9" * 5000, timedelta(hours=24)),
        ("Fri, 01 Jan 2100 00:00:00 GMT", timedelta(hours=24)),
    ],
)
def test_a_pause_asked_for_is_given(open_site, time_, code, said, wait):
    site = open_site(status(code, f"Retry-After: {said}"))

    with pytest.raises(visits.HostClosed, match=f"status {code} and asked for a pause") as refusal:
        visit(site.url)
    assert refusal.value.details == {"retry_at": AT + wait}
    assert Host.objects.get().failures == 0

    site.reply = ok()
    time_.passes(seconds=wait.total_seconds() - 1)
    assert code_of(site.url) == "host_closed"
    time_.passes(seconds=1)
    assert code_of(site.url) == ""
    assert Host.objects.get().closed_until is None


def test_too_many_requests_without_a_word_is_a_pause_of_a_minute(open_site, time_):
    site = open_site(status(429, "Retry-After: when you like"))

    with pytest.raises(visits.HostClosed, match="too many requests") as refusal:
        visit(site.url)

    assert refusal.value.details == {"retry_at": AT + timedelta(minutes=1)}


def test_a_pause_asked_for_with_the_robots_txt_is_given_too(open_site, time_):
    site = open_site()
    site.robots = status(429, "Retry-After: 600")

    assert code_of(site.url) == "host_closed"
    assert Host.objects.get().closed_until == AT + timedelta(minutes=10)
    assert site.requests == []


@pytest.mark.parametrize("said", ["", "soon", "-5", "0", "Sun, 01 Mar 2020 10:30:00 GMT"])
def test_a_site_in_trouble_that_names_no_pause_is_answered_as_it_is(open_site, time_, said):
    site = open_site(status(503, *([f"Retry-After: {said}"] if said else [])))

    assert visit(site.url).status == 503
    assert Host.objects.get().failures == 1


@pytest.mark.parametrize("reply", [status(500), b"HTTP/1.1 ", b"SSH-2.0-OpenSSH\r\n"])
def test_a_site_that_fails_five_times_is_left_alone_and_tried_by_one_later(open_site, time_, reply):
    site = open_site(reply)

    for _ in range(5):
        code_of(site.url)
    assert code_of(site.url) == "host_closed"
    assert len(site.requests) == 5

    time_.passes(minutes=1)
    code_of(site.url)
    assert code_of(site.url) == "host_closed"
    assert len(site.requests) == 6

    time_.passes(minutes=2)
    site.reply = ok()
    assert code_of(site.url) == ""
    assert Host.objects.get().failures == 0


@pytest.mark.parametrize("reply", [status(404), ok(b"", "Content-Encoding: br"), sent_on("/")])
def test_a_bad_page_is_no_failure_of_the_site(open_site, time_, reply):
    site = open_site(reply)

    for _ in range(6):
        assert code_of(site.url) != "host_closed"

    assert Host.objects.get().failures == 0


@pytest.mark.parametrize("url", ["http://127.0.0.2/", "http://2130706433/", "http://[::1]/"])
def test_an_address_inside_is_refused_before_anything_is_written(time_, url):
    with pytest.raises(ForbiddenAddress):
        visit(url)

    assert Host.objects.count() == 0


def test_a_name_that_leads_inside_is_refused_as_such_and_no_failure(time_):
    with pytest.raises(ForbiddenAddress):
        visit("http://inside.test/", resolver=lambda host, port: ["127.0.0.2"])

    assert Host.objects.get().failures == 0


# Coming again


def lease(fence: int) -> Lease:
    return Lease(id=1, job=uuid4(), task="t", subject=None, event=None, fence=fence, attempts=1)


def waits(refusal: FetchRefused, *, fence: int = 1) -> list[timedelta]:
    found = [later_of(refusal, lease=lease(fence)) for _ in range(50)]
    return [later.due_at(now=clock.now()) - clock.now() for later in found if later]


def test_a_closed_site_is_tried_when_it_opens_and_not_by_all_at_once(time_):
    refusal = visits.HostClosed("Not before noon.", retry_at=AT + timedelta(minutes=10))

    spread = waits(refusal)

    assert len(set(spread)) > 40
    assert timedelta(minutes=10) <= min(spread) <= max(spread) <= timedelta(minutes=11)
    later = later_of(refusal)
    assert later is not None
    assert later.reason == "Not before noon."


def test_waits_for_a_busy_site_grow_with_every_time_put_off(time_):
    refusal = visits.HostBusy("In a moment.", retry_at=AT + timedelta(seconds=2))

    assert timedelta(seconds=2) <= min(waits(refusal)) <= max(waits(refusal)) <= timedelta(seconds=5)
    assert timedelta(seconds=30) <= min(waits(refusal, fence=30)) <= max(waits(refusal, fence=30))
    assert max(waits(refusal, fence=90)) <= timedelta(minutes=7.5)


def test_a_wait_that_makes_no_sense_is_not_begun(time_):
    day = visits.HostClosed("Not before tomorrow.", retry_at=AT + timedelta(hours=23))
    busy = visits.HostBusy("In a moment.", retry_at=AT + timedelta(seconds=2))

    assert later_of(day) is None
    assert later_of(busy, lease=lease(95)) is not None
    assert later_of(busy, lease=lease(96)) is None


def test_what_time_does_not_heal_is_not_put_off(time_):
    assert later_of(visits.RobotsForbid("No.")) is None
    assert later_of(TimedOut("Too slow.")) is None


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("0", 0),
        (" 30 ", 30),
        ("Sun, 01 Mar 2026 09:00:30 GMT", 30),
        ("Sunday, 01-Mar-26 09:00:30 GMT", 30),
        ("Sun Mar  1 09:00:30 2026", 30),
        ("Sun, 01 Mar 2026 10:00:30 +0100", 30),
        ("Sun, 01 Mar 2026 09:00:30 -0000", 30),
        ("Sun, 01 Mar 2026 08:00:00 GMT", 0),
        ("٣٠", None),
        ("1.5", None),
        ("-1", None),
        ("", None),
        ("5, 10", None),
        ("Sun, 99 Mar 2026 09:00:30 GMT", None),
        ("Sun, 01 Mar 99999999999 09:00:30 GMT", None),
    ],
)
def test_a_wish_for_a_pause_is_read_as_seconds_or_a_date(said, wait):
    assert patience.asked_for(said, at=AT) == (None if wait is None else timedelta(seconds=wait))
