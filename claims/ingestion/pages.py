"""A page fetched to be read: the answer must be the piece itself."""

from factcheck.net.fetch import Fetched, fetch
from factcheck.net.refusals import FetchRefused

PAGES = ("text/html", "application/xhtml+xml", "text/plain")
FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml")
PASSING = frozenset({"timeout", "unreachable", "server_error"})  # codes that another try may heal


class HttpStatus(FetchRefused):
    """The site answered, but not with the piece."""

    code = "http_status"


class ServerError(FetchRefused):
    """The site is in trouble: another try may go better."""

    code = "server_error"


def page_at(url: str, *, accept: tuple[str, ...] = PAGES) -> Fetched:
    """Fetch a page; an answer other than 2xx is a refusal. Raises FetchRefused."""
    page = fetch(url, accept=accept)
    if page.status >= 500 or page.status == 429:
        raise ServerError(f"The site answered with status {page.status}.", field="url")
    if not 200 <= page.status < 300:
        raise HttpStatus(f"The site answered with status {page.status}.", field="url")
    return page
