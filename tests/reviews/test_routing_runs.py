"""Routings of the backlog over the API, in the admin and on the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factcheck import clock, jobs
from factcheck.models import Job, User
from reviews import actions
from reviews.actions.routing import backlog
from reviews.models import Assignment, RoutingRun
from tests.factories import AT, ClaimFactory, UserFactory, client_of
from tests.reviews.factories import policy, reviewer, scale

pytestmark = pytest.mark.django_db

RUNS = "/api/v1/routing-runs/"
PAGE = "/admin/reviews/routingrun/"


def waiting(number: int) -> None:
    policy(offers=True)
    scale()
    editor = UserFactory(editor=True)
    for _ in range(number):
        actions.open_fact_check(claim_id=ClaimFactory().uuid, by=editor, at=AT)


def routed() -> RoutingRun:
    return actions.route_backlog(at=AT, now=lambda: AT)


def command(*options: str) -> str:
    said = StringIO()
    call_command("route", *options, stdout=said)
    return said.getvalue()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_a_run_tells_whom_it_looked_at_and_what_it_gave_them():
    waiting(3)
    most, least = reviewer(capacity=2), reviewer(capacity=1)
    full = reviewer(capacity=0)
    run = routed()

    told = client_of(UserFactory(editor=True)).get(f"{RUNS}{run.uuid}/").json()

    assert (told["status"], told["seats"], told["offers"], told["unfilled"]) == ("done", 3, 3, 0)
    assert (told["asked_by"], told["version"]) == (None, None)
    people = {row["reviewer"]["uuid"]: (row["given"], row["room"]) for row in told["people"]}
    assert people == {str(most.uuid): (2, 2), str(least.uuid): (1, 1), str(full.uuid): (0, 0)}
    assert {row["reviewer"]["uuid"] for row in told["people"] if row["price"] is None} == {str(full.uuid)}


def test_runs_are_listed_newest_first_and_by_status():
    waiting(1)
    reviewer()
    run = routed()
    editor = UserFactory(editor=True)
    asked = actions.ask_for_routing(by=editor, at=AT)
    client = client_of(editor)

    assert [row["uuid"] for row in client.get(RUNS).json()["results"]] == [str(asked.uuid), str(run.uuid)]
    [done] = client.get(f"{RUNS}?status=done").json()["results"]
    assert (done["uuid"], done["offers"]) == (str(run.uuid), 1)


def test_who_posts_has_it_routed_and_can_follow_the_run():
    waiting(2)
    reviewer()
    editor = UserFactory(editor=True)
    client = client_of(editor)
    Job.objects.all().delete()

    answer = client.post(RUNS)
    jobs.drain()

    told = client.get(f"{RUNS}{answer.json()['uuid']}/").json()
    assert (answer.status_code, answer.json()["status"]) == (202, "running")
    assert (told["status"], told["offers"]) == ("done", 2)
    assert told["asked_by"]["username"] == editor.username
    assert Assignment.objects.count() == 2


def test_who_posts_while_it_is_routed_is_told_the_run():
    client = client_of(UserFactory(editor=True))
    first = client.post(RUNS).json()

    answer = client.post(RUNS)

    assert (answer.status_code, answer.json()["code"]) == (409, "already_routing")
    assert answer.json()["details"]["run"] == first["uuid"]
    assert RoutingRun.objects.count() == 1


def test_a_page_says_what_came_of_a_run():
    waiting(2)
    chosen = reviewer(capacity=2)
    run = routed()

    page = browser(UserFactory(editor=True)).get(f"{PAGE}{run.uuid}/change/").content.decode()

    assert str(chosen.user) in page
    assert "one more would be worth" in page
    assert "lease" not in page


def test_the_list_of_runs_reads_none_of_their_people():
    waiting(1)
    reviewer()
    routed()
    client = browser(UserFactory(editor=True))

    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGE).status_code == 200

    assert not [q for q in asked.captured_queries if '"candidates"' in q["sql"]]


def test_a_button_routes_now_and_leads_to_the_run():
    editor = UserFactory(editor=True)
    client = browser(editor)
    listed = client.get(PAGE).content.decode()

    asked = client.get(f"{PAGE}now/")
    answer = client.post(f"{PAGE}now/")

    run = RoutingRun.objects.get()
    assert f"{PAGE}now/" in listed
    assert b"Route now" in asked.content
    assert answer["Location"] == f"{PAGE}{run.uuid}/change/"
    assert run.asked_by == editor


def test_the_button_says_that_it_is_being_routed():
    client = browser(UserFactory(editor=True))
    client.post(f"{PAGE}now/")

    again = client.post(f"{PAGE}now/")

    assert "The backlog is being routed." in again.content.decode()
    assert RoutingRun.objects.count() == 1


def test_the_button_is_for_editors():
    answer = browser(reviewer().user).post(f"{PAGE}now/")

    assert answer.status_code == 403
    assert not RoutingRun.objects.exists()


def test_the_command_routes_and_says_how_it_went():
    waiting(3)
    reviewer(capacity=2)

    assert command() == (
        "2 of 3 free seats are offered. Nobody was free for 1: their fact-checks say what would help.\n"
    )
    assert Assignment.objects.count() == 2


def test_the_command_says_what_it_left_to_the_next_run(monkeypatch):
    monkeypatch.setattr(backlog, "MOST_SEATS", 1)
    waiting(3)
    reviewer()

    assert command() == "1 of 1 free seats are offered; 2 more are left to the next run.\n"


def test_the_command_says_it_to_programs_too():
    waiting(1)
    reviewer()

    told = json.loads(command("--json"))

    assert (told["seats"], told["offers"], told["unfilled"], told["left_out"]) == (1, 1, 0, 0)
    assert told["run"] == str(RoutingRun.objects.get().uuid)


def test_the_command_finds_nothing_to_do():
    assert command() == "No seat waits.\n"
    assert json.loads(command("--json"))["run"] is None


def test_the_command_does_not_route_beside_another_run():
    waiting(1)
    actions.ask_for_routing(by=UserFactory(editor=True), at=clock.now())

    with pytest.raises(CommandError, match="being routed"):
        command()
