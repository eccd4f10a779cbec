"""Who am I, jobs, events."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from factcheck import clock
from factcheck.models import Event, Job, JobStatus, User
from tests.factcheck.api import newsroom
from tests.factcheck.api.answers import is_problem


@pytest.fixture
def dead(db: None) -> Job:
    at = clock.now() - timedelta(hours=1)
    return Job.objects.create(
        task="claims.tasks.read_article",
        due_at=at,
        created_at=at,
        status=JobStatus.DEAD,
        attempts=5,
        fence=5,
        reason="It never answered.",
    )


@pytest.mark.parametrize("role", ["reader", "reviewer", "senior_reviewer", "service"])
def test_jobs_are_for_editors(api: Callable[..., Client], person: Callable[..., User], role: str) -> None:
    is_problem(api(person(role)).get("/api/v1/jobs/"), 403, "role_missing")


@pytest.mark.parametrize("role", ["editor", "reviewer", "reader", "service", "senior_reviewer"])
def test_events_are_for_administrators(
    api: Callable[..., Client], person: Callable[..., User], role: str
) -> None:
    is_problem(api(person(role)).get("/api/v1/events/"), 403, "role_missing")


def test_a_dead_job_is_found_and_started_again(
    api: Callable[..., Client], person: Callable[..., User], dead: Job
) -> None:
    client = api(person("editor"))
    (row,) = client.get("/api/v1/jobs/?status=dead").json()["results"]

    answer = client.post(f"/api/v1/jobs/{row['uuid']}/requeue/").json()

    assert (answer["status"], answer["attempts"]) == ("due", 0)
    dead.refresh_from_db()
    assert dead.status == JobStatus.DUE
    is_problem(client.post(f"/api/v1/jobs/{row['uuid']}/requeue/"), 409, "job_not_dead")


def test_an_event_is_read_as_it_was_chained(api: Callable[..., Client], person: Callable[..., User]) -> None:
    boss = person("administrator")
    outlet = newsroom.open_outlet(slug="a", name="A", by=boss, at=clock.now())
    client = api(boss)

    (row,) = client.get(f"/api/v1/events/?subject={outlet.uuid}").json()["results"]
    whole = client.get(f"/api/v1/events/{row['uuid']}/").json()

    event = Event.objects.get()
    assert (row["name"], row["seq"], row["by"]) == ("outlet.opened", 1, str(boss.uuid))
    assert (whole["hash"], whole["previous_hash"]) == (event.hash, "")


def test_who_am_i_tells_a_browser_without_key_so(person: Callable[..., User]) -> None:
    browser = Client()
    browser.force_login(person("reader"), "django.contrib.auth.backends.ModelBackend")

    assert browser.get("/api/v1/me/").json()["key"] is None
