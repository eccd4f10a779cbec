"""A blind panel in worlds that differ in what one rater wrote: nobody else can tell them apart."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db.models import F
from django.db.models.query import ModelIterable

from claims.models import Claim
from factcheck.api.docs import whole_schema
from reviews import actions
from reviews.actions import judging
from reviews.models import Assignment, Evidence, FactCheck, Note, Publication, Review
from reviews.models.assignments import AssignmentQuerySet
from reviews.models.judgements import ReviewQuerySet
from reviews.models.sealing import OPEN_WORK, Hidden
from reviews.views import people as people_views
from reviews.views.judgements import Reviews
from tests.factories import AT, UserFactory
from tests.furnished import furnished
from tests.reviews.factories import Case, filed, given, in_research, panel, reviewer
from tests.two_worlds import (
    Answers,
    Observer,
    admin_pages,
    answers,
    api_reads,
    differences,
    observer,
    read_admin,
    read_api,
    reseed,
    still,
    undone,
    write,
)

__all__ = ["still"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]

Write = Callable[[], Any]
Look = Callable[["Start"], Answers]
OTHER_WORLDS = ("false", "true", "false, by more", "draft", "draft, then filed")
NEAR_A_SEAT = ("assignments", "reviews", "fact-checks", "reviewers", "jobs")


@dataclass(frozen=True, slots=True)
class Start:
    """A sealed panel whose first rater will write, the second looks on, the third has not accepted.

    What will be asked is listed here, before the worlds part, so that each is asked the same.
    """

    case: Case
    people: dict[str, Observer]
    writes: dict[str, Write]
    guesses: tuple[UUID, ...]
    reads: list[str]

    def of(self, *names: str) -> list[Observer]:
        return [self.people[name] for name in names]

    def about(self, *nouns: str, params: bool = True) -> list[str]:
        """The reads of these nouns of the API."""
        return [p for p in self.reads if p.split("/")[3] in nouns and (params or "?" not in p)]


@pytest.fixture
def start() -> Start:
    return begun(panel(accepted=2))


@pytest.fixture
def whole() -> Start:
    """The same where every noun has rows, most of them about the sealed panel's own file."""
    return begun(panel(furnished("blind-panel"), accepted=2))


def begun(case: Case) -> Start:
    peer = case.raters[1]
    # A review of his own elsewhere, so that the peer's list has more than one row.
    elsewhere = in_research()
    actions.release(assignment_id=elsewhere.seat.uuid, reason="Holiday.", by=elsewhere.researcher, at=AT)
    filed(elsewhere, given(elsewhere, peer))
    people = {
        "peer": peer,
        "researcher": case.researcher,
        "colleague": reviewer().user,
        "editor": case.editor,
        "administrator": UserFactory(administrator=True),
        "service": UserFactory(service=True),
        "reader": UserFactory(reader=True),
        "stranger": None,
    }
    observers = {name: observer(name, user) for name, user in people.items()}
    writes = writings(case)
    guesses = guesses_at(writes)
    return Start(case, observers, writes, guesses, api_reads(guesses=guesses))


def writings(case: Case) -> dict[str, Write]:
    """What the first rater writes in each world."""
    seat, rater = case.seats[0], case.raters[0]
    one, other = Evidence.objects.filter(fact_check=case.fact_check, confidential=False).order_by("pk")

    def draft() -> None:
        words = {"rating": "true", "reasoning": "It may be so.", "evidence": [one.uuid]}
        actions.save_draft(assignment_id=seat.uuid, version=0, **words, by=rater, at=AT)

    def both() -> None:
        draft()
        filed(case, seat, "misleading", reasoning="Another year is meant.")

    return {
        "nothing": lambda: None,
        "false": lambda: filed(case, seat, "false", evidence=[one.uuid]),
        "true": lambda: filed(case, seat, "true", evidence=[other.uuid], reasoning="Quite so."),
        "false, by more": lambda: filed(case, seat, "false", evidence=[one.uuid, other.uuid]),
        "draft": draft,
        "draft, then filed": both,
    }


def guesses_at(writes: dict[str, Write]) -> tuple[UUID, ...]:
    """The ids that a peer might guess: of what is written in each of the worlds."""
    found: set[UUID] = set()
    known = set(Review.objects.values_list("uuid", flat=True))
    for one in writes.values():
        with undone():
            reseed("write")
            one()
            found |= set(Review.objects.values_list("uuid", flat=True)) - known
    return tuple(sorted(found))


def compared(start: Start, look: Look, *worlds: str) -> list[str]:
    """What tells one of these worlds from the one where nothing was written."""
    nothing = answers(start.writes["nothing"], lambda: look(start))
    return [
        f"[{name}] {difference}"
        for name in worlds or OTHER_WORLDS
        for difference in differences(nothing, answers(start.writes[name], lambda: look(start)))
    ]


def everything(start: Start) -> Answers:
    """Every read: with every parameter for the peer, near a seat for the editor, rows for all others."""
    plain = [path for path in start.reads if "?" not in path]
    others = ("researcher", "colleague", "administrator", "service", "reader", "stranger")
    return (
        read_api(start.of("peer"), start.reads)
        | read_api(start.of("editor"), plain + start.about(*NEAR_A_SEAT))
        | read_api(start.of(*others), plain)
        | read_api(start.of("stranger"), public_pages())
    )


def public_pages() -> list[str]:
    """What a stranger can open: every page, of the notes and checks that are there and of one that is not."""
    notes = Note.objects.values_list("uuid", flat=True)
    slugs = [*Publication.objects.values_list("slug", flat=True), "none"]
    return [
        *(f"/{page}" for page in ("", "notes/", "corrections/", "corrections/feed.xml", "method/")),
        *(f"/notes/{uuid}/" for uuid in notes),
        *(f"/checks/{slug}/" for slug in slugs),
        "/outside/none/",
        "/healthz",
    ]


def test_every_read_of_the_api_and_every_public_page_is_the_same_whether_a_sealed_rater_filed_or_not(whole):
    assert compared(whole, everything, "false", "false, by more") == []


def test_every_read_has_somebody_who_is_answered_and_no_list_is_empty(whole):
    """Else two worlds would be alike in saying nothing."""
    plain = [path for path in whole.reads if "?" not in path]
    found: list[tuple[str, bytes]] = []
    for name in ("administrator", "editor", "peer"):
        answered = read_api(whole.of(name), plain)
        found += [(key.split()[2], body) for key, (status, _, body) in answered.items() if status == 200]
    templates = [t for t, of in whole_schema()["paths"].items() if "get" in of and t.startswith("/api/v1/")]

    told = {template: [body for path, body in found if _is_of(template, path)] for template in templates}

    assert [template for template in told if not told[template]] == []
    empty = [template for template, bodies in told.items() if all(b'"results":[]' in body for body in bodies)]
    assert empty == []


def _is_of(template: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) is not None


def rows(start: Start) -> Answers:
    paths = start.about("assignments", "reviews", "fact-checks", params=False)
    return read_api(start.of("peer", "editor"), paths)


def test_each_row_is_the_same_in_all_the_worlds(start):
    assert compared(start, rows) == []


def test_every_page_of_the_admin_is_the_same(start):
    every = admin_pages(guesses=start.guesses)
    near = admin_pages(["assignment", "review", "draft"], guesses=start.guesses)

    def look(start: Start) -> Answers:
        return read_admin(start.of("editor"), every) | read_admin(start.of("peer", "administrator"), near)

    assert compared(start, look, "true") == []


def writes_of_others(start: Start) -> Answers:
    """What others are answered to their own writes, one after the other, and what they read after them."""
    first, second, _third = start.case.seats
    peer, editor = start.people["peer"].api, start.people["editor"].api
    held, own = f"/api/v1/assignments/{first.uuid}/", f"/api/v1/assignments/{second.uuid}/"
    file = f"/api/v1/fact-checks/{start.case.uuid}/"
    colleague = start.people["colleague"].user
    to = orjson.dumps({"to": str(colleague.reviewer.uuid)})  # type: ignore[union-attr]
    judged = orjson.dumps({"rating": "half-true", "reasoning": "In part.", "next": True})
    said = orjson.dumps({"fact_check": str(start.case.uuid), "text": "I find it false."})
    tried = [
        (peer, "PUT", f"{own}draft/", b'{"reasoning": "Perhaps."}', {"If-Match": '"0"'}),
        (peer, "POST", "/api/v1/comments/", said, {}),
        (peer, "POST", f"{held}file/", judged, {}),
        (peer, "POST", f"{held}recuse/", b'{"reason": "His friend."}', {}),
        (peer, "PUT", f"{held}draft/", b'{"reasoning": "Mine now."}', {"If-Match": '"0"'}),
        (editor, "POST", f"{held}release/", b"{}", {}),
        (editor, "POST", f"{held}hand-over/", to, {}),
        (editor, "POST", f"{held}renew/", b"{}", {}),
        (editor, "POST", f"{file}approve/", b"{}", {}),
        (editor, "POST", f"{file}return/", b'{"reason": "More."}', {}),
        (editor, "POST", f"{file}hold/", b"{}", {}),
        (peer, "POST", "/api/v1/comments/", said, {}),
        (editor, "POST", f"{file}resume/", b"{}", {}),
        (peer, "POST", f"{own}file/", judged, {"Idempotency-Key": "once"}),
        (peer, "POST", f"{own}file/", judged, {"Idempotency-Key": "once"}),
        (peer, "POST", f"{own}file/", judged, {}),
        (peer, "POST", "/api/v1/assignments/next/", b"{}", {}),
    ]
    found: Answers = {}
    for step, (client, method, path, body, headers) in enumerate(tried):
        reseed(f"step {step}")
        found[f"{step}. {method} {path}"] = write(client, method, path, body, **headers)
    return found | read_api(start.of("peer", "editor"), start.about("assignments", "reviews"))


def test_answers_to_the_writes_of_others_are_the_same(start):
    done = answers(start.writes["nothing"], lambda: writes_of_others(start))
    statuses = [done[key][0] for key in done if "." in key.split()[0]]

    assert statuses == [200, 409, 403, 403, 404, 409, 409, 403, 409, 409, 200, 409, 200, 201, 201, 409, 409]
    assert compared(start, writes_of_others, "true", "draft") == []


def later_writes_of_others(start: Start) -> Answers:
    """What those who may write about the sealed file, or near it, are answered, and what is read after it."""
    peer, editor, service = (start.people[name].api for name in ("peer", "editor", "service"))
    case = start.case
    file, claim = f"fact-checks/{case.uuid}/", f"claims/{case.fact_check.claim.uuid}/"
    about = {"fact_check": str(case.uuid)}
    page = str(Publication.objects.get().uuid)
    why, read_at = {"reason": "It was asked for."}, {"If-Match": '"2"'}
    flag = about | {"kind": "legal_review", "text": "Who is it?"}
    tried: list[tuple[Any, str, str, dict[str, Any], dict[str, str]]] = [
        (peer, "POST", "flags/", flag, {}),
        (editor, "POST", "flags/", flag, {}),
        (peer, "PUT", f"{file}report/", {"finding": "It rose."}, read_at),
        (editor, "PUT", f"{file}report/", {"finding": "It rose."}, read_at),
        (editor, "POST", "notes/", about | {"title": "So far", "text": "More."}, {}),
        (peer, "POST", "evidence/", about | {"title": "A table", "url": "https://source.example/t"}, {}),
        (editor, "POST", f"{file}answer-gap/", {"code": "no_primary_exists", **why}, {}),
        (editor, "POST", f"{file}grant-exception/", {"code": "no_primary", **why}, {}),
        (editor, "POST", f"{file}outside-editor/", {"name": "Ruth Marks"}, {}),
        (editor, "POST", f"{file}discuss/", {}, {}),
        (editor, "POST", f"{file}decide/", {"rating": "false", "reasoning": "So."}, {}),
        (editor, "POST", f"{file}publish/", {"title": "Less", "summary": "Less."}, {}),
        (editor, "POST", f"{claim}pin/", {}, {}),
        (peer, "POST", f"{claim}reword/", {"wording": "It was less."}, {"If-Match": "*"}),
        (service, "POST", "complaints/", {"publication": page, "text": "It was ten."}, {}),
        (editor, "POST", "routing-runs/", {}, {}),
    ]
    found: Answers = {}
    for step, (client, method, path, body, headers) in enumerate(tried):
        reseed(f"step {step}")
        found[f"{step}. {method} {path}"] = write(
            client, method, f"/api/v1/{path}", orjson.dumps(body), **headers
        )
    read = start.about("flags", "notes", "to-dos", "claims", "fact-checks", "complaints", params=False)
    return found | read_api(start.of("peer", "editor", "service", "stranger"), read)


def test_answers_to_writes_about_the_file_are_the_same(whole):
    done = answers(whole.writes["nothing"], lambda: later_writes_of_others(whole))
    statuses = [done[key][0] for key in done if "." in key.split()[0]]

    assert statuses == [409, 201, 403, 409, 201, 403, 201, 201, 409, 409, 409, 409, 200, 403, 201, 202]
    assert compared(whole, later_writes_of_others, "false", "false, by more") == []


def test_a_recusal_looks_the_same_whether_he_had_filed_or_not(start):
    def look(start: Start) -> Answers:
        reseed("recuse")
        path = f"/api/v1/assignments/{start.case.seats[0].uuid}/recuse/"
        answer = write(start.people["editor"].api, "POST", path, b'{"reason": "His friend."}')
        return {"recuse": answer} | read_api(start.of("peer", "editor"), start.about("assignments", "jobs"))

    assert compared(start, look, "false") == []


def test_closing_a_sealed_panel_is_the_same(start):
    def look(start: Start) -> Answers:
        reseed("close")
        path = f"/api/v1/fact-checks/{start.case.uuid}/close/"
        answer = write(start.people["editor"].api, "POST", path, b'{"reason": "Nobody knows."}')
        return {"close": answer} | read_api(start.of("editor"), start.about("assignments", "jobs", "reviews"))

    assert compared(start, look, "false") == []


def test_a_conflict_declared_for_a_sealed_rater_is_the_same(start):
    claimant = start.case.fact_check.claim.claimant
    rater = start.case.raters[0].reviewer
    body = orjson.dumps({"reviewer": str(rater.uuid), "kind": "claimant", "value": claimant.name})

    def look(start: Start) -> Answers:
        reseed("conflict")
        answer = write(start.people["editor"].api, "POST", "/api/v1/conflicts/", body)
        return {"conflict": answer} | read_api(start.of("peer", "editor"), start.about("assignments"))

    assert compared(start, look, "false") == []


def test_the_holder_reads_his_own(start):
    rater = observer("rater", start.case.raters[0])

    assert compared(start, lambda start: read_api([rater], start.about("assignments")), "false") != []


LEAKS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], Look]] = {}


def leak(look: Look) -> Callable[[Callable[[pytest.MonkeyPatch], None]], None]:
    """Register a naive version of a guard, and where it would show."""

    def register(patch: Callable[[pytest.MonkeyPatch], None]) -> None:
        LEAKS[patch.__name__] = (patch, look)

    return register


def of_the_peer(*nouns: str) -> Look:
    return lambda start: read_api(start.of("peer"), start.about(*nouns))


def of_the_editor(*nouns: str) -> Look:
    return lambda start: read_api(start.of("editor"), start.about(*nouns))


@leak(of_the_peer("assignments"))
def the_status_is_shown_as_it_is(patch):
    patch.setattr("reviews.models.assignments._seen_status", lambda _: F("status"))


@leak(of_the_peer("assignments"))
def the_version_moves_with_the_filing(patch):
    patch.setattr("reviews.models.assignments._seen_seq", lambda row: row.chain_seq)


@leak(of_the_peer("fact-checks"))
def seats_stand_bare_beside_their_fact_check(patch):
    patch.setattr(Hidden, "template", f"({Hidden.template} AND 1 = 0)")


@leak(lambda start: read_admin(start.of("administrator"), admin_pages(["assignment"])))
def the_admin_shows_the_columns_as_they_are(patch):
    patch.setattr("reviews.models.assignments._AsSeen", ModelIterable)


@leak(of_the_editor("reviewers"))
def a_load_falls_with_the_filing(patch):
    plain = AssignmentQuerySet.open_work
    AssignmentQuerySet.open_work = lambda rows: rows.filter(status__in=OPEN_WORK)  # type: ignore[method-assign]
    naive = people_views._load()
    AssignmentQuerySet.open_work = plain  # type: ignore[method-assign]
    patch.setattr(people_views, "_LOAD", naive)


@leak(of_the_peer("reviews"))
def reviews_are_open_to_the_desk(patch):
    def naive(rows: Any, user: Any) -> Any:
        return rows.filter(fact_check__in=FactCheck.objects.visible_to(user))

    patch.setattr(ReviewQuerySet, "visible_to", naive)


@leak(lambda start: read_admin(start.of("editor"), admin_pages(["assignment"])))
def the_admin_answers_any_question(patch):
    patch.setattr("reviews.admin.base.DeskAdmin.lookup_allowed", lambda self, lookup, value, request: True)


def his_list_after_filing(start: Start) -> Answers:
    path = f"/api/v1/assignments/{start.case.seats[1].uuid}/file/"
    write(start.people["peer"].api, "POST", path, b'{"rating": "true", "reasoning": "Quite so."}')
    return read_api(start.of("peer"), ["/api/v1/reviews/?page_size=1"])


def a_release_by_the_editor(start: Start) -> Answers:
    path = f"/api/v1/assignments/{start.case.seats[0].uuid}/release/"
    return {"release": write(start.people["editor"].api, "POST", path)}


@leak(his_list_after_filing)
def cursors_hold_row_numbers(patch):
    patch.setattr(Reviews, "keyset", ("-filed_at", "-id"))


@leak(a_release_by_the_editor)
def an_editor_may_release_a_rater_at_work(patch):
    patch.setattr("reviews.actions.assignments.refuse_on_sealed_seat", lambda *_: None)


@leak(of_the_editor("fact-checks"))
def a_filing_moves_the_fact_check(patch):
    moved = {"chain_seq": F("chain_seq") + 1}
    after_each_filing(patch, lambda file: FactCheck.objects.filter(pk=file.pk).update(**moved))


@leak(lambda start: read_api(start.of("administrator"), ["/api/v1/events/?page_size=100"]))
def the_events_of_a_sealed_seat_can_be_read(patch):
    patch.setattr("factcheck.models.events._sealed", [])


@pytest.mark.parametrize("name", LEAKS)
def test_a_leak_is_found(start, monkeypatch, name):
    patch, look = LEAKS[name]
    patch(monkeypatch)

    assert compared(start, look, "false") != []


def test_the_audit_trail_is_the_same_until_the_reveal(start):
    _, look = LEAKS["the_events_of_a_sealed_seat_can_be_read"]

    assert compared(start, look) == []
    assert Assignment.objects.sealed().count() == 3


def after_each_filing(patch: pytest.MonkeyPatch, touch: Callable[[FactCheck], Any]) -> None:
    """Let a filing touch something else as well."""
    plain = judging._file

    def filing(**given: Any) -> Any:
        review = plain(**{"words": "", "evidence": [], **given})
        touch(review.fact_check)
        return review

    patch.setattr(actions, "file", filing)


OUTWARD: dict[str, tuple[str, list[str], Callable[[FactCheck], Any]]] = {
    "the list of claims counts filings": (
        "service",
        ["/api/v1/claims/"],
        lambda file: Claim.objects.filter(pk=file.claim_id).update(spread=F("spread") + 1),
    ),
    "a page is dated by a filing": (
        "stranger",
        ["/api/v1/publications/", "/"],
        lambda file: Publication.objects.update(title="Less cargo"),
    ),
    "a note is counted by filings": (
        "stranger",
        ["/notes/"],
        lambda file: Note.objects.update(title="One has filed"),
    ),
}


@pytest.mark.parametrize("name", OUTWARD)
def test_a_leak_outwards_is_found(whole, monkeypatch, name):
    who, paths, touch = OUTWARD[name]
    after_each_filing(monkeypatch, touch)

    assert compared(whole, lambda start: read_api(start.of(who), paths), "false") != []
