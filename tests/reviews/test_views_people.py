"""Reviewers over HTTP: who sets up whom, what is refused field by field, whose figures one reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from factcheck import clock
from reviews import actions
from reviews.models import ConflictOfInterest, Reviewer, ReviewerTopic
from tests.factories import OutletFactory, TopicFactory, UserFactory, client_of
from tests.reviews.factories import opened, reviewer

pytestmark = pytest.mark.django_db

OFFICE = [[day, "09:00", "17:00"] for day in range(1, 6)]


def path(profile: Reviewer) -> str:
    return f"/api/v1/reviewers/{profile.uuid}/"


def patch(client: Client, profile: Reviewer, match: str = "*", **body: Any) -> Any:
    return client.patch(
        path(profile), body, content_type="application/json", headers={"If-Match": match} if match else {}
    )


def errors(answer: Any) -> dict[str, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return {error["field"]: error["code"] for error in answer.json().get("errors", [])}


def test_an_editor_gives_a_person_a_profile():
    paper, energy = OutletFactory(slug="paper"), TopicFactory(slug="energy")
    user, editor = UserFactory(username="ada"), client_of(UserFactory(editor=True))
    body = {
        "user": "ada",
        "capacity": 3,
        "weekly_capacity": 5,
        "seniority": 70,
        "employer": "paper",
        "languages": [{"language": "pt-BR", "level": "native"}, {"language": "en", "level": "working"}],
        "topics": [{"topic": "energy", "skill": 4}],
        "opted_out": ["energy"],
        "time_zone": "America/Sao_Paulo",
        "working_hours": OFFICE,
    }

    made = editor.post("/api/v1/reviewers/", body, content_type="application/json")
    again = editor.post("/api/v1/reviewers/", body, content_type="application/json")

    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    shown = made.json()
    known = {"topic": energy.slug, "skill": 4, "learnt": None, "learnt_from": 0, "opted_out": True}
    assert shown.pop("uuid") == str(user.reviewer.uuid)
    assert shown == {
        **{name: body[name] for name in ("capacity", "weekly_capacity", "seniority", "time_zone")},
        "username": "ada",
        "name": user.name,
        "employer": paper.slug,
        "languages": sorted(body["languages"], key=lambda row: row["level"]),
        "topics": [known],
        "load": 0,
        "this_week": 0,
        "working_hours": OFFICE,
        "absent_from": None,
        "absent_until": None,
    }
    assert (again.status_code, again.json()["code"]) == (409, "already_there")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"user": "nobody"}, "user", "unknown_user"),
        ({"user": "gone"}, "user", "unknown_user"),
        ({"user": "reader"}, "user", "refused"),
        ({"capacity": 3}, "user", "required"),
        ({"user": "ada", "salary": 3}, "salary", "unknown_field"),
    ],
)
def test_a_profile_is_for_somebody_on_the_desk(body: dict[str, Any], field: str, code: str):
    UserFactory(username="ada")
    UserFactory(username="gone", is_active=False)
    UserFactory(username="reader", reader=True)

    answer = client_of(UserFactory(editor=True)).post(
        "/api/v1/reviewers/", body, content_type="application/json"
    )

    assert (answer.status_code, errors(answer)) == (400, {field: code})
    assert not Reviewer.objects.exists()


def test_a_person_changes_his_own_hours_absence_and_topics_he_does_not_want():
    TopicFactory(slug="sport")
    profile = reviewer()
    own = client_of(profile.user)
    away = {"absent_from": "2026-07-01T00:00:00Z", "absent_until": "2026-07-14T00:00:00Z"}

    answer = patch(
        own, profile, '"1"', time_zone="Europe/Berlin", working_hours=OFFICE, opted_out=["sport"], **away
    )

    shown = answer.json()
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert {name: shown[name] for name in ("time_zone", "working_hours", *away)} == {
        "time_zone": "Europe/Berlin",
        "working_hours": OFFICE,
        **away,
    }
    assert [(row["topic"], row["skill"], row["opted_out"]) for row in shown["topics"]] == [
        ("sport", None, True)
    ]
    assert patch(own, profile, opted_out=[], absent_from=None, absent_until=None).json()["topics"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"capacity": 9},
        {"weekly_capacity": None},
        {"seniority": 99},
        {"employer": ""},
        {"languages": []},
        {"topics": []},
        {"time_zone": "Europe/Berlin", "capacity": 9},
    ],
)
def test_what_an_editor_says_of_a_person_he_does_not_say_himself(body: dict[str, Any]):
    profile = reviewer()

    answer = patch(client_of(profile.user), profile, **body)

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    profile.refresh_from_db()
    assert (profile.time_zone, profile.capacity, profile.chain_seq) == ("UTC", 9, 1)
    assert patch(client_of(UserFactory(editor=True)), profile, **body).status_code == 200


def test_a_colleague_changes_nothing():
    profile = reviewer()

    assert patch(client_of(reviewer().user), profile, time_zone="Europe/Berlin").status_code == 403


def test_a_change_names_the_version_it_was_made_on():
    profile = reviewer()
    own = client_of(profile.user)

    missing = patch(own, profile, "", time_zone="Europe/Berlin")
    stale = patch(own, profile, '"7"', time_zone="Europe/Berlin")

    assert (missing.status_code, stale.status_code) == (428, 412)
    assert patch(own, profile, '"1"', time_zone="Europe/Berlin").status_code == 200
    assert patch(own, profile, '"1"', time_zone="Europe/Paris").status_code == 412


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"time_zone": "Berlin"}, "time_zone"),
    ({"time_zone": 7}, "time_zone"),
    ({"working_hours": [[1, "17:00", "09:00"]]}, "working_hours"),
    ({"working_hours": [[1, "09:00", "12:00"], [1, "11:00", "13:00"]]}, "working_hours"),
    ({"working_hours": [[9, "09:00", "12:00"]]}, "working_hours"),
    ({"working_hours": "always"}, "working_hours"),
    ({"working_hours": None}, "working_hours"),
    ({"absent_from": "2026-07-14T00:00:00Z", "absent_until": "2026-07-01T00:00:00Z"}, "absent_until"),
    ({"absent_from": "tomorrow"}, "absent_from"),
    ({"opted_out": ["volcanoes"]}, "opted_out"),
    ({"capacity": -1}, "capacity"),
    ({"capacity": None}, "capacity"),
    ({"capacity": True}, "capacity"),
    ({"weekly_capacity": 1001}, "weekly_capacity"),
    ({"seniority": 101}, "seniority"),
    ({"employer": "nowhere"}, "employer"),
    ({"languages": [{"language": "English", "level": "native"}]}, "languages"),
    ({"languages": [{"language": "en", "level": "native"}] * 2}, "languages"),
    ({"languages": [{"language": "en", "level": "so-so"}]}, "languages.0.level"),
    ({"languages": [{"language": "en", "level": "native", "since": 1999}]}, "languages.0.since"),
    ({"topics": [{"topic": "volcanoes", "skill": 3}]}, "topics"),
    ({"topics": [{"topic": "energy", "skill": 6}]}, "topics.0.skill"),
    ({"topics": [{"topic": "energy", "skill": 3}] * 2}, "topics"),
    ({"mood": "fine"}, "mood"),
    ({}, ""),
]


@pytest.mark.parametrize(("body", "field"), WRONG, ids=[str(body)[:60] for body, _ in WRONG])
def test_each_mistake_is_named_by_its_field(body: dict[str, Any], field: str):
    TopicFactory(slug="energy")
    profile = reviewer()

    answer = patch(client_of(UserFactory(editor=True)), profile, **body)

    assert answer.status_code == 400, answer.content
    assert set(errors(answer)) == ({field} if field else set())
    profile.refresh_from_db()
    assert profile.chain_seq == 1


def test_an_absence_to_come_is_set_and_ended_at_its_own_address():
    profile = reviewer()
    own, url = client_of(profile.user), f"{path(profile)}absence/"
    away = {"begins": "2026-07-01T00:00:00Z", "until": None}

    set_ = own.post(url, away, content_type="application/json").json()
    ended = own.post(url, {"until": None}, content_type="application/json").json()

    assert (set_["absent_from"], set_["absent_until"]) == ("2026-07-01T00:00:00Z", None)
    assert (ended["absent_from"], ended["absent_until"]) == (None, None)


def test_figures_of_others_are_the_editors():
    at = clock.now()
    profile = reviewer(topics={TopicFactory(slug="energy").slug: 4}, weekly_capacity=5, seniority=70)
    ReviewerTopic.objects.update(learnt=4.4, learnt_from=7)
    for days in (1, 8):
        case = opened()
        actions.hand_out(
            fact_check_id=case.uuid, to=profile.uuid, by=case.editor, at=at - timedelta(days=days)
        )
    names = ("capacity", "load", "weekly_capacity", "this_week", "seniority")

    def figures(client: Client) -> tuple[Any, ...]:
        detail = client.get(path(profile)).json()
        (row,) = (
            r for r in client.get("/api/v1/reviewers/").json()["results"] if r["uuid"] == detail["uuid"]
        )
        (topic,) = detail["topics"]
        assert [row[name] for name in names] == [detail[name] for name in names]
        return (
            *(detail[name] for name in names),
            topic["skill"],
            topic["learnt"],
            topic["learnt_from"],
        )

    for reader in (profile.user, UserFactory(editor=True)):
        assert figures(client_of(reader)) == (9, 2, 5, 1, 70, 4, 4.4, 7)
    assert figures(client_of(reviewer().user)) == (None,) * 8


@pytest.mark.parametrize("kind", ["person", "organisation", "claimant"])
def test_a_conflict_with_somebody_is_declared_by_name(kind: str):
    own = client_of(reviewer().user)
    body = {"kind": kind, "value": "Harbour Trust", "reason": "My brother works there."}

    made = own.post("/api/v1/conflicts/", body, content_type="application/json")
    twice = own.post("/api/v1/conflicts/", body, content_type="application/json")

    assert (made.status_code, made.json()["claimant"]) == (201, "Harbour Trust")
    assert (twice.status_code, twice.json()["code"]) == (409, "already_declared")
    assert ConflictOfInterest.objects.count() == 1
