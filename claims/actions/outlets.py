"""Outlets and topics: who publishes, and what the desk follows."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from claims.actions.permission import desk_or_service
from claims.models import Outlet, Topic
from factcheck.errors import Conflict
from factcheck.events import record
from factcheck.models import User

_ADDRESS = re.compile(r"[\d.]+|.*:.*|localhost")


class AlreadyThere(Conflict):
    """Something with this name or address exists."""

    code = "already_there"


@transaction.atomic
def add_outlet(
    *, slug: str, name: str, domain: str = "", language: str = "", by: User | None, at: datetime
) -> Outlet:
    """Enter an outlet. Raises NotAllowed, AlreadyThere when its slug or domain is taken."""
    desk_or_service(by)
    domain = domain.casefold().removeprefix("www.")
    if Outlet.objects.filter(slug=slug).exists():
        raise AlreadyThere(f"An outlet “{slug}” is there already.", field="slug")
    if domain and Outlet.objects.filter(domain=domain).exists():
        raise AlreadyThere(f"An outlet with the domain {domain} is there already.", field="domain")
    outlet = Outlet(slug=slug, name=name, domain=domain, language=language, created_at=at)
    record("outlet.added", outlet, by=by, at=at)
    outlet.save()
    return outlet


def outlet_of(
    *, url: str = "", name: str = "", language: str = "", by: User | None, at: datetime
) -> Outlet | None:
    """Return the outlet with that host or that name, entered if it is new; None if both are unknown.

    Call it inside a transaction.
    """
    host = _domain(url)
    known = Outlet.objects.filter(domain=host).first() if host else None
    if known is None and name:
        known = Outlet.objects.filter(name__iexact=name).order_by("id").first()
    if known is not None or not (host or name):
        return known
    try:
        return add_outlet(
            slug=_free_slug(name or host), name=name or host, domain=host, language=language, by=by, at=at
        )
    except IntegrityError:
        # Entered by another article's reading at the same moment; only the savepoint of add_outlet is lost.
        return Outlet.objects.get(domain=host) if host else Outlet.objects.get(name__iexact=name)


def _domain(url: str) -> str:
    """The host as an outlet's name on the net; "" for bare addresses, which are shared and name nobody."""
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    return "" if _ADDRESS.fullmatch(host) else host


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "outlet"
    taken = set(Outlet.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return (
        base if base not in taken else next(s for n in range(2, 10_000) if (s := f"{base}-{n}") not in taken)
    )


@transaction.atomic
def add_topic(*, slug: str, name: str, keywords: list[str], by: User | None, at: datetime) -> Topic:
    """Enter a topic. Raises NotAllowed, AlreadyThere."""
    desk_or_service(by)
    if Topic.objects.filter(slug=slug).exists():
        raise AlreadyThere(f"A topic “{slug}” is there already.", field="slug")
    topic = Topic(slug=slug, name=name, keywords=keywords)
    record("topic.added", topic, by=by, at=at)
    topic.save()
    return topic
