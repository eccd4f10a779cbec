"""A refusal leaves nothing behind: every row of the desk and every event is as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from factcheck.errors import Refusal
from factcheck.models import Event, Job


def everything() -> dict[str, list[Any]]:
    """All rows of the rooms, with events and jobs."""
    models = [*apps.get_app_config("claims").get_models(), *apps.get_app_config("reviews").get_models()]
    return {m._meta.label: list(m._default_manager.order_by("pk").values()) for m in (*models, Event, Job)}


@contextmanager
def refused(kind: type[Refusal], **but: Any) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expect exactly this refusal, and nothing written; `field` names the argument at fault."""
    before = everything()
    with pytest.raises(Refusal) as caught:
        yield caught
    assert type(caught.value) is kind, caught.value
    assert caught.value.message
    for name, value in but.items():
        assert getattr(caught.value, name) == value
    assert everything() == before
