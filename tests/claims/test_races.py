"""Two workers or people at once: neither fails, nothing is there twice, nobody waits in a circle."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from claims import actions
from claims.models import Appearance, Article, Claim, Claimant, Outlet, Snapshot
from factcheck import audit
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event
from tests.factories import (
    AT,
    ArticleFactory,
    ClaimFactory,
    OutletFactory,
    UserFactory,
    reading,
    statement,
    take,
)
from tests.holding import while_held


def read_of_a_known_outlet() -> tuple[Article, Article]:
    """Two articles that do not wait for each other's outlet."""
    outlet = OutletFactory()
    return ArticleFactory(outlet=outlet), ArticleFactory(outlet=outlet)


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

    assert [Claim.objects.get(uuid=claim).wording for claim in second] == list(words[::-1])
    assert set(Claim.objects.values_list("spread", flat=True)) == {2}
    assert Claimant.objects.count() == 2
    assert list(audit.faults()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_claims_that_came_halfway_while_another_article_was_stored_are_shared():
    """The second brings one claim of the first and one of its own: its event names only what it entered."""
    shared, own = "The port handled nine million tonnes last year.", "The ferry is late again."
    first, second = take(ArticleFactory(), shared), take(ArticleFactory(), f"{own}\n\n{shared}")
    given = [statement(second.text, words) for words in (own, shared)]

    stored = while_held(
        lambda: actions.store_claims(snapshot_id=first.pk, statements=[statement(shared, shared)], at=AT),
        lambda: actions.store_claims(snapshot_id=second.pk, statements=given, at=AT),
    )

    assert [Claim.objects.get(uuid=claim).wording for claim in stored] == [own, shared]
    assert dict(Claim.objects.values_list("wording", "spread")) == {own: 1, shared: 2}
    assert Appearance.objects.filter(snapshot=second).count() == 2
    assert list(audit.faults()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("share", [1, 2], ids=["the same text", "half of it"])
def test_of_two_copies_read_at_once_one_is_the_first(share):
    lines = [f"In the year {n} the port handled {n * 37} tonnes at {n % 9} piers." for n in range(1, 41)]
    one, other = read_of_a_known_outlet()

    while_held(
        lambda: take(one, "\n\n".join(lines)),
        lambda: take(other, "\n\n".join(lines[: len(lines) // share])),
    )

    firsts = dict(Article.objects.values_list("id", "copy_of"))
    assert firsts == {one.pk: None, other.pk: one.pk}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("order", [1, -1])
def test_a_first_and_its_copy_looked_at_at_once_share_what_both_say(order):
    words = "The port handled nine million tonnes last year."
    snapshots = [take(ArticleFactory(), words) for _ in range(2)][::order]

    def look(snapshot: Snapshot, claimant: str) -> Any:
        found = [statement(words, words, claimant=claimant)]
        return actions.store_claims(snapshot_id=snapshot.pk, statements=found, at=AT)

    while_held(lambda: look(snapshots[0], "Marta Quill"), lambda: look(snapshots[1], "Quill"))

    claim = Claim.objects.get()
    assert (claim.spread, claim.appearances.count()) == (2, 2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_copy_set_apart_while_it_is_looked_at_waits_for_that():
    words = "The port handled nine million tonnes last year."
    first, copy = (take(ArticleFactory(), words) for _ in range(2))
    editor, found = UserFactory(editor=True), [statement(words, words)]
    actions.store_claims(snapshot_id=first.pk, statements=found, at=AT)

    while_held(
        lambda: actions.store_claims(snapshot_id=copy.pk, statements=found, at=AT),
        lambda: actions.separate_article(article_id=copy.article.uuid, by=editor, at=AT),
    )

    claim = Claim.objects.get()
    assert (claim.spread, claim.appearances.count()) == (1, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_address_brought_twice_at_once_is_one_article():
    given = {"url": "https://paper.example/1", "by": None, "at": AT}

    second, new = while_held(lambda: actions.submit_article(**given), lambda: actions.submit_article(**given))

    assert (second, new) == (Article.objects.get(), False)
    assert Event.objects.filter(name="article.submitted").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_articles_that_name_one_canonical_address_at_once_one_gets_it():
    one, other = read_of_a_known_outlet()
    there = {"canonical_url": "https://paper.example/canonical"}

    while_held(lambda: take(one, "It rained.", **there), lambda: take(other, "It snowed.", **there))

    one.refresh_from_db()
    other.refresh_from_db()
    assert one.url == "https://paper.example/canonical"
    assert other.url != one.url
    assert {one.status, other.status} == {"read"}


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


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_article_refused_while_another_reads_it_is_read_in_the_end():
    article = ArticleFactory()
    refused = {"article_id": article.uuid, "code": "timeout", "reason": "It never answered.", "at": AT}

    while_held(lambda: actions.refuse_article(**refused), lambda: take(article, "It rained."))

    assert Article.objects.get().status == "read"
    assert list(audit.faults()) == []


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
