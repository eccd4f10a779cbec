"""The whole desk in one process: web server, worker and beat, over a broker in memory.

It serves a small desk honestly, because all that matters are rows: kill it at
any moment and start it again, and it goes on where it was.
"""

import fcntl
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from celery import current_app
from celery.beat import EmbeddedService
from celery.worker import state as worker_state
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from waitress.server import create_server

from factcheck import clock, leases, stop, tasks
from factcheck.errors import Conflict

log = logging.getLogger(__name__)

THREADS = 8
WORKERS = 2
STOP_SECONDS = 18.0  # what a supervisor waits, less the time to leave
LARGEST_REQUEST = 12 * 1024 * 1024


class DeskRuns(Conflict):
    """Another process already runs the desk of this database."""

    code = "desk_runs"


def lock_path() -> Path:
    """Return the lock's place: beside the database if that is a file, else in the data directory."""
    if settings.SQLITE:
        name = Path(settings.DATABASES["default"]["NAME"])
        return name.with_name(f"{name.name}.lock")
    return Path(settings.DATA_DIR) / "desk.lock"


@contextmanager
def sole_desk() -> Iterator[None]:
    """Hold the desk's lock inside the block; the system lets go of it however this process ends.

    Raises DeskRuns naming the holder's process id.
    """
    path = lock_path()
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read(20).strip() or "unknown"
            raise DeskRuns(f"This desk already runs, as process {holder} (lock {path}).") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def take_over() -> int:
    """End the leases of a desk that was killed, so that its jobs go on now; return how many.

    Only where the lock proves the holders dead: a worker elsewhere can share
    neither this memory nor, in earnest, this file.
    """
    if not (settings.MEMORY_BROKER and settings.SQLITE):
        return 0
    taken = leases.take_over_all(at=clock.now())
    if taken:
        log.info("%d jobs were running when the desk stopped; they go on", taken)
    return taken


class Engine:
    """The worker and beat of this process, each in a thread."""

    def __init__(self) -> None:
        current_app.conf.worker_enable_remote_control = False
        self.worker = current_app.WorkController(
            pool="threads",
            concurrency=WORKERS,
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        self.beat = EmbeddedService(current_app, thread=True, scheduler_cls="celery.beat:Scheduler")
        self.thread = threading.Thread(target=self._work, name="worker", daemon=True)
        self.failed = False

    def start(self) -> None:
        self.thread.start()
        tasks.run_tick(at=clock.now())
        self.beat.start()

    def stop(self) -> bool:
        """Let running jobs end and give back the rest. False: something still ran after 18 s."""
        stop.ask()
        worker_state.should_stop = os.EX_OK
        self.beat.service.stop()
        self.thread.join(timeout=STOP_SECONDS)
        return not self.thread.is_alive()

    def _work(self) -> None:
        try:
            self.worker.start()
        finally:
            if not stop.asked():
                # A desk that answers and does no work would look well: rather leave, and be started again.
                self.failed = True
                log.critical("the worker has stopped by itself; the desk closes")
                os.kill(os.getpid(), signal.SIGTERM)


def serve(*, host: str, port: int) -> int:
    """Run web server, worker and beat until SIGTERM or SIGINT; return the exit code.

    The caller holds the lock and has migrated. Takes the main thread. Leaves
    within 20 s; a job that takes longer is taken over by the next start.
    """
    signal.signal(signal.SIGTERM, _leave)
    server = _server(host, port)
    engine = Engine()
    take_over()
    try:
        engine.start()
        print(f"The desk is open at http://{host}:{server.effective_port}/", flush=True)  # noqa: T201
        server.run()  # returns on SystemExit and KeyboardInterrupt, its running requests finished
        _flush(server)
    finally:
        # A second signal must not cut the leaving short.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        ends_well = engine.stop()
        connection.close()
    code = 1 if engine.failed else 0
    if not ends_well:
        log.warning("a job was still running after %d s; the next start takes it over", STOP_SECONDS)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # the pool's threads would be waited for
    return code


@contextmanager
def serving(*, host: str, port: int) -> Iterator[str]:
    """Run the same desk beside the block, which has the main thread; yields its address.

    The caller holds the lock and has migrated.
    """
    server = _server(host, port)
    engine = Engine()
    take_over()
    web = threading.Thread(target=server.run, name="web", daemon=True)
    try:
        engine.start()
        web.start()
        yield f"http://{host}:{server.effective_port}"
    finally:
        engine.stop()
        server.close()


def _server(host: str, port: int) -> Any:
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # the static files' server warns without it
    return create_server(
        get_wsgi_application(),
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=LARGEST_REQUEST,
        clear_untrusted_proxy_headers=not settings.SECURE_PROXY_SSL_HEADER,
    )


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _flush(server: Any) -> None:
    """Send what finished requests have answered; the server's loop ended before it could."""
    ends = time.monotonic() + 1
    while time.monotonic() < ends and any(c.total_outbufs_len for c in server.active_channels.values()):
        server.asyncore.loop(timeout=0.05, map=server._map, count=1)
