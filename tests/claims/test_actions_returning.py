"""Declined claims come back when they grow; a share of the list comes from the low scores."""

from datetime import timedelta

import pytest

from claims import actions
from claims.actions.sampling import sample_figures
from claims.models import Claim
from claims.triage import sampling
from factcheck import audit
from factcheck.models import Event
from tests.factories import AT, ClaimFactory, UserFactory
from tests.holding import beside

pytestmark = pytest.mark.django_db


def declined(reason: str, **fields) -> Claim:
    claim = ClaimFactory(**fields)
    return actions.decline(claim_id=claim.uuid, reason=reason, by=UserFactory(editor=True), at=AT)


def grow(claim: Claim, **more: int) -> None:
    """Past the actions: articles and askers of months."""
    claim.refresh_from_db()
    Claim.objects.filter(pk=claim.pk).update(**{name: getattr(claim, name) + by for name, by in more.items()})


@pytest.mark.parametrize(
    ("reason", "more"),
    [
        ("out_of_remit", {"spread": 20}),
        ("out_of_remit", {"demand": 10}),
        ("too_little_reach", {"spread": 4}),
        ("do_not_amplify", {"spread": 10}),
        ("not_checkable", {"demand": 20}),
    ],
)
def test_a_declined_claim_comes_back_when_it_grew_past_the_line(reason, more):
    claim = declined(reason)
    grow(claim, **{name: by - 1 for name, by in more.items()})
    assert actions.take_back_declined(at=AT) == 0
    grow(claim, **dict.fromkeys(more, 1))

    assert actions.take_back_declined(at=AT) == 1

    claim.refresh_from_db()
    assert (claim.status, claim.decline_reason, claim.gate) == ("detected", "", "")
    assert "since it was declined" in {p["name"]: p["label"] for p in claim.priority_parts}["came back"]
    event = Event.objects.get(subject=claim.uuid, name="claim.came_back")
    assert (event.by, event.data["declined_for"]) == (None, reason)
    assert list(audit.faults()) == []
    assert actions.take_back_declined(at=AT) == 0


@pytest.mark.parametrize("reason", ["already_checked", "opinion", "prediction"])
def test_what_was_checked_or_is_no_fact_does_not_come_back(reason):
    claim = declined(reason)
    grow(claim, spread=10_000, demand=10_000)

    assert actions.take_back_declined(at=AT) == 0


def test_declined_again_it_comes_back_only_by_what_is_added_then():
    claim = declined("too_little_reach")
    grow(claim, spread=4)
    actions.take_back_declined(at=AT)
    actions.decline(claim_id=claim.uuid, reason="too_little_reach", by=UserFactory(editor=True), at=AT)

    assert actions.take_back_declined(at=AT) == 0
    grow(claim, spread=4)
    assert actions.take_back_declined(at=AT) == 1


def test_a_line_of_nought_is_never_crossed():
    version = actions.add_triage_settings(weights={"too_little_reach_places": 0}, by=None, at=AT)
    actions.activate_triage_settings(settings_id=version.uuid, reason="Calm", by=None, at=AT)
    claim = declined("too_little_reach")
    grow(claim, spread=500)

    assert actions.take_back_declined(at=AT) == 0


def test_an_undone_declining_leaves_no_mark():
    claim = declined("too_little_reach")

    actions.restore(claim_id=claim.uuid, by=UserFactory(editor=True), at=AT)

    claim.refresh_from_db()
    assert (claim.declined_at, claim.declined_spread, claim.declined_demand) == (None, None, None)


def low(number: int, **fields) -> list[Claim]:
    return [ClaimFactory(score=0.02, wording=f"The choir sang song {n}.", **fields) for n in range(number)]


def test_one_in_twenty_on_the_list_comes_from_the_low_scores():
    ClaimFactory.create_batch(38)
    unlikely = low(5)

    assert actions.refresh_sample(at=AT + timedelta(hours=1)) == (2, 0)
    assert actions.refresh_sample(at=AT + timedelta(hours=1)) == (0, 0)

    listed = list(Claim.objects.listed())
    shown = [claim for claim in listed if claim.sampled_at]
    assert (len(listed), len(shown)) == (40, 2)
    for claim in shown:
        assert claim.pk in {c.pk for c in unlikely}
        assert claim.priority == pytest.approx(sum(part["weight"] for part in claim.priority_parts))
        assert "from the low scores" in {p["name"]: p["label"] for p in claim.priority_parts}["sample"]
    assert list(audit.faults()) == []


def test_the_sample_keeps_its_place_when_it_is_put_in_order_again():
    ClaimFactory.create_batch(19)
    low(1)
    actions.refresh_sample(at=AT + timedelta(hours=1))
    claim = Claim.objects.get(sampled_at__isnull=False)

    actions.age_order(at=AT + timedelta(hours=claim.pk % 24 - AT.hour))

    again = Claim.objects.get(sampled_at__isnull=False)
    assert again.gate == ""
    assert [p for p in again.priority_parts if p["name"] == "sample"] == [
        p for p in claim.priority_parts if p["name"] == "sample"
    ]


def test_nobody_decided_for_two_weeks_it_leaves_the_list():
    ClaimFactory.create_batch(19)
    low(1)
    actions.refresh_sample(at=AT + timedelta(hours=1))

    assert actions.refresh_sample(at=AT + timedelta(days=15)) == (0, 1)

    assert set(Claim.objects.filter(score=0.02).values_list("gate", "sampled_at")) == {
        ("not_checkable", None)
    }


def test_without_a_share_there_is_no_sample():
    ClaimFactory.create_batch(60)
    low(5)
    actions.refresh_sample(at=AT + timedelta(hours=1))
    version = actions.add_triage_settings(weights={"sample_percent": 0}, by=None, at=AT)
    actions.activate_triage_settings(settings_id=version.uuid, reason="Calm", by=None, at=AT)

    came, gone = actions.refresh_sample(at=AT + timedelta(hours=2))

    assert (came, gone) == (0, 2)


def test_what_people_make_of_the_sample_is_counted():
    assert sample_figures() == (0, 0, 0, 0, None)
    ClaimFactory.create_batch(57)
    low(4)
    actions.refresh_sample(at=AT + timedelta(hours=1))
    one, other, _ = Claim.objects.filter(sampled_at__isnull=False)
    editor = UserFactory(editor=True)

    actions.accept(claim_id=one.uuid, by=editor, at=AT)
    actions.decline(claim_id=other.uuid, reason="not_checkable", by=editor, at=AT)

    assert sample_figures() == (3, 1, 1, 1, 0.5)


def test_the_lot_depends_on_the_key_and_is_spread_evenly():
    claims = [ClaimFactory.build().uuid for _ in range(500)]
    one, other = (sampling.drawn(claims, key=key, wanted=50) for key in (b"a", b"b"))

    assert one == sampling.drawn(claims[::-1], key=b"a", wanted=50)
    assert set(one) != set(other)
    places = sorted(sampling.lot(claim, key=b"a", use="place") for claim in one)
    assert places[5] < 0.3 < 0.7 < places[-5]
    assert sampling.drawn(claims, key=b"a", wanted=-1) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_claim_that_an_editor_has_in_hand_is_not_waited_for():
    claim = declined("too_little_reach")
    grow(claim, spread=4)
    editor = UserFactory(editor=True)

    found = beside(
        lambda: actions.restore(claim_id=claim.uuid, by=editor, at=AT),
        lambda: actions.take_back_declined(at=AT),
    )

    assert found == 0
    assert Claim.objects.get().declined_at is None
    assert list(audit.faults()) == []
