"""Triage over HTTP: what is sent, what comes back, what an editor reads before he changes the order."""

from datetime import timedelta

import pytest

from claims import actions
from claims.models import HarmArea, Incident, Rescoring, Topic, TriageSettings
from claims.triage import Weights
from factcheck.models import User
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory, client_of

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture
def editor():
    return UserFactory(editor=True)


@pytest.fixture
def api(editor):
    return client_of(editor, **{"If-Match": "*"})


def settings(rows: int, by: User) -> None:
    for _ in range(rows):
        actions.add_triage_settings(weights={}, note="Try", by=by, at=AT)


def areas(rows: int, by: User) -> None:
    for n in range(rows):
        actions.add_harm_area(slug=f"area-{n}", name="Area", gravity=0.5, by=by, at=AT)


def incidents(rows: int, by: User) -> None:
    for n in range(rows):
        actions.start_incident(name=f"Flood {n}", keywords=["flood*"], by=by, at=AT)


def passes(rows: int, by: User) -> None:
    for n in range(rows):
        row = Rescoring(reason="rules", started_at=AT, finished_at=AT, asked_by=by, total=n)
        row.save()


def changes(rows: int, by: User) -> None:
    topic = TopicFactory(slug="harbour")
    for n in range(rows - 1):
        actions.edit_topic(topic_id=topic.uuid, name=f"Harbour {n}", by=by, at=AT)


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize(
    ("fill", "path", "queries"),
    [
        (settings, "triage-settings/", 2),
        (areas, "harm-areas/", 2),
        (incidents, "incidents/?running=true", 2),
        (passes, "rescorings/?finished=true", 2),
        (changes, "topics/{topic}/history/", 3),
    ],
)
def test_a_list_costs_the_same_for_one_row_and_for_twenty(
    rows, fill, path, queries, api, editor, django_assert_num_queries
):
    fill(rows, editor)
    if "{topic}" in path:
        path = path.format(topic=Topic.objects.get().uuid)

    with django_assert_num_queries(queries):  # the key, the rows
        found = api.get(f"/api/v1/{path}").json()["results"]

    assert len(found) == rows


@pytest.mark.parametrize(
    ("weights", "field"),
    [
        ({"harm": 101}, "harm"),
        ({"harm": "35"}, "harm"),
        ({"hram": 3}, "hram"),
        ({"full_spread": 2.5}, "full_spread"),
        ({"checkable": -0.1}, "checkable"),
    ],
)
def test_a_wrong_weight_is_a_400_that_names_it(api, weights, field):
    answer = api.post("/api/v1/triage-settings/", {"weights": weights}, **JSON)

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [f"weights.{field}"]
    assert not TriageSettings.objects.exists()


def test_a_version_is_entered_compared_and_put_in_force(api):
    for status in ("accepted", "declined", "detected"):
        ClaimFactory(status=status)
    made = api.post("/api/v1/triage-settings/", {"weights": {"worth": 0}}, **JSON).json()
    before = api.get("/api/v1/triage-settings/in-force/").json()

    told = api.post("/api/v1/triage-settings/compare/", {"b": {"version": 1}, "days": 365}, **JSON).json()
    now = api.post("/api/v1/triage-settings/dry-run/", {"version": 1}, **JSON).json()
    api.post(f"/api/v1/triage-settings/{made['uuid']}/activate/", {"reason": "Quiet"}, **JSON)

    assert before["version"] is None
    assert (told["claims"], told["accepted"], told["declined"]) == (3, 1, 1)
    assert (told["a"]["listed"], told["b"]["weights"]["worth"]) == (3, 0)
    assert told["tops"][0] == {
        "k": 10,
        "overlap": 1.0,
        "a_accepted": 1,
        "a_precision": 0.5,
        "b_accepted": 1,
        "b_precision": 0.5,
    }
    assert (now["claims"], now["counts"]) == (1, {"up": 0, "down": 0, "appear": 0, "vanish": 0})
    after = api.get("/api/v1/triage-settings/in-force/").json()
    assert (after["version"], after["weights"]["worth"]) == (1, 0)
    assert Weights().worth == 40


def test_what_would_vanish_is_named_with_its_parts_and_its_gate(api):
    claim = ClaimFactory()

    told = api.post("/api/v1/triage-settings/dry-run/", {"weights": {"least_reach": 1000}}, **JSON).json()

    (gone,) = told["vanish"]
    assert gone["claim"] == str(claim.uuid)
    assert (gone["a"]["rank"], gone["b"]["rank"], gone["b"]["gate"]) == (1, None, "too_little_reach")
    assert sum(part["weight"] for part in gone["a"]["parts"]) == pytest.approx(gone["a"]["priority"])


def test_the_sample_says_what_the_model_misses(api):
    assert api.get("/api/v1/triage-settings/sample/").json() == {
        "sampled": 0,
        "waiting": 0,
        "accepted": 0,
        "declined": 0,
        "accepted_share": None,
    }


def test_a_topic_is_entered_edited_and_its_history_read(api):
    made = api.post("/api/v1/topics/", {"slug": "port", "name": "Port", "keywords": ["pier"]}, **JSON).json()
    path = f"/api/v1/topics/{made['uuid']}/"

    edited = api.patch(path, {"keywords": ["pier*"], "patterns": [r"quay \d+"]}, **JSON).json()

    assert (edited["keywords"], edited["patterns"]) == (["pier*"], [r"quay \d+"])
    history = api.get(f"{path}history/").json()["results"]
    assert [change["name"] for change in history] == ["topic.edited", "topic.added"]
    assert history[0]["data"]["before"] == {"keywords": ["pier"], "patterns": []}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"keywords": ["x" * 81]}, "keywords.0"),
        ({"keywords": ["\x00"]}, None),
        ({"keywords": ["\ud800"]}, None),
        ({"keywords": ["-"]}, "keywords"),
        ({"keywords": "pier"}, "keywords"),
        ({"keywords": ["pier"] * 501}, "keywords"),
        ({"patterns": ["("]}, "patterns"),
        ({"patterns": ["(.{1,200}){5}"]}, "patterns"),
        ({"patterns": ["x" * 201]}, "patterns.0"),
        ({"patterns": [7]}, "patterns"),
        ({"slug": "a b"}, "slug"),
        ({"name": ""}, "name"),
    ],
)
def test_a_rule_that_cannot_be_is_a_400_with_its_field(api, given, field):
    rule = {"slug": "port", "name": "Port"} | given

    for path in ("topics/", "harm-areas/"):
        answer = api.post(f"/api/v1/{path}", rule if path == "topics/" else rule | {"gravity": 1}, **JSON)

        assert answer.status_code == 400, answer.content
        if field:
            assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Topic.objects.exists()
    assert not HarmArea.objects.exists()


def test_nothing_to_change_and_a_stale_version_are_refused(editor):
    topic = TopicFactory()
    path = f"/api/v1/topics/{topic.uuid}/"

    assert client_of(editor).patch(path, {"name": "X"}, **JSON).status_code == 428
    assert client_of(editor, **{"If-Match": '"7"'}).patch(path, {"name": "X"}, **JSON).status_code == 412
    assert client_of(editor, **{"If-Match": '"1"'}).patch(path, {}, **JSON).status_code == 400


def test_the_bench_tells_what_a_rule_would_find_beside_the_one_in_use(api):
    topic = TopicFactory(slug="harbour", keywords=["cargo"])
    both, old = ClaimFactory(wording="The cargo ship left."), ClaimFactory(wording="Cargo is dear.")
    new = ClaimFactory(wording="The ships were 40 metres long.")
    given = {"slug": topic.slug, "keywords": ["ship*"], "patterns": [r"\d+ metres"]}

    found = api.post("/api/v1/topics/test/", given, **JSON).json()

    assert (found["looked_at"], found["matches"], found["newly"], found["no_longer"]) == (3, 2, 1, 1)
    assert found["by_word"][0] == {"word": "ship*", "claims": 2}
    assert found["newly_matching"] == [
        {"claim": str(new.uuid), "wording": new.wording, "words": ["ship*", "40 metres"]}
    ]
    assert [one["claim"] for one in found["no_longer_matching"]] == [str(old.uuid)]
    assert {one["claim"] for one in found["matching"]} == {str(both.uuid), str(new.uuid)}
    assert Topic.objects.get().keywords == ["cargo"]


def test_the_bench_holds_an_area_against_the_shipped_one(api):
    ClaimFactory(wording="The election was held.")

    found = api.post("/api/v1/harm-areas/test/", {"slug": "elections", "most": 10}, **JSON).json()

    assert (found["matches"], found["no_longer"]) == (0, 1)
    assert found["no_longer_matching"][0]["words"] == ["election*"]


def test_the_areas_in_force_are_the_shipped_ones_and_those_of_the_desk(api):
    given = {"slug": "children", "name": "the young", "gravity": 1, "keywords": ["child*"]}
    made = api.post("/api/v1/harm-areas/", given, **JSON)
    assert made.status_code == 201

    found = {area["slug"]: area for area in api.get("/api/v1/harm-areas/in-force/").json()}

    assert (found["children"]["shipped"], found["children"]["name"]) == (False, "the young")
    assert (found["elections"]["shipped"], found["incitement"]["shipped"]) == (True, True)
    assert len(found) == 8


def test_an_incident_is_started_and_ended(api):
    given = {"name": "Flood", "keywords": ["flood*"], "points": 50, "hours": 2}

    made = api.post("/api/v1/incidents/", given, **JSON).json()
    ended = api.post(f"/api/v1/incidents/{made['uuid']}/end/", **JSON)
    again = api.post(f"/api/v1/incidents/{made['uuid']}/end/", **JSON)

    assert made["ended_at"] is None
    row = Incident.objects.get()
    assert row.ends_at - row.started_at == timedelta(hours=2)
    assert ended.json()["ended_by"]["username"]
    assert (again.status_code, again.json()["code"]) == (409, "ended_already")
    assert api.get("/api/v1/incidents/?running=true").json()["results"] == []


def test_progress_is_read_where_it_stands(api):
    ClaimFactory()
    TopicFactory()
    row = Rescoring.objects.get()

    shown = api.get(f"/api/v1/rescorings/{row.uuid}/")

    assert (shown.json()["reason"], shown.json()["total"], shown.json()["done"]) == ("rules", 1, 0)
    assert "ETag" not in shown.headers
    assert api.get("/api/v1/rescorings/?finished=false").json()["results"][0]["uuid"] == str(row.uuid)
