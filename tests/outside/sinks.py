"""Every way by which an address from outside may make the desk ask for it, tried with forbidden targets.

A sink is given the world, which is the one site that may be asked, and targets.
It returns for each the code of its refusal, or what became of it without one.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from html import escape
from typing import Any
from unittest import mock

from claims.ingestion import polling, urls
from claims.ingestion.discovery import MOST_TRIED, discover
from claims.ingestion.pages import page_at
from claims.ingestion.polling import MOST_SITEMAPS, poll
from factcheck import robots
from factcheck.errors import Refusal
from factcheck.models import Host
from factcheck.net.fetch import Fetched, fetch
from factcheck.visits import visit
from reviews.evidence.looking import look_at
from tests.factcheck.net.sites import NOTHING_THERE, ok, sent_on
from tests.forbidden_targets import NAMES
from tests.outside.world import NAME, STAYED, World

LEFT_OUT = "left out"  # the reader did not take the target for an address that it should follow

Sink = Callable[[World, Sequence[str]], dict[str, str]]


def robots_asked(target: str) -> str:
    """The robots.txt of the target itself, as it is asked for before any page there."""
    robots.ask(target.rstrip("/"), timeout=5, around=lambda url, request: request())
    return target


def robots_sent_on(world: World, targets: Sequence[str]) -> dict[str, str]:
    def ask(target: str) -> str:
        world.robots = sent_on(target)
        Host.objects.update(robots_until=None)
        return visit(world.url).final_url

    try:
        return {target: world.became(partial(ask, target)) for target in targets}
    finally:
        world.robots = NOTHING_THERE


def sitemaps_listed(world: World, targets: Sequence[str]) -> dict[str, str]:
    """Sitemaps that an index lists; names stand below the index's own, or they would all be left out."""

    def below(target: str) -> str:
        inner = next((name for name in NAMES if name in target), "")
        return target.replace(inner, f"{inner.removesuffix('.test')}.{NAME}") if inner else target

    return _indexed(world, targets, lambda some: {target: below(target) for target in some})


def sitemaps_sent_on(world: World, targets: Sequence[str]) -> dict[str, str]:
    """Sitemaps of the index's own site that send on to the targets."""

    def show(some: Sequence[str]) -> dict[str, str]:
        world.pages = {f"/{n}.xml": sent_on(target) for n, target in enumerate(some)}
        return {target: world.at_name(f"/{n}.xml") for n, target in enumerate(some)}

    return _indexed(world, targets, show)


def discovered(world: World, targets: Sequence[str]) -> dict[str, str]:
    """Feeds that the head of a page names."""
    link = '<link rel="alternate" type="application/rss+xml" href="{}">'

    def show(some: Sequence[str]) -> str:
        return world.shows("/", _page("".join(link.format(escape(target)) for target in some)))

    return _found(targets, show)


def named_by_robots(world: World, targets: Sequence[str]) -> dict[str, str]:
    """Sitemaps that a robots.txt names."""

    def show(some: Sequence[str]) -> str:
        world.robots = ok("\n".join(f"Sitemap: {target}" for target in some).encode())
        Host.objects.update(robots_until=None)
        return world.shows("/", _page(""))

    try:
        return _found(targets, show)
    finally:
        world.robots = NOTHING_THERE


def _directly(go: Callable[[str], str]) -> Sink:
    return lambda world, targets: {target: world.became(partial(go, target)) for target in targets}


def _through_a_redirect(go: Callable[[str], str]) -> Sink:
    def all_of(world: World, targets: Sequence[str]) -> dict[str, str]:
        addresses = ((target, world.shows("/moved", sent_on(target))) for target in targets)
        return {target: world.became(partial(go, address)) for target, address in addresses}

    return all_of


def _found(targets: Sequence[str], show: Callable[[Sequence[str]], str]) -> dict[str, str]:
    """What becomes of targets, shown as many at a time as discovery tries."""
    became = dict.fromkeys(targets, LEFT_OUT)
    for start in range(0, len(targets), MOST_TRIED):
        some = targets[start : start + MOST_TRIED]
        address = show(some)
        named = {urls.usable(target, base=address): target for target in some}
        for candidate in discover(address).candidates:
            trial = candidate.trial
            code = "never tried" if trial is None else trial.code or "answered"
            became[named[candidate.link.url]] = STAYED if code == "http_status" else code
    return became


def _indexed(
    world: World, targets: Sequence[str], show: Callable[[Sequence[str]], dict[str, str]]
) -> dict[str, str]:
    """What becomes of targets, listed as many at a time as one poll asks for."""
    asked: dict[str, str] = {}

    def ask(url: str, **how: Any) -> Fetched:
        asked[url] = world.became(lambda: page_at(url, **how).final_url)
        return page_at(url, **how)

    became: dict[str, str] = {}
    for start in range(0, len(targets), MOST_SITEMAPS):
        some = show(targets[start : start + MOST_SITEMAPS])
        lines = "".join(f"<sitemap><loc>{escape(listed)}</loc></sitemap>" for listed in some.values())
        index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</sitemapindex>'
        world.pages["/index.xml"] = ok(index.encode(), "Content-Type: application/xml")
        with mock.patch.object(polling, "page_at", ask), suppress(Refusal):
            poll(world.at_name("/index.xml"))
        became |= {target: asked.get(urls.usable(listed), LEFT_OUT) for target, listed in some.items()}
    return became


def _page(head: str) -> bytes:
    page = f"<!doctype html><html><head><title>All news</title>{head}</head><body></body></html>"
    return ok(page.encode(), "Content-Type: text/html; charset=utf-8")


def _discovered_at(address: str) -> str:
    found = discover(address)
    if found.code:
        raise _Refused(found.code)
    return address


def _looked_at(address: str) -> str:
    page = look_at(address).page
    return page.final_url if page else address


class _Refused(Refusal):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code  # type: ignore[misc]


SINKS: dict[str, Sink] = {
    "fetch": _directly(lambda target: fetch(target).final_url),
    "redirect": _through_a_redirect(lambda address: fetch(address).final_url),
    "visit": _directly(lambda target: visit(target).final_url),
    "redirect of a visit": _through_a_redirect(lambda address: visit(address).final_url),
    "robots.txt": _directly(robots_asked),
    "robots.txt sent on": robots_sent_on,
    "article": _directly(lambda target: page_at(target).final_url),
    "source": _directly(_looked_at),
    "source sent on": _through_a_redirect(_looked_at),
    "feed": _directly(lambda target: poll(target).final_url),
    "feed sent on": _through_a_redirect(lambda address: poll(address).final_url),
    "sitemap of an index": sitemaps_listed,
    "sitemap of an index sent on": sitemaps_sent_on,
    "discovery": discovered,
    "discovery through robots.txt": named_by_robots,
    "discovery sent on": _through_a_redirect(_discovered_at),
}
