"""Why somebody has a seat, and why nobody has: told as data and in words, to each what he may read."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factcheck.models import User
from reviews import actions
from reviews.models import Assignment, Reviewer
from tests.factories import AT, TopicFactory, UserFactory, client_of
from tests.reviews.factories import Case, opened, panel, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.clock.now", lambda: AT)


def away(profile: Reviewer) -> Reviewer:
    until = AT + timedelta(days=3)
    return actions.set_absence(reviewer_id=profile.uuid, until=until, by=profile.user, at=AT)


def full() -> Reviewer:
    return reviewer(capacity=0)


def torn() -> Reviewer:
    """Somebody with a conflict of interest about cargo."""
    profile = reviewer()
    actions.declare_conflict(reviewer_id=profile.uuid, kind="topic", value="cargo", by=profile.user, at=AT)
    return profile


@pytest.fixture
def case() -> Case:
    """A fact-check about cargo, offered to the one who knows of it, among many who could or could not."""
    TopicFactory(slug="cargo")
    made = opened(offers=True)
    made.researcher = reviewer(topics={"cargo": 5}).user
    full(), torn(), away(reviewer()), reviewer(languages={"de": "native"})
    actions.route(fact_check_id=made.uuid, at=AT)
    return made


def told(user: User, seat: Assignment, **how: Any) -> Any:
    query = f"?format={how['format']}" if "format" in how else ""
    accept = {"Accept": how["accept"]} if "accept" in how else {}
    return client_of(user, **accept).get(f"/api/v1/assignments/{seat.uuid}/explanation/{query}")


def test_editors_read_everybody_with_parts_that_add_up_and_what_others_would_have_cost(case: Case):
    found = told(case.editor, case.seat).json()

    costed = [row for row in found["considered"] if row["points"] is not None]
    assert len(costed) == 2
    for row in costed:
        assert sum(row["parts"].values()) == row["points"]
        assert row["parts"].keys() == found["parts_in_words"].keys()
    assert [row["chosen"] for row in costed] == [True, False]
    assert [row["above"] for row in costed] == [0, costed[1]["points"] - costed[0]["points"]]
    assert costed[1]["above"] > 0
    barred = {tuple(row["excluded"]): row["reasons"] for row in found["considered"] if row["excluded"]}
    assert barred == {
        ("role",): ["does other work on this desk"],
        ("capacity",): ["has no room for more at once: 0 held, 0 at once"],
        ("conflict",): ["declared a conflict of interest that touches it"],
        ("absent",): ["is away"],
        ("language",): ["does not work in “en”"],
    }
    assert (found["counts"]["considered"], found["counts"]["could"]) == (7, 2)
    assert {(c["code"], c["reviewers"], c["alone"]) for c in found["counts"]["excluded"]} == {
        (code, 1, 1) for code in ("role", "capacity", "conflict", "absent", "language")
    }
    assert "the lowest of 2 who could" in found["why"]


def test_the_words_hold_the_same_sums_as_the_data(case: Case):
    data, text = told(case.editor, case.seat).json(), told(case.editor, case.seat, format="text")

    assert (text.status_code, text["Content-Type"]) == (200, "text/plain; charset=utf-8")
    lines = text.content.decode().splitlines()
    assert "\n".join(lines) == data["text"]
    for row in data["considered"]:
        (head,) = [n for n, line in enumerate(lines) if line.startswith(f"  {row['reviewer']['name']}")]
        if row["points"] is None:
            assert lines[head].endswith(f"{'; '.join(row['reasons'])}.")
            continue
        assert f"{row['points']} point" in lines[head]
        counted = [line for line in lines[head + 1 :] if line.startswith("     ")][: len(row["parts"])]
        shown = {words.split()[1].rstrip(":"): int(words.split()[0]) for words in counted}
        assert shown.items() >= {(k, v) for k, v in row["parts"].items() if v}


def test_the_holder_reads_his_own_parts_and_how_many_others_there_were(case: Case):
    answer = told(case.researcher, case.seat)

    found = answer.json()
    assert [row["reviewer"]["username"] for row in found["considered"]] == [case.researcher.username]
    assert found["counts"]["could"] == 2
    assert {(c["code"], c["reviewers"]) for c in found["counts"]["excluded"]} == {
        ("role", 1),
        ("absent", 1),
        ("language", 1),
        ("own_reasons", 2),
    }
    assert found["remedy"] is None
    others = Reviewer.objects.exclude(user=case.researcher).select_related("user")
    for other in others:
        for name in (other.user.username, other.user.name, str(other.uuid)):
            assert name not in answer.content.decode()


def test_a_colleague_who_could_have_had_it_reads_his_own_cost_and_cannot_work_out_the_holders(case: Case):
    (other,) = [r for r in told(case.editor, case.seat).json()["considered"] if r["above"]]
    colleague = User.objects.get(username=other["reviewer"]["username"])

    answer = told(colleague, case.seat)

    (own,) = answer.json()["considered"]
    assert (own["points"], own["above"]) == (other["points"], None)
    assert " more" not in answer.json()["text"]


def test_a_colleague_reads_why_he_himself_was_not_asked_and_nobody_elses_figures(case: Case):
    busy = Reviewer.objects.get(capacity=0)

    found = told(busy.user, case.seat).json()

    assert [row["reasons"] for row in found["considered"]] == [
        ["has no room for more at once: 0 held, 0 at once"]
    ]
    assert "points" not in found["why"]
    assert case.researcher.name in found["why"]


@pytest.mark.parametrize(
    ("how", "status", "kind"),
    [
        ({}, 200, "application/json"),
        ({"accept": "text/plain"}, 200, "text/plain; charset=utf-8"),
        ({"format": "text", "accept": "application/json"}, 200, "text/plain; charset=utf-8"),
        ({"format": "json", "accept": "text/plain"}, 200, "application/json"),
        ({"format": "xml"}, 400, "application/problem+json"),
        ({"accept": "application/pdf"}, 406, "application/problem+json"),
    ],
)
def test_it_comes_in_the_form_that_was_asked_for(case: Case, how: dict[str, str], status: int, kind: str):
    answer = told(case.editor, case.seat, **how)

    assert (answer.status_code, answer["Content-Type"]) == (status, kind)


def test_the_format_is_a_parameter_of_explanations_alone(case: Case):
    assert client_of(case.editor).get("/api/v1/assignments/?format=text").status_code == 400


def waiting(user: User, case: Case, query: str = "") -> Any:
    return client_of(user).get(f"/api/v1/fact-checks/{case.uuid}/routing/{query}")


def test_nobody_is_free_and_the_answer_that_is_followed_fills_the_seat():
    case = opened(offers=True)
    Reviewer.objects.filter(user=case.researcher).update(capacity=0)
    someone = away(reviewer(capacity=0))
    actions.route(fact_check_id=case.uuid, at=AT)

    found = waiting(case.editor, case).json()

    assert (found["role"], found["seats"], found["counts"]["could"]) == ("researcher", 1, 0)
    assert [(c["code"], c["reviewers"], c["alone"]) for c in found["counts"]["excluded"]] == [
        ("capacity", 2, 1),
        ("absent", 1, 0),
        ("role", 1, 1),
    ]
    (change,) = found["remedy"]["changes"]
    assert (change["code"], change["reviewer"]["username"], change["to"]) == (
        "raise_capacity",
        case.researcher.username,
        "1",
    )
    assert change["words"] == f"Raise the capacity of {case.researcher} to 1"
    assert found["remedy"]["new_people"] == 0
    assert someone.user.name in found["text"]
    Reviewer.objects.filter(uuid=change["reviewer"]["uuid"]).update(capacity=int(change["to"]))
    assert [offer.reviewer.user for offer in actions.route(fact_check_id=case.uuid, at=AT)] == [
        case.researcher
    ]


def test_a_weekly_limit_is_raised_to_what_it_would_be():
    case = opened(offers=True)
    Reviewer.objects.filter(user=case.researcher).update(weekly_capacity=0)

    (change,) = waiting(case.editor, case).json()["remedy"]["changes"]

    assert (change["code"], change["to"]) == ("raise_weekly_capacity", "1")


def test_who_could_take_the_seat_now_is_told_before_anybody_is_asked():
    case = opened()

    found = waiting(case.editor, case).json()

    assert (found["counts"]["could"], found["remedy"]) == (1, None)
    assert [row["reviewer"]["username"] for row in found["considered"] if row["chosen"]] == [
        case.researcher.username
    ]
    assert waiting(case.editor, case, "?format=text").content.startswith(b"1 researcher wanted; 1 could")
    assert Assignment.objects.count() == 0


def test_a_fact_check_whose_seats_are_taken_waits_for_nobody(case: Case):
    found = waiting(case.editor, case).json()

    assert (found["seats"], found["role"], found["considered"], found["remedy"]) == (0, "", [], None)
    assert found["text"] == "No seat of this fact-check waits for anybody."


def test_what_others_hold_is_for_editors(case: Case):
    assert waiting(case.researcher, case).status_code == 403
    assert waiting(UserFactory(service=True), case).status_code == 403


def test_an_empty_desk_asks_for_people():
    case = opened(offers=True)
    User.objects.filter(pk=case.researcher.pk).update(is_active=False)

    found = waiting(case.editor, case).json()["remedy"]

    assert (found["changes"], found["new_people"]) == ([], 1)
    assert found["message"].endswith("The desk needs another researcher who works in “en”.")


def test_an_explanation_costs_the_same_for_one_reviewer_and_for_twenty():
    few = statements()
    for _ in range(19):
        reviewer()

    many = statements()

    assert few == many
    assert few["explanation"] == 3  # the key, the seat, the people
    assert few["routing"] <= 22  # one is for people who bear a claimant's name, two follow what was merged


def statements() -> dict[str, int]:
    """How many each answer takes, on a fact-check of its own."""
    case, other = opened(offers=True), opened(offers=True)
    actions.route(fact_check_id=case.uuid, at=AT)
    client = client_of(case.editor)
    client.get("/api/v1/me/")  # notes when the key was last used
    paths = {
        "explanation": f"/api/v1/assignments/{case.seat.uuid}/explanation/",
        "routing": f"/api/v1/fact-checks/{other.uuid}/routing/",
    }
    found = {}
    for name, path in paths.items():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        found[name] = len(asked)
    return found


def test_a_seat_that_came_with_the_backlog_is_explained_alike():
    cases = [opened(offers=True) for _ in range(2)]
    run = actions.route_backlog(at=AT, now=lambda: AT)
    seats = Assignment.objects.filter(run=run).select_related("reviewer__user")
    assert {seat.fact_check_id for seat in seats} == {case.fact_check.pk for case in cases}

    for seat in seats:
        whole = told(cases[0].editor, seat).json()
        costed = [row for row in whole["considered"] if row["points"] is not None]
        assert [row["reviewer"]["username"] for row in costed if row["chosen"]] == [
            seat.reviewer.user.username
        ]
        assert all(sum(row["parts"].values()) == row["points"] for row in costed)
        assert (whole["counts"]["considered"], whole["counts"]["could"]) == (4, 2)
        own = told(seat.reviewer.user, seat).json()
        assert [row["points"] for row in own["considered"]] == [r["points"] for r in costed if r["chosen"]]


def test_a_seat_given_by_hand_is_compared_with_nobody(case: Case):
    """Others could, too: only this one was looked at."""
    to = reviewer(topics={"cargo": 1})
    seat = actions.hand_over(assignment_id=case.seat.uuid, to=to.uuid, by=case.editor, at=AT)

    why = told(case.editor, seat).json()["why"]

    assert "handed out by an editor" in why
    assert "who could" not in why
    assert "nobody else" not in why


def test_what_was_set_aside_is_told_to_editors_and_the_holder(case: Case):
    Assignment.objects.update(overrides=["capacity"], override_reason="Nobody else knows the port.")
    outsider = reviewer().user

    for user in (case.editor, case.researcher):
        assert (
            "Set aside by the editor: capacity. Nobody else knows the port."
            in told(user, case.seat).json()["text"]
        )
    assert told(outsider, case.seat).json()["overrides"] == []


def test_a_sealed_peer_is_told_of_only_in_numbers():
    case = panel(accepted=2)
    first, second, _ = case.seats

    found = told(second.reviewer.user, first).json()

    assert all(row["reviewer"]["username"] == second.reviewer.user.username for row in found["considered"])
