"""What holds for the whole code and schema: a table that names something that is not there turns red here."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.db.models import Model

from claims.lifecycle import CLAIM
from config import schedule
from factcheck import audit, handlers, triggers
from factcheck.admin import ReadOnlyAdmin
from factcheck.api.views import Resource
from factcheck.models import Chained, Event
from reviews.lifecycle import ASSIGNMENT, CONTACT, FACT_CHECK, PUBLICATION
from tests.source_code import ROOMS, ROOT, imports, modules, nodes

RANK = {room: rank for rank, room in enumerate(("factcheck", "claims", "reviews"))}
OURS = [model for model in apps.get_models() if model._meta.app_label in RANK]
NAME = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_lifecycle_drawings_show_the_tables():
    call_command("lifecycles", "--check", verbosity=0)


@pytest.mark.parametrize(
    "task", sorted({name for names in schedule.REACTIONS.values() for name in names} | schedule.BEAT.keys())
)
def test_every_handler_named_in_the_schedule_is_there(task):
    assert handlers.find(task).name == task


@pytest.mark.parametrize("event", sorted(schedule.REACTIONS))
def test_every_event_with_a_reaction_is_recorded_somewhere(event):
    noun = event.partition(".")[0]

    assert event in _recorded(), f"nothing records {event}; of {noun} there are {_about(noun)}"


def _about(noun: str) -> list[str]:
    return sorted(name for name in _recorded() if name.startswith(f"{noun}."))


def _recorded() -> set[str]:
    """Names of events in the actions: whole ones, and `f"assignment.{status}"` for each status there is."""
    statuses = {
        "claim": CLAIM,
        "fact_check": FACT_CHECK,
        "assignment": ASSIGNMENT,
        "contact": CONTACT,
        "publication": PUBLICATION,
    }
    found: set[str] = set()
    for path, tree in modules().items():
        if "/actions/" not in path:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                noun, dot, rest = str(node.values[0].value).partition(".")
                if dot and not rest and noun in statuses:
                    found |= {f"{noun}.{status}" for status in statuses[noun].statuses()}
    return found


@pytest.mark.django_db
def test_every_protected_table_has_its_triggers():
    assert triggers.protected()
    assert triggers.missing() == set()


def test_whatever_must_not_be_rewritten_says_so():
    unwritable = {m.__name__ for m in OURS if getattr(m, "append_only", False)}

    assert unwritable >= {
        "Event",
        "Snapshot",
        "Review",
        "ReviewReturn",
        "Verdict",
        "Rating",
        "GateAnswer",
        "PublicationVersion",
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite remakes tables")
def test_a_migration_that_remakes_a_table_loses_no_trigger():
    with connection.schema_editor() as editor:
        editor._remake_table(Event)
    lost = triggers.missing()

    call_command("migrate", verbosity=0)

    assert lost
    assert triggers.missing() == set()


def test_the_sample_environment_lists_every_variable_that_is_read_and_no_other():
    read = {
        node.args[0].value
        for path, node in nodes(ast.Call)
        if path == "config/env.py"
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "given"
    }
    listed = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)

    assert sorted(listed) == sorted(read)


def test_nobody_but_the_settings_reads_the_environment():
    reading = {
        path
        for path, node in nodes(ast.Attribute)
        if node.attr in ("environ", "getenv") and getattr(node.value, "id", "") == "os"
    }

    assert reading <= {
        "config/celery.py",  # where DJANGO_SETTINGS_MODULE is set
        "config/wsgi.py",
        "factcheck/children/process.py",  # what Windows must find in a child's own environment
    }


@pytest.mark.parametrize("model", OURS, ids=lambda m: m.__name__)
def test_every_model_with_a_chain_is_verified_by_the_audit(model: type[Model]):
    columns = {field.name for field in model._meta.concrete_fields}

    assert ("chain_seq" in columns) == issubclass(model, Chained) == (model in audit._models())
    if issubclass(model, Chained):
        assert model._meta.get_field("uuid").unique
        assert model._default_manager.all().query.where.children == []  # the audit must see all rows


@pytest.mark.parametrize("model", OURS, ids=lambda m: m.__name__)
def test_foreign_keys_point_downwards(model: type[Model]):
    upwards = [
        field.name
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and RANK.get(field.related_model._meta.app_label, -1) > RANK[model._meta.app_label]
    ]

    assert upwards == []


def test_signals_are_received_in_the_places_agreed_and_nowhere_else():
    connected = {
        (path, node.func.value.attr if isinstance(node.func.value, ast.Attribute) else node.func.value.id)
        for path, node in nodes(ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "connect"
    }
    decorated = [path for path, name in imports() if name == "django.dispatch.receiver"]

    assert decorated == []
    assert connected == {
        ("factcheck/apps.py", "post_migrate"),  # puts triggers back
        ("factcheck/jobs.py", "worker_shutting_down"),  # Celery's
        ("config/celery.py", "on_after_configure"),
        ("config/celery.py", "celeryd_init"),
        ("config/celery.py", "beat_init"),
    }


def test_only_the_runner_of_jobs_and_the_parser_child_survive_any_exception():
    broad = [
        path
        for path, node in nodes(ast.ExceptHandler)
        if node.type is None or _names(node.type) & {"Exception", "BaseException"}
    ]

    assert broad == ["factcheck/children/serving.py", "factcheck/jobs.py"]


def _names(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def test_there_is_one_way_out():
    ways = re.compile(
        r"(requests|httpx|httpcore|aiohttp|urllib3|urllib\.request|http\.client|socket|ftplib|smtplib)(\..*)?"
    )
    going_out = {path for path, name in imports() if ways.fullmatch(name)}

    assert {path for path in going_out if not path.startswith(("factcheck/net/", "reviews/demo/"))} == set()


def test_the_demonstration_goes_out_to_its_own_desk_alone():
    """It is a client of the desk on this machine; what is read from elsewhere goes through the fetcher."""
    using = {path for path, name in imports() if path.startswith("reviews/demo/") and name == "httpcore"}

    assert using <= {"reviews/demo/client.py", "reviews/demo/show.py"}


def test_the_clock_is_the_databases():
    wrong = {path for path, name in imports() if name == "django.utils.timezone.now"}
    calls = {
        (path, f"{getattr(node.func.value, 'id', '')}.{node.func.attr}")
        for path, node in nodes(ast.Call)
        if isinstance(node.func, ast.Attribute)
    }

    assert wrong == set()
    assert {(p, c) for p, c in calls if c in ("timezone.now", "datetime.now", "datetime.utcnow")} == set()


def test_no_action_reads_the_clock():
    assert {p for p, name in imports() if "/actions/" in p and name.startswith("factcheck.clock")} == set()


@pytest.mark.parametrize("model", OURS, ids=lambda m: m.__name__)
def test_every_model_stands_in_the_admin(model: type[Model]):
    inlined = {inline.model for registered in admin.site._registry.values() for inline in registered.inlines}

    assert model in admin.site._registry or model in inlined


def test_no_admin_page_writes_by_itself():
    assert {
        page.__class__ for page in admin.site._registry.values() if not isinstance(page, ReadOnlyAdmin)
    } == set()


def test_every_room_is_looked_at():
    assert {path.partition("/")[0] for path in modules()} == set(ROOMS)


def views() -> Iterator[type[Resource]]:
    """Every endpoint class of the rooms that is given a model."""
    waiting = list(Resource.__subclasses__())
    while waiting:
        view = waiting.pop()
        waiting += view.__subclasses__()
        if view.__module__.partition(".")[0] in RANK and hasattr(view, "model"):
            yield view


def test_no_list_shows_an_inside_number():
    """Ids outside are UUIDs; what is listed is a column that says so, never `id` or `…_id`."""
    from config import urls  # loads every view

    assert urls.urlpatterns
    for view in views():
        listed = getattr(view, "list_fields", ())
        columns = listed.values() if isinstance(listed, dict) else listed
        assert not [c for c in columns if c.split("__")[-1] in ("id", "pk") or c.endswith("_id")], view
