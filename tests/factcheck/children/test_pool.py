"""Children at their worst, as real processes of a module that imports next to nothing."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from factcheck.children import limits, process
from factcheck.children.breaches import (
    PASSING,
    Breach,
    Died,
    Failed,
    TooMuchComputing,
    TooMuchMemory,
    TooSlow,
)
from factcheck.children.limits import Limits
from factcheck.children.pool import Children
from factcheck.children.process import NotStarted
from factcheck.errors import Refusal
from tests.factcheck.children.tricks import Bad, Point

ROOT = Path(__file__).resolve().parents[3]
MODULE = "tests.factcheck.children.tricks"
LIMITS = Limits(cpu=0.3, seconds=20.0, documents=50)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    pool = Children(MODULE, refusals=[Bad], limits=LIMITS)
    yield pool
    pool.close()


def pid_of(children: Children) -> int:
    return int(children.ask("echo", dict[str, Any])["pid"])


def gone(pid: int) -> bool:
    """Whether there is not even a zombie left."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def soon_gone(pid: int, *, seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while not gone(pid) and time.monotonic() < ends:
        time.sleep(0.02)
    return gone(pid)


def test_a_document_goes_there_and_an_answer_comes_back(children):
    body = os.urandom(2_000_000)

    answer = children.ask("echo", dict[str, Any], body, url="https://paper.example/“1”")

    assert (answer["length"], answer["said"]) == (len(body), {"url": "https://paper.example/“1”"})


def test_one_warm_child_does_one_document_after_another(children):
    assert len({pid_of(children) for _ in range(5)}) == 1


def test_an_answer_becomes_the_value_it_was(children):
    assert children.ask("point", Point, x=3) == Point(3, 0.5)


def test_a_refusal_comes_back_as_itself_and_the_child_goes_on(children):
    before = pid_of(children)

    with pytest.raises(Bad, match=r"This is bad\.") as refused:
        children.ask("refuse", int, size=3, reason="why")

    assert (refused.value.field, refused.value.details) == ("url", {"size": 3, "reason": "why"})
    assert pid_of(children) == before


def test_our_own_mistake_is_a_refusal_that_keeps_the_document_s_words_to_itself(children, caplog):
    before = pid_of(children)

    with pytest.raises(Failed) as refused:
        children.ask("stumble", int)

    assert "secret" not in caplog.text + str(refused.value)
    assert "KeyError at" in caplog.text
    assert "tricks.py" in caplog.text
    assert pid_of(children) == before


@pytest.mark.parametrize(
    ("kind", "arguments", "breach"),
    [
        ("burn", {}, TooMuchComputing),
        ("burn_in_c", {}, TooMuchComputing),
        ("hoard", {}, TooMuchMemory),
        ("starve", {}, TooMuchMemory),
        ("die", {}, Died),
        ("die", {"number": int(signal.SIGSEGV)}, Died),
        ("die", {"number": int(signal.SIGKILL)}, Died),
        ("garble", {"said": "not JSON"}, Failed),
        ("garble", {"said": '{"number": 1000, "result": 1}'}, Failed),
        ("garble", {"said": "[]"}, Failed),
        ("garble", {"said": "{}"}, Failed),
        ("raw", {"value": "text"}, Failed),
        ("refuse", {"code": "unheard"}, Failed),
    ],
    ids=str,
)
def test_who_breaks_a_limit_or_talks_nonsense_is_killed_and_replaced(children, kind, arguments, breach):
    before = pid_of(children)

    with pytest.raises(Breach) as refused:
        children.ask(kind, int, **arguments)

    assert type(refused.value) is breach
    assert refused.value.message.endswith(".")
    assert gone(before)
    assert pid_of(children) != before


@pytest.mark.parametrize("kind", ["sleep", "stop"])
def test_who_does_not_answer_in_time_is_killed(kind):
    children = Children(MODULE, limits=Limits(seconds=1.0))
    before = pid_of(children)

    with pytest.raises(TooSlow, match="longer than 1 seconds"):
        children.ask(kind, int)

    assert gone(before)
    assert children._idle == []


def test_only_what_may_heal_is_passing():
    assert {TooSlow.code, Died.code} == PASSING
    assert all(issubclass(kind, Refusal) for kind in Breach.__subclasses__())


def test_a_child_that_was_killed_while_it_waited_costs_no_document(children):
    before = pid_of(children)
    os.kill(before, signal.SIGKILL)
    while children._idle[-1].alive:
        time.sleep(0.01)

    assert pid_of(children) != before
    assert gone(before)


def test_a_child_is_renewed_after_so_many_documents():
    children = Children(MODULE, limits=Limits(documents=3))

    pids = [pid_of(children) for _ in range(7)]

    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]
    assert gone(pids[0])
    children.close()
    assert gone(pids[-1])


def test_a_child_that_has_swollen_is_renewed(children):
    before = pid_of(children)

    assert children.ask("swell", int) == 0

    assert pid_of(children) != before


def test_noise_on_standard_output_disturbs_nothing(children):
    before = pid_of(children)

    assert children.ask("chatter", int) == 1
    assert pid_of(children) == before


@pytest.mark.parametrize("way", ["socket", "name", "program", "shell", "fork", "writing", "low writing"])
def test_a_document_reaches_nothing_outside(children, tmp_path, way):
    assert children.ask("reach", str, way=way, place=str(tmp_path / "never")) == "refused"
    assert list(tmp_path.iterdir()) == []


def test_a_file_may_be_read_for_zones_and_models_are_files(children):
    assert children.ask("reach", str, way="read") == "done"


def test_a_child_has_nothing_to_give_away(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a" * 50)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    children = Children(MODULE)

    about = children.ask("about", dict[str, Any])

    children.close()
    allowed = {"PYTHONPATH", "PYTHONUTF8", "LANG", "LC_CTYPE", *process._ENVIRONMENT}
    assert set(about["environment"]) <= allowed
    assert not {"django", "celery", "config", "psycopg", "sqlite3"} & set(about["modules"])
    assert set(about["files"].values()) == {
        "/dev/null",
        *(n for n in about["files"].values() if "pipe:" in n),
    }
    assert (about["directory"], about["session"], about["threads"]) == ("/", about["pid"], 1)


def test_the_limits_are_those_of_the_design(monkeypatch):
    children = Children(MODULE)

    held = children.ask("about", dict[str, Any])["limits"]

    children.close()
    mega = 1024 * 1024
    assert held["RLIMIT_AS"] == [512 * mega] * 2
    assert held["RLIMIT_NOFILE"] == [32, 32]
    assert held["RLIMIT_FSIZE"] == held["RLIMIT_NPROC"] == held["RLIMIT_CORE"] == [0, 0]
    soft, hard = held["RLIMIT_CPU"]
    assert soft <= 7 < hard <= 1300


def test_threads_never_meet_in_one_child(children):
    def ask(number: int) -> tuple[int, int]:
        answer = children.ask("echo", dict[str, Any], b"x" * number, number=number)
        return answer["length"], answer["said"]["number"]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(40)))

    assert answers == [(number, number) for number in range(40)]
    assert len(children._idle) <= 2


def test_a_stuck_neighbour_delays_nobody(children):
    pid_of(children)
    idle = len(children._idle)  # one or two, by the tests before
    with ThreadPoolExecutor(1) as threads:
        stuck = threads.submit(children.ask, "sleep", int, seconds=1.5)
        ends = time.monotonic() + 5
        while len(children._idle) >= idle and time.monotonic() < ends:
            time.sleep(0.01)
        others = {pid_of(children) for _ in range(20)}

        assert not stuck.done()
        assert stuck.result() not in others


def test_an_exception_in_the_waiting_thread_ends_the_child(children):
    """As Celery's soft time limit, which rises wherever the thread is."""
    before = pid_of(children)
    previous = signal.signal(signal.SIGUSR1, lambda *_: (_ for _ in ()).throw(TimeoutError("soft limit")))
    try:
        with ThreadPoolExecutor(1) as threads:
            threads.submit(lambda: (time.sleep(0.2), os.kill(os.getpid(), signal.SIGUSR1)))
            with pytest.raises(TimeoutError):
                children.ask("sleep", int)
    finally:
        signal.signal(signal.SIGUSR1, previous)

    assert gone(before)
    assert pid_of(children) != before


def test_after_a_fork_each_process_has_its_own_child(children):
    before = pid_of(children)
    reading, writing = os.pipe()
    for _ in range(4):
        children._room.acquire()  # as other threads do, which a fork leaves behind
    forked = os.fork()
    if not forked:
        try:
            signal.alarm(20)
            os.write(writing, str(pid_of(children)).encode())
            children.close()
        finally:
            os._exit(0)

    children._room.release(4)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = int(pipe.read())
    os.waitpid(forked, 0)

    assert told != before
    assert pid_of(children) == before
    assert soon_gone(told, seconds=5)


@pytest.mark.parametrize("stuck", [False, True], ids=["waiting", "stuck in a document"])
def test_no_child_outlives_its_parent(stuck):
    script = f"""
from factcheck.children.limits import Limits
from factcheck.children.pool import Children
children = Children({MODULE!r}, limits=Limits(seconds=0.5))
child = children._take()
print(child.pid, flush=True)
{"child.ask('sleep', b'', {})" if stuck else "input()"}
"""
    command = [sys.executable, "-c", script]
    parent = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env={}, text=True
    )
    assert parent.stdout is not None
    with parent:
        pid = int(parent.stdout.readline())
        time.sleep(0.1)
        parent.kill()

    assert soon_gone(pid, seconds=10)


def test_a_child_that_cannot_start_is_no_fault_of_the_document(capfd):
    with pytest.raises(NotStarted):
        Children("tests.factcheck.children.nowhere").ask("echo", int)
    with pytest.raises(NotStarted):
        Children("tests.factcheck.children.test_wire").ask("echo", int)

    assert "No module named" in capfd.readouterr().err


def test_a_platform_without_limits_is_told_of_once(monkeypatch, caplog):
    monkeypatch.setattr(limits, "resource", None)
    monkeypatch.setattr(limits.signal, "setitimer", None)  # would fail if it were called

    held = limits.bind(LIMITS)
    limits.arm(LIMITS)
    limits.disarm()
    process._say_what_is_missing.cache_clear()
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            process._say_what_is_missing(tuple(held))

    assert held == []
    assert caplog.text.count("does not limit the cpu and the memory of a parser") == 1
