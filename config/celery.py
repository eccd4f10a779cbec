"""The Celery application: `celery -A config worker`, `celery -A config beat`."""

import os
import threading
from typing import Any

from celery import Celery, signals
from django.conf import settings
from kombu.entity import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Rings are published by threads, which see only the default application.
app.set_default()
app.autodiscover_tasks()

QUEUES = ("fetch", "parse", "desk", "deliver")
SWEEP = "factcheck.tasks.sweep"


def _schedule(sender: Celery, **_: Any) -> None:
    """Let beat send nothing but the sweep: what is due when stands in rows."""
    sweep = {"task": SWEEP, "schedule": settings.SWEEP_SECONDS, "options": {"queue": "desk"}}
    sender.conf.beat_schedule = {"sweep": sweep}
    sender.conf.beat_scheduler = "celery.beat:Scheduler"  # remembers nothing: needs no file
    sender.conf.task_routes = ("factcheck.handlers.route",)
    sender.conf.task_queues = [_queue(name) for name in QUEUES]


def _queue(name: str) -> Queue:
    # Without an exchange of its own a queue would be bound to the default one and get every message.
    return Queue(name, Exchange(name), routing_key=name)  # type: ignore[no-untyped-call]  # kombu has no types


def _check_worker(**_: Any) -> None:
    from factcheck import startup_checks  # noqa: PLC0415 - models must be loaded first

    startup_checks.refuse_worker(app)


def _check_beat(**_: Any) -> None:
    from factcheck import startup_checks  # noqa: PLC0415 - models must be loaded first

    # The command has the main thread; the beat inside `manage.py run` has one of its own.
    if threading.current_thread() is threading.main_thread():
        startup_checks.refuse_beat()


app.on_after_configure.connect(_schedule)
# celeryd_init is sent by the command only, not by the worker inside `manage.py run`.
signals.celeryd_init.connect(_check_worker, dispatch_uid="config.celery.worker")
signals.beat_init.connect(_check_beat, dispatch_uid="config.celery.beat")
