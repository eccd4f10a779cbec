"""The sample desk: loaded once, left alone afterwards, opened only when asked."""

import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from claims.models import Claimant, Outlet, Topic
from factcheck import audit
from factcheck.models import ApiKey, Event, User
from reviews import seeding
from reviews.models import ConflictOfInterest, Policy, Rating, Reviewer, Scale

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture(autouse=True)
def _data_dir(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    # Hashing a password is slow on purpose; what is tested here is who gets one.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def seed(**options: Any) -> str:
    out = io.StringIO()
    call_command("seed", stdout=out, **options)
    return out.getvalue()


def given(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((SEEDS / f"{name}.json").read_text("utf-8"))
    return rows


def rows() -> dict[str, int]:
    models = (
        Topic,
        Outlet,
        User,
        Reviewer,
        ConflictOfInterest,
        Claimant,
        Scale,
        Rating,
        Policy,
        ApiKey,
        Event,
    )
    return {model.__name__: model._default_manager.count() for model in models}


def test_everything_in_the_seeds_is_there_afterwards():
    seed()

    assert set(Topic.objects.values_list("slug", flat=True)) == {t["slug"] for t in given("topics")}
    assert set(Outlet.objects.values_list("slug", "domain")) == {
        (o["slug"], o["domain"]) for o in given("outlets")
    }
    assert set(User.objects.values_list("username", "role")) == {
        (p["username"], p["role"]) for p in given("people")
    }
    assert set(Scale.objects.values_list("slug", "words_only", "is_default")) == {
        (s["slug"], s["words_only"], s["default"]) for s in given("scales")
    }
    assert Rating.objects.count() == sum(len(s["ratings"]) for s in given("scales"))
    assert set(Policy.objects.values_list("slug", "judging", "active")) == {
        (p["slug"], p["judging"], p["active"]) for p in given("policies")
    }
    assert list(audit.faults()) == []


def test_a_policy_keeps_every_term_of_its_seed():
    seed()

    for policy in given("policies"):
        row = Policy.objects.get(slug=policy["slug"])
        assert row.pull == policy["next"]
        assert row.primary_source == policy["evidence"]["primary"]
        assert row.independent_sources == policy["evidence"]["independent_sources"]
        assert row.is_default == policy["default"]
        for term in (
            "approver",
            "raters",
            "offers",
            "offer_hours",
            "due_hours",
            "tolerance",
            "claimant_contact",
        ):
            assert getattr(row, term) == policy[term], term


def test_people_of_the_desk_have_profiles_with_languages_topics_and_conflicts():
    seed()

    for person in given("people"):
        profile = Reviewer.objects.filter(user__username=person["username"]).first()
        assert (profile is not None) == (person["role"] not in ("reader", "service"))
        if profile is None:
            continue
        assert dict(profile.languages.values_list("language", "level")) == person["languages"]
        assert dict(profile.topics.values_list("topic__slug", "skill")) == person["topics"]
        assert (profile.employer and profile.employer.slug) == person["employer_outlet"]
        assert profile.time_zone == person["time_zone"]
        assert (profile.weekly_capacity, profile.seniority) == (
            person["weekly_capacity"],
            person["seniority"],
        )
        assert [f"{day} {a} {b}" for day, a, b in profile.working_hours] == person["working_hours"]
        declared = {
            (c.outlet and c.outlet.slug) or (c.claimant and c.claimant.name) or (c.topic and c.topic.slug)
            for c in profile.conflicts.select_related("outlet", "claimant", "topic")
        }
        assert declared == {conflict["value"] for conflict in person["conflicts"]}


def test_the_second_run_adds_nothing_and_says_so():
    seed(with_keys=True)
    before, keys, logins = rows(), seeding.tokens(), seeding.logins()

    said = seed(with_keys=True)

    assert said.endswith("Everything was there already; nothing was changed.\n")
    assert (rows(), seeding.tokens(), seeding.logins()) == (before, keys, logins)


def test_what_the_desk_has_changed_stays():
    seed()
    User.objects.filter(username="kofi.mensah").update(role="editor")
    Outlet.objects.filter(slug="harbour-post").update(name="The Post")

    seed()

    assert User.objects.get(username="kofi.mensah").role == "editor"
    assert Outlet.objects.get(slug="harbour-post").name == "The Post"


def test_a_run_that_was_cut_short_is_finished_by_the_next(monkeypatch):
    whole = seeding.sowing.actions.declare_conflict

    def cut(**_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(seeding.sowing.actions, "declare_conflict", cut)
    with pytest.raises(KeyboardInterrupt):
        seed()
    half = User.objects.count()
    monkeypatch.setattr(seeding.sowing.actions, "declare_conflict", whole)
    seed()

    assert 0 < half < len(given("people"))
    assert User.objects.count() == len(given("people"))
    assert ConflictOfInterest.objects.count() == sum(len(p["conflicts"]) for p in given("people"))


def test_nobody_can_log_in_unless_asked_for():
    seed()

    assert seeding.tokens() == seeding.logins() == {}
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert ApiKey.objects.count() == 0


def test_keys_and_passwords_open_the_door_and_lie_in_files_of_the_owner_alone(tmp_path):
    seed(with_keys=True)

    for name, token in seeding.tokens().items():
        answer = Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/me/")
        assert answer.json()["user"]["username"] == name
    people = {user.username: user for user in User.objects.all()}
    assert {people[name].role for name in seeding.logins()} == {"reviewer", "editor", "administrator"}
    assert all(people[name].check_password(password) for name, password in seeding.logins().items())
    for file in ("demo_keys.json", "demo_logins.json"):
        assert stat.S_IMODE((tmp_path / file).stat().st_mode) == 0o600


def test_keys_of_another_database_are_replaced(tmp_path):
    (tmp_path / "demo_keys.json").write_text(json.dumps({"kofi.mensah": "fc_of_an_earlier_desk"}))

    seed(with_keys=True)

    token = seeding.tokens()["kofi.mensah"]
    assert Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/me/").status_code == 200


def test_a_desk_in_production_gets_no_sample_keys(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="no place"):
        seed(with_keys=True)

    assert User.objects.count() == 0


def test_seeds_that_are_not_there_are_one_line(tmp_path):
    with pytest.raises(CommandError, match="cannot be loaded"):
        seed(seeds=tmp_path)


def test_the_count_of_what_was_added_comes_as_json_too():
    added = json.loads(seed(json=True))["added"]

    assert added["people"] == len(given("people"))
    assert json.loads(seed(json=True))["added"] == dict.fromkeys(added, 0)
