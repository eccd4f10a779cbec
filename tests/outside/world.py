"""The world in one site: the only one that may be asked, and the names around it."""

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from factcheck.errors import Refusal
from tests.factcheck.net.sites import NOTHING_THERE, Site
from tests.forbidden_targets import NAMES

ADDRESS = "127.0.0.2"
# A name with a registered domain: what a sitemap lists must be of its own site.
NAME = "example.org"
STAYED = "stayed in the world"  # the target is, from where it stands, a page of the world itself


class World(Site):
    """Answers as `pages` says by path, and has nothing else."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        super().__init__(lambda talk: talk.sendall(self._page()), address=ADDRESS)
        self.origins = frozenset({self.origin, f"{NAME}:{self.port}"})

    def shows(self, path: str, page: bytes) -> str:
        """Put a page there and nothing else anywhere; return its address."""
        self.pages = {path: page}
        return self.url.rstrip("/") + path

    def at_name(self, path: str) -> str:
        return f"http://{NAME}:{self.port}{path}"

    def became(self, go: Callable[[], str]) -> str:
        """Say what became of an address, when `go` returns who answered or raises a refusal."""
        try:
            answered_by = go()
        except Refusal as refusal:
            # Only the world has pages that are not there: a canary answers everything.
            return STAYED if refusal.code == "http_status" else refusal.code
        own = answered_by.startswith((self.url, self.at_name("/")))
        return STAYED if own else f"answered by {answered_by}"

    def _page(self) -> bytes:
        return self.pages.get(self.requests[-1].split()[1], NOTHING_THERE)


def resolver(host: str, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
    """Stand for socket.getaddrinfo: the table's names, the world's, and what the C library calls a number.

    Each name of the table stands below the world's too: its own sub-domain leads inside.
    """
    inner = f"{host.removesuffix(f'.{NAME}')}.test" if host.endswith(f".{NAME}") else host
    known = {**NAMES, NAME: (ADDRESS,), "localhost": ("127.0.0.1",)}
    if inner not in known:
        with suppress(socket.gaierror):
            return _getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        raise socket.gaierror(socket.EAI_NONAME, f"{host} is not in the table")
    return [(0, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[inner]]


_getaddrinfo = socket.getaddrinfo
