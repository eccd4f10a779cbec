"""What a test checks of an answer."""

from typing import Any


def is_problem(response: Any, status: int, code: str | None = None) -> dict[str, Any]:
    """Check that a response is a problem document of this status; return it."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert set(body) >= {"type", "title", "status", "detail", "code", "errors"}
    assert code is None or body["code"] == code, body
    return body
