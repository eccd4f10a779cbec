"""One connected socket under one fetch: the time it may take and the bytes it may bring."""

import socket
import ssl
import time

import httpcore

from factcheck.net.bodies import size_in_words
from factcheck.net.refusals import TimedOut, TlsFailed, TooLarge, Unreachable

HEADER_LIMIT = 32 * 1024
WIRE_LIMIT = 5 * 1024 * 1024


class Deadline:
    """The moment by which a fetch must be over, redirects included."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, host: str) -> float:
        """Return the seconds left, more than 0. Raises TimedOut."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed(host)
        return left

    def passed(self, host: str) -> TimedOut:
        return TimedOut(f"{host} took longer than {round(self._seconds, 1):g} seconds.")


class Wire(httpcore.NetworkStream):
    """One connected socket. Every read and write gets the rest of the time, and all bytes count."""

    def __init__(self, sock: socket.socket, *, host: str, deadline: Deadline) -> None:
        self._sock = sock
        self._host = host
        self._deadline = deadline
        self._limit = HEADER_LIMIT
        self._received = 0

    def body_begins(self) -> None:
        """Lift the limit of the headers to the limit of the whole reply."""
        self._limit = WIRE_LIMIT

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        # Never more than the limit leaves, or one: whether that one comes tells "full" from "too much".
        room = max(self._limit - self._received, 1)
        self._sock.settimeout(self._deadline.left(self._host))
        try:
            data = self._sock.recv(min(max_bytes, room))
        except OSError as error:
            raise self._refusal(error)
        self._received += len(data)
        if self._received > self._limit:
            raise TooLarge(f"{self._host} sent more than {size_in_words(self._limit)}{self._of_what()}.")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return  # httpcore ends a request with one; it would eat the error that the next read should see
        self._sock.settimeout(self._deadline.left(self._host))
        try:
            self._sock.sendall(buffer)
        except TimeoutError:
            raise self._deadline.passed(self._host)
        except OSError as error:
            # httpcore goes on reading after this one: the server may have answered before it hung up.
            raise httpcore.WriteError(error)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._sock.settimeout(self._deadline.left(self._host))
        try:
            self._sock = ssl_context.wrap_socket(self._sock, server_hostname=server_hostname)
        except OSError as error:
            raise self._refusal(error)
        return self

    def close(self) -> None:
        self._sock.close()

    def _of_what(self) -> str:
        return " of headers" if self._limit == HEADER_LIMIT else ""

    def _refusal(self, error: OSError) -> TimedOut | TlsFailed | Unreachable:
        if isinstance(error, TimeoutError):
            return self._deadline.passed(self._host)
        if isinstance(error, ssl.SSLCertVerificationError):
            return TlsFailed(f"The certificate of {self._host} is not trusted: {error.verify_message}.")
        if isinstance(error, ssl.SSLError):
            return TlsFailed(f"No secure connection with {self._host} came about.")
        return Unreachable(f"{self._host} closed the connection.")
