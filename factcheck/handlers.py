"""Which handler works off which jobs, by the dotted name that stands in the job's row."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps

QUEUES = ("fetch", "parse", "desk", "deliver")
_ARGUMENTS = frozenset({"subject", "at", "lease"})


@dataclass(frozen=True, slots=True)
class Handler:
    """A plain function, the queue its work waits in, and which of subject, at and lease it asks for."""

    name: str
    queue: str
    call: Callable[..., None]
    wants: frozenset[str]


class UnknownHandler(LookupError):
    """No installed app has a handler of this name: an older release, or one not written yet."""


_known: dict[str, Handler] = {}


def register(call: Callable[..., None], *, queue: str) -> Handler:
    """Enter a function under its dotted name. Raises TypeError for a queue or an argument nobody serves."""
    name = f"{call.__module__}.{call.__name__}"
    wants = frozenset(inspect.signature(call).parameters)
    if queue not in QUEUES:
        raise TypeError(f"{name}: there is no queue {queue!r}, only {', '.join(QUEUES)}")
    if unknown := wants - _ARGUMENTS:
        raise TypeError(f"{name}: a handler is given subject, at and lease, not {', '.join(sorted(unknown))}")
    _known[name] = Handler(name=name, queue=queue, call=call, wants=wants)
    return _known[name]


def find(name: str) -> Handler:
    """Return a handler by its name, importing its module if need be. Raises UnknownHandler.

    A web process publishes rings for handlers it never ran, so their modules
    may not be loaded yet. Only modules of installed apps are imported.
    """
    if name not in _known:
        _load(name.rpartition(".")[0])
    if name not in _known:
        raise UnknownHandler(name)
    return _known[name]


def route(name: str, *_: Any, **__: Any) -> dict[str, str] | None:
    """Return a Celery route: a handler's messages go to its queue. None for what is no handler."""
    handler = _known.get(name)
    return {"queue": handler.queue} if handler else None


def on_queue(queue: str) -> list[str]:
    """Return the names of the handlers whose work waits in this queue, as far as they are loaded."""
    return [name for name, handler in _known.items() if handler.queue == queue]


def _load(module: str) -> None:
    if not any(f"{module}.".startswith(f"{app.name}.") for app in apps.get_app_configs()):
        return
    try:
        import_module(module)
    except ModuleNotFoundError as missing:
        # Only the handler's own module may be missing; a broken import inside it is a bug.
        if not f"{module}.".startswith(f"{missing.name}."):
            raise


def arguments(handler: Handler, **offered: Any) -> dict[str, Any]:
    """Return those of the offered arguments that the handler asks for."""
    return {name: value for name, value in offered.items() if name in handler.wants}
