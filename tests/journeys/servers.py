"""Servers of a journey's own: a port that is free, and a Redis that can be hung, killed and started again."""

import signal
import socket
import subprocess
from contextlib import closing
from pathlib import Path

from tests.journeys.desks import eventually


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return int(probe.getsockname()[1])


class Redis:
    """A server of the test's own, which keeps nothing on disk."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self.home = home
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                "redis-server",
                "--port",
                str(self.port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
            ],
            cwd=self.home,
            stdout=subprocess.DEVNULL,
        )
        eventually(self._answers, seconds=5, what="Redis")

    def say(self, *words: str) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as line:
            line.sendall(" ".join(words).encode() + b"\r\n")
            return line.recv(100)

    def _answers(self) -> bool:
        try:
            return self.say("PING").startswith(b"+PONG")
        except OSError:
            return False

    def hang(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=10)
