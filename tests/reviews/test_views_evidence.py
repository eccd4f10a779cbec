"""Sources over the API: their copies, what they share, what later looks found; what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.ingestion.encoding import MAX_BYTES
from factcheck import captures
from reviews import actions
from reviews.models import Evidence, EvidenceCheck
from tests.factories import AT, UserFactory, client_of
from tests.reviews.factories import Case, filed, in_research, published, with_evidence
from tests.reviews.sources import LINES, article, captured, looked_again, source, web, worked_off

__all__ = ["web"]

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=400)


def path(evidence: Evidence, more: str = "") -> str:
    return f"/api/v1/evidence/{evidence.uuid}/{more}"


def given(case: Case, **fields: Any) -> dict[str, Any]:
    known = {"title": "Port statistics", "url": "https://source.example/1"}
    return {"fact_check": str(case.uuid)} | known | fields


def upload(client: Any, evidence: Evidence, body: bytes = b"a;b\n1;2\n", name: str = "table.csv") -> Any:
    return client.post(path(evidence, "upload/"), {"file": SimpleUploadedFile(name, body)})


def test_the_progress_of_a_copy_is_seen_and_another_one_asked_for(web):
    evidence = source(web)
    client = client_of(evidence.added_by)
    waiting = client.get(path(evidence, "capture/")).json()
    assert (waiting["status"], waiting["capture"]) == ("pending", None)

    evidence = worked_off(evidence)

    shown = client.get(path(evidence, "capture/")).json()
    assert (shown["status"], shown["quote_found"]) == ("captured", True)
    assert shown["capture"]["sha256"] == evidence.capture.sha256
    assert shown["capture"]["final_url"] == web.table
    assert shown["capture"]["is_kept"] is True
    asked = client.post(path(evidence, "capture/"))
    assert (asked.status_code, asked.json()["status"]) == (202, "pending")
    warc = client.get(f"/api/v1/captures/{evidence.capture.uuid}/warc/")
    assert (warc.status_code, warc.headers["Content-Type"]) == (200, "application/gzip")


def test_an_interview_is_not_fetched_and_needs_no_address():
    case = in_research()
    client = client_of(case.researcher)
    body = given(
        case, kind="interview", interests="Sits on the board.", rests_on="His own notes.", language="de"
    )

    made = client.post("/api/v1/evidence/", body | {"url": ""}, "application/json").json()

    assert (made["capture_status"], made["interests"], made["rests_on"]) == (
        "",
        "Sits on the board.",
        "His own notes.",
    )
    refused = client.post(f"/api/v1/evidence/{made['uuid']}/capture/")
    assert (refused.status_code, refused.json()["code"]) == (400, "nothing_to_capture")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "file:///etc/passwd"),
        ("url", "http://user:word@a.example/"),
        ("url", "https://a.example/" + "x" * 2000),
        ("url", "https://a.example/\\@b.example"),
        ("title", "x" * 301),
        ("title", " "),
        ("publisher", "x" * 201),
        ("owner", "x" * 201),
        ("quote", "x" * 20_001),
        ("rests_on", "x" * 301),
        ("interests", "x" * 301),
        ("language", "x" * 13),
        ("stance", "maybe"),
        ("kind", "rumour"),
        ("accessed_on", "yesterday"),
        ("hash_only", "yes"),
    ],
)
def test_what_no_column_takes_and_no_fetcher_may_have_is_refused_with_its_field(field, value):
    case = in_research()

    answer = client_of(case.researcher).post(
        "/api/v1/evidence/", given(case, **{field: value}), "application/json"
    )

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not Evidence.objects.exists()


def test_a_file_is_handed_in_as_a_form_and_is_what_its_bytes_are(web):
    evidence = source(web, kind="dataset", url="", quote="1;2")
    client = client_of(evidence.added_by)

    answer = upload(client, evidence, name="../../etc/passwd.exe")

    shown = answer.json()
    assert (answer.status_code, shown["capture_status"], shown["quote_found"]) == (200, "captured", True)
    assert shown["capture"]["media_type"] == "text/plain"
    kept = captures.CaptureFile.objects.get()
    assert "passwd" not in kept.name
    assert captures.read_body(kept.capture) == b"a;b\n1;2\n"
    pdf = upload(client, evidence, b"%PDF-1.7\n", "report.pdf").json()
    assert (pdf["capture"]["media_type"], pdf["quote_found"]) == ("application/pdf", None)


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [({"file": "text"}, 400, "file"), ({}, 400, "file"), ({"other": "x"}, 400, None)],
)
def test_a_form_without_a_file_is_refused(web, body, status, field):
    evidence = source(web)

    answer = client_of(evidence.added_by).post(path(evidence, "upload/"), body)

    assert answer.status_code == status
    if field:
        assert answer.json()["errors"][0]["field"] == field


def test_a_file_that_is_too_large_or_no_form_is_refused(web):
    evidence = source(web)
    client = client_of(evidence.added_by)

    assert upload(client, evidence, b"").status_code == 400
    large = upload(client, evidence, b"x" * (MAX_BYTES + 1))
    assert (large.status_code, large.json()["errors"][0]["field"]) == (400, "file")
    assert client.post(path(evidence, "upload/"), {}, "application/json").status_code == 415
    assert upload(client, evidence, b"x" * 13_000_000).status_code == 413


def test_what_sources_share_is_flagged_and_listed(web):
    case = in_research()
    first = captured(web, case, owner="Port Office")
    web.pages["/wire"] = article(*LINES, "The agency spread this report.")
    second = captured(web, case, url=web.url + "wire", owner="port office", quote="Ten tonnes")
    client = client_of(case.editor)

    flags = {flag["code"]: flag["of"] for flag in client.get(path(second)).json()["flags"]}
    assert flags == {
        "same_owner": [str(first.uuid)],
        "same_domain": [str(first.uuid)],
        "near_copy": [str(first.uuid)],
        "quote_missing": [],
    }
    shared = client.get(f"/api/v1/fact-checks/{case.uuid}/shared-file/").json()["evidence"]
    assert [len(row["flags"]) for row in shared] == [3, 4]
    rows = client.get("/api/v1/evidence/?capture_status=captured&last_found=first").json()["results"]
    assert [row["near_copy_of"] for row in rows] == [None, str(first.uuid)]


def test_looks_are_listed_and_two_copies_compared(web):
    evidence = captured(web)
    web.pages["/table"] = article(LINES[0].replace("3.1", "4.1"), *LINES[1:])
    evidence = looked_again(evidence, at=LATER)
    client = client_of(UserFactory())

    looks = client.get(path(evidence, "checks/")).json()["results"]
    found = client.get(path(evidence, "difference/")).json()

    assert [look["found"] for look in looks] == ["changed", "first"]
    assert looks[0]["problem"]
    assert found["before"]["sha256"] == evidence.capture.sha256
    assert found["after"]["uuid"] == looks[0]["capture"]
    changed = [p for p in found["paragraphs"] if p["op"] == "replace"]
    assert [(w["before"], w["after"]) for w in changed[0]["words"] if w["op"] == "replace"] == [
        ("3.1", "4.1")
    ]
    turned = client.get(path(evidence, f"difference/?from={looks[0]['uuid']}&to={looks[1]['uuid']}"))
    assert turned.json()["before"]["uuid"] == looks[0]["capture"]


def test_what_cannot_be_compared_says_why(web):
    evidence = captured(web)
    client = client_of(evidence.added_by)
    same = looked_again(evidence, at=LATER).checks.order_by("-id").first()
    noted = worked_off(source(web, hash_only=True))

    for url, status, code in (
        (path(evidence, f"difference/?to={same.uuid}"), 409, "nothing_to_compare"),
        (path(evidence, "difference/?to=x"), 400, "invalid"),
        (path(evidence, f"difference/?to={evidence.uuid}"), 404, "not_found"),
        (path(noted, "difference/"), 409, "nothing_to_compare"),
        (path(evidence, "difference/?page=2"), 400, "unknown_parameter"),
    ):
        answer = client.get(url)
        assert (answer.status_code, answer.json()["code"]) == (status, code), url


@pytest.mark.parametrize("rows", [1, 20])
def test_the_looks_cost_the_same_for_one_and_for_twenty(web, rows):
    evidence = captured(web)
    EvidenceCheck.objects.bulk_create(
        EvidenceCheck(evidence=evidence, found="same", at=AT) for _ in range(rows - 1)
    )
    client = client_of(evidence.added_by)
    client.get(path(evidence, "checks/"))

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path(evidence, "checks/?page_size=100"))

    assert len(answer.json()["results"]) == rows
    assert len(asked) == 3  # the key, the source, the rows


def test_a_file_costs_the_same_for_one_source_and_for_twenty():
    case = with_evidence(in_research())
    client, costs = client_of(case.editor), []
    for _ in range(2):
        client.get(f"/api/v1/fact-checks/{case.uuid}/shared-file/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/api/v1/fact-checks/{case.uuid}/shared-file/")
        costs.append(len(asked))
        for number in range(18):
            url = f"https://more.example/{number}"
            actions.add_evidence(fact_check_id=case.uuid, title="A", url=url, by=case.researcher, at=AT)

    assert costs[0] == costs[1]


def test_strangers_get_hash_and_time_of_a_copy_and_never_its_bytes(web):
    case = with_evidence(in_research())
    evidence = captured(web, case)
    filed(case, case.seat)
    actions.approve(**case.as_editor())
    actions.publish(title="No, not so much cargo", summary="It was less.", **case.as_editor())
    stranger = client_of(None)

    page = stranger.get(case.publication.get_absolute_url()).content.decode()
    verdict = client_of(UserFactory(reader=True)).get(f"/api/v1/verdicts/{case.publication.verdict.uuid}/")

    assert evidence.capture.sha256 in page
    assert f'datetime="{evidence.capture.taken_at.isoformat()[:16]}' in page
    assert "captures" not in page
    cited = {row["sha256"] for row in verdict.json()["evidence"]}
    assert cited == {evidence.capture.sha256, None}
    assert stranger.get(f"/api/v1/captures/{evidence.capture.uuid}/").status_code == 401


def test_a_page_without_copies_says_nothing_of_archives():
    case = published()

    assert "archived on" not in client_of(None).get(case.publication.get_absolute_url()).content.decode()
