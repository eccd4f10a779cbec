"""Where the feeds of a site are, found from any page of it: only what the site announces, each one tried."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from claims.ingestion import page_links, parsing
from claims.ingestion.announced import BadFeed
from claims.ingestion.page_links import Link
from claims.ingestion.pages import PAGES, page_at
from claims.ingestion.polling import ACCEPT
from claims.ingestion.trials import Trial, try_out
from factcheck.errors import Refusal
from factcheck.models import Host
from factcheck.net.fetch import Fetched

SECONDS: Final = 15.0  # for all of it
MOST_TRIED: Final = 10
_PAGE_SECONDS: Final = 6.0
_TRIAL_SECONDS: Final = 4.0


@dataclass(frozen=True, slots=True)
class Candidate:
    link: Link
    trial: Trial | None  # None: the time was over before it was tried


@dataclass(frozen=True, slots=True)
class Discovery:
    """The feeds found from an address, or why the page there could not be looked at."""

    url: str
    candidates: tuple[Candidate, ...] = ()
    code: str = ""
    reason: str = ""


def discover(url: str, *, seconds: float = SECONDS) -> Discovery:
    """Find the feeds that the site announces on this page and in its robots.txt, and try each out.

    Those that can be read come first; what is forbidden or broken comes with
    its reason. A refusal is an answer here.
    """
    try:
        return Discovery(url, tuple(_candidates(url, seconds=seconds)))
    except Refusal as refusal:
        return Discovery(url, code=refusal.code, reason=refusal.message)


def _candidates(url: str, *, seconds: float) -> list[Candidate]:
    ends = time.monotonic() + seconds
    page = page_at(url, accept=(*PAGES, *ACCEPT), timeout=min(seconds, _PAGE_SECONDS))
    if _is_feed(page):
        links = [Link(page.final_url, "", "itself")]
    else:
        on_page = parsing.feed_links(page.body, url=page.final_url, charset=page.charset)
        links = [*on_page, *_in_robots(page.final_url)]
    candidates = list(_tried(list({link.url: link for link in reversed(links)}.values())[::-1], ends))
    return sorted(candidates, key=_unreadable)


def _is_feed(page: Fetched) -> bool:
    try:
        parsing.entries(page.body, url=page.final_url)
    except BadFeed:
        return False
    return True


def _in_robots(url: str) -> tuple[Link, ...]:
    """The sitemaps named in the site's robots.txt, which the visit to the page has just read."""
    parts = urlsplit(url)
    rules = Host.objects.filter(origin=f"{parts.scheme}://{parts.netloc}").values_list("robots", flat=True)
    return page_links.sitemaps(rules.first() or "", url=url)


def _tried(links: list[Link], ends: float) -> Iterator[Candidate]:
    """Each link with how it went; two that lead to the same feed are one."""
    known: set[str] = set()
    for number, link in enumerate(links):
        left = ends - time.monotonic()
        if number >= MOST_TRIED or left < 1:
            yield Candidate(link, None)
            continue
        trial = try_out(link.url, seconds=min(left, _TRIAL_SECONDS), most_sitemaps=1)
        if trial.poll and trial.poll.final_url in known:
            continue
        if trial.poll:
            known.add(trial.poll.final_url)
        title = trial.reading.title if trial.reading and trial.reading.title else link.title
        yield Candidate(replace(link, title=title), trial)


def _unreadable(candidate: Candidate) -> int:
    if candidate.trial is None:
        return 1
    return 0 if candidate.trial.reading else 2
