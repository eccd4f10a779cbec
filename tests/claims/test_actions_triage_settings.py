"""Versions of triage's weights: entered, put in force with a reason, kept."""

import pytest

from claims import actions
from claims.actions.triage_settings import (
    EnteredMeanwhile,
    InForceAlready,
    UnknownVersion,
    WrongWeights,
    read_weights,
    settings_in_force,
    weights_asked,
    weights_in_force,
)
from claims.models import Rescoring, TriageSettings
from claims.triage import Weights
from factcheck.errors import NotAllowed, Refusal
from factcheck.models import Event
from tests.factories import AT, ClaimFactory, UserFactory
from tests.holding import while_held

pytestmark = pytest.mark.django_db


def add(**weights):
    return actions.add_triage_settings(weights=weights, note="Try", by=None, at=AT)


def activate(version, reason="Quiet weeks", by=None):
    return actions.activate_triage_settings(settings_id=version.uuid, reason=reason, by=by, at=AT)


def test_without_a_version_in_force_the_defaults_are():
    add(harm=50)

    assert settings_in_force() is None
    assert weights_in_force() == Weights()


def test_a_version_keeps_what_it_leaves_out_as_it_is_in_force():
    activate(add(harm=50))

    version = add(worth=10.5)

    assert (version.version, version.weights["harm"], version.weights["worth"]) == (2, 50, 10.5)
    assert weights_in_force() == Weights(harm=50)
    assert weights_asked(2) == Weights(harm=50, worth=10.5)
    assert weights_asked(weights={"demand": 1}) == Weights(harm=50, demand=1)
    assert Event.objects.get(subject=version.uuid).data["worth"] == "10.5"


@pytest.mark.parametrize(
    ("weights", "name"),
    [
        ({"hram": 3}, "hram"),
        ({"harm": -1}, "harm"),
        ({"harm": 101}, "harm"),
        ({"harm": "3"}, "harm"),
        ({"harm": True}, "harm"),
        ({"full_spread": 2.5}, "full_spread"),
        ({"half_life_days": 0}, "half_life_days"),
    ],
)
def test_a_wrong_weight_is_named(weights, name):
    with pytest.raises(WrongWeights) as refusal:
        add(**weights)

    assert refusal.value.field == f"weights.{name}"
    assert name in refusal.value.message
    assert not TriageSettings.objects.exists()


def test_a_version_that_there_is_not_and_two_ways_of_asking_are_refused():
    with pytest.raises(UnknownVersion):
        weights_asked(3)
    with pytest.raises(Refusal):
        weights_asked(1, {"harm": 1})


def test_putting_a_version_in_force_replaces_the_other_and_reorders_what_waits():
    ClaimFactory()
    one, other, editor = add(harm=1), add(harm=2), UserFactory(editor=True)
    activate(one)

    activate(other, by=editor)

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.active, other.active, other.reason, other.activated_by) == (
        False,
        True,
        "Quiet weeks",
        editor,
    )
    assert read_weights({}) == Weights(harm=2)
    asked = Rescoring.objects.get()
    assert (asked.reason, asked.again) == ("settings", True)
    assert Event.objects.filter(name="triage_settings.replaced", subject=one.uuid).count() == 1


def test_only_an_editor_decides_and_gives_a_reason():
    version, person = add(), UserFactory()

    with pytest.raises(NotAllowed):
        actions.add_triage_settings(weights={}, by=person, at=AT)
    with pytest.raises(NotAllowed):
        activate(version, by=person)
    with pytest.raises(Refusal) as refusal:
        activate(version, reason=" ")
    assert refusal.value.field == "reason"
    activate(version)
    with pytest.raises(InForceAlready):
        activate(version)
    version.delete()
    with pytest.raises(TriageSettings.DoesNotExist):
        activate(version)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_versions_put_in_force_at_once_one_is():
    one, other = add(harm=1), add(harm=2)

    while_held(lambda: activate(one), lambda: activate(other))

    assert [v.version for v in TriageSettings.objects.filter(active=True)] == [other.version]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_versions_entered_at_once_one_is_told_to_look_again():
    with pytest.raises(EnteredMeanwhile):
        while_held(lambda: add(harm=1), lambda: add(harm=2))

    assert TriageSettings.objects.count() == 1
