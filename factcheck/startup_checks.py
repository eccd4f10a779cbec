"""What a desk refuses to start with."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error


def desk(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[CheckMessage]:
    """Refuse a production desk that would lose work or leak: broker in memory, SQLite behind several servers."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if settings.FETCH_ALLOW:
        found.append(Error("FETCH_ALLOW opens internal addresses; it must be empty.", id="factcheck.E001"))
    return found
