"""People with keys, and the endpoints they call."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

if TYPE_CHECKING:
    from claims.models import Outlet
    from factcheck.models import User

MakePerson = Callable[..., "User"]
MakeApi = Callable[..., Client]


@pytest.fixture(autouse=True)
def _newsroom(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.factcheck.api.newsroom"


@pytest.fixture
def person(db: None) -> MakePerson:
    from factcheck.models import User

    def make(role: str = "reviewer", **fields: Any) -> User:
        return User.objects.create_user(f"{role}-{User.objects.count()}", role=role, **fields)

    return make


@pytest.fixture
def api(person: MakePerson) -> MakeApi:
    """A client with a fresh key; a bug in a view is its 500, not an exception here."""
    from factcheck import clock
    from factcheck.models import ApiKey

    def make(user: "User | None" = None, *, scopes: tuple[str, ...] = ("read", "write")) -> Client:
        key, token = ApiKey.issue(user=user or person(), name="test", scopes=list(scopes))
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=clock.now())
        return Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)

    return make


@pytest.fixture
def outlets(db: None) -> Callable[[int], "list[Outlet]"]:
    from claims.models import Outlet

    def make(count: int) -> list[Outlet]:
        at = datetime(2026, 3, 1, tzinfo=UTC)
        return Outlet.objects.bulk_create(
            Outlet(slug=f"outlet-{n}", name=f"Outlet {n}", domain=f"{n}.example", created_at=at)
            for n in range(count)
        )

    return make
