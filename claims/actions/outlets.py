"""Outlets: who publishes."""

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import count
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from claims.actions.permission import desk_or_service
from claims.models import Outlet
from factcheck.errors import Conflict
from factcheck.events import record, record_each
from factcheck.models import User

_SLICE = 500  # of domains in one question
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


def outlets_of(*, urls: Iterable[str], by: User | None, at: datetime) -> dict[str, Outlet]:
    """Return the outlet of each address, entered if it is new; addresses without a domain are left out.

    A few statements however many there are. Call it inside a transaction. Raises
    IntegrityError where one is entered elsewhere at the same moment.
    """
    domains = {url: domain for url in urls if (domain := _domain(url))}
    wanted = sorted(set(domains.values()))
    known = {
        outlet.domain: outlet
        for start in range(0, len(wanted), _SLICE)
        for outlet in Outlet.objects.filter(domain__in=wanted[start : start + _SLICE])
    }
    new = [domain for domain in wanted if domain not in known]
    taken = set(Outlet.objects.values_list("slug", flat=True)) if new else set()
    entered = []
    for domain in new:
        slug = _free(slugify(domain)[:70] or "outlet", taken)
        taken.add(slug)
        entered.append(Outlet(slug=slug, name=domain[:200], domain=domain, created_at=at))
    record_each("outlet.added", entered, by=by, at=at, data=[{}] * len(entered))
    Outlet.objects.bulk_create(entered, batch_size=_SLICE)
    known |= {outlet.domain: outlet for outlet in entered}
    return {url: known[domain] for url, domain in domains.items()}


def _domain(url: str) -> str:
    """The host as an outlet's name on the net; "" for bare addresses, which are shared and name nobody."""
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    return "" if _ADDRESS.fullmatch(host) else host


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "outlet"
    return _free(base, set(Outlet.objects.filter(slug__startswith=base).values_list("slug", flat=True)))


def _free(base: str, taken: set[str]) -> str:
    return base if base not in taken else next(s for n in count(2) if (s := f"{base}-{n}") not in taken)
