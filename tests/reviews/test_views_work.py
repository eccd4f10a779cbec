"""Work over the API: seats taken, drafted and filed; what is answered, kept and refused."""

from typing import Any

import pytest
from django.test import Client

from claims import actions as claims
from factcheck.models import User
from reviews import actions
from reviews.models import Draft, Evidence, Review
from tests.factories import AT, ClaimFactory, UserFactory, client_of
from tests.reviews.factories import (
    Case,
    disputed,
    filed,
    given,
    in_research,
    opened,
    panel,
    policy,
    proposed,
    published,
    reviewer,
    scale,
    with_evidence,
)

pytestmark = pytest.mark.django_db

JUDGED = {"rating": "false", "reasoning": "The table says otherwise."}


def post(user: User, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return client_of(user).post(
        f"/api/v1/{path}", body or {}, content_type="application/json", headers=headers
    )


def put(client: Client, path: str, body: dict[str, Any], version: str | None) -> Any:
    headers = {"If-Match": version} if version else {}
    return client.put(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def test_an_editor_opens_a_fact_check_and_accepts_its_claim_by_it():
    policy(), scale()
    claim, editor = ClaimFactory(), UserFactory(editor=True)

    answer = post(editor, "fact-checks/", {"claim": str(claim.uuid), "policy": "desk", "scale": "steps"})

    found = answer.json()
    assert (answer.status_code, found["status"], found["claim"]["uuid"]) == (201, "open", str(claim.uuid))
    assert (found["policy"]["slug"], found["scale"]["slug"]) == ("desk", "steps")
    again = post(editor, "fact-checks/", {"claim": str(claim.uuid)})
    assert (again.status_code, again.json()["code"]) == (409, "already_open")
    assert again.json()["details"]["fact_check"] == found["uuid"]


def test_the_whole_way_of_a_claim_over_the_api():
    case = with_evidence(in_research())
    file = f"fact-checks/{case.uuid}"

    assert post(case.researcher, f"assignments/{case.seat.uuid}/file/", JUDGED).status_code == 201
    assert post(case.editor, f"{file}/return/", {"reason": "More."}).json()["status"] == "returned"
    again = post(case.researcher, f"assignments/{case.seat.uuid}/file/", JUDGED | {"rating": "half-true"})
    assert again.json()["review"]["revision"] == 2
    assert post(case.editor, f"{file}/approve/").json()["status"] == "approved"
    shown = post(case.editor, f"{file}/publish/", {"title": "In part", "summary": "Half of it."}).json()
    assert (shown["status"], shown["label"]) == ("published", "Half-True")
    corrected = post(
        case.chief,
        f"publications/{shown['publication']}/correct/",
        {"note": "We erred.", "rating": "true"},
    ).json()
    assert (corrected["status"], corrected["version"], corrected["label"]) == ("corrected", 2, "True")
    updated = post(case.chief, f"publications/{shown['publication']}/update/", {"note": "It moved."}).json()
    assert [v["kind"] for v in updated["versions"]] == ["first", "correction", "update"]


def test_a_filing_may_take_the_next_seat_in_the_same_request():
    case = with_evidence(in_research())
    waiting = opened()

    answer = post(case.researcher, f"assignments/{case.seat.uuid}/file/", JUDGED | {"next": True})

    found = answer.json()
    assert (answer.status_code, found["review"]["rating"], found["assignment"]["status"]) == (
        201,
        "false",
        "filed",
    )
    assert (found["next"]["fact_check"], found["next"]["status"]) == (str(waiting.uuid), "accepted")


def test_where_nothing_waits_the_filing_stands_and_next_is_empty():
    case = with_evidence(in_research())

    found = post(case.researcher, f"assignments/{case.seat.uuid}/file/", JUDGED | {"next": True}).json()

    assert (found["assignment"]["status"], found["next"]) == ("filed", None)
    nothing = post(case.researcher, "assignments/next/")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_waiting")


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "once"}])
def test_who_files_too_late_gets_a_conflict_and_keeps_the_text(key):
    case = in_research()
    seat = case.seat
    actions.release(assignment_id=seat.uuid, reason="", by=case.editor, at=AT)

    answer = post(case.researcher, f"assignments/{seat.uuid}/file/", JUDGED, **key)

    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_move")
    assert Draft.objects.get(assignment=seat).reasoning == JUDGED["reasoning"]
    assert not Review.objects.exists()


def test_a_filing_sent_twice_with_its_key_is_filed_once():
    case = in_research()
    path = f"assignments/{case.seat.uuid}/file/"

    one, two = (post(case.researcher, path, JUDGED, **{"Idempotency-Key": "once"}) for _ in range(2))

    assert (one.status_code, two.status_code) == (201, 201)
    assert one.json() == two.json()
    assert Review.objects.count() == 1


def test_a_draft_is_saved_on_the_version_that_was_read():
    case = in_research()
    client, path = client_of(case.researcher), f"assignments/{case.seat.uuid}/draft/"
    empty = client.get(f"/api/v1/{path}")

    saved = put(client, path, {"reasoning": "Perhaps."}, empty.headers["ETag"])
    stale = put(client, path, {"reasoning": "No."}, empty.headers["ETag"])

    assert (empty.json()["version"], empty.headers["ETag"]) == (0, '"0"')
    assert (saved.status_code, saved.json()["version"], saved.headers["ETag"]) == (200, 1, '"1"')
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert put(client, path, {"reasoning": "No."}, None).status_code == 428
    assert client.get(f"/api/v1/{path}").json()["reasoning"] == "Perhaps."


def test_a_draft_is_there_for_its_writer_alone():
    case = in_research()
    path = f"assignments/{case.seat.uuid}/draft/"
    put(client_of(case.researcher), path, {"reasoning": "Perhaps."}, '"0"')

    for user in (case.editor, UserFactory(administrator=True), reviewer().user):
        assert client_of(user).get(f"/api/v1/{path}").status_code == 404


def test_the_shared_file_is_one_answer_with_what_is_still_missing():
    case = in_research()
    actions.add_comment(fact_check_id=case.uuid, text="Look again.", by=case.editor, at=AT)
    empty = client_of(case.researcher).get(f"/api/v1/fact-checks/{case.uuid}/shared-file/").json()
    with_evidence(case)

    full = client_of(case.researcher).get(f"/api/v1/fact-checks/{case.uuid}/shared-file/").json()

    assert {g["code"] for g in empty["gaps"]} == {"too_few_sources", "no_primary", "claimant_not_contacted"}
    assert (len(full["evidence"]), len(full["contacts"]), full["comments"][0]["text"]) == (
        2,
        1,
        "Look again.",
    )
    assert full["gaps"] == []


def test_gaps_are_answered_and_passed_over_the_api():
    case = in_research()
    file = f"fact-checks/{case.uuid}"

    answered = post(case.researcher, f"{file}/answer-gap/", {"code": "no_primary_exists", "reason": "So."})
    passed = post(case.editor, f"{file}/grant-exception/", {"code": "too_few_sources", "reason": "Urgent."})

    assert [(a.status_code, a.json()["is_exception"]) for a in (answered, passed)] == [
        (201, False),
        (201, True),
    ]


def test_the_timeline_tells_the_fact_checks_own_events_and_no_seats():
    case = panel()
    filed(case, case.seats[0])

    rows = client_of(case.editor).get(f"/api/v1/fact-checks/{case.uuid}/timeline/").json()["results"]

    assert [r["name"] for r in rows][:2] == ["fact_check.opened", "fact_check.research_started"]
    assert not [r for r in rows if r["name"].startswith("assignment.")]
    assert (rows[0]["by"], rows[-1]["name"]) == (case.editor.name, "fact_check.judging_started")


def test_who_stepped_back_no_longer_finds_the_file():
    case = with_evidence(in_research())
    user, seat = case.researcher, case.seat
    source = Evidence.objects.first()
    answer = post(user, f"assignments/{seat.uuid}/recuse/", {"reason": "My brother works there."})

    assert (answer.status_code, answer.json()["status"]) == (200, "recused")
    gone = [f"fact-checks/{case.uuid}/", f"fact-checks/{case.uuid}/shared-file/", f"evidence/{source.uuid}/"]
    assert [client_of(user).get(f"/api/v1/{path}").status_code for path in gone] == [404] * 3
    assert post(user, "comments/", {"fact_check": str(case.uuid), "text": "Hm."}).status_code == 404
    assert client_of(user).get(f"/api/v1/evidence/?fact_check={case.uuid}").json()["results"] == []


def test_evidence_is_changed_on_the_version_that_was_read():
    case = in_research()
    body = {"fact_check": str(case.uuid), "title": "A table", "url": "https://source.example/"}
    added = post(case.researcher, "evidence/", body)
    client, path = client_of(case.researcher), f"/api/v1/evidence/{added.json()['uuid']}/"

    def patch(body: dict[str, Any], version: str) -> Any:
        return client.patch(path, body, content_type="application/json", headers={"If-Match": version})

    changed = patch({"quote": "3.1 million"}, added.headers["ETag"])
    stale = patch({"quote": "3.2 million"}, added.headers["ETag"])
    empty = patch({}, changed.headers["ETag"])

    assert (added.status_code, changed.json()["quote"]) == (201, "3.1 million")
    assert [(a.status_code, a.json()["code"]) for a in (stale, empty)] == [
        (412, "stale_version"),
        (400, "nothing_given"),
    ]
    withdrawn = post(case.researcher, f"evidence/{added.json()['uuid']}/withdraw/", {"reason": "Gone."})
    assert withdrawn.json()["withdrawn_reason"] == "Gone."


def test_a_contact_goes_its_way_over_the_api():
    case = in_research()
    body = {
        "fact_check": str(case.uuid),
        "kind": "claimant",
        "whom": "Press office",
        "question": "Which year?",
    }
    contact = post(case.researcher, "contacts/", body).json()["uuid"]

    asked = post(case.researcher, f"contacts/{contact}/ask/", {"deadline_hours": 5}).json()
    early = post(case.researcher, f"contacts/{contact}/no-reply/")
    answered = post(case.researcher, f"contacts/{contact}/answer/", {"answer": "Last year."}).json()

    assert (asked["status"], early.status_code) == ("asked", 409)
    assert (answered["status"], answered["answer"]) == ("answered", "Last year.")


def test_a_panel_over_the_api_from_the_seal_to_the_decision():
    case = disputed()
    file = f"fact-checks/{case.uuid}"
    said = post(case.raters[0], "comments/", {"fact_check": str(case.uuid), "text": "I said false."})
    assert said.status_code == 201

    discussed = post(case.editor, f"{file}/discuss/").json()
    for seat, rating in zip(case.seats, ["false", "half-true", "true"], strict=True):
        filed(case, seat, rating)
    decided = post(case.editor, f"{file}/decide/", {"rating": "half-true", "reasoning": "Both."}).json()

    assert (discussed["status"], discussed["stage"], discussed["sealed"]) == ("judging", 2, True)
    assert (decided["status"], decided["sealed"]) == ("decided", False)
    assert (
        len(client_of(case.raters[0]).get(f"/api/v1/reviews/?fact_check={case.uuid}").json()["results"]) == 7
    )


def test_a_round_is_closed_and_a_fact_check_held_resumed_closed_and_reopened():
    case = panel()
    filed(case, case.seats[0])
    file = f"fact-checks/{case.uuid}"

    statuses = [
        post(case.editor, f"{file}/{verb}/", body).json()["status"]
        for verb, body in (
            ("hold", {}),
            ("resume", {}),
            ("close-round", {}),
            ("close", {"reason": "No.", "decline_reason": "not_checkable"}),
        )
    ]
    shown = published()
    claims.settle(claim_id=shown.fact_check.claim.uuid, by=None, at=AT)
    reopened = post(shown.editor, f"fact-checks/{shown.uuid}/reopen/", {"reason": "New figures."}).json()

    assert statuses == ["on_hold", "judging", "disputed", "closed"]
    assert (reopened["status"], reopened["round"]) == ("in_research", 2)


def test_seats_are_handed_out_handed_over_declined_and_released():
    case, colleague = opened(), reviewer()
    out = post(case.editor, f"fact-checks/{case.uuid}/hand-out/", {"to": str(case.researcher.reviewer.uuid)})
    path = f"assignments/{out.json()['uuid']}"

    accepted = post(case.researcher, f"{path}/accept/").json()
    renewed = post(case.researcher, f"{path}/renew/")
    over = post(case.researcher, f"{path}/hand-over/", {"to": str(colleague.uuid)}).json()
    declined = post(colleague.user, f"assignments/{over['uuid']}/decline/", {"reason": "No time."}).json()
    again = given(case, reviewer().user)
    released = post(case.editor, f"assignments/{again.uuid}/release/", {"reason": "Ill."}).json()

    assert (out.status_code, out.json()["status"], accepted["status"]) == (201, "offered", "accepted")
    assert (renewed.status_code, over["reviewer"]["uuid"]) == (200, str(colleague.uuid))
    assert (declined["status"], released["status"]) == ("declined", "released")


def test_a_move_is_made_on_the_version_that_was_read():
    case = proposed()
    path = f"fact-checks/{case.uuid}"
    read = client_of(case.editor).get(f"/api/v1/{path}/").headers["ETag"]
    actions.add_comment(fact_check_id=case.uuid, text="Wait.", by=case.chief, at=AT)

    stale = post(case.editor, f"{path}/approve/", {}, **{"If-Match": read})

    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert case.fresh().status == "agreed"


def test_a_sealed_seat_is_moved_on_the_version_that_could_be_seen():
    case = panel()
    filed(case, case.seats[0])
    path = f"assignments/{case.seats[0].uuid}"
    read = client_of(case.editor).get(f"/api/v1/{path}/").headers["ETag"]

    answer = post(case.editor, f"{path}/recuse/", {"reason": "His friend."}, **{"If-Match": read})

    assert (answer.status_code, answer.json()["status"], answer.json()["filed_at"]) == (200, "recused", None)


def explanation(user: User, case: Case) -> dict[str, Any]:
    found: dict[str, Any] = client_of(user).get(f"/api/v1/assignments/{case.seat.uuid}/explanation/").json()
    return found


def test_why_somebody_was_chosen_is_told_to_editors_in_full_and_to_others_about_themselves():
    case = opened(offers=True)
    german = reviewer(languages={"de": "native"})
    actions.route(fact_check_id=case.uuid, at=AT)

    whole, chosen, barred = (explanation(u, case) for u in (case.editor, case.researcher, german.user))

    assert {c["reviewer"]["username"] for c in whole["considered"]} >= {
        case.researcher.username,
        german.user.username,
    }
    assert [c["reviewer"]["username"] for c in chosen["considered"]] == [case.researcher.username]
    assert chosen["considered"][0]["chosen"]
    assert sum(chosen["considered"][0]["parts"].values()) == chosen["considered"][0]["points"]
    assert [c["excluded"] for c in barred["considered"]] == [["language"]]
    assert (whole["role"], "own outlet" in whole["hard_rules"]) == ("researcher", True)
    assert case.researcher.name in whole["text"]


def test_a_seat_that_came_with_a_decision_says_so():
    case = disputed()
    actions.discuss(**case.as_editor())
    for seat, rating in zip(case.seats, ["false", "half-true", "true"], strict=True):
        filed(case, seat, rating)
    actions.decide(rating="true", reasoning="So.", **case.as_editor())
    seat = case.fact_check.assignments.get(role="editor")

    found = client_of(case.editor).get(f"/api/v1/assignments/{seat.uuid}/explanation/").json()

    assert (found["considered"], "deciding" in found["text"]) == ([], True)


def test_conflicts_are_declared_for_oneself_and_ended_by_an_editor():
    case = in_research()
    body = {"kind": "claimant", "value": case.fact_check.claim.claimant.name, "reason": "My brother."}

    declared = post(case.researcher, "conflicts/", body)
    own = client_of(case.researcher).get("/api/v1/conflicts/").json()["results"]
    ended = post(case.editor, f"conflicts/{declared.json()['uuid']}/end/")

    assert (declared.status_code, len(own), ended.json()["ended_at"] is not None) == (201, 1, True)
    assert own[0]["reviewer"]["username"] == case.researcher.username
    assert client_of(reviewer().user).get("/api/v1/conflicts/").json()["results"] == []
    assert client_of(case.researcher).get(f"/api/v1/fact-checks/{case.uuid}/").status_code == 404


def test_absence_is_set_and_ended():
    someone = reviewer()

    away = post(someone.user, f"reviewers/{someone.uuid}/absence/", {"until": "2026-04-01T09:00:00Z"}).json()
    back = post(someone.user, f"reviewers/{someone.uuid}/absence/", {"until": None}).json()

    assert (away["absent_until"], back["absent_until"]) == ("2026-04-01T09:00:00Z", None)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("fact-checks/", {"claim": "7"}, "claim"),
        ("evidence/", {"title": "A table"}, "fact_check"),
        ("evidence/", {"title": "x", "fact_check": "{0}", "url": "javascript:alert(1)"}, "url"),
        ("comments/", {"fact_check": "{0}", "text": "a\u0000b"}, ""),
        ("comments/", {"fact_check": "{0}", "text": "Hm.", "mood": "bad"}, "mood"),
        ("contacts/", {"fact_check": "{0}", "kind": "enemy", "whom": "x", "question": "y"}, "kind"),
    ],
)
def test_input_that_makes_no_sense_is_refused_by_its_field(path, body, field):
    case = in_research()
    given = {k: str(v).replace("{0}", str(case.uuid)) for k, v in body.items()}

    answer = post(case.editor, path, given)

    assert answer.status_code == 400
    assert field in [e["field"] for e in answer.json()["errors"]] or answer.json()["code"] == "bad_json"
