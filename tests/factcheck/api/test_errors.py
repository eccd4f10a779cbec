"""Every error is a problem document, wherever it comes from; a bug stays a bug."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.test import Client
from rest_framework import exceptions as drf

from factcheck.api import errors
from tests.factcheck.api.answers import is_problem

JSON = "application/json"


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [
        ("refusal", 400, "refused"),
        ("not_allowed", 403, "not_allowed"),
        ("conflict", 409, "conflict"),
        ("gone", 404, "not_found"),
        ("suspicious", 400, "malformed"),
        ("range", 400, "out_of_range"),
        ("away", 503, "database_away"),
        ("constraint", 500, "bug"),
        ("bug", 500, "bug"),
    ],
)
def test_what_an_action_raises_has_its_status(
    api: Callable[..., Client], how: str, status: int, code: str
) -> None:
    is_problem(api().post("/api/v1/outlets/fail/", {"how": how}, content_type=JSON), status, code)


def test_a_refusal_names_the_field_and_its_details(api: Callable[..., Client]) -> None:
    problem = api().post("/api/v1/outlets/fail/", {"how": "refusal"}, content_type=JSON).json()

    assert problem["errors"] == [{"field": "wording", "code": "refused", "message": "This makes no sense."}]
    assert set(problem["details"]) == {"needed", "who"}


@pytest.mark.parametrize("path", ["/api/v1/away/", "/page/away/"])
def test_a_page_without_database_says_when_to_come_back(api: Callable[..., Client], path: str) -> None:
    response = api().get(path)

    is_problem(response, 503, "database_away")
    assert int(response.headers["Retry-After"]) > 0


def test_a_bug_outside_the_api_views_is_a_problem_document_too(api: Callable[..., Client]) -> None:
    is_problem(api().get("/api/v1/broken/"), 500, "bug")


def test_other_pages_keep_their_own_errors(db: None) -> None:
    response = Client().get("/nothing")

    assert response.status_code == 404
    assert "html" in response.headers["Content-Type"]


def test_each_wrong_field_is_named_by_its_path(api: Callable[..., Client]) -> None:
    body = {"slug": "", "name": 7, "tags": ["fine", ""], "website": "ftp://a.example"}

    problem = is_problem(api().post("/api/v1/outlets/", body, content_type=JSON), 400, "invalid")
    assert {e["field"]: e["code"] for e in problem["errors"]} == {"name": "wrong_type"}

    body["name"] = "Seven"
    problem = is_problem(api().post("/api/v1/outlets/", body, content_type=JSON), 400, "invalid")
    assert {e["field"]: e["code"] for e in problem["errors"]} == {
        "slug": "blank",
        "tags.1": "blank",
        "website": "bad_url",
    }


@pytest.mark.parametrize(
    ("exc", "status", "code"),
    [
        (drf.Throttled(wait=30), 429, "throttled"),
        (drf.ParseError(), 400, "malformed"),
        (Http404(), 404, "not_found"),
        (MultiPartParserError(), 400, "malformed"),
        (ValidationError("No."), 400, "invalid"),
        (ValidationError({"name": ["No.", "Never."], "__all__": ["Not so."]}), 400, "invalid"),
        (drf.ValidationError([{"quote": ["Wrong."]}, {}, {"quote": {"text": ["Bad."]}}]), 400, "invalid"),
    ],
)
def test_known_exceptions_are_answered(exc: Exception, status: int, code: str) -> None:
    response = errors.answer(exc)

    assert response is not None
    is_problem(_Answer(response), status, code)


def test_a_throttled_caller_is_told_for_how_long() -> None:
    response = errors.answer(drf.Throttled(wait=30))

    assert response is not None
    assert response.headers["Retry-After"] == "30"


def test_paths_of_nested_errors_count_the_items() -> None:
    exc = drf.ValidationError([{"quote": ["Wrong."]}, {}, {"quote": {"text": ["Bad."]}}])

    found = [error.field for error in errors._drf_errors(exc.detail)]

    assert found == ["0.quote", "2.quote.text"]


def test_a_status_without_a_name_has_a_title() -> None:
    assert errors.title(799) == "Error"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-123", True), ("a" * 65, False), ("a b", False), ("<script>", False), ("", False)],
)
def test_every_answer_carries_a_request_id(api: Callable[..., Client], given: str, kept: bool) -> None:
    answer = api().get("/api/v1/me/", headers={"X-Request-ID": given}).headers["X-Request-ID"]

    assert (answer == given) is kept
    assert 1 <= len(answer) <= 64


def test_answers_are_for_the_callers_own_cache(api: Callable[..., Client]) -> None:
    assert api().get("/api/v1/outlets/").headers["Cache-Control"] == "private, no-cache"


class _Answer:
    """A plain HttpResponse, read like one of the test client's."""

    def __init__(self, response: Any) -> None:
        self.status_code, self.headers, self.content = (
            response.status_code,
            response.headers,
            response.content,
        )

    def json(self) -> Any:
        import json

        return json.loads(self.content)
