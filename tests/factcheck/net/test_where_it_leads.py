import socket

import pytest

from factcheck.net import connection, refusals
from factcheck.net.connection import Door
from factcheck.net.fetch import MAX_REDIRECTS, fetch
from factcheck.net.urls import Url
from factcheck.net.wire import Deadline

from .sites import ok, sent_on

pytestmark = pytest.mark.allow_hosts(["127.0.0.0/8"])


def test_up_to_three_redirects_are_followed_and_told(site):
    pages = {
        "/": sent_on("/1"),
        "/1": sent_on("2?x"),
        "/2?x": sent_on("/fin\u00e9"),
        "/fin%C3%A9": ok(b"there"),
    }
    server = site(lambda talk: talk.sendall(pages[server.requests[-1].split()[1]]))

    got = fetch(server.url, allow={server.origin})

    assert got.body == b"there"
    assert got.redirects == (server.url + "1", server.url + "2?x", server.url + "fin%C3%A9")
    assert got.final_url == got.redirects[-1]


def test_a_redirect_loop_ends(site):
    server = site(sent_on("/"))

    with pytest.raises(refusals.TooManyRedirects):
        fetch(server.url, allow={server.origin})

    assert len(server.requests) == MAX_REDIRECTS + 1


def test_a_redirect_without_destination_is_an_answer_like_any_other(site):
    server = site(b"HTTP/1.1 302 Found\r\nContent-Length: 2\r\n\r\nhm")

    assert fetch(server.url, allow={server.origin}).body == b"hm"


@pytest.mark.parametrize(
    ("location", "refusal"),
    [
        ("http://127.0.0.2:{port}/", refusals.ForbiddenAddress),
        ("http://127.0.0.2/", refusals.ForbiddenAddress),
        ("//127.0.0.2/", refusals.ForbiddenAddress),
        ("http://127.2:{port}/", refusals.ForbiddenAddress),
        ("http://[::ffff:127.0.0.2]/", refusals.ForbiddenAddress),
        ("http://inside.test/", refusals.ForbiddenAddress),
        ("http://inside.test:{port}/", refusals.ForbiddenUrl),
        ("http://{origin}@127.0.0.2:{port}/", refusals.ForbiddenAddress),
        ("http://{origin}\\@127.0.0.2:{port}/", refusals.ForbiddenAddress),
        ("file:///etc/passwd", refusals.ForbiddenUrl),
    ],
)
def test_a_redirect_inwards_is_not_followed(site, canary, location, refusal):
    server = site(b"")
    server.reply = sent_on(location.format(port=canary.port, origin=server.origin))

    with pytest.raises(refusal):
        fetch(server.url, allow={server.origin}, resolver=lambda host, port: ["127.0.0.2"])


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.2"],
        ["93.184.216.34", "127.0.0.2"],
        ["::ffff:127.0.0.2"],
        ["64:ff9b::7f00:2"],
        ["fe80::1%eth0"],
        ["127.2"],
    ],
)
def test_a_name_that_leads_inwards_is_not_connected_to(canary, answers):
    """Past the port rule, so that the canary would really be reached."""
    url = Url("http", "inside.test", canary.port, "/")
    door = Door(url, trusted=False, deadline=Deadline(5), resolver=lambda host, port: answers)

    with pytest.raises(refusals.ForbiddenAddress), door:
        door.connect_tcp("inside.test", canary.port)


def test_a_name_is_looked_up_once_and_that_address_connected_to(monkeypatch):
    answers = [["93.184.216.34"], ["127.0.0.2"]]
    connected = []

    def connect(address, timeout):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(connection.socket, "create_connection", connect)

    with pytest.raises(refusals.Unreachable):
        fetch("http://rebind.test/", allow=(), resolver=lambda host, port: answers.pop(0))

    assert connected == [("93.184.216.34", 80)]
    assert answers == [["127.0.0.2"]]


def test_a_name_that_changes_between_redirects_is_judged_again(site, canary):
    server = site(sent_on("http://rebind.test/"))
    answers = [["127.0.0.1"], ["127.0.0.2"]]
    allow = {f"rebind.test:{server.port}"}

    with pytest.raises(refusals.ForbiddenAddress):
        fetch(f"http://rebind.test:{server.port}/", allow=allow, resolver=lambda host, port: answers.pop(0))

    assert answers == []


def test_a_socket_that_ends_elsewhere_than_judged_is_not_spoken_to(site, monkeypatch):
    server = site(ok())
    real = socket.create_connection
    monkeypatch.setattr(
        connection.socket,
        "create_connection",
        lambda address, timeout: real(("127.0.0.1", server.port), timeout),
    )

    with pytest.raises(refusals.ForbiddenAddress):
        fetch("http://example.test/", allow=(), resolver=lambda host, port: ["93.184.216.34"])

    assert server.requests == []


def test_an_allowed_name_is_not_spoken_to_at_another_address_either(site, monkeypatch):
    server = site(ok())
    real = socket.create_connection
    monkeypatch.setattr(
        connection.socket,
        "create_connection",
        lambda address, timeout: real(("127.0.0.1", server.port), timeout),
    )

    with pytest.raises(refusals.Unreachable):
        fetch("http://desk.test/", allow={"desk.test:80"}, resolver=lambda host, port: ["127.0.0.3"])

    assert server.requests == []


def test_a_socket_that_ends_nowhere_is_not_spoken_to(monkeypatch):
    monkeypatch.setattr(connection.socket, "create_connection", lambda address, timeout: socket.socket())

    with pytest.raises(refusals.Unreachable):
        fetch("http://example.test/", allow=(), resolver=lambda host, port: ["93.184.216.34"])


def test_a_redirect_in_an_old_encoding_is_read_byte_by_byte(site):
    pages = {"/": ok().replace(b"200 OK", b"301 Moved\r\nLocation: /fin\xe9"), "/fin%C3%A9": ok(b"there")}
    server = site(lambda talk: talk.sendall(pages[server.requests[-1].split()[1]]))

    assert fetch(server.url, allow={server.origin}).body == b"there"


@pytest.mark.parametrize("error", [socket.gaierror(-2, "unknown"), UnicodeError("label too long"), OSError()])
def test_a_name_that_nobody_knows_is_said_so(error):
    def resolver(host, port):
        raise error

    with pytest.raises(refusals.Unreachable, match=r"^The name example\.invalid could not be found\.$"):
        fetch("http://example.invalid/", allow=(), resolver=resolver)
