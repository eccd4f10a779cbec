"""Two workers or people at once: neither fails, nothing is there twice, nobody waits in a circle."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from claims import actions
from claims.models import Claim, Claimant, Outlet, Snapshot
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event
from tests.factories import AT, ArticleFactory, ClaimFactory, UserFactory, reading, statement, take
from tests.holding import while_held

named, met = transaction.atomic(actions.claimant_named), transaction.atomic(actions.outlet_of)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_claimant_named_twice_at_once_is_one():
    name = {"name": "Marta Quill", "role": "councillor", "by": None, "at": AT}

    second = while_held(lambda: actions.claimant_named(**name), lambda: named(**name))

    assert second.pk == Claimant.objects.get().pk
    assert Event.objects.filter(name="claimant.added").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_outlet_met_twice_at_once_is_one():
    known = {"url": "https://paper.example/1", "name": "The Paper", "by": None, "at": AT}

    second = while_held(lambda: actions.outlet_of(**known), lambda: met(**known))

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


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_claim_is_accepted_by_one_editor():
    claim = ClaimFactory()
    one, other = UserFactory(editor=True), UserFactory(editor=True)

    with pytest.raises(IllegalMove):
        while_held(
            lambda: actions.accept(claim_id=claim.uuid, by=one, at=AT),
            lambda: actions.accept(claim_id=claim.uuid, by=other, at=AT),
        )

    assert Claim.objects.get().accepted_by == one
    assert Event.objects.filter(name="claim.accepted").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_article_read_twice_at_once_has_one_snapshot():
    article = ArticleFactory()
    given = {"article_id": article.uuid, "reading": reading("Some text."), "body_hash": "0" * 64, "at": AT}

    second = while_held(lambda: actions.take_snapshot(**given), lambda: actions.take_snapshot(**given))

    assert second == Snapshot.objects.get()


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
