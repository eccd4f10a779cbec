"""The ground of the suite: which database and broker, triggers that let a test be emptied, a still bell."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def _choose_services() -> None:
    """Point the settings at the test services before Django reads them; never at a desk's own."""
    for name in ("DATABASE_URL", "BROKER_URL", "REDIS_URL", "PRODUCTION", "FETCH_ALLOW"):
        os.environ.pop(name, None)
    if url := os.environ.get("TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = url
    if url := os.environ.get("TEST_REDIS_URL"):
        os.environ["BROKER_URL"] = url
    if "PYTEST_XDIST_WORKER" not in os.environ:
        # Each run has a place of its own, so that two runs in one checkout do not meet.
        os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="factcheck-tests-")
    # Here and not in pyproject.toml: pytest-django would read the settings before this file.
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"


_choose_services()


def pytest_configure() -> None:
    import django
    from hypothesis import settings

    # pytest-django sets Django up only where something has read the settings by now.
    django.setup()
    settings.register_profile("desk", max_examples=50, deadline=None)
    settings.load_profile("desk")


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(os.environ["DATA_DIR"], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("TEST_DATABASE_URL", "").startswith("postgres"):
        return
    skip = pytest.mark.skip(reason="needs TEST_DATABASE_URL at a PostgreSQL")
    for item in items:
        if "postgres" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(autouse=True, scope="session")
def _flush_may_empty_protected_tables() -> Iterator[None]:
    """Let a transactional test's tables be emptied, which their append-only triggers refuse."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.management.commands import flush
    from django.db import connection

    from factcheck import triggers

    plain = flush.Command.handle

    def empty(self: flush.Command, **options: object) -> None:
        if connection.vendor == "postgresql":
            _delete_everything()
        else:
            with triggers.lifted():
                # post_migrate would make contents again that no test reads.
                plain(self, **{**options, "inhibit_post_migrate": True})
        ContentType.objects.clear_cache()

    flush.Command.handle = empty  # type: ignore[method-assign]
    yield
    flush.Command.handle = plain  # type: ignore[method-assign]


def _delete_everything() -> None:
    """Empty the tables with all triggers asleep: TRUNCATE and new triggers cost two seconds a test."""
    from django.db import connection, transaction

    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # for superusers, as test roles are
        cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in tables))


@pytest.fixture(autouse=True)
def rings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tasks rung for, in order; no test sends messages unless it is about them (`real_doorbell`)."""
    from factcheck import doorbell

    rung: list[str] = []
    if "real_doorbell" not in request.keywords:
        monkeypatch.setattr(doorbell, "ring", rung.append)
    return rung


@pytest.fixture
def data_dir() -> Path:
    return Path(os.environ["DATA_DIR"])
