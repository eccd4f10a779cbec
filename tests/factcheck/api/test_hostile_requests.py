"""No input gives a 500: each of these is a 4xx with a problem document."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Outlet
from tests.factcheck.api.answers import is_problem

OUTLETS = "/api/v1/outlets/"
ONE = OUTLETS + "{uuid}/"
JSON = "application/json"

BODIES: dict[str, tuple[bytes, int]] = {
    "nested 5,000 deep": (b'{"tags":' + b"[" * 5_000 + b"]" * 5_000 + b"}", 400),
    "nested 100,000 deep": (b'{"tags":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    "nested 65 deep": (b'{"tags":' + b"[" * 65 + b"]" * 65 + b"}", 400),
    "objects nested 5,000 deep": (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400),
    "half of an array": (b'{"tags": [1, 2', 400),
    "never closed 100,000 times": (b"[" * 100_000, 400),
    "10,001 values": (b'{"tags":[' + b"1," * 10_000 + b"1]}", 400),
    "over 1 MB": (b'{"name":"' + b"a" * 1_100_000 + b'"}', 413),
    "NUL by escape": (b'{"slug":"a","name":"a\\u0000b"}', 400),
    "NUL as a byte": (b'{"slug":"a","name":"a\x00b"}', 400),
    "NUL in a name of a field": (b'{"na\\u0000me":"a"}', 400),
    "lone high surrogate": (b'{"slug":"a","name":"\\ud800"}', 400),
    "lone low surrogate": (b'{"slug":"a","name":"\\udc00x"}', 400),
    "surrogate as bytes": (b'{"slug":"a","name":"\xed\xa0\x80"}', 400),
    "invalid UTF-8": (b'{"slug":"a","name":"\xff\xfe"}', 400),
    "overlong UTF-8": (b'{"slug":"a","name":"\xc0\xaf"}', 400),
    "UTF-16": ('{"slug":"a","name":"b"}'.encode("utf-16"), 400),
    "byte order mark": (b'\xef\xbb\xbf{"slug":"a","name":"b"}', 400),
    "control character": (b'{"slug":"a","name":"a\\u0007"}', 400),
    "C1 control": (b'{"slug":"a","name":"a\\u009b"}', 400),
    "NaN": (b'{"slug":"a","name":"b","reach":NaN}', 400),
    "Infinity": (b'{"slug":"a","name":"b","reach":Infinity}', 400),
    "NaN as text": (b'{"slug":"a","name":"b","reach":"NaN"}', 400),
    "infinity as text": (b'{"slug":"a","name":"b","reach":"-inf"}', 400),
    "1e999": (b'{"slug":"a","name":"b","reach":1e999}', 400),
    "number past 64 bits": (b'{"slug":"a","name":"b","founded":99999999999999999999999}', 400),
    "number past 32 bits": (b'{"slug":"a","name":"b","founded":9223372036854775807}', 400),
    "number of 4,500 digits": (b'{"slug":"a","name":"b","founded":"' + b"9" * 4_500 + b'"}', 400),
    "an array": (b"[1,2]", 400),
    "a string": (b'"hello"', 400),
    "null": (b"null", 400),
    "a number": (b"7", 400),
    "not JSON": (b"slug=a&name=b", 400),
    "JSON with a comment": (b'{"slug":"a" /* b */}', 400),
    "single quotes": (b"{'slug':'a'}", 400),
    "two documents": (b'{"slug":"a","name":"b"}{"slug":"c"}', 400),
    "object where text is expected": (b'{"slug":{"a":1},"name":"b"}', 400),
    "list where text is expected": (b'{"slug":["a"],"name":"b"}', 400),
    "null where text is expected": (b'{"slug":null,"name":"b"}', 400),
    "boolean where text is expected": (b'{"slug":true,"name":"b"}', 400),
    "text where a list is expected": (b'{"slug":"a","name":"b","tags":"c"}', 400),
    "boolean where a UUID is expected": (b'{"slug":"a","name":"b","owner":true}', 400),
    "negative UUID": (b'{"slug":"a","name":"b","owner":-1}', 400),
    "huge UUID": (b'{"slug":"a","name":"b","owner":18446744073709551615000}', 400),
    "UUID with braces and NUL": (b'{"slug":"a","name":"b","owner":"{\\u0000}"}', 400),
    "moment in year 0": (b'{"slug":"a","name":"b","since":"0000-01-01T00:00:00Z"}', 400),
    "moment past the end": (b'{"slug":"a","name":"b","since":"9999-12-31T23:59:59-23:59"}', 400),
    "moment before the beginning": (b'{"slug":"a","name":"b","since":"0001-01-01T00:00:00+23:59"}', 400),
    "javascript: address": (b'{"slug":"a","name":"b","website":"javascript:alert(1)"}', 400),
    "address with userinfo": (b'{"slug":"a","name":"b","website":"http://a@b.example/"}', 400),
    "address with backslash": (
        b'{"slug":"a","name":"b","website":"http://127.1.1.1:80\\\\@127.2.2.2/"}',
        400,
    ),
    "address without host": (b'{"slug":"a","name":"b","website":"http:///x"}', 400),
    "address with port 99999": (b'{"slug":"a","name":"b","website":"http://a.example:99999/"}', 400),
    "address with broken IPv6": (b'{"slug":"a","name":"b","website":"http://[::1/"}', 400),
    "unknown field": (b'{"slug":"a","name":"b","chain_seq":7}', 400),
    "prototype pollution": (b'{"slug":"a","name":"b","__proto__":{"role":"administrator"}}', 400),
    "10,000 unknown fields": (b"{" + b",".join(b'"f%d":1' % n for n in range(9_000)) + b"}", 400),
    "name too long": (b'{"slug":"a","name":"' + b"n" * 201 + b'"}', 400),
    "two lines where one is expected": (b'{"slug":"a","name":"b\\nc"}', 400),
    "missing fields": (b"{}", 400),
    "nothing": (b"", 400),
}


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES.keys())
def test_a_hostile_body_is_refused(api: Callable[..., Client], body: bytes, status: int) -> None:
    response = api().post(OUTLETS, body, content_type=JSON)

    is_problem(response, status)
    assert not Outlet.objects.exists()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("cursor=abc", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=", None),
        ("cursor=" + "A" * 5_000, "cursor"),
        ("cursor=%ff%fe", "cursor"),
        ("cursor=cD0yMDI2LTAxLTAx", "cursor"),
        ("cursor=====", "cursor"),
        ("cursor=%E2%80%AE", "cursor"),
        ("page_size=0", "page_size"),
        ("page_size=-1", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=1e2", "page_size"),
        ("page_size=" + "9" * 5_000, "page_size"),
        ("page_size=%D9%A1", "page_size"),
        ("page_size=", "page_size"),
        ("page_size=10%00", "page_size"),
        ("uuid=x", "uuid"),
        ("uuid=%00", "uuid"),
        ("uuid=" + "a" * 9_000, "uuid"),
        ("status=gone", "status"),
        ("status=due&status=%00", "status"),
        ("status=" + "&status=".join(["due"] * 50), "status"),
        ("since=yesterday", "since"),
        ("since=2026-13-45T00:00:00Z", "since"),
        ("since=2026-01-01", "since"),
        ("since=0001-01-01T00:00:00%2B23:59", "since"),
        ("since=9999-12-31T23:59:59-23:59", "since"),
        ("on=2026-02-30", "on"),
        ("seq=NaN", "seq"),
        ("seq=inf", "seq"),
        ("seq=1e400", "seq"),
        ("seq=99999999999999999999", "seq"),
        ("unsited=maybe", "unsited"),
        ("slug=a&slug=b", "slug"),
        ("slug=" + "s" * 300, "slug"),
        ("slug=a%00", "slug"),
        ("named=" + "n" * 300, "named"),
        ("search=" + "+".join(["w"] * 3_000), "search"),
        ("search=" + "x" * 201, "search"),
        ("search=%00", "search"),
        ("ordering=password", "ordering"),
        ("user__password__startswith=p", "user__password__startswith"),
        ("format=admin", "format"),
        ("%00=1", None),
    ],
)
def test_a_hostile_query_is_refused(api: Callable[..., Client], query: str, field: str | None) -> None:
    response = api().get(f"{OUTLETS}?{query}")

    if field is None:
        assert response.status_code in (200, 400)
    else:
        assert is_problem(response, 400)["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("get", "/api/v1/nothing/", {}, 404),
        ("get", "/api/v1/outlets/7/", {}, 404),
        ("get", "/api/v1/outlets/not-a-uuid/", {}, 404),
        ("get", "/api/v1/outlets/%00/", {}, 404),
        ("get", "/api/v1/outlets/../../etc/passwd/", {}, 404),
        ("get", "/api/v1/outlets/00000000-0000-0000-0000-000000000000/", {}, 404),
        ("delete", OUTLETS, {}, 405),
        ("put", OUTLETS, {}, 405),
        ("options", OUTLETS, {}, 405),
        ("trace", OUTLETS, {}, 405),
        ("post", "/api/v1/me/", {}, 405),
        ("post", "/api/v1/outlets", {}, 404),
        ("get", OUTLETS, {"Accept": "text/html"}, 406),
        ("get", OUTLETS, {"Accept": "application/xml;q=0.9"}, 406),
        ("get", OUTLETS, {"Accept": ";;;,,,///"}, 406),
        ("get", OUTLETS, {"Authorization": "Bearer"}, 401),
        ("get", OUTLETS, {"Authorization": "Bearer " + "x" * 50}, 401),
        ("get", OUTLETS, {"Authorization": "Bearer " + "x" * 5_000}, 401),
        ("get", OUTLETS, {"Authorization": "Bearer fc_\u00ff" + "x" * 40}, 401),
        ("get", OUTLETS, {"Authorization": "Token fc_" + "' OR 1=1 --" * 3}, 401),
        ("get", OUTLETS, {"Authorization": "Basic YTpi"}, 401),
        ("get", OUTLETS, {"Authorization": "\x01\x02"}, 401),
        ("get", OUTLETS, {"Host": "evil.example"}, 400),
        ("get", OUTLETS, {"Host": "a b\\c"}, 400),
    ],
)
def test_a_hostile_request_line_or_header_is_refused(
    api: Callable[..., Client], method: str, path: str, headers: dict[str, str], status: int
) -> None:
    response = api().generic(method.upper(), path, headers=headers)

    is_problem(response, status)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/json+x",
        "////",
    ],
)
def test_another_media_type_is_unsupported(api: Callable[..., Client], content_type: str) -> None:
    response = api().generic("POST", OUTLETS, b'{"slug":"a","name":"b"}', content_type=content_type)

    is_problem(response, 415)


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("7", 400),
        ('"', 400),
        ('"a', 400),
        ("W/7", 400),
        ('"1",', 400),
        ('"1" "2"', 400),
        ('"' + "9" * 5_000 + '"', 400),
        ('""', 412),
        ('"x"', 412),
        ('W/"0"', 412),
        ('"0\u00b2"', 412),
        ('"99999999999999999999999"', 412),
        ("", 400),
    ],
)
def test_a_bad_if_match_changes_nothing(
    api: Callable[..., Client], outlets: Callable[[int], list[Outlet]], header: str, status: int
) -> None:
    outlet = outlets(1)[0]

    response = api().patch(
        ONE.format(uuid=outlet.uuid), {"name": "New"}, content_type=JSON, headers={"If-Match": header}
    )

    is_problem(response, status)
    outlet.refresh_from_db()
    assert (outlet.name, outlet.chain_seq) == ("Outlet 0", 0)


@pytest.mark.parametrize("key", ["", " ", "a b", "k" * 201, "\u00fc", "a\x01b"])
def test_a_bad_idempotency_key_is_refused(api: Callable[..., Client], key: str) -> None:
    response = api().post(
        OUTLETS, {"slug": "a", "name": "b"}, content_type=JSON, headers={"Idempotency-Key": key}
    )

    is_problem(response, 400, "bad_idempotency_key")
    assert not Outlet.objects.exists()


def test_a_lying_content_length_is_no_way_around_the_limit(api: Callable[..., Client]) -> None:
    response = api().generic("POST", OUTLETS, b"{}", content_type=JSON, headers={"Content-Length": "x"})

    is_problem(response, 400)


def test_refusing_a_large_body_costs_no_more_than_the_key(api: Callable[..., Client]) -> None:
    client = api()

    with CaptureQueriesContext(connection) as queries:
        response: Any = client.post(OUTLETS, b"[" * 900_000, content_type=JSON)

    is_problem(response, 400)
    assert len(queries) == 1
