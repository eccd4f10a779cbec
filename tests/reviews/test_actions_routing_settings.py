"""Which weights routing goes by: entered as versions, put in force by editors, one at a time."""

from dataclasses import asdict
from typing import Any

import pytest

from factcheck.errors import NotAllowed, Refusal
from factcheck.models import Event, User
from reviews import actions
from reviews.actions import routing_settings
from reviews.actions.routing_settings import EnteredMeanwhile, InForceAlready, WrongWeights
from reviews.models import RoutingSettings
from reviews.routing import Weights
from tests.factories import AT, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return UserFactory(editor=True)


def added(weights: dict[str, Any] | None = None, **fields: Any) -> RoutingSettings:
    return actions.add_routing_settings(weights=weights or {}, **{"by": None, "at": AT} | fields)


def activated(version: RoutingSettings, **fields: Any) -> RoutingSettings:
    known = {"reason": "The load was uneven.", "by": None, "at": AT}
    return actions.activate_routing_settings(settings_id=version.uuid, **known | fields)


def events() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


def test_the_defaults_hold_where_no_version_is_in_force():
    added({"load": 900})

    assert actions.weights_in_force() == Weights()
    assert routing_settings.settings_in_force() is None


def test_a_version_that_is_put_in_force_is_what_routing_weighs_with(editor: User):
    version = added({"load": 900}, note="More even.", by=editor)

    activated(version, by=editor)

    assert actions.weights_in_force() == Weights(load=900)
    version.refresh_from_db()
    assert (version.version, version.note, version.reason) == (1, "More even.", "The load was uneven.")
    assert (version.created_by, version.activated_by, version.activated_at) == (editor, editor, AT)
    assert events() == ["routing_settings.added", "routing_settings.activated"]


def test_parts_left_out_stay_as_they_are_in_force():
    activated(added({"load": 900}))

    version = added({"pairing": 0})

    assert version.weights == asdict(Weights(load=900, pairing=0))
    assert version.version == 2


def test_one_version_steps_back_for_the_next_and_can_come_back():
    first, second = added({"load": 1}), added({"load": 2})
    activated(first)
    activated(second)

    activated(first, reason="The new one waited too long.")

    assert actions.weights_in_force().load == 1
    assert list(RoutingSettings.objects.filter(active=True)) == [first]
    assert events()[2:] == [
        "routing_settings.activated",
        "routing_settings.replaced",
        "routing_settings.activated",
        "routing_settings.replaced",
        "routing_settings.activated",
    ]
    assert Event.objects.order_by("-id")[0].data == {"version": 1, "before": 2}


@pytest.mark.parametrize(
    "weights",
    [
        {"charm": 5},
        {"load": -1},
        {"load": 10_001},
        {"load": 1.5},
        {"load": True},
        {"load": "300"},
        {"load": None},
    ],
)
def test_weights_that_make_no_sense_are_refused_and_nothing_is_entered(weights: dict[str, Any]):
    with pytest.raises(WrongWeights):
        added(weights)

    assert (RoutingSettings.objects.count(), events()) == (0, [])


def test_only_editors_decide():
    version = added()
    for who in (UserFactory(), UserFactory(reader=True), UserFactory(service=True)):
        with pytest.raises(NotAllowed):
            added(by=who)
        with pytest.raises(NotAllowed):
            activated(version, by=who)

    assert RoutingSettings.objects.filter(active=True).count() == 0


def test_a_version_is_put_in_force_once_and_with_a_reason():
    version = added()
    with pytest.raises(Refusal, match="Say why"):
        activated(version, reason="  ")
    activated(version)
    with pytest.raises(InForceAlready):
        activated(version)

    assert events() == ["routing_settings.added", "routing_settings.activated"]


def test_a_version_that_is_not_there_is_not_put_in_force():
    with pytest.raises(RoutingSettings.DoesNotExist):
        activated(RoutingSettings())


def test_two_that_are_entered_at_once_end_in_a_refusal(monkeypatch: pytest.MonkeyPatch):
    added()
    # Both looked for the last version before either was there.
    monkeypatch.setattr(RoutingSettings.objects, "aggregate", lambda **_: {"version": 0})

    with pytest.raises(EnteredMeanwhile):
        added()

    assert (RoutingSettings.objects.count(), events()) == (1, ["routing_settings.added"])


def test_a_part_that_came_after_a_version_has_its_default():
    version = added({"load": 7})
    RoutingSettings.objects.filter(pk=version.pk).update(weights={"load": 7, "gone": 3})
    version.refresh_from_db()

    assert routing_settings.weights_of(version) == Weights(load=7)
