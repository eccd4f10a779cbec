"""A client of the REST API, as a newsroom would write it: one person, one key."""

import json
import time
import uuid
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpcore

T = TypeVar("T")
_SPACE = uuid.UUID("5f0d6c1e-6f0b-4c1e-9a55-3f6f8f0a7b11")


class Answer(Exception):
    """An answer of the API that is not 2xx, with its problem document."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(
            f"{status} {problem.get('code')}: {problem.get('detail')} {problem.get('errors') or ''}"
        )
        self.status = status
        self.problem = problem


class Client:
    """The API as one person sees it. `once` names a write, so that it happens once, however often sent."""

    def __init__(self, base: str, token: str) -> None:
        self._base = f"{base}/api/v1/"
        self._token = token

    def get(self, path: str, **params: Any) -> dict[str, Any]:
        query = f"?{urlencode(params)}" if params else ""
        return self._ask("GET", path + query)

    def rows(self, path: str, **params: Any) -> list[dict[str, Any]]:
        """All rows of a list, page after page."""
        page = self.get(path, page_size=100, **params)
        found = list(page["results"])
        while page.get("next"):
            page = self._ask("GET", page["next"])
            found += page["results"]
        return found

    def post(self, path: str, body: dict[str, Any] | None = None, *, once: str = "") -> dict[str, Any]:
        named = f"{path} {once} {json.dumps(body, sort_keys=True)}"
        headers = {"Idempotency-Key": str(uuid.uuid5(_SPACE, named))} if once else {}
        return self._ask("POST", path, body or {}, headers)

    def reword(self, path: str, wording: str) -> None:
        """Put a claim into other words, on the version that was read."""
        headers = {"If-Match": self._etag(path)}
        self._ask("POST", f"{path}reword/", {"wording": wording}, headers)

    def _etag(self, path: str) -> str:
        response = httpcore.request(
            "GET", self._base + path, headers={"Authorization": f"Bearer {self._token}"}
        )
        return next(value.decode() for name, value in response.headers if name.lower() == b"etag")

    def _ask(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        url = path if path.startswith("http") else self._base + path
        content = None if body is None else json.dumps(body).encode()
        given = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        given |= headers or {}
        response = httpcore.request(method, url, headers=list(given.items()), content=content)
        found = json.loads(response.content) if response.content else {}
        if not 200 <= response.status < 300:
            raise Answer(response.status, found)
        return dict(found)


def until(question: Callable[[], T | None], *, seconds: float = 60, what: str) -> T:
    """Ask until there is an answer. Raises TimeoutError saying what never came."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        found = question()
        if found:
            return found
        time.sleep(0.1)
    raise TimeoutError(f"Waited {seconds:.0f} s in vain for {what}.")
