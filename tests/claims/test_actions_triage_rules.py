"""Topics, harm areas and incidents: changed by editors, each change kept, what waits put in its new order."""

from datetime import timedelta

import pytest

from claims import actions
from claims.actions.incidents import EndedAlready, TooManyIncidents
from claims.actions.ordering import current_rules
from claims.actions.outlets import AlreadyThere
from claims.actions.triage_rules import TooManyRules, WrongRule
from claims.models import HarmArea, Incident, Rescoring, Topic
from factcheck.errors import NotAllowed, Refusal
from factcheck.models import Event, Job
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory
from tests.holding import while_held

pytestmark = pytest.mark.django_db
CHOIR = {"name": "The choir", "keywords": ["choir*"], "patterns": [r"sang .{1,10}loud"]}


def area(**fields):
    return actions.add_harm_area(
        **{"slug": "choir", "name": "Choirs", "gravity": 0.5, "keywords": ["choir*"], "by": None, "at": AT}
        | fields
    )


def incident(**fields):
    given = {**CHOIR, "points": 20, "hours": 2, "by": UserFactory(editor=True), "at": AT}
    return actions.start_incident(**given | fields)


def test_a_topic_is_edited_and_the_event_keeps_both_versions():
    topic, editor = TopicFactory(keywords=["port"]), UserFactory(editor=True)

    actions.edit_topic(topic_id=topic.uuid, keywords=["pier*"], patterns=[], by=editor, at=AT)

    assert Topic.objects.get().keywords == ["pier*"]
    event = Event.objects.get(name="topic.edited")
    assert event.by == editor.uuid
    assert event.data == {"before": {"keywords": ["port"]}, "after": {"keywords": ["pier*"]}}


def test_a_change_that_changes_nothing_leaves_no_trace():
    topic = TopicFactory(keywords=["port"])

    actions.edit_topic(topic_id=topic.uuid, keywords=["port"], by=None, at=AT)

    assert not Event.objects.filter(name="topic.edited").exists()


def test_an_area_is_added_edited_and_put_out_of_use():
    ClaimFactory()
    row = area()

    actions.edit_harm_area(area_id=row.uuid, active=False, gravity=0.7, by=None, at=AT + timedelta(hours=1))

    row.refresh_from_db()
    assert (row.active, row.gravity, row.edited_at) == (False, 0.7, AT + timedelta(hours=1))
    assert Event.objects.get(name="harm_area.edited").data["before"] == {"gravity": "0.5", "active": True}
    assert Rescoring.objects.get(reason="rules").again


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"keywords": ["-"]}, "keywords"),
        ({"patterns": ["("]}, "patterns"),
        ({"patterns": ["(.{1,200}){5}"]}, "patterns"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_with_its_field(wrong, field):
    topic, row = TopicFactory(), area()
    before = Event.objects.count()

    for call in (
        lambda: actions.add_topic(slug="x", name="X", **wrong, by=None, at=AT),
        lambda: actions.edit_topic(topic_id=topic.uuid, **wrong, by=None, at=AT),
        lambda: area(slug="y", **wrong),
        lambda: actions.edit_harm_area(area_id=row.uuid, **wrong, by=None, at=AT),
        lambda: incident(**wrong),
    ):
        with pytest.raises(WrongRule) as refusal:
            call()
        assert refusal.value.field == field
    assert Event.objects.count() == before


def test_only_editors_change_rules():
    person, topic, row, running = UserFactory(), TopicFactory(), area(), incident()

    for call in (
        lambda: actions.add_topic(slug="x", name="X", by=person, at=AT),
        lambda: actions.edit_topic(topic_id=topic.uuid, name="X", by=person, at=AT),
        lambda: area(slug="y", by=person),
        lambda: actions.edit_harm_area(area_id=row.uuid, name="X", by=person, at=AT),
        lambda: incident(by=person),
        lambda: actions.end_incident(incident_id=running.uuid, by=person, at=AT),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_a_slug_is_there_once_gravity_is_a_share_and_rules_are_so_many(monkeypatch):
    topic = TopicFactory()
    area()

    with pytest.raises(AlreadyThere):
        area()
    with pytest.raises(AlreadyThere):
        actions.add_topic(slug=topic.slug, name="X", by=None, at=AT)
    with pytest.raises(Refusal) as refusal:
        area(slug="y", gravity=1.5)
    assert refusal.value.field == "gravity"
    monkeypatch.setattr("claims.actions.triage_rules._MOST_ROWS", 1)
    with pytest.raises(TooManyRules):
        area(slug="y")


def test_where_nothing_waits_no_pass_is_begun():
    TopicFactory()

    assert not Rescoring.objects.exists()
    assert not Job.objects.exists()


def test_an_incident_raises_until_its_time_is_over():
    running = incident()

    assert [one.name for one in current_rules().raised.values()] == ["The choir"]
    assert actions.end_due_incidents(at=running.ends_at - timedelta(seconds=1)) == 0
    assert actions.end_due_incidents(at=running.ends_at) == 1
    assert actions.end_due_incidents(at=running.ends_at) == 0

    running.refresh_from_db()
    assert (running.ended_at, running.ended_by) == (AT + timedelta(hours=2), None)
    assert not current_rules().raised
    with pytest.raises(EndedAlready):
        actions.end_incident(incident_id=running.uuid, by=None, at=AT)


def test_an_incident_is_ended_by_an_editor():
    ClaimFactory()
    running, editor = incident(), UserFactory(editor=True)

    actions.end_incident(incident_id=running.uuid, by=editor, at=AT)

    assert Incident.objects.get().ended_by == editor
    assert Rescoring.objects.get(reason="rules").again


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"points": 0}, "points"),
        ({"points": 101}, "points"),
        ({"hours": 0}, "hours"),
        ({"hours": 721}, "hours"),
        ({"keywords": [], "patterns": []}, "keywords"),
    ],
)
def test_an_incident_has_bounds(wrong, field):
    with pytest.raises(Refusal) as refusal:
        incident(**wrong)

    assert refusal.value.field == field
    assert not Incident.objects.exists()


def test_so_many_incidents_run_at_once(monkeypatch):
    monkeypatch.setattr("claims.actions.incidents.MOST_AT_ONCE", 1)
    incident()

    with pytest.raises(TooManyIncidents):
        incident()


def test_an_area_of_the_desk_is_what_new_claims_are_judged_by():
    area(slug="money-and-fraud", name="the harbour", gravity=1, keywords=["tonnes"])
    HarmArea.objects.get()

    claim = ClaimFactory()

    assert claim.priority_parts[0]["label"] == "the harbour; seen in 1 place"
    assert claim.priority_parts[0]["weight"] == 17.5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_editors_at_one_topic_follow_each_other():
    topic = TopicFactory(keywords=["port"])

    while_held(
        lambda: actions.edit_topic(topic_id=topic.uuid, keywords=["pier"], by=None, at=AT),
        lambda: actions.edit_topic(topic_id=topic.uuid, name="Piers", by=None, at=AT),
    )

    topic.refresh_from_db()
    assert (topic.keywords, topic.name, topic.chain_seq) == (["pier"], "Piers", 3)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_begin_one_pass_that_goes_round_again():
    ClaimFactory()

    while_held(lambda: area(slug="one"), lambda: area(slug="two"))

    assert Rescoring.objects.get().again


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_incident_ended_twice_at_once_ends_once():
    running = incident()

    def end():
        return actions.end_incident(incident_id=running.uuid, by=None, at=AT)

    with pytest.raises(EndedAlready):
        while_held(end, end)

    assert Event.objects.filter(name="incident.ended").count() == 1
