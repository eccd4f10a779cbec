"""Every way by which an address from outside may make the desk ask for it, tried with forbidden targets.

A sink is given the world, which is the one site that may be asked, and a target.
It returns the code of the refusal, or says what became of the target without one.
"""

from collections.abc import Callable

from factcheck import robots
from factcheck.models import Host
from factcheck.net.fetch import fetch
from factcheck.net.refusals import FetchRefused
from factcheck.visits import visit
from tests.factcheck.net.sites import NOTHING_THERE, Site, sent_on

Sink = Callable[["World", str], str]
STAYED = "stayed in the world"  # the target is, from where it stands, a page of the world itself


class World(Site):
    """The one site that may be asked: it answers as `pages` says by path, and has nothing else."""

    def __init__(self, *, address: str) -> None:
        self.pages: dict[str, bytes] = {}
        super().__init__(lambda talk: talk.sendall(self._page()), address=address)

    def shows(self, path: str, page: bytes) -> str:
        """Put a page there and nothing else anywhere; return its address."""
        self.pages = {path: page}
        return self.url.rstrip("/") + path

    def _page(self) -> bytes:
        return self.pages.get(self.requests[-1].split()[1], NOTHING_THERE)


def fetched(world: World, target: str) -> str:
    return _code_of(lambda: fetch(target).final_url, world)


def visited(world: World, target: str) -> str:
    return _code_of(lambda: visit(target).final_url, world)


def redirected(world: World, target: str) -> str:
    address = world.shows("/moved", sent_on(target))
    return _code_of(lambda: fetch(address).final_url, world)


def redirected_guest(world: World, target: str) -> str:
    address = world.shows("/moved", sent_on(target))
    return _code_of(lambda: visit(address).final_url, world)


def robots_sent_on(world: World, target: str) -> str:
    world.robots = sent_on(target)
    Host.objects.update(robots_until=None)
    try:
        return _code_of(lambda: visit(world.url).final_url, world)
    finally:
        world.robots = NOTHING_THERE


def robots_named(world: World, target: str) -> str:
    """A robots.txt asked for at the target itself, as for any page there."""

    def ask() -> str:
        robots.ask(target.rstrip("/"), timeout=5, around=lambda url, request: request())
        return target

    return _code_of(ask, world)


SINKS: dict[str, Sink] = {
    "fetch": fetched,
    "visit": visited,
    "redirect": redirected,
    "redirect of a visit": redirected_guest,
    "robots.txt sent on": robots_sent_on,
    "robots.txt": robots_named,
}


def _code_of(go: Callable[[], str], world: World) -> str:
    """Return the code of the refusal; STAYED for an answer of the world; else the address that answered."""
    try:
        answered_by = go()
    except FetchRefused as refusal:
        return refusal.code
    return STAYED if answered_by.startswith(world.url) else f"answered by {answered_by}"
