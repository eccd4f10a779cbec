"""Fetch one page from outside: bounded in time, size, redirects, and in where it may lead."""

import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import httpcore

from factcheck.net.bodies import Body, coding_of
from factcheck.net.connection import Door, Resolver, resolve, tls_context
from factcheck.net.refusals import BadResponse, TooLarge, TooManyRedirects
from factcheck.net.urls import Url, allowed_origins, checked, redirected
from factcheck.net.wire import WIRE_LIMIT, Deadline

TIMEOUT_SECONDS = 20.0
DECODED_LIMIT = 10 * 1024 * 1024
MAX_REDIRECTS = 3
USER_AGENT = "factcheck-desk"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BODILESS = frozenset({204, 304})  # a 304 may name the length and coding of what it does not send
# No cookies and no credentials: what the desk reads is what everybody may read.
_CALLER_MAY_SEND = frozenset({"accept-language", "if-modified-since", "if-none-match", "user-agent"})
_SENDABLE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}")
_CHARSET = re.compile(r"[a-z0-9!#$%&'^_`{}~:.+-]{1,60}")
Method = Literal["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whatever its status: 304 and 404 are for the caller to read."""

    url: str  # as asked for
    final_url: str  # normalised, after redirects
    status: int
    headers: Mapping[str, str]  # names in lower case, repeated ones joined by ", "
    body: bytes  # unpacked
    media_type: str  # lower case, without parameters; "" if not said, or in no such words
    charset: str  # lower case; "" likewise
    seconds: float
    redirects: tuple[str, ...]  # the addresses it was sent on to, in order; the last is final_url


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request brought; a redirect has no body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def location(self) -> str | None:
        return self.headers.get("location") if self.status in _REDIRECTS else None


Around = Callable[[Url, Callable[[], Answer]], Answer]
"""Called for each request of a fetch with its judged URL and the request itself: who makes it, or
refuses, says on whose terms. Redirects make further requests.
"""


def _at_once(url: Url, request: Callable[[], Answer]) -> Answer:
    return request()


@dataclass(frozen=True, slots=True)
class _Terms:
    """What holds for all requests of one fetch."""

    method: Method
    headers: Mapping[str, str]
    limit: int  # bytes, unpacked
    redirects: int
    allow: frozenset[str]
    deadline: Deadline
    resolver: Resolver
    around: Around


def fetch(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    accept: Sequence[str] = (),
    method: Method = "GET",
    max_bytes: int = DECODED_LIMIT,
    timeout: float = TIMEOUT_SECONDS,
    max_redirects: int = MAX_REDIRECTS,
    allow: Collection[str] | None = None,
    resolver: Resolver = resolve,
    around: Around = _at_once,
) -> Fetched:
    """Fetch `url`, following at most 3 redirects, each judged like the first address.

    `accept` names media types to ask for; what comes may be another. `headers`
    may set Accept-Language, If-Modified-Since, If-None-Match, User-Agent.
    `timeout` is seconds for everything together. `allow` (None: the setting
    FETCH_ALLOW) names "host:port" origins outside the port and address rules.
    `around` is called for each request and may refuse it.

    Raises FetchRefused; ValueError for a header that is not the caller's to set.
    """
    started = time.monotonic()
    terms = _Terms(
        method=method,
        headers=_request_headers(headers or {}, accept),
        limit=max_bytes,
        redirects=max_redirects,
        allow=allowed_origins(allow),
        deadline=Deadline(timeout),
        resolver=resolver,
        around=around,
    )
    final, answer, redirects = _follow(checked(url, allow=terms.allow), terms)
    media_type, charset = _content_type(answer.headers.get("content-type", ""))
    return Fetched(
        url=url,
        final_url=str(final),
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        media_type=media_type,
        charset=charset,
        seconds=time.monotonic() - started,
        redirects=redirects,
    )


def _follow(url: Url, terms: _Terms) -> tuple[Url, Answer, tuple[str, ...]]:
    followed: list[str] = []
    while True:
        answer = terms.around(url, partial(_ask, url, terms))
        if answer.location is None:
            return url, answer, tuple(followed)
        if len(followed) == terms.redirects:
            raise TooManyRedirects(f"The page sends on more than {terms.redirects} times.")
        url = redirected(url, _as_text(answer.location), allow=terms.allow)
        followed.append(str(url))


def _ask(url: Url, terms: _Terms) -> Answer:
    """Make one request on a connection of its own. Raises FetchRefused."""
    origin = httpcore.Origin(url.scheme.encode(), url.host.encode(), url.port)
    target = httpcore.URL(scheme=url.scheme, host=url.host, port=url.port, target=url.target)
    trusted = url.origin in terms.allow
    with Door(url, trusted=trusted, deadline=terms.deadline, resolver=terms.resolver) as door:
        connection = httpcore.HTTPConnection(origin, ssl_context=tls_context(), network_backend=door)
        headers = {"Host": url.authority, **terms.headers}
        try:
            with connection.stream(terms.method, target, headers=_encoded(headers)) as response:
                door.body_begins()
                return _read(response, url.host, terms)
        except (httpcore.ProtocolError, httpcore.NetworkError):
            raise BadResponse(f"{url.host} answered with something that is not a complete HTTP response.")


def _read(response: httpcore.Response, host: str, terms: _Terms) -> Answer:
    headers = _response_headers(response.headers)
    answer = Answer(response.status, headers, b"")
    if answer.location is not None or terms.method == "HEAD" or answer.status in _BODILESS:
        return answer
    # h11 has checked that it is one number; reading on would only end the same way, 5 MB later.
    if int(headers.get("content-length", "0")) > WIRE_LIMIT:
        raise TooLarge(f"{host} announces more than 5 MB.")
    body = Body(coding_of([headers.get("content-encoding", "")]), limit=terms.limit)
    for raw in response.iter_stream():
        body.feed(raw)
        terms.deadline.left(host)
    return Answer(response.status, headers, body.finish())


def _request_headers(given: Mapping[str, str], accept: Sequence[str]) -> Mapping[str, str]:
    foreign = {name.lower() for name in given} - _CALLER_MAY_SEND
    if foreign:
        raise ValueError(f"not the caller's to set: {', '.join(sorted(foreign))}")
    headers = {
        "user-agent": USER_AGENT,
        "accept": ", ".join([*accept, "*/*;q=0.1"]) if accept else "*/*",
        "accept-encoding": "gzip, deflate",
        "connection": "close",
    }
    # A validator kept from an earlier answer may hold what cannot be sent. Left out, it costs a full answer.
    return headers | {name.lower(): value for name, value in given.items() if _SENDABLE.fullmatch(value)}


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]


def _response_headers(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _as_text(value: str) -> str:
    """Read a header value as UTF-8 where it is: redirects to paths in other scripts come unescaped."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value


def _content_type(value: str) -> tuple[str, str]:
    media_type, *parameters = (part.strip().lower() for part in value.split(";"))
    charset = ""
    for parameter in parameters:
        name, _, said = parameter.partition("=")
        if name.strip() == "charset":
            charset = said.strip().strip("\"'")
            break
    return _if_such(_MEDIA_TYPE, media_type), _if_such(_CHARSET, charset)


def _if_such(form: re.Pattern[str], text: str) -> str:
    return text if form.fullmatch(text) else ""
