"""Every route of the API, asked by every role: the table in tests/roles.py holds, and leaves no route out."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern, URLResolver, get_resolver

from claims import actions as actions_of_claims
from claims import actions as triage
from claims.models import Appearance, Rescoring
from factcheck import clock
from factcheck.captures import keep_upload
from factcheck.models import Event, Job, JobStatus
from factcheck.removals import ask_removal
from reviews import actions
from reviews.actions.to_dos import open_once
from reviews.models import OutsideApproval, Policy, Publication, Scale, ToDo, ToDoKind, Verdict
from tests.factories import (
    AT,
    ArticleFactory,
    ClaimantFactory,
    ClaimFactory,
    FeedFactory,
    OutletFactory,
    TopicFactory,
    UserFactory,
    client_of,
)
from tests.reviews.factories import (
    Case,
    approved,
    disputed,
    in_research,
    opened,
    panel,
    proposed,
    published,
    reviewer,
    with_evidence,
)
from tests.roles import LINES, ROLES, Line

PREFIX = "api/v1/"
_WHY = {"reason": "It was asked for."}
_NOTE = {"note": "A figure was wrong."}
_JUDGED = {"rating": "false", "reasoning": "The table says otherwise."}
_PORT = "The port handled ten tonnes of cargo."
# What each write sends, so that the answer is about who asks. `{...}` names a row, as in the table.
BODIES: dict[str, dict[str, Any]] = {
    "articles/": {"text": f"Harbour report\n\n{_PORT}"},
    "articles/bulk/": {"items": [{"text": f"Harbour report\n\n{_PORT}"}]},
    "outlets/": {"slug": "herald", "name": "The Herald"},
    "feeds/": {"outlet": "{outlet}", "url": "https://herald.example/feed.xml"},
    "feeds/{feed}/": {"title": "The Herald: everything"},
    "feeds/test/": {"url": "http://127.0.0.1/feed.xml"},  # refused by the fetcher, so nothing goes out
    "feeds/discover/": {"url": "http://127.0.0.1/"},
    "claims/": {"wording": _PORT, "kind": "number"},
    "claims/{claim}/appearances/": {"kind": "speech", "quote": _PORT, "occasion": "The council's meeting"},
    "claims/{claim}/decline/": {"reason": "opinion"},
    "claims/{claim}/reword/": {"wording": _PORT},
    "claims/{claim}/merge/": {"into": "{settled}"},
    "claims/{claim}/split/": {"wordings": ["The port is full.", "The pier is empty."]},
    "claimants/{claimant}/merge/": {"into": "{merged_claimant}"},
    "fact-checks/": {"claim": "{claim}"},
    "fact-checks/{open}/hand-out/": {"to": "{reviewer}"},
    "fact-checks/{agreed}/answer-gap/": {"code": "no_primary_exists", **_WHY},
    "fact-checks/{agreed}/grant-exception/": {"code": "no_primary", **_WHY},
    "fact-checks/{agreed}/return/": _WHY,
    "fact-checks/{agreed}/close/": _WHY,
    "fact-checks/{disputed}/decide/": _JUDGED,
    "fact-checks/{approved}/publish/": {"title": "Ten tonnes", "summary": "It was nine."},
    "fact-checks/{approved}/schedule/": {
        "title": "Ten tonnes",
        "summary": "It was nine.",
        "publish_at": "{soon}",
    },
    "fact-checks/{published}/reopen/": _WHY,
    "complaints/": {"publication": "{publication}", "text": "It was eleven tonnes."},
    "complaints/{complaint}/answer/": {"outcome": "rejected", "answer": "The table says ten."},
    "flags/": {"fact_check": "{agreed}", "kind": "legal_review", "text": "Is the person a private one?"},
    "flags/{flag}/clear/": {"outcome": "A public office."},
    "flag-rules/": {"kind": "legal_review", "name": "Allegations", "claim_kinds": ["allegation"]},
    "flag-rules/{flag_rule}/": {"active": False},
    "flag-rules/test/": {"keywords": ["port"]},
    "fact-checks/{agreed}/outside-editor/": {"name": "Ruth Marks"},
    "fact-checks/{published}/second-read/": {"confirms": True},
    "assignments/{seat}/extend/": {"due_at": "{soon}"},
    "assignments/{sealed}/extend/": {"due_at": "{soon}"},
    "assignments/{seat}/file/": _JUDGED,
    "assignments/{seat}/hand-over/": {"to": "{reviewer}"},
    "assignments/{seat}/recuse/": _WHY,
    "assignments/{sealed}/release/": _WHY,
    "evidence/": {
        "fact_check": "{researched}",
        "title": "Port statistics",
        "url": "https://source.example/1",
    },
    "evidence/{evidence}/": {"title": "Port statistics, second table"},
    "evidence/{evidence}/withdraw/": _WHY,
    "captures/{capture}/removal/": _WHY,
    "evidence/{evidence}/readers/": {"user": "{newcomer}"},
    "evidence/{secret}/readers/": {"user": "{newcomer}"},
    "evidence/{secret}/withdraw/": _WHY,
    "contacts/": {
        "fact_check": "{researched}",
        "kind": "expert",
        "whom": "Harbour master",
        "question": "Why?",
    },
    "contacts/{contact}/answer/": {"answer": "The last one."},
    "comments/": {"fact_check": "{agreed}", "text": "Look again."},
    "notes/": {"fact_check": "{agreed}", "title": "So far", "text": "Little."},
    "notes/{note}/": {"title": "So far"},
    "notes/{note}/withdraw/": _WHY,
    "conflicts/": {"kind": "topic", "value": "harbour"},
    "policies/": {"slug": "mine", "name": "Mine", "judging": "proposal"},
    "policies/{policy}/versions/": {"due_hours": 24},
    "policy-rules/": {"policy": "desk", "kind": "number"},
    "policy-rules/reorder/": {"rules": []},
    "policy-rules/{policy_rule}/": {"kind": "fact"},
    "scales/": {"slug": "mine", "name": "Mine", "ratings": []},
    "scales/{scale}/versions/": {"name": "Mine"},
    "harm-areas/": {"slug": "choirs", "name": "Choirs", "gravity": 0.5},
    "harm-areas/{harm_area}/": {"gravity": 0.6},
    "harm-areas/test/": {"keywords": ["choir*"]},
    "incidents/": {"name": "The choir", "keywords": ["choir*"]},
    "topics/": {"slug": "choirs", "name": "Choirs"},
    "topics/{topic}/": {"keywords": ["choir*"]},
    "topics/test/": {"keywords": ["choir*"]},
    "triage-settings/": {"weights": {"harm": 50}},
    "triage-settings/{triage_settings}/activate/": _WHY,
    "triage-settings/compare/": {"b": {"weights": {"harm": 50}}},
    "routing-settings/": {"weights": {"load": 500}},
    "routing-settings/{settings}/activate/": _WHY,
    "routing-settings/compare/": {"b": {"weights": {"load": 500}}},
    "to-dos/{to_do}/dismiss/": _WHY,
    "reviewers/": {"user": "{newcomer}"},
    "reviewers/{reviewer}/": {"time_zone": "Europe/Berlin"},
    "reviewers/{reviewer}/absence/": {"until": None},
    **{
        f"publications/{{publication}}/{verb}/": _NOTE for verb in ("correct", "clarify", "update", "retract")
    },
}


def _merged_claimant(editor: Any) -> Any:
    row = ClaimantFactory()
    actions_of_claims.merge_claimants(claimant_id=row.uuid, into=ClaimantFactory().uuid, by=editor, at=AT)
    return row.uuid


def _merged_claim(editor: Any) -> Any:
    claim = ClaimFactory()
    actions_of_claims.merge(claim_id=claim.uuid, into=ClaimFactory().uuid, by=editor, at=AT)
    return claim.uuid


def _split_claim(editor: Any) -> Any:
    claim = ClaimFactory()
    wordings = ["The harbour was dredged.", "The quay was widened."]
    actions_of_claims.split(claim_id=claim.uuid, wordings=wordings, by=editor, at=AT)
    return claim.uuid


class Rows:
    """One row of every noun, and a client of every role."""

    def __init__(self) -> None:
        case, out, panel_, split = proposed(), published(), panel(accepted=2), disputed()
        work = with_evidence(in_research())
        TopicFactory(slug="harbour")
        seat = work.seat
        offered = panel_.seats[2]
        conflict = actions.declare_conflict(
            reviewer_id=seat.reviewer.uuid, kind="topic", value="harbour", by=case.editor, at=AT
        )
        job = Job.objects.create(
            task="claims.tasks.read_article", due_at=AT, created_at=AT, status=JobStatus.DEAD, reason="broken"
        )
        self.ids = {
            "job": job.uuid,
            "capture": keep_upload(b"Ten tonnes.", at=AT).uuid,
            "to_go": self._to_go(case),
            "event": Event.objects.first().uuid,
            "outlet": OutletFactory().uuid,
            # An address that the fetcher refuses: whoever may try it out is told so.
            "feed": FeedFactory(url="http://127.0.0.1/").uuid,
            "topic": TopicFactory().uuid,
            "claimant": ClaimantFactory().uuid,
            "merged_claimant": _merged_claimant(case.editor),
            "merged": _merged_claim(case.editor),
            "split": _split_claim(case.editor),
            "article": ArticleFactory(status="read").uuid,
            "refused": ArticleFactory(status="refused").uuid,
            "snapshot": 1,
            "copy": [ArticleFactory(status="read", text=_PORT) for _ in range(2)][1].uuid,
            "claim": ClaimFactory().uuid,
            "settled": ClaimFactory(status="settled").uuid,
            "declined": ClaimFactory(status="declined").uuid,
            "open": opened().uuid,
            "researched": work.uuid,
            "agreed": case.uuid,
            "approved": approved().uuid,
            "judging": panel_.uuid,
            "disputed": split.uuid,
            "published": out.uuid,
            "seat": seat.uuid,
            "offered": offered.uuid,
            "sealed": panel_.seats[0].uuid,
            "review": case.fact_check.proposal.uuid,
            "evidence": work.fact_check.evidence.first().uuid,
            "secret": self._secret(work),
            "user": case.editor.uuid,
            "contact": work.fact_check.contacts.first().uuid,
            "comment": self._comment(case),
            "note": self._note(case),
            "report": self._report(work),
            "verdict": Verdict.objects.get(fact_check=out.fact_check).uuid,
            "publication": Publication.objects.get(fact_check=out.fact_check).uuid,
            "complaint": self._complaint(out),
            "flag": self._flag(case),
            "flag_rule": self._flag_rule(),
            "reviewer": reviewer().uuid,
            "to_do": self._to_do("one").uuid,
            "seen_to": actions.done(to_do_id=self._to_do("two").uuid, by=case.editor, at=AT).uuid,
            "newcomer": UserFactory().username,
            "soon": (clock.now() + timedelta(days=1)).isoformat(),
            "conflict": conflict.uuid,
            "policy": Policy.objects.first().uuid,
            "policy_rule": self._rule(case),
            "outside": self._outside().uuid,
            "scale": Scale.objects.first().uuid,
            "settings": actions.add_routing_settings(weights={}, by=None, at=AT).uuid,
            "run": self._run(case),
            **self._triage(case),
        }
        assert Appearance.objects.exists()
        self.clients = {role: self._client(role) for role in ROLES}

    def _triage(self, case: Case) -> dict[str, Any]:
        known = {"by": case.editor, "at": AT}
        found = {"name": "Floods", "keywords": ["flood*"]}
        return {
            "harm_area": triage.add_harm_area(slug="floods", gravity=0.8, **found, **known).uuid,
            "incident": triage.start_incident(**found, **known).uuid,
            "triage_settings": triage.add_triage_settings(weights={}, **known).uuid,
            "rescoring": Rescoring.objects.first().uuid,
        }

    def _run(self, case: Case) -> Any:
        run = actions.ask_for_routing(by=case.editor, at=AT)
        actions.route_backlog(run_id=run.uuid, at=AT, now=lambda: AT)
        return run.uuid

    def _secret(self, case: Case) -> Any:
        known = {"title": "A call", "kind": "interview", "confidential": True}
        return actions.add_evidence(fact_check_id=case.uuid, by=case.researcher, at=AT, **known).uuid

    def _to_go(self, case: Case) -> Any:
        capture = keep_upload(b"Nine tonnes.", at=AT).uuid
        ask_removal(capture_id=capture, reason="A court ordered it.", by=case.editor, at=AT)
        return capture

    def _comment(self, case: Case) -> Any:
        return actions.add_comment(fact_check_id=case.uuid, text="Look again.", by=case.editor, at=AT).uuid

    def _outside(self) -> OutsideApproval:
        case = proposed(slug="alone", outside_editor=True)
        known = {"name": "Ruth Marks", "by": case.editor, "at": AT}
        return actions.name_outside_editor(fact_check_id=case.uuid, **known)[0]

    def _rule(self, case: Case) -> Any:
        known = {"policy": "desk", "kind": "opinion"}
        return actions.add_policy_rule(**known, by=case.editor, at=AT).uuid

    def _note(self, case: Case) -> Any:
        known = {"title": "So far", "text": "Little.", "by": case.editor, "at": AT}
        return actions.add_note(fact_check_id=case.uuid, **known).uuid

    def _report(self, case: Case) -> Any:
        known = {"finding": "It fell.", "by": case.researcher, "at": AT}
        return actions.save_report(fact_check_id=case.uuid, version=0, **known).uuid

    def _complaint(self, case: Case) -> Any:
        given = {"publication_id": case.publication.uuid, "text": "It was eleven.", "by": case.editor}
        return actions.receive_complaint(**given, at=AT).uuid

    def _flag(self, case: Case) -> Any:
        given = {"fact_check_id": case.uuid, "kind": "legal_review", "text": "Is that so?", "by": case.editor}
        return actions.raise_flag(**given, at=AT).uuid

    def _flag_rule(self) -> Any:
        given = {"kind": "legal_review", "name": "Names", "keywords": ["accused"], "by": None}
        return actions.add_flag_rule(**given, at=AT).uuid

    def _to_do(self, key: str) -> ToDo:
        told = open_once(kind=ToDoKind.OVERDUE, key=key, text="It was due.", at=AT)
        assert told is not None
        return told

    def _client(self, role: str) -> Client:
        if role == "anonymous":
            return client_of(None)
        user = UserFactory(role=role)
        if role not in ("reader", "service"):
            reviewer(user)
        return client_of(user, **{"If-Match": "*"})

    def ask(self, line: Line, role: str) -> int:
        """Ask as a person of this role, and undo what came of it; return the status."""
        path = f"/{PREFIX}{line.path.format(**self.ids)}"
        body = {
            name: value.format(**self.ids) if isinstance(value, str) else value
            for name, value in BODIES.get(line.path, {}).items()
        }
        given = {} if line.method == "GET" else {"data": json.dumps(body), "content_type": "application/json"}
        if path.endswith("/upload/"):
            form = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("table.csv", b"1;2")})
            given = {"data": form, "content_type": MULTIPART_CONTENT}
        with transaction.atomic():
            status = self.clients[role].generic(line.method, path, **given).status_code
            transaction.set_rollback(True)
        return status


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rows]:
    """Made once for all lines; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Rows()
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.method} {line.path}")
def test_every_role_gets_the_answer_of_the_table(line: Line, rows: Rows) -> None:
    statuses = {role: rows.ask(line, role) for role in ROLES}

    found = {role: str(s) if s in (401, 403, 404) else "." for role, s in statuses.items()}
    assert all(s < 500 and s != 400 for s in statuses.values()), statuses
    assert found == line.answers


def routes() -> set[tuple[str, str]]:
    """(method, path) of everything under /api/v1/, with {} for what a path takes."""
    found = set()
    for pattern, view in _walk(get_resolver()):
        if pattern.startswith(PREFIX):
            path = re.sub(r"<[^>]+>", "{}", pattern.removeprefix(PREFIX))
            methods = getattr(view, "actions", None) or [
                m for m in ("get", "post", "put", "patch", "delete") if hasattr(view.cls, m)
            ]
            found |= {(method.upper(), path) for method in methods}
    return found


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        whole = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield whole, pattern.callback
        else:
            yield from _walk(pattern, whole)


def test_every_route_has_its_line_and_every_line_its_route() -> None:
    listed = {(line.method, re.sub(r"\{\w+\}", "{}", line.path)) for line in LINES}

    assert {route for route in routes() if route[0] != "HEAD"} == listed
