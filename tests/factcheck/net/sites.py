"""Other people's web sites, at the socket: small servers in threads, on loopback addresses of their own."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress

Reply = bytes | Callable[[socket.socket], None]
NOTHING_THERE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class Site:
    """Answers every connection with `reply`, after the request's headers; a function gets the socket.

    Its robots.txt is `robots`: nothing there, unless a test says otherwise.
    """

    def __init__(
        self, reply: Reply, *, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None
    ) -> None:
        self.reply = reply
        self.robots: Reply = NOTHING_THERE
        self.asked_for_robots = 0
        self.requests: list[str] = []
        self.connections = 0
        self._tls = tls
        self._listener = socket.create_server((address, 0))
        self.port = self._listener.getsockname()[1]
        self.origin = f"{address}:{self.port}"
        self.url = f"{'https' if tls else 'http'}://{self.origin}/"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        # A close alone would leave the thread waiting in accept().
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.settimeout(5)
            with connection, suppress(OSError):
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        with self._tls.wrap_socket(connection, server_side=True) if self._tls else connection as talk:
            request = b""
            while b"\r\n\r\n" not in request:
                piece = talk.recv(65536)
                if not piece:
                    return
                request += piece
            if request.startswith(b"GET /robots.txt "):
                self.asked_for_robots += 1
                send(self.robots, talk)
            else:
                self.requests.append(request.decode("latin-1"))
                send(self.reply, talk)


def send(reply: Reply, talk: socket.socket) -> None:
    if callable(reply):
        reply(talk)
    else:
        talk.sendall(reply)


def ok(body: bytes = b"<p>Hello</p>", *headers: str, length: int | None = None) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def sent_on(location: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


# Self-signed for desk.test, valid from 2020 to 2120, made for these tests and worth nothing.
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBczCCARigAwIBAgICEAAwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJZGVzay50
ZXN0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAUMRIwEAYDVQQD
DAlkZXNrLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASZO/QgN/EkmTo9
iss72WxNrZPHJhdScPKHBYFakMzvLxHhcbX3ZhrMOyFxapaoT4OHP37hnq9s4pry
j3V3vEgBo1gwVjAUBgNVHREEDTALgglkZXNrLnRlc3QwDgYDVR0PAQH/BAQDAgKE
MA8GA1UdEwEB/wQFMAMBAf8wHQYDVR0OBBYEFHPTFpp8KPVYJaBzsVIukLTintIg
MAoGCCqGSM49BAMCA0kAMEYCIQD28xXNESIMreJhCfK/1fBcQUy1OOeRmyX01RRN
IjiSlwIhAJnHRvnpUvJ9RFKWIUyroGQZ6ectV2B3f/ZS0nzzYRHc
-----END CERTIFICATE-----
"""
# The same for the year 2001 alone.
EXPIRED = """\
-----BEGIN CERTIFICATE-----
MIIBbzCCARWgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlkZXNrLnRl
c3QwHhcNMDEwMTAxMDAwMDAwWhcNMDIwMTAxMDAwMDAwWjAUMRIwEAYDVQQDDAlk
ZXNrLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASZO/QgN/EkmTo9iss7
2WxNrZPHJhdScPKHBYFakMzvLxHhcbX3ZhrMOyFxapaoT4OHP37hnq9s4pryj3V3
vEgBo1gwVjAUBgNVHREEDTALgglkZXNrLnRlc3QwDwYDVR0TAQH/BAUwAwEB/zAO
BgNVHQ8BAf8EBAMCAoQwHQYDVR0OBBYEFHPTFpp8KPVYJaBzsVIukLTintIgMAoG
CCqGSM49BAMCA0gAMEUCIG6NqWezF135xD7WZg/EvuRP5yTTSkmrR8Ix+An9uCkN
AiEArCmAkY27XR3DJ8fWTaKEkSrKokCnDPiFh8tGLYYj3ww=
-----END CERTIFICATE-----
"""
KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgL3fPcXTicQeZtr0w
TirwklmepRYGEZvjheKk5vM29emhRANCAASZO/QgN/EkmTo9iss72WxNrZPHJhdS
cPKHBYFakMzvLxHhcbX3ZhrMOyFxapaoT4OHP37hnq9s4pryj3V3vEgB
-----END PRIVATE KEY-----
"""
