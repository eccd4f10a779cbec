"""Triage in the admin: rules and weights are changed on pages that call the same actions."""

from typing import Any

import pytest
from django.urls import reverse

from claims import actions
from claims.models import HarmArea, Incident, Rescoring, Topic, TriageSettings
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(editor=True))
    return client


def page(model: Any, name: str = "new", *args: Any) -> str:
    return reverse(f"admin:claims_{model._meta.model_name}_{name}", args=args)


def pressed(client: Any, row: Any, verb: str, **given: Any) -> Any:
    return client.post(page(type(row), "button", row.pk, verb), given, follow=True)


def test_rules_are_added_edited_and_their_changes_shown(desk):
    rule = {"slug": "harbour", "name": "Harbour", "keywords": "pier*\n\n port \n", "patterns": r"quay \d+"}

    desk.post(page(Topic), rule)
    desk.post(page(HarmArea), rule | {"gravity": 0.5, "active": "on"})

    for row in (Topic.objects.get(), HarmArea.objects.get()):
        assert (row.keywords, row.patterns) == (["pier*", "port"], [r"quay \d+"])
        form = {"name": "Quays", "keywords": "quay*", "gravity": 1}
        asked = desk.get(page(type(row), "button", row.pk, "edit")).content.decode()
        assert "pier*\nport" in asked
        answer = pressed(desk, row, "edit", **form).content.decode()
        row.refresh_from_db()
        assert (row.name, row.keywords, row.patterns) == ("Quays", ["quay*"], [])
        assert "keywords: pier*, port" in answer
    assert not HarmArea.objects.get().active


def test_a_refusal_is_shown_at_its_field(desk):
    answer = desk.post(page(Topic), {"slug": "x", "name": "X", "patterns": "("}).content.decode()

    assert "It is no regular expression of RE2" in answer
    assert not Topic.objects.exists()


def test_the_areas_in_force_are_shown_beside_the_form(desk):
    assert "life and health (life-and-health, 1)" in desk.get(page(HarmArea)).content.decode()


def test_an_incident_is_started_and_ended(desk):
    desk.post(page(Incident), {"name": "Flood", "keywords": "flood*", "points": 40, "hours": 3})

    row = Incident.objects.get()
    pressed(desk, row, "end")

    row.refresh_from_db()
    assert row.ended_by is not None
    assert "End now" not in desk.get(page(Incident, "change", row.pk)).content.decode()


def test_a_version_is_entered_compared_and_put_in_force(desk):
    ClaimFactory(wording="40 people were killed.")
    ClaimFactory(wording="The choir sang.", score=0.9)
    form = desk.get(page(TriageSettings)).context["form"]
    given = {name: field.initial for name, field in form.fields.items() if field.initial is not None}

    desk.post(page(TriageSettings), given | {"harm": 100, "least_reach": 2, "note": "Graver"})

    row = TriageSettings.objects.get()
    assert (row.weights["harm"], row.weights["worth"], row.note) == (100, 40, "Graver")
    shown = desk.get(page(TriageSettings, "compare"), {"b": 1, "days": 365}).content.decode()
    assert "Listed under A alone: 1" in shown
    assert "too little reach" in shown
    assert (
        "There is no such version"
        in desk.get(page(TriageSettings, "compare"), {"b": 9, "days": 1}).content.decode()
    )
    pressed(desk, row, "activate", reason="Graver weeks")
    row.refresh_from_db()
    assert row.active
    assert Rescoring.objects.get().reason == "settings"
    assert "Put in force" not in desk.get(page(TriageSettings, "change", row.pk)).content.decode()


def test_progress_and_the_sample_are_shown(desk):
    ClaimFactory()
    TopicFactory()
    assert "0 of 1" in desk.get(page(Rescoring, "changelist")).content.decode()
    ClaimFactory.create_batch(19)
    ClaimFactory(wording="The choir sang.", score=0.02)
    actions.refresh_sample(at=AT)

    assert (
        "People accepted 0 and declined 0; 1 wait"
        in desk.get(page(TriageSettings, "changelist")).content.decode()
    )


def test_a_reviewer_looks_and_changes_nothing(client):
    client.force_login(UserFactory())
    topic = TopicFactory()

    assert client.get(page(Topic, "change", topic.pk)).status_code == 200
    assert client.get(page(TriageSettings, "changelist")).status_code == 200
    assert b"Edit" not in client.get(page(Topic, "change", topic.pk)).content
    for model in (Topic, HarmArea, Incident, TriageSettings):
        assert client.get(page(model)).status_code == 403
        assert b"addlink" not in client.get(page(model, "changelist")).content
    assert client.get(page(TriageSettings, "compare")).status_code == 403
