"""The audit trail of a whole desk: every kind of row with a chain is verified, and a forged head is named."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from factcheck import audit
from tests.test_roles import Rows

MODELS = audit._models()


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rows]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Rows()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_what_was_made_by_actions_alone_holds(rows):
    assert list(audit.faults()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_whose_head_was_changed_is_named(rows, model):
    row = model._base_manager.order_by("pk").first()
    assert row is not None, f"no {model.__name__} was made to look at"

    model._base_manager.filter(pk=row.pk).update(chain_hash="0" * 64)

    assert [(fault.subject_type, fault.subject) for fault in audit.faults()] == [
        (model._meta.label_lower, row.uuid)
    ]
