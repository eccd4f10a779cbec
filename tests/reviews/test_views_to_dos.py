"""To-dos over HTTP: whose they are, how they read, how they are closed, what their list costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.actions.escalation import escalate
from reviews.models import ToDo
from tests.factories import AT, UserFactory, client_of
from tests.reviews.factories import Case, in_research, reviewer

pytestmark = pytest.mark.django_db

DUE = AT + timedelta(hours=72)
URL = "/api/v1/to-dos/"


@pytest.fixture
def case() -> Case:
    """Overdue work, told to the editors and its holder; a colleague is free."""
    found = in_research()
    reviewer()
    escalate(at=DUE)
    return found


def rows(client: Client, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def post(client: Client, to_do: str, verb: str, **body: Any) -> Any:
    return client.post(f"{URL}{to_do}/{verb}/", body, content_type="application/json")


def test_the_editors_read_what_is_the_matter_and_what_can_be_done_with_names(case: Case):
    editor, late = client_of(case.editor), case.researcher

    (row,) = rows(editor)

    seat = str(case.seat.uuid)
    colleague = next(option for option in row["options"] if option["code"] == "hand_over")
    person = {"uuid": str(late.reviewer.uuid), "username": late.username, "name": late.name}
    assert row["text"] == f"The work of {late} as researcher was due at 2026-03-04 09:00 UTC."
    assert (row["kind"], row["reviewer"], row["assignment"]) == ("overdue", person, seat)
    assert (row["fact_check"], row["claim"], row["owner"]) == (str(case.uuid), None, None)
    assert row["wording"] == case.fact_check.claim.wording
    assert row["options"][0] == {"code": "extend", "label": "Give more time.", "assignment": seat}
    assert colleague["label"].startswith("Hand it over to Person-")
    assert (row["closed_at"], row["dismissed"]) == (None, False)
    detail = editor.get(f"{URL}{row['uuid']}/")
    shown = detail.json()
    assert {name: shown[name] for name in row} == row
    assert (detail.headers["ETag"], shown["closed_by"], shown["reason"]) == ('"1"', None, "")


def test_ones_own_are_ones_own(case: Case):
    holder, colleague = client_of(case.researcher), client_of(UserFactory())

    (own,) = rows(holder)

    assert own["text"].startswith("Your work as researcher was due at")
    assert own["owner"] == case.researcher.username
    assert rows(holder, "mine=true") == [own]
    assert rows(holder, "mine=false") == rows(colleague) == []
    assert colleague.get(f"{URL}{own['uuid']}/").status_code == 404
    assert post(client_of(case.editor), own["uuid"], "done").status_code == 404
    assert post(holder, own["uuid"], "done").json()["closed_by"] == case.researcher.username


def test_to_dos_are_found_by_kind_standing_and_what_they_are_about(case: Case):
    editor = client_of(case.editor)
    (open_one,) = rows(editor)
    wanted = {
        "kind=overdue": 1,
        "kind=overload": 0,
        "kind=overload&kind=overdue": 1,
        "open=true": 1,
        "open=false": 0,
        "mine=false": 1,
        f"fact_check={case.uuid}": 1,
        f"reviewer={case.editor.reviewer.uuid}": 0,
    }

    assert {query: len(rows(editor, query)) for query in wanted} == wanted
    post(editor, open_one["uuid"], "done")
    assert [row["uuid"] for row in rows(editor, "open=false")] == [open_one["uuid"]]
    for wrong in ("kind=mood", "open=perhaps", "fact_check=7", "colour=red"):
        assert editor.get(f"{URL}?{wrong}").status_code == 400, wrong


def test_a_to_do_is_closed_once_with_a_reason_and_taken_back(case: Case):
    editor = client_of(case.editor)
    uuid = rows(editor)[0]["uuid"]

    bare = post(editor, uuid, "dismiss")
    blank = post(editor, uuid, "dismiss", reason=" ")
    dismissed = post(editor, uuid, "dismiss", reason="She is nearly there.")
    again = post(editor, uuid, "done")
    back = post(editor, uuid, "take-back")

    assert [answer.status_code for answer in (bare, blank, dismissed, again, back)] == [
        400,
        400,
        200,
        409,
        200,
    ]
    assert (dismissed.json()["dismissed"], dismissed.json()["reason"]) == (True, "She is nearly there.")
    assert (again.json()["code"], back.json()["closed_at"]) == ("to_do_closed", None)
    assert post(editor, uuid, "take-back").json()["code"] == "to_do_not_closed"


def test_a_stale_version_closes_nothing(case: Case):
    editor = client_of(case.editor)
    uuid = rows(editor)[0]["uuid"]

    stale = editor.post(f"{URL}{uuid}/done/", content_type="application/json", headers={"If-Match": '"9"'})

    assert (stale.status_code, ToDo.objects.filter(closed_at__isnull=False).count()) == (412, 0)


def test_the_list_costs_the_same_for_one_and_for_twenty():
    editor = client_of(UserFactory(editor=True))
    costs = []
    for number in (1, 19):
        overloaded(number)
        rows(editor)
        with CaptureQueriesContext(connection) as asked:
            found = rows(editor, "page_size=100")
        costs.append((len(asked), len(found)))

    assert [found for _, found in costs] == [1, 20]
    assert costs[0][0] == costs[1][0] <= 3


def overloaded(number: int) -> None:
    """So many people with more to do than they can take; each option is about somebody."""
    case = in_research()
    for _ in range(number):
        profile = reviewer(capacity=0)
        seat = ToDo(kind="overload", key=str(profile.uuid), text="{name} has much.", created_at=AT)
        seat.reviewer, seat.fact_check = profile, case.fact_check
        seat.options = [{"code": "raise_capacity", "label": "{name}!", "reviewer": str(profile.uuid)}]
        seat.save()


def test_what_was_told_of_somebody_reads_with_the_name_he_has_now():
    overloaded(1)
    client = client_of(UserFactory(editor=True))
    was = rows(client)[0]

    type(reviewer().user).objects.filter(username=was["reviewer"]["username"]).update(name="Ada Hall")

    now = rows(client)[0]
    assert was["text"] == f"{was['reviewer']['name']} has much."
    assert (now["text"], now["options"][0]["label"]) == ("Ada Hall has much.", "Ada Hall!")


def test_what_is_about_nobody_known_reads_all_the_same():
    ToDo.objects.create(kind="overdue", key="x", text="{name} is late.", created_at=AT)
    editor = client_of(UserFactory(editor=True))

    (row,) = rows(editor)

    assert (row["text"], row["reviewer"]) == ("somebody is late.", None)
    assert editor.get(f"{URL}{row['uuid']}/").json()["text"] == "somebody is late."
