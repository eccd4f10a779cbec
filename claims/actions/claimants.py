"""One claimant row per person or body, with the roles they were seen in."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from claims.attribution import Speaker
from claims.attribution.roles import INSTITUTIONS
from claims.fingerprint import normalised
from claims.models import Claimant, ClaimantKind, ClaimantRole
from claims.models.knowing import NamedRole
from factcheck.events import record, record_each
from factcheck.models import CHAIN_HEAD, User

# A minister is quoted all day; writing that each time would queue every article up at one row.
_LATELY = timedelta(hours=1)
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

    Of one that was merged, the row that stands for it.

    `kind` is what somebody says who knows; else the name tells what it can.
    Whoever names several goes by `normalised`, so that two who do never wait for each other.
    """
    key = key_of(name)
    claimant = Claimant.objects.select_related("merged_into").filter(key=key).first()
    if claimant is not None:
        claimant = claimant.merged_into or claimant
    else:
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


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """What tells one claimant from another: the name as two typings of it are compared."""
    return normalised(name)[:200]


def of_speakers(speakers: Iterable[Speaker], noted: Iterable[NamedRole], *, at: datetime) -> dict[str, int]:
    """Return the ids of the claimants of speakers found in an article, by their keys, entered if new.

    `noted` is what is known of claimants with these keys. Notes their roles.
    """
    named = {(key_of(s.name), s.role[:200], s.organisation[:200]): s for s in speakers}
    known = {row.key: row.claimant for row in noted}
    missing: dict[str, Claimant] = {}
    # In one order: two articles that meet the same people would wait for each other.
    for (key, role, _), speaker in sorted(named.items(), key=lambda one: one[0]):
        if key not in known and key not in missing:
            kind = kind_of(speaker.name, role=role)
            missing[key] = Claimant(name=speaker.name[:200], key=key, kind=kind, created_at=at)
    if missing:
        known |= _entered_all(missing, at=at)
    _note_roles({(known[key], role, organisation) for key, role, organisation in named if role}, noted, at=at)
    return known


def _entered_all(missing: dict[str, Claimant], *, at: datetime) -> dict[str, int]:
    """Enter claimants, in the order given; return the ids of their rows, or of those who were faster."""
    Claimant.objects.bulk_create(missing.values(), ignore_conflicts=True)
    rows = list(Claimant.objects.filter(key__in=missing))
    ours = [row for row in rows if row.uuid == missing[row.key].uuid]
    record_each("claimant.added", ours, by=None, at=at, data=[{}] * len(ours))
    Claimant.objects.bulk_update(ours, CHAIN_HEAD)
    return {row.key: row.pk for row in rows}


def _note_roles(seen: set[tuple[int, str, str]], noted: Iterable[NamedRole], *, at: datetime) -> None:
    rows = {(r.claimant, r.role, r.organisation): r for r in noted}
    new = [
        ClaimantRole(claimant_id=pk, role=role, organisation=organisation, first_seen_at=at, last_seen_at=at)
        for pk, role, organisation in sorted(seen - rows.keys())
    ]
    if new:
        ClaimantRole.objects.bulk_create(new, ignore_conflicts=True)
    again = [rows[role] for role in seen & rows.keys()]
    stale = [r.row for r in again if r.row and r.last_seen_at and r.last_seen_at < at - _LATELY]
    if stale:
        # Whoever holds one of these rows is just writing the same.
        free = ClaimantRole.objects.select_for_update(skip_locked=True).filter(
            pk__in=stale, last_seen_at__lt=at
        )
        ClaimantRole.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(last_seen_at=at)


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
