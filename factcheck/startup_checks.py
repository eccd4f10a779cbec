"""What a desk refuses to start with, each in one line that says what to do."""

import logging
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import Error as DatabaseError
from kombu.exceptions import KombuError

from factcheck import triggers

log = logging.getLogger(__name__)

NO_MEMORY_BROKER = (
    "With BROKER_URL at memory:// all work is done inside `manage.py run`; "
    "set REDIS_URL or BROKER_URL before starting a separate {what}."
)


def desk(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[CheckMessage]:
    """Refuse a production desk that leaks: fetches to internal addresses, a secret others know."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if settings.FETCH_ALLOW:
        found.append(Error("FETCH_ALLOW opens internal addresses; it must be empty.", id="factcheck.E001"))
    if settings.SECRET_KEY.startswith("django-insecure-") or len(set(settings.SECRET_KEY)) < 10:
        found.append(Error("SECRET_KEY is a sample; make one of your own.", id="factcheck.E002"))
    return found


def database(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Warn when the database lacks triggers: a warning, for `migrate` runs this and puts them back."""
    if "default" not in (databases or []):
        return []
    absent = triggers.absent()
    if not absent:
        return []
    some = ", ".join(sorted(absent)[:3])
    return [Warning(f"{len(absent)} triggers are missing ({some} …).", hint="migrate", id="factcheck.W001")]


def refuse_worker(app: Any) -> None:
    """Stop a separate worker that could not work safely. Raises SystemExit with the reason."""
    if settings.MEMORY_BROKER:
        raise SystemExit(NO_MEMORY_BROKER.format(what="worker"))
    _refuse_eviction(app)
    try:
        absent = triggers.absent()
    except DatabaseError as failure:
        # It will be back; until then the worker waits as it would wait later.
        log.warning("the database cannot be reached yet: %s", type(failure).__name__)
        return
    if absent:
        raise SystemExit(f"{len(absent)} triggers are missing from the database; run `manage.py migrate`.")


def refuse_beat() -> None:
    """Stop a separate beat whose ticks nobody could hear. Raises SystemExit."""
    if settings.MEMORY_BROKER:
        raise SystemExit(NO_MEMORY_BROKER.format(what="beat"))


def refuse_web() -> None:
    """Stop a separate web server, in production, whose rings nobody could hear. Raises SystemExit."""
    if settings.PRODUCTION and settings.MEMORY_BROKER:
        raise SystemExit(NO_MEMORY_BROKER.format(what="web server"))


def _refuse_eviction(app: Any) -> None:
    """Refuse a Redis broker that throws keys away when it is full: messages would go without an error."""
    policy = eviction_policy(app)
    if policy is not None and policy.startswith("allkeys-"):
        raise SystemExit(
            f"The broker's maxmemory-policy is {policy}: it drops messages when full. Set it to noeviction."
        )


def eviction_policy(app: Any) -> str | None:
    """Return what the broker does when its memory is full; None where it is no Redis or does not tell."""
    with app.connection_for_read() as connection:
        if connection.transport.driver_type != "redis":
            return None
        try:
            with connection._reraise_as_library_errors():
                answer = connection.default_channel.client.config_get("maxmemory-policy")
        except (KombuError, OSError) as failure:
            log.warning("the broker's maxmemory-policy cannot be read: %s", type(failure).__name__)
            return None
    return str(answer.get("maxmemory-policy", "")) or None
