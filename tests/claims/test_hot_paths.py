"""What PostgreSQL is asked and told in one statement is what any database is, step by step."""

import json
from datetime import timedelta
from typing import Any

import pytest

from claims import actions
from claims.models import Claim, Snapshot, knowing
from claims.models.restating import SCORE, restate
from claims.models.ruling import rules_in_force
from claims.triage import Weights, rules_from
from tests.factories import (
    AT,
    ArticleFactory,
    ClaimantFactory,
    ClaimFactory,
    TopicFactory,
    UserFactory,
    found,
    place_of,
    take,
)

pytestmark = pytest.mark.django_db

WAYS = [False, pytest.param(True, marks=pytest.mark.postgres)]


def facts(snapshot: Snapshot, *, at_once: bool, **asked: Any) -> Any:
    known = knowing.read(snapshot.pk, **{"keys": [], "fingerprints": []} | asked, at_once=at_once)
    return known._replace(rules=json.loads(known.rules), claimants=sorted(known.claimants, key=str))


@pytest.mark.parametrize("at_once", WAYS)
def test_of_a_new_article_nothing_is_known(at_once):
    snapshot = take(ArticleFactory(), "It rained.")

    known = facts(snapshot, at_once=at_once)

    article = snapshot.article
    assert known.piece == (
        snapshot.pk,
        1,
        "en",
        AT,
        article.pk,
        article.uuid,
        article.pk,
        snapshot.pk,
        None,
        False,
        False,
    )
    assert (known.piece.is_first_look, known.piece.superseded, known.piece.passed_by) == (True, False, False)
    assert not any(known.rules.values())
    assert (known.claimants, known.some_claim_is_there) == ([], False)


@pytest.mark.parametrize("at_once", WAYS)
def test_what_is_there_is_known(at_once):
    topic = TopicFactory(keywords=["port", "“pier”"])
    silent = ClaimantFactory(name="Anton Vale", role="")
    (claim,) = found("The port is full.", claimant="Marta Quill", role="mayor")
    snapshot = place_of(claim).snapshot
    take(ArticleFactory(), snapshot.text)
    newer = take(snapshot.article, "It rained.")

    known = facts(
        snapshot,
        keys=["marta quill", silent.key, "nobody"],
        fingerprints=["0" * 64, claim.fingerprint],
        at_once=at_once,
    )

    assert (known.piece.newest, known.piece.has_places, known.piece.has_copies) == (newer.pk, True, True)
    assert (known.piece.superseded, known.piece.passed_by, known.piece.is_first_look) == (True, False, False)
    assert known.rules["topics"] == [[topic.slug, topic.pk, ["port", "“pier”"], []]]
    assert [(n.key, n.role, n.last_seen_at) for n in known.claimants] == [
        ("anton vale", None, None),
        ("marta quill", "mayor", AT),
    ]
    assert known.some_claim_is_there


@pytest.mark.parametrize("at_once", WAYS)
def test_what_was_merged_is_known_by_what_stands_for_it(at_once):
    by = UserFactory(editor=True)
    (kept,), (other,) = (
        found(f"The port is {how}.", claimant=f"Ms {how}", role="mayor") for how in ("A", "B")
    )
    actions.merge(claim_id=other.uuid, into=kept.uuid, by=by, at=AT)
    actions.merge_claimants(claimant_id=other.claimant.uuid, into=kept.claimant.uuid, by=by, at=AT)
    other.refresh_from_db()  # its fingerprint followed its claimant
    snapshot = take(ArticleFactory(), "It rained.")

    known = facts(snapshot, keys=["ms b"], fingerprints=[other.fingerprint], at_once=at_once)
    alone = facts(snapshot, fingerprints=[kept.fingerprint], at_once=at_once)

    assert [n[:4] for n in known.claimants] == [("ms b", kept.claimant_id, "ms a", "mayor")]
    assert (known.some_claim_is_there, known.some_claim_is_spoken_for) == (True, True)
    assert (alone.some_claim_is_there, alone.some_claim_is_spoken_for) == (True, False)


@pytest.mark.parametrize("at_once", WAYS)
def test_a_copy_is_known_by_its_first_and_a_missing_snapshot_not_at_all(at_once):
    first = take(ArticleFactory(), "It rained.")
    copy = take(ArticleFactory(), "It rained.")

    known = facts(copy, at_once=at_once)

    assert (known.piece.first, known.piece.is_first_look) == (first.article_id, False)
    with pytest.raises(Snapshot.DoesNotExist):
        knowing.read(10**9, keys=[], fingerprints=[], at_once=at_once)


@pytest.mark.postgres
def test_both_ways_know_the_same():
    TopicFactory(keywords=["port"])
    claims = [found(f"The port has {n} piers.", claimant=f"Marta {n}")[0] for n in range(3)]
    snapshot = place_of(claims[0]).snapshot
    asked = {"keys": [c.claimant.key for c in claims], "fingerprints": [claims[1].fingerprint]}

    assert facts(snapshot, at_once=True, **asked) == facts(snapshot, at_once=False, **asked)


@pytest.mark.parametrize("at_once", WAYS)
def test_claims_are_saved_in_their_new_order(at_once):
    claims, other = ClaimFactory.create_batch(2), ClaimFactory()
    for number, claim in enumerate(claims):
        claim.spread, claim.gate, claim.priority = number + 7, "opinion", number / 3
        claim.priority_parts = [{"name": "a", "label": "“b”", "weight": -0.1}]
        claim.words_changed_at = AT + timedelta(microseconds=number) if number else None
        claim.chain_seq, claim.chain_hash = number + 5, "e" * 64
        claim.wording = "Not saved."

    restate(claims, at_once=at_once)
    restate([], at_once=at_once)

    names = ("spread", "gate", "priority", "priority_parts", "words_changed_at", "chain_seq", "chain_hash")
    saved = Claim.objects.in_bulk([claim.pk for claim in claims])
    for claim in claims:
        assert [getattr(saved[claim.pk], name) for name in names] == [getattr(claim, name) for name in names]
        assert saved[claim.pk].wording != "Not saved."
    assert Claim.objects.get(pk=other.pk).spread == 1


@pytest.mark.postgres
def test_both_ways_know_the_same_rules():
    editor = UserFactory(editor=True)
    TopicFactory(keywords=["port"])
    actions.add_harm_area(slug="x", name="“X”", gravity=0.3, patterns=[r"\d+ é"], by=editor, at=AT)
    actions.start_incident(name="Flood", keywords=["flood*"], points=12.5, by=editor, at=AT)
    ended = actions.start_incident(name="Fire", keywords=["fire*"], by=editor, at=AT)
    actions.end_incident(incident_id=ended.uuid, by=editor, at=AT)
    version = actions.add_triage_settings(weights={"harm": 12.5}, by=editor, at=AT)
    actions.activate_triage_settings(settings_id=version.uuid, reason="Try", by=editor, at=AT)

    one, other = (rules_in_force(at_once=at_once) for at_once in (True, False))

    assert json.loads(one) == json.loads(other)
    assert [len(json.loads(one)[name]) for name in ("topics", "areas", "incidents")] == [1, 1, 1]
    assert rules_from(one).weights == Weights(harm=12.5)


@pytest.mark.parametrize("at_once", WAYS)
def test_only_the_columns_asked_for_are_saved(at_once):
    claim = ClaimFactory()
    claim.score, claim.score_parts, claim.score_model = 0.25, [{"name": "é"}], "words-9"
    claim.priority = 99.0

    restate([claim], columns=SCORE, at_once=at_once)

    saved = Claim.objects.get(pk=claim.pk)
    assert [getattr(saved, name) for name in SCORE] == [0.25, [{"name": "é"}], "words-9"]
    assert saved.priority < 99
