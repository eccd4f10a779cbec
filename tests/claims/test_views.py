"""The claims room over HTTP: who sees what, what each verb answers, what lists cost."""

import base64
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, encode_multipart

from claims import actions
from claims.models import Article, Claim, Outlet
from factcheck.models import Event
from factcheck.roles import Role
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
    found,
    move_to,
    take,
)

pytestmark = pytest.mark.django_db

API = "/api/v1/"
JSON = "application/json"


@pytest.fixture
def reviewer(db: None) -> Client:
    return client_of(UserFactory())


@pytest.fixture
def editor(db: None) -> Client:
    return client_of(UserFactory(editor=True))


def get(client: Client, path: str, *, answer: int = 200, **params: Any) -> Any:
    response = client.get(API + path, params)
    assert response.status_code == answer, response.content
    return response.json()


def post(client: Client, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    response = client.post(API + path, body or {}, content_type=JSON, headers=given)
    assert response.status_code == status, response.content
    return response.json()


def uuids(rows: Any) -> list[str]:
    return [row["uuid"] for row in rows["results"]]


# Lists: rows, filters, cost.


def fill_claims(rows: int) -> str:
    ClaimFactory.create_batch(rows)
    return "claims/"


def fill_appearances(rows: int) -> str:
    wording = "The port handled 4.2 million tonnes."
    for _ in range(rows):
        (claim,) = found(wording)
    return f"claims/{claim.uuid}/appearances/"


def fill_snapshots(rows: int) -> str:
    article = ArticleFactory()
    for number in range(rows):
        take(article, f"Version {number}.")
    return f"articles/{article.uuid}/snapshots/"


def fill_articles(rows: int) -> str:
    ArticleFactory.create_batch(rows, status="read")
    return "articles/"


def fill(factory: Any, path: str) -> Any:
    def make(rows: int) -> str:
        factory.create_batch(rows)
        return path

    make.__name__ = f"fill_{path.strip('/')}"
    return make


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize(
    ("make", "statements"),
    [
        (fill_claims, 2),
        (fill_articles, 2),
        (fill(OutletFactory, "outlets/"), 2),
        (fill(TopicFactory, "topics/"), 2),
        (fill(ClaimantFactory, "claimants/"), 2),
        (fill_appearances, 3),
        (fill_snapshots, 3),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_listing_costs_the_same_for_one_row_and_for_twenty(
    make, statements, rows, reviewer, django_assert_num_queries
):
    path = make(rows)
    get(reviewer, path)

    with django_assert_num_queries(statements):  # the key, perhaps the parent, the rows
        assert len(get(reviewer, path)["results"]) == rows


def test_a_detail_costs_the_same_for_one_appearance_and_for_twenty(reviewer, django_assert_num_queries):
    (claim,) = found("The port handled 4.2 million tonnes.")
    counts = []
    for _ in range(2):
        with django_assert_num_queries(5):  # the key, the claim, its topics, its places, its parts
            counts.append(len(get(reviewer, f"claims/{claim.uuid}/")["appearances"]))
        for _ in range(19):
            found("The port handled 4.2 million tonnes.")

    assert counts == [1, 20]


def test_claims_come_by_priority_page_by_page(reviewer):
    by_score = [found(f"The port has {n} piers.", score=n / 10)[0] for n in (2, 9, 5)]

    first = get(reviewer, "claims/", page_size=2)
    second = get(reviewer, first["next"].partition(API)[2])

    ordered = sorted(by_score, key=lambda claim: -claim.priority)
    assert uuids(first) + uuids(second) == [str(claim.uuid) for claim in ordered]
    assert second["next"] is None


def test_the_desks_list_is_asked_for_by_name(reviewer):
    waiting = ClaimFactory()
    others = [found("The port is ugly.", kind="opinion")[0], ClaimFactory(status="accepted")]

    listed = get(reviewer, "claims/", listed="true")
    rest = get(reviewer, "claims/", listed="false")

    assert uuids(listed) == [str(waiting.uuid)]
    assert set(uuids(rest)) == {str(claim.uuid) for claim in others}
    assert len(uuids(get(reviewer, "claims/"))) == 3


def test_claims_are_narrowed_by_what_is_stored_about_them(reviewer):
    TopicFactory(slug="transport", keywords=["piers"])
    (claim,) = found("The port has 9 piers.", claimant="Marta Quill")
    found("Rents rose by 12 percent.", claimant="Edwin Straker", kind="opinion")
    article = claim.appearances.get().snapshot.article

    for params in (
        {"kind": "number"},
        {"kind": ["number", "fact"]},
        {"gate": ""},
        {"topic": "transport"},
        {"claimant": str(claim.claimant.uuid)},
        {"article": str(article.uuid)},
        {"search": "PIERS port"},
        {"search": "quill"},
    ):
        assert uuids(get(reviewer, "claims/", **params)) == [str(claim.uuid)], params
    for params, count in (
        ({"status": "detected"}, 2),
        ({"status": "settled"}, 0),
        ({"language": "en"}, 2),
        ({"language": "de"}, 0),
        ({"pinned": "false"}, 2),
        ({"topic": "housing"}, 0),
        ({"article": str(uuid4())}, 0),
    ):
        assert len(uuids(get(reviewer, "claims/", **params))) == count, params


@pytest.mark.parametrize(
    "params",
    [
        {"listed": "maybe"},
        {"status": "gone"},
        {"claimant": "me"},
        {"article": "x"},
        {"pinned": "1"},
        {"color": "red"},
        {"page_size": "0"},
        {"cursor": "abc"},
        {"search": "a " * 9},
    ],
    ids=lambda params: next(iter(params)),
)
def test_a_filter_that_cannot_be_read_is_named(reviewer, params):
    problem = reviewer.get(f"{API}claims/", params).json()

    assert problem["status"] == 400
    assert problem["errors"][0]["field"] == next(iter(params))


def test_articles_are_narrowed_by_status_outlet_feed_language_and_title(reviewer):
    outlet = OutletFactory()
    article = ArticleFactory(outlet=outlet)
    take(article, "Der Hafen ist voll.", title="Hafen in Elbstein", language="de")
    ArticleFactory(status="refused")

    for params in (
        {"status": "read"},
        {"outlet": str(outlet.uuid)},
        {"language": "de"},
        {"search": "elbstein hafen"},
    ):
        (row,) = get(reviewer, "articles/", **params)["results"]
        assert row["uuid"] == str(article.uuid)
        assert row["outlet_name"] == outlet.name
    (refused,) = get(reviewer, "articles/", status="refused")["results"]
    assert (refused["refusal_code"], refused["refusal"]) == ("timeout", "It never answered.")


# Details.


def test_a_claim_is_shown_with_its_places_and_its_reasons(reviewer):
    TopicFactory(slug="transport", keywords=["port"])
    (claim,) = found("The port handled 4.2 million tonnes.", claimant="Marta Quill", role="councillor")

    shown = get(reviewer, f"claims/{claim.uuid}/")

    (place,) = shown["appearances"]
    assert (place["quote"], place["start"], place["end"]) == ("The port handled 4.2 million tonnes.", 0, 36)
    assert place["quoted_parts"] == [[0, 4]]
    assert (place["claimant"]["name"], place["claimant_role"]) == ("Marta Quill", "councillor")
    assert place["article"] == str(claim.appearances.get().snapshot.article.uuid)
    assert shown["score_parts"] == [{"name": "number", "label": "contains a number", "weight": 1.5}]
    assert sum(part["weight"] for part in shown["priority_parts"]) == pytest.approx(shown["priority"])
    assert [topic["slug"] for topic in shown["topics"]] == ["transport"]
    assert get(reviewer, f"claims/{claim.uuid}/appearances/")["results"][0]["quote"] == place["quote"]


def test_an_article_is_shown_with_its_newest_text(reviewer):
    article = ArticleFactory()
    take(article, "First version.")
    take(article, "Second version.")

    shown = get(reviewer, f"articles/{article.uuid}/")

    assert (shown["snapshot"]["number"], shown["snapshot"]["text"]) == (2, "Second version.")
    versions = get(reviewer, f"articles/{article.uuid}/snapshots/")["results"]
    assert [version["number"] for version in versions] == [2, 1]


def test_a_claimant_is_shown_with_its_roles_the_latest_first(reviewer):
    claimant = ClaimantFactory(role="councillor")
    actions.claimant_named(claimant.name, role="mayor", by=None, at=AT.replace(year=2027))

    shown = get(reviewer, f"claimants/{claimant.uuid}/")

    assert [role["role"] for role in shown["roles"]] == ["mayor", "councillor"]


def test_a_version_that_the_caller_has_is_not_sent_again(reviewer):
    outlet = OutletFactory()
    tag = reviewer.get(f"{API}outlets/{outlet.uuid}/").headers["ETag"]

    again = reviewer.get(f"{API}outlets/{outlet.uuid}/", headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")


# Who sees what.


def one_of_each() -> dict[str, str]:
    (claim,) = found("The port handled 4.2 million tonnes.")
    article = claim.appearances.get().snapshot.article
    rows = {
        "outlets": OutletFactory(),
        "feeds": FeedFactory(),
        "topics": TopicFactory(),
        "claimants": claim.claimant,
        "articles": article,
        "claims": claim,
    }
    return {name: str(row.uuid) for name, row in rows.items()}


@pytest.mark.parametrize(
    "role", [Role.REVIEWER, Role.SENIOR_REVIEWER, Role.EDITOR, Role.ADMINISTRATOR, Role.SERVICE]
)
def test_the_desk_and_its_services_see_everything(role):
    client = client_of(UserFactory(role=role))

    for name, uuid in one_of_each().items():
        assert uuid in uuids(get(client, f"{name}/"))
        assert get(client, f"{name}/{uuid}/")["uuid"] == uuid


def test_readers_see_nothing_of_the_desks_own_work():
    client = client_of(UserFactory(reader=True))

    for name, uuid in one_of_each().items():
        assert get(client, f"{name}/")["results"] == []
        get(client, f"{name}/{uuid}/", answer=404)
        get(client, f"{name}/{uuid4()}/", answer=404)
    for path in (
        f"claims/{Claim.objects.get().uuid}/appearances/",
        f"articles/{Article.objects.first().uuid}/snapshots/",
    ):
        get(client, path, answer=404)


def test_readers_see_a_settled_claim_without_the_desks_notes():
    claim = ClaimFactory(status="settled")
    client = client_of(UserFactory(reader=True))

    (row,) = get(client, "claims/")["results"]
    shown = get(client, f"claims/{claim.uuid}/")

    assert row["wording"] == shown["wording"] == claim.wording
    for private in ("priority", "score", "pitch", "demand", "accepted_by", "gate", "score_parts"):
        assert private not in row
        assert private not in shown


def test_strangers_are_asked_who_they_are():
    for name, uuid in one_of_each().items():
        get(client_of(), f"{name}/", answer=401)
        get(client_of(), f"{name}/{uuid}/", answer=401)


def test_readers_change_nothing():
    client, each = client_of(UserFactory(reader=True)), one_of_each()
    before = Event.objects.count()

    post(client, "outlets/", {"slug": "x", "name": "X"}, status=403)
    post(client, "feeds/", {"outlet": each["outlets"], "url": "https://a.example/f"}, status=403)
    post(client, "articles/", {"url": "https://a.example/1"}, status=403)
    post(client, "claims/", {"wording": "x", "kind": "fact"}, status=403)
    for path in (
        "feeds/{}/pause/",
        "feeds/{}/poll-now/",
        "articles/{}/retry/",
        "claims/{}/accept/",
        "claims/{}/appearances/",
    ):
        post(client, path.format(each[path.partition("/")[0]]), status=404)

    assert Event.objects.count() == before


def test_a_key_that_may_only_read_changes_nothing():
    client = client_of(UserFactory(editor=True), scopes=("read",))

    assert post(client, f"claims/{ClaimFactory().uuid}/accept/", status=403)["code"] == "scope_missing"


# Verbs on sources and articles.


def test_an_outlet_and_its_feed_are_entered(reviewer):
    outlet = post(
        reviewer,
        "outlets/",
        {"slug": "post", "name": "Harbour Post", "domain": "post.example", "language": "en"},
        status=201,
    )
    feed = post(
        reviewer,
        "feeds/",
        {"outlet": outlet["uuid"], "url": "https://post.example/feed", "interval": "PT30M"},
        status=201,
    )

    assert feed["outlet"]["slug"] == "post"
    assert feed["interval"] == "P0DT00H30M00S"
    assert post(reviewer, "outlets/", {"slug": "post", "name": "P"}, status=409)["code"] == "already_there"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("outlets/", {"slug": "a b", "name": "X"}, "slug"),
        ("outlets/", {"slug": "x", "name": "X", "domain": "http://x/"}, "domain"),
        ("outlets/", {"slug": "x", "name": "X", "language": "English"}, "language"),
        ("outlets/", {"slug": "x", "name": "X", "colour": "red"}, "colour"),
        ("feeds/", {}, "url"),
        ("feeds/", {"outlet": str(uuid4()), "url": "https://a.example/"}, "outlet"),
        ("feeds/", {"outlet": "post", "url": "https://a.example/"}, "outlet"),
        ("feeds/", {"url": "file:///etc/passwd"}, "url"),
        ("feeds/", {"interval": "PT1S"}, "interval"),
        ("feeds/", {"interval": "P999999999999D"}, "interval"),
        ("articles/", {"url": "ftp://a.example/"}, "url"),
        ("articles/", {"text": "x", "file": {"content": "aGk="}}, "file"),
        ("articles/", {"file": {"content": "§"}}, "file.content"),
        ("articles/", {"file": {"content": "aGk=", "size": 2}}, "file.size"),
        ("articles/", {"text": "x", "outlet": str(uuid4())}, "outlet"),
        ("claims/", {"wording": "", "kind": "fact"}, "wording"),
        ("claims/", {"wording": "x", "kind": "song"}, "kind"),
        ("claims/", {"wording": "x", "kind": "fact", "status": "accepted"}, "status"),
    ],
)
def test_input_that_makes_no_sense_is_refused_by_field(reviewer, path, body, field):
    problem = post(reviewer, path, body, status=400)

    assert field in [error["field"] for error in problem["errors"]]


def test_a_feed_is_polled_paused_and_resumed(reviewer):
    feed = FeedFactory()

    post(reviewer, f"feeds/{feed.uuid}/poll-now/")
    paused = post(reviewer, f"feeds/{feed.uuid}/pause/")
    resumed = post(reviewer, f"feeds/{feed.uuid}/resume/")

    assert (paused["paused"], resumed["paused"]) == (True, False)
    names = Event.objects.filter(subject=feed.uuid).order_by("seq").values_list("name", flat=True)
    assert list(names) == ["feed.added", "feed.poll_asked", "feed.paused", "feed.resumed"]


def test_an_address_is_taken_in_once(reviewer):
    new = post(reviewer, "articles/", {"url": "https://paper.example/1"}, status=201)
    same = post(reviewer, "articles/", {"url": "https://paper.example/1?utm_source=x"}, status=200)

    assert (new["status"], same["uuid"]) == ("waiting", new["uuid"])


PAGE = b"<html><body><article><h1>Port</h1><p>The port is full.</p></article></body></html>"


def test_a_text_and_a_file_are_kept_until_they_are_read(reviewer):
    content = base64.b64encode(PAGE).decode()

    text = post(reviewer, "articles/", {"text": "Port\n\nThe port is full."}, status=201)
    file = post(reviewer, "articles/", {"file": {"filename": "port.html", "content": content}}, status=201)

    kept = {str(article.uuid): article for article in Article.objects.all()}
    assert bytes(kept[text["uuid"]].given) == b"Port\n\nThe port is full."
    assert (bytes(kept[file["uuid"]].given), kept[file["uuid"]].given_type) == (PAGE, "text/html")


def test_a_file_comes_as_a_form_too_and_once_per_key(reviewer):
    outlet = OutletFactory()
    form = encode_multipart(
        BOUNDARY,
        {"file": SimpleUploadedFile("port.html", PAGE, "text/html"), "outlet": str(outlet.uuid)},
    )

    answers = [
        reviewer.post(
            f"{API}articles/",
            form,
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
            headers={"Idempotency-Key": "upload-1"},
        )
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    article = Article.objects.get()
    assert (bytes(article.given), article.given_type, article.outlet) == (PAGE, "text/html", outlet)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b" ", "empty"), (b"\x89PNG\r\n\x1a\n000", "not_text"), (b"a\x00b\x00c", "not_text")],
)
def test_a_file_that_nobody_could_read_is_refused_at_the_door(reviewer, content, code):
    encoded = base64.b64encode(content).decode()

    assert post(reviewer, "articles/", {"file": {"content": encoded}}, status=400)["code"] == code
    assert Article.objects.count() == 0


def test_twenty_megabytes_are_refused_in_either_form(reviewer):
    big = b"a" * 20_000_000

    form = reviewer.post(f"{API}articles/", {"file": SimpleUploadedFile("big.txt", big, "text/plain")})
    body = reviewer.post(
        f"{API}articles/", {"file": {"content": base64.b64encode(big).decode()}}, content_type=JSON
    )

    assert (form.status_code, form.json()["code"]) == (413, "too_large")
    assert (body.status_code, body.json()["code"]) == (413, "too_large")
    assert Article.objects.count() == 0


def test_nothing_is_no_article(reviewer):
    assert post(reviewer, "articles/", status=400)["code"] == "nothing_given"


def test_a_refused_article_is_tried_again_and_a_read_one_fetched_again(reviewer):
    refused, read = ArticleFactory(status="refused"), ArticleFactory(status="read")

    assert post(reviewer, f"articles/{refused.uuid}/retry/")["status"] == "waiting"
    assert post(reviewer, f"articles/{read.uuid}/refetch/")["status"] == "read"
    assert post(reviewer, f"articles/{read.uuid}/retry/", status=409)["code"] == "illegal_move"


# Verbs on claims.


def test_a_claim_is_pitched_accepted_dropped_from_the_list(reviewer, editor):
    pitched = post(
        reviewer,
        "claims/",
        {
            "wording": "The bridge cost 3 million.",
            "kind": "number",
            "claimant": "Marta Quill",
            "language": "en",
        },
        status=201,
    )

    accepted = post(editor, f"claims/{pitched['uuid']}/accept/")

    assert (pitched["status"], pitched["claimant"]["name"]) == ("shortlisted", "Marta Quill")
    assert accepted["status"] == "accepted"
    assert uuids(get(reviewer, "claims/", listed="true")) == []


def test_the_moves_of_a_claim_answer_with_what_became_of_it(reviewer, editor):
    claim = ClaimFactory()
    path = f"claims/{claim.uuid}/"

    assert post(reviewer, f"{path}shortlist/", {"pitch": "Look\nhere."})["pitch"] == "Look\nhere."
    assert post(editor, f"{path}decline/", {"reason": "out_of_remit"})["decline_reason"] == "out_of_remit"
    assert post(editor, f"{path}restore/")["status"] == "detected"
    assert post(editor, f"{path}pin/")["pinned"] is True
    assert post(editor, f"{path}unpin/")["pinned"] is False


def test_a_move_is_refused_by_role_by_state_and_by_reason(reviewer, editor):
    claim = ClaimFactory()

    assert post(reviewer, f"claims/{claim.uuid}/accept/", status=403)["code"] == "not_allowed"
    assert post(editor, f"claims/{claim.uuid}/restore/", status=409)["code"] == "illegal_move"
    assert post(editor, f"claims/{claim.uuid}/decline/", status=400)["errors"][0]["field"] == "reason"
    post(editor, f"claims/{uuid4()}/accept/", status=404)
    assert post(reviewer, f"claims/{claim.uuid}/pin/", status=403)["code"] == "not_allowed"


def test_rewording_needs_the_version_that_was_read(reviewer):
    claim = ClaimFactory()
    path = f"claims/{claim.uuid}/"
    tag = reviewer.get(API + path).headers["ETag"]

    assert post(reviewer, f"{path}reword/", {"wording": "A."}, status=428)["code"] == "if_match_missing"
    reworded = post(reviewer, f"{path}reword/", {"wording": "In 2024 the port grew."}, if_match=tag)
    stale = post(reviewer, f"{path}reword/", {"wording": "B."}, status=412, if_match=tag)

    assert reworded["wording"] == "In 2024 the port grew."
    assert stale["code"] == "stale_version"
    claim.refresh_from_db()
    assert claim.wording == "In 2024 the port grew."


def test_a_move_keeps_to_the_version_if_one_is_named(editor):
    claim = ClaimFactory()
    tag = editor.get(f"{API}claims/{claim.uuid}/").headers["ETag"]
    move_to("shortlisted", claim)

    assert post(editor, f"claims/{claim.uuid}/accept/", status=412, if_match=tag)["code"] == "stale_version"


def test_the_same_words_lead_to_the_claim_that_has_them(reviewer):
    claim = ClaimFactory()
    body = {"wording": claim.wording, "kind": "number", "claimant": "Marta Quill"}

    problem = post(reviewer, "claims/", body, status=409)

    assert (problem["code"], problem["details"]) == ("same_claim", {"claim": str(claim.uuid)})


def test_a_write_sent_twice_with_one_key_happens_once(reviewer):
    body = {"wording": "The bridge cost 3 million.", "kind": "number"}

    first = post(reviewer, "claims/", body, status=201, idempotency_key="pitch-1")
    again = post(reviewer, "claims/", body, status=201, idempotency_key="pitch-1")

    assert first == again
    assert Claim.objects.count() == 1


def test_a_place_outside_articles_is_added(reviewer):
    claim = ClaimFactory()
    body = {
        "kind": "video",
        "quote": "Four million tonnes!",
        "url": "https://video.example/1",
        "time_code": "00:12:30",
        "said_on": "2026-02-01",
    }

    added = post(reviewer, f"claims/{claim.uuid}/appearances/", body, status=201)

    assert (added["kind"], added["time_code"], added["article"]) == ("video", "P0DT00H12M30S", None)
    rows = get(reviewer, f"claims/{claim.uuid}/appearances/")["results"]
    assert [row["kind"] for row in rows] == ["text", "video"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "text"}, "kind"),
        ({"url": "", "occasion": ""}, "occasion"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"time_code": "-00:01"}, "time_code"),
        ({"said_on": "yesterday"}, "said_on"),
        ({"start": 1}, "start"),
    ],
)
def test_a_place_that_makes_no_sense_is_refused_by_field(reviewer, changed, field):
    body = {"kind": "post", "quote": "x", "url": "https://p.example/1"} | changed

    problem = post(reviewer, f"claims/{ClaimFactory().uuid}/appearances/", body, status=400)

    assert [error["field"] for error in problem["errors"]] == [field]


def test_answers_hold_no_row_numbers_and_no_hashes_of_the_chain(reviewer):
    each = one_of_each()

    for name, uuid in each.items():
        for shown in (get(reviewer, f"{name}/{uuid}/"), get(reviewer, f"{name}/")["results"][0]):
            assert not {"id", "pk", "chain_seq", "chain_hash", "fingerprint", "given"} & set(shown)


def test_a_service_brings_articles_and_pitches_claims():
    client = client_of(UserFactory(service=True))

    post(client, "articles/", {"url": "https://paper.example/1"}, status=201)
    post(client, "claims/", {"wording": "The bridge cost 3 million.", "kind": "number"}, status=201)

    assert Outlet.objects.count() == 0
