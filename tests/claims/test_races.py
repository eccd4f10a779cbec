"""Two articles read at the same moment by two workers: neither fails, and nothing is there twice."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction

from claims import actions
from claims.models import Claim, Claimant, Outlet
from factcheck.models import Event
from tests.factories import AT, ArticleFactory, statement, take
from tests.journeys.desks import eventually


def while_held(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Do the first thing, and the second while the first's transaction is open; return what the second said.

    The first commits once the second waits for it, so that the two certainly meet.
    """
    said: list[Any] = []

    def later() -> None:
        try:
            with transaction.atomic():
                said.append(second())
        except Exception as failure:  # noqa: BLE001 - raised again below, in the test's own thread
            said.append(failure)
        finally:
            connections.close_all()

    thread = threading.Thread(target=later)
    with transaction.atomic():
        first()
        thread.start()
        eventually(_somebody_waits, seconds=5, what="the second one's waiting")
    thread.join(10)
    if isinstance(said[0], Exception):
        raise said[0]
    return said[0]


def _somebody_waits() -> bool:
    """Whether a lock is waited for. (pg_stat_activity would say the same all through a transaction.)"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_claimant_named_twice_at_once_is_one():
    name = {"name": "Marta Quill", "role": "councillor", "by": None, "at": AT}

    second = while_held(lambda: actions.claimant_named(**name), lambda: actions.claimant_named(**name))

    assert second.pk == Claimant.objects.get().pk
    assert Event.objects.filter(name="claimant.added").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_outlet_met_twice_at_once_is_one():
    known = {"url": "https://paper.example/1", "name": "The Paper", "by": None, "at": AT}

    second = while_held(lambda: actions.outlet_of(**known), lambda: actions.outlet_of(**known))

    assert second.pk == Outlet.objects.get().pk


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_articles_that_say_the_same_at_once_share_their_claims():
    words = ("The port handled nine million tonnes last year.", "Unemployment fell by eleven per cent.")
    speakers = ("Marta Quill", "Anton Vale")

    def store(order: int) -> Callable[[], Any]:
        text = "\n\n".join(words[::order])
        snapshot = take(ArticleFactory(), text)
        found = [
            statement(text, w, claimant=s) for w, s in zip(words[::order], speakers[::order], strict=True)
        ]
        return lambda: actions.store_claims(snapshot_id=snapshot.pk, statements=found, at=AT)

    second = while_held(store(1), store(-1))

    assert [claim.wording for claim in second] == list(words[::-1])
    assert set(Claim.objects.values_list("spread", flat=True)) == {2}
    assert Claimant.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("order", [1, -1])
def test_claims_and_claimants_are_entered_in_one_order_whatever_the_article_s(order):
    """Two transactions that enter the same rows in opposite orders would wait for each other."""
    words = [f"The port handled {n} million tonnes last year." for n in range(9)][::order]
    text = "\n\n".join(words)
    found = [statement(text, w, claimant=f"Marta {w.split()[3]}") for w in words]

    actions.store_claims(snapshot_id=take(ArticleFactory(), text).pk, statements=found, at=AT)

    fingerprints = list(Claim.objects.order_by("id").values_list("fingerprint", flat=True))
    keys = list(Claimant.objects.order_by("id").values_list("key", flat=True))
    assert fingerprints == sorted(fingerprints)
    assert keys == sorted(keys)
