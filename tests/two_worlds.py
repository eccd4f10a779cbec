"""Two runs from one start that differ only in what one person wrote; every answer to others is compared.

A world is a savepoint: somebody writes, everybody looks, and it is rolled back.
The clock stands still and uuids come from a seeded stream, so that two worlds
can differ in nothing but the writing and what it causes.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve

from factcheck import clock
from factcheck.api.docs import whole_schema
from factcheck.models import User
from tests.factories import AT, client_of

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
_UNKNOWN = UUID("00000000-0000-4000-8000-000000000000")
_PAGES = 4  # followed of a list, one row a page
_ROWS = 5  # looked at of each table, with those guessed at

Answer = tuple[int, tuple[tuple[str, str], ...], bytes]  # status, headers, body
Answers = dict[str, Answer]


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock stand and uuids follow a stream (uuid4 reads os.urandom)."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(os, "urandom", _stream("start"))


def _stream(seed: str) -> Callable[[int], bytes]:
    numbers = count()
    return lambda size: hashlib.shake_256(f"{seed} {next(numbers)}".encode()).digest(size)


def reseed(seed: str) -> None:
    """Begin the stream of uuids anew: what one world drew more is not missing in the next step."""
    os.urandom = _stream(seed)  # type: ignore[assignment] # `still` puts the real one back


@contextmanager
def undone() -> Iterator[None]:
    """Roll back what the block writes, the numbers of rows included."""
    _set_sequences()
    place = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(place)


def _set_sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


def answers(write: Callable[[], Any], look: Callable[[], Answers]) -> Answers:
    """What is answered to those who look, in the world where this was written."""
    with undone():
        reseed("write")
        write()
        reseed("look")
        return look()


def differences(one: Answers, other: Answers) -> list[str]:
    """The requests that two worlds answer differently, or in one alone, and where they begin to differ."""
    asked = list(dict.fromkeys([*one, *other]))
    return [f"{r}: {_first(one.get(r), other.get(r))}" for r in asked if one.get(r) != other.get(r)]


def _first(one: Any, other: Any) -> str:
    left, right = repr(one), repr(other)
    pairs = enumerate(zip(left, right, strict=False))
    at = next((place for place, (a, b) in pairs if a != b), min(len(left), len(right)))
    begin, end = max(0, at - 60), at + 60
    return f"…{left[begin:end]}… ≠ …{right[begin:end]}…"


@dataclass(frozen=True, slots=True)
class Observer:
    """Somebody who looks: the API with a key of his, the admin with a session."""

    name: str
    user: User | None
    api: Client
    browser: Client | None


def observer(name: str, user: User | None) -> Observer:
    browser = None
    if user is not None and user.is_on_desk:
        browser = Client(raise_request_exception=False)
        browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return Observer(name, user, client_of(user), browser)


def ask(client: Client, method: str, path: str, **given: Any) -> Answer:
    """One answer, without what differs from request to request."""
    headers = {"X-Request-ID": "same", **given.pop("headers", {})}
    client.cookies.pop("messages", None)  # of the page before, perhaps in another world
    response = client.generic(method, path, headers=headers, **given)
    kept = tuple(sorted((k, v) for k, v in response.headers.items() if k not in ("Vary", "Date", "Expires")))
    return response.status_code, kept, _TOKEN.sub(b"", response.content)


def write(client: Client, method: str, path: str, body: bytes = b"{}", **headers: str) -> Any:
    """A write of one's own and its answer."""
    return ask(client, method, path, data=body, content_type="application/json", headers=headers)


def api_reads(*, guesses: Sequence[UUID] = (), only: str = "", params: bool = True) -> list[str]:
    """Every GET of the schema, for rows that are there and rows guessed at, with every parameter in turn."""
    found: list[str] = []
    for template, operations in sorted(whole_schema()["paths"].items()):
        operation = operations.get("get")
        if operation is None or not template.startswith(f"/api/v1/{only}"):
            continue
        for path in _filled(template, guesses):
            found.append(path)
            if params and "results" in str(operation["responses"].get("200", "")):
                found += [f"{path}?{query}" for query in _queries(operation)]
    return found


def _filled(template: str, guesses: Sequence[UUID]) -> list[str]:
    name = re.search(r"\{(\w+)\}", template)
    if name is None:
        return [template]
    model = _model_of(template, name[1])
    there = list(model._default_manager.order_by("pk").values_list("uuid", flat=True)[:_ROWS])
    if model._meta.model_name == "review":
        there += guesses
    # What is numbered within a row is asked for by its first number.
    first = re.sub(r"\{number\}", "1", template)
    return [first.replace(name[0], str(uuid)) for uuid in (*there, _UNKNOWN)]


def _model_of(template: str, parameter: str) -> Any:
    if parameter != "uuid":
        name = parameter.replace("_", "")
        room = next(room for room in ("claims", "reviews") if name in apps.get_app_config(room).models)
        return apps.get_model(room, name)
    view: Any = resolve(template.replace("{uuid}", str(_UNKNOWN))).func
    return view.initkwargs.get("rule", view.cls.model)


def _queries(operation: Mapping[str, Any]) -> Iterator[str]:
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query" and parameter["name"] != "cursor":
            for value in _values(parameter["name"], parameter["schema"]):
                yield f"{parameter['name']}={value}"


def _values(name: str, schema: Mapping[str, Any]) -> list[Any]:
    if name == "page_size":
        return [1]
    inner = schema.get("items", schema)
    if "enum" in inner:
        return list(inner["enum"])
    match inner.get("type"), inner.get("format"):
        case "boolean", _:
            return ["true", "false"]
        case _, "uuid":
            return _uuids_for(name)
        case _, "date-time":
            return ["2026-03-01T09:00:00Z"]
        case _, "date":
            return ["2026-03-01"]
        case "number" | "integer", _:
            return [1]
    return ["port", "blind-panel"]


def _uuids_for(name: str) -> list[Any]:
    models = {"by": "factcheck.User", "subject": "reviews.Assignment", "fact_check": "reviews.FactCheck"}
    labels = [models.get(name), f"reviews.{name}", f"claims.{name}"]
    for label in filter(None, labels):
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        return list(model._default_manager.order_by("pk").values_list("uuid", flat=True)[:6])
    return [_UNKNOWN]


def read_api(people: Sequence[Observer], paths: Sequence[str]) -> Answers:
    """What each is answered to each GET; lists asked for one row a page are followed."""
    found: Answers = {}
    for person in people:
        for path in paths:
            found |= _followed(person, path)
    return found


def _followed(person: Observer, path: str) -> Answers:
    found: Answers = {}
    url: str | None = path
    for page in range(_PAGES):
        if url is None:
            break
        answer = ask(person.api, "GET", url)
        found[f"{person.name} GET {path} #{page}"] = answer
        link = re.search(rb'"next":"([^"]+)"', answer[2]) if "page_size=1" in path else None
        url = link[1].decode().partition("testserver")[2] if link else None
    return found


PROBES = (
    "status=filed",
    "status__exact=filed",
    "filed_at__isnull=0",
    "reviews__isnull=0",
    "draft__isnull=0",
    "chain_seq__gt=2",
    "assignments__status=filed",
    "lapses_at__isnull=1",
    "q=port",
)


NEAR_A_SEAT = ("assignment", "review", "draft")


def admin_pages(tables: Sequence[str] = (), *, guesses: Sequence[UUID] = ()) -> list[str]:
    """Every list of the admin (or some tables), a row of each; near a seat all rows, orders and questions."""
    pages = ["/admin/"]
    for model, table in admin.site._registry.items():
        name = model._meta.model_name
        base = f"/admin/{model._meta.app_label}/{name}/"
        if tables and name not in tables:
            continue
        near = name in NEAR_A_SEAT
        key = getattr(table, "key_of", lambda row: row.pk)
        keys = [key(row) for row in model._default_manager.order_by("pk")[: 6 if near else 1]]
        keys += _guessed(name, guesses)
        pages += [base, *(f"{base}{row}/change/" for row in keys)]
        pages += _closely(base, table, keys) if near else []
    return pages


def _guessed(name: str, guesses: Sequence[UUID]) -> list[Any]:
    """Reviews that only one world has; drafts by the seats they would belong to."""
    if name == "draft":
        seats = apps.get_model("reviews.Assignment")._default_manager.order_by("pk")
        return list(seats.values_list("uuid", flat=True))
    return list(guesses) if name == "review" else []


def _closely(base: str, table: Any, keys: Sequence[Any]) -> list[str]:
    pages = [f"{base}?o={column}" for column in range(1, len(table.list_display) + 1)]
    pages += [f"{base}?{probe}" for probe in PROBES]
    pages += [f"{base}{row}/{page}/" for row in keys[:1] for page in ("history", "delete")]
    if "/assignment/" in base:
        verbs = ("accept", "release", "recuse", "hand-over", "file")
        pages += [f"{base}{row}/do/{verb}/" for row in keys for verb in verbs]
    return pages


def read_admin(people: Sequence[Observer], pages: Sequence[str]) -> Answers:
    """What each sees of each page of the admin."""
    return {
        f"{person.name} GET {page}": ask(person.browser, "GET", page)
        for person in people
        if person.browser is not None
        for page in pages
    }
