"""Sources of one file that say the same in the same words. Confidential ones are compared with nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from claims.likeness import ALIKE, likeness
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.models import Evidence


def compare_within_file(evidence: Evidence, *, at: datetime) -> None:
    """Find the earlier source whose near-copy this is, and the later ones that are near-copies of it.

    Call it with the fact-check and the row locked; the caller saves the row.
    """
    rows = Evidence.objects.standing().filter(fact_check=evidence.fact_check_id).exclude(pk=evidence.pk)
    others = list(rows.select_for_update(of=("self",)).order_by("id"))
    alike = [other for other in others if _alike(evidence, other)] if not evidence.confidential else []
    earlier = [other for other in alike if other.pk < evidence.pk]
    evidence.near_copy_of_id = (earlier[0].near_copy_of_id or earlier[0].pk) if earlier else None
    first = evidence.near_copy_of_id or evidence.pk
    for other in others:
        was, is_later = other.near_copy_of_id, other.pk > evidence.pk
        if other in alike and is_later and was is None:
            _point(other, first, at=at)
        elif other not in alike and was == evidence.pk:
            _point(other, None, at=at)


def lift_copies_of(evidence: Evidence, *, by: User, at: datetime) -> None:
    """Let no source be called a copy of this one any more."""
    rows = Evidence.objects.select_for_update(of=("self",)).filter(near_copy_of=evidence)
    for other in rows.order_by("id"):
        _point(other, None, by=by, at=at)


def _alike(one: Evidence, other: Evidence) -> bool:
    if not one.likeness or not other.likeness:
        return False
    return likeness(bytes(one.likeness), bytes(other.likeness)) >= ALIKE


def _point(other: Evidence, first: int | None, *, by: User | None = None, at: datetime) -> None:
    other.near_copy_of_id = first
    event = "evidence.near_copy_lifted" if first is None else "evidence.near_copy_found"
    record(event, other, by=by, at=at)
    other.save(update_fields=["near_copy_of", *CHAIN_HEAD])


def texts_shared(evidence: Iterable[Evidence]) -> dict[int, str]:
    """Return by id what the copies of one text are called at the gate; "" for who shares none."""
    firsts = {source.pk: source.near_copy_of_id for source in evidence}
    roots = {pk: _root(pk, firsts) for pk in firsts}
    shared = list(roots.values())
    return {pk: str(root) if shared.count(root) > 1 else "" for pk, root in roots.items()}


def _root(pk: int, firsts: Mapping[int, int | None]) -> int:
    """The first of the copies: a copy of a copy has it, too, where the first was found later."""
    while (first := firsts.get(pk)) is not None:
        pk = first
    return pk
