"""`manage.py fetch`: what is printed, and how it ends."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factcheck.net.sites import Site, ok, sent_on
from tests.forbidden_targets import NAMES, URLS

KEYS = ["url", "allowed", "code", "final_url", "status", "bytes", "seconds"]


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    built = Site(ok(b"<p>Hello</p>", "Content-Type: text/html"))
    settings.FETCH_ALLOW = frozenset({built.origin})
    yield built
    built.close()


def run(*arguments: str) -> tuple[str, str, int]:
    """What it says on standard output and error, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("fetch", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return out.getvalue(), err.getvalue(), int(str(end.code))
    return out.getvalue(), err.getvalue(), 0


def results(tmp_path: Any, lines: bytes, *arguments: str) -> list[dict[str, Any]]:
    path = tmp_path / "addresses.txt"
    path.write_bytes(lines)
    out, err, code = run("--from-file", str(path), *arguments)
    assert (err, code) == ("", 0)
    return [json.loads(line) for line in out.splitlines()]


def test_an_address_is_fetched_and_told_in_words(site):
    site.reply = lambda talk: talk.sendall(sent_on("/there") if len(site.requests) == 1 else ok(b"x" * 2048))

    out, err, code = run(site.url)

    assert (err, code) == ("", 0)
    assert out.startswith(f"{site.url}\nsent on to {site.url}there\nstatus 200, no media type, 2 KB, in 0.")


def test_an_address_is_fetched_and_told_as_an_object(site):
    out, _, code = run(site.url + "a b", "--json")

    told = json.loads(out)
    assert code == 0
    assert list(told) == KEYS
    assert 0 <= told.pop("seconds") < 5
    assert told == {
        "url": site.url + "a b",
        "allowed": True,
        "code": "",
        "final_url": site.url + "a%20b",
        "status": 200,
        "bytes": 12,
    }


def test_any_answer_is_one(site):
    site.reply = b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"

    told = json.loads(run(site.url, "--json")[0])

    assert (told["allowed"], told["status"], told["bytes"]) == (True, 404, 2)


def test_a_refused_address_is_one_line_and_exit_code_1():
    out, err, code = run("http://127.0.0.1/")

    assert (out, code) == ("", 1)
    assert err == "http://127.0.0.1/: 127.0.0.1 is not a public address. [forbidden_address]\n"


def test_a_refused_address_is_an_object_on_standard_output():
    out, err, code = run("http://0x7f.1/", "--json")

    told = json.loads(out)
    assert (err, code) == ("", 1)
    assert list(told) == KEYS
    assert told | {"seconds": 0} == {
        "url": "http://0x7f.1/",
        "allowed": False,
        "code": "forbidden_address",
        "final_url": "",
        "status": None,
        "bytes": 0,
        "seconds": 0,
    }


def test_every_forbidden_target_of_a_file_is_told_as_such(tmp_path, monkeypatch):
    literal = [url for url in URLS if not any(name in url for name in NAMES) and "\n" not in url]

    told = results(tmp_path, "\n".join(literal).encode())

    assert len(told) == len(literal) > 150
    assert {line["code"] for line in told} == {"forbidden_address"}
    assert {line["allowed"] for line in told} == {False}


def test_each_line_of_a_file_has_an_answer_of_its_own(tmp_path, site):
    told = results(
        tmp_path, f"\ufeff{site.url}\r\n\n   \nhttp://10.0.0.1/\nno address\n{site.url}last".encode()
    )

    assert [(line["url"], line["code"]) for line in told] == [
        (site.url, ""),
        ("http://10.0.0.1/", "forbidden_address"),
        ("no address", "forbidden_url"),
        (site.url + "last", ""),
    ]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (b"", []),
        (b"\n\n", []),
        (b"\xff\xfe\x00\n", ["forbidden_url"]),
        (b"http://\xff.example/\n", ["forbidden_url"]),
        (b"http://a.example/\x00\n", ["forbidden_url"]),
        (b'{"url": "http://a.example/"}\n', ["forbidden_url"]),
        (b"x" * 1_000_000 + b"\nhttp://10.0.0.1/", ["forbidden_url", "forbidden_address"]),
        (b"http://[::1" + b"1" * 1_000_000, ["forbidden_address"]),
        ("http://\U0001f4a9/\n".encode(), ["forbidden_url"]),
        (b"http://%\nhttp://]\nhttp://:\n//\nhttp://[", ["forbidden_url"] * 4 + ["forbidden_address"]),
    ],
)
def test_a_broken_line_has_a_code_and_stops_nothing(tmp_path, lines, codes):
    told = results(tmp_path, lines)

    assert [line["code"] for line in told] == codes
    assert all(len(line["url"]) < 40_000 for line in told)


def test_addresses_come_from_standard_input_too(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"http://10.0.0.1/\n")))

    out, _, code = run("--from-file", "-")

    assert (json.loads(out)["code"], code) == ("forbidden_address", 0)


def test_each_address_is_bounded_in_time(tmp_path, site):
    site.reply = lambda talk: talk.recv(1)

    told = results(tmp_path, f"{site.url}\n{site.url}".encode(), "--timeout", "0.1")

    assert [line["code"] for line in told] == ["timeout", "timeout"]
    assert all(0.1 <= line["seconds"] < 1 for line in told)


@pytest.mark.django_db
def test_a_visit_minds_robots_txt(site: Site):
    site.robots = ok(b"User-agent: *\nDisallow: /private/")

    def asked(path: str, *how: str) -> str:
        code: str = json.loads(run(site.url + path, "--json", *how)[0])["code"]
        return code

    assert asked("private/", "--visit") == "robots"
    assert asked("public/", "--visit") == asked("private/") == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("--from-file", "no/such/file"),
        ("--from-file", "."),
        ("http://a.example/", "--timeout", "0"),
        ("http://a.example/", "--timeout", "nan"),
        ("http://a.example/", "--timeout", "301"),
        (),
        ("http://a.example/", "--from-file", "b"),
    ],
)
def test_what_makes_no_sense_is_exit_code_2(arguments):
    with pytest.raises(CommandError) as end:
        call_command("fetch", *arguments)

    # Django calls what argparse itself refuses an error with exit code 1 here, and 2 from the command line.
    of_argparse = "arguments" in str(end.value) or "not allowed with" in str(end.value)
    assert end.value.returncode == 2 or of_argparse


def test_a_visit_without_a_database_is_exit_code_2(monkeypatch):
    from django.db import OperationalError

    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("no such table: factcheck_host")

    monkeypatch.setattr("factcheck.clock.now", away)

    with pytest.raises(CommandError, match=r"^The database cannot be used: no such table") as end:
        call_command("fetch", "http://paper.example/", "--visit")

    assert end.value.returncode == 2
