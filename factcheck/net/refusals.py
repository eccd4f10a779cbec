"""Why a page could not be fetched. One class per reason; the messages are for an editor's eyes."""

from factcheck.errors import Refusal


class FetchRefused(Refusal):
    """Nothing was fetched. Each subclass has its own code."""

    code = "fetch_refused"


class ForbiddenUrl(FetchRefused):
    """Not a web address that this desk follows."""

    code = "forbidden_url"


class ForbiddenAddress(FetchRefused):
    """The address lies inside a network that is nobody's public site."""

    code = "forbidden_address"


class TooManyRedirects(FetchRefused):
    """The page sends on and on."""

    code = "too_many_redirects"


class TooLarge(FetchRefused):
    """Headers, transfer or unpacked page are over their limit."""

    code = "too_large"


class TimedOut(FetchRefused):
    """The time for name, connection, redirects and page together is used up."""

    code = "timeout"


class Unreachable(FetchRefused):
    """No such name, nobody listening, or the line went dead."""

    code = "unreachable"


class TlsFailed(FetchRefused):
    """No secure connection: a wrong, expired or unknown certificate, or no TLS at all."""

    code = "tls"


class BadEncoding(FetchRefused):
    """The page is packed in a way that cannot or must not be unpacked."""

    code = "bad_encoding"


class BadResponse(FetchRefused):
    """What came back breaks HTTP, or broke off."""

    code = "bad_response"
