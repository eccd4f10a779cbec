"""A child that does what a document may never make it do. Started by the tests beside it."""

import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from factcheck.children.serving import serve
from factcheck.errors import Conflict, Refusal


class Bad(Refusal):
    code = "bad"


class Unheard(Conflict):
    code = "unheard"


@dataclass
class Point:
    x: int
    y: float


def echo(body, **said):
    return {"said": said, "length": len(body), "pid": os.getpid()}


def point(body, x):
    return Point(x, 0.5)


def raw(body, value):
    return value


def burn(body):
    while True:
        pass


def burn_in_c(body):
    return pow(7, 10**9)


def hoard(body):
    return len([bytes(10_000_000) for _ in range(1000)])


def swell(body):
    global kept
    kept = bytes(410_000_000)
    return 0


def starve(body):
    """What libraries do: they catch the MemoryError and go on with less."""
    held = []
    try:
        while True:
            held.append(bytes(40_000_000))
    except MemoryError:
        return 1


def sleep(body, seconds=600.0):
    time.sleep(seconds)
    return os.getpid()


def stop(body):
    os.kill(os.getpid(), signal.SIGSTOP)


def die(body, number=0):
    if number:
        os.kill(os.getpid(), number)
    os._exit(7)


def refuse(body, code="bad", **details):
    raise (Bad if code == "bad" else Unheard)("This is bad.", field="url", **details)


def stumble(body):
    raise KeyError("a secret of the document")


def chatter(body):
    os.write(1, b"noise" * 100_000)
    sys.stdout.write("noise")
    sys.stderr.write("noise")
    return 1


def garble(body, said):
    """Say something else than the answer, on the pipe for answers."""
    text = said.encode()
    os.write(4, struct.pack(">II", len(text), 0) + text)
    return 1


def reach(body, way, place=""):
    ways = {
        "socket": lambda: socket.create_connection(("127.0.0.1", 9)),
        "name": lambda: socket.getaddrinfo("localhost", 80),
        "program": lambda: subprocess.run(["/bin/true"], check=False),
        "shell": lambda: os.system("true"),
        "fork": os.fork,
        "writing": lambda: open(place, "w"),  # noqa: SIM115
        "low writing": lambda: os.open(place, os.O_CREAT | os.O_WRONLY),
        "read": lambda: open("/etc/hostname").close(),
    }
    try:
        ways[way]()
    except PermissionError:
        return "refused"
    return "done"


def about(body):
    names = ("RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_NPROC", "RLIMIT_CORE")
    return {
        "limits": {name: list(resource.getrlimit(getattr(resource, name))) for name in names},
        "environment": dict(os.environ),
        "modules": sorted(name for name in sys.modules if "." not in name),
        "files": {n: os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd")[:-1]},
        "directory": os.getcwd(),
        "session": os.getsid(0),
        "pid": os.getpid(),
        "threads": threading.active_count(),
    }


if __name__ == "__main__":
    named = {name: value for name, value in list(globals().items()) if callable(value)}
    serve(named)
