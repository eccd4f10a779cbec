"""A page fetched to be read: the answer must be the piece itself."""

from collections.abc import Mapping

from factcheck.net.fetch import TIMEOUT_SECONDS, Fetched
from factcheck.net.refusals import FetchRefused
from factcheck.visits import visit

PAGES = ("text/html", "application/xhtml+xml", "text/plain")
FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml")
PASSING = frozenset(
    {"timeout", "unreachable", "bad_response", "server_error"}
)  # codes that another try may heal

_CONDITIONS = frozenset({"if-none-match", "if-modified-since"})


class HttpStatus(FetchRefused):
    """The site answered, but not with the piece."""

    code = "http_status"


class ServerError(FetchRefused):
    """The site is in trouble: another try may go better."""

    code = "server_error"


def page_at(
    url: str,
    *,
    accept: tuple[str, ...] = PAGES,
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> Fetched:
    """Visit a page; an answer other than 2xx is a refusal, whose details name the `status`.

    `headers` may ask If-None-Match or If-Modified-Since: then 304 is an answer
    too, with an empty body. `timeout` is seconds for everything together.
    Raises FetchRefused; `factcheck.visits.later_of` tells which of them only say "not now".
    """
    page = visit(url, accept=accept, headers=headers, timeout=timeout)
    said = f"The site answered with status {page.status}."
    if page.status >= 500 or page.status == 429:
        raise ServerError(said, field="url", status=page.status)
    unchanged = page.status == 304 and _CONDITIONS & {name.lower() for name in headers or ()}
    if not (200 <= page.status < 300 or unchanged):
        raise HttpStatus(said, field="url", status=page.status)
    return page
