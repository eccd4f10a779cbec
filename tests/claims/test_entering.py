"""Claims and places entered in one statement are the rows that are entered one table at a time."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from claims.models import Appearance, Article, Claim, ClaimTopic, Snapshot
from claims.models.entering import NewClaim, NewPlace, Told, enter
from factcheck import audit
from factcheck.events import prepared_many
from factcheck.models import Event
from tests.factories import AT, ArticleFactory, ClaimantFactory, ClaimFactory, TopicFactory, take

pytestmark = pytest.mark.django_db

TEXT = "The port’s “piers” are full.\n\nIt rained\tfor 9 days, {NULL}, \\N, -.\n\n\n港口很满。"
WAYS = [False, pytest.param(True, marks=pytest.mark.postgres)]


def claim(wording: str, **fields: Any) -> NewClaim:
    given: dict[str, Any] = {
        "uuid": uuid4(),
        "wording": wording,
        "fingerprint": f"{abs(hash(wording)):064x}",
        "claimant": None,
        "kind": "number",
        "language": "",
        "score": 1 / 3,
        "score_parts": '[{"name": "a\\u001f", "label": "“b”", "weight": -0.1}]',
        "score_model": "cues-1",
        "priority": 40.123456789012345,
        "priority_parts": "[]",
        "gate": "",
    }
    return NewClaim(**given | fields)


def place(quote: str, **fields: Any) -> NewPlace:
    given: dict[str, Any] = {
        "claim": None,
        "fingerprint": f"{abs(hash(quote)):064x}",
        "start": TEXT.index(quote),
        "end": TEXT.index(quote) + len(quote),
        "quote": quote,
        "quoted_parts": "[[1, 2]]",
        "claimant": None,
        "role": "",
        "organisation": "",
        "speech": "none",
    }
    return NewPlace(**given | fields)


def told(snapshot: Snapshot, claims: list[NewClaim]) -> Told:
    article = Article.objects.get(pk=snapshot.article_id)
    ids = [c.uuid for c in claims]
    event = prepared_many("claims.detected", article, ids, by=None, at=AT, data={"snapshot": 1})
    return Told(event, article.pk, AT)


def rows(snapshot: Snapshot) -> list[Any]:
    """All that was entered, but for what is drawn by lot."""
    left_out = {"id", "uuid", "claim_id", "snapshot_id", "chain_hash"}
    whole = [
        {name: value for name, value in row.items() if name not in left_out}
        for model in (Claim, Appearance)
        for row in model.objects.order_by("id").values()
    ]
    links = Appearance.objects.filter(snapshot=snapshot).order_by("id").values_list("claim__wording", "start")
    about = ClaimTopic.objects.order_by("claim", "topic").values_list("claim__wording", "topic__slug")
    article = Article.objects.values("chain_seq", "detected_at").get(pk=snapshot.article_id)
    told = Event.objects.filter(name="claims.detected", subject=snapshot.article.uuid)
    events = told.values("seq", "at", "by", "name")
    return [whole, list(links), list(about), article, list(events)]


def entered(at_once: bool, claims: list[NewClaim], places: list[NewPlace]) -> tuple[set[str], list[Any]]:
    """What a call enters; it leaves no trace."""
    with transaction.atomic():
        snapshot = take(ArticleFactory(), TEXT)
        fresh = [replace(c, uuid=uuid4()) for c in claims]
        found = enter(
            fresh,
            places,
            snapshot=snapshot.pk,
            told=told(snapshot, fresh),
            at=AT,
            at_once=at_once,
        )
        known = dict(Claim.objects.filter(pk__in=found.values()).values_list("fingerprint", "pk"))
        assert found == known
        seen = rows(snapshot)
        whole = len(found) == len(claims)
        assert whole == Event.objects.filter(subject=snapshot.article.uuid, name="claims.detected").exists()
        assert list(audit.faults()) == [] or not whole
        transaction.set_rollback(True)
    return set(found), seen


@pytest.mark.parametrize("at_once", WAYS)
def test_new_claims_are_entered_with_places_and_topics(at_once):
    who, topic = ClaimantFactory(), TopicFactory()
    said = claim("The port’s “piers” are full.", claimant=who.pk, topics=[topic.pk])
    there = place(said.wording, claimant=who.pk, role="mayor", organisation="Wexmouth", speech="direct")

    marks, ((row, where), links, about, article, events) = entered(at_once, [said], [there])

    assert marks == {said.fingerprint}
    assert (row["wording"], row["claimant_id"], row["status"]) == (said.wording, who.pk, "detected")
    assert (row["chain_seq"], row["spread"], row["gate"]) == (0, 1, "")
    assert article == {"chain_seq": 3, "detected_at": AT}
    assert [event["seq"] for event in events] == [3]
    assert row["score_parts"] == [{"name": "a\x1f", "label": "“b”", "weight": -0.1}]
    assert (row["score"], row["priority"]) == (said.score, said.priority)
    assert (where["quote"], where["claimant_role"], where["quoted_parts"]) == (there.quote, "mayor", [[1, 2]])
    assert (links, about) == ([(said.wording, 0)], [(said.wording, topic.slug)])


@pytest.mark.parametrize("at_once", WAYS)
def test_what_is_there_is_left_alone_and_so_are_its_places(at_once):
    known = ClaimFactory(wording="The port is full.")
    again = claim("Otherwise.", fingerprint=known.fingerprint)

    marks, (_, links, _, article, events) = entered(
        at_once, [again], [place("piers", fingerprint=known.fingerprint)]
    )

    assert (marks, links) == (set(), [])
    assert (article, events) == ({"chain_seq": 2, "detected_at": None}, [])


@pytest.mark.parametrize("at_once", WAYS)
def test_places_of_claims_that_are_there_are_entered_once(at_once):
    known = ClaimFactory(wording="The port is full.")
    there = place("piers", claim=known.pk)

    marks, (_, links, *_) = entered(at_once, [], [there, there])

    assert (marks, links) == (set(), [(known.wording, there.start)])


@pytest.mark.postgres
@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_both_ways_enter_the_same_rows(size):
    known, who = ClaimFactory(wording="Known before."), ClaimantFactory()
    topics = [TopicFactory(), TopicFactory()]
    claims = [
        claim("It rained\tfor 9 days, {NULL}, \\N, -.", topics=[t.pk for t in topics], gate="opinion"),
        claim("The port’s “piers” are full.", claimant=who.pk),
        claim("港口很满。", language="zh", fingerprint=known.fingerprint, topics=[topics[0].pk]),
    ][:size]
    places = [
        place("港口很满。", fingerprint=known.fingerprint),
        place("piers", claim=known.pk, role="-", organisation="{}"),
        *(place(c.wording, fingerprint=c.fingerprint, claimant=c.claimant) for c in reversed(claims)),
    ][: size * 2]

    assert entered(True, claims, places) == entered(False, claims, places)


@pytest.mark.postgres
def test_a_text_that_holds_the_separator_goes_the_longer_way():
    said = claim("A\x1fB")

    assert entered(True, [said], []) == entered(False, [said], [])
