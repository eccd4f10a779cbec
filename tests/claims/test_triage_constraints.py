"""What must never be false of triage is held by the database."""

import pytest

from claims import actions
from claims.models import HarmArea, Incident, Rescoring, RescoringReason, TriageSettings
from tests.claims.test_constraints import broken_by, says
from tests.factories import AT, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


def version() -> TriageSettings:
    return actions.add_triage_settings(weights={}, by=None, at=AT)


def incident() -> Incident:
    return actions.start_incident(name="Flood", keywords=["flood*"], by=UserFactory(editor=True), at=AT)


def test_one_version_is_in_force_and_each_is_numbered_once():
    one, other = version(), version()
    actions.activate_triage_settings(settings_id=one.uuid, reason="Try", by=None, at=AT)

    both = {"active": True, "activated_at": AT, "reason": "Try"}
    assert says(broken_by(other, **both), "triage_settings_in_force_are_one", "active")
    assert says(broken_by(other, version=one.version), "version", "version")


def test_a_version_in_force_has_a_moment_and_a_reason():
    row = version()
    name = "triage_settings_in_force_have_a_moment_and_a_reason"

    assert says(broken_by(row, active=True), name)
    assert says(broken_by(row, active=True, activated_at=AT), name)
    assert says(broken_by(row, reason="Try"), name)


def test_gravity_is_a_share_and_a_slug_is_there_once():
    one, other = (
        actions.add_harm_area(slug=slug, name="X", gravity=0.5, by=None, at=AT) for slug in ("one", "other")
    )

    assert says(broken_by(one, gravity=1.1), "harm_area_gravity_is_a_share")
    assert says(broken_by(one, gravity=-0.1), "harm_area_gravity_is_a_share")
    assert says(broken_by(one, slug=other.slug), "slug", "slug")
    assert HarmArea.objects.count() == 2


def test_an_incident_ends_after_it_starts_and_raises():
    row = incident()

    assert says(broken_by(row, ends_at=AT), "incident_ends_after_it_starts")
    assert says(broken_by(row, points=0), "incident_points_raise")
    assert says(broken_by(row, points=100.5), "incident_points_raise")
    assert says(broken_by(row, ended_by=UserFactory()), "incident_ended_by_somebody_has_ended")


def test_one_pass_for_a_reason_goes_on_at_a_time():
    one, other = (
        Rescoring.objects.create(reason=RescoringReason.RULES, started_at=AT, finished_at=AT)
        for _ in range(2)
    )
    Rescoring.objects.filter(pk=one.pk).update(finished_at=None)

    assert says(broken_by(other, finished_at=None), "rescoring_is_one_at_a_time", "reason")


def test_a_topics_slug_is_there_once():
    one, other = TopicFactory(), TopicFactory()

    assert says(broken_by(one, slug=other.slug), "slug", "slug")
    assert one.chain_seq == 1
