"""Merging and splitting over HTTP: what each verb answers, what is shown of it, what it costs."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from claims import actions
from claims.models import Claim, Claimant
from tests.claims.test_views import API, JSON, get, post, uuids
from tests.factories import AT, ClaimantFactory, ClaimFactory, UserFactory, client_of, found

pytestmark = pytest.mark.django_db

BOTH = "Rents rose by 5 percent and wages fell by 2 percent."


@pytest.fixture
def editor(db: None) -> Client:
    return client_of(UserFactory(editor=True))


@pytest.fixture
def reviewer(db: None) -> Client:
    return client_of(UserFactory())


def merged(count: int, into: Claim) -> list[Claim]:
    by = UserFactory(editor=True)
    rows = ClaimFactory.create_batch(count)
    for claim in rows:
        actions.merge(claim_id=claim.uuid, into=into.uuid, by=by, at=AT)
    return rows


def test_a_claim_is_merged_shown_with_what_stands_for_it_and_taken_out(editor):
    kept, other = ClaimFactory(), ClaimFactory()

    shown = post(editor, f"claims/{other.uuid}/merge/", {"into": str(kept.uuid)})

    assert shown["status"] == "merged"
    assert shown["merged_into"] == {"uuid": str(kept.uuid), "wording": kept.wording, "status": "detected"}
    assert uuids(get(editor, "claims/", merged_into=str(kept.uuid))) == [str(other.uuid)]
    assert uuids(get(editor, "claims/", listed="true")) == [str(kept.uuid)]
    stands = get(editor, f"claims/{kept.uuid}/")
    assert (stands["spread"], len(stands["appearances"])) == (2, 2)
    assert len(get(editor, f"claims/{kept.uuid}/appearances/")["results"]) == 2

    out = post(editor, f"claims/{other.uuid}/unmerge/")

    assert (out["status"], out["merged_into"]) == ("detected", None)
    assert get(editor, f"claims/{kept.uuid}/")["spread"] == 1


def test_the_claims_of_an_article_are_also_those_that_stand_for_merged_ones(editor):
    kept, (other,) = ClaimFactory(), found("The ferry is late.")
    article = other.appearances.get().snapshot.article
    post(editor, f"claims/{other.uuid}/merge/", {"into": str(kept.uuid)})

    rows = get(editor, "claims/", article=str(article.uuid))

    assert set(uuids(rows)) == {str(kept.uuid), str(other.uuid)}


def test_a_compound_claim_is_proposed_split_split_and_put_together(editor):
    (whole,) = found(BOTH)
    proposed = get(editor, f"claims/{whole.uuid}/")["proposed_split"]
    assert len(proposed) == 2

    shown = post(editor, f"claims/{whole.uuid}/split/", {"wordings": proposed})

    assert (shown["status"], shown["proposed_split"]) == ("split", [])
    assert [part["wording"] for part in shown["parts"]] == proposed
    part = get(editor, f"claims/{shown['parts'][0]['uuid']}/")
    assert [row["uuid"] for row in part["part_of"]] == [str(whole.uuid)]
    assert part["appearances"][0]["quote"] == BOTH

    together = post(editor, f"claims/{whole.uuid}/unsplit/")

    assert (together["status"], together["parts"]) == ("detected", [])


@pytest.mark.parametrize("rows", [1, 20])
def test_a_detail_and_its_places_cost_the_same_however_many_were_merged(
    rows, reviewer, django_assert_num_queries
):
    kept = ClaimFactory()
    merged(rows, kept)

    with django_assert_num_queries(5):  # the key, the claim, its topics, its places, its parts
        assert len(get(reviewer, f"claims/{kept.uuid}/")["appearances"]) == rows + 1
    with django_assert_num_queries(3):
        assert len(get(reviewer, f"claims/{kept.uuid}/appearances/")["results"]) == rows + 1
    with django_assert_num_queries(2):
        assert len(get(reviewer, "claims/", merged_into=str(kept.uuid))["results"]) == rows


@pytest.mark.parametrize(
    ("verb", "body", "status", "code", "field"),
    [
        ("merge", {}, 400, "required", "into"),
        ("merge", {"into": "that one"}, 400, "invalid", "into"),
        ("merge", {"into": str(uuid4())}, 400, "no_such_claim", "into"),
        ("merge", {"into": "itself"}, 400, "into_itself", "into"),
        ("unmerge", {}, 409, "illegal_move", ""),
        ("split", {}, 400, "required", "wordings"),
        ("split", {"wordings": ["One."]}, 400, "min_length", "wordings"),
        ("split", {"wordings": ["A rose."] * 11}, 400, "max_length", "wordings"),
        ("split", {"wordings": ["A rose.", "x" * 2001]}, 400, "max_length", "wordings.1"),
        (
            "split",
            {"wordings": ["A rose.", "B\u0007 fell."]},
            400,
            "control_characters",
            "wordings.1",
        ),
        ("split", {"wordings": ["A rose.", "B\ud800 fell."]}, 400, "", ""),
        ("split", {"wordings": ["A rose.", "a ROSE"]}, 400, "parts_unfit", "wordings.1"),
        ("split", {"wordings": ["A rose.", "…"]}, 400, "parts_unfit", "wordings.1"),
        ("unsplit", {}, 409, "illegal_move", ""),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(verb, body, status, code, field, editor):
    claim = ClaimFactory()
    if body.get("into") == "itself":
        body = {"into": str(claim.uuid)}

    response = editor.post(f"{API}claims/{claim.uuid}/{verb}/", body, content_type=JSON)

    problem = response.json()
    assert response.status_code == status, problem
    errors = problem.get("errors") or [{"field": "", "code": problem["code"]}]
    if code:
        assert (errors[0]["field"], errors[0]["code"]) == (field, code)


def test_readers_see_nothing_of_merges():
    kept = ClaimFactory(status="settled")
    merged(1, kept)

    shown = get(client_of(UserFactory(reader=True)), f"claims/{kept.uuid}/")

    assert not {"merged_into", "parts", "part_of", "proposed_split"} & shown.keys()
    assert len(shown["appearances"]) == 2


def two_of_one() -> tuple[Claimant, Claimant]:
    long = found("Unemployment fell.", claimant="Dmitry Peskov", role="spokesman")[0].claimant
    short = found("Rents rose by 5 percent.", claimant="Kremlin spokesman Peskov", role="Kremlin spokesman")[
        0
    ]
    assert long is not None
    assert short.claimant is not None
    return long, short.claimant


def test_claimants_are_proposed_merged_shown_with_both_names_and_taken_apart(editor):
    long, short = two_of_one()
    ClaimantFactory(name="Maria Peskov")
    (proposed,) = get(editor, f"claimants/{long.uuid}/similar/")["results"]
    assert proposed == {
        "uuid": str(short.uuid),
        "name": short.name,
        "kind": short.kind,
        "why": "surname",
    }

    done = post(editor, f"claimants/{short.uuid}/merge/", {"into": str(long.uuid)})

    assert (done["claims"], done["merged"], done["left"]) == (1, [], [])
    assert done["claimant"]["merged_into"]["uuid"] == str(long.uuid)
    shown = get(editor, f"claimants/{long.uuid}/")
    assert [row["name"] for row in shown["also_known_as"]] == [short.name]
    assert {role["role"] for role in shown["roles"]} == {"spokesman", "Kremlin spokesman"}
    assert len(uuids(get(editor, "claims/", claimant=str(long.uuid)))) == 2
    assert get(editor, f"claimants/{long.uuid}/similar/")["results"] == []
    assert uuids(get(editor, "claimants/", merged="true")) == [str(short.uuid)]
    assert str(short.uuid) not in uuids(get(editor, "claimants/", merged="false"))

    apart = post(editor, f"claimants/{short.uuid}/unmerge/")

    assert (apart["claims"], apart["claimant"]["merged_into"]) == (1, None)


@pytest.mark.parametrize("rows", [1, 20])
def test_proposals_and_a_claimant_cost_the_same_however_many(rows, reviewer, django_assert_num_queries):
    long = ClaimantFactory(name="Dmitry Peskov")
    by = UserFactory(editor=True)
    for n in range(rows):
        ClaimantFactory(name=f"Dmitry {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[n]}. Peskov")
        gone = ClaimantFactory(name=f"Peskov the {n}th")
        actions.merge_claimants(claimant_id=gone.uuid, into=long.uuid, by=by, at=AT)

    with django_assert_num_queries(6):  # the key, the row, roles, the merged, theirs, the likely ones
        assert len(get(reviewer, f"claimants/{long.uuid}/similar/")["results"]) == rows
    with django_assert_num_queries(5):
        assert len(get(reviewer, f"claimants/{long.uuid}/")["also_known_as"]) == rows


@pytest.mark.parametrize(
    ("verb", "body", "status", "code"),
    [
        ("merge", {}, 400, "required"),
        ("merge", {"into": str(uuid4())}, 400, "no_such_claimant"),
        ("merge", {"into": "itself"}, 400, "same_claimant"),
        ("unmerge", {}, 409, "not_merged"),
    ],
)
def test_claimants_are_refused_by_field(verb, body, status, code, editor):
    claimant = ClaimantFactory()
    if body.get("into") == "itself":
        body = {"into": str(claimant.uuid)}

    response: Any = editor.post(f"{API}claimants/{claimant.uuid}/{verb}/", body, content_type=JSON)

    assert response.status_code == status
    assert code in response.content.decode()
