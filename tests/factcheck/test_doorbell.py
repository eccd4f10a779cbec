import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from celery import current_app
from kombu import Connection
from kombu.exceptions import OperationalError

from factcheck import doorbell, handlers
from factcheck.doorbell import CAPACITY, Doorbell, Line

KNOWN = "tests.factcheck.ground.tasks.quick"


class StuckLine:
    """A broker that hangs until it is let go."""

    def __init__(self) -> None:
        self.rung: list[str] = []
        self.go_on = threading.Event()

    def ring(self, task: str) -> None:
        self.rung.append(task)
        self.go_on.wait(10)


@pytest.fixture
def stuck() -> Iterator[tuple[Doorbell, StuckLine]]:
    bell, line = Doorbell(), StuckLine()
    bell._line = line  # type: ignore[assignment]
    yield bell, line
    line.go_on.set()


@pytest.fixture(autouse=True)
def _known() -> None:
    from tests.factcheck.ground import tasks

    handlers.register(tasks.quick, queue="desk")


def until(holds: object) -> None:
    ends = time.monotonic() + 5
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_a_ring_does_not_wait_for_a_hung_broker(stuck: tuple[Doorbell, StuckLine]) -> None:
    bell, line = stuck
    bell.ring("first")
    until(lambda: line.rung == ["first"])

    begun = time.monotonic()
    for n in range(100):
        bell.ring(f"task {n}")

    assert time.monotonic() - begun < 0.5
    assert len(bell.waiting()) == 100


def test_rings_for_one_task_are_folded_while_they_wait(stuck: tuple[Doorbell, StuckLine]) -> None:
    bell, line = stuck
    bell.ring("under way")
    until(lambda: line.rung == ["under way"])

    for task in ("b", "a", "b", "under way", "a"):
        bell.ring(task)

    assert bell.waiting() == ["b", "a", "under way"]
    line.go_on.set()
    until(lambda: line.rung == ["under way", "b", "a", "under way"])


def test_rings_beyond_the_capacity_are_left_to_the_sweep(stuck: tuple[Doorbell, StuckLine]) -> None:
    bell, line = stuck
    bell.ring("first")
    until(lambda: line.rung == ["first"])

    for n in range(CAPACITY + 50):
        bell.ring(f"task {n}")

    assert len(bell.waiting()) == CAPACITY


def test_a_thread_that_died_is_replaced_at_the_next_ring() -> None:
    bell, line = Doorbell(), StuckLine()
    line.go_on.set()
    bell._line = line  # type: ignore[assignment]
    bell._thread = threading.Thread(target=lambda: None)
    bell._thread.start()
    bell._thread.join()

    bell.ring("again")

    until(lambda: line.rung == ["again"])


def test_without_a_thread_a_ring_is_lost_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    bell = Doorbell()

    bell.ring("task")

    assert bell._thread is None or not bell._thread.is_alive()


@pytest.mark.real_doorbell
def test_after_a_fork_the_child_has_a_bell_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = Doorbell()
    stuck._changed.acquire()  # as a thread of the parent may hold it at that moment
    monkeypatch.setattr(doorbell, "_bell", stuck)
    monkeypatch.setattr(Line, "ring", lambda self, task: os._exit(7))

    child = os.fork()
    if child == 0:
        doorbell.ring("task")
        time.sleep(5)
        os._exit(1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_a_ring_goes_to_the_queue_of_its_handler() -> None:
    sent: list[tuple[str, str]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(current_app, "send_task", lambda task, *, queue, **_: sent.append((task, queue)))
        Line().ring("factcheck.tasks.forget_old_rows")

    assert sent == [("factcheck.tasks.forget_old_rows", "desk")]


def test_an_unknown_handler_is_named_once_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    line = Line()

    line.ring("factcheck.nowhere.nothing")
    line.ring("factcheck.nowhere.nothing")

    assert [r.getMessage() for r in caplog.records] == [
        "no handler is named factcheck.nowhere.nothing; its jobs wait"
    ]


def test_a_stale_line_is_tried_twice_and_a_fresh_one_once(caplog: pytest.LogCaptureFixture) -> None:
    tries: list[str] = []

    def fail(task: str, **_: object) -> None:
        tries.append(task)
        raise OperationalError("gone")

    line = Line()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(current_app, "send_task", fail)
        line.ring(KNOWN)
        fresh = len(tries)
        line._producer = current_app.amqp.Producer(current_app.connection_for_write(), auto_declare=False)
        line.ring(KNOWN)

    assert (fresh, len(tries)) == (1, 3)
    assert [r.getMessage() for r in caplog.records] == [
        f"the broker did not take the ring for {KNOWN}: OperationalError"
    ] * 2


@pytest.mark.slow
def test_a_broker_that_hangs_is_given_up(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes connections and says nothing, as Redis does under SIGSTOP."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        options = {"socket_timeout": 0.1, "socket_connect_timeout": 0.1}
        monkeypatch.setattr(
            type(current_app._get_current_object()),
            "connection_for_write",
            lambda self: Connection(url, transport_options=options),
        )
        Line().ring(KNOWN)

    assert "did not take the ring" in caplog.text
