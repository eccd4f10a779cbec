"""Try every forbidden target through every sink where all addresses lead to this process.

    python -m tests.outside.in_a_namespace

Starts by itself as a process of its own; prints one JSON object. A canary sits
on all addresses of the internet and of the inside, at every port of the table;
the world, the one site that may be asked, at a loopback address and port of its
own. Exit code 77: this machine permits no network namespace; the reason is said.
"""

import json
import os
import socket
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from typing import Any

from tests.outside import namespace

NOT_PERMITTED = 77
_PORTS = (80, 443, 22, 81, 5432, 6379, 8000, 8080, 8443)
_CONTROLS = ("93.184.216.34", "10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254")


class Canary:
    """Listens on every address, and remembers where it was reached."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        for port in _PORTS:
            listener = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
            threading.Thread(target=self._listen, args=(listener,), daemon=True).start()

    def _listen(self, listener: socket.socket) -> None:
        while True:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                address, port = connection.getsockname()[:2]
                self.heard.append(f"{address.removeprefix('::ffff:')} {port}")
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")

    def hears(self) -> list[str]:
        """What it has heard by now: a connection is accepted a moment after it was made."""
        time.sleep(0.1)
        return list(self.heard)


def main() -> dict[str, Any]:
    _set_up()
    from factcheck.net.fetch import fetch
    from tests.forbidden_targets import LINKS
    from tests.outside.sinks import SINKS
    from tests.outside.world import World, resolver

    socket.getaddrinfo = resolver

    canary = Canary()
    for address in _CONTROLS:
        socket.create_connection((address, 80), timeout=5).close()
    page = fetch("http://93.184.216.35/")  # what is public is gone to, here as anywhere
    controls, canary.heard = canary.hears(), []

    world = World()
    _allow(world.origins)
    codes = {name: Counter(sink(world, LINKS).values()) for name, sink in SINKS.items()}
    return {
        "controls": controls,
        "public": page.body.decode(),
        "tried": len(LINKS),
        "codes": codes,
        "heard": canary.hears(),
        "asked_of_the_world": len(world.requests) + world.asked_for_robots,
    }


def _set_up() -> None:
    """Make Django ready on a database in memory that holds what a visit needs."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": "sqlite://:memory:"}
    import django

    django.setup()
    from django.db import connection

    from factcheck.models import Host, HostSlot

    with connection.schema_editor() as editor:
        editor.create_model(Host)
        editor.create_model(HostSlot)


def _allow(origins: frozenset[str]) -> None:
    from django.conf import settings

    settings.FETCH_ALLOW = origins


if __name__ == "__main__":
    try:
        namespace.enter()
    except OSError as failure:
        sys.stdout.write(f"no network namespace may be made here: {failure.strerror}")
        sys.exit(NOT_PERMITTED)
    sys.stdout.write(json.dumps(main()))
