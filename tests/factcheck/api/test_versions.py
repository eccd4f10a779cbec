"""ETag, If-None-Match and If-Match, also when somebody is faster."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from claims.models import Outlet
from factcheck import clock, versions
from factcheck.models import Event, User
from tests.factcheck.api import newsroom
from tests.factcheck.api.answers import is_problem

JSON = "application/json"


@pytest.fixture
def outlet(outlets: Callable[[int], list[Outlet]]) -> Outlet:
    return outlets(1)[0]


def path(outlet: Outlet) -> str:
    return f"/api/v1/outlets/{outlet.uuid}/"


def rename(client: Client, outlet: Outlet, etag: str | None) -> Any:
    headers = {"If-Match": etag} if etag else {}
    return client.patch(path(outlet), {"name": "New"}, content_type=JSON, headers=headers)


def test_a_version_that_the_caller_has_is_not_sent_again(api: Callable[..., Client], outlet: Outlet) -> None:
    client = api()
    etag = client.get(path(outlet)).headers["ETag"]

    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        response = client.get(path(outlet), headers={"If-None-Match": known})
        assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", etag)
    assert client.get(path(outlet), headers={"If-None-Match": '"other"'}).status_code == 200


def test_an_edit_of_the_current_version_gets_the_next_one(api: Callable[..., Client], outlet: Outlet) -> None:
    client = api()
    etag = client.get(path(outlet)).headers["ETag"]

    response = rename(client, outlet, etag)

    assert (response.status_code, response.json()["name"]) == (200, "New")
    assert response.headers["ETag"] not in (etag, None)
    assert rename(client, outlet, response.headers["ETag"]).status_code == 200


def test_an_edit_without_if_match_is_refused(api: Callable[..., Client], outlet: Outlet) -> None:
    is_problem(rename(api(), outlet, None), 428, "if_match_missing")
    assert not Event.objects.exists()


def test_an_edit_of_an_old_version_is_refused(api: Callable[..., Client], outlet: Outlet) -> None:
    client = api()
    rename(client, outlet, '"0"')

    is_problem(rename(client, outlet, '"0"'), 412, "stale_version")
    assert Event.objects.count() == 1


@pytest.mark.parametrize("etag", ["*", '"7", "0"'])
def test_any_of_several_versions_will_do(api: Callable[..., Client], outlet: Outlet, etag: str) -> None:
    assert rename(api(), outlet, etag).status_code == 200


def test_a_change_between_reading_and_locking_is_noticed(
    api: Callable[..., Client], person: Callable[..., User], outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague, rename_outlet = person(), newsroom.rename_outlet

    def after_a_colleague(**given: Any) -> Outlet:
        monkeypatch.setattr(newsroom, "rename_outlet", rename_outlet)
        held = versions._expected.get()
        versions.forget()  # the colleague works in another process, which expects nothing
        rename_outlet(outlet_id=outlet.uuid, name="Colleague's", by=colleague, at=clock.now())
        versions._expected.set(held)
        return rename_outlet(**given)

    monkeypatch.setattr(newsroom, "rename_outlet", after_a_colleague)

    is_problem(rename(api(), outlet, '"0"'), 412, "stale_version")
    outlet.refresh_from_db()
    assert (outlet.name, outlet.chain_seq) == ("Colleague's", 1)


def test_nothing_is_expected_once_a_request_is_over(api: Callable[..., Client], outlet: Outlet) -> None:
    client = api()
    headers = {"If-Match": '"0"'}
    client.patch(path(outlet), {"nonsense": 1}, content_type=JSON, headers=headers)

    assert versions._expected.get() is None


def test_an_expectation_holds_for_its_subject_and_its_first_event(person: Callable[..., User]) -> None:
    at, somebody = clock.now(), person()
    first = newsroom.open_outlet(slug="a", name="A", by=somebody, at=at)
    Outlet.objects.filter(pk=first.pk).update(domain="a.example")
    other = newsroom.open_outlet(slug="b", name="B", by=somebody, at=at)
    versions.expect(first.uuid, frozenset({1}))

    newsroom.rename_outlet(outlet_id=other.uuid, name="B2", by=somebody, at=at)
    newsroom.rename_outlet(outlet_id=first.uuid, name="A2", by=somebody, at=at)
    renamed = newsroom.rename_outlet(outlet_id=first.uuid, name="A3", by=somebody, at=at)

    assert renamed.chain_seq == 3
