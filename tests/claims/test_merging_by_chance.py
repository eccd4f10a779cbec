"""Any sequence of merges, splits and their undoing: no place is lost, every spread is what the places say."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import actions
from claims.lifecycle import SPOKEN_FOR, ClaimStatus
from claims.models import Appearance, Claim, Claimant
from claims.models.families import ahead, behind
from factcheck import audit
from factcheck.errors import Refusal
from tests.factories import AT, ArticleFactory, UserFactory, statement, store, take

pytestmark = pytest.mark.django_db

WORDINGS = ["Rents rose.", "Wages fell.", "Rents rose and wages fell.", "Prices are up."]
NAMES = ["Dmitry Peskov", "D. Peskov"]
moves = st.tuples(
    st.sampled_from(
        ["merge", "unmerge", "split", "unsplit", "store", "accept", "decline", "one person", "two persons"]
    ),
    st.integers(0, 9),
    st.integers(0, 9),
)


def a_place(words: int, name: int) -> None:
    wording = WORDINGS[words % len(WORDINGS)]
    text = "\n\n".join([wording, *(f"{uuid4()} {uuid4()}" for _ in range(12))])
    store(take(ArticleFactory(), text), [statement(text, wording, claimant=NAMES[name % 2])])


def make(verb: str, one: int, other: int, by: Any) -> None:
    rows = list(Claim.objects.order_by("id"))
    claim, second = rows[one % len(rows)], rows[other % len(rows)]
    this = {"claim_id": claim.uuid, "by": by, "at": AT}
    people = [Claimant.objects.get(name=name) for name in NAMES][:: 1 if other % 2 else -1]
    match verb:
        case "merge":
            actions.merge(into=second.uuid, **this)
        case "split":
            actions.split(wordings=[WORDINGS[one % 2], f"Part {other % 3}."], **this)
        case "decline":
            actions.decline(reason="opinion", **this)
        case "unmerge" | "unsplit" | "accept":
            getattr(actions, verb)(**this)
        case "one person":
            actions.merge_claimants(claimant_id=people[0].uuid, into=people[1].uuid, by=by, at=AT)
        case "two persons":
            actions.unmerge_claimants(claimant_id=people[0].uuid, by=by, at=AT)
        case _:
            a_place(one, other)


def undone(test: Callable[..., None]) -> Callable[..., None]:
    """Each example begins with an empty desk."""

    @wraps(test)
    def alone(**given: Any) -> None:
        with transaction.atomic():
            test(**given)
            transaction.set_rollback(True)

    return alone


def holds() -> None:
    rows = {row.pk: row for row in Claim.objects.all()}
    living = {pk for pk, row in rows.items() if row.status not in SPOKEN_FOR}
    for pk, leads in ahead(list(rows)).items():
        assert leads, rows[pk]
        assert leads <= living
        if rows[pk].status != ClaimStatus.SPLIT and rows[pk].merged_into_id in {None, *living}:
            assert leads == {rows[pk].merged_into_id or pk}
    for pk, theirs in behind(list(living)).items():
        places = Appearance.objects.filter(claim__in=theirs)
        assert rows[pk].spread == max(1, places.values("snapshot__article").distinct().count()), rows[pk]
    for row in rows.values():
        assert row.merged_into_id is None or rows[row.merged_into_id].status != ClaimStatus.MERGED
        assert row.claimant is None or row.claimant.merged_into_id is None
    assert list(audit.faults()) == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=st.lists(moves, min_size=3, max_size=14))
@undone
def test_whatever_is_merged_and_split_no_place_is_lost_and_all_is_counted(sequence):
    by = UserFactory(editor=True)
    for number in range(4):
        a_place(number, number)
    count = Appearance.objects.count()

    for verb, one, other in sequence:
        try:
            make(verb, one, other, by)
        except Refusal:
            continue
        count += verb == "store"
        holds()

    assert Appearance.objects.count() == count


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=6))
@undone
def test_merges_undone_in_the_opposite_order_leave_everything_as_it_was(pairs):
    by = UserFactory(editor=True)
    for number in range(6):
        a_place(number, number % 2)
    fields = ("pk", "status", "merged_into", "spread", "demand", "gate", "priority")
    before = list(Claim.objects.order_by("pk").values(*fields))
    done = []

    for one, other in pairs:
        rows = list(Claim.objects.order_by("id"))
        claim = rows[one % len(rows)]
        try:
            actions.merge(claim_id=claim.uuid, into=rows[other % len(rows)].uuid, by=by, at=AT)
        except Refusal:
            continue
        done.append(claim)
    for claim in reversed(done):
        actions.unmerge(claim_id=claim.uuid, by=by, at=AT)

    assert list(Claim.objects.order_by("pk").values(*fields)) == before
