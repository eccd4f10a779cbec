"""One claimant row per person or body, with the roles they were seen in."""

import re
from datetime import datetime

from claims.attribution import Speaker
from claims.attribution.roles import INSTITUTIONS
from claims.fingerprint import normalised
from claims.models import Claimant, ClaimantKind, ClaimantRole
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User

_PERSON = re.compile(r"^(?:[^\W\d_][\w’'.-]*\s+){1,4}[^\W\d_][\w’'.-]*$")


def claimant_named(
    name: str,
    *,
    role: str = "",
    organisation: str = "",
    kind: ClaimantKind | None = None,
    by: User | None,
    at: datetime,
) -> Claimant:
    """Return the claimant of that name, entered if new, with the role noted. Call it inside a transaction.

    `kind` is what somebody says who knows; else the name tells what it can.
    Whoever names several goes by `normalised`, so that two who do never wait for each other.
    """
    key = normalised(name)[:200]
    claimant = Claimant.objects.filter(key=key).first()
    if claimant is None:
        claimant = _entered(
            Claimant(name=name[:200], key=key, kind=kind or kind_of(name, role=role), created_at=at),
            by=by,
            at=at,
        )
    if role:
        _seen_as(claimant, role=role[:200], organisation=organisation[:200], at=at)
    return claimant


def _entered(claimant: Claimant, *, by: User | None, at: datetime) -> Claimant:
    """Return the row of that key: this one, or that of who entered it at the same moment."""
    Claimant.objects.bulk_create([claimant], ignore_conflicts=True)
    row = Claimant.objects.get(key=claimant.key)
    if row.uuid == claimant.uuid:
        record("claimant.added", row, by=by, at=at)
        row.save(update_fields=CHAIN_HEAD)
    return row


def of_speaker(speaker: Speaker, *, at: datetime) -> Claimant:
    """Return the claimant row of a speaker found in an article."""
    return claimant_named(speaker.name, role=speaker.role, organisation=speaker.organisation, by=None, at=at)


def kind_of(name: str, *, role: str) -> ClaimantKind:
    """Guess whether a name is a person's: it has a role, or is two to five capitals and no institution's."""
    words = name.split()
    capitals = all(word[:1].isupper() for word in words)
    of_a_body = any(word.casefold() in INSTITUTIONS for word in words)
    if role or (_PERSON.match(name) and capitals and not of_a_body and words[0] != "The"):
        return ClaimantKind.PERSON
    return ClaimantKind.ORGANISATION


def _seen_as(claimant: Claimant, *, role: str, organisation: str, at: datetime) -> None:
    seen, new = ClaimantRole.objects.get_or_create(
        claimant=claimant,
        role=role,
        organisation=organisation,
        defaults={"first_seen_at": at, "last_seen_at": at},
    )
    if not new and seen.last_seen_at < at:
        seen.last_seen_at = at
        seen.save(update_fields=["last_seen_at"])
