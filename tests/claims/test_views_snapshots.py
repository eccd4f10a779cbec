"""Copies and snapshots over HTTP: what lists show and filter, what changed, and setting a copy apart."""

from typing import Any

import pytest
from django.test import Client

from claims.models import Article
from tests.factories import ArticleFactory, UserFactory, client_of, found, statement, store, take

pytestmark = pytest.mark.django_db

API = "/api/v1/"
PORT, RAIN, ROAD = (
    "The port handled 4.2 million tonnes.",
    "It rained for 9 days.",
    "The road costs 3 million.",
)


@pytest.fixture
def desk(db: None) -> Client:
    return client_of(UserFactory())


def get(client: Client, path: str, *, answer: int = 200, **params: Any) -> Any:
    response = client.get(API + path, params)
    assert response.status_code == answer, response.content
    return response.json()


def read(*texts: str, **fields: Any) -> Article:
    """An article that was read with these texts, one after the other; every sentence is a claim."""
    article = ArticleFactory()
    for text in texts:
        snapshot = take(article, text, **fields)
        store(snapshot, [statement(text, words) for words in text.split("\n\n")])
    article.refresh_from_db()
    return article


# Copies.


def test_lists_and_details_say_who_is_a_copy_of_whom(desk):
    first, copy, other = read(PORT), read(PORT), read(RAIN)

    rows = {row["uuid"]: row for row in get(desk, "articles/")["results"]}
    shown = get(desk, f"articles/{copy.uuid}/")

    assert {u: (r["copy_of"], r["likeness"], r["copies"]) for u, r in rows.items()} == {
        str(first.uuid): (None, None, 1),
        str(copy.uuid): (str(first.uuid), 1.0, 0),
        str(other.uuid): (None, None, 0),
    }
    assert (shown["copy_of"], shown["likeness"], shown["copies"]) == (str(first.uuid), 1.0, 0)
    assert get(desk, f"articles/{first.uuid}/")["copies"] == 1
    assert shown["checked_at"] == "2026-03-01T09:00:00Z"


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({"is_copy": "true"}, {"copy"}),
        ({"is_copy": "false"}, {"first", "other"}),
        ({"copy_of": "first"}, {"copy"}),
    ],
)
def test_articles_are_narrowed_to_copies(desk, params, names):
    articles = {"first": read(PORT), "copy": read(PORT), "other": read(RAIN)}
    asked = {
        name: str(articles[value].uuid) if value in articles else value for name, value in params.items()
    }

    rows = get(desk, "articles/", **asked)["results"]

    assert {row["uuid"] for row in rows} == {str(articles[name].uuid) for name in names}


def test_copies_cost_a_list_no_statement_more(desk, django_assert_num_queries):
    read(PORT)
    for _ in range(5):
        read(PORT)
    get(desk, "articles/")

    with django_assert_num_queries(2):  # the key, the rows
        get(desk, "articles/")


def test_an_editor_sets_a_copy_apart(desk):
    first, copy = read(PORT), read(PORT)
    editor = client_of(UserFactory(editor=True))
    path = f"{API}articles/{copy.uuid}/separate/"

    assert desk.post(path).status_code == 403
    answer = editor.post(path)

    assert (answer.status_code, answer.json()["copy_of"], answer.json()["detected_at"]) == (200, None, None)
    assert get(desk, f"articles/{first.uuid}/")["copies"] == 0
    again = editor.post(path)
    assert (again.status_code, again.json()["code"]) == (409, "not_a_copy")


# Snapshots and what changed.


def test_each_snapshot_is_there_with_its_text(desk):
    article = read(PORT, f"{PORT}\n\n{RAIN}")

    rows = get(desk, f"articles/{article.uuid}/snapshots/")["results"]
    texts = [get(desk, f"articles/{article.uuid}/snapshots/{n}/")["text"] for n in (1, 2)]

    assert [row["number"] for row in rows] == [2, 1]
    assert texts == [PORT, f"{PORT}\n\n{RAIN}"]
    for number in (0, 3, 10**30):
        get(desk, f"articles/{article.uuid}/snapshots/{number}/", answer=404)


def test_the_difference_shows_text_metadata_and_what_became_of_claims(desk):
    article = ArticleFactory()
    before, after = f"{PORT}\n\n{RAIN}", f"{ROAD}\n\n{RAIN}\n\n{PORT.replace('4.2', '4.6')}"
    for text, title in ((before, "Port grows"), (after, "Port grows more")):
        snapshot = take(article, text, title=title, byline="A. Reporter")
        store(snapshot, [statement(text, words) for words in text.split("\n\n")])

    shown = get(desk, f"articles/{article.uuid}/diff/")

    assert (shown["from_number"], shown["to_number"], shown["coarse"]) == (1, 2, False)
    assert shown["metadata"] == [{"field": "title", "before": "Port grows", "after": "Port grows more"}]
    assert [(p["op"], p["before"], p["after"]) for p in shown["paragraphs"]] == [
        ("delete", PORT, None),
        ("insert", None, ROAD),
        ("equal", RAIN, RAIN),
        ("insert", None, PORT.replace("4.2", "4.6")),
    ]
    assert {c["wording"]: c["fate"] for c in shown["claims"]} == {
        ROAD: "new",
        RAIN: "stands",
        PORT.replace("4.2", "4.6"): "new",
        PORT: "changed",
    }
    changed = next(c for c in shown["claims"] if c["fate"] == "changed")
    assert changed["before"] == {"quote": PORT, "start": 0, "end": len(PORT)}
    assert (changed["after"], shown["claims_left_out"]) == (None, 0)


def test_an_edited_paragraph_shows_its_words(desk):
    article = read(PORT, PORT.replace("4.2", "4.6"))

    (paragraph,) = get(desk, f"articles/{article.uuid}/diff/", **{"from": 1, "to": 2})["paragraphs"]

    assert (paragraph["op"], paragraph["before_start"], paragraph["after_start"]) == ("replace", 0, 0)
    assert [(w["op"], w["before"], w["after"]) for w in paragraph["words"]][1] == ("replace", "4.2", "4.6")


def test_any_two_are_compared_and_one_alone_with_itself(desk):
    article = read(PORT, RAIN, ROAD)
    alone = read("The choir sang for 2 hours.")

    far = get(desk, f"articles/{article.uuid}/diff/", **{"from": 1})
    same = get(desk, f"articles/{alone.uuid}/diff/")

    assert (far["from_number"], far["to_number"]) == (1, 3)
    assert [p["op"] for p in same["paragraphs"]] == ["equal"]
    assert {c["fate"] for c in same["claims"]} == {"stands"}


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        ({"from": "2", "to": "1"}, 400),
        ({"from": "x"}, 400),
        ({"to": "-1"}, 400),
        ({"to": "²"}, 400),
        ({"to": "9" * 40}, 400),
        ({"sort": "1"}, 400),
        ({"to": "7"}, 404),
    ],
)
def test_what_cannot_be_compared_is_refused(desk, params, answer):
    article = read(PORT, RAIN)

    get(desk, f"articles/{article.uuid}/diff/", answer=answer, **params)


def test_an_article_that_was_not_read_has_nothing_to_compare(desk):
    get(desk, f"articles/{ArticleFactory().uuid}/diff/", answer=404)


def test_a_difference_costs_the_same_for_few_claims_and_for_many(desk, django_assert_max_num_queries):
    for size in (1, 20):
        words = [f"In year {n} of {size} the port handled {n} tonnes." for n in range(size)]
        article = read("\n\n".join(words), "\n\n".join([*words, RAIN]))
        with django_assert_max_num_queries(6):
            get(desk, f"articles/{article.uuid}/diff/")


# Claims whose words changed.


def test_claims_are_narrowed_to_those_whose_words_changed(desk):
    read(PORT, RAIN)
    (standing,) = found(ROAD)

    (changed,) = get(desk, "claims/", words_changed="true")["results"]
    others = get(desk, "claims/", words_changed="false")["results"]
    shown = get(desk, f"claims/{changed['uuid']}/")

    assert changed["wording"] == PORT
    assert str(standing.uuid) in {row["uuid"] for row in others}
    assert shown["words_changed_at"] == changed["words_changed_at"] == "2026-03-01T09:00:00Z"
    assert [(p["snapshot"], p["changed_in"]) for p in shown["appearances"]] == [(1, 2)]
    (place,) = get(desk, f"claims/{changed['uuid']}/appearances/")["results"]
    assert place["changed_in"] == 2
