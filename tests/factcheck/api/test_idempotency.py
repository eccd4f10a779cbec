"""One key, one effect, one answer."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Outlet
from factcheck import clock
from factcheck.api import idempotency
from factcheck.models import ApiKey, Event, IdempotencyKey, User
from tests.factcheck.api.answers import is_problem

OUTLETS = "/api/v1/outlets/"
BODY = {"slug": "gazette", "name": "The Gazette"}


def post(client: Client, key: str | None = "k1", body: dict[str, Any] = BODY, path: str = OUTLETS) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(path, body, content_type="application/json", headers=headers)


def test_the_same_request_again_gets_the_same_answer_and_no_second_effect(api: Callable[..., Client]) -> None:
    client = api()

    first, second = post(client), post(client)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    assert second.headers["Content-Type"] == "application/json"
    assert second.headers["Idempotent-Replayed"] == "true"
    assert (Outlet.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("body", "path"),
    [({**BODY, "name": "Other"}, OUTLETS), (BODY, OUTLETS + "open-to-all/")],
    ids=["another body", "another address"],
)
def test_another_request_with_the_key_is_refused(
    api: Callable[..., Client], body: dict[str, str], path: str
) -> None:
    client = api()
    post(client)

    is_problem(post(client, body=body, path=path), 422, "idempotency_key_reused")
    assert Outlet.objects.count() == 1


def test_a_key_is_its_persons_own(api: Callable[..., Client]) -> None:
    post(api())

    response = post(api(), body={"slug": "herald", "name": "The Herald"})

    assert response.status_code == 201
    assert "Idempotent-Replayed" not in response.headers


def test_a_refusal_undoes_everything_and_leaves_the_key_free(
    api: Callable[..., Client], outlets: Callable[[int], list[Outlet]]
) -> None:
    client, outlet = api(), outlets(1)[0]

    refused = post(client, body={"name": "Mine"}, path=f"{OUTLETS}{outlet.uuid}/take-over/")

    is_problem(refused, 409, "conflict")
    outlet.refresh_from_db()
    assert outlet.name == "Outlet 0"
    assert not IdempotencyKey.objects.exists()
    assert post(client).status_code == 201


def test_invalid_input_leaves_the_key_free(api: Callable[..., Client]) -> None:
    client = api()

    is_problem(post(client, body={"slug": "gazette"}), 400, "invalid")
    assert post(client).status_code == 201


def test_an_error_that_is_returned_keeps_its_effect_and_leaves_the_key_free(
    api: Callable[..., Client], outlets: Callable[[int], list[Outlet]]
) -> None:
    client, outlet = api(), outlets(1)[0]

    late = post(client, body={"name": "Late text"}, path=f"{OUTLETS}{outlet.uuid}/keep-late/")

    is_problem(late, 409, "too_late")
    outlet.refresh_from_db()
    assert outlet.name == "Late text"
    assert not IdempotencyKey.objects.exists()


def test_a_crash_between_effect_and_answer_leaves_neither_and_does_not_lock_the_key(
    api: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = api()

    def crash(*_: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(idempotency, "_store", crash)
        response = post(client)

    is_problem(response, 500, "bug")
    assert (Outlet.objects.count(), Event.objects.count(), IdempotencyKey.objects.count()) == (0, 0, 0)
    assert post(client).status_code == 201


def test_a_key_is_forgotten_after_a_day(api: Callable[..., Client]) -> None:
    client = api()
    post(client, path=OUTLETS + "open-to-all/")
    IdempotencyKey.objects.update(created_at=clock.now() - timedelta(hours=24, seconds=1))

    assert post(client).status_code == 201


def test_a_key_that_somebody_else_holds_is_running(api: Callable[..., Client]) -> None:
    client = api()
    post(client)
    IdempotencyKey.objects.update(status=None)

    response = post(client)

    is_problem(response, 409, "idempotency_key_running")
    assert int(response.headers["Retry-After"]) > 0


def test_the_public_cannot_use_keys(db: None) -> None:
    is_problem(post(Client(), path=OUTLETS + "open-to-all/"), 400, "bad_idempotency_key")


def test_a_key_on_another_method_means_nothing(api: Callable[..., Client]) -> None:
    assert api().get(OUTLETS, headers={"Idempotency-Key": "k1"}).status_code == 200
    assert not IdempotencyKey.objects.exists()


def test_a_key_costs_two_statements(api: Callable[..., Client]) -> None:
    client = api()

    with CaptureQueriesContext(connection) as without:
        post(client, key=None)
    with CaptureQueriesContext(connection) as with_key:
        post(client, body={"slug": "herald", "name": "The Herald"})

    def work(queries: Any) -> list[str]:
        quiet = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")
        return [q["sql"] for q in queries.captured_queries if not q["sql"].startswith(quiet)]

    assert len(work(with_key)) == len(work(without)) + 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_at_once_waits_and_gets_the_firsts_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    user = User.objects.create_user("twice", role="editor")
    _, token = ApiKey.issue(user=user, name="x", scopes=["read", "write"])
    arrived, leave = threading.Event(), threading.Event()
    store = idempotency._store

    def slowly(*args: Any) -> None:
        arrived.set()
        leave.wait(3)
        store(*args)

    monkeypatch.setattr(idempotency, "_store", slowly)
    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(post(Client(headers={"Authorization": f"Bearer {token}"})))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    threads[0].start()
    assert arrived.wait(5)
    threads[1].start()
    _until_somebody_waits_for_a_lock()
    leave.set()
    for thread in threads:
        thread.join(10)

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert Outlet.objects.count() == 1


def _until_somebody_waits_for_a_lock() -> None:
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        threading.Event().wait(0.02)
    raise AssertionError("the second request never arrived at the first one's row")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_is_told_that_the_first_still_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    user = User.objects.create_user("twice", role="editor")
    _, token = ApiKey.issue(user=user, name="x", scopes=["read", "write"])
    arrived, leave = threading.Event(), threading.Event()
    store = idempotency._store

    def slowly(*args: Any) -> None:
        arrived.set()
        leave.wait(5)
        store(*args)

    monkeypatch.setattr(idempotency, "_store", slowly)

    def send() -> None:
        try:
            post(Client(headers={"Authorization": f"Bearer {token}"}))
        finally:
            connection.close()

    first = threading.Thread(target=send)
    first.start()
    assert arrived.wait(5)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    try:
        response = post(Client(headers={"Authorization": f"Bearer {token}"}))
    finally:
        leave.set()
        first.join(10)
        connection.close()

    is_problem(response, 409, "idempotency_key_running")
    assert Outlet.objects.count() == 1
