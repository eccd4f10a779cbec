"""The child's side: one document after another, until the pipe closes.

    if __name__ == "__main__":
        serve({"read": _read, "find": _find})

A kind is a function of the document's bytes and, by keyword, what the parent
said beside them; it returns what JSON can hold (dataclasses too) or raises a
Refusal. Nothing here may import Django: a child has no settings and no database.
"""

import gc
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

from factcheck.children import limits as bounds
from factcheck.children import wire
from factcheck.children.limits import Limits
from factcheck.errors import Refusal

Kinds = Mapping[str, Callable[..., Any]]

_OUT_OF_MEMORY: Final = wire.packed({"breach": "memory"})  # packed now: later there may be no room for it


def told() -> list[str]:
    """Return what the parent says at the start, behind the limits."""
    return sys.argv[1 + len(fields(Limits)) :]


def serve(kinds: Kinds) -> None:
    """Answer requests until the parent closes the pipe. The limits come from the command line."""
    limits = Limits.told(sys.argv[1:])
    requests, replies = _own_pipes()
    held = bounds.bind(limits)
    bounds.forbid()
    gc.freeze()  # all that is there now stays: no collection need look at it again
    wire.send(replies, wire.packed({"ready": True, "held": held}))
    while (request := wire.receive(requests)) is not None:
        bounds.arm(limits)
        try:
            answer = _answer(kinds, request)
            now, most = bounds.memory_used()
            if bounds.starved(most, limits):
                raise MemoryError
            reply = wire.packed({**answer, "last": bounds.swollen(now, limits)})
        except MemoryError:
            wire.send(replies, _OUT_OF_MEMORY)
            return
        bounds.disarm()
        del request, answer
        wire.send(replies, reply)


def _answer(kinds: Kinds, request: wire.Message) -> dict[str, Any]:
    head = request.head
    number = {"number": head["number"]}
    try:
        result = kinds[head["kind"]](request.body, **head["arguments"])
        return {**number, "result": wire.ready(result)}
    except Refusal as refusal:
        said = {"code": refusal.code, "message": refusal.message, "field": refusal.field}
        return {**number, "refusal": {**said, "details": _plain(refusal.details)}}
    except MemoryError:
        raise
    except Exception as failure:  # noqa: BLE001 - a mistake of ours over one document: the others go on
        return {**number, "failed": _place(failure)}


def _plain(details: Mapping[str, Any]) -> dict[str, str | int]:
    return {name: value if isinstance(value, int) else str(value) for name, value in details.items()}


def _place(failure: BaseException) -> str:
    """The exception's type and where it rose: its message may hold the document's own words."""
    frames = traceback.extract_tb(failure.__traceback__)[-4:]
    places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(failure).__name__} at {places}"


def _own_pipes() -> tuple[int, int]:
    """Take the two pipes away from standard input and output, where a stray print() would break them."""
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
    return requests, replies
