"""The schema says what the endpoints do."""

from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from claims.models import Outlet
from factcheck.api.docs import whole_schema
from tests.factcheck.api import newsroom


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator(patterns=newsroom.urlpatterns).get_schema(
        request=None, public=True
    )
    return made


@pytest.fixture
def _whole(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = "config.urls"
    whole_schema.cache_clear()
    yield
    whole_schema.cache_clear()


def parameters(operation: dict[str, Any]) -> set[str]:
    return {parameter["name"] for parameter in operation.get("parameters", [])}


def test_it_is_valid(schema: dict[str, Any]) -> None:
    validate_schema(schema)
    assert schema["openapi"].startswith("3.1")


def test_lists_have_cursors_filters_and_search(schema: dict[str, Any]) -> None:
    listing = schema["paths"]["/api/v1/outlets/"]["get"]

    assert parameters(listing) == {*newsroom.Outlets.filters, "cursor", "page_size", "search"}


def test_a_list_answers_as_the_schema_says(
    schema: dict[str, Any], api: Callable[..., Client], outlets: Callable[[int], list[Outlet]]
) -> None:
    outlets(2)
    content = schema["paths"]["/api/v1/outlets/"]["get"]["responses"]["200"]["content"]

    answer = api().get("/api/v1/outlets/?page_size=1").json()

    jsonschema.validate(answer, content["application/json"]["schema"])
    row = content["application/json"]["schema"]["properties"]["results"]["items"]
    assert row["properties"]["created_at"] == {"type": "string", "format": "date-time"}
    assert row["required"] == ["uuid", "title", "language", "created_at"]


def test_changes_name_their_headers(schema: dict[str, Any]) -> None:
    one = schema["paths"]["/api/v1/outlets/{uuid}/"]

    assert "If-Match" in parameters(one["patch"])
    assert "If-None-Match" in parameters(one["get"])
    assert "304" in one["get"]["responses"]
    assert "ETag" in one["get"]["responses"]["200"]["headers"]
    assert "Idempotency-Key" in parameters(schema["paths"]["/api/v1/outlets/"]["post"])
    assert "Idempotency-Key" not in parameters(schema["paths"]["/api/v1/outlets/fail/"]["post"])


def test_every_operation_names_its_problems(schema: dict[str, Any], api: Callable[..., Client]) -> None:
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            wanted = {"400", "401", "403", "404", "406", "429", "503"}
            wanted |= set() if method == "get" else {"409", "412", "413", "415", "422", "428"}
            assert wanted <= set(operation["responses"])
    problem = api().get("/api/v1/outlets/?x=1").json()
    jsonschema.validate(problem, schema["components"]["schemas"]["Problem"])


def test_keys_and_sessions_are_its_security(schema: dict[str, Any]) -> None:
    assert set(schema["components"]["securitySchemes"]) == {"apiKey", "session"}
    assert {} in schema["paths"]["/api/v1/outlets/open-to-all/"]["get"]["security"]
    assert {} not in schema["paths"]["/api/v1/outlets/"]["get"]["security"]


@pytest.mark.usefixtures("_whole", "db")
@pytest.mark.parametrize(("form", "media_type"), [("json", "+json"), ("yaml", "openapi")])
def test_it_is_served_to_anyone(form: str, media_type: str) -> None:
    response = Client().get(f"/api/schema/?format={form}&lang=../..")

    assert response.status_code == 200
    assert media_type in response.headers["Content-Type"]
    assert b"/api/v1/me/" in response.content


@pytest.mark.usefixtures("_whole", "db")
def test_its_page_holds_under_the_strict_policy() -> None:
    response = Client().get("/api/docs/")

    policy = response.headers["Content-Security-Policy"]
    page = response.content.decode()
    assert "unsafe" not in policy
    assert page.count("<script") == page.count('<script src="/') == 3
    assert "<style" not in page
    assert "style=" not in page
    script = Client().get("/api/docs/?script=")
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert b"/schema/" in script.content


@pytest.mark.usefixtures("_whole")
def test_the_process_says_that_it_serves_without_a_database() -> None:
    assert Client().get("/healthz").content == b"ok\n"
