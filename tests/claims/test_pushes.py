"""Articles pushed by another system: one result each, whatever is wrong with the others."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from claims import actions
from claims.models import Article
from factcheck.models import Event, Job
from tests.factories import AT, ArticleFactory, UserFactory, client_of
from tests.holding import while_held

BULK = "/api/v1/articles/bulk/"
TEXT = "Harbour report\n\nThe port handled nine tonnes."


@pytest.fixture
def service(db: None) -> Client:
    return client_of(UserFactory(service=True))


def push(
    client: Client, body: Any, *, status: int = 200, kind: str = "application/json", **headers: str
) -> Any:
    response = client.post(BULK, body, content_type=kind, headers=headers)
    assert response.status_code == status, response.content
    return response.json()


def lines(*items: Any) -> bytes:
    return b"\n".join(item if isinstance(item, bytes) else json.dumps(item).encode() for item in items)


@pytest.mark.django_db
def test_each_article_has_its_own_result(service):
    known = ArticleFactory(url="https://paper.example/known")
    file = {"filename": "page.html", "content": base64.b64encode(b"<html><p>Hello</p></html>").decode()}

    told = push(
        service,
        {
            "items": [
                {"url": "https://paper.example/1"},
                {"text": TEXT},
                {"file": file, "url": "https://paper.example/2"},
                {"url": "https://paper.example/known?utm_source=x"},
                {"url": "https://paper.example/1#again"},
                {"url": "javascript:alert(1)"},
                {"text": TEXT, "file": file},
                {"colour": "red"},
                {},
                "no object",
                None,
            ]
        },
    )

    assert (told["added"], told["known"], told["refused"]) == (3, 2, 6)
    assert [one["index"] for one in told["results"]] == list(range(11))
    assert told["results"][3]["article"] == str(known.uuid)
    assert told["results"][4]["article"] == told["results"][0]["article"]
    problems = [one["problem"] for one in told["results"][5:]]
    assert [p["errors"][0]["field"] for p in problems[:4]] == ["url", "file", "colour", "url"]
    assert {p["code"] for p in problems} == {"invalid", "nothing_given"}
    assert all(p["status"] == 400 and p["detail"] for p in problems)
    assert Article.objects.count() == 4
    assert Job.objects.filter(task="claims.tasks.read_article").count() == 4


@pytest.mark.django_db
def test_lines_are_articles_and_a_broken_one_is_refused_by_itself(service):
    body = lines({"url": "https://paper.example/1"}, b"", b'{"url": ', b"\xff", [1], {"text": TEXT}) + b"\r\n"

    told = push(service, body, kind="application/x-ndjson")

    assert [one["result"] for one in told["results"]] == ["added", "refused", "refused", "refused", "added"]
    assert [one["problem"]["code"] for one in told["results"][1:4]] == ["bad_json", "bad_json", "invalid"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ({"items": []}, "application/json", 400),
        ({"items": [{"text": TEXT}] * 101}, "application/json", 400),
        ({"items": {}}, "application/json", 400),
        ({}, "application/json", 400),
        (b"", "application/x-ndjson", 400),
        (lines(*[{"text": TEXT}] * 101), "application/x-ndjson", 400),
        (b" " * (8 * 1024 * 1024 + 1), "application/x-ndjson", 413),
        (b"url\n", "text/csv", 415),
    ],
)
def test_a_push_as_a_whole_is_refused_before_anything_is_taken(service, body, kind, status):
    push(service, body, kind=kind, status=status)

    assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_push_sent_again_with_its_key_has_one_effect(service):
    body = {"items": [{"text": TEXT}, {"url": "ftp://x/"}]}
    key = {"Idempotency-Key": "push-1"}

    first = push(service, body, **key)
    second = push(service, body, **key)

    assert first == second
    assert Article.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_article_pushed_twice_at_once_is_one():
    article = {"url": "https://paper.example/1", "by": None, "at": AT}

    found, new = while_held(lambda: actions.push_article(**article), lambda: actions.push_article(**article))

    assert (found, new) == (Article.objects.get(), False)
    assert Event.objects.filter(name="article.submitted").count() == 1
