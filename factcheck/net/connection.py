"""The way to a host: its name is resolved once, and the address connected to is the one judged."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self

import certifi
import httpcore

from factcheck.net.addresses import is_public
from factcheck.net.refusals import ForbiddenAddress, Unreachable
from factcheck.net.urls import Url
from factcheck.net.wire import Deadline, Wire

CONNECT_SECONDS = 5.0
_ADDRESSES_TRIED = 4

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port to numeric addresses, best first; OSError if there are none."""


def resolve(host: str, port: int) -> list[str]:
    """Ask the system's resolver. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@cache
def tls_context() -> ssl.SSLContext:
    """Return the one context of this process: certifi's roots, names checked, TLS 1.2 and up."""
    return ssl.create_default_context(cafile=certifi.where())


class Door(httpcore.NetworkBackend):
    """Opens the one connection of one request, to an address that was judged. Closes it on exit."""

    def __init__(self, url: Url, *, trusted: bool, deadline: Deadline, resolver: Resolver) -> None:
        """`trusted` says that FETCH_ALLOW names the origin: its address may be anything."""
        self._url = url
        self._trusted = trusted
        self._deadline = deadline
        self._resolver = resolver
        self._wire: Wire | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._wire is not None:
            self._wire.close()

    def body_begins(self) -> None:
        if self._wire is not None:
            self._wire.body_begins()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._addresses()
        for address in addresses:
            # One forbidden answer among public ones is a trick or a split network: neither is fetched.
            self._judge(address)
        sock = self._connect(addresses)
        self._wire = Wire(sock, host=self._url.host, deadline=self._deadline)
        return self._wire

    def _addresses(self) -> list[str]:
        try:
            return [str(ip_address(self._url.host))]
        except ValueError:
            return list(self._look_up())

    def _look_up(self) -> Sequence[str]:
        """Resolve in a thread of its own: the system's resolver knows no deadline, and a daemon holds up
        nobody. Raises Unreachable, TimedOut.
        """
        answers: SimpleQueue[Sequence[str]] = SimpleQueue()
        host, port = self._url.host, self._url.port

        def ask() -> None:
            try:
                answers.put(self._resolver(host, port))
            except (OSError, UnicodeError):
                answers.put([])

        threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
        try:
            found = answers.get(timeout=self._deadline.left(host))
        except Empty:
            raise self._deadline.passed(host)
        if not found:
            raise Unreachable(f"The name {host} could not be found.")
        return found

    def _judge(self, address: str) -> None:
        if not (self._trusted or is_public(address)):
            raise ForbiddenAddress(f"{self._url.host} does not lead to a public address.")

    def _connect(self, addresses: Sequence[str]) -> socket.socket:
        """Return a socket connected to the first address that answers, seen from its own peer name."""
        for address in addresses[:_ADDRESSES_TRIED]:
            wait = min(CONNECT_SECONDS, self._deadline.left(self._url.host))
            try:
                sock = socket.create_connection((address, self._url.port), timeout=wait)
            except OSError:
                continue
            if self._leads_to(sock, address):
                return sock
            sock.close()
        self._deadline.left(self._url.host)
        raise Unreachable(f"{self._url.host} does not answer on port {self._url.port}.")

    def _leads_to(self, sock: socket.socket, address: str) -> bool:
        """Tell whether the socket's other end is the judged address. Raises ForbiddenAddress."""
        try:
            peer = str(sock.getpeername()[0])
        except OSError:
            return False
        if not self._trusted and not is_public(peer):
            sock.close()
            self._judge(peer)
        return ip_address(peer) == ip_address(address)
