import gzip
import socket
import ssl

import pytest

from factcheck.net import refusals
from factcheck.net.fetch import fetch

from .sites import EXPIRED, KEY, Site, ok

pytestmark = pytest.mark.allow_hosts(["127.0.0.0/8"])


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), ["Content-Encoding: gzip, gzip"]),
        (
            gzip.compress(gzip.compress(b"x", mtime=0), mtime=0),
            ["Content-Encoding: gzip", "Content-Encoding: gzip"],
        ),
        (b"x", ["Content-Encoding: br"]),
        (b"x", ["Content-Encoding: zstd"]),
        (b"x", ["Content-Encoding: nonsense"]),
        (b"<p>not packed</p>", ["Content-Encoding: gzip"]),
        (gzip.compress(b"x" * 999, mtime=0)[:-9], ["Content-Encoding: gzip"]),
    ],
)
def test_a_coding_that_cannot_be_unpacked_is_refused(site, body, headers):
    server = site(ok(body, *headers))

    with pytest.raises(refusals.BadEncoding):
        fetch(server.url, allow={server.origin})


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n", id="another protocol"),
        pytest.param(b"<html>HTTP/0.9</html>", id="no headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", id="headers break off"),
        pytest.param(ok(b"short", length=99), id="body shorter than said"),
        pytest.param(ok(b"", "Content-Length: 5"), id="two lengths"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", id="negative length"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", id="length of 5000 digits"
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", id="bad chunk"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHel", id="chunk breaks off"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", id="transfer coding"
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\nName with blank: x\r\n\r\n", id="bad header"),
        pytest.param(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", id="upgrade"),
        pytest.param(b"HTTP/1.1 999999 OK\r\n\r\n", id="status"),
        pytest.param(b"HTTP/2 200 OK\r\n\r\n", id="version"),
    ],
)
def test_what_is_not_a_whole_answer_is_refused(site, reply):
    server = site(reply)

    with pytest.raises(refusals.BadResponse, match=r"127\.0\.0\.1"):
        fetch(server.url, allow={server.origin})


def test_a_connection_reset_is_refused(site):
    def reply(talk):
        talk.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    server = site(reply)

    with pytest.raises(refusals.Unreachable, match="closed the connection"):
        fetch(server.url, allow={server.origin})


def test_nobody_listening_is_said_so(site):
    server = site(ok())
    server.close()

    with pytest.raises(refusals.Unreachable, match=rf"does not answer on port {server.port}\.$"):
        fetch(server.url, allow={server.origin})


def over_tls(server, host):
    return fetch(
        f"https://{host}:{server.port}/",
        allow={f"{host}:{server.port}"},
        resolver=lambda host, port: ["127.0.0.1"],
    )


@pytest.mark.usefixtures("trusting")
def test_a_page_is_fetched_over_tls_by_name(site, server_tls):
    server = site(ok(), tls=server_tls)

    assert over_tls(server, "desk.test").status == 200
    assert f"Host: desk.test:{server.port}\r\n" in server.requests[0]


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize("host", ["other.test", "127.0.0.1"])
def test_a_certificate_for_another_name_is_refused(site, server_tls, host):
    server = site(ok(), tls=server_tls)

    with pytest.raises(refusals.TlsFailed, match="certificate"):
        over_tls(server, host)

    assert server.requests == []


def test_a_certificate_that_nobody_vouches_for_is_refused(site, server_tls):
    server = site(ok(), tls=server_tls)

    with pytest.raises(refusals.TlsFailed, match="not trusted: self-signed certificate"):
        over_tls(server, "desk.test")


def test_a_certificate_that_has_expired_is_refused(site, tmp_path, monkeypatch):
    both = tmp_path / "expired.pem"
    both.write_text(EXPIRED + KEY)
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    old.load_cert_chain(both)
    believing = ssl.create_default_context(cadata=EXPIRED)
    monkeypatch.setattr("factcheck.net.fetch.tls_context", lambda: believing)
    server = site(ok(), tls=old)

    with pytest.raises(refusals.TlsFailed, match="not trusted: certificate has expired"):
        over_tls(server, "desk.test")


class Talkative(Site):
    """Speaks first, which no TLS server does."""

    def _answer(self, connection):
        connection.sendall(self.reply)


def test_a_server_that_speaks_no_tls_is_refused(site):
    server = Talkative(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with pytest.raises(refusals.TlsFailed, match="No secure connection"):
        over_tls(server, "desk.test")

    server.close()


@pytest.mark.parametrize("said", [b"", b"\x16\x03\x03\x00\x7a\x02\x00", b"\x15\x03\x03\x00\x02\x02\x28"])
def test_a_handshake_that_breaks_off_is_refused(said):
    server = Talkative(said)

    with pytest.raises((refusals.TlsFailed, refusals.Unreachable)):
        over_tls(server, "desk.test")

    server.close()


@pytest.mark.usefixtures("trusting")
def test_a_secure_connection_that_breaks_off_within_the_page_is_refused(site, server_tls):
    server = site(ok(b"<p>Hello</p>", length=99), tls=server_tls)

    with pytest.raises(refusals.BadResponse):
        over_tls(server, "desk.test")


@pytest.mark.parametrize(
    ("said", "media_type", "charset"),
    [
        ("", "", ""),
        (";;;", "", ""),
        ("text/html;charset", "text/html", ""),
        ("text/html; Charset = 'KOI8-R' ; q=1", "text/html", "koi8-r"),
        ('text/html; charset="utf-8', "text/html", "utf-8"),
        ("text/html; charset=x; charset=y", "text/html", "x"),
        ("application/vnd.api+json; charset=iso-8859-1", "application/vnd.api+json", "iso-8859-1"),
        ("\xff\xfe/\xe9; charset=\xe9", "", ""),
        ("html", "", ""),
        ("text/" + "x" * 9000 + "; charset=" + "y" * 9000, "", ""),
    ],
)
def test_the_type_is_taken_where_it_is_one_whatever_the_page_is(site, said, media_type, charset):
    server = site(ok(b"\x89PNG\r\n", f"Content-Type: {said}"))

    page = fetch(server.url, allow={server.origin})

    assert (page.body, page.media_type, page.charset) == (b"\x89PNG\r\n", media_type, charset)


def test_a_page_packed_once_more_than_said_comes_as_what_was_inside(site):
    inside = gzip.compress(b"x" * 999, mtime=0)
    server = site(ok(gzip.compress(inside, mtime=0), "Content-Encoding: gzip"))

    assert fetch(server.url, allow={server.origin}).body == inside


def test_every_reason_has_a_code_of_its_own():
    kinds = refusals.FetchRefused.__subclasses__()
    # Rooms above may add reasons of their own.
    codes = [kind.code for kind in kinds if kind.__module__ == refusals.__name__]

    assert len(codes) == len(set(codes))
    assert set(codes) == {
        *("forbidden_url", "forbidden_address", "too_many_redirects", "too_large", "timeout"),
        *("unreachable", "tls", "bad_encoding", "bad_response"),
    }
