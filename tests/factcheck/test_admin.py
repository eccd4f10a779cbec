"""The admin shows and never edits; its buttons call actions."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from claims.models import Outlet
from factcheck import clock
from factcheck.admin import CappedPaginator
from factcheck.models import ApiKey, Event, Heartbeat, Host, HostSlot, IdempotencyKey, Job, JobStatus, User
from tests.factcheck import outlet_admin

GROUND = ["user", "apikey", "event", "job", "heartbeat", "host", "idempotencykey"]
SHOWN = [name for name in GROUND if name != "idempotencykey"]


def browser(role: str) -> Client:
    user = User.objects.create_user(f"{role}-{User.objects.count()}", role=role)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def press(client: Client, address: str, **given: Any) -> Any:
    """Open a button's page and send its form."""
    page = client.get(address)
    assert page.status_code == 200
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert token is not None
    return client.post(address, {"csrfmiddlewaretoken": token[1], **given}, follow=True)


@pytest.fixture
def rows(db: None) -> dict[str, Any]:
    at = clock.now()
    owner = User.objects.create_user("owner", password="a long passphrase")
    key, _ = ApiKey.issue(user=owner, name="laptop", scopes=["read"])
    host = Host.objects.create(
        origin="https://paper.example",
        failures=7,
        closed_until=at,
        closed_reason="It failed 7 times in a row.",
    )
    HostSlot.objects.create(host=host, number=0, until=at)
    dead = Job.objects.create(
        task="a.b", due_at=at, created_at=at, status=JobStatus.DEAD, attempts=5, fence=5, reason="Died."
    )
    return {
        "user": owner,
        "apikey": key,
        "event": Event.objects.create(
            name="a.b", subject_type="a", subject=owner.uuid, seq=1, at=at, data={}, hash="0" * 64
        ),
        "job": dead,
        "heartbeat": Heartbeat.objects.create(name="beat", at=at),
        "host": host,
        "idempotencykey": IdempotencyKey.objects.create(user=owner, key="k", digest="d", created_at=at),
    }


@pytest.mark.parametrize("name", SHOWN)
def test_an_administrator_looks_at_everything_and_edits_nothing(rows: dict[str, Any], name: str) -> None:
    client, row = browser("administrator"), rows[name]
    base = f"/admin/factcheck/{name}/"

    listing, page = client.get(base), client.get(f"{base}{row.pk}/change/")

    assert (listing.status_code, page.status_code) == (200, 200)
    assert b'name="_save"' not in page.content
    assert client.get(f"{base}add/").status_code == 403
    assert client.get(f"{base}{row.pk}/delete/").status_code == 403
    for secret in ("pbkdf2", rows["apikey"].digest):
        assert secret not in page.content.decode()


def test_idempotency_keys_of_others_are_nobodys_to_read(rows: dict[str, Any]) -> None:
    client = browser("administrator")
    me = User.objects.get(username__startswith="administrator")
    at = clock.now()
    own = IdempotencyKey.objects.create(user=me, key="mine", digest="d", created_at=at)
    base = "/admin/factcheck/idempotencykey/"

    listing, other = client.get(base), client.get(f"{base}{rows['idempotencykey'].pk}/change/")

    assert "mine" in listing.content.decode()
    assert "owner" not in listing.content.decode()
    assert other.status_code == 302
    assert client.get(f"{base}{own.pk}/change/").status_code == 200


@pytest.mark.parametrize("name", GROUND)
@pytest.mark.parametrize("role", ["reviewer", "senior_reviewer"])
def test_the_ground_is_not_for_reviewers(rows: dict[str, Any], name: str, role: str) -> None:
    client = browser(role)

    assert client.get(f"/admin/factcheck/{name}/").status_code == 403
    assert client.get(f"/admin/factcheck/{name}/{rows[name].pk}/change/").status_code == 403


@pytest.mark.parametrize("role", ["reader", "service"])
def test_the_admin_is_for_the_desk(db: None, role: str) -> None:
    assert browser(role).get("/admin/").status_code == 302


def test_no_page_has_inline_script_or_style(rows: dict[str, Any]) -> None:
    client = browser("administrator")
    pages = [f"/admin/factcheck/job/{rows['job'].pk}/{end}" for end in ("change/", "do/requeue/")]

    for address in ["/admin/", "/admin/factcheck/job/", *pages]:
        page = client.get(address)
        assert "unsafe" not in page.headers["Content-Security-Policy"]
        assert not re.search(
            r"<script(?![^>]*src=)(?![^>]*json)|<style|\sstyle=|\son\w+=", page.content.decode()
        )


def test_a_dead_job_is_started_again_by_its_button(rows: dict[str, Any]) -> None:
    client, job = browser("editor"), rows["job"]
    page = client.get(f"/admin/factcheck/job/{job.pk}/change/").content.decode()
    address = f"/admin/factcheck/job/{job.pk}/do/requeue/"
    assert address in page

    done = press(client, address)

    job.refresh_from_db()
    assert job.status == JobStatus.DUE
    assert "Start this job again: done." in done.content.decode()
    assert address not in done.content.decode()


def test_a_site_is_asked_again_by_its_button(rows: dict[str, Any]) -> None:
    host = rows["host"]
    done = press(browser("editor"), f"/admin/factcheck/host/{host.pk}/do/reopen/")

    host.refresh_from_db()
    assert (host.failures, host.closed_until, host.closed_reason) == (0, None, "")
    assert "Ask this site again: done." in done.content.decode()


def test_a_list_of_sites_does_not_carry_their_rules(
    rows: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    client = browser("editor")

    with django_assert_max_num_queries(20) as asked:
        page = client.get("/admin/factcheck/host/").content.decode()

    assert "https://paper.example" in page
    assert not any('"factcheck_host"."robots",' in query["sql"] for query in asked.captured_queries)


def test_a_key_is_revoked_by_its_button(rows: dict[str, Any]) -> None:
    press(browser("administrator"), f"/admin/factcheck/apikey/{rows['apikey'].pk}/do/revoke/")

    rows["apikey"].refresh_from_db()
    assert rows["apikey"].revoked_at is not None


def test_asking_changes_nothing_and_a_button_needs_its_csrf_token(rows: dict[str, Any]) -> None:
    client, address = browser("editor"), f"/admin/factcheck/job/{rows['job'].pk}/do/requeue/"

    asked, forged = client.get(address), client.post(address, {})

    rows["job"].refresh_from_db()
    assert (asked.status_code, forged.status_code) == (200, 403)
    assert rows["job"].status == JobStatus.DEAD


def test_a_button_that_is_not_offered_any_more_says_so(rows: dict[str, Any]) -> None:
    client = browser("editor")
    Job.objects.filter(pk=rows["job"].pk).update(status=JobStatus.DUE)

    page = client.get(f"/admin/factcheck/job/{rows['job'].pk}/do/requeue/", follow=True)

    assert "not possible any more" in page.content.decode()


@pytest.mark.parametrize("pk", ["999999", "x", "1_2F"])
def test_a_button_of_a_row_that_is_not_there_is_not_found(db: None, pk: str) -> None:
    assert browser("editor").get(f"/admin/factcheck/job/{pk}/do/requeue/").status_code == 404


def test_a_reviewer_cannot_press_an_editors_button(rows: dict[str, Any]) -> None:
    assert browser("reviewer").get(f"/admin/factcheck/job/{rows['job'].pk}/do/requeue/").status_code == 404


@pytest.fixture
def outlet(db: None, settings: Any) -> Outlet:
    settings.ROOT_URLCONF = "tests.factcheck.outlet_admin"
    outlet_admin.pressed.clear()
    return Outlet.objects.create(slug="a", name="A", created_at=clock.now(), chain_seq=3)


def button(outlet: Outlet, verb: str) -> str:
    return f"/admin/claims/outlet/{outlet.pk}/do/{verb}/"


def test_a_button_passes_on_who_when_and_what_its_form_asked(outlet: Outlet) -> None:
    client = browser("reviewer")
    assert "As before." in client.get(button(outlet, "close")).content.decode()

    press(client, button(outlet, "close"), reason="Bankrupt.", seen="3")

    (given,) = outlet_admin.pressed
    assert (given["reason"], given["by"].role) == ("Bankrupt.", "reviewer")
    assert given["at"].tzinfo is not None


def test_a_button_pressed_on_an_old_page_is_refused(outlet: Outlet) -> None:
    page = press(browser("reviewer"), button(outlet, "close"), reason="Bankrupt.", seen="2")

    assert "changed since you read it" in page.content.decode()
    assert not outlet_admin.pressed


def test_a_form_that_lacks_something_is_asked_again(outlet: Outlet) -> None:
    page = press(browser("reviewer"), button(outlet, "close"), reason="", seen="3")

    assert "This field is required." in page.content.decode()
    assert not outlet_admin.pressed


def test_a_refusal_is_shown_to_the_person(outlet: Outlet) -> None:
    page = press(browser("reviewer"), button(outlet, "settle"))

    assert "Not while it is open." in page.content.decode()


def test_a_count_stops_at_ten_thousand(db: None, django_assert_num_queries: Callable[..., Any]) -> None:
    paginator = CappedPaginator(Job.objects.order_by("id"), 50)

    with django_assert_num_queries(1) as queries:
        assert paginator.count == 0
    assert "LIMIT 10000" in queries.captured_queries[0]["sql"]
    assert CappedPaginator([1, 2, 3], 2).count == 3
