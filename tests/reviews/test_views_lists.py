"""The lists of the reviews room: what they cost, what they let pass, what they hide."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import actions as claims
from reviews import actions
from reviews.models import Publication, Reviewer
from tests.factories import AT, OutletFactory, TopicFactory, UserFactory, client_of
from tests.reviews.factories import (
    Case,
    filed,
    given,
    in_research,
    opened,
    panel,
    policy,
    published,
    reviewer,
    scale,
)

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 3


def evidence(case: Case, rows: int) -> None:
    for number in range(rows):
        url = f"https://source.example/{number}"
        actions.add_evidence(fact_check_id=case.uuid, title="A table", url=url, by=case.researcher, at=AT)


def contacts(case: Case, rows: int) -> None:
    words = {"kind": "expert", "whom": "Prof. Tide", "question": "Is it so?", "by": case.researcher, "at": AT}
    for _ in range(rows):
        actions.plan_contact(fact_check_id=case.uuid, **words)


def comments(case: Case, rows: int) -> None:
    for _ in range(rows):
        actions.add_comment(fact_check_id=case.uuid, text="Look again.", by=case.editor, at=AT)


def seats(case: Case, rows: int) -> None:
    """So many seats of one fact-check, the last of them held."""
    for _ in range(rows - 1):
        actions.release(assignment_id=case.seat.uuid, reason="", by=case.editor, at=AT)
        given(case, reviewer().user)


def reviews(case: Case, rows: int) -> None:
    """So many revisions of one proposal, each but the last returned."""
    for _ in range(rows):
        if case.fact_check.reviews.exists():
            actions.return_to_research(reason="Again.", **case.as_editor())
        filed(case, case.seat)


def conflicts(case: Case, rows: int) -> None:
    mine = {"reviewer_id": case.editor.reviewer.uuid, "kind": "topic", "by": case.editor, "at": AT}
    for _ in range(rows):
        actions.declare_conflict(value=TopicFactory().slug, **mine)


def people(case: Case, rows: int) -> None:
    for _ in range(rows - Reviewer.objects.count()):
        reviewer(employer=OutletFactory().slug)


def runs(case: Case, rows: int) -> None:
    for _ in range(rows):
        asked = actions.ask_for_routing(by=case.editor, at=AT)
        actions.route_backlog(run_id=asked.uuid, at=AT, now=lambda: AT)


MAKE: dict[str, Callable[[Case, int], Any]] = {
    "evidence": evidence,
    "contacts": contacts,
    "comments": comments,
    "assignments": seats,
    "reviews": reviews,
    "conflicts": conflicts,
    "reviewers": people,
    "routing-runs": runs,
    "fact-checks": lambda case, rows: [opened() for _ in range(rows - 1)],
    "policies": lambda case, rows: [policy(f"policy-{n}") for n in range(rows - 1)],
    "scales": lambda case, rows: [
        actions.add_scale(slug=f"scale-{n}", name="Steps", ratings=[], by=None, at=AT)
        for n in range(rows - 1)
    ],
}


def statements_of(client: Any, path: str) -> tuple[int, list[dict[str, Any]]]:
    client.get(path)  # what is made once per process is made
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return len(asked), answer.json()["results"]


@pytest.mark.parametrize("noun", MAKE)
def test_a_list_costs_the_same_for_one_row_and_for_twenty(noun):
    case = in_research()
    client = client_of(case.editor)
    costs = {}

    for rows in (1, 20):
        MAKE[noun](case, rows if rows == 1 else 20)
        costs[rows], found = statements_of(client, f"/api/v1/{noun}/?page_size=100")
        assert len(found) >= rows

    assert costs[1] == costs[20] <= MOST_STATEMENTS


@pytest.mark.parametrize("noun", ["verdicts", "publications"])
def test_what_was_published_is_listed_at_the_same_cost(noun):
    case = published()
    client = client_of(case.editor)
    one, _ = statements_of(client, f"/api/v1/{noun}/")
    known = {"publication_id": case.publication.uuid, "verb": "correct", "by": case.editor, "at": AT}
    for number in range(3):
        actions.change_publication(note="We erred.", reasoning=f"Version {number}.", **known)
    published()

    more, rows = statements_of(client, f"/api/v1/{noun}/")

    assert one == more <= MOST_STATEMENTS
    assert len(rows) == (5 if noun == "verdicts" else 2)


def test_pages_follow_each_other_without_gap_or_double():
    case = in_research()
    seats(case, 7)
    client, url, seen = client_of(case.editor), "/api/v1/assignments/?page_size=3", []

    while url:
        page = client.get(url).json()
        seen += [row["uuid"] for row in page["results"]]
        url = page["next"]

    assert len(seen) == len(set(seen)) == 7


def test_fact_checks_are_found_by_status_policy_claim_words_and_being_mine():
    mine, other = in_research(), opened("blind-panel")
    client = client_of(mine.researcher)
    wanted = {
        "status=in_research": [mine],
        "status=open&status=in_research": [other, mine],
        "policy=blind-panel": [other],
        f"claim={mine.fact_check.claim.uuid}": [mine],
        "mine=true": [mine],
        "mine=false": [other],
        f"search={mine.fact_check.claim.wording.split()[3]}": [mine],
        "search=volcano": [],
    }

    for query, cases in wanted.items():
        rows = client.get(f"/api/v1/fact-checks/?{query}").json()["results"]
        assert [row["uuid"] for row in rows] == [str(c.uuid) for c in cases], query


def test_assignments_are_found_by_what_may_be_seen_of_them():
    case = panel()
    filed(case, case.seats[0])
    holder, peer = client_of(case.raters[0]), client_of(case.raters[1])

    def statuses(client: Any, query: str) -> list[str]:
        return [r["status"] for r in client.get(f"/api/v1/assignments/?role=rater&{query}").json()["results"]]

    assert statuses(peer, "status=filed") == []
    assert statuses(peer, "status=accepted") == ["accepted"] * 3
    assert statuses(holder, "status=filed") == ["filed"]
    assert statuses(holder, "mine=true") == ["filed"]
    assert len(statuses(peer, f"fact_check={case.uuid}")) == 3
    assert statuses(peer, f"reviewer={case.raters[0].reviewer.uuid}") == ["accepted"]


@pytest.mark.parametrize(
    "query", ["status=done-ish", "mine=perhaps", "fact_check=7", "colour=red", "page_size=0", "cursor=abc"]
)
def test_a_list_says_which_question_it_cannot_read(query):
    answer = client_of(reviewer().user).get(f"/api/v1/assignments/?{query}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["field"] == query.partition("=")[0]


def test_outside_the_desk_only_what_was_published_is_there_and_as_it_was_published():
    shown, _hidden = published(), in_research()
    claims.settle(claim_id=shown.fact_check.claim.uuid, by=None, at=AT)
    actions.reopen(reason="New figures.", **shown.as_editor())
    shown.fresh()
    filed(shown, given(shown, shown.researcher), "true")
    actions.approve(**shown.as_editor())

    for trait in ("service", "reader"):
        client = client_of(UserFactory(**{trait: True}))
        row = client.get("/api/v1/fact-checks/").json()["results"]
        assert [(r["uuid"], r["status"], r["label"]) for r in row] == [
            (str(shown.uuid), "published", "False")
        ]
        one = client.get(f"/api/v1/fact-checks/{shown.uuid}/").json()
        assert (one["status"], one["label"], one["round"], one["assignments"]) == (
            "published",
            "False",
            None,
            [],
        )
        verdicts = client.get("/api/v1/verdicts/").json()["results"]
        assert [v["version"] for v in verdicts] == [1]
        assert client.get("/api/v1/fact-checks/?status=approved").json()["results"] == []
    assert len(client_of(shown.editor).get("/api/v1/verdicts/").json()["results"]) == 2


def test_the_version_outside_is_that_of_the_publication():
    shown = published()
    client = client_of(UserFactory(reader=True))
    before = client.get(f"/api/v1/fact-checks/{shown.uuid}/").headers["ETag"]

    actions.add_comment(fact_check_id=shown.uuid, text="Well done.", by=shown.editor, at=AT)
    same = client.get(f"/api/v1/fact-checks/{shown.uuid}/", headers={"If-None-Match": before})
    known = {"publication_id": shown.publication.uuid, "by": shown.editor, "at": AT}
    actions.change_publication(verb="clarify", note="In other words.", **known)

    assert same.status_code == 304
    assert client.get(f"/api/v1/fact-checks/{shown.uuid}/").headers["ETag"] != before


def test_figures_of_others_are_the_editors():
    case = in_research()
    other = reviewer()
    path = f"/api/v1/reviewers/{case.researcher.reviewer.uuid}/"

    own = client_of(case.researcher).get(path).json()
    colleague = client_of(other.user).get(path).json()
    editor = client_of(case.editor).get(path).json()

    assert (own["capacity"], own["load"]) == (editor["capacity"], editor["load"]) == (9, 1)
    assert (colleague["capacity"], colleague["load"], colleague["languages"]) == (
        None,
        None,
        own["languages"],
    )
    me = client_of(other.user).get("/api/v1/reviewers/me/").json()
    assert (me["uuid"], me["load"]) == (str(other.uuid), 0)
    rows = client_of(other.user).get("/api/v1/reviewers/").json()["results"]
    assert [r["username"] for r in rows if r["load"] is not None] == [other.user.username]


def test_publications_are_read_without_a_key_and_a_retracted_one_is_a_tombstone():
    kept, gone = published(), published()
    known = {"publication_id": gone.publication.uuid, "by": gone.editor, "at": AT}
    actions.change_publication(verb="retract", note="We were taken in.", **known)
    stranger = client_of()

    rows = {r["uuid"]: r for r in stranger.get("/api/v1/publications/").json()["results"]}
    one = stranger.get(f"/api/v1/publications/{gone.publication.uuid}/").json()

    tombstone = rows[str(gone.publication.uuid)]
    assert (tombstone["status"], tombstone["label"], tombstone["summary"]) == ("retracted", "", "")
    assert rows[str(kept.publication.uuid)]["label"] == "False"
    assert (one["label"], one["rating"], [v["kind"] for v in one["versions"]]) == (
        "",
        None,
        ["first", "retraction"],
    )
    assert len(stranger.get("/api/v1/publications/?search=cargo&status=live").json()["results"]) == 1
    assert Publication.objects.count() == 2


def test_scales_say_what_each_rating_means():
    steps = scale()

    found = client_of(UserFactory(service=True)).get(f"/api/v1/scales/{steps.uuid}/").json()

    assert [(r["slug"], r["value"]) for r in found["ratings"]][:2] == [("false", 1), ("half-true", 3)]
