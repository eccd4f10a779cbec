"""robots.txt: what a site asks of all robots, and of this one. Source: RFC 9309."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from protego import Protego

from factcheck.net.connection import Resolver, resolve
from factcheck.net.fetch import USER_AGENT, Around, fetch
from factcheck.net.refusals import (
    BadEncoding,
    ForbiddenAddress,
    ForbiddenUrl,
    TooLarge,
    TooManyRedirects,
)

AGENT = USER_AGENT  # the product token that a site names us by
LIMIT = 500 * 1024  # characters; what follows is not read
SECONDS = 10.0
MAX_REDIRECTS = 5
LONGEST_DELAY = timedelta(seconds=30)  # between two requests, whatever is asked for

_AGENT_LINE = re.compile(r"\s*user(?:-|\s)?agent(?:\s*:|\s+)\s*([^#]*)", re.IGNORECASE)
_SENT_ON = 300
_REMEMBERED = 64 * 1024


class Unreadable(Exception):
    """The site answered, but not so that one could know what it asks. The message says how."""


@dataclass(frozen=True, slots=True)
class Rules:
    """A site's robots.txt; an empty text asks nothing."""

    status: int  # of HTTP, after redirects
    text: str


def ask(site: str, *, timeout: float, around: Around, resolver: Resolver = resolve) -> Rules:
    """Read the robots.txt of `site` (`scheme://host[:port]`).

    What is not there (4xx, too many redirects) asks nothing. Raises Unreadable
    for a site in trouble, FetchRefused where it could not be asked at all.
    """
    try:
        page = fetch(
            f"{site}/robots.txt",
            accept=("text/plain",),
            timeout=timeout,
            max_redirects=MAX_REDIRECTS,
            around=around,
            resolver=resolver,
        )
    except TooManyRedirects:
        return Rules(status=_SENT_ON, text="")
    except (TooLarge, BadEncoding) as refusal:
        raise Unreadable(f"Its robots.txt cannot be read: {refusal.message}")
    except (ForbiddenAddress, ForbiddenUrl) as refusal:
        raise type(refusal)(f"The robots.txt of {site} cannot be read: {refusal.message}")
    if page.status >= 500:
        raise Unreadable(f"Asked for its robots.txt, it answered with status {page.status}.")
    return Rules(page.status, _text_of(page.body) if page.status < 300 else "")


def allows(text: str, url: str) -> bool:
    """Tell whether a robots.txt lets us read `url`."""
    return _parsed(text).can_fetch(url, AGENT)


def delay(text: str) -> timedelta:
    """Return the pause that a robots.txt asks us to make between two requests, at most 30 s."""
    asked = _parsed(text).crawl_delay(AGENT) or 0.0
    return timedelta(seconds=min(asked, LONGEST_DELAY.total_seconds()))


def _text_of(body: bytes) -> str:
    # PostgreSQL stores no NUL.
    return body.decode("utf-8-sig", "replace").replace("\0", "")[:LIMIT]


def _parsed(text: str) -> Protego:
    # Parsing half a megabyte costs half a second; keeping what it makes, some 20 MB.
    return _remembered(text) if len(text) <= _REMEMBERED else _parse(text)


@lru_cache(maxsize=64)
def _remembered(text: str) -> Protego:
    return _parse(text)


def _parse(text: str) -> Protego:
    """Parse with the names of all other robots made one.

    Protego keeps every rule once per robot of its group: 15,000 names above
    15,000 rules, 500 KB, would be 225 million.
    """
    return Protego.parse("\n".join(_without_others(line) for line in text.splitlines()))


def _without_others(line: str) -> str:
    found = _AGENT_LINE.match(line)
    if found is None:
        return line
    agent = found[1].strip().lower()
    ours = agent == "*" or AGENT.startswith(agent.replace("*", "") or "-")
    return f"User-agent: {agent if ours else 'another'}"
