"""Who comes in: keys, their end, their scopes; sessions and CSRF."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factcheck import clock, keys
from factcheck.api import key_lookup
from factcheck.errors import NotAllowed
from factcheck.models import ApiKey, User
from factcheck.roles import Role
from tests.factcheck.api.answers import is_problem

ME = "/api/v1/me/"


def with_token(token: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)


def test_a_key_opens_the_door_for_its_person(person: Callable[..., User]) -> None:
    reviewer = person("reviewer")
    _, token = ApiKey.issue(user=reviewer, name="laptop", scopes=["read"])

    answer = with_token(token).get(ME).json()

    assert answer["user"]["uuid"] == str(reviewer.uuid)
    assert answer["key"]["name"] == "laptop"


def test_the_word_token_opens_it_too(person: Callable[..., User]) -> None:
    _, token = ApiKey.issue(user=person(), name="laptop", scopes=["read"])

    assert Client().get(ME, headers={"Authorization": f"token {token}"}).status_code == 200


@pytest.mark.parametrize("fault", ["expired", "revoked", "inactive", "unknown"])
def test_a_key_that_is_not_live_is_refused(person: Callable[..., User], fault: str) -> None:
    reviewer, at = person(), clock.now()
    key, token = ApiKey.issue(user=reviewer, name="x", scopes=["read", "write"])
    before = at - timedelta(seconds=1)
    ApiKey.objects.filter(pk=key.pk, name="x").update(
        **{"expired": {"expires_at": before}, "revoked": {"revoked_at": before}}.get(fault, {})
    )
    User.objects.filter(pk=reviewer.pk).update(is_active=fault != "inactive")

    response = with_token(token if fault != "unknown" else token[:-1] + "A!").get(ME)

    is_problem(response, 401, "bad_key")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_that_ends_later_is_live(person: Callable[..., User]) -> None:
    _, token = ApiKey.issue(
        user=person(), name="x", scopes=["read"], expires_at=clock.now() + timedelta(minutes=1)
    )

    assert with_token(token).get(ME).status_code == 200


def test_the_hand_written_statement_reads_what_the_plain_query_reads(person: Callable[..., User]) -> None:
    ends = clock.now() + timedelta(days=1)
    made, token = ApiKey.issue(user=person(name="Ada"), name="x", scopes=["read"], expires_at=ends)

    admitted = key_lookup.find(token)

    assert admitted is not None
    plain = ApiKey.objects.live(at=admitted.at).select_related("user").get(pk=made.pk)
    key = admitted.key
    assert [getattr(key, name) for name in key_lookup._KEY] == [getattr(plain, n) for n in key_lookup._KEY]
    assert [getattr(key.user, n) for n in key_lookup._USER] == [
        getattr(plain.user, n) for n in key_lookup._USER
    ]
    assert key.user_id == plain.user_id
    assert "password" in key.user.get_deferred_fields()


def test_a_key_is_looked_up_in_one_statement_and_its_use_noted_once_a_minute(
    person: Callable[..., User],
) -> None:
    key, token = ApiKey.issue(user=person(), name="x", scopes=["read"])
    client = with_token(token)

    with CaptureQueriesContext(connection) as first:
        client.get(ME)
    with CaptureQueriesContext(connection) as second:
        client.get(ME)
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=clock.now() - timedelta(seconds=61))
    with CaptureQueriesContext(connection) as after_a_minute:
        client.get(ME)

    assert [len(first), len(second), len(after_a_minute)] == [2, 1, 2]
    key.refresh_from_db()
    assert key.last_used_at is not None
    assert key.last_used_at > clock.now() - timedelta(seconds=30)


@pytest.mark.parametrize(
    ("scopes", "reads", "writes"),
    [(("read",), 200, 403), (("write",), 403, 201), (("read", "write"), 200, 201), ((), 403, 403)],
)
def test_a_key_does_what_its_scopes_say(
    api: Callable[..., Client], scopes: tuple[str, ...], reads: int, writes: int
) -> None:
    client = api(scopes=scopes)

    assert client.get("/api/v1/outlets/").status_code == reads
    body = {"slug": "a", "name": "b"}
    assert client.post("/api/v1/outlets/", body, content_type="application/json").status_code == writes


def test_the_role_of_a_person_is_asked_where_an_endpoint_is_for_one(
    api: Callable[..., Client], person: Callable[..., User]
) -> None:
    path = "/api/v1/outlets/only-editors/"

    is_problem(api(person("reviewer")).post(path), 403, "role_missing")
    assert api(person("editor")).post(path).status_code == 200


def test_without_key_or_session_the_door_is_closed(db: None) -> None:
    response = Client().get("/api/v1/outlets/")

    is_problem(response, 401, "not_authenticated")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="desk"'


def test_what_is_for_anyone_needs_no_key_but_refuses_a_wrong_one(db: None) -> None:
    path = "/api/v1/outlets/open-to-all/"

    assert Client().get(path).json() == {"anonymous": True}
    is_problem(with_token("fc_" + "x" * 43).get(path), 401, "bad_key")


def test_a_session_reads_and_writes_only_with_its_csrf_token(person: Callable[..., User]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person(), "django.contrib.auth.backends.ModelBackend")
    body: dict[str, Any] = {"data": {"slug": "a", "name": "b"}, "content_type": "application/json"}
    token = "a" * 32
    browser.cookies["csrftoken"] = token

    assert browser.get("/api/v1/outlets/").status_code == 200
    is_problem(browser.post("/api/v1/outlets/", **body), 403, "csrf_failed")
    assert browser.post("/api/v1/outlets/", **body, headers={"X-CSRFToken": token}).status_code == 201


def test_a_session_of_somebody_switched_off_is_closed(person: Callable[..., User]) -> None:
    reviewer, browser = person(), Client()
    browser.force_login(reviewer, "django.contrib.auth.backends.ModelBackend")
    User.objects.filter(pk=reviewer.pk).update(is_active=False)

    is_problem(browser.get("/api/v1/outlets/"), 401)


def test_the_command_prints_a_token_that_works_and_is_stored_nowhere(person: Callable[..., User]) -> None:
    reviewer, out = person(), io.StringIO()

    call_command("create_key", reviewer.username, "--scope", "read", "--days", "30", "--json", stdout=out)

    made = json.loads(out.getvalue())
    key = ApiKey.objects.get(uuid=made["uuid"])
    assert with_token(made["token"]).get(ME).status_code == 200
    assert (key.scopes, key.digest) == (["read"], ApiKey.digest_of(made["token"]))
    assert key.expires_at is not None
    assert timedelta(days=29) < key.expires_at - clock.now() <= timedelta(days=30)


def test_the_command_says_who_is_missing(db: None) -> None:
    with pytest.raises(CommandError, match="no active user “nobody”"):
        call_command("create_key", "nobody")


def test_the_command_refuses_days_that_make_no_sense(person: Callable[..., User]) -> None:
    with pytest.raises(CommandError, match="--days"):
        call_command("create_key", person().username, "--days", "-1")


def test_a_key_needs_scopes_that_exist(person: Callable[..., User]) -> None:
    for scopes in ([], ["read", "admin"]):
        with pytest.raises(keys.UnknownScope):
            keys.create(user=person(), name="x", scopes=scopes, days=None, at=clock.now())


def test_only_its_owner_or_an_administrator_revokes_a_key_and_once(person: Callable[..., User]) -> None:
    at, owner, colleague = clock.now(), person(), person("editor")
    key, _ = ApiKey.issue(user=owner, name="x", scopes=["read"])

    with pytest.raises(NotAllowed):
        keys.revoke(key_id=key.uuid, by=colleague, at=at)
    keys.revoke(key_id=key.uuid, by=person(Role.ADMINISTRATOR), at=at)
    with pytest.raises(keys.AlreadyRevoked):
        keys.revoke(key_id=key.uuid, by=owner, at=at)
