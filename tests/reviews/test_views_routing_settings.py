"""Routing's settings over the API: versions, which one is in force, comparisons and dry runs."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factcheck.models import User
from reviews import actions
from reviews.models import Assignment, RoutingSettings
from reviews.routing import Weights
from tests.factories import AT, TopicFactory, UserFactory, client_of
from tests.reviews.factories import opened, reviewer

pytestmark = pytest.mark.django_db

URL = "/api/v1/routing-settings/"
NOW = AT + timedelta(days=2)


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.clock.now", lambda: NOW)


@pytest.fixture
def editor() -> User:
    return UserFactory(editor=True)


@pytest.fixture
def api(editor: User) -> Client:
    return client_of(editor)


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    return client.post(f"{URL}{path}", body or {}, content_type="application/json", headers=headers)


def entered(**weights: int) -> RoutingSettings:
    return actions.add_routing_settings(weights=weights, by=None, at=AT)


def worked() -> list[Assignment]:
    """A desk with an expert who gets two fact-checks, and a third that waits."""
    TopicFactory(slug="cargo")
    reviewer(topics={"cargo": 5}, capacity=2)
    files = [opened(offers=True).fact_check for _ in range(3)]
    for number, file in enumerate(files[:2]):
        actions.route(fact_check_id=file.uuid, at=AT + timedelta(hours=number))
    return list(Assignment.objects.order_by("id"))


def test_a_version_is_entered_read_listed_and_put_in_force(api: Client, editor: User):
    made = post(api, "", {"weights": {"load": 900}, "note": "More even."})
    row = made.json()
    live = post(api, f"{row['uuid']}/activate/", {"reason": "Uneven weeks."}, **{"If-Match": made["ETag"]})

    assert (made.status_code, live.status_code) == (201, 200)
    assert (row["version"], row["active"], row["weights"]) == (1, False, asdict(Weights(load=900)))
    assert row["created_by"]["username"] == editor.username
    assert (live.json()["active"], live.json()["reason"]) == (True, "Uneven weeks.")
    assert live.json()["activated_by"]["username"] == editor.username
    assert api.get(f"{URL}in-force/").json() == {"version": 1, "weights": asdict(Weights(load=900))}
    (listed,) = api.get(f"{URL}?active=true").json()["results"]
    assert (listed["uuid"], listed["weights"]["load"]) == (row["uuid"], 900)
    assert actions.weights_in_force() == Weights(load=900)


def test_without_a_version_the_defaults_are_in_force(api: Client):
    assert api.get(f"{URL}in-force/").json() == {"version": None, "weights": asdict(Weights())}


@pytest.mark.parametrize(
    ("weights", "field"),
    [
        ({"charm": 1}, "weights.charm"),
        ({"load": -1}, "weights.load"),
        ({"load": 10_001}, "weights.load"),
        ({"load": "300"}, "weights.load"),
        ({"load": True}, "weights.load"),
        ({"load": 2.5}, "weights.load"),
        (7, "weights"),
    ],
)
def test_weights_that_make_no_sense_are_refused_by_name(api: Client, weights: Any, field: str):
    answer = post(api, "", {"weights": weights})

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert RoutingSettings.objects.count() == 0


def test_a_version_goes_live_only_as_it_was_read(api: Client):
    version = entered()
    path = f"{version.uuid}/activate/"

    blind = post(api, path, {"reason": "So."})
    stale = post(api, path, {"reason": "So."}, **{"If-Match": '"7"'})
    silent = post(api, path, {}, **{"If-Match": '"1"'})

    assert [a.status_code for a in (blind, stale, silent)] == [428, 412, 400]
    assert not RoutingSettings.objects.filter(active=True).exists()


def test_what_is_in_force_already_is_not_put_in_force_again(api: Client):
    version = entered()
    done = post(api, f"{version.uuid}/activate/", {"reason": "So."}, **{"If-Match": "*"})

    again = post(api, f"{version.uuid}/activate/", {"reason": "So."}, **{"If-Match": done["ETag"]})

    assert (again.status_code, again.json()["code"]) == (409, "in_force_already")


def test_two_settings_are_compared_on_the_weeks_of_the_desk(api: Client):
    offers = worked()
    entered(expertise=0, load=900)

    found = post(api, "compare/", {"b": {"version": 1}, "weeks": 2}).json()

    assert (found["decisions"], found["changes"], found["left_out"]) == (2, len(found["changed"]), 0)
    for side in ("a", "b"):
        shown = found[side]
        assert sum(load["seats"] for load in shown["loads"]) == shown["seats"] == 2
        assert sum(bucket["seats"] for bucket in shown["waits"]["buckets"]) == 2
        assert len(shown["weeks"]) == 2
    assert (found["a"]["weights"], found["b"]["weights"]["load"]) == (asdict(Weights()), 900)
    assert found["b"]["gini"] < found["a"]["gini"]
    assert found["words"][0] == f"{found['changes']} of 2 decisions come out differently."
    changed = found["changed"][0]
    assert changed["fact_check"] in {str(o.fact_check.uuid) for o in offers}
    assert changed["wording"]
    assert changed["a"] != changed["b"]


def test_weights_can_be_compared_before_they_are_entered(api: Client):
    worked()

    found = post(api, "compare/", {"a": {"weights": {"load": 0}}, "b": {"weights": {"load": 10_000}}})

    assert (found.status_code, RoutingSettings.objects.count()) == (200, 0)
    assert (found.json()["a"]["weights"]["load"], found.json()["b"]["weights"]["load"]) == (0, 10_000)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "invalid"),
        ({"b": {"version": 9}}, 400, "unknown_version"),
        ({"b": {"version": 1, "weights": {}}}, 400, "refused"),
        ({"b": {}, "weeks": 27}, 400, "invalid"),
        ({"b": {}, "most": 501}, 400, "invalid"),
        ({"b": {}, "months": 2}, 400, "invalid"),
    ],
)
def test_a_comparison_of_nothing_known_is_refused(api: Client, body: Any, status: int, code: str):
    answer = post(api, "compare/", body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_dry_run_says_what_would_be_offered_and_offers_nothing(api: Client):
    offers = worked()

    found = post(api, "dry-run/", {"weights": {"expertise": 0, "load": 900}}).json()

    (seat,) = found["seats"]
    assert (found["offers"], found["unfilled"], found["left_out"]) == (1, 0, 0)
    assert seat["reviewer"]["username"]
    assert (seat["role"], seat["seat"]) == ("researcher", 1)
    assert Assignment.objects.count() == len(offers)


def test_a_comparison_costs_the_same_statements_for_few_decisions_and_for_many(api: Client):
    worked()
    api.get("/api/v1/me/")
    counts = []
    for _ in range(2):
        for path in ("compare/", "dry-run/"):
            with CaptureQueriesContext(connection) as asked:
                assert (
                    post(api, path, {"b": {"weights": {}}} if path == "compare/" else {}).status_code == 200
                )
            counts.append(len(asked))
        for _ in range(4):
            file = opened(offers=True).fact_check
            actions.route(fact_check_id=file.uuid, at=AT + timedelta(hours=3))
            opened(offers=True)

    assert counts[:2] == counts[2:]
    assert max(counts) < 25


def test_nobody_but_editors_reads_or_decides_how_claims_are_routed():
    version = entered()
    for who in (reviewer().user, UserFactory(service=True), UserFactory(reader=True)):
        client = client_of(who)
        assert client.get(URL).status_code == 403
        assert client.get(f"{URL}{version.uuid}/").status_code == 403
        assert post(client, "compare/", {"b": {}}).status_code == 403
