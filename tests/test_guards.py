"""The list of guards follows the code: here it is said at once where it has gone stale."""

import re

import pytest
from django.apps import apps

from factcheck import triggers
from tests.guards.__main__ import GUARDS
from tests.guards.removal import Constraint, Edit, Guard, TriggerOf
from tests.source_code import ROOT


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_what_a_guard_names_is_there(guard: Guard) -> None:
    match guard.removed_by:
        case Edit() as edit:
            assert edit.found_in(ROOT)
        case Constraint(model, name):
            assert name in {constraint.name for constraint in apps.get_model(model)._meta.constraints}
        case TriggerOf(model, name):
            assert name in {trigger.name for trigger in triggers.of(apps.get_model(model))}
    assert guard.tests
    for test in guard.tests:
        file, _, name = test.partition("[")[0].partition("::")
        assert re.search(rf"^def {name or 'test_'}", (ROOT / file).read_text("utf-8"), re.MULTILINE), test


def test_a_guard_has_a_name_of_its_own() -> None:
    names = [guard.name for guard in GUARDS]

    assert len(names) == len(set(names))


def test_every_trigger_is_a_guard() -> None:
    listed = {(g.removed_by.model, g.removed_by.name) for g in GUARDS if isinstance(g.removed_by, TriggerOf)}

    assert listed == {(m._meta.label, t.name) for m in triggers.protected() for t in triggers.of(m)}
